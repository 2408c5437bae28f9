"""``plankg explain``: why the graph says what it says."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option, extraction_options, rows_options
from plankg.output import RowOptions
from plankg.settings import Target


@click.command(cls=Command)
@click.argument("what", metavar="FILE|ID|NAME")
@click.option("--at", metavar="TEXT|OFFSET", help="In a FILE: the words, or the offset, to explain.")
@db_option()
@extraction_options
@rows_options()
def command(
    what: str,
    at: str | None,
    db: Target,
    lexicon: str | None,
    model: str | None,
    disable: tuple[str, ...],
    rows: RowOptions,
) -> None:
    """Say why: the sentence, the rule and its row, and what was considered and dropped.

    \b
    plankg explain plan.txt --at 牵头          every sentence with 牵头 in a plan
    plankg explain plan.txt --at 1234          the sentence at an offset
    plankg explain RESPONSIBLE_FOR:3f0c…       an edge of the graph, by its id
    plankg explain 广东教育云                   a thing of the graph, by id or name
    """
    from plankg.workflows.explaining import explain_file, explain_graph, is_plan
    from plankg.workflows.extraction import Reading

    reading = Reading(lexicon, model, disable)
    if is_plan(what):
        if at is None:
            raise click.UsageError("which words of the plan? give them with --at")
        explain_file(what, at, reading, rows)
    elif at is not None:
        from kg.errors import InputError

        raise InputError("E101", path=what)
    else:
        explain_graph(db, what, reading, rows)
