"""``plankg queries``: what can be asked."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import rows_options
from plankg.output import RowOptions


@click.command(cls=Command)
@click.argument("name", required=False)
@rows_options()
def command(name: str | None, rows: RowOptions) -> None:
    """List the saved queries; with NAME show that one: its parameters, an example and its Cypher."""
    from plankg.workflows.asking import list_queries, show_query

    if name is None:
        list_queries(rows)
    else:
        show_query(name, rows)
