"""``plankg shell``: ask one question after another."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import ROW_FORMATS, db_option
from plankg.settings import Target


@click.command(cls=Command)
@db_option()
@click.option("--write", is_flag=True, help="Allow queries to change the graph.")
@click.option("--format", "row_format", type=click.Choice(ROW_FORMATS[:-1]), default="table", help="How to print rows.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="At most so many rows (0: all)."
)
def command(db: Target, write: bool, row_format: str, limit: int) -> None:
    """Ask in Cypher, one question after another: a statement ends with ; or with an empty line.

    Tab completes labels, edge types, properties, names and saved queries; the history is kept. :help lists the commands
    of the prompt. Statements on stdin are run one after another.
    """
    from plankg.workflows.shell import shell

    shell(db, write=write, row_format=row_format, limit=limit)
