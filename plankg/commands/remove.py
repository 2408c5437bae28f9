"""``plankg remove``: take documents out."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import db_option
from plankg.settings import Target


@click.command(cls=Command)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@db_option()
def command(documents: tuple[str, ...], db: Target) -> None:
    """Take out documents, and exactly what only they say.

    A DOCUMENT is a title, a part of one title, an id or a file name, as `plankg documents` lists them; a file name means
    all plans that the file carries.
    """
    from plankg.console import console
    from plankg.workflows.stores import open_target
    from plankg.workflows.update import find_documents

    with open_target(db) as store:
        known = store.documents()
        found = list(dict.fromkeys(d for name in documents for d in find_documents(known, name, db.place)))
        for document in found:
            report = store.remove(document.id)
            console.say(f"{document.title}: removed (−{report.nodes.removed} nodes, −{report.edges.removed} edges)")
