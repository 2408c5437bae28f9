"""Plans, or graph files, to one graph in memory: for the commands that work without a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import PlanKGError
from kg.graph import Graph
from plankg.console import console, one_line, progress
from plankg.workflows.discover import STDIN, discover
from plankg.workflows.extraction import Reading, extract_all, page_note
from plankg.workflows.identity import Identities

#: Suffixes of files that hold a graph already.
GRAPHS = (".json", ".jsonl")


def gather(
    paths: Sequence[str], reading: Reading | None = None, jobs: int | None = None
) -> tuple[Graph | None, list[str]]:
    """One graph of all plans (and graph files) in ``paths``, and the paths that failed, each named on stderr.

    The graph is None if nothing could be read. Raises the plan's own error if it was the only one.
    """
    from extract.readers import suffixes

    ready = [path for path in paths if Path(path).suffix.lower() in GRAPHS]
    found = discover([path for path in paths if path not in ready], suffixes())
    failed = list(found.failed)
    graph, count, identities = Graph(), 0, Identities()
    for path in ready:
        try:
            graph.update(_read_graph(path))
            count += 1
        except PlanKGError as error:
            failed.append((path, error))
    with progress("reading plans", len(found.files)) as step:
        for done in extract_all(found.files, reading or Reading(), jobs, page_note(step)):
            step(1)
            for one in identities.settle(done.graphs, "" if done.path == STDIN else done.path, done.path):
                if one.same is None:
                    graph.update(one.graph)
                    if one.other is not None:
                        console.warn(
                            one_line(
                                f"{done.path}: other words than in {one.other.shown}; kept as {one.document.title}"
                            )
                        )
                else:
                    console.warn(
                        one_line(f"{done.path}: {one.document.title} is the same document as in {one.same.shown}")
                    )
            if done.graphs:
                count += 1
            elif done.error is not None:
                failed.append((done.path, done.error))
    if len(failed) == 1 and not count:
        raise failed[0][1]
    for _, why in failed:
        console.warn(one_line(str(why)))
    if failed:
        console.error(f"{len(failed)} of {len(failed) + count} could not be read (named above)")
    return (graph if count else None), [path for path, _ in failed]


def _read_graph(path: str) -> Graph:
    from kg.formats import read

    return read(path)
