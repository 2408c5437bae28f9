"""Bringing a graph up to date with its files, and finding documents by what people call them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.identity import fold
from plankg.settings import Target
from plankg.workflows.build import build, source_path
from plankg.workflows.extraction import Reading
from plankg.workflows.links import correct_from
from plankg.workflows.reports import BuildReport, DocumentReport, FileReport, add_counts
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
    paths: dict[str, None] = {}
    gone: dict[str, list[DocumentInfo]] = {}
    for document in known:
        path = source_path(document, db.place)
        if path is None:
            continue
        if path.is_file():
            paths[str(path)] = None
        else:
            gone.setdefault(str(document.meta.get("path")), []).append(document)
    report = build(list(paths), db, reading=reading, jobs=jobs, corrections=corrections) if paths else BuildReport()
    if corrections is not None and not paths:
        with open_target(db) as store:
            correct_from(store, corrections)
    for shown, documents in gone.items():
        report.files.append(_gone(shown, documents, db, report, prune))
    report.seconds["total"] = time.perf_counter() - start
    return report


def _gone(path: str, documents: list[DocumentInfo], db: Target, report: BuildReport, prune: bool) -> FileReport:
    entry = FileReport(path, "missing", [DocumentReport(d.id, d.title, "missing", d.nodes, d.edges) for d in documents])
    if not prune:
        titles = "; ".join(d.title for d in documents)
        entry.message = f"the file of {titles} is gone; what it said is kept (--prune takes it out)"
        return entry
    with open_target(db) as store:
        for document, said in zip(documents, entry.documents, strict=True):
            removed = store.remove(document.id)
            add_counts(report.nodes, removed.nodes)
            add_counts(report.edges, removed.edges)
            said.status = "removed"
            said.removed.update(nodes=document.nodes, edges=document.edges)
    entry.status = "removed"
    return entry


def find_documents(known: Sequence[DocumentInfo], name: str, place: str) -> list[DocumentInfo]:
    """The document with this id or title, all documents of the file with this name or path, or the one whose title contains ``name``.

    Raises ``StoreError``: E308 if there is none, E312 if ``name`` fits several documents or files.
    """
    key = fold(name)
    exact = [d for d in known if name == d.id or key == fold(d.title)]
    file = [d for d in known if name in (d.source, d.meta.get("path"))]
    if not exact and file and len({d.meta.get("path", d.source) for d in file}) == 1:
        return file
    found = exact or file or [d for d in known if key and key in fold(d.title)]
    if not found:
        raise StoreError("E308", document=name, path=place)
    if len(found) > 1:
        titles = "; ".join(f"{d.title} ({d.id})" for d in found[:5])
        raise StoreError("E312", document=name, titles=titles)
    return found
