"""What a load does to a graph folder: a small one is written in place, a first or a large one builds a new database.

The folder's facts are the source of truth and the database is made from them (see ``cypher.facts``). A new database is
built beside the old, and the manifest then switches to it in one rename. Killed at any moment, the folder holds the
graph from before or from after. The callers hold the folder alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from cypher import corrections, embedded_load, engine
from cypher.delta import Delta, Snapshot, check_part, plan_edges, plan_load, plan_nodes
from cypher.embedded_open import open_for_writing
from cypher.facts import LAYOUT, Entry, Folder, Manifest, seal_of, sync_folder
from cypher.schema import labels, types
from cypher.store import LoadReport, Progress
from kg.errors import StoreError
from kg.graph import Graph
from kg.ontology import ontology

#: A load in place writes at most this many rows, or this part of the graph; beyond it a new database is faster.
_IN_PLACE_ROWS = 5_000
_IN_PLACE_PART = 0.3

#: Bytes of disk that a load needs at least, and for each node or edge when the database is made anew.
_ROOM, _ROOM_A_ROW = 12_000_000, 3_000


def first_load(folder: Folder, manifest: Manifest, parts: Mapping[str, Graph], progress: Progress | None) -> LoadReport:
    """Into an empty folder: the graphs are checked and the facts written while the engine builds the database."""

    def keep() -> dict[str, Entry]:
        check_parts(parts)
        return folder.write_facts(parts)

    report = build(folder, manifest, progress, parts, keep)
    report.documents = dict.fromkeys(sorted(parts), "added")
    return report


def check_parts(parts: Mapping[str, Graph]) -> None:
    """Raise ``StoreError`` (E307) if a value in one of the graphs cannot be stored."""
    for document, graph in parts.items():
        check_part(document, graph)


def change(
    folder: Folder,
    before: Manifest,
    after: Manifest,
    *,
    parts: Mapping[str, Graph] | None = None,
    gone: Iterable[str] = (),
    progress: Progress | None = None,
) -> LoadReport:
    """Bring the database from ``before`` to ``after``; on any failure it stays (or will be made) ``before``.

    ``parts`` are the checked graphs of the documents that are new or other; ``gone`` the documents taken out.
    """
    parts, gone = parts or {}, list(gone)
    if not before.documents:
        return build(folder, after, progress, parts)
    linker = corrections.changed_linker(folder.path, before, parts, gone)
    if linker is None:
        return build(folder, after, progress, parts)
    after = replace(after, links=corrections.state(folder.path, linker))
    linked = {document: linker.apply(graph) for document, graph in parts.items()}
    with open_for_writing(folder, before) as handle:
        now = embedded_load.snapshot(handle.db, linked, [*parts, *gone])
        delta = plan_load(linked, now, gone, checked=True)
        delta.report.notes = linker.notes
        total = sum(map(sum, (found.values() for found in counts(handle.db))))
        in_place = delta.size <= max(_IN_PLACE_ROWS, int(total * _IN_PLACE_PART))
        if in_place:
            _check_room(folder, _ROOM + _text_room(linked))
            _apply(folder, handle, before, after, delta, progress)
    if not in_place:
        build(folder, after, progress, parts)
    return delta.report


def _apply(
    folder: Folder, handle: engine.Handle, before: Manifest, after: Manifest, delta: Delta, progress: Progress | None
) -> None:
    with engine.engine_errors(folder.path):
        folder.write_manifest(replace(after, complete=False, seal={}))
        try:
            embedded_load.apply(handle.db, delta, progress)
            handle.close()
            done = replace(after, engine=engine.version(folder.log), seal=seal_of(handle.path))
            folder.write_manifest(done)
        except BaseException:
            with contextlib.suppress(Exception):
                folder.write_manifest(replace(before, complete=False, seal={}))
            raise
    folder.tidy(after)


def build(
    folder: Folder,
    manifest: Manifest,
    progress: Progress | None = None,
    parts: Mapping[str, Graph] | None = None,
    keep: Callable[[], dict[str, Entry]] = dict,
) -> LoadReport:
    """A new database from the facts of ``manifest`` and the graphs in ``parts``, then the switch to it.

    ``keep`` gives entries of documents that ``manifest`` does not have yet; it runs beside the engine's work, and what it
    raises counts before what the engine makes of the same graphs.
    """
    graphs = dict(parts or {})
    for document, entry in manifest.documents.items():
        if document not in graphs:
            graphs[document] = folder.read_facts(document, entry)
    linker = corrections.linker(folder.path, graphs)
    linked = {document: linker.apply(graph) for document, graph in graphs.items()}
    expected = sum(graph.nx.number_of_edges() for graph in linked.values())
    _check_room(folder, _ROOM + _ROOM_A_ROW * (expected + sum(map(len, linked.values()))) + _text_room(linked))
    with engine.engine_errors(folder.path):
        folder.make()
        name = folder.new_database_name()
        path = folder.path / name
        try:
            delta, new = _fill(path, folder.log, linked, expected, progress, keep)
            _flush(path)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        done = replace(
            manifest,
            documents={**manifest.documents, **new},
            database=name,
            complete=True,
            engine=engine.version(folder.log),
            ontology=ontology().version,
            layout=LAYOUT,
            seal=seal_of(path),
            links=corrections.state(folder.path, linker),
        )
        folder.write_manifest(done)
    folder.tidy(done)
    delta.report.notes = linker.notes
    return delta.report


def _fill(
    path: Path,
    log: Path,
    linked: Mapping[str, Graph],
    expected: int,
    progress: Progress | None,
    keep: Callable[[], dict[str, Entry]],
) -> tuple[Delta, dict[str, Entry]]:
    """The database at ``path``; while the engine takes in the nodes the edges are planned, and then ``keep`` runs."""
    delta, nothing = Delta(), Snapshot()
    with ThreadPoolExecutor(1) as aside:
        kept: Future[dict[str, Entry]] | None = None
        try:
            plan_nodes(delta, linked, nothing, set(linked), digests=False)
            edges = aside.submit(plan_edges, delta, linked, nothing, set(linked))
            kept = aside.submit(keep)
            embedded_load.build(path, log, delta, progress, edges=edges.result, expected=expected)
        except Exception:
            (kept or aside.submit(keep)).result()
            raise
        return delta, kept.result()


def counts(db: Any) -> tuple[dict[str, int], dict[str, int]]:
    """How many nodes a label and edges a type (those that occur, in the ontology's order)."""
    nodes = {label: int(db.count_type(label)) for label in labels()}
    edges = {type_: int(db.count_type(type_)) for type_ in types()}
    return {k: v for k, v in nodes.items() if v}, {k: v for k, v in edges.items() if v}


def _text_room(graphs: Mapping[str, Graph]) -> int:
    """Bytes for the plans' texts: three a character, and as much again for the engine's log."""
    return 6 * sum(len(document.text) for graph in graphs.values() for document in graph.documents.values())


def _check_room(folder: Folder, wanted: int) -> None:
    """Raise ``StoreError`` (E305) before a load for which the disk has no room.

    The engine writes pages in the background and does not tell when that fails: a disk that fills during a load
    leaves a damaged database behind and no error.
    """
    place = folder.path if folder.path.exists() else folder.path.absolute().parent
    free = shutil.disk_usage(place).free
    if free < wanted:
        reason = f"No space left on device ({free / 1e6:.1f} MB free, {wanted / 1e6:.0f} MB needed)"
        raise StoreError("E305", path=folder.path, reason=reason)


def _flush(path: Path) -> None:
    """Put a new database on the disk before anything names it."""
    for file in path.iterdir():
        if file.is_file() and os.name != "nt":
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    sync_folder(path)
    sync_folder(path.parent)
