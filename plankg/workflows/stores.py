"""Opening the database that a command works on, and getting a graph out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plankg.console import console, is_terminal
from plankg.settings import Target

if TYPE_CHECKING:
    from cypher.store import Store
    from kg.graph import Graph
    from kg.selection import Selection

#: Seconds to wait for another process that uses the graph.
WAIT = 10.0


def open_target(db: Target, *, create: bool = False) -> Store:
    """The store of ``db``; says so when it waits for another process or was led to a server by the settings.

    Raises ``StoreError`` and ``ServerError`` as ``cypher.open_store`` does.
    """
    from cypher import open_store

    options = dict(db.options)
    if db.is_server:
        if db.why:
            console.say(f"asking {db.place} ({db.why}; give --db for a folder)")
        if options.get("user") and "password" not in options and is_terminal(sys.stdin) and is_terminal(sys.stderr):
            import click

            options["password"] = click.prompt(f"password of {options['user']}", hide_input=True, err=True)
        return open_store(db.place, **options)
    return open_store(
        db.place,
        create=create,
        wait=WAIT,
        on_wait=lambda holder: console.say(f"waiting for {holder} …"),
    )


def wait_for_turn(db: Target) -> None:
    """Find out before hours of work, not after, that another process holds the graph folder.

    Raises ``StoreBusyError`` (E302) if it is still held after ``WAIT`` seconds.
    """
    from cypher.lock import FolderLock

    def waiting(holder: str) -> None:
        console.say(f"waiting for {holder} …")

    if Path(db.place).is_dir():
        FolderLock(Path(db.place), exclusive=True, wait=WAIT, on_wait=waiting).release()


def read_selection(db: Target, selection: Selection, cypher: str | None = None) -> Graph:
    """The part of the database's graph that is asked for; ``cypher`` narrows it to what a query returns.

    Raises ``GraphError`` (see ``kg.selection``), ``QueryError`` and ``StoreError``.
    """
    from dataclasses import replace

    from kg.selection import select

    with open_target(db) as store:
        if cypher:
            result = store.query(cypher)
            edges = frozenset(edge.id for edge in result.relationships())
            selection = replace(selection, ids=frozenset(result.node_ids()), edge_ids=edges or None)
        graph = store.read_graph()
    return select(graph, selection)
