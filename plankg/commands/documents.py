"""``plankg documents``: what was read."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target

COLUMNS = ("title", "number", "date", "nodes", "edges", "file", "part", "rules", "id")


@click.command(cls=Command)
@db_option()
@rows_options()
def command(db: Target, rows: RowOptions) -> None:
    """List the documents in the graph, with the file and the rules each was read with.

    `part` counts the documents of a notice that carries several plans: 1/6 is the notice itself.
    """
    from plankg.output import emit
    from plankg.workflows.stores import open_target

    with open_target(db) as store:
        found = store.documents()
    emit(
        COLUMNS,
        (
            [
                d.title,
                d.meta.get("number"),
                d.meta.get("date"),
                d.nodes,
                d.edges,
                d.meta.get("path", d.source),
                f"{d.meta['part']}/{d.meta['parts']}" if "part" in d.meta else None,
                d.meta.get("rules"),
                d.id,
            ]
            for d in found
        ),
        rows,
    )
