"""The graph in a database: embedded (a folder) or on a Neo4j server, asked in Cypher.

>>> from cypher import open_store
>>> with open_store("plans.kg") as store:  # doctest: +SKIP
...     for row in store.query("MATCH (r:Region) RETURN r.name AS name ORDER BY name"):
...         print(row["name"])
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cypher.saved import SavedQuery, saved_queries, saved_query
    from cypher.store import Counts, DocumentInfo, LoadReport, Store, StoreInfo
    from cypher.values import Node, Path, Relationship, Result

__all__ = [
    "Counts",
    "DocumentInfo",
    "LoadReport",
    "Node",
    "Path",
    "Relationship",
    "Result",
    "SavedQuery",
    "Store",
    "StoreInfo",
    "is_server",
    "open_store",
    "saved_queries",
    "saved_query",
]

_HOMES = {
    **dict.fromkeys(("Counts", "DocumentInfo", "LoadReport", "Store", "StoreInfo"), "cypher.store"),
    **dict.fromkeys(("Node", "Path", "Relationship", "Result"), "cypher.values"),
    **dict.fromkeys(("SavedQuery", "saved_queries", "saved_query"), "cypher.saved"),
}

_SCHEMES = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``plankg --help`` does not pay for it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cypher' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def is_server(target: str | PathLike[str]) -> bool:
    """Whether ``target`` is the address of a server, not a folder."""
    return str(target).lower().startswith(_SCHEMES)


def open_store(target: str | PathLike[str], *, create: bool = False, **options: Any) -> Store:
    """Open the graph at ``target``.

    Args:
        target: a folder (``plans.kg``) or a server (``bolt://…``, ``neo4j://…``, ``neo4j+s://…``).
        create: make an empty graph if there is none (a folder only).
        options: for a folder ``wait`` (seconds to wait for a lock) and ``on_wait`` (called once with who holds
            it); for a server ``user``, ``password``, ``database``.

    Raises:
        StoreError: there is no graph (E301), it is held by another process (E302), was written by a newer
            version (E303), is damaged (E304) or no graph at all (E306); E5xx for servers.
    """
    if is_server(target):
        from cypher.neo4j_store import Neo4jStore

        return Neo4jStore(str(target), **options)
    from cypher.embedded import EmbeddedStore

    return EmbeddedStore(target, create=create, **options)
