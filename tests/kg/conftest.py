"""Graphs that the tests of this room share: a small plan, and one whose names try to break out of every format."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from kg import DocumentText, Edge, Graph, Mention, Node
from kg.identity import node_id

_spec = importlib.util.spec_from_file_location("hostile_names", Path(__file__).parents[1] / "hostile_names.py")
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
HOSTILE: list[str] = _module.NAMES


@pytest.fixture(scope="session")
def hostile_names() -> list[str]:
    return HOSTILE


@pytest.fixture
def hostile() -> Graph:
    """Every hostile name as a project of one document, as alias, property, evidence and edge property."""
    text = "\n".join(HOSTILE)
    doc = node_id("Document", "恶意")
    graph = Graph()
    graph.add_document(DocumentText(doc, '恶意"<标题>', text, source="=x.txt"))
    graph.add_node(Node(doc, "Document", '恶意"<标题>'))
    body = graph.add_node(Node(node_id("Organization", "=省厅"), "Organization", "=省厅"))
    for number, name in enumerate(HOSTILE):
        start = text.index(name)
        node = Node(
            node_id("Project", str(number)),
            "Project",
            name,
            aliases=[f"别名{name[:60]}"],
            properties={"kind": name[:60]},
            mentions=[Mention(doc, start, start + len(name))],
        )
        graph.add_node(node)
        evidence = text[start : start + len(name)]
        properties = {"doc": doc, "start": start, "end": start + len(name), "evidence": evidence, "confidence": 0.9}
        graph.add_edge(Edge(body.id, node.id, "RESPONSIBLE_FOR", {**properties, "role": "lead"}))
    return graph


@pytest.fixture
def plan() -> Graph:
    """Two plans of two provinces: bodies, projects in Shenzhen and Nanshan, goals, sections."""
    graph = Graph()
    one, two = "Document:one", "Document:two"
    text = "一、建设\n省科技厅牵头建设教育云。深圳市南山区建设云中心。到2025年，覆盖率达到90%以上。"
    other = "浙江省发展改革委牵头建设算力网。到2030年，算力达到10EFLOPS。"
    graph.add_document(DocumentText(one, "广东省数字规划", text, source="gd.txt"))
    graph.add_document(DocumentText(two, "浙江省算力规划", other, source="zj.txt"))

    def span(doc_text: str, words: str) -> tuple[int, int]:
        return doc_text.index(words), doc_text.index(words) + len(words)

    def node(id_: str, label: str, name: str, by: str, words: str | None = None, **properties: object) -> None:
        doc_text = text if by == one else other
        mentions = [Mention(by, *span(doc_text, words), section="Section:s" if by == one else "")] if words else []
        graph.add_node(Node(id_, label, name, [], properties, mentions))  # type: ignore[arg-type]

    node(one, "Document", "广东省数字规划", one)
    node(two, "Document", "浙江省算力规划", two)
    node("Section:s", "Section", "建设", one, "一、建设", doc=one, number="一")
    node("Region:gd", "Region", "广东省", one, None, code="440000")
    node("Region:sz", "Region", "深圳市", one, "深圳市", code="440300")
    node("Region:ns", "Region", "南山区", one, "南山区", code="440305")
    node("Region:qh", "Region", "前海", one)
    node("Organization:kj", "Organization", "广东省科技厅", one, "省科技厅", jurisdiction="广东省")
    node("Organization:fg", "Organization", "浙江省发展改革委", two, "浙江省发展改革委")
    node("Project:jy", "Project", "教育云", one, "教育云")
    node("Project:yz", "Project", "云中心", one, "云中心")
    node("Project:sl", "Project", "算力网", two, "算力网")
    node("Goal:a", "Goal", "覆盖率达到90%以上", one, "覆盖率达到90%以上",
         doc=one, year=2025, value=90, unit="%", comparator=">=", text="覆盖率达到90%以上")  # fmt: skip
    node("Goal:b", "Goal", "算力达到10EFLOPS", two, "算力达到10EFLOPS", doc=two, year=2030, value=10.5, unit="EFLOPS")
    node("Indicator:a", "Indicator", "覆盖率", one, "覆盖率")

    def edge(
        source: str, type_: str, target: str, doc: str, words: str, confidence: float = 1.0, **more: object
    ) -> None:
        doc_text = text if doc == one else other
        start, end = span(doc_text, words)
        section = "Section:s" if doc == one else ""
        properties = {"doc": doc, "start": start, "end": end, "evidence": words, "section": section, "rule": "r"}
        graph.add_edge(Edge(source, target, type_, {**properties, "confidence": confidence, **more}))  # type: ignore[dict-item]

    edge(one, "CONTAINS", "Section:s", one, "一、建设", order=1)
    for target in ("Organization:kj", "Project:jy", "Region:sz", "Region:ns", "Project:yz", "Goal:a"):
        edge("Section:s", "MENTIONS", target, one, "一、建设", count=1)
    edge("Organization:kj", "RESPONSIBLE_FOR", "Project:jy", one, "省科技厅牵头建设教育云", role="lead")
    edge("Project:yz", "LOCATED_IN", "Region:ns", one, "深圳市南山区建设云中心", 0.8)
    edge("Project:yz", "PART_OF", "Project:jy", one, "深圳市南山区建设云中心", 0.5)
    edge("Organization:fg", "RESPONSIBLE_FOR", "Project:sl", two, "浙江省发展改革委牵头建设算力网", role="lead")
    edge("Project:jy", "HAS_GOAL", "Goal:a", one, "到2025年，覆盖率达到90%以上")
    edge("Goal:a", "MEASURES", "Indicator:a", one, "到2025年，覆盖率达到90%以上")
    edge("Goal:a", "APPLIES_TO", "Region:gd", one, "到2025年，覆盖率达到90%以上")
    edge("Project:sl", "HAS_GOAL", "Goal:b", two, "到2030年，算力达到10EFLOPS")
    for inner, outer in (("Region:sz", "Region:gd"), ("Region:ns", "Region:sz"), ("Region:qh", "Region:sz")):
        graph.add_edge(Edge(inner, outer, "PART_OF", {"rule": "GB/T 2260"}))
    return graph
