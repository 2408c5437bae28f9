from pathlib import Path

import pytest

from extract.lexicon import rows
from extract.orders import orders
from extract.pipeline import COMPONENTS, build_pipeline, run
from extract.readers import read_file, read_text

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"
OFF = [
    c for c in COMPONENTS if c in ("plankg_statements", "plankg_structure_edges", "plankg_relations", "plankg_spans")
]


def read(text):
    return run(build_pipeline(disable=OFF), read_text(text))


def tasks(text):
    return [m.name for m in sorted(read(text)._.entities, key=lambda m: m.start) if m.label == "Task"]


def parts(text):
    return {
        (r.source.name, r.target.name)
        for r in read(text)._.relations
        if r.type == "PART_OF" and r.source.label == "Task"
    }


def test_sample_orders_two_things():
    doc = run(build_pipeline(disable=OFF), read_file(SAMPLE))
    assert [m.name for m in doc._.entities if m.label == "Task"] == ["激发服务业数字化新活力", "促进数字创意消费"]


def test_only_operative_headings_are_tasks():
    text = (
        "浙江省发展规划\n一、总体要求\n（一）指导思想。推进发展。\n（二）发展目标。到2025年，实现全覆盖。\n"
        "二、培育新兴产业\n（三）建设创新平台。支持建设实验室。\n（四）智慧医疗。推广远程诊疗。\n三、保障措施\n（五）加强组织领导。各地要重视。\n"
    )
    assert tasks(text) == ["培育新兴产业", "建设创新平台", "加强组织领导"]
    assert parts(text) == {("建设创新平台", "培育新兴产业")}


def test_several_notes_cut_an_item_into_stretches():
    text = (
        "国务院办公厅关于优化服务的通知\n一、深化改革\n"
        "（一）简化审批流程。清理审批事项，公布清单（司法部牵头）。推进证照互认，实现通办。（公安部负责，2023年底前完成）\n"
    )
    assert tasks(text) == ["深化改革", "简化审批流程", "清理审批事项", "推进证照互认"]
    assert ("清理审批事项", "简化审批流程") in parts(text)
    last = next(m for m in read(text)._.entities if m.name == "推进证照互认")
    assert "推进证照互认，实现通办" in last.aliases
    assert last.properties == {"deadline": "2023年底前", "year": 2023}


def test_a_paragraph_without_title_is_a_task_of_its_own_under_its_heading():
    text = "浙江省行动方案\n一、完善清单\n（一）形成政策清单。\n1．逐项梳理已经出台的惠企政策，明确办理条件和时限，形成清单。\n责任单位：省财政厅\n"
    assert tasks(text) == ["完善清单", "形成政策清单", "逐项梳理已经出台的惠企政策，明确办理条件和时限，形成清单"]


def test_one_note_stands_for_the_item():
    text = (
        "浙江省任务清单\n一、推动发展\n1.强化布局，加强审查。落实政策。（牵头单位：省能源局；完成时限：2026年12月）\n"
    )
    assert tasks(text) == ["推动发展", "强化布局，加强审查"]


def test_an_item_that_repeats_its_heading_is_its_heading():
    text = "浙江省任务清单\n一、推动发展\n（一）建设平台。\n1.建设平台。（省数据局负责）\n"
    assert tasks(text) == ["推动发展", "建设平台"]


def test_paragraphs_without_headings():
    text = (
        "关于做好春季农业生产工作的通知\n各县农业农村局：\n加强田间管理，组织下乡指导。（省农业农村厅负责）\n"
        "抓好农资供应。（省供销社负责）\n河南省农业农村厅\n2023年2月10日\n"
    )
    assert tasks(text) == ["加强田间管理", "抓好农资供应"]


def test_rows_of_a_table():
    text = (
        "浙江省任务分工方案\n一、任务分工\n序号\t重点任务\t具体举措\t牵头单位\t完成时限\n"
        "1\t强化创新\t1.建设创新中心\t省科技厅\t2025年\n\t\t2.开展揭榜挂帅\t省经信厅\t2024年\n"
    )
    assert tasks(text) == ["建设创新中心", "开展揭榜挂帅"]


@pytest.mark.parametrize(
    "title",
    [
        "智慧医疗",
        "发展目标",
        "保障措施",
        "数据资源丰富",
        "组织实施",
        "人才培养",
        "创新驱动发展",
        "到2025年，实现全覆盖",
    ],
)
def test_headings_that_order_nothing(title):
    assert not orders(title)


@pytest.mark.parametrize("row", rows("task_verbs.csv"), ids=lambda r: r["id"])
def test_each_word_fires_on_its_example(row):
    assert orders(row["example"]) is (row["use"] in ("verb", "adverb", "opener", "short", "pair", "takes"))


