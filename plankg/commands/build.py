"""``plankg build``: plans in, graph folder out."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import corrections_option, db_option, extraction_options
from plankg.settings import Target


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@db_option(folder_only=True)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to read with (default: by the amount)."
)
@click.option("--force", is_flag=True, help="Read unchanged files again, too.")
@click.option("--to", metavar="URI", help="Load the graph into this Neo4j server, too (`neo4j`: NEO4J_URI).")
@click.option("--report", metavar="FILE", help="Write what became of each file as JSON (- is stdout).")
@corrections_option
@extraction_options
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    db: Target,
    jobs: int | None,
    force: bool,
    to: str | None,
    report: str | None,
    corrections: str | None,
    lexicon: str | None,
    model: str | None,
    disable: tuple[str, ...],
) -> None:
    """Read plans into a graph: files, or folders with all plans in them.

    Unchanged files are skipped, changed ones replace what came from them, and one that cannot be read never stops the
    others: it is named at the end, and the exit code is 1.
    """
    from plankg.workflows.build import build
    from plankg.workflows.extraction import Reading
    from plankg.workflows.summary import finish

    reading = Reading(lexicon, model, disable)
    done = build(paths, db, reading=reading, jobs=jobs, force=force, corrections=corrections)
    if to and done.statuses.total() > len(done.failed):
        from plankg.options import config_of
        from plankg.settings import target
        from plankg.workflows.loading import load_into

        load_into(db, target(config_of(ctx), to))
    ctx.exit(finish(done, db, report))
