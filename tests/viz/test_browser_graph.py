"""图谱 in a real browser: every control of the graph, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kg.graph import Graph
from kg.model import Node

from .conftest import synthetic

Open = Callable[..., Any]


def text(page: Any, selector: str) -> str:
    return str(page.locator(selector).first.inner_text())


def pick(page: Any, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.locator("#hits [aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()


def test_opens_whole_when_small(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    assert text(page, "#shown") == f"显示全部 {len(plan)} 个节点"
    assert page.locator("#t-scope").is_hidden()
    assert page.title() == "广东省示范规划"
    assert page.evaluate("() => vis.Network !== undefined")
    # something is drawn: not all pixels of the canvas are the same
    assert (
        page.evaluate(
            """() => { const c = document.querySelector('#canvas canvas');
        const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size; }"""
        )
        > 20
    )


def test_search_by_keyboard_opens_the_panel_with_evidence(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "q"
    page.keyboard.type("教育")
    page.locator("#hits [role=option] b", has_text="教育").first.wait_for()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    first = page.locator("#q").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    assert "node=" in page.url
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_keys_pressed_before_the_hits_are_shown_move_through_the_new_hits(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    page.keyboard.press("/")
    found = page.evaluate(
        """() => { const q = document.querySelector('#q');
        const key = (name) => q.dispatchEvent(new KeyboardEvent('keydown', {key: name, bubbles: true}));
        q.value = '教育';
        q.dispatchEvent(new Event('input'));
        key('ArrowDown'); key('ArrowUp');
        const active = q.getAttribute('aria-activedescendant');
        const word = document.getElementById(active).querySelector('b').textContent;
        key('Enter');
        return [active, word]; }"""
    )
    assert found == ["hit-0", "教育"]
    page.locator("#panel h2").wait_for()
    page.wait_for_timeout(150)  # the pause after typing is over: the list of hits stays closed
    assert page.locator("#hits").is_hidden()


def test_panel_tells_relations_with_their_sentences(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    pick(page, "建设教育云")
    panel = text(page, "#panel-body")
    assert "牵头单位" in panel and "省教育厅" in panel and "省财政厅" in panel
    assert "完成时限：2020年12月" in panel
    assert "2020年12月" in text(page, "#panel .facts")
    assert page.locator("#panel .quote mark").first.inner_text() in ("省教育厅", "建设教育云")
    page.locator("#panel .relations .node", has_text="省教育厅").first.click()
    assert text(page, "#panel h2") == "省教育厅"


def test_jump_from_evidence_to_the_sentence(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    pick(page, "智慧医疗工程")
    page.locator("#panel .relations .jump", has_text="由省卫生健康委负责").click()
    here = page.locator("#view-text .here")
    here.first.wait_for()
    assert "".join(here.all_inner_texts()).replace("1", "") == "由省卫生健康委负责"
    assert here.first.is_visible()
    page.go_back()
    page.locator("#view-graph").wait_for()


def test_an_edge_has_its_own_panel_and_link(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    pick(page, "省教育厅")
    page.locator("#panel .details").first.click()
    assert "牵头" in text(page, "#panel .verb")
    assert "test.responsible_for" in text(page, "#panel .proof")
    assert "90%" in text(page, "#panel .meter")
    assert "edge=" in page.url
    again = page.context.new_page()
    again.goto(page.url)
    again.locator("#panel .proof").wait_for()
    assert text(again, "#panel .triple") == text(page, "#panel .triple")


def test_legend_hides_and_shows_and_singles_out(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    everything = text(page, "#shown")
    row = page.get_by_role("switch", name=re.compile("^机构"))
    assert row.inner_text().split() == ["机构", "3"]
    row.click()
    assert row.get_attribute("aria-checked") == "false"
    assert text(page, "#shown") == f"显示 {len(plan) - 3} / {len(plan)} 个节点"
    row.click()
    assert text(page, "#shown") == everything
    page.locator("#legend-nodes li", has_text="机构").hover()
    page.get_by_role("button", name="只看此类 机构").click()
    assert text(page, "#shown") == f"显示 3 / {len(plan)} 个节点"
    page.locator("#b-back").click()
    assert text(page, "#shown") == everything
    page.locator("#b-forward").click()
    assert text(page, "#shown") == f"显示 3 / {len(plan)} 个节点"


def test_focus_expand_collapse_and_back(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    pick(page, "省教育厅")
    page.get_by_role("button", name="一步关系").click()
    assert text(page, "#shown") == f"显示 2 / {len(plan)} 个节点"
    assert "以“省教育厅”为中心" in text(page, "#scope")
    page.get_by_role("button", name="两步关系").click()
    two = int(text(page, "#shown").split()[1])
    assert two > 2
    page.get_by_role("button", name="一步关系").click()
    pick(page, "建设教育云")
    page.get_by_role("button", name="展开").click()
    grown = int(text(page, "#shown").split()[1])
    assert grown > 2
    page.get_by_role("button", name="收起").click()
    assert text(page, "#shown").split()[1] == "2"
    page.go_back()
    page.wait_for_function(f"() => document.getElementById('shown').textContent.split(' ')[1] === '{grown}'")
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.ready")
    assert "以“省教育厅”为中心" in text(page, "#scope")


def redrawn(page: Any, before: bytes) -> bool:
    """Whether the picture becomes another one than `before` within ten seconds."""
    for _ in range(100):
        if page.locator("#stage").screenshot() != before:
            return True
        page.wait_for_timeout(100)
    return False


def test_double_click_brings_neighbours_in(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, center="省教育厅", hops=1)
    assert text(page, "#shown") == f"显示 2 / {len(plan)} 个节点"
    spot = page.wait_for_function(
        """() => { const c = document.querySelector('#canvas canvas'); const g = c.getContext('2d');
        const d = g.getImageData(0, 0, c.width, c.height).data;
        for (let y = 70; y < c.height; y++) for (let x = 0; x < c.width; x++) { const k = (y * c.width + x) * 4;
          if (d[k] === 0 && d[k + 1] === 158 && d[k + 2] === 115) return [x / c.width * c.clientWidth, y / c.height * c.clientHeight]; } }"""
    ).json_value()
    box = page.locator("#canvas canvas").bounding_box()
    page.mouse.dblclick(box["x"] + spot[0] + 4, box["y"] + spot[1] + 4)
    page.wait_for_function("() => Number(document.getElementById('shown').textContent.split(' ')[1]) > 3")
    assert text(page, "#panel h2") == "建设教育云"


def test_shortest_path_with_evidence_for_each_step(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    pick(page, "省财政厅")
    page.get_by_role("button", name="查路径").click()
    assert "省财政厅" in text(page, "#pathbar")
    pick(page, "广州市")
    assert text(page, "#panel h2") == "省财政厅 → 广州市"
    steps = page.locator("#panel .steps > li")
    assert steps.count() == 4
    assert "在广州市开展试点" in text(page, "#panel .steps")
    assert "path=" in page.url
    page.reload()
    page.locator("#panel .steps").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_no_path_is_said(open_page: Open) -> None:
    graph = Graph.of([Node("a", "Project", "甲"), Node("b", "Project", "乙")], [])
    page = open_page(graph, "#path=a~b")
    assert "没有路径" in text(page, "#panel-body")


def test_filters_for_all_views(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    region = page.locator("#f-region")
    assert region.locator("option").all_inner_texts() == ["全部", "广东省", "\u3000广州市"]
    region.select_option(label="广东省")
    assert page.locator("#clear").is_visible()
    within = int(text(page, "#shown").split()[1])
    assert 2 <= within < len(plan)
    pick(page, "广东教育云")  # tied to 广州市, which lies in 广东省
    page.keyboard.press("Escape")
    page.locator("#clear").click()
    assert "显示全部" in text(page, "#shown")
    page.get_by_role("button", name="牵头", exact=True).click()
    page.locator("#tab-duty").click()
    assert page.locator(".duty tbody tr").count() == 1
    assert "省财政厅" not in text(page, ".duty .c2:not(th)")
    page.locator("#clear").click()
    page.locator("#f-to").select_option("2020")
    page.locator("#tab-goals").click()
    assert "90%" not in text(page, ".goals") and "80%" in text(page, ".goals")
    page.locator("#clear").click()
    page.locator("#f-confidence").fill("80")
    page.locator("#f-confidence").dispatch_event("change")
    page.locator("#tab-duty").click()
    assert "省卫生健康委" not in text(page, ".duty")
    assert "confidence=80" in page.url


def test_layouts_zoom_and_fit(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    page.locator("#t-tree").click()
    assert page.locator("#t-tree").get_attribute("aria-pressed") == "true"
    assert "layout=tree" in page.url
    before = page.locator("#stage").screenshot()
    page.locator("#t-in").click()
    assert redrawn(page, before)
    page.locator("#t-fit").click()
    page.locator("#t-force").click()
    assert "layout" not in page.url.partition("#")[2]


def test_canvas_by_keyboard(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    canvas = page.locator("#canvas canvas")
    assert str(len(plan)) in canvas.get_attribute("aria-label")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.locator("#panel h2").wait_for()
    first = text(page, "#panel h2")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("+")
    page.keyboard.press("-")
    page.keyboard.press("0")
    page.keyboard.press("ArrowDown")
    assert text(page, "#panel h2")
    assert first == "广东省示范规划"


def test_pictures_can_be_saved(open_page: Open, plan: Graph) -> None:
    page = open_page(plan)
    for item, suffix in (("#m-png", ".png"), ("#m-svg", ".svg")):
        page.locator("#b-menu").click()
        with page.expect_download() as got:
            page.locator(item).click()
        assert got.value.suggested_filename == f"广东省示范规划{suffix}"
        content = got.value.path().read_bytes()
        if suffix == ".png":
            assert content.startswith(b"\x89PNG") and len(content) > 5000
        else:
            svg = content.decode("utf-8")
            from xml.etree import ElementTree

            root = ElementTree.fromstring(svg)
            assert root.tag.endswith("svg")
            assert "广东教育云" in svg and "<script" not in svg


def test_a_page_without_edges_and_a_single_node(open_page: Open) -> None:
    page = open_page(Graph.of([Node(f"n{i}", "Project", f"项目{i}") for i in range(12)], []))
    assert text(page, "#shown") == "显示全部 12 个节点"
    assert page.locator("#legend-edges-box").is_hidden()
    pick(page, "项目3")
    assert "没有读到" in text(page, "#panel-body")
    single = open_page(Graph.of([Node("n", "Project", "唯一项目")], []))
    assert text(single, "#shown") == "显示全部 1 个节点"
    empty = open_page(Graph())
    assert empty.locator("#empty").is_visible() or text(empty, "#counts").startswith("0")


def test_large_page_opens_focused_and_shows_all(open_page: Open) -> None:
    graph = synthetic(10_000, 30_000)
    page = open_page(graph)
    shown = int(text(page, "#shown").split()[1])
    assert 30 < shown <= 300
    page.locator("#t-all").click()
    page.wait_for_function("() => document.getElementById('shown').textContent.startsWith('显示全部')")
    before = page.locator("#stage").screenshot()
    page.mouse.move(700, 400)
    page.mouse.down()
    page.mouse.move(900, 450, steps=4)
    page.mouse.up()
    page.mouse.wheel(0, -400)
    assert redrawn(page, before)
    pick(page, graph.nodes("Task")[5].name)
    assert page.locator("#panel .relations li").count() > 0
    page.locator("#t-overview").click()
    assert int(text(page, "#shown").split()[1]) == shown


def test_more_nodes_than_can_be_shown_is_said(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.payload.SHOW_ALL_UP_TO", 500)
    page = open_page(synthetic(900, 2500))
    assert "节点超过 500 个" in text(page, "#notice")
    assert page.locator("#t-all").get_attribute("aria-disabled") == "true"
    page.locator("#t-all").click(force=True)
    assert "不能一次全部显示" in text(page, "#live")
    page.locator("#notice button").click()
    page.locator("#b-menu").click()
    page.locator("#m-about").click()
    assert "节点超过 500 个" in text(page, "dialog")
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
