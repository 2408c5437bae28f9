"""Statements that write rows, the same for both databases, and rows dealt out to them.

Labels and types are those of the ontology; everything else is a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from cypher.delta import EdgeRow

T = TypeVar("T")


def create_nodes(label: str) -> str:
    """The statement that makes nodes of ``label``; a row is the node's properties."""
    return f"UNWIND $rows AS row CREATE (n:{label}) SET n = row"


def create_edges(type_: str, source: str, target: str) -> str:
    """The statement that makes edges of ``type_`` between nodes of these labels; rows as ``edge_parameter`` gives."""
    match = f"MATCH (a:{source} {{id: row.s}}) MATCH (b:{target} {{id: row.t}})"
    return f"UNWIND $rows AS row {match} CREATE (a)-[r:{type_}]->(b) SET r = row.p"


def edge_parameter(edge: EdgeRow) -> dict[str, Any]:
    """The ids of an edge's ends, and its properties."""
    return {"s": edge.source, "t": edge.target, "p": edge.row}


def by_ends(edges: Iterable[EdgeRow]) -> list[tuple[tuple[str, str, str], list[EdgeRow]]]:
    """``edges`` by type and labels of the ends, in the order of those."""
    groups: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        groups[edge.type, edge.source_label, edge.target_label].append(edge)
    return sorted(groups.items(), key=lambda item: item[0])


def chunks(items: list[T], size: int) -> Iterator[list[T]]:
    """``items`` in pieces of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
