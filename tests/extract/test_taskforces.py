"""Bodies that plans set up, departments by their field, and duties that sentences give them."""

import pytest

from extract.bodies import Namer
from extract.pipeline import build_pipeline, run
from extract.readers import read_text

NLP = build_pipeline()


def read(body, title="湖北省物流发展行动方案"):
    return run(NLP, read_text(f"{title}\n一、重点任务\n（一）加强组织领导。{body}\n"))


def bodies(body, title="湖北省物流发展行动方案"):
    return {m.name for m in read(body, title)._.entities if m.label == "Organization"}


def duties(body, title="湖北省物流发展行动方案"):
    found = read(body, title)._.relations
    return {(r.source.name, r.properties["role"]) for r in found if r.type == "RESPONSIBLE_FOR"}


STATE = "国务院办公厅关于发展物流的意见"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立省物流发展工作领导小组，领导小组办公室设在省商务厅。",
         {"湖北省物流发展工作领导小组", "湖北省物流发展工作领导小组办公室", "湖北省商务厅"}),
        ("国务院物流发展部际联席会议办公室要加强统筹。", {"国务院物流发展部际联席会议办公室"}),
        ("成立联合采购办公室，下设监督组、专家组。", {"联合采购办公室", "监督组", "专家组"}),
        ("组成国家组织药品采购试点工作小组（以下简称试点工作小组），试点工作小组办公室负责日常工作。",
         {"国家组织药品采购试点工作小组", "国家组织药品采购试点工作小组办公室"}),
        ("由武汉市医药集中采购事务管理所承担日常工作。", {"武汉市医药集中采购事务管理所"}),
        ("支持国际组织在香港机场管理局设点。", {"香港机场管理局"}),
        ("各级卫生健康部门和各省级药监部门负责监督。", {"各级卫生健康部门", "各省级药监部门"}),
        ("权限下放至福建省药品监督管理部门。", {"福建省药品监督管理部门"}),
    ],
)  # fmt: skip
def test_bodies_that_are_set_up_or_named_by_field(text, expected):
    assert bodies(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各市要成立工作领导小组，企业可设立质量管理办公室。",
        "建立联席会议制度，健全工作专班机制。",
        "加强部门协同，各有关部门要重视，各级政府部门要支持。",
        "加强政府部门间信息共享，完善主管部门职责。",
    ],
)
def test_what_others_are_told_to_set_up_is_none(text):
    assert bodies(text) == set()


def test_two_plans_have_their_own_expert_groups():
    a, b = (
        next(m for m in read("成立联合采购办公室。", t)._.entities if m.label == "Organization")
        for t in ("湖北省物流发展行动方案", "湖北省采购改革方案")
    )
    assert a.name == b.name and a.key != b.key


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("省财政厅要加大投入。", "湖北省物流发展行动方案", {("湖北省财政厅", "responsible")}),
        ("省商务厅要会同省财政厅制定办法。", "湖北省物流发展行动方案", {("湖北省商务厅", "lead"), ("湖北省财政厅", "support")}),
        ("省财政厅、农业农村厅按职责分工做好工作。", "湖北省物流发展行动方案",
         {("湖北省财政厅", "responsible"), ("湖北省农业农村厅", "responsible")}),
        ("成立省物流发展领导小组，领导小组办公室设在省商务厅，负责日常工作。", "湖北省物流发展行动方案",
         {("湖北省物流发展领导小组办公室", "responsible")}),
        ("建立由省商务厅牵头的工作机制。", "湖北省物流发展行动方案", set()),
        ("人民银行武汉分行牵头，湖北证监局，农业银行湖北分行配合。", "湖北省物流发展行动方案",
         {("人民银行武汉分行", "lead"), ("湖北省证监局", "support"), ("农业银行湖北分行", "support")}),
        ("商务部会同公安部、卫生健康委、邮政局建立机制。", STATE,
         {("商务部", "lead"), ("公安部", "support"), ("国家卫生健康委", "support"), ("国家邮政局", "support")}),
        ("国务院教育行政部门、科技行政部门在职责范围内，分别负责监督。", STATE,
         {("国务院教育行政部门", "responsible"), ("国务院科技行政部门", "responsible")}),
        ("地方各级人民政府对物流发展负总责。", STATE, {("地方各级人民政府", "responsible")}),
    ],
)  # fmt: skip
def test_sentences_that_give_duties(text, title, expected):
    assert duties(text, title) == expected


@pytest.mark.parametrize(
    ("owner", "surface", "name"),
    [
        ("330000", "团省委", "共青团浙江省委"),
        ("330000", "共青团浙江省委", "共青团浙江省委"),
        ("330000", "省发改委", "浙江省发展改革委"),
        ("330000", "省发展和改革委员会", "浙江省发展改革委"),
        ("", "国家发改委", "国家发展改革委"),
        ("", "发展改革委", "国家发展改革委"),
        ("", "国家发展和改革委员会", "国家发展改革委"),
        ("510000", "口岸物流办", "四川省口岸物流办"),
        ("650000", "兵团发展改革委", "新疆生产建设兵团发展改革委"),
        ("650000", "自治区党委组织部", "新疆维吾尔自治区委组织部"),
    ],
)
def test_one_name_for_a_body(owner, surface, name):
    body = Namer(owner).name(surface)
    assert body is not None and body.name == name


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（市教委、徐汇区、各高校）", {"上海市教委", "徐汇区", "各高校"}),
        ("（市商务委、虹桥商务区管委会、上海海关、人民银行上海总部）",
         {"上海市商务委", "虹桥商务区管委会", "上海海关", "人民银行上海总部"}),
        ("（责任部门：市商务委；浦东新区、黄浦区政府）", {"上海市商务委", "浦东新区人民政府", "黄浦区人民政府"}),
        ("（市商务委、张江科学城、金桥开发区管委会）", {"上海市商务委", "张江科学城管委会", "金桥开发区管委会"}),
        ("（市商务委，各地、州、市人民政府（行政公署））", {"上海市商务委", "各地、州、市人民政府（行政公署）"}),
    ],
)  # fmt: skip
def test_notes_with_places_zones_and_branches(note, expected):
    assert {name for name, _ in duties(f"推进建设。{note}", "上海市物流发展行动方案")} == expected


def test_whom_a_plan_is_sent_to_is_no_mention():
    text = "各市、州人民政府，省政府各部门：\n一、任务\n（一）推进建设。（省商务厅负责）\n抄送：省委各部门，省法院，武汉海关。\n"
    doc = run(NLP, read_text("湖北省物流发展行动方案\n" + text))
    assert {m.name for m in doc._.entities if m.label == "Organization"} == {"湖北省商务厅"}


def test_terms_of_tasks():
    text = "湖北省行动方案\n一、任务\n（一）推进建设。2024年6月底前，完成改造。（省商务厅负责）制定办法。（省财政厅负责，2026年底前完成）\n"
    doc = run(NLP, read_text(text))
    terms = {
        m.name: (m.properties.get("deadline"), m.properties.get("year")) for m in doc._.entities if m.label == "Task"
    }
    assert terms["完成改造"] == ("2024年6月底前", 2024)
    assert terms["制定办法"] == ("2026年底前", 2026)
