"""``plankg update``: read again what changed."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import corrections_option, db_option, extraction_options
from plankg.settings import Target


@click.command(cls=Command)
@db_option(folder_only=True)
@click.option("--prune", is_flag=True, help="Take out documents whose file is gone.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to read with.")
@click.option("--report", metavar="FILE", help="Write what became of each file as JSON (- is stdout).")
@corrections_option
@extraction_options
@click.pass_context
def command(
    ctx: click.Context,
    db: Target,
    prune: bool,
    jobs: int | None,
    report: str | None,
    corrections: str | None,
    lexicon: str | None,
    model: str | None,
    disable: tuple[str, ...],
) -> None:
    """Read again the files of the graph that changed, or that were read by other rules.

    A document whose file is gone is kept and named, unless --prune is given.
    """
    from plankg.workflows.extraction import Reading
    from plankg.workflows.summary import finish
    from plankg.workflows.update import update

    done = update(db, reading=Reading(lexicon, model, disable), jobs=jobs, prune=prune, corrections=corrections)
    ctx.exit(finish(done, db, report))
