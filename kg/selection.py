"""Part of a graph: around a thing, in a region, of a document, a year, a label, a type, or what a query found.

Every condition given must hold. Each is one pass over nodes and edges, so the cost grows linearly with the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from kg.errors import GraphError
from kg.graph import Graph, copy_node
from kg.identity import fold
from kg.model import Edge, Mention, Node
from kg.ontology import ontology

#: Edge types that say where something stands in a document rather than what it is about; no path leads over them
#: (every thing of a plan would be two steps from every other), unless they are asked for.
STRUCTURE = frozenset({"CONTAINS", "MENTIONS"})
#: Labels whose nodes are statements about other things: what is said directly about them comes with them.
_STATED = frozenset({"Project", "Task", "Goal", "Observation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What to keep.

    Attributes:
        center: names or ids of the things to start from; kept with everything up to ``hops`` edges away.
        hops: edges between the center and the outermost things kept.
        regions: names or codes of regions; kept with the regions in them, what is in those, and what is said of it.
        labels: node labels to keep (the center is kept in any case).
        types: edge types to keep, with their ends.
        documents: ids, titles (or parts of titles) or file names of plans; keeps what they say.
        years: goals, observations and tasks of these years, with what they are stated for.
        min_confidence: drops mentions and edges that are less sure, and nodes that lose all of theirs.
        ids: exactly these nodes (what a query returned) and the edges among them.
        edge_ids: with ``ids``: only these edges, and their ends.
        context: keep the sections and documents that the rest was read in. None: only if no labels, types and
            ids are asked for.
    """

    center: tuple[str, ...] = ()
    hops: int = 1
    regions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    min_confidence: float = 0.0
    ids: frozenset[str] | None = None
    edge_ids: frozenset[str] | None = None
    context: bool | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for, so that the whole graph is meant."""
        return all(getattr(self, f.name) == f.default for f in fields(self) if f.name not in ("hops", "context"))


def select(graph: Graph, selection: Selection) -> Graph:
    """The part of ``graph`` that ``selection`` describes, as a graph of its own (nodes are copied).

    The texts of the documents that the rest was read in are kept. An empty selection gives ``graph`` itself.

    Raises:
        GraphError: a center, region or document that is not in the graph (E204), an unknown label or type (E205),
            nothing left (E209).
    """
    _check(selection)
    if selection.everything:
        return graph
    return _Selector(graph, selection).result()


def find_nodes(graph: Graph, wanted: str, labels: Iterable[str] = ()) -> list[Node]:
    """Nodes with this id, name or alias; failing that, the only name that contains it. Raises ``GraphError`` (E204)."""
    allowed = set(labels)
    if wanted in graph and (not allowed or graph.node(wanted).label in allowed):
        return [graph.node(wanted)]
    found = [n for n in graph.find(wanted) if not allowed or n.label in allowed]
    if not found and (key := fold(wanted)):
        parts = [n for n in graph.nodes() if (not allowed or n.label in allowed) and key in fold(n.name)]
        found = parts if len({n.name for n in parts}) == 1 else []
    if not found:
        raise GraphError("E204", name=wanted)
    return found


def find_documents(graph: Graph, wanted: str) -> set[str]:
    """Ids of the plans with this id, title, part of a title, or file name. Raises ``GraphError`` (E204)."""
    key = fold(wanted)
    records = graph.documents.values()
    exact = {d.id for d in records if wanted in (d.id, d.source) or key == fold(d.title)}
    found = exact or {d.id for d in records if key and key in fold(d.title)}
    if found:
        return found
    return {n.id for n in find_nodes(graph, wanted, ("Document",))}


def parse_years(texts: Iterable[str]) -> tuple[int, ...]:
    """Years from ``2025`` and ``2020-2025``. Raises ``GraphError`` (E205) for anything else."""
    years: dict[int, None] = {}
    for text in texts:
        first, dash, last = text.strip().partition("-")
        if not (first.isdecimal() and len(first) == 4 and (not dash or (last.isdecimal() and len(last) == 4))):
            raise GraphError("E205", what="year", name=text, known="2025, 2020-2025")
        years.update(dict.fromkeys(range(int(first), int(last or first) + 1)))
    return tuple(years)


def _check(selection: Selection) -> None:
    table = ontology()
    for what, names, known in (("label", selection.labels, table.labels), ("edge type", selection.types, table.types)):
        for name in names:
            if name not in known:
                raise GraphError("E205", what=what, name=name, known=", ".join(known))


class _Selector:
    def __init__(self, graph: Graph, selection: Selection) -> None:
        self.graph, self.wanted = graph, selection
        self.docs: set[str] = set()
        for name in selection.documents:
            self.docs |= find_documents(graph, name)
        all_edges = [data["edge"] for *_, data in graph.nx.edges(data=True)]
        self.edges: list[Edge] = [e for e in all_edges if self._edge_fits(e)]
        self.around: dict[str, list[tuple[str, Edge]]] = defaultdict(list)
        walkable = set(selection.types) or (set(ontology().types) | {e.type for e in all_edges}) - STRUCTURE
        for edge in self.edges:
            if edge.type in walkable:
                self.around[edge.source].append((edge.target, edge))
                self.around[edge.target].append((edge.source, edge))

    def _edge_fits(self, edge: Edge) -> bool:
        w, p = self.wanted, edge.properties
        if w.types and edge.type not in w.types:
            return False
        if w.min_confidence and float(p.get("confidence", 1.0)) < w.min_confidence:
            return False
        if self.docs and p.get("doc", "") not in self.docs and p.get("doc"):
            return False
        return w.edge_ids is None or edge.id in w.edge_ids

    def result(self) -> Graph:
        kept, pinned = self._nodes()
        w = self.wanted
        if w.labels:
            kept = {i for i in kept if i in pinned or self.graph.node(i).label in w.labels}
        edges = [e for e in self.edges if e.source in kept and e.target in kept]
        if w.types or w.edge_ids is not None:
            joined = {end for e in edges for end in (e.source, e.target)}
            kept &= joined | pinned | (w.ids or frozenset())
        context = w.context if w.context is not None else not (w.labels or w.types or w.ids is not None)
        if not kept:
            raise GraphError("E209", what=self._describe())
        if context:
            kept |= self._context(kept, edges)
            edges = [e for e in self._with_structure() if e.source in kept and e.target in kept]
        return self._build(kept, edges)

    def _nodes(self) -> tuple[set[str], set[str]]:
        """Ids that every condition allows, and ids that stay whatever their label."""
        w, pinned = self.wanted, set[str]()
        sets = [self._fitting()]
        if w.center:
            pinned = {n.id for name in w.center for n in find_nodes(self.graph, name)}
            sets.append(self._ball(pinned, w.hops))
        if w.regions:
            sets.append(self._in_regions())
        if w.years:
            sets.append(self._of_years())
        if w.ids is not None:
            ends = {end for e in self.edges if w.edge_ids is not None for end in (e.source, e.target)}
            sets.append({i for i in w.ids if i in self.graph} | ends)
        return set.intersection(*sets) | pinned, pinned

    def _fitting(self) -> set[str]:
        """Ids of nodes that the documents wanted speak of, surely enough."""
        w = self.wanted
        if not self.docs and not w.min_confidence:
            return set(self.graph.nx)
        joined = {end for e in self.edges if e.type not in STRUCTURE and e.properties.get("doc") for end in _ends(e)}
        kept = set(joined)
        for node_id, data in self.graph.nx.nodes(data=True):
            node: Node = data["node"]
            if node_id in self.docs:
                kept.add(node_id)
            elif node.mentions:
                if any(self._mention_fits(m) for m in node.mentions):
                    kept.add(node_id)
                elif node_id in kept and w.min_confidence:
                    kept.discard(node_id)
            elif "doc" in node.properties:
                if not self.docs or node.properties["doc"] in self.docs:
                    kept.add(node_id)
            elif not self.docs:
                kept.add(node_id)
        return kept

    def _mention_fits(self, m: Mention) -> bool:
        return (not self.docs or m.doc in self.docs) and m.confidence >= self.wanted.min_confidence

    def _ball(self, seeds: set[str], hops: int) -> set[str]:
        seen, frontier = set(seeds), set(seeds)
        for _ in range(hops):
            frontier = {other for here in frontier for other, _ in self.around.get(here, ())} - seen
            if not frontier:
                break
            seen |= frontier
        return seen

    def _in_regions(self) -> set[str]:
        """Regions wanted and those in them, what is in those, and what is said directly about that."""
        inside = self._regions()
        names = {self.graph.node(i).name for i in inside}
        found = set(inside)
        for here in inside:
            for other, edge in self.around.get(here, ()):
                if not (edge.type == "PART_OF" and edge.source == here):
                    found.add(other)
        for node_id, data in self.graph.nx.nodes(data=True):
            if data["node"].properties.get("jurisdiction") in names:
                found.add(node_id)
        stated = [i for i in found if self.graph.node(i).label in _STATED]
        about = {other for here in stated for other, _ in self.around.get(here, ())}
        return found | about

    def _regions(self) -> set[str]:
        regions = self.graph.nodes("Region")
        seeds: set[str] = set()
        for wanted in self.wanted.regions:
            by_code = {r.id for r in regions if wanted.isdecimal() and str(r.properties.get("code", "")) == wanted}
            seeds |= by_code or {n.id for n in find_nodes(self.graph, wanted, ("Region",))}
        prefixes = tuple(_prefix(str(self.graph.node(i).properties.get("code", ""))) for i in seeds)
        inside = set(seeds)
        inside |= {
            r.id for r in regions if str(r.properties.get("code", "")).startswith(tuple(p for p in prefixes if p))
        }
        parts: dict[str, list[str]] = defaultdict(list)
        for edge in self.graph.edges("PART_OF"):
            if self.graph.node(edge.source).label == "Region":
                parts[edge.target].append(edge.source)
        queue = list(inside)
        while queue:
            for part in parts.get(queue.pop(), ()):
                if part not in inside:
                    inside.add(part)
                    queue.append(part)
        return inside

    def _of_years(self) -> set[str]:
        wanted = set(self.wanted.years)
        dated = {i for i, data in self.graph.nx.nodes(data=True) if _years(data["node"]) & wanted}
        return self._ball(dated, 1)

    def _context(self, kept: set[str], edges: list[Edge]) -> set[str]:
        """Sections that the rest was read in, the sections around them, and their documents."""
        parents = {e.target: e.source for e in self.graph.edges("CONTAINS")}
        queue = {str(e.properties.get("section", "")) for e in edges if e.type not in STRUCTURE}
        queue |= {m.section for i in kept for m in self.graph.node(i).mentions if self._mention_fits(m)}
        queue |= {i for i in kept if self.graph.node(i).label == "Section"}
        found: set[str] = set()
        for section in queue:
            here: str | None = section if section in self.graph else None
            while here is not None and here not in found:
                found.add(here)
                here = parents.get(here)
        return found

    def _with_structure(self) -> list[Edge]:
        """The fitting edges, and those that join sections even if other types were asked for."""
        if not self.wanted.types or "CONTAINS" in self.wanted.types:
            return self.edges
        return [*self.edges, *self.graph.edges("CONTAINS")]

    def _build(self, kept: set[str], edges: list[Edge]) -> Graph:
        out = Graph()
        docs: set[str] = set()
        for node_id in (i for i in self.graph.nx if i in kept):
            node = copy_node(self.graph.node(node_id))
            node.mentions = [m for m in node.mentions if self._mention_fits(m)]
            docs.update(m.doc for m in node.mentions)
            docs.update({str(node.properties.get("doc", "")), node_id})
            out.add_node(node)
        for edge in edges:
            docs.add(str(edge.properties.get("doc", "")))
            out.add_edge(Edge(edge.source, edge.target, edge.type, dict(edge.properties)))
        for key, document in self.graph.documents.items():
            if key in docs and (not self.docs or key in self.docs):
                out.add_document(document)
        return out

    def _describe(self) -> str:
        w = self.wanted
        parts = [f"{f.name}={getattr(w, f.name)!r}" for f in fields(w) if getattr(w, f.name) != f.default]
        return ", ".join(p for p in parts if len(p) < 200) or "these ids"


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _prefix(code: str) -> str:
    """The digits of a GB/T 2260 code that all codes in it share: 440000 → 44, 440300 → 4403, 440305 → 440305."""
    if not code.isdecimal() or len(code) < 6:
        return ""
    return code[:2] if code[2:6] == "0000" else code[:4] if code[4:6] == "00" else code


def _years(node: Node) -> set[int]:
    found = set()
    for name in ("year", "deadline"):
        text = str(node.properties.get(name, ""))[:4]
        if text.isdecimal() and len(text) == 4:
            found.add(int(text))
    return found
