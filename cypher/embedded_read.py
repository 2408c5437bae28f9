"""The graph read back from the embedded engine."""

from __future__ import annotations

from typing import Any

from cypher import engine
from cypher.delta import EdgeRow, edge_from, node_from
from cypher.embedded_load import BATCH, clean, whole
from cypher.schema import labels
from kg.graph import Graph


def read_graph(db: Any, ids: list[str] | None) -> Graph:
    """Nodes with mentions, and edges; without the texts. With ``ids`` only those nodes and the edges among them."""
    graph = Graph()
    if ids is None:
        now = whole(db)
        for label, row in now.nodes.values():
            graph.add_node(node_from(label, row))
        for edge in now.edges.values():
            graph.add_edge(edge_from(edge))
        return graph
    wanted = sorted(set(ids))
    edges: list[EdgeRow] = []
    for label in labels():
        for start in range(0, len(wanted), BATCH):
            chunk = wanted[start : start + BATCH]
            for row in _nodes(db, label, chunk):
                graph.add_node(node_from(label, row))
            edges += _edges(db, label, chunk)
    for edge in edges:
        if edge.source in graph and edge.target in graph:
            graph.add_edge(edge_from(edge))
    return graph


def _nodes(db: Any, label: str, ids: list[str]) -> list[dict[str, Any]]:
    text = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n"
    return [clean(found["n"]) for found in engine.rows(db, "opencypher", text, {"ids": ids})]


def _edges(db: Any, label: str, ids: list[str]) -> list[EdgeRow]:
    text = (
        f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) "
        "RETURN a.id AS s, type(r) AS type, r AS r, b.id AS t, labels(b)[0] AS tl"
    )
    return [
        EdgeRow(found["type"], found["s"], found["t"], label, found["tl"], clean(found["r"]))
        for found in engine.rows(db, "opencypher", text, {"ids": ids})
    ]


def plan_records(db: Any) -> dict[str, str]:
    """The ``record`` of every loaded plan, by document id."""
    text = "MATCH (d:Document) WHERE d.isPlan RETURN d.id AS id, d.record AS record"
    return {found["id"]: found["record"] for found in engine.rows(db, "opencypher", text)}
