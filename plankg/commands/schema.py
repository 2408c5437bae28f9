"""``plankg schema``: labels, edge types, properties."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import rows_options
from plankg.output import RowOptions


@click.command(cls=Command)
@rows_options()
def command(rows: RowOptions) -> None:
    """Show the labels and edge types a graph is made of, with their ends and properties."""
    from plankg.workflows.figures import show_schema

    show_schema(rows)
