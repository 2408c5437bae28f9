"""``plankg search``: find names and evidence by words."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import confidence_option, db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@db_option()
@confidence_option
@rows_options(20)
def command(words: tuple[str, ...], db: Target, min_confidence: float, rows: RowOptions) -> None:
    """Find names, aliases and evidence by words; the best hits first."""
    from cypher.search import search
    from plankg.console import console
    from plankg.output import emit
    from plankg.workflows.stores import open_target

    with open_target(db) as store:
        found = search(store, " ".join(words), limit=(rows.limit or 1_000_000) + 1, min_confidence=min_confidence)
    if not emit(found.columns, found.rows, rows, truncated=found.truncated):
        console.say(f"nothing found for {' '.join(words)}")
