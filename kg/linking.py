"""Linking across plans: what the user says is the same becomes one node, what never is is kept or taken apart.

Equal names are one node already (ids are digests of label and identity). A ``Linker`` carries out the user's
corrections on one plan's graph at a time, the same whatever other plans come and in whatever order: it
learns from every plan which nodes the corrections speak of, then moves ids. Facts stay as extraction wrote them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.corrections import Corrections, Drop, Pair, is_node_id, name_key
from kg.graph import Graph
from kg.identity import fold, node_id
from kg.model import Edge, Node

#: document -> key of a name in the corrections -> ids of the nodes that bear it, with their names.
Found = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Merge:
    """A node that became part of another by the user's word."""

    label: str
    old: str
    new: str
    name: str
    into: str
    reason: str


class UnionFind:
    """Groups of keys. Joining makes the first key's leader lead the whole group."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        """All keys, in the order they came."""
        return iter(list(self._parent))

    def find(self, key: str) -> str:
        """The leader of ``key``'s group."""
        self._parent.setdefault(key, key)
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def union(self, one: str, two: str) -> None:
        """Make two groups one, led by the leader of ``one``."""
        lead, other = self.find(one), self.find(two)
        self._parent[other] = lead


class Linker:
    """Carries out ``corrections``.

    Args:
        corrections: see ``kg.corrections``.
        found: what an earlier linker with the same corrections learned (its ``found``).
    """

    def __init__(self, corrections: Corrections, found: Mapping[str, Any] | None = None) -> None:
        self.corrections = corrections
        self.found: Found = {doc: dict(names) for doc, names in (found or {}).items()}
        self._keys = {key for pair in corrections.pairs for key in pair.keys}
        self._labels = {pair.label for pair in corrections.pairs}
        self._plan: _Plan | None = None

    # -- learning ---------------------------------------------------------------------------------

    def learn(self, document: str, graph: Graph) -> None:
        """Take note of the nodes in ``document``'s graph that the corrections speak of (again, if it is known)."""
        self._plan = None
        self.found.pop(document, None)
        if not self._keys:
            return
        names: dict[str, dict[str, str]] = {}
        for label in self._labels:
            for node in graph.nodes(label):
                for key in {node.id, name_key(label, node.name)} & self._keys:
                    names.setdefault(key, {})[node.id] = node.name
                for alias in node.aliases:
                    key = name_key(label, alias)
                    if key in self._keys:
                        names.setdefault(f"~{key}", {})[node.id] = node.name
        names["#"] = {document: ""}
        self.found[document] = names

    def forget(self, document: str) -> None:
        """A document is taken out."""
        self._plan = None
        self.found.pop(document, None)

    # -- what follows -----------------------------------------------------------------------------

    @property
    def moves(self) -> dict[str, tuple[str, str]]:
        """Id of each node that moves -> its new id and name."""
        return self._planned().moves

    @property
    def splits(self) -> dict[str, list[tuple[str, str]]]:
        """Id of each node that is taken apart -> names that leave it, with the id each gets."""
        return self._planned().splits

    @property
    def notes(self) -> list[str]:
        """Rows that could not be carried out, and why, one line each."""
        return self._planned().notes

    @property
    def merges(self) -> list[Merge]:
        """Every merge by the user's word."""
        return self._planned().merges

    def unused(self) -> list[Pair]:
        """Pairs with a name that no plan has."""
        known = {key.removeprefix("~") for names in self.found.values() for key in names}
        return [pair for pair in self.corrections.pairs if not set(pair.keys) <= known]

    def same_outcome(self, other: Linker) -> bool:
        """Whether ``other`` would do to the plans that both know just what this one does."""
        known = {i for names in other.found.values() for found in names.values() for i in found}
        mine = {i: new for i, new in self.moves.items() if i in known}
        return mine == {i: new for i, new in other.moves.items() if i in known} and self.splits == other.splits

    def _planned(self) -> _Plan:
        if self._plan is None:
            self._plan = _Plan(self.corrections, self.found)
        return self._plan

    # -- doing it ---------------------------------------------------------------------------------

    def apply(self, graph: Graph) -> Graph:
        """One plan's graph with names made one, taken apart, and what was called wrong left out.

        The graph itself if nothing in it changes; else a new one that shares nodes that stay as they are.
        """
        if not self.corrections:
            return graph
        out = _split(graph, self.splits)
        moves = {old: new for old, new in self.moves.items() if old in out}
        gone = _dropped(out, moves, self.corrections.drops)
        if not moves and not gone:
            return out
        return _rewrite(out, moves, gone)


