"""``plankg load``: a graph into Neo4j, or graph files into a graph."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import config_of, db_option
from plankg.settings import Target


@click.command(cls=Command)
@click.argument("files", nargs=-1, metavar="[GRAPH.json...]")
@db_option(folder_only=True)
@click.option("--to", metavar="URI", help="A Neo4j server (bolt://…, neo4j+s://…; `neo4j`: NEO4J_URI).")
@click.option("--user", metavar="NAME", help="The server's user (else NEO4J_USERNAME).")
@click.option("--database", metavar="NAME", help="The server's database (else NEO4J_DATABASE).")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], db: Target, to: str | None, user: str | None, database: str | None
) -> None:
    """Load the graph folder --db into the server --to; or graph files (as `plankg extract` wrote) into --db or --to.

    Loading again changes nothing. The password comes from NEO4J_PASSWORD or the config file, or is asked for.
    """
    import os

    from plankg.settings import target
    from plankg.workflows.loading import load_files, load_into

    if to is None and not files:
        if not os.environ.get("NEO4J_URI"):
            raise click.UsageError("give --to URI (or NEO4J_URI), or graph files to load")
        to = "neo4j"
    place = db if to is None else target(config_of(ctx), to, username=user, database=database)
    if files:
        load_files(files, place)
    else:
        load_into(db, place)