def test_a_note_on_its_own_line_stands_for_the_item_even_with_a_noun_for_a_heading():
    text = (
        "河北省行动方案\n一、重点任务\n（一）人才队伍建设。完善院校教育。\n牵头单位：省教育厅；参加单位：省中医药局。\n"
    )
    assert tasks(text) == ["人才队伍建设"]


def test_a_dash_closed_by_a_note_is_named_by_its_first_clause():
    text = "河北省行动方案\n一、重点任务\n（一）促进传承\n——推进基地建设，支持各县打造产区。（省农业农村厅负责）\n——加强古籍保护。（省文化和旅游厅负责）\n"
    assert tasks(text) == ["促进传承", "推进基地建设", "加强古籍保护"]


def task_nodes(text: str) -> list:
    from extract import extract_text

    graph = extract_text(f"泰州市2024年重点工作方案\n一、总体要求\n略。\n二、重点任务\n{text}")
    return [n for n in graph.nodes() if n.label == "Task"]


def test_an_item_that_is_a_sentence_is_named_by_its_first_clause():
    text = (
        "1．根据全省老龄工作会议关于失能老人照护的统一要求，摸清全市失能老人底数，分类建立照护档案，"
        "由社区网格员按月上门探访，并把结果记入民政信息平台备查。\n牵头单位：市民政局\n"
    )
    (task,) = task_nodes(text)
    assert task.name == "根据全省老龄工作会议关于失能老人照护的统一要求"
    assert any(alias.endswith("备查") for alias in task.aliases)


def test_by_what_in_front_of_the_verb_is_an_order():
    (task,) = task_nodes("（一）以保险为支撑推进解决失能老人照护难题。完善有关办法。\n")
    assert task.name == "以保险为支撑推进解决失能老人照护难题"


def test_a_label_is_no_task():
    assert [t.name for t in task_nodes("1.推进养老服务。\n协同责任单位:市政府各部门、各直属机构。\n")] == [
        "推进养老服务"
    ]


@pytest.mark.parametrize(
    "title",
    [
        "全域推进水系连通",
        "以绿色、智能为方向提升造船业配套能力",
        "以跨江、跨海通道为重点完善路网",
        "以场景开放带动新技术应用",
        "管要管出公平、管出秩序",
        "重点用能单位全面开展能源审计",
        "补短板强弱项",
        "把粮食安全放在首位",
        "实施提升行动",
        "均衡配置医疗资源",
        "让经营主体敢闯敢投",
        "为群众办好民生实事",
        "加快协同发展",
        "统筹协同推进",
    ],
)
def test_headings_that_order_by_their_build(title):
    assert orders(title)


@pytest.mark.parametrize(
    "title",
    [
        "改造提升工程",
        "提质扩容行动",
        "培育计划",
        "一体化发展格局",
        "均衡发展目标",
        "管控措施",
        "各地全面落实属地管理责任",
        "民生福祉全面改善",
        "防治措施",
        "协同发展",
        "持续改进",
    ],
)
def test_headings_that_name_by_verbs(title):
    assert not orders(title)


BOXED = (
    "湖北省水安全规划\n二、重点任务\n（一）提高防洪能力。整治干流堤防。\n专栏2 长江堤防加固工程\n"
    "1. 完善巡堤制度。落实巡查人员，及时发现险情。\n2. 实施险工险段整治工程。加固堤段。\n3. 山洪沟治理。治理沟道。\n"
    "（二）节约用水。推广节水器具。\n专栏3 推广节水灌溉\n（1）大型灌区。更新渠系，配套计量设施。\n"
)


def test_orders_in_a_box_and_titles_of_boxes_that_order_are_tasks():
    assert tasks(BOXED) == ["提高防洪能力", "完善巡堤制度", "节约用水", "推广节水灌溉"]
    assert parts(BOXED) == {("完善巡堤制度", "提高防洪能力"), ("推广节水灌溉", "节约用水")}


def test_a_heading_that_ends_in_a_noun_of_aims_or_thought_is_no_task():
    text = "陕西省节水规划\n一、建设节水型社会的总体要求\n坚持节水优先。\n二、国内外发展趋势\n用水增长放缓。\n三、推进节水改造\n改造灌区。\n"
    assert tasks(text) == ["推进节水改造"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "露天矿山企业实施“绿、亮、净”（矿区复绿、道路亮化、运输净化），强化信息公开，提升水平。",
            "露天矿山企业实施“绿、亮、净”",
        ),
        ("规模养殖场所全面落实消毒制度，完善台账。", "规模养殖场所全面落实消毒制度"),
        ("对重点企业开展体检，完善台账。", "完善台账"),
        ("矿山企业开展培训的，提高补助标准。", "提高补助标准"),
    ],
)
def test_a_stretch_that_begins_with_who_does_it_is_named_by_that(sentence, name):
    found = tasks(
        "江西省绿色矿山方案\n二、主要任务\n1.推进矿山转型。"
        + sentence
        + "（省生态环境厅负责）创建绿色工厂。（省工业和信息化厅负责）\n"
    )
    assert name in found
