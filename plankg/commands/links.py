"""``plankg links``: which names are one thing, and why."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target

_NAMES = ("Organization", "Project", "Region", "Sector", "Document", "Indicator")


@click.command(cls=Command)
@click.argument("words", required=False)
@db_option(folder_only=True)
@click.option(
    "--label", type=click.Choice(_NAMES), multiple=True, help="Only this label (with --same: of these names)."
)
@click.option("--same", nargs=2, multiple=True, metavar="NAME NAME2", help="NAME2 is NAME; repeatable.")
@click.option("--never", nargs=2, multiple=True, metavar="NAME NAME2", help="The two are never the same; repeatable.")
@click.option("--forget", nargs=2, multiple=True, metavar="NAME NAME2", help="Take out what was said of these two.")
@click.option("--rules", is_flag=True, help="List what was said, and what became of it.")
@click.option("--check", is_flag=True, help="List bodies that look merged or split wrongly; exit code 1 if any.")
@rows_options()
@click.pass_context
def command(
    ctx: click.Context,
    words: str | None,
    db: Target,
    label: tuple[str, ...],
    same: tuple[tuple[str, str], ...],
    never: tuple[tuple[str, str], ...],
    forget: tuple[tuple[str, str], ...],
    rules: bool,
    check: bool,
    rows: RowOptions,
) -> None:
    """Show every merge of names with its reason; say which names are the same, or never are.

    \b
    plankg links 发展改革委                                    merges with these words
    plankg links --same 广东省发展改革委 广东省计划委员会         the second name is the first
    plankg links --never 鼓楼区 南京鼓楼 --label Region

    What is said is kept in the graph folder (corrections.csv) and carried out at every build and rebuild.
    """
    from plankg.workflows import links

    if same or never or forget:
        if len(label) > 1:
            raise click.UsageError("give one --label with --same and --never")
        pairs = [("same", *pair) for pair in same] + [("never", *pair) for pair in never]
        links.say(db, pairs, label[0] if label else "Organization", forget)
    elif rules:
        links.show_rules(db, rows)
    elif check:
        ctx.exit(links.show_suspects(db, rows))
    else:
        links.show_merges(db, label, words, rows)
