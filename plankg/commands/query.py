"""``plankg query``: ask in Cypher, or run a saved query."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from plankg.lazy import Command
from plankg.options import db_option, rows_options
from plankg.output import RowOptions
from plankg.settings import Target


def _saved_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from cypher import saved_queries

    return [CompletionItem(n, help=q.title()) for n, q in saved_queries().items() if n.startswith(incomplete)]


@click.command(cls=Command)
@click.argument("text", required=False, metavar="[CYPHER|-]")
@db_option()
@click.option(
    "--saved", metavar="NAME", shell_complete=_saved_names, help="Run a saved query; `plankg queries` lists them."
)
@click.option("--file", "path", metavar="FILE", help="Read the query from a file.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for $NAME; repeatable.")
@click.option("--timeout", type=click.FloatRange(min=0), default=60.0, show_default=True, help="Seconds (0: no limit).")
@click.option("--write", is_flag=True, help="Allow the query to change the graph.")
@click.option("--graph", metavar="FILE", help="Write nodes and edges of the answer as a page (.html) or an export.")
@rows_options(1000)
def command(
    text: str | None,
    db: Target,
    saved: str | None,
    path: str | None,
    params: tuple[str, ...],
    timeout: float,
    write: bool,
    graph: str | None,
    rows: RowOptions,
) -> None:
    """Ask in Cypher, or run a saved query. Queries only read, unless --write is given.

    Values of parameters are typed: numbers, true, false, null, JSON lists and maps; the rest is text, and so is
    anything in double quotes (--param code='"440300"').

    \b
    plankg query "MATCH (r:Region)-[:PILOTS]->(p:Project) RETURN r.name, p.name"
    plankg query --saved who-is-responsible --param name=广东教育云
    """
    from plankg.workflows.asking import ask

    if sum(given is not None for given in (text, saved, path)) != 1:
        raise click.UsageError("give one of: a query, --saved NAME, --file FILE")
    ask(
        db,
        text=text,
        saved=saved,
        path=path,
        params=params,
        timeout=timeout or None,
        write=write,
        rows=rows,
        graph_file=graph,
    )
