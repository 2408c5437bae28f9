"""A plan full of what pages break on: it is shown as text, runs nothing and asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.graph import Graph
from viz import show

from .conftest import HOSTILE, hostile_graph, plan_graph

Open = Callable[..., Any]


def test_hostile_names_are_text_in_every_view(open_page: Open) -> None:
    page = open_page(hostile_graph(), title=HOSTILE[0])
    for view in ("duty", "goals", "text", "graph"):
        page.locator(f"#tab-{view}").click()
    page.wait_for_timeout(100)
    for name in HOSTILE[:7]:
        page.keyboard.press("/")
        page.keyboard.insert_text(name)
        page.locator("#hits [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_timeout(20)
        page.keyboard.press("Escape")
    page.evaluate("() => document.getElementById('tab-text').click()")
    assert page.evaluate("() => window.hit") is None
    assert (
        page.evaluate(
            "() => document.querySelectorAll('#main img, #main script, #main svg[onload], #main a[href]').length"
        )
        == 0
    )
    title = page.evaluate(
        "() => { const h = document.querySelector('.masthead h1').cloneNode(true);"
        " h.querySelectorAll('.proof-mark').forEach(e => e.remove()); return h.textContent; }"
    )
    assert title == HOSTILE[0]


def test_a_node_called_proto_can_be_linked_to(open_page: Open) -> None:
    page = open_page(hostile_graph(), "#node=__proto__")
    assert page.locator("#panel h2").inner_text() == HOSTILE[0]


def test_a_very_long_name_does_not_break_the_page(open_page: Open) -> None:
    graph = hostile_graph()
    node = next(n for n in graph.nodes() if len(n.name) == 10_000)
    page = open_page(graph, f"#node={node.id}", size=(390, 844))
    assert len(page.locator("#panel h2").inner_text()) == 10_000
    assert page.locator("#panel h2").bounding_box()["height"] < 400
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_hostile_addresses_are_ignored(open_page: Open) -> None:
    for address in ("#node=<script>&view=constructor&edge=~~~", "#from=abc&region=__proto__&at=1-&x=%E0%A4%A"):
        page = open_page(plan_graph(), address)
        assert page.locator("#shown").inner_text().startswith("显示全部")


def test_the_policy_blocks_script_that_gets_in_anyway(browser: Any, tmp_path: Any) -> None:
    from viz import page_html

    html = page_html(plan_graph()).replace(
        "<main", '<script>window.hit = 1</script><img src=x onerror="window.hit=2"><main'
    )
    path = tmp_path / "x.html"
    path.write_text(html, "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("() => document.documentElement.dataset.ready")
    assert page.evaluate("() => window.hit") is None
    page.close()


def test_notebook_cell_shows_the_page_in_a_sandbox(browser: Any, tmp_path: Any) -> None:
    cell = show(plan_graph(), height=500)._repr_html_()
    assert 'sandbox="allow-scripts' in cell and "allow-same-origin" not in cell
    path = tmp_path / "cell.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{cell}", "utf-8")
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(path.as_uri())
    frame = page.frames[1]
    frame.wait_for_function("() => document.documentElement.dataset.ready")
    frame.locator("#tab-duty").click()
    assert "省教育厅" in frame.locator(".duty").inner_text()
    frame.locator("#b-back").click()
    assert frame.locator("#view-graph").is_visible()
    assert errors == []
    page.close()


def test_show_gives_html_for_jupyter() -> None:
    frame = show(Graph(), height=300)
    assert frame._repr_html_().startswith("<iframe")
    assert 'height="300"' in frame._repr_html_()
