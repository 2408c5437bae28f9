"""What a query gives back: plain rows, and small values for nodes, relationships and paths.

Both stores return exactly these, so that a row from the embedded database equals the row from a
Neo4j server. Scalars, lists and maps are Python's own; temporal values are ISO 8601 strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import PlanKGError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Node:
    """A node in a row. ``id`` is PlanKG's own id (never the engine's), empty if the node has none."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        """The node's one label of the ontology."""
        return self.labels[0] if self.labels else ""

    @property
    def name(self) -> str:
        """The node's name, or its id where it has none."""
        return str(self.properties.get("name") or self.id)

    def __str__(self) -> str:
        return f"(:{':'.join(self.labels)} {self.name})"


@dataclass(frozen=True, slots=True)
class Relationship:
    """An edge in a row; ``start`` and ``end`` are the ids of its ends."""

    id: str
    type: str
    start: str
    end: str
    properties: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        detail = self.properties.get("role") or self.properties.get("kind")
        return f"[:{self.type} {detail}]" if detail else f"[:{self.type}]"


@dataclass(frozen=True, slots=True)
class Path:
    """A path in a row: n+1 nodes joined by n relationships, in the order of the path."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]

    def __str__(self) -> str:
        parts = [str(self.nodes[0])] if self.nodes else []
        for here, edge, there in zip(self.nodes, self.relationships, self.nodes[1:], strict=False):
            arrow = f"-{edge}->" if edge.start == here.id else f"<-{edge}-"
            parts += [arrow, str(there)]
        return "".join(parts)


Value = Any
"""A cell: None, bool, int, float, str, list, dict, Node, Relationship or Path."""


@dataclass(slots=True)
class Result:
    """The rows of one query.

    ``columns`` are the names after RETURN, also when there are no rows. ``truncated`` says that the
    row limit cut rows off. ``counters`` holds what a writing query changed, as far as the database says.
    """

    columns: list[str]
    rows: list[list[Value]]
    truncated: bool = False
    counters: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.records())

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Value]]:
        """The rows as dicts, column name to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """All values of one column."""
        position = self.columns.index(name)
        return [row[position] for row in self.rows]

    def value(self) -> Value:
        """The first cell of the first row, None if there is no row."""
        return self.rows[0][0] if self.rows else None

    def nodes(self) -> list[Node]:
        """Every node in the rows (also inside lists, maps and paths), once each, in order of appearance."""
        return list({value.id: value for value in self._elements() if isinstance(value, Node)}.values())

    def relationships(self) -> list[Relationship]:
        """Every relationship in the rows, once each, in order of appearance."""
        return list({value.id: value for value in self._elements() if isinstance(value, Relationship)}.values())

    def node_ids(self) -> list[str]:
        """Ids of all nodes in the rows and of the ends of all relationships, once each."""
        ends = [end for edge in self.relationships() for end in (edge.start, edge.end)]
        return list(dict.fromkeys([*(node.id for node in self.nodes()), *ends]))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Nodes and relationships of the rows as a ``MultiDiGraph`` (attributes: label and properties)."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for edge in self.relationships():
            graph.add_edge(edge.start, edge.end, key=edge.id, type=edge.type, **_without(edge.properties, "type"))
        for node in self.nodes():
            graph.add_node(node.id, label=node.label, **_without(node.properties, "label"))
        return graph

    def to_pandas(self) -> Any:
        """The rows as a pandas ``DataFrame``. Raises ``PlanKGError`` (E406) if pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise PlanKGError("E406", package="pandas") from error
        return pd.DataFrame(self.rows, columns=self.columns)

    def _elements(self) -> Iterator[Value]:
        for row in self.rows:
            for cell in row:
                yield from _walk(cell)


def visible(properties: dict[str, Any], label: str) -> dict[str, Any]:
    """The properties a node or edge shows in a row, by name: without what the stores keep for themselves.

    Hidden are ``facts`` and ``record`` (see ``cypher.schema``) and a document's full ``text``; a query that asks for
    ``n.facts`` still gets it.
    """
    hidden = {"facts", "record", *(("text",) if label == "Document" else ())}
    return {name: properties[name] for name in sorted(properties) if name not in hidden}


def _walk(value: Value) -> Iterator[Value]:
    if isinstance(value, Node | Relationship):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.relationships
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _walk(item)


def _without(properties: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key != name}


def plain(value: Value) -> Any:
    """``value`` as JSON data: nodes, relationships and paths become dicts."""
    if isinstance(value, Node):
        return {"id": value.id, "labels": list(value.labels), "properties": plain(value.properties)}
    if isinstance(value, Relationship):
        return {
            "id": value.id,
            "type": value.type,
            "start": value.start,
            "end": value.end,
            "properties": plain(value.properties),
        }
    if isinstance(value, Path):
        return {"nodes": plain(list(value.nodes)), "relationships": plain(list(value.relationships))}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value
