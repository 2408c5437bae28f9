"""``plankg doctor``: is everything there?"""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target


@click.command(cls=Command)
@db_option()
@rows_options()
@click.pass_context
def command(ctx: click.Context, db: Target, rows: RowOptions) -> None:
    """Check this installation, the settings, and the database; the exit code is 1 if something is wrong."""
    from plankg.workflows.doctor import examine

    ctx.exit(examine(db, rows))
