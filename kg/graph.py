"""The graph: typed nodes and edges over a networkx ``MultiDiGraph``, with the texts they were read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.model import DocumentText, Edge, Mention, Node
from kg.ontology import ontology

if TYPE_CHECKING:
    import networkx as nx

FORMAT = "plankg-graph"
VERSION = 1


class Graph:
    """Nodes by id, edges by id, documents by id.

    Adding a node or edge whose id is there already merges the two (aliases, mentions and missing
    properties are joined), so building a graph from parts gives the same result in any order.
    """

    def __init__(self) -> None:
        import networkx as nx

        self._nx: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.documents: dict[str, DocumentText] = {}

    # -- building ---------------------------------------------------------------------------------

    def add_document(self, document: DocumentText) -> None:
        """Keep a plan's text; a later record of the same id replaces the earlier."""
        self.documents[document.id] = document

    def add_node(self, node: Node) -> Node:
        """Add ``node`` or merge it into the node that has its id; returns the node in the graph."""
        known: Node | None = self._nx.nodes[node.id].get("node") if node.id in self._nx else None
        if known is None:
            self._nx.add_node(node.id, node=node)
            return node
        merge_nodes(known, node)
        return known

    def add_edge(self, edge: Edge) -> Edge:
        """Add ``edge`` (its ends must be in the graph); one with the same id replaces nothing."""
        for end in (edge.source, edge.target):
            if end not in self._nx:
                raise GraphError("E203", reason=f"edge {edge.type} ends at unknown node {end}")
        key = edge.id
        data = self._nx.get_edge_data(edge.source, edge.target, key)
        if data is not None:
            known: Edge = data["edge"]
            for name, value in edge.properties.items():
                known.properties.setdefault(name, value)
            return known
        self._nx.add_edge(edge.source, edge.target, key=key, edge=edge)
        return edge

    def update(self, other: Graph) -> None:
        """Merge all of ``other`` into this graph (the nodes are copied)."""
        for document in other.documents.values():
            self.add_document(document)
        for node in other.nodes():
            self.add_node(copy_node(node))
        for edge in other.edges():
            self.add_edge(Edge(edge.source, edge.target, edge.type, dict(edge.properties)))

    # -- reading ----------------------------------------------------------------------------------

    @property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The networkx graph inside: node attribute ``node``, edge attribute ``edge``, key = edge id."""
        return self._nx

    def __contains__(self, node_id: str) -> bool:
        return node_id in self._nx

    def node(self, node_id: str) -> Node:
        """The node with this id (KeyError if there is none)."""
        node: Node = self._nx.nodes[node_id]["node"]
        return node

    def nodes(self, label: str | None = None) -> list[Node]:
        """All nodes, or those of one label, in canonical order (label as in the ontology, then id)."""
        order = ontology().label_order
        found = [d["node"] for _, d in self._nx.nodes(data=True) if label is None or d["node"].label == label]
        return sorted(found, key=lambda n: (order(n.label), n.id))

    def edges(self, type_: str | None = None) -> list[Edge]:
        """All edges, or those of one type, in canonical order (type, source, target, id)."""
        order = ontology().type_order
        found = [
            (order(d["edge"].type), d["edge"].source, d["edge"].target, key, d["edge"])
            for _, _, key, d in self._nx.edges(keys=True, data=True)
            if type_ is None or d["edge"].type == type_
        ]
        return [row[-1] for row in sorted(found, key=lambda row: row[:-1])]

    def out_edges(self, node_id: str, type_: str | None = None) -> list[Edge]:
        """Edges that start at a node."""
        found = [d["edge"] for *_, d in self._nx.out_edges(node_id, data=True)]
        return sorted((e for e in found if type_ is None or e.type == type_), key=lambda e: e.id)

    def in_edges(self, node_id: str, type_: str | None = None) -> list[Edge]:
        """Edges that end at a node."""
        found = [d["edge"] for *_, d in self._nx.in_edges(node_id, data=True)]
        return sorted((e for e in found if type_ is None or e.type == type_), key=lambda e: e.id)

    def find(self, name: str, label: str | None = None) -> list[Node]:
        """Nodes whose name or alias is ``name`` after folding width, quotes and blanks."""
        from kg.identity import fold

        wanted = fold(name)
        return [n for n in self.nodes(label) if wanted == fold(n.name) or wanted in map(fold, n.aliases)]

    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """How many nodes a label and edges a type."""
        return (
            Counter(d["node"].label for _, d in self._nx.nodes(data=True)),
            Counter(d["edge"].type for *_, d in self._nx.edges(data=True)),
        )

    def __len__(self) -> int:
        return int(self._nx.number_of_nodes())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Graph) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    # -- checking and plain data ------------------------------------------------------------------

    def problems(self) -> Iterator[str]:
        """Everything that breaks the ontology or the evidence rule, one line each."""
        table = ontology()
        for node in self.nodes():
            if node.label not in table.labels:
                yield f"node {node.id} has unknown label {node.label}"
            if not node.name:
                yield f"node {node.id} has no name"
            for m in node.mentions:
                yield from self._span_problems(node.id, m.doc, m.start, m.end, None)
            yield from self._evidence_problems(node.id, node.properties)
        for edge in self.edges():
            ends = self.node(edge.source).label, self.node(edge.target).label
            if not table.allows(ends[0], edge.type, ends[1]):
                yield f"edge {edge.id} joins {ends[0]} to {ends[1]}"
            yield from self._evidence_problems(edge.id, edge.properties)

    def validate(self) -> None:
        """Raise ``GraphError`` with the first problem, if there is one."""
        for problem in self.problems():
            raise GraphError("E203", reason=problem)

    def _evidence_problems(self, what: str, p: dict[str, Any]) -> Iterator[str]:
        if "start" in p and "end" in p and "doc" in p:
            yield from self._span_problems(what, str(p["doc"]), int(p["start"]), int(p["end"]), p.get("evidence"))

    def _span_problems(self, what: str, doc: str, start: int, end: int, evidence: str | None) -> Iterator[str]:
        record = self.documents.get(doc)
        if record is None:
            return
        if not 0 <= start < end <= len(record.text):
            yield f"{what} points outside the text of {doc}: {start}..{end}"
        elif evidence is not None and record.text[start:end] != evidence:
            yield f"{what}: evidence differs from text[{start}:{end}] of {doc}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data in canonical order; equal graphs give equal data."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "documents": [self.documents[key].to_dict() for key in sorted(self.documents)],
            "nodes": [n.to_dict() for n in self.nodes()],
            "edges": [e.to_dict() for e in self.edges()],
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Graph:
        """The graph that ``to_dict`` gave. Raises ``GraphError`` (E201) on anything else."""
        graph = cls()
        try:
            for record in raw.get("documents") or []:
                graph.add_document(DocumentText.from_dict(record))
            for node in raw["nodes"]:
                graph.add_node(Node.from_dict(node))
            for edge in raw["edges"]:
                graph.add_edge(Edge.from_dict(edge))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GraphError("E201", path="input", reason=f"{type(error).__name__}: {error}") from error
        return graph

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge], documents: Iterable[DocumentText] = ()) -> Graph:
        """A graph from its parts."""
        graph = cls()
        for document in documents:
            graph.add_document(document)
        for node in nodes:
            graph.add_node(node)
        for edge in edges:
            graph.add_edge(edge)
        return graph


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions in their canonical order: document, place, section, rule."""
    return sorted(mentions, key=lambda m: (m.doc, m.start, m.end, m.section, m.rule, m.confidence))


def copy_node(node: Node) -> Node:
    """A node that shares no list or dict with ``node``."""
    return Node(node.id, node.label, node.name, list(node.aliases), dict(node.properties), list(node.mentions))


def merge_nodes(known: Node, new: Node) -> None:
    """Join ``new`` into ``known``: names become aliases, mentions are united, missing properties filled."""
    names = {known.name, *known.aliases, new.name, *new.aliases} - {known.name}
    known.aliases = sorted(names)
    known.mentions = in_order({*known.mentions, *new.mentions})
    for name, value in new.properties.items():
        known.properties.setdefault(name, value)
