"""``plankg db``: checking and rebuilding a graph folder."""

from __future__ import annotations

import time
from typing import Any

from plankg.console import console, one_line
from plankg.settings import Target
from plankg.workflows.links import correct_from, tell
from plankg.workflows.stores import open_target


def check_folder(db: Target) -> int:
    """Check the folder, printing a line for each problem; returns the exit code."""
    with open_target(db) as store:
        embedded: Any = store
        problems: list[str] = embedded.check()
        documents = len(store.documents())
    for problem in problems:
        print(one_line(problem))
    if problems:
        console.error(f"{len(problems)} problems in {db.place}; make the database again with `plankg db rebuild`")
        return 1
    console.say(f"{db.place}: {documents} documents, the database is whole and agrees with the facts")
    return 0


def rebuild_folder(db: Target, corrections: str | None = None) -> None:
    """Make the database again from the facts; ``corrections`` is a file of corrections to add first."""
    start = time.perf_counter()
    with open_target(db) as store:
        embedded: Any = store
        if corrections is not None:
            correct_from(store, corrections)
        report = embedded.rebuild()
    tell(report)
    seconds = time.perf_counter() - start
    console.say(f"{db.place}: {report.nodes.added} nodes and {report.edges.added} edges made again ({seconds:.1f} s)")
