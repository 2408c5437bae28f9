"""责任清单, 目标指标, 原文 and what stands around them, in a real browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from kg.graph import Graph

from .conftest import PLAN, plan_graph

Open = Callable[..., Any]


def text(page: Any, selector: str) -> str:
    return str(page.locator(selector).first.inner_text())


def saved(page: Any, selector: str) -> list[list[str]]:
    with page.expect_download() as got:
        page.locator(selector).click()
    raw = got.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_duty_table_is_what_an_office_makes_by_hand(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=duty")
    rows = page.locator(".duty tbody tr")
    assert rows.count() == 2
    first = rows.first.inner_text()
    for word in ("建设教育云", "省教育厅", "省财政厅", "配合", "2020年12月", "完成时限"):
        assert word in first
    assert page.locator(".duty thead th").all_inner_texts()[:4] == ["任务 / 项目", "牵头", "负责 / 配合", "期限"]


def test_duty_sort_find_group_and_save(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=duty")
    page.get_by_role("button", name="任务 / 项目").click()
    assert page.locator(".duty th.c0").first.get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="任务 / 项目").click()
    assert "智慧医疗工程" in page.locator(".duty tbody tr").first.inner_text()
    page.locator("#duty-find").fill("财政")
    page.wait_for_function("() => document.querySelectorAll('.duty tbody tr').length === 1")
    table = saved(page, "#duty-csv")
    assert table[0][0] == "任务 / 项目" and len(table) == 2
    assert table[1][1] == "省教育厅" and table[1][2] == "省财政厅（配合）"
    page.locator("#duty-find").fill("")
    page.get_by_role("button", name="按单位").click()
    groups = page.locator(".body-group h3").all_inner_texts()
    assert "省教育厅" in groups[0] and "牵头 1 项" in groups[0]
    assert saved(page, "#duty-csv")[0][:2] == ["单位", "责任"]
    page.locator(".body-group .jump").first.click()
    assert page.locator("#view-text .here").first.is_visible()


def test_a_formula_in_a_name_stays_text_in_csv(open_page: Open) -> None:
    graph = plan_graph()
    for node in graph.nodes("Organization"):
        node.name = f'=HYPERLINK("x")&{node.name}'
    page = open_page(graph, "#view=duty")
    table = saved(page, "#duty-csv")
    assert table[1][1].startswith("'=HYPERLINK")


def test_targets_by_year_next_to_what_is_known(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=goals")
    heads = [h.strip() for h in page.locator(".goals thead th").all_inner_texts()]
    assert heads == ["指标", "2018", "2020", "2025", "性质", "变化"]
    row = page.locator(".goals tbody tr").first
    assert row.locator("td").nth(0).locator(".value.known b").inner_text() == "70%"
    assert row.locator("td").nth(1).locator(".value.target b").inner_text() == "≥ 80%"
    assert row.locator("td").nth(2).locator(".value.target b").inner_text() == "90%"
    assert "约束性" in row.inner_text()
    chart = row.locator("svg.chart")
    assert "2018 70%" in chart.get_attribute("aria-label")
    assert chart.locator("circle").count() == 3
    assert "建成数字政府" in text(page, ".loose")
    row.locator(".value.target").first.click()
    assert "≥ 80%" in text(page, "#panel .figure")
    table = saved(page, "#goals-csv")
    assert [r[3] for r in table[1:4]] == ["70%", "≥ 80%", "90%"]


def test_text_is_whole_and_marked(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=text")
    page.wait_for_function(
        "() => document.querySelector('.plan')?.textContent.includes('由省卫生健康委负责')"
    )  # the last words
    shown = page.evaluate(
        "() => { const p = document.querySelector('.plan').cloneNode(true);"
        " p.querySelectorAll('.proof-mark, .masthead p').forEach(e => e.remove()); return p.textContent; }"
    )
    assert "".join(shown.split()) == "".join(PLAN.split())
    assert page.locator("#outline button").all_inner_texts() == [
        "一、总体要求",
        "二、重点任务",
        "（一）建设教育云",
        "（二）发展智慧医疗",
    ]
    mark = page.locator(".plan .m", has_text="省教育厅")
    assert mark.get_attribute("title") == "机构"
    mark.click()
    assert text(page, "#panel h2") == "省教育厅"
    assert "on" in mark.get_attribute("class")


def test_a_sentence_lists_what_it_states(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=text")
    page.locator(".proof-mark").nth(0).wait_for()
    page.get_by_role("button", name="此句说明了 2 条关系").last.click()
    panel = text(page, "#panel-body")
    assert "省教育厅" in panel and "省财政厅" in panel and "建设教育云" in panel
    page.locator("#panel .ruled .verb").first.click()
    assert page.locator("#panel .proof").count() == 1


def test_search_in_the_text_moves_through_the_places(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    page.keyboard.press("/")
    page.keyboard.type("网民普及率达到")
    page.locator("#hits .icon").first.wait_for()
    page.locator("#hits li", has=page.locator(".icon")).first.click()
    assert text(page, ".text-bar").startswith("“网民普及率达到” 1 / 3")
    page.get_by_role("button", name="下一处").click()
    assert "2 / 3" in text(page, ".text-bar")
    assert "".join(page.locator(".here").all_inner_texts()) == "网民普及率达到"


def test_outline_jumps_and_two_plans_can_be_chosen(open_page: Open, plan: Graph) -> None:
    both = plan_graph("浙江省示范规划", PLAN.replace("广东省示范", "浙江省示范") + "参照广东省做法。")
    both.update(plan)
    page = open_page(both, "#view=text")
    page.locator("#outline button", has_text="发展智慧医疗").click()
    assert "at=" in page.url
    titles = page.locator("#text-doc option").all_inner_texts()
    page.locator("#text-doc").select_option(label="浙江省示范规划")
    assert page.locator(".masthead h1").inner_text() == "浙江省示范规划"
    assert len(titles) == 2
    page.locator("#tab-duty").click()
    assert page.locator(".duty tbody tr").count() == 4
    page.locator("#f-doc").select_option(label="浙江省示范规划")
    assert page.locator(".duty tbody tr").count() == 2


def test_a_graph_without_texts_still_shows_evidence(open_page: Open, plan: Graph) -> None:
    page = open_page(Graph.of(plan.nodes(), plan.edges()), "#view=text")
    assert "没有附带原文" in text(page, ".plan")
    page.locator("#tab-duty").click()
    assert "完成时限" in text(page, ".duty")


def test_english_page_has_no_chinese_words_of_its_own(open_page: Open) -> None:
    import re

    graph = Graph.from_dict(plan_graph().to_dict())
    page = open_page(graph, lang="en", title="A plan")
    for view in ("graph", "duty", "goals"):
        page.locator(f"#tab-{view}").click()
        words = page.evaluate(
            "() => [...document.querySelectorAll('header, #side h2, #side label, .legend .word, thead, .sheet-head, .float')]"
            ".map(e => e.innerText).join(' ')"
        )
        assert not re.search(r"[\u4e00-\u9fff]", words), words
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Responsibilities" in text(page, "nav.tabs")


def test_tabs_numbers_and_help_by_keyboard(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert page.locator("#view-duty").is_visible()
    page.locator("#tab-duty").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.id") == "tab-goals"
    assert page.locator("#tab-goals").get_attribute("aria-selected") == "true"
    page.keyboard.press("?")
    assert "键盘操作" in text(page, "dialog")
    page.keyboard.press("Escape")
    page.locator("#b-menu").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.id") == "b-menu"
    assert page.locator("#menu").is_hidden()


def test_focus_can_be_seen(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=duty")
    page.locator("#duty-find").focus()
    page.keyboard.press("Tab")
    shadow = page.evaluate("() => getComputedStyle(document.activeElement).boxShadow")
    assert shadow != "none"


def test_every_control_has_a_name(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')].filter(e => !(e.getAttribute('aria-label')
        || e.innerText || e.textContent || e.labels && e.labels.length || e.title)).map(e => e.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("size", [(390, 844), (1366, 768), (1920, 1080)])
def test_nothing_sticks_out_of_the_window(open_page: Open, plan: Graph, size: tuple[int, int]) -> None:
    page = open_page(plan, size=size, dark=size[0] == 390)
    for view in ("graph", "duty", "goals", "text"):
        page.locator(f"#tab-{view}").click()
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), view
        wide = page.evaluate(
            """() => [...document.querySelectorAll('.view:not([hidden]), .view:not([hidden]) .sheet-head *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"""
        )
        assert wide == [], view


def test_phone_has_a_drawer_and_a_sheet(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, size=(390, 844))
    assert page.locator("#side").is_hidden()
    page.locator("#b-side").click()
    assert page.locator("#side").is_visible()
    page.locator("#side-close").click()
    page.locator("#b-search").click()
    page.keyboard.type("省教育厅")
    page.locator("#hits [aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    box = page.locator("#panel").bounding_box()
    assert box["y"] > 300 and box["width"] == 390


def test_dark_follows_the_system(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, dark=True)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 29)"
    corner = "() => [...document.querySelector('#canvas canvas').getContext('2d').getImageData(3, 3, 1, 1).data]"
    assert page.evaluate(corner)[3] == 0
    page.emulate_media(color_scheme="light")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(251, 252, 253)"


def test_tables_print_in_full_on_a4(open_page: Open, plan: Graph) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="reading the PDF back needs pypdfium2")
    page = open_page(plan, "#view=duty")
    document = pdfium.PdfDocument(page.pdf(format="A4"))
    words = "".join(p.get_textpage().get_text_range() for p in document)
    width, height = document[0].get_size()
    assert abs(width - 595) < 2 and abs(height - 842) < 2
    for word in ("责任清单", "省教育厅", "省卫生健康委", "完成时限"):
        assert word in words.replace("\r\n", "").replace("\n", "")
    page.locator("#tab-text").click()
    words = "".join(p.get_textpage().get_text_range() for p in pdfium.PdfDocument(page.pdf(format="A4")))
    assert "由省卫生健康委负责" in "".join(words.split())
