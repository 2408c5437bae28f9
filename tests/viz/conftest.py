"""Small graphs by hand, and a real browser."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Graph
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node

ROOT = Path(__file__).parent.parent.parent
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HOW = "no browser: `apt-get install chromium`, or `playwright install chromium`, or set PLANKG_CHROMIUM"

PLAN = """广东省示范规划
一、总体要求
根据《国家信息化发展纲要》，制定本规划。2018年网民普及率达到70%。
到2020年，网民普及率达到80%以上；到2025年，网民普及率达到90%。到2025年，建成数字政府。
二、重点任务
（一）建设教育云
加快广东教育云建设，在广州市开展试点。（牵头单位：省教育厅；配合单位：省财政厅；完成时限：2020年12月）
（二）发展智慧医疗
实施智慧医疗工程，依托广东教育云。由省卫生健康委负责。
"""


def plan_graph(title: str = "广东省示范规划", text: str = PLAN) -> Graph:
    """A whole small plan: sections, tasks, bodies with roles, goals with values, regions one in another."""
    return PlanBuilder(title, text).graph


class PlanBuilder:
    def __init__(self, title: str, text: str) -> None:
        self.text, self.graph = text, Graph()
        self.doc = node_id("Document", title)
        self.graph.add_document(DocumentText(self.doc, title, text, source="plan.txt", meta={"date": "2018-01-01"}))
        self.graph.add_node(Node(self.doc, "Document", title))
        chapter1 = self.section(self.doc, "一", "总体要求", 1, "chapter")
        chapter2 = self.section(self.doc, "二", "重点任务", 1, "chapter")
        item1 = self.section(chapter2, "（一）", "建设教育云", 2, "clause")
        item2 = self.section(chapter2, "（二）", "发展智慧医疗", 2, "clause")
        base = self.node("Document", "国家信息化发展纲要", chapter1)
        self.edge(self.doc, base, "BASED_ON", "根据《国家信息化发展纲要》，制定本规划", chapter1)
        task = self.node("Task", "建设教育云", item1, deadline="2020年12月", year=2020)
        cloud = self.node("Project", "广东教育云", item1, kind="platform")
        health = self.node("Project", "智慧医疗工程", item2, kind="engineering")
        sector = self.node("Sector", "智慧医疗", item2)
        province, city = self.node("Region", "广东省", chapter1), self.node("Region", "广州市", item1)
        self.graph.node(city).aliases.append("广州")
        self.edge(city, province, "PART_OF", None, "")
        note = "（牵头单位：省教育厅；配合单位：省财政厅；完成时限：2020年12月）"
        for name, role in (("省教育厅", "lead"), ("省财政厅", "support")):
            self.edge(self.node("Organization", name, item1), task, "RESPONSIBLE_FOR", note, item1, role=role)
        body = self.node("Organization", "省卫生健康委", item2)
        self.edge(body, health, "RESPONSIBLE_FOR", "由省卫生健康委负责", item2, role="responsible", confidence=0.6)
        self.edge(cloud, task, "PART_OF", "加快广东教育云建设", item1)
        self.edge(city, cloud, "PILOTS", "在广州市开展试点", item1)
        self.edge(health, cloud, "DEPENDS_ON", "依托广东教育云", item2, kind="relies_on")
        self.edge(health, sector, "IN_SECTOR", "实施智慧医疗工程", item2)
        self.statements(chapter1)

    def statements(self, section: str) -> None:
        rows = [
            ("Observation", "2018年网民普及率达到70%", {"value": 70, "comparator": "=", "year": 2018}),
            ("Goal", "网民普及率达到80%以上", {"value": 80, "comparator": ">=", "year": 2020, "nature": "约束性"}),
            ("Goal", "到2025年，网民普及率达到90%", {"value": 90, "comparator": "=", "year": 2025}),
        ]
        indicator = self.node("Indicator", "网民普及率", section)
        for label, name, properties in rows:
            said = self.node(label, name, section, unit="%", indicator="网民普及率", **properties)
            self.edge(said, indicator, "MEASURES", name, section)
            if label == "Goal":
                self.edge(self.doc, said, "HAS_GOAL", name, section)
        loose = self.node("Goal", "建成数字政府", section, year=2025)
        self.edge(self.doc, loose, "HAS_GOAL", "到2025年，建成数字政府", section)

    def span(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def section(self, parent: str, number: str, title: str, level: int, kind: str) -> str:
        start = self.text.index(f"{number}、{title}" if kind == "chapter" else f"{number}{title}")
        end = self.text.index(title, start) + len(title)
        id_ = node_id("Section", self.doc, number)
        place = {"doc": self.doc, "start": start, "end": end, "evidence": self.text[start:end]}
        properties = {**place, "number": number, "level": level, "kind": kind}
        self.graph.add_node(Node(id_, "Section", title, [], properties, [Mention(self.doc, start, end)]))
        self.graph.add_edge(
            Edge(parent, id_, "CONTAINS", {**place, "section": "", "rule": "structure", "confidence": 1.0})
        )
        return id_

    def node(self, label: str, name: str, section: str, **properties: Any) -> str:
        start, end = self.span(name)
        local = label in ("Task", "Goal", "Observation")
        id_ = node_id(label, self.doc, name) if local else node_id(label, name)
        place = {"doc": self.doc, "start": start, "end": end, "evidence": self.text[start:end]}
        mention = Mention(self.doc, start, end, section, f"test.{label.lower()}", 0.9)
        self.graph.add_node(Node(id_, label, name, [], {**properties, **(place if local else {})}, [mention]))
        count = {**place, "section": section, "rule": "test", "confidence": 0.9, "count": 1}
        self.graph.add_edge(Edge(section, id_, "MENTIONS", count))
        return id_

    def edge(self, a: str, b: str, type_: str, evidence: str | None, section: str, **more: Any) -> None:
        properties: dict[str, Any] = {"rule": f"test.{type_.lower()}", "confidence": 0.9, **more}
        if evidence:
            start, end = self.span(evidence)
            properties |= {"doc": self.doc, "start": start, "end": end, "evidence": evidence, "section": section}
        self.graph.add_edge(Edge(a, b, type_, properties))


HOSTILE = [
    "</script><script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "javascript:alert(1)",
    "__proto__",
    "constructor",
    "{{script}}{{t:app}}",
    "a\u2028b\u2029c\u202e",
    "'\"`${window.hit=1}",
    "=cmd|' /C calc'!A0",
    "长" * 10_000,
    "<!--<script>",
    "\x00\x07 bell",
    "half \ud800 character",
    'href="https://example.invalid/x"',
]


def hostile_graph() -> Graph:
    """Every name, alias, property, evidence, id and text is something that pages have broken on."""
    graph = Graph()
    text = "\n".join([*HOSTILE, '<svg onload="window.hit=1"> \U00020bb7野家 ' + "𠮷" * 3 + "结尾"]).replace(
        "\ud800", "?"
    )
    graph.add_document(DocumentText("__proto__", HOSTILE[0], text, source=HOSTILE[1], meta={"number": HOSTILE[2]}))
    graph.add_node(Node("__proto__", "Document", HOSTILE[0]))
    for k, name in enumerate(HOSTILE):
        start = text.find(name)
        mentions = [Mention("__proto__", start, start + len(name), "", name[:50])] if start >= 0 else []
        label = ["Project", "Organization", "Task", "Goal", "Strange<b>"][k % 5]
        properties = {"kind": name, "text": name, "year": 2020, "note": HOSTILE[1], "value": 5, "unit": name[:30]}
        graph.add_node(
            Node(f"{name}#{k}".replace("\ud800", "?"), label, name, [name + "别名", "</style>"], properties, mentions)
        )
    ids = [node.id for node in graph.nodes()]
    for k, (a, b) in enumerate(itertools.pairwise(ids)):
        place = {"doc": "__proto__", "start": 0, "end": 5, "evidence": HOSTILE[k % len(HOSTILE)], "rule": HOSTILE[1]}
        graph.add_edge(Edge(a, b, "RESPONSIBLE_FOR", {**place, "role": "lead", "confidence": 0.5, "section": ""}))
        graph.add_edge(Edge(a, b, "__proto__", {"evidence": "<b>x</b>", "doc": "nowhere", "start": 1, "end": 2}))
    return graph


def synthetic(size: int, edges: int) -> Graph:
    """The benchmark's own graph of many plans."""
    spec = importlib.util.spec_from_file_location("bench_page", ROOT / "benchmarks" / "bench_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    graph: Graph = module.synthetic(size, edges)
    return graph


@pytest.fixture(scope="session")
def plan() -> Graph:
    return plan_graph()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium for the whole run; tests that need it are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason=HOW)
    found = [
        shutil.which(name) for name in (os.environ.get("PLANKG_CHROMIUM", ""), "chromium", "google-chrome") if name
    ]
    path = next((p for p in found if p), None)
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        except sync_api.Error as error:
            pytest.skip(f"{HOW} ({str(error).splitlines()[0][:80]})")
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Writes the page of a graph and opens it; fails on any request, error, dialog or blocked resource."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_(
        graph: Graph, address: str = "", *, size: tuple[int, int] = (1366, 768), dark: bool = False, **options: Any
    ) -> Any:
        from viz import write_page

        path = tmp_path / f"page{len(contexts)}.html"
        write_page(graph, path, **options)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30000)  # waits end as soon as what they wait for is there
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:", "data:")) else faults.append(r.url))
        page.on("pageerror", lambda e: faults.append(f"error: {e}"))
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("dialog", lambda d: (faults.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(path.as_uri() + address)
        page.wait_for_function("() => document.documentElement.dataset.ready")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []
