"""Made-up plans of any size, the same for the same numbers: for measuring only."""

from __future__ import annotations

import random

from kg.graph import Graph
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node

#: Nodes of one plan, and which of them are shared with other plans.
PLAN_NODES = 500
_OWN = ("Section", "Task", "Goal", "Observation")
_SHARED = ("Region", "Organization", "Project", "Sector", "Indicator")
_TYPES = (
    ("RESPONSIBLE_FOR", "Organization", "Task", {"role": "lead"}),
    ("RESPONSIBLE_FOR", "Organization", "Project", {"role": "support"}),
    ("LOCATED_IN", "Project", "Region", {}),
    ("PART_OF", "Project", "Task", {}),
    ("DEPENDS_ON", "Project", "Project", {"kind": "uses"}),
    ("IN_SECTOR", "Project", "Sector", {}),
    ("HAS_GOAL", "Task", "Goal", {}),
    ("MEASURES", "Goal", "Indicator", {}),
    ("MENTIONS", "Section", "Project", {"count": 1}),
    ("PILOTS", "Region", "Project", {}),
)
_SENTENCE = (
    "到2025年，全省数字经济核心产业增加值达到4万亿元，占地区生产总值比重超过35%，由省发展改革委牵头，各有关单位配合。"
)


def made_plans(nodes: int, edges: int, seed: int = 1) -> list[Graph]:
    """Plans with about ``nodes`` different nodes and ``edges`` edges in all; a tenth of each plan's nodes are shared."""
    count = max(1, nodes // PLAN_NODES)
    return [
        _plan(number, nodes // count, edges // count, random.Random(seed * 1_000_003 + number))
        for number in range(count)
    ]


def _plan(number: int, nodes: int, edges: int, rng: random.Random) -> Graph:
    title = f"某省第{number}号行动计划"
    doc = node_id("Document", title)
    text = "\n".join(_SENTENCE for _ in range(200))
    width = len(_SENTENCE) + 1
    graph = Graph()
    graph.add_document(DocumentText(doc, title, text, f"{number}.txt", f"{number:064x}"))
    graph.add_node(Node(doc, "Document", title))
    by_label: dict[str, list[str]] = {}
    for i in range(nodes - 1):
        label = (_OWN + _SHARED)[i % 9]
        local = label in _OWN
        shared = not local and i % 10 == 0
        name = f"{label}{i if shared else f'{number}-{i}'}名称"
        start = (i % 200) * width
        properties = {"doc": doc, "start": start, "end": start + width - 1, "evidence": _SENTENCE} if local else {}
        if label == "Goal":
            properties |= {"text": _SENTENCE, "value": i, "unit": "%", "comparator": ">=", "year": 2018 + i % 13}
        mention = Mention(doc, start, start + 10, "", "made.rule", 0.9)
        node = Node(node_id(label, name), label, name, [f"{name}别称"], properties, [mention])
        by_label.setdefault(label, []).append(graph.add_node(node).id)
    for i in range(edges):
        type_, source, target, extra = _TYPES[i % len(_TYPES)]
        start = (i % 200) * width
        properties = {
            "doc": doc, "start": start, "end": start + width - 1, "evidence": _SENTENCE,
            "section": "", "rule": f"made.{i // 200}", "confidence": 0.9, **extra,
        }  # fmt: skip
        graph.add_edge(Edge(rng.choice(by_label[source]), rng.choice(by_label[target]), type_, properties))
    return graph