def link(graph: Graph, corrections: Corrections) -> tuple[Graph, list[Merge]]:
    """A graph of any number of plans after ``corrections``, and the merges that the user asked for."""
    linker = Linker(corrections)
    linker.learn("", graph)
    linker.found.setdefault("", {})["#"] = dict.fromkeys(graph.documents, "")
    return linker.apply(graph), linker.merges


class _Plan:
    """What the corrections come to, given the nodes that there are."""

    def __init__(self, corrections: Corrections, found: Found) -> None:
        self.moves: dict[str, tuple[str, str]] = {}
        self.splits: dict[str, list[tuple[str, str]]] = {}
        self.notes: list[str] = []
        self.merges: list[Merge] = []
        self.plans = {doc for names in found.values() for doc in names.get("#", ())}
        self.ids: dict[str, dict[str, str]] = {}
        self._know(found, aliases=False)
        self._know(found, aliases=True)
        self._apart = self._take_apart(corrections.of("never"))
        self._join(corrections.of("same"))

    def _know(self, found: Found, aliases: bool) -> None:
        """Names count before aliases: an alias only tells what a name that no node bears means."""
        named = set(self.ids)
        for doc in sorted(found):
            for key, ids in found[doc].items():
                name = key.removeprefix("~")
                if key == "#" or (key != name) != aliases or (aliases and name in named):
                    continue
                known = self.ids.setdefault(name, {})
                for node, called in ids.items():
                    known.setdefault(node, called)

    def _one(self, key: str) -> str | None:
        ids = self.ids.get(key, {})
        return next(iter(ids)) if len(ids) == 1 else None

    def _take_apart(self, nevers: list[Pair]) -> set[frozenset[str]]:
        apart: set[frozenset[str]] = set()
        for pair in nevers:
            one, two = pair.keys
            a, b = self._one(one), self._one(two)
            if a is not None and a == b and not is_node_id(pair.name) and not is_node_id(pair.name2):
                own = fold(self.ids[one][a])
                leaving = pair.name if fold(pair.name2) == own else pair.name2
                key = name_key(pair.label, leaving)
                new = node_id(pair.label, leaving)
                self.splits.setdefault(a, []).append((leaving, new))
                self.ids[key] = {new: leaving}
                a, b = self._one(one), self._one(two)
            if a is not None and b is not None:
                apart.add(frozenset((a, b)))
        return apart

    def _join(self, sames: list[Pair]) -> None:
        groups = UnionFind()
        used: list[Pair] = []
        for pair in sames:
            unclear = [
                (n, k) for n, k in zip((pair.name, pair.name2), pair.keys, strict=True) if len(self.ids.get(k, ())) > 1
            ]
            for name, key in unclear:
                ids = ", ".join(sorted(self.ids[key]))
                self.notes.append(
                    f"line {pair.line}: `{name}` names {len(self.ids[key])} things, give one of the ids {ids}"
                )
            if unclear:
                continue
            if self._forbidden(groups, pair):
                self.notes.append(f"line {pair.line}: {pair.name} = {pair.name2} is left out, they are never the same")
                continue
            groups.union(*pair.keys)
            used.append(pair)
        self._move(groups, used)

    def _forbidden(self, groups: UnionFind, pair: Pair) -> bool:
        """Whether joining the two groups would join nodes that are never the same."""
        if not self._apart:
            return False
        one, two = (groups.find(key) for key in pair.keys)
        sides: tuple[list[str], list[str]] = ([], [])
        for key in groups:
            leader = groups.find(key)
            if leader in (one, two) and (node := self._one(key)) is not None:
                sides[leader == two].append(node)
        return any(frozenset((a, b)) in self._apart for a in sides[0] for b in sides[1])

    def _move(self, groups: UnionFind, used: list[Pair]) -> None:
        members: dict[str, list[str]] = defaultdict(list)
        for key in dict.fromkeys(key for pair in used for key in pair.keys):
            members[groups.find(key)].append(key)
        called = {key: name for pair in used for key, name in zip(pair.keys, (pair.name, pair.name2), strict=True)}
        for leader, keys in members.items():
            rows = [p for p in used if groups.find(p.keys[0]) == leader]
            label = rows[0].label
            ids = {node: name for key in keys for node, name in self.ids.get(key, {}).items()}
            plans = sorted(set(ids) & self.plans)
            if len(plans) > 1:
                self.notes.append(
                    f"line {rows[0].line}: {' and '.join(ids[p] for p in plans)} are both plans that were read"
                )
                continue
            first = plans[0] if plans else self._one(leader)
            goal = first or (leader if is_node_id(leader) else node_id(label, called[leader]))
            self._to(goal, ids.get(goal, called[leader]), ids, rows)

    def _to(self, goal: str, name: str, ids: dict[str, str], rows: list[Pair]) -> None:
        reason = "; ".join(f"{p.name} = {p.name2}" + (f" (line {p.line})" if p.line else "") for p in rows)
        for node in sorted(set(ids) - {goal}):
            self.moves[node] = goal, name
            self.merges.append(Merge(rows[0].label, node, goal, ids[node], name, reason))


