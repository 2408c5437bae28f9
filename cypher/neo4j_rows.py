"""Rows of the Neo4j driver as PlanKG's values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cypher.values import Node, Path, Relationship, visible

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: Types of values that stay as they are.
_PLAIN = frozenset((str, int, float, bool, type(None)))
_ENDS = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS e, n.id AS id"


def convert(rows: list[list[Any]], tx: ManagedTransaction) -> list[list[Any]]:
    """``rows`` of driver values as values; ends of relationships that came without them are asked for in ``tx``."""
    if all(type(value) in _PLAIN for row in rows for value in row):
        return rows
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
        if type(value) in _PLAIN:
            return
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
        if type(value) in _PLAIN:
            return value
        if isinstance(value, self.graph.Node):
            labels = tuple(sorted(value.labels))
            shown = visible(self._properties(value), labels[0] if labels else "")
            return Node(str(value.get("id") or ""), labels, shown)
        if isinstance(value, self.graph.Relationship):
            start, end = (self.ids.get(node.element_id, "") if node is not None else "" for node in value.nodes)
            return Relationship(str(value.get("id") or ""), value.type, start, end, self._properties(value))
        if isinstance(value, self.graph.Path):
            return Path(tuple(map(self.value, value.nodes)), tuple(map(self.value, value.relationships)))
        if isinstance(value, self.temporal):
            return _temporal(value)
        if isinstance(value, self.point):
            return _point(value)
        if isinstance(value, Mapping):
            return {str(name): self.value(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return str(value)

    def _properties(self, element: Any) -> dict[str, Any]:
        return {name: self.value(element[name]) for name in sorted(element.keys())}


_POINTS = {
    7203: ("cartesian", ("x", "y")),
    9157: ("cartesian-3D", ("x", "y", "z")),
    4326: ("WGS-84", ("longitude", "latitude")),
    4979: ("WGS-84-3D", ("longitude", "latitude", "height")),
}


def _point(value: Any) -> dict[str, Any]:
    """A point as a map of its coordinates, as the embedded engine gives it."""
    crs, names = _POINTS.get(value.srid, ("unknown", ("x", "y", "z")))
    found: dict[str, Any] = dict(zip(names, value, strict=False))
    if names[0] != "x":
        found |= dict(zip(("x", "y", "z"), value, strict=False))
    return {**found, "crs": crs, "srid": value.srid}


def _temporal(value: Any) -> str:
    """ISO 8601 in the shortest form (no seconds where they are zero), as the embedded engine writes it."""
    text: str = value.iso_format()
    day, at, clock = text.rpartition("T")
    if not hasattr(value, "minute"):
        return text
    time = f"{value.hour:02}:{value.minute:02}"
    if value.second or value.nanosecond:
        time += f":{int(value.second):02}"
    if value.nanosecond:
        digits = f"{value.nanosecond:09}"
        time += "." + (digits[:3] if digits.endswith("000000") else digits[:6] if digits.endswith("000") else digits)
    offset = re.search(r"([+-]\d\d:\d\d)$", clock)
    zone = getattr(getattr(value, "tzinfo", None), "key", None) or getattr(getattr(value, "tzinfo", None), "zone", None)
    named = f"[{zone}]" if zone and zone != "UTC" else ""
    return day + at + time + (offset[1].replace("+00:00", "Z") if offset else "") + named
