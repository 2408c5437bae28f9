"""Is a graph folder whole? The engine's own check, and the database compared with the facts row by row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from cypher import embedded_load, engine
from cypher.corrections import is_current, known_linker
from cypher.delta import EdgeRow, Snapshot, plan_load
from cypher.facts import Folder, Manifest, broken_seal
from kg.errors import StoreError
from kg.graph import Graph


def check(folder: Folder, manifest: Manifest, log: Path) -> list[str]:
    """Problems in the folder, one line each; empty if all is well. The caller holds the exclusive lock."""
    problems: list[str] = []
    graphs: dict[str, Graph] = {}
    for document, entry in manifest.documents.items():
        try:
            graphs[document] = folder.read_facts(document, entry)
        except StoreError as error:
            problems.append(str(error))
    if not is_current(folder.path, manifest):
        problems.append("the corrections were changed; the database will be made again at the next use")
    if not manifest.complete:
        problems.append("the last load did not end; the database will be made again at the next use")
    database = folder.database_path(manifest)
    try:
        if not manifest.database or not database.is_dir():
            raise StoreError("E304", path=folder.path, reason=f"`{manifest.database}` is missing")
        broken = broken_seal(database, manifest.seal)
        if broken:
            problems.append(f"database file {broken}")
        handle = engine.Handle(database, log, write=True)
    except StoreError as error:
        return [*problems, str(error)]
    try:
        problems += _engine_check(handle.db)
        if len(graphs) == len(manifest.documents):
            linker = known_linker(folder.path, manifest)
            linked = {document: linker.apply(graph) for document, graph in graphs.items()}
            problems += _compare(linked, embedded_load.whole(handle.db))
    except Exception as error:
        problems.append(str(StoreError("E304", path=folder.path, reason=engine.reason_of(error))))
    finally:
        handle.close()
    return problems


def _engine_check(db: Any) -> list[str]:
    problems = []
    for row in db.command("sql", "CHECK DATABASE").to_list():
        for key in ("totalErrors", "corruptedRecords", "invalidLinks", "missingReferenceBack"):
            value = row.get(key)
            count = len(value) if isinstance(value, list | tuple | set) else value
            if count:
                problems.append(f"the engine's check found {count} {key}")
        problems += [f"the engine warns: {' '.join(str(w).split())[:200]}" for w in row.get("warnings") or []]
    return problems


def _compare(graphs: dict[str, Graph], now: Snapshot) -> list[str]:
    """Where the database and the facts differ, one line for each label or type and kind of difference."""
    delta = plan_load(graphs, Snapshot())
    nodes = {row["id"]: (label, row) for label, rows in delta.create_nodes.items() for row in rows}
    edges = {edge.row["id"]: (edge.type, _shape(edge)) for edge in delta.create_edges}
    found = {key: (edge.type, _shape(edge)) for key, edge in now.edges.items()}
    return _differences("nodes", nodes, now.nodes) + _differences("edges", edges, found)


def _shape(edge: EdgeRow) -> dict[str, Any]:
    return {**edge.row, "@s": edge.source, "@t": edge.target}


def _differences(what: str, wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    missing = Counter(wanted[key][0] for key in wanted if key not in found)
    extra = Counter(found[key][0] for key in found if key not in wanted)
    other = Counter(wanted[key][0] for key in wanted if key in found and wanted[key] != found[key])
    return [
        f"{count} {name} {what} {words}"
        for counts, words in (
            (missing, "of the facts are not in the database"),
            (extra, "in the database are not in the facts"),
            (other, "differ from the facts"),
        )
        for name, count in sorted(counts.items())
    ]
