"""``plankg export``: all or a part of the graph as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from plankg.lazy import Command
from plankg.options import db_option, selection_options
from plankg.settings import Target

if TYPE_CHECKING:
    from kg.selection import Selection


@click.command(cls=Command)
@db_option()
@selection_options
@click.option("--format", "name", metavar="FORMAT", help="See --list; the file's suffix tells it, else json.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to a file or folder (- is stdout).")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@click.option(
    "--for",
    "tool",
    type=click.Choice(["browser", "bloom"]),
    help="Instead of the graph: style and saved queries for Neo4j Browser or Bloom, into the folder -o.",
)
def command(
    db: Target,
    selection: Selection,
    cypher: str | None,
    name: str | None,
    output: str,
    listing: bool,
    tool: Literal["browser", "bloom"] | None,
) -> None:
    """Write all or a part of the graph to a file.

    \b
    plankg export --region 深圳 -o shenzhen.graphml
    plankg export --format xlsx -o 责任清单.xlsx
    plankg export --format neo4j-admin -o import/
    plankg export --for browser -o browser/
    """
    from plankg.workflows.exporting import check_output, list_formats, write_graph
    from plankg.workflows.stores import read_selection

    if listing:
        list_formats()
        return
    if tool:
        from plankg.workflows.neo4j_tools import write_for

        if output == "-" or name:
            raise click.UsageError("--for writes several files into a folder: give it with -o, and no --format")
        write_for(tool, output)
        return
    check_output(name, output)
    write_graph(read_selection(db, selection, cypher), output, name)
