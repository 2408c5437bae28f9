"""Bringing a graph up to date with its files, and finding documents by what people call them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.identity import fold
from plankg.settings import Target
from plankg.workflows.build import BuildReport, FileReport, add_counts, build, source_path
from plankg.workflows.extraction import Reading
from plankg.workflows.links import correct_from
from plankg.workflows.stores import open_target

if TYPE_CHECKING:
    from cypher.store import DocumentInfo


def update(
    db: Target,
    *,
    reading: Reading | None = None,
    jobs: int | None = None,
    prune: bool = False,
    corrections: str | None = None,
) -> BuildReport:
    """Read again every document whose file, or the rules, changed; with ``prune`` take out those whose file is gone.

    ``corrections`` is a file of corrections to add to those kept with the graph.
    Raises ``StoreError`` as ``build`` does; E301 if there is no graph.
    """
    start = time.perf_counter()
    with open_target(db) as store:
        known = store.documents()
    paths, gone = [], []
    for document in known:
        path = source_path(document, db.place)
        if path is None:
            continue
        if path.is_file():
            paths.append(str(path))
        else:
            gone.append(document)
    report = build(paths, db, reading=reading, jobs=jobs, corrections=corrections) if paths else BuildReport()
    if corrections is not None and not paths:
        with open_target(db) as store:
            correct_from(store, corrections)
    for document in gone:
        report.files.append(_gone(document, db, report, prune))
    report.seconds["total"] = time.perf_counter() - start
    return report


def _gone(document: DocumentInfo, db: Target, report: BuildReport, prune: bool) -> FileReport:
    path = str(document.meta.get("path"))
    entry = FileReport(path, "missing", document.id, document.title)
    if not prune:
        entry.message = f"the file of {document.title} is gone; what it said is kept (--prune takes it out)"
        return entry
    with open_target(db) as store:
        removed = store.remove(document.id)
    add_counts(report.nodes, removed.nodes)
    add_counts(report.edges, removed.edges)
    entry.status = "removed"
    return entry


def find_document(known: Sequence[DocumentInfo], name: str, place: str) -> DocumentInfo:
    """The one document with this id, title, file name or path, or whose title contains ``name``.

    Raises ``StoreError``: E308 if there is none, E311 if there are several.
    """
    key = fold(name)
    exact = [d for d in known if name in (d.id, d.source, d.meta.get("path")) or key == fold(d.title)]
    found = exact or [d for d in known if key and key in fold(d.title)]
    if not found:
        raise StoreError("E308", document=name, path=place)
    if len(found) > 1:
        titles = "; ".join(f"{d.title} ({d.id})" for d in found[:5])
        raise StoreError("E312", document=name, titles=titles)
    return found[0]