# -- one graph ------------------------------------------------------------------------------------


def _split(graph: Graph, splits: Mapping[str, list[tuple[str, str]]]) -> Graph:
    """``graph`` with the mentions written in a leaving name, and the edges read from them, at a node of their own."""
    touched = {i: parts for i, parts in splits.items() if i in graph}
    if not touched:
        return graph
    nodes = {node.id: node for node in graph.nodes()}
    owner: dict[tuple[str, str, int, int], str] = {}
    for old, parts in touched.items():
        new_of = {fold(name): (name, new) for name, new in parts}
        node, stay = nodes[old], []
        for m in node.mentions:
            text = graph.documents[m.doc].text if m.doc in graph.documents else ""
            leaves = new_of.get(fold(text[m.start : m.end]))
            if leaves is None:
                stay.append(m)
                continue
            owner[old, m.doc, m.start, m.end] = leaves[1]
            own = nodes.setdefault(leaves[1], Node(leaves[1], node.label, leaves[0], [], dict(node.properties)))
            own.mentions.append(m)
        aliases = [alias for alias in node.aliases if fold(alias) not in new_of]
        nodes[old] = Node(old, node.label, node.name, aliases, dict(node.properties), stay)
    edges = [_reattached(edge, touched, nodes, owner) for edge in graph.edges()]
    used = {end for edge in edges for end in (edge.source, edge.target)}
    kept = [n for i, n in nodes.items() if i not in touched or n.mentions or i in used]
    return Graph.of(kept, edges, graph.documents.values())


def _reattached(
    edge: Edge, touched: Mapping[str, Any], nodes: Mapping[str, Node], owner: Mapping[tuple[str, str, int, int], str]
) -> Edge:
    """The edge at the part whose name stands in its evidence, where only one part's does."""
    ends = []
    for end in (edge.source, edge.target):
        if end in touched and "start" in edge.properties:
            doc, a, b = str(edge.properties.get("doc")), int(edge.properties["start"]), int(edge.properties["end"])
            here = {new for (old, d, s, e), new in owner.items() if old == end and d == doc and a <= s and e <= b}
            stays = any(m.doc == doc and a <= m.start and m.end <= b for m in nodes[end].mentions)
            if len(here) == 1 and not stays:
                end = here.pop()
        ends.append(end)
    return edge if ends == [edge.source, edge.target] else Edge(ends[0], ends[1], edge.type, dict(edge.properties))


