"""Writing to the embedded engine: schema, bulk builds into a fresh folder, and changes in place.

A database is only ever built in a folder that nothing uses yet; ``graph_batch`` is fast but not atomic.
Changes in place go in transactions of 2,000 rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from cypher import engine
from cypher.delta import Delta, EdgeRow, Snapshot
from cypher.schema import Row, labels, types
from cypher.statements import by_ends, chunks, create_edges, create_nodes, edge_parameter
from cypher.store import Progress
from kg.graph import Graph

BATCH = 2_000
_BULK = 20_000
#: The engine may not read files or addresses from within a query.
_SETTINGS = (("opencypher.loadCsv.allowFileUrls", "false"), ("opencypher.loadCsv.allowRemoteUrls", "false"))


class Steps:
    """Counts rows for a progress bar."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def add(self, rows: int) -> None:
        """``rows`` more are in."""
        self.done += rows
        if self.progress is not None:
            self.progress(self.done, self.total)


# -- a fresh database -----------------------------------------------------------------------------


def build(
    path: Path,
    log: Path,
    delta: Delta,
    progress: Progress | None = None,
    *,
    edges: Callable[[], object],
    expected: int,
) -> None:
    """Make a database at ``path`` (which must not exist) that holds what ``delta`` creates.

    ``edges`` is called when the nodes are in and returns when the edges are in ``delta``; ``expected`` is about how many.
    """
    db = engine.load(log).create_database(str(path.absolute()))
    try:
        db.set_wal_flush("yes_nometadata")
        create_schema(db)
        if delta.size:
            _bulk(db, delta, Steps(delta.size + expected, progress), edges, expected)
    finally:
        db.close()


def create_schema(db: Any) -> None:
    """Types for every label and edge type, ids unique, reading of files off."""
    for name, value in _SETTINGS:
        db.command("sql", f"ALTER DATABASE `arcadedb.{name}` {value}").close()
    script = []
    for label in labels():
        script += [
            f"CREATE VERTEX TYPE `{label}` BUCKETS 1",
            f"CREATE PROPERTY `{label}`.id STRING",
            f"CREATE INDEX ON `{label}` (id) UNIQUE",
        ]
    script += [f"CREATE EDGE TYPE `{type_}` BUCKETS 1" for type_ in types()]
    db.command("sqlscript", ";\n".join(script) + ";").close()


def _bulk(db: Any, delta: Delta, steps: Steps, edges: Callable[[], object], expected: int) -> None:
    rids: dict[str, str] = {}
    with db.graph_batch(expected_edge_count=max(1, expected)) as batch:
        for label, rows in delta.create_nodes.items():
            for chunk in chunks(rows, _BULK):
                created = batch.create_vertices(label, chunk)
                rids.update(zip((row["id"] for row in chunk), created, strict=True))
                steps.add(len(chunk))
        edges()
        steps.total = delta.size
        by_type: dict[str, list[EdgeRow]] = defaultdict(list)
        for edge in delta.create_edges:
            by_type[edge.type].append(edge)
        for type_, found in by_type.items():
            for part in chunks(found, _BULK):
                sources, targets = [rids[e.source] for e in part], [rids[e.target] for e in part]
                batch.new_edges(sources, type_, targets, [e.row for e in part])
                steps.add(len(part))


# -- changes in place -----------------------------------------------------------------------------


def snapshot(db: Any, parts: Mapping[str, Graph], touched: Iterable[str]) -> Snapshot:
    """The nodes and edges that a load of ``parts`` may change; ``touched`` are the documents replaced or removed."""
    docs = sorted({*parts, *touched})
    now = Snapshot()
    ids: dict[str, set[str]] = defaultdict(set)
    for graph in parts.values():
        for node in graph.nodes():
            ids[node.label].add(node.id)
    for label in labels():
        for row in engine.rows(db, "sql", f"SELECT FROM `{label}` WHERE docs CONTAINSANY :docs", {"docs": docs}):
            _keep(now, label, row)
        for chunk in chunks(sorted(ids[label] - set(now.nodes)), BATCH):
            statement = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n"
            for found in engine.rows(db, "opencypher", statement, {"ids": chunk}):
                _keep(now, label, found["n"])
    for type_ in types():
        _snapshot_edges(db, now, type_, "doc IN :docs OR docs CONTAINSANY :docs", {"docs": docs})
    unstated = {e.id: e for g in parts.values() for e in g.edges() if not e.properties.get("doc")}
    for type_ in sorted({edge.type for edge in unstated.values()}):
        wanted = [key for key, edge in unstated.items() if edge.type == type_ and key not in now.edges]
        if wanted:
            _snapshot_edges(db, now, type_, "id IN :ids", {"ids": wanted})
    return now


def whole(db: Any) -> Snapshot:
    """Everything in the database."""
    now = Snapshot()
    for label in labels():
        for row in engine.rows(db, "sql", f"SELECT FROM `{label}`"):
            _keep(now, label, row)
    for type_ in types():
        _snapshot_edges(db, now, type_, "true", {})
    return now


def _keep(now: Snapshot, label: str, row: Row) -> None:
    now.nodes[row["id"]] = (label, clean(row))


def clean(row: Row) -> Row:
    """A record's own properties, without the engine's."""
    return {name: value for name, value in row.items() if not name.startswith("@") and value is not None}


def _snapshot_edges(db: Any, now: Snapshot, type_: str, where: str, params: Mapping[str, Any]) -> None:
    ends = "@out.id AS `@s`, @out.@type AS `@sl`, @in.id AS `@t`, @in.@type AS `@tl`"
    for row in engine.rows(db, "sql", f"SELECT *, {ends} FROM `{type_}` WHERE {where}", params):
        edge = EdgeRow(type_, row["@s"], row["@t"], row["@sl"], row["@tl"], clean(row))
        now.edges[edge.row["id"]] = edge


def apply(db: Any, delta: Delta, progress: Progress | None = None) -> None:
    """Write ``delta``: edges out, nodes out, nodes in, edges in."""
    steps = Steps(delta.size, progress)
    for (type_, source, _), edges in by_ends(delta.delete_edges):
        text = f"UNWIND $rows AS row MATCH (a:{source} {{id: row.s}})-[r:{type_} {{id: row.id}}]->() DELETE r"
        _write(db, text, [{"s": e.source, "id": e.row["id"]} for e in edges], steps)
    for label, ids in delta.delete_nodes.items():
        _write(db, f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", ids, steps)
    for label, rows in delta.create_nodes.items():
        _write(db, create_nodes(label), rows, steps)
    for label, rows in delta.update_nodes.items():
        _write(db, f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n = row", rows, steps)
    for ends, edges in by_ends(delta.create_edges):
        _write(db, create_edges(*ends), [edge_parameter(edge) for edge in edges], steps)
    for (type_, source, _), edges in by_ends(delta.update_edges):
        text = f"UNWIND $rows AS row MATCH (a:{source} {{id: row.s}})-[r:{type_} {{id: row.p.id}}]->() SET r = row.p"
        _write(db, text, [{"s": e.source, "p": e.row} for e in edges], steps)


def _write(db: Any, text: str, rows: list[Any], steps: Steps) -> None:
    for chunk in chunks(rows, BATCH):
        with db.transaction():
            engine.run(db, text, {"rows": chunk})
        steps.add(len(chunk))
