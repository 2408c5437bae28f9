"""Checking a graph by hand: a random sample of edges for each type, and what the verdicts say of all of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from kg.corrections import Corrections, Drop, Pair
from kg.graph import Graph
from kg.model import Edge
from kg.ontology import ontology
from kg.selection import STRUCTURE

#: Verdicts as people write them.
RIGHT = frozenset({"1", "y", "yes", "true", "right", "ok", "√", "✓", "✔", "对", "是", "正确"})
WRONG = frozenset({"0", "n", "no", "false", "wrong", "×", "x", "✗", "✘", "错", "否", "错误"})
UNSURE = frozenset({"", "?", "？", "-", "不确定", "unsure"})


@dataclass(frozen=True, slots=True)
class Item:
    """One edge to judge, in the words that a person needs for it."""

    verdict: str
    type: str
    source: str
    role: str
    target: str
    evidence: str
    document: str
    section: str
    confidence: float | None
    rule: str
    source_is: str
    target_is: str
    note: str
    source_label: str
    target_label: str
    id: str


@dataclass(frozen=True, slots=True)
class Precision:
    """Of ``judged`` edges of a type ``right`` were right; ``low`` and ``high`` bound the true share (95 %)."""

    type: str
    drawn: int
    judged: int
    right: int
    precision: float | None
    low: float | None
    high: float | None


def draw(graph: Graph, size: int, seed: int, types: Sequence[str] = ()) -> list[Item]:
    """Up to ``size`` edges of each type (of ``types``, else of all but structure), the same for the same seed and graph.

    Edges without evidence (what a standard says, not a plan) are not drawn: there is nothing to check them by.
    """
    wanted = types or [t for t in ontology().types if t not in STRUCTURE]
    items = []
    for type_ in wanted:
        edges = sorted((e for e in graph.edges(type_) if e.properties.get("evidence")), key=lambda e: e.id)
        chosen = random.Random(f"{seed}:{type_}").sample(edges, min(size, len(edges)))
        items += [_item(graph, edge) for edge in chosen]
    return items


def _item(graph: Graph, edge: Edge) -> Item:
    p, source, target = edge.properties, graph.node(edge.source), graph.node(edge.target)
    record = graph.documents.get(str(p.get("doc", "")))
    section = str(p.get("section", ""))
    sure = p.get("confidence")
    return Item(
        verdict="",
        type=edge.type,
        source=source.name,
        role=str(p.get("role") or p.get("kind") or ""),
        target=target.name,
        evidence=str(p.get("evidence", "")),
        document=record.title if record else str(p.get("doc", "")),
        section=graph.node(section).name if section in graph else "",
        confidence=None if sure is None else float(sure),
        rule=str(p.get("rule", "")),
        source_is="",
        target_is="",
        note="",
        source_label=source.label,
        target_label=target.label,
        id=edge.id,
    )


def verdict_of(text: str) -> bool | None:
    """Right, wrong, or None for not judged. Raises ``ValueError`` for anything else."""
    folded = text.strip().lower()
    if folded in UNSURE:
        return None
    if folded in RIGHT or folded in WRONG:
        return folded in RIGHT
    raise ValueError(f"the verdict is `{text.strip()[:40]}`; write 对 or 错 (1 or 0), or leave it empty")


def wilson(right: int, judged: int, z: float = 1.959964) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share: bounds of the true share with 95 % confidence."""
    if not judged:
        return 0.0, 1.0
    share, square = right / judged, z * z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = z * sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision(items: Iterable[Item]) -> list[Precision]:
    """How many of each type are right, in the ontology's order, and of all that were judged."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for item in items:
        verdict = verdict_of(item.verdict)
        for kind in (item.type, "all"):
            counts[kind][0] += 1
            counts[kind][1] += verdict is not None
            counts[kind][2] += verdict is True
    order = sorted(counts, key=lambda kind: (kind == "all", ontology().type_order(kind)))
    return [_precision(kind, *counts[kind]) for kind in order]


def _precision(kind: str, drawn: int, judged: int, right: int) -> Precision:
    if not judged:
        return Precision(kind, drawn, 0, 0, None, None, None)
    low, high = wilson(right, judged)
    return Precision(kind, drawn, judged, right, round(right / judged, 4), round(low, 4), round(high, 4))


def corrections_from(items: Iterable[Item]) -> Corrections:
    """What the verdicts ask for: wrong edges dropped; where a name should be another, the two made one."""
    pairs: list[Pair] = []
    drops: list[Drop] = []
    for item in items:
        renamed = False
        for label, name, should in (
            (item.source_label, item.source, item.source_is.strip()),
            (item.target_label, item.target, item.target_is.strip()),
        ):
            if should and should != name and not ontology().labels[label].local:
                pairs.append(Pair("same", label, should, name, item.note))
                renamed = True
        if verdict_of(item.verdict) is False and not renamed:
            drops.append(
                Drop(
                    type=item.type,
                    source=item.source,
                    target=item.target,
                    role=item.role,
                    document=item.document,
                    evidence=item.evidence,
                    id=item.id,
                    note=item.note,
                )
            )
    return Corrections(tuple(dict.fromkeys(pairs)), tuple(drops))
