"""``plankg stats``: what is in the graph."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import confidence_option, db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target


@click.command(cls=Command)
@db_option()
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many bodies and central things."
)
@confidence_option
@rows_options()
def command(db: Target, top: int, min_confidence: float, rows: RowOptions) -> None:
    """Show what is in the graph: documents, counts, who carries most, what stands in the middle.

    With --format json one object with everything; the other formats print one table of all figures.
    """
    from plankg.workflows.figures import show_stats

    show_stats(db, top, rows, min_confidence)
