"""``plankg db``: check or rebuild the embedded database."""

from __future__ import annotations

import click

from plankg.lazy import Group
from plankg.options import corrections_option, db_option
from plankg.settings import Target


@click.group(cls=Group)
def command() -> None:
    """Look after the embedded database in a graph folder."""


@command.command("check")
@db_option(folder_only=True)
@click.pass_context
def check(ctx: click.Context, db: Target) -> None:
    """Check the database, and compare it with the facts it was made from."""
    from plankg.workflows.maintenance import check_folder

    ctx.exit(check_folder(db))


@command.command("rebuild")
@db_option(folder_only=True)
@corrections_option
def rebuild(db: Target, corrections: str | None) -> None:
    """Make the database again from the facts; changes made with --write are lost."""
    from plankg.workflows.maintenance import rebuild_folder

    rebuild_folder(db, corrections)
