"""``plankg serve``: the graph over Bolt, for reading with any Neo4j tool."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option
from plankg.settings import Target


@click.command(cls=Command)
@db_option(folder_only=True)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7687, show_default=True, help="For Bolt; 0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others let machines in.")
def command(db: Target, port: int, host: str) -> None:
    """Serve the graph folder over Bolt until Ctrl-C, for reading only: for drivers, cypher-shell, notebooks.

    The user is `analyst`; its password is PLANKG_SERVE_PASSWORD, or a random one that is shown once. What is served is the
    graph as it is at the start; while it runs others can read the folder, but not build into it.
    """
    from plankg.workflows.serving import serve

    serve(db, host, port)
