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
