"""Every merge in a graph with its reason, and what looks merged wrongly or not merged: for ``plankg links``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.graph import Graph
from kg.identity import fold
from kg.linking import Merge
from kg.model import Node
from kg.ontology import ontology

#: A body or place written from inside its province or city: the plan's own place is meant.
_OWN = re.compile(r"^(?:我|本|全)?(自治区|省|市|县|区|州|盟|旗)(?!级|属|直)")
_ANY_OWN = re.compile(r"^(?:我|本|全)")
_PLACE = re.compile(r"^.{1,12}?(?:特别行政区|自治区|自治州|省|市|县|区|州|盟|旗)")
#: Labels whose mentions are clauses that say more than the name.
_CLAUSES = ("Indicator",)
#: Shortest name that may be the short form of another.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which plans write a thing: how often, in which plans, and why it is that thing."""

    id: str
    label: str
    name: str
    form: str
    reason: str
    rule: str
    mentions: int
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A merge that should not be (``merged``), or two nodes that may be one (``split``)."""

    kind: str
    label: str
    name: str
    other: str
    why: str


def forms(graph: Graph, user: Iterable[Merge] = ()) -> Iterator[Form]:
    """Every name in the graph that came to a node under another name or from several plans.

    ``user`` are the merges that corrections asked for (``Linker.merges``).
    """
    said = {(m.into, fold(m.name)): m.reason for m in user}
    for node in graph.nodes():
        if ontology().labels.get(node.label) is None or ontology().labels[node.label].local:
            continue
        yield from _forms_of(node, graph, said)


def _forms_of(node: Node, graph: Graph, said: dict[tuple[str, str], str]) -> Iterator[Form]:
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for m in node.mentions:
        record = graph.documents.get(m.doc)
        if record is not None:
            surface = record.text[m.start : m.end]
            whole = node.label not in _CLAUSES and "\n" not in surface and "\t" not in surface
            places[surface if whole else node.name].append((m.doc, m.rule))
    own = fold(node.name)
    for surface in sorted({*places, *(a for a in node.aliases if (node.name, fold(a)) in said)}):
        found = places.get(surface, [])
        docs = sorted({doc for doc, _ in found})
        reason = said.get((node.name, fold(surface)))
        if reason is None and fold(surface) == own and len(docs) < 2:
            continue
        titles = tuple(graph.documents[doc].title for doc in docs)
        rule = found[0][1] if found else ""
        why = (
            f"corrections: {reason}" if reason else _reason(node, surface, [_place(graph, d) for d in docs], len(docs))
        )
        yield Form(node.id, node.label, node.name, surface, why, rule, len(found), titles)


def _reason(node: Node, surface: str, places: list[str], plans: int) -> str:
    if fold(surface) == fold(node.name):
        return f"same name in {plans} plans"
    if _OWN.match(surface) or _ANY_OWN.match(surface):
        where = "、".join(sorted({place for place in places if place}))
        return f"the plan's own place is filled in ({where})" if where else "the place is filled in"
    if fold(node.name).endswith(fold(surface)):
        return "a member of a list, its first part is filled in" if len(surface) > 1 else "short form"
    if _is_subsequence(fold(surface), fold(node.name)):
        return "short form"
    return "other name in the word lists"


def _place(graph: Graph, document: str) -> str:
    return str(graph.documents[document].meta.get("jurisdiction", ""))


def suspects(graph: Graph) -> Iterator[Suspect]:
    """What looks wrong: bodies of two provinces in one node, and one body in two nodes."""
    bodies = graph.nodes("Organization")
    for node in bodies:
        yield from _mixed(node, graph)
    by_place: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in bodies:
        if node.properties.get("kind") == "group":
            continue  # 省级各有关部门 is as many bodies as a plan means, and so is 省级有关部门
        place = str(node.properties.get("jurisdiction", "")) or ((_PLACE.match(node.name) or [""])[0])
        by_place[place, _short_end(node.name)[-1]].append(node)
    for (place, _), group in sorted(by_place.items()):
        for one, two in combinations(sorted(group, key=lambda n: (-len(n.name), n.name)), 2):
            why = _likeness(place, one, two)
            if why:
                yield Suspect("split", "Organization", one.name, two.name, why)


def _mixed(node: Node, graph: Graph) -> Iterator[Suspect]:
    """A body that plans of several places call theirs (省科技厅 in a Guangdong and in a Zhejiang plan)."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for m in node.mentions:
        record = graph.documents.get(m.doc)
        scope = _OWN.match(record.text[m.start : m.end]) if record else None
        if record and scope and (place := _place(graph, m.doc)):
            level = _level(place)
            if scope[1] in ("自治区", "省") and level != "province":
                continue  # a city's plan calls its province's bodies 省…
            owners[scope[1]].setdefault(place, record.text[m.start : m.end])
    for found in owners.values():
        if len(found) > 1:
            where = ", ".join(f"{form} in a plan of {place}" for place, form in sorted(found.items()))
            yield Suspect("merged", node.label, node.name, "", where)


def _level(place: str) -> str:
    return "province" if place.endswith(("省", "自治区")) else "other"


def _likeness(place: str, one: Node, two: Node) -> str:
    if str(one.properties.get("jurisdiction", "")) != str(two.properties.get("jurisdiction", "")):
        return ""
    if fold(two.name) in map(fold, one.aliases) or fold(one.name) in map(fold, two.aliases):
        return "the name of one is another name of the other"
    short, long = sorted((_short_end(fold(n.name)) for n in (one, two)), key=len)
    if short == long:
        return "the same name, one with its ending in short"
    tail = short.removeprefix(fold(place))
    if place and len(short) >= _SHORTEST and len(tail) >= 2 and _is_short_form(tail, long.removeprefix(fold(place))):
        return "one may be the short form of the other"
    return ""


def _short_end(name: str) -> str:
    """A name with its ending in short: 委 for 委员会, 办 for 办公室."""
    for ending, short in (("委员会", "委"), ("办公室", "办")):
        if name.endswith(ending):
            return name.removesuffix(ending) + short
    return name


def _is_short_form(short: str, long: str) -> bool:
    """发改委 of 发展和改革委员会, 科技厅 of 科学技术厅: each character in order, the first two syllables' heads among them."""
    return len(long) > len(short) and long[0] == short[0] and _is_subsequence(short, long) and short not in long


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