def _rewrite(graph: Graph, moves: Mapping[str, tuple[str, str]], gone: set[str]) -> Graph:
    """``graph`` with nodes moved and without what is gone (ids before moving)."""
    nodes = []
    for node in graph.nodes():
        new, name = moves.get(node.id, (node.id, node.name))
        aliases = sorted({node.name, *node.aliases} - {name})
        if node.id not in gone:
            nodes.append(Node(new, node.label, name, aliases, dict(node.properties), list(node.mentions)))
    edges, mentions = [], defaultdict(list)
    for edge in graph.edges():
        source, target = (moves[end][0] if end in moves else end for end in (edge.source, edge.target))
        if source == target or not gone.isdisjoint((edge.id, edge.source, edge.target)):
            continue
        copy = Edge(source, target, edge.type, dict(edge.properties))
        if edge.type == "MENTIONS":
            mentions[source, target].append(copy)
        else:
            edges.append(copy)
    return Graph.of(nodes, [*edges, *map(_one_mention, mentions.values())], graph.documents.values())


def _one_mention(found: list[Edge]) -> Edge:
    """One MENTIONS edge for several from one section to one thing: at the first place, with the sum of the counts."""
    if len(found) == 1:
        return found[0]
    first = min(found, key=lambda e: (int(e.properties.get("start", 0)), int(e.properties.get("end", 0))))
    count = sum(int(e.properties.get("count", 1)) for e in found)
    sure = max(float(e.properties.get("confidence", 1.0)) for e in found)
    return Edge(first.source, first.target, first.type, {**first.properties, "count": count, "confidence": sure})


# -- what is wrong --------------------------------------------------------------------------------


def _dropped(graph: Graph, moves: Mapping[str, tuple[str, str]], drops: Iterable[Drop]) -> set[str]:
    """Ids (before moving) of the nodes and edges of ``graph`` that are called wrong."""
    gone: set[str] = set()
    by_type: dict[str, list[Drop]] = defaultdict(list)
    ids: set[str] = set()
    for drop in drops:
        if drop.name:
            gone.update(
                n.id for n in graph.nodes(drop.label) if _is(n, drop.name, moves) and n.id not in graph.documents
            )
        elif drop.type and drop.source and drop.target:
            by_type[drop.type].append(drop)
        if drop.id and not drop.name:
            ids.add(drop.id)
    types = {i.partition(":")[0] for i in ids} | set(by_type)
    for type_ in types:
        for edge in graph.edges(type_):
            if ids & {edge.id, _moved_id(edge, moves)} or any(_fits(d, edge, graph, moves) for d in by_type[type_]):
                gone.add(edge.id)
    return gone


def _moved_id(edge: Edge, moves: Mapping[str, tuple[str, str]]) -> str:
    source, target = (moves[end][0] if end in moves else end for end in (edge.source, edge.target))
    return Edge(source, target, edge.type, edge.properties).id


def _is(node: Node, name: str, moves: Mapping[str, tuple[str, str]]) -> bool:
    if name in (node.id, moves.get(node.id, ("", ""))[0]):
        return True
    wanted = fold(name)
    return wanted in {fold(node.name), *map(fold, node.aliases), fold(moves.get(node.id, ("", ""))[1])}


def _fits(drop: Drop, edge: Edge, graph: Graph, moves: Mapping[str, tuple[str, str]]) -> bool:
    p = edge.properties
    if drop.document and drop.document != p.get("doc"):
        record = graph.documents.get(str(p.get("doc")))
        if record is None or fold(drop.document) != fold(record.title):
            return False
    if drop.role and drop.role not in (p.get("role"), p.get("kind")):
        return False
    if drop.evidence:
        said, here = fold(drop.evidence), fold(str(p.get("evidence", "")))
        if not (said in here or (here and here in said)):
            return False
    return _is(graph.node(edge.source), drop.source, moves) and _is(graph.node(edge.target), drop.target, moves)
