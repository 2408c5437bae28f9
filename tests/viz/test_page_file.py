"""The page as a file: one, inert, the same every time, written whole."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph import Graph
from kg.model import DocumentText, Edge, Mention, Node
from viz import page_html, write_page
from viz.carrier import library
from viz.page import PageError
from viz.payload import Options, page_data

from .conftest import HOSTILE, hostile_graph, plan_graph


def data_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])


def test_same_graph_same_bytes(plan: Graph) -> None:
    again = Graph.from_dict(plan.to_dict())
    assert page_html(plan) == page_html(again)


def test_only_the_page_own_scripts_may_run(plan: Graph) -> None:
    html = page_html(plan)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy and "http" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", html, re.S)
    assert len(scripts) == 2
    for content in [*scripts, re.search(r"<style>(.*?)</style>", html, re.S)[1]]:
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_nothing_in_the_page_points_outside() -> None:
    html = page_html(hostile_graph())
    outside_data = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.S)
    outside_data = re.sub(r"<script>.*?</script>", "", outside_data, flags=re.S)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//|@import|url\(", outside_data)
    assert "sourceMappingURL" not in html


def test_hostile_names_stay_data() -> None:
    html = page_html(hostile_graph(), title="</title><script>x</script>{{style}}")
    own = html.replace(library(), "")
    assert own.count("<script") == own.count("</script") == 3
    assert "\u2028" not in html
    names = data_of(html.encode("utf-8", "replace").decode())["nodes"]["name"]
    for name in HOSTILE:
        assert name.replace("\ud800", "?") in names
    assert "<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;{{style}}</title>" in html


def test_written_as_utf8_whatever_the_locale(plan: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    path = tmp_path / "页面 1.html"
    write_page(plan, path)
    assert "广东教育云" in path.read_bytes().decode("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_written_to_open_files(plan: Graph) -> None:
    binary, text = io.BytesIO(), io.StringIO()
    write_page(plan, binary)
    write_page(plan, text)
    assert binary.getvalue().decode("utf-8") == text.getvalue() == page_html(plan)


def test_a_failed_write_leaves_the_old_file(plan: Graph, tmp_path: Path) -> None:
    with pytest.raises(PageError, match="E701"):
        write_page(plan, tmp_path / "no" / "such" / "folder.html")
    folder = tmp_path / "folder.html"
    folder.mkdir()
    with pytest.raises(PageError, match="E701"):
        write_page(plan, folder)
    assert [p.name for p in tmp_path.iterdir()] == ["folder.html"]


def test_unknown_center_and_language_are_named(plan: Graph) -> None:
    with pytest.raises(GraphError, match=r"E204.*不存在"):
        page_html(plan, center="不存在")
    with pytest.raises(GraphError, match=r"E205.*fr"):
        page_html(plan, lang="fr")


def test_center_is_found_by_name_alias_or_id(plan: Graph) -> None:
    city = next(n for n in plan.nodes() if n.name == "广州市")
    number = [n.id for n in plan.nodes()].index(city.id)
    for wanted in (city.id, "广州市", "广州"):
        assert data_of(page_html(plan, center=wanted, hops=2))["center"] == [number]


def test_evidence_is_cut_from_the_text_and_not_repeated(plan: Graph) -> None:
    data = page_data(plan, Options())
    assert data["edges"]["evidence"] == {}
    edges = list(plan.edges())
    for k, edge in enumerate(edges):
        if "evidence" in edge.properties:
            text = data["documents"][data["edges"]["doc"][k]]["text"]
            assert text[data["edges"]["start"][k] : data["edges"]["end"][k]] == edge.properties["evidence"]


def test_evidence_is_kept_where_the_text_is_missing(plan: Graph) -> None:
    bare = Graph.of(plan.nodes(), plan.edges())
    data = page_data(bare, Options())
    assert "由省卫生健康委负责" in data["edges"]["evidence"].values()


def test_texts_over_the_limit_are_left_out_and_said(plan: Graph) -> None:
    data = page_data(plan, Options(text_limit=10))
    assert data["documents"][0]["text"] is None
    assert [n["key"] for n in data["notes"]] == ["note.texts"]
    assert "由省卫生健康委负责" in data["edges"]["evidence"].values()


def test_offsets_count_as_a_browser_counts() -> None:
    text = "𠮷野家在𠮷林省"
    graph = Graph.of(
        [Node("d", "Document", "x"), Node("r", "Region", "𠮷林省", mentions=[Mention("d", 4, 7)])],
        [Edge("d", "r", "MENTIONS", {"doc": "d", "start": 4, "end": 7, "evidence": "𠮷林省"})],
        [DocumentText("d", "x", text)],
    )
    data = page_data(graph, Options())
    units = text.encode("utf-16-le")
    start, end = data["nodes"]["mentions"][1][1:3]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "𠮷林省"
    assert (data["edges"]["start"], data["edges"]["end"], data["edges"]["evidence"]) == ([start], [end], {})


def test_title_of_one_and_of_many_plans(plan: Graph) -> None:
    assert "<title>广东省示范规划</title>" in page_html(plan)
    both = plan_graph("浙江省示范规划")
    both.update(plan)
    assert "2 份规划</title>" in page_html(both)
    assert "(2 plans)</title>" in page_html(both, lang="en")
    assert "<title>我的</title>" in page_html(both, title="我的")


def test_empty_graph_makes_a_page() -> None:
    assert data_of(page_html(Graph()))["nodes"]["id"] == []
