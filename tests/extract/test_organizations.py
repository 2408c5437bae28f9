from pathlib import Path

import pytest

from extract import extract_text
from extract.bodies import Namer
from extract.bodylists import members
from extract.lexicon import rows
from extract.pipeline import COMPONENTS, build_pipeline, run
from extract.readers import read_file, read_text

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"
OFF = [c for c in COMPONENTS if c not in ("plankg_regions", "plankg_organizations", "plankg_resolve")]


def bodies(text, title="浙江省发展规划"):
    doc = run(build_pipeline(disable=OFF), read_text(f"{title}\n一、主要任务\n推进建设。{text}\n"))
    return [
        m for m in sorted(doc._.entities, key=lambda m: m.start) if m.label == "Organization" and m.start > len(title)
    ]


def listed(text, owner="330000"):
    found, _ = members(text, 0, len(text), Namer(owner))
    return [m.body.name for m in found]


def test_sample_has_its_bodies():
    doc = run(build_pipeline(disable=OFF), read_file(SAMPLE))
    found = {m.name: m.properties["kind"] for m in doc._.entities if m.label == "Organization"}
    assert found == {
        "华为": "enterprise", "OPPO": "enterprise", "vivo": "enterprise", "南方报业集团": "enterprise",
        "广东省数字音乐协会": "association",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省科技厅、工业和信息化厅", ["浙江省科技厅", "浙江省工业和信息化厅"]),
        ("省委组织部、宣传部、网信办", ["浙江省委组织部", "浙江省委宣传部", "浙江省委网信办"]),
        ("省财政厅和省审计厅等部门", ["浙江省财政厅", "浙江省审计厅"]),
        ("省文化和旅游厅、住房和城乡建设厅等", ["浙江省文化和旅游厅", "浙江省住房城乡建设厅"]),
        ("广州、深圳市政府", ["广州市人民政府", "深圳市人民政府"]),
        ("省市场监管局（省知识产权局）、之江实验室", ["浙江省市场监管局", "之江实验室"]),
        ("各市、县（市、区）人民政府", ["各市、县（市、区）人民政府"]),
        ("省公安厅等有关部门及各设区市人民政府", ["浙江省公安厅", "有关部门", "各设区市人民政府"]),
        ("国家发展改革委、科技部", ["国家发展改革委", "科技部"]),
    ],
)
def test_lists_of_bodies(text, expected):
    assert listed(text) == expected


def test_short_names_belong_to_the_state_only_in_its_own_plans():
    assert listed("发展改革委、能源局", "") == ["国家发展改革委", "国家能源局"]
    assert listed("发展改革委、能源局", "330000") == ["浙江省发展改革委", "浙江省能源局"]


def test_bodies_of_two_provinces_are_two():
    a, b = (bodies("（省科技厅负责）", t)[0] for t in ("浙江省发展规划", "广东省发展规划"))
    assert a.name == "浙江省科技厅" and b.name == "广东省科技厅" and a.key != b.key
    assert "省科技厅" in a.aliases


def test_long_and_short_names_of_a_body_are_one():
    first, second = bodies("（省发展和改革委员会牵头，省发改委配合）")
    assert first.key == second.key


@pytest.mark.parametrize(
    "text",
    [
        "加强农业部门和商务部门协同。",
        "培育一批大型企业集团，引导龙头企业、社会资本和骨干教育机构参与。",
        "城市政府和各区政府要落实责任，省委托第三方评估。",
        "发挥行业协会作用，联合国内高校攻关。",
        "发展高通量测序，推动北京东部开放。",
        "建设高水平大学和一流学院。",
    ],
)
def test_unnamed_kinds_are_no_bodies(text):
    assert [m.name for m in bodies(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "由省发展改革委会同省科技厅、经信厅提出，报省政府同意。",
            ["浙江省发展改革委", "浙江省科技厅", "浙江省经信厅", "浙江省人民政府"],
        ),
        ("鼓励中国建设银行杭州市分行加大投放。", ["中国建设银行杭州市分行"]),
        ("依托国家电网湖北省电力有限公司建设。", ["国家电网湖北省电力有限公司"]),
        ("支持长飞光纤光缆股份有限公司扩产。", ["长飞光纤光缆股份有限公司"]),
    ],
)
def test_running_text(text, expected):
    assert [m.name for m in bodies(text)] == expected


@pytest.mark.parametrize("file", ["organizations.csv", "departments.csv"])
def test_each_body_fires_on_its_example(file):
    table = rows(file)
    title = "国务院关于加快发展的意见" if file == "organizations.csv" else "浙江省发展规划"
    text = "\n".join(row["example"] for row in table)
    doc = run(build_pipeline(disable=OFF[:]), read_text(f"{title}\n一、主要任务\n{text}\n"))
    found = {m.rule for m in doc._.entities} | {m.name for m in doc._.entities}
    missing = [r["id"] for r in table if r["id"] not in found and r["name"] not in found]
    assert missing == []


