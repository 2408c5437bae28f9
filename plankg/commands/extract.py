"""``plankg extract``: the graph of plans, to stdout or a file, without a database."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import extraction_options


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option(
    "--format", "name", metavar="FORMAT", help="json, jsonl, csv, xlsx, graphml, gexf, cypher, dot, mermaid, …"
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to a file or folder (- is stdout).")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to read with.")
@extraction_options
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    name: str | None,
    output: str,
    jobs: int | None,
    lexicon: str | None,
    model: str | None,
    disable: tuple[str, ...],
) -> None:
    """Print the graph of plans; several plans give one graph.

    The file's suffix tells the format; without a file it is json.
    """
    from plankg.workflows.exporting import check_output, write_graph
    from plankg.workflows.extraction import Reading
    from plankg.workflows.gather import gather

    check_output(name, output)
    graph, failed = gather(paths, Reading(lexicon, model, disable), jobs)
    if graph is not None:
        write_graph(graph, output, name)
    ctx.exit(1 if failed else 0)
