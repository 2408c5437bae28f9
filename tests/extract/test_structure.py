"""Masthead, headings and their nesting, boxes, leads, tables."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extract.plantext import PlanText
from extract.readers import read_file, read_text

SAMPLE = Path(__file__).parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"


def outline(plan: PlanText) -> list[tuple[int, str, str, str]]:
    return [(s.level, s.kind, s.number, s.title) for s in plan.sections]


def test_sample_outline() -> None:
    plan = read_file(SAMPLE)
    assert plan.masthead.title == "广东省数字经济发展规划（2018-2025年）"
    assert outline(plan) == [
        (1, "clause", "一", "发展基础与形势"),
        (2, "point", "（一）", "发展基础"),
        (3, "item", "1", "数据资源丰富"),
        (4, "lead", "", "广东数据存储量全国领先"),
        (3, "item", "2", "信息产业基础雄厚"),
        (3, "item", "3", "产业数字化进程加快"),
        (1, "clause", "二", "总体要求"),
        (2, "point", "（一）", "总体思路"),
        (1, "clause", "七", "激发服务业数字化新活力"),
        (2, "point", "（一）", "促进数字创意消费"),
        (3, "box", "专栏14", "数字文化创新工程"),
        (4, "lead", "", "文化创意"),
        (4, "lead", "", "网络媒体"),
        (3, "box", "专栏15", "公共服务数字化工程"),
        (4, "lead", "", "智慧社区"),
        (4, "lead", "", "智慧医疗"),
        (4, "lead", "", "智慧教育"),
    ]


NOTICE = """某省人民政府关于印发某省
数字乡村发展行动方案的通知
某政发〔2021〕5号
各市、县（市、区）人民政府，省直有关单位：
现将《某省数字乡村发展行动方案》印发给你们，请认真贯彻执行。
某省人民政府
2021年3月8日
某省数字乡村发展行动方案
为推进数字乡村建设，制定本方案。
第一章 总体要求
第一节 发展目标
到2025年，建成10个示范县。
第二章 主要任务
1．建设平台。建设乡村信息平台。
（1）搭建底座
2.3亿元用于建设。
附件1
任务表
序号\t任务\t责任单位
1\t建设平台\t省农业农村厅
2\t推广应用\t
序号\t任务\t责任单位
3\t培训人员\t省财政厅
"""


def test_notice_that_carries_a_plan() -> None:
    plan = read_text(NOTICE)
    head = plan.masthead
    assert head.title == "某省数字乡村发展行动方案"
    assert head.aliases == ["某省人民政府关于印发某省数字乡村发展行动方案的通知"]
    assert head.number == "某政发〔2021〕5号"
    assert head.date == "2021-03-08"
    assert [plan.text[a:b] for a, b in head.signatures] == ["某省人民政府"]
    assert head.addressees and plan.text[slice(*head.addressees)].startswith("各市、县")


def test_chapters_items_and_attachments() -> None:
    assert outline(read_text(NOTICE)) == [
        (1, "chapter", "第一章", "总体要求"),
        (2, "chapter", "第一节", "发展目标"),
        (1, "chapter", "第二章", "主要任务"),
        (2, "item", "1", "建设平台"),
        (3, "subitem", "（1）", "搭建底座"),
        (1, "attachment", "附件1", ""),
    ]


def test_table_folds_repeated_heads_and_fills_merged_cells() -> None:
    (table,) = read_text(NOTICE).tables
    assert table.header == ["序号", "任务", "责任单位"]
    assert [[c.text for c in row] for row in table.rows] == [
        ["1", "建设平台", "省农业农村厅"],
        ["2", "推广应用", "省农业农村厅"],
        ["3", "培训人员", "省财政厅"],
    ]
    assert table.rows[1][2].inherited


def test_every_offset_is_sound() -> None:
    for plan in (read_file(SAMPLE), read_text(NOTICE)):
        for section in plan.sections:
            assert plan.text[section.title_start : section.title_end] == section.title
            assert section.start <= section.title_start <= section.title_end <= section.end
            if section.parent >= 0:
                parent = plan.sections[section.parent]
                assert parent.start <= section.start and section.end <= parent.end
        for table in plan.tables:
            for row in table.rows:
                for cell in row:
                    assert plan.text[cell.start : cell.end] == cell.text


@given(st.text(alphabet="一二（）1.、专栏附件第章\n：。规划建设\t——", min_size=1, max_size=120))
def test_any_text_has_a_structure(text: str) -> None:
    try:
        plan = read_text(text + "划")
    except Exception as error:
        raise AssertionError(repr(text)) from error
    for section in plan.sections:
        assert section.start <= section.title_start <= section.title_end <= section.end <= len(plan.text)
        assert section.parent < section.index
    for offset in range(len(plan.text)):
        found = plan.section_at(offset)
        assert found is None or found.start <= offset < found.end


def test_decimal_numbers_nest_with_and_without_a_blank() -> None:
    plan = read_text(
        "某市规划\n三、重点任务\n3.1完善交通网络\n3.1.1建设轨道交通。加快建设。\n3.1.2 优化公交线网。提高密度。\n3.2 保障能源安全\n2.5亿元投资已落实。\n"
    )
    assert [(s.number, s.title, s.level) for s in plan.sections] == [
        ("三", "重点任务", 1),
        ("3.1", "完善交通网络", 2),
        ("3.1.1", "建设轨道交通", 3),
        ("3.1.2", "优化公交线网", 3),
        ("3.2", "保障能源安全", 2),
    ]


CHAPTERS = """某省生态规划
第三章 改善水环境
第一节 实施截污计划
工业园区全面推行雨污分流。园区要建设收集管网，定期开展排查，及时修复破损管段，公开排放情况。
完善城镇污水收集系统。各地要摸清管网底数，补齐短板，加快老旧管网更新，提高进水浓度，控制溢流。
专栏5 重点流域治理工程（一）上游地区。涵养水源，恢复林草，减少水土流失，保护水源地，控制面源污染。
（二）下游地区。清退非法码头。
控制农业面源污染。推广测土配方施肥，建设生态沟渠，发展种养循环，回收农膜，减少化肥用量，改良土壤。
第二节 保护水源
（一）划定水源保护区
坚持预防为主的方针。各地要设立标志，清理违法建筑，开展巡查，公布水质，建立应急预案，落实责任。
"""


def test_short_first_sentences_that_order_are_leads_of_their_paragraphs() -> None:
    leads = [s.title for s in read_text(CHAPTERS).sections if s.kind == "lead"]
    assert leads == ["工业园区全面推行雨污分流", "完善城镇污水收集系统", "控制农业面源污染"]


def test_a_paragraph_with_a_title_ends_a_box_of_numbered_items() -> None:
    plan = read_text(CHAPTERS)
    box = next(s for s in plan.sections if s.kind == "box")
    assert box.title == "重点流域治理工程"
    assert [s.title for s in plan.sections if s.parent == box.index] == ["上游地区", "下游地区"]
    lead = next(s for s in plan.sections if s.title == "控制农业面源污染")
    assert plan.sections[lead.parent].title == "实施截污计划"


def test_what_leads_up_to_numbered_points_has_no_title() -> None:
    plan = read_text(
        "某省规划\n一、健全标准\n发挥标准对质量的引领带动作用。按照统一要求，加快研制一批标准，推动互认，扩大应用范围，强化监督。\n（一）制定标准。分批制定。\n"
    )
    assert not [s for s in plan.sections if s.kind == "lead"]


def test_titles_of_two_clauses_come_in_series() -> None:
    one = "完善治理机制，提升服务能力。各地要设立服务站点，配备专职人员，建立台账，定期走访，及时回应诉求，公开结果。\n"
    two = "推进数据共享，优化办事流程。各地要整合系统，减少材料，压缩时限，推行帮办代办，扩大网办范围，强化评价。\n"

    def leads(body: str) -> list[str]:
        return [s.title for s in read_text("某市方案\n一、提升效能\n" + body).sections if s.kind == "lead"]

    assert leads(one + two) == ["完善治理机制，提升服务能力", "推进数据共享，优化办事流程"]
    assert leads(one) == []


def test_articles_and_decimal_headings_and_half_brackets() -> None:
    articles = read_text(
        "某市若干措施\n一、支持创新\n第一条 给予研发补助。按投入补助。\n（一）标准。分档。\n第二条 鼓励上市。给予奖励。\n"
    )
    assert outline(articles) == [
        (1, "clause", "一", "支持创新"),
        (2, "clause", "第一条", "给予研发补助"),
        (3, "point", "（一）", "标准"),
        (2, "clause", "第二条", "鼓励上市"),
    ]
    decimal = read_text(
        "某市规划\n1 总则\n1.1 背景\n略写一段。\n2 重点任务\n2.1 治理河道\n1）疏浚河段。清淤。\n12 个县参加。\n"
    )
    assert outline(decimal) == [
        (1, "item", "1", "总则"),
        (2, "item", "1.1", "背景"),
        (1, "item", "2", "重点任务"),
        (2, "item", "2.1", "治理河道"),
        (3, "subitem", "1）", "疏浚河段"),
    ]
    assert not read_text("某市方案\n第一条高速公路建成通车。\n3 总体情况\n").sections


def test_numbers_start_again_in_a_box_and_go_on_after_it() -> None:
    plan = read_text(
        "某省规划\n一、重点任务\n（一）发展种植业\n1.扩大面积。落实地块。\n专栏1 粮食工程\n1.良种繁育。建基地。\n"
        "2.绿色防控。推广技术。\n2.提高单产。推广良法。\n（二）发展养殖业\n专栏2 养殖工程\n（一）奶业振兴。扩大规模。\n"
        "（二）生猪稳产。建设猪场。\n（三）发展加工业\n建设园区。\n"
    )
    title = {s.index: s.title for s in plan.sections} | {-1: ""}
    assert {s.title: title[s.parent] for s in plan.sections if s.kind in ("item", "point")} == {
        "发展种植业": "重点任务",
        "扩大面积": "发展种植业",
        "良种繁育": "粮食工程",
        "绿色防控": "粮食工程",
        "提高单产": "发展种植业",
        "发展养殖业": "重点任务",
        "奶业振兴": "养殖工程",
        "生猪稳产": "养殖工程",
        "发展加工业": "重点任务",
    }


def test_padded_numbers_are_items() -> None:
    plan = read_text(
        "某省林业规划\n一、推进绿化\n专栏1 绿化工程\n01 天然林保护工程\n停止采伐。\n02 退耕还林工程\n完成任务。\n10 储备林工程\n建设基地。\n"
    )
    items = [(s.number, s.title, plan.sections[s.parent].title) for s in plan.sections if s.kind == "item"]
    assert items == [
        ("01", "天然林保护工程", "绿化工程"),
        ("02", "退耕还林工程", "绿化工程"),
        ("10", "储备林工程", "绿化工程"),
    ]


def test_a_line_of_a_box_that_names_an_undertaking_leads_the_paragraph_below() -> None:
    plan = read_text(
        "某省物流规划\n一、健全冷链\n专栏1 冷链工程\n骨干基地建设工程\n建设三个基地，配套冷库，完善道路，发展中转。\n预冷库补短板行动\n在产地建库，推广移动式预冷，减少损耗，稳定供应。\n"
    )
    assert [(s.title, s.run_in) for s in plan.sections if s.kind == "lead"] == [
        ("骨干基地建设工程", False),
        ("预冷库补短板行动", False),
    ]
    assert not [
        s
        for s in read_text("某省规划\n一、健全冷链\n骨干基地建设工程\n建设三个基地，配套冷库，完善道路。\n").sections
        if s.kind == "lead"
    ]


def test_boxes_that_lost_their_borders() -> None:
    plan = read_text(
        "湖南省水利发展规划\n第五章 实施一批重大水利工程\n全省分类推进。\n"
        "专栏3 防洪保安工程（一）堤防加固。建设标准堤防。\n（二）水库除险。加固一批水库。加强巡查。专栏4 农村供水工程（一）水源。建设水源地。\n"
        "（二）管网。延伸管网。\n第六章 强化保障\n（一）加强领导。各地要重视。"
    )
    assert [(level, kind, title) for level, kind, _, title in outline(plan)] == [
        (1, "chapter", "实施一批重大水利工程"),
        (2, "box", "防洪保安工程"),
        (3, "point", "堤防加固"),
        (3, "point", "水库除险"),
        (2, "box", "农村供水工程"),
        (3, "point", "水源"),
        (3, "point", "管网"),
        (1, "chapter", "强化保障"),
        (2, "point", "加强领导"),
    ]
    said = read_text("湖南省水利发展规划\n一、推进建设\n具体见专栏3 防洪保安工程（一）至（三）项，不另列出。")
    assert not [s for s in said.sections if s.kind == "box"]
