"""Rows of the Neo4j driver as PlanKG's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cypher.values import Node, Path, Relationship

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_ENDS = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS e, n.id AS id"


def convert(rows: list[list[Any]], tx: ManagedTransaction) -> list[list[Any]]:
    """``rows`` of driver values as values; ends of relationships that came without them are asked for in ``tx``."""
    converter = _Converter()
    for row in rows:
        for value in row:
            converter.meet(value)
    if converter.unknown:
        for found in tx.run(_ENDS, ids=sorted(converter.unknown)):
            converter.ids[found["e"]] = str(found["id"] or "")
    return [[converter.value(value) for value in row] for row in rows]


class _Converter:
    def __init__(self) -> None:
        from neo4j import graph, spatial, time

        self.graph, self.point = graph, spatial.Point
        self.temporal = (time.Date, time.DateTime, time.Time, time.Duration)
        self.ids: dict[str, str] = {}
        self.unknown: set[str] = set()

    def meet(self, value: Any) -> None:
        """Note the ids of nodes that are in the rows, and which ends of relationships are not."""
        if isinstance(value, self.graph.Node):
            self._known(value)
        elif isinstance(value, self.graph.Path):
            for node in value.nodes:
                self._known(node)
        elif isinstance(value, self.graph.Relationship):
            ends = [node.element_id for node in value.nodes if node is not None]
            self.unknown.update(end for end in ends if end not in self.ids)
        elif isinstance(value, Mapping):
            self._meet_all(value.values())
        elif isinstance(value, list):
            self._meet_all(value)

    def _meet_all(self, values: Iterable[Any]) -> None:
        for value in values:
            self.meet(value)

    def _known(self, node: Any) -> None:
        self.ids[node.element_id] = str(node.get("id") or "")
        self.unknown.discard(node.element_id)

    def value(self, value: Any) -> Any:
        """One cell."""
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, self.graph.Node):
            return Node(str(value.get("id") or ""), tuple(sorted(value.labels)), self._properties(value))
        if isinstance(value, self.graph.Relationship):
            start, end = (self.ids.get(node.element_id, "") if node is not None else "" for node in value.nodes)
            return Relationship(str(value.get("id") or ""), value.type, start, end, self._properties(value))
        if isinstance(value, self.graph.Path):
            return Path(tuple(map(self.value, value.nodes)), tuple(map(self.value, value.relationships)))
        if isinstance(value, self.temporal):
            return value.iso_format()
        if isinstance(value, self.point):
            return {"srid": value.srid, "coordinates": list(value)}
        if isinstance(value, Mapping):
            return {str(name): self.value(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return str(value)

    def _properties(self, element: Any) -> dict[str, Any]:
        return {name: self.value(element[name]) for name in sorted(element.keys())}
