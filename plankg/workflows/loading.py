"""Loading graphs into a store: a folder's facts into a server, graph files into either."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plankg.console import console
from plankg.settings import Target
from plankg.workflows.stores import open_target

if TYPE_CHECKING:
    from cypher.store import Counts, LoadReport
    from kg.graph import Graph


def load_into(db: Target, server: Target) -> LoadReport:
    """Load everything in the graph folder ``db`` into ``server``; loading again changes nothing."""
    start = time.perf_counter()
    with open_target(server) as store:
        report = store.load(_facts(db))
    _say(report, server, start)
    return report


def load_files(files: Sequence[str], place: Target) -> LoadReport:
    """Load graph files (JSON, JSON lines; ``-`` is stdin) into a folder or a server."""
    from kg.formats import read

    start = time.perf_counter()
    graphs = [read(path) for path in files]
    with open_target(place, create=not place.is_server) as store:
        report = store.load(graphs)
    _say(report, place, start)
    return report


def _facts(db: Target) -> Iterator[Graph]:
    from pathlib import Path

    from cypher.corrections import linked_facts
    from cypher.facts import Folder

    folder = Folder(Path(db.place))
    folder.check_place(False)
    yield from linked_facts(folder)


def _say(report: LoadReport, place: Target, start: float) -> None:
    def signed(counts: Counts) -> str:
        return f"+{counts.added} ~{counts.changed} −{counts.removed} ={counts.unchanged}"

    seconds = time.perf_counter() - start
    console.say(
        f"{place.place}: {len(report.documents)} documents; nodes {signed(report.nodes)}, edges {signed(report.edges)}"
        f" ({seconds:.1f} s)"
    )