def test_each_suffix_fires_on_its_example():
    missing = []
    for row in rows("org_suffixes.csv"):
        found = bodies(row["example"])
        if not any(m.name.endswith(row["suffix"]) for m in found):
            missing.append((row["id"], [m.name for m in found]))
    assert missing == []


def test_each_word_fires_on_its_example():
    wrong = []
    for row in rows("org_words.csv"):
        found = [m.name for m in bodies(row["example"] + "。")]
        if row["use"] == "generic" and found:
            wrong.append((row["id"], found))
        if row["use"] == "stop" and (not found or any(row["word"] in n for n in found)):
            wrong.append((row["id"], found))
        if row["use"] == "start" and not found:
            wrong.append((row["id"], found))
    assert wrong == []


def body_names(text: str, title: str = "泰州市2024年重点工作方案") -> list[str]:
    graph = extract_text(f"{title}\n一、总体要求\n略。\n二、重点任务\n{text}")
    return [n.name for n in graph.nodes() if n.label == "Organization"]


def test_each_reaches_the_zones_of_a_list():
    text = "（一）推进养老服务。完善服务。（责任单位：市民政局，各区市政府、开发区管委）\n"
    assert {"各区市政府", "各开发区管委"} <= set(body_names(text))


def test_departments_of_a_government_are_a_group():
    got = body_names("（一）推进养老服务。完善服务。（责任单位：市政府各工作部门、各直属机构）\n")
    assert "市政府各工作部门" in got and "泰州市人民政府" not in got


def test_bodies_keep_the_name_they_had():
    text = "（一）推进养老服务。完善服务。（责任单位：市大数据发展局、中国铁路总公司）\n"
    assert set(body_names(text)) >= {"泰州市大数据发展局", "中国铁路总公司"}


def test_a_paper_of_the_party_is_no_body():
    assert body_names("（一）推进养老服务。学习省委一号文件和市委六届三次全会要求。\n") == []


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ("市自然资源和规划局、市档案馆", {"泰州市自然资源和规划局", "泰州市档案馆"}),
        ("市行政审批服务局，各镇人民政府、街道办事处", {"泰州市行政审批服务局", "各镇人民政府", "各街道办事处"}),
        ("市城投集团、市文旅集团等市属国有企业", {"泰州市城投集团", "泰州市文旅集团"}),
        ("市级各牵头部门，各区", {"市级各牵头部门", "各区"}),
    ],
)
def test_bodies_of_notes(bodies, expected):
    assert set(body_names(f"（一）推进养老服务。办好老年食堂。（责任单位：{bodies}）\n")) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("（一）中国海洋勘测设计研究院（数据中心）。研发平台。", "中国海洋勘测设计研究院"),
        ("国务院防灾督导委员会要加强督导。", "国务院防灾督导委员会"),
        ("支持中国海洋工程与装备研究院开展攻关。", "中国海洋工程与装备研究院"),
        ("发挥国家种业指导咨询委员会作用。", "国家种业指导咨询委员会"),
    ],
)
def test_names_of_state_bodies_hold_and_and_guide(text, name):
    graph = extract_text("种业振兴工作方案\n一、主要任务\n" + text + "\n")
    assert name in {n["name"] for n in graph.to_dict()["nodes"] if n["label"] == "Organization"}


@pytest.mark.parametrize(
    "text", ["推动中国企业和海外研究院合作。", "中国支持高校与企业共建研究院。", "国家鼓励科研院所和学会参与。"]
)
def test_what_the_state_does_is_no_name(text):
    graph = extract_text("种业振兴工作方案\n一、主要任务\n" + text + "\n")
    assert not {n["name"] for n in graph.to_dict()["nodes"] if n["label"] == "Organization"}


def test_leagues_of_the_people_count_where_they_are_listed():
    graph = extract_text("种业振兴工作方案\n一、主要任务\n发挥工会、共青团、妇联、科协的作用。企业工会要参与。\n")
    names = [n["name"] for n in graph.to_dict()["nodes"] if n["label"] == "Organization"]
    assert sorted(names) == sorted(["工会", "共青团", "妇联", "科协"])
    alone = extract_text("种业振兴工作方案\n一、主要任务\n企业工会要参与。\n")
    assert "工会" not in {n["name"] for n in alone.to_dict()["nodes"]}


def test_groups_that_a_sentence_tells_what_to_do():
    graph = extract_text(
        "种业振兴工作方案\n一、主要任务\n县级以上地方人民政府要加强统筹。各省级农业农村部门要做好指导。各有关部门要重视。\n"
    )
    nodes = {n["name"]: n["properties"].get("kind") for n in graph.to_dict()["nodes"] if n["label"] == "Organization"}
    assert nodes == {"县级以上地方人民政府": "group", "各省级农业农村部门": "group"}
