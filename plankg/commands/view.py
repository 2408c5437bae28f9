"""``plankg view``: an interactive page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plankg.lazy import Command
from plankg.options import db_option, selection_options
from plankg.settings import Target

if TYPE_CHECKING:
    from kg.selection import Selection


@click.command(cls=Command)
@click.argument("plans", nargs=-1, metavar="[FILE...]")
@db_option()
@selection_options
@click.option("-o", "--output", metavar="FILE", help="The page (- is stdout).  [default: the graph's name with .html]")
@click.option("--title", metavar="TEXT", help="What the page is called.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the page.")
@click.option("--open", "launch", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def command(
    ctx: click.Context,
    plans: tuple[str, ...],
    db: Target,
    selection: Selection,
    cypher: str | None,
    output: str | None,
    title: str | None,
    lang: str,
    launch: bool,
) -> None:
    """Write one HTML file that works with no network: graph, tables and the plans' text.

    Without a FILE the page shows the graph in the database; with plans (or a graph's .json) it shows those.
    """
    from plankg.workflows.viewing import view

    if cypher and plans:
        raise click.UsageError("--query asks the database; leave the files out")
    output = output or f"{Path(plans[0]).stem if plans and plans[0] != '-' else _name(db)}.html"
    ctx.exit(view(db, output, plans=plans, selection=selection, cypher=cypher, title=title, lang=lang, launch=launch))


def _name(db: Target) -> str:
    return "plans" if db.is_server else Path(db.place).stem
