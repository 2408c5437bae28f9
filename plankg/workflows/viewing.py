"""Writing the page of a graph."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plankg.console import console
from plankg.output import binary_stdout
from plankg.settings import Target
from plankg.workflows.gather import gather
from plankg.workflows.stores import read_selection

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.selection import Selection


def view(
    db: Target,
    output: str,
    *,
    plans: Sequence[str],
    selection: Selection,
    cypher: str | None = None,
    title: str | None = None,
    lang: str = "zh",
    launch: bool = False,
) -> int:
    """Write the page of the database, or of ``plans``, to ``output``; returns the exit code (1 if a plan failed)."""
    from kg.selection import select

    failed: list[str] = []
    if plans:
        graph, failed = gather(plans)
        if graph is None:
            return 1
        graph = select(graph, selection)
    else:
        graph = read_selection(db, selection, cypher)
    page(graph, output, selection=selection, title=title, lang=lang, launch=launch)
    return 1 if failed else 0


def page(
    graph: Graph, output: str, *, selection: Selection, title: str | None = None, lang: str = "zh", launch: bool = False
) -> None:
    """Write the page of ``graph``, opened on the selection's center."""
    from viz import write_page

    options: dict[str, Any] = {"lang": lang}
    if title:
        options["title"] = title
    if selection.center:
        from kg.selection import find_nodes

        centers = [node.id for name in selection.center for node in find_nodes(graph, name)]
        options.update(center=list(dict.fromkeys(centers)), hops=max(1, min(selection.hops, 2)))
    if output == "-":
        write_page(graph, binary_stdout(), **options)
        sys.stdout.flush()
        return
    write_page(graph, Path(output), **options)
    size = Path(output).stat().st_size
    console.say(f"wrote {output} ({len(graph)} nodes, {graph.nx.number_of_edges()} edges, {size / 1e6:.1f} MB)")
    if launch:
        import webbrowser

        webbrowser.open(Path(output).resolve().as_uri())


def part(selection: Selection, ids: Sequence[str], edge_ids: Sequence[str]) -> Selection:
    """The selection of exactly what a query returned."""
    return replace(selection, ids=frozenset(ids), edge_ids=frozenset(edge_ids) or None)
