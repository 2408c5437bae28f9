"""Loads of one Neo4j database take turns.

A load makes a ``Document`` node with an id of its own in a transaction that is never committed. Ids are unique, so the
next load waits for that transaction to end; nobody ever sees the node, and it goes with its connection.

A server that is stopped and started again has forgotten whose turn it is, and somebody else may have loaded meanwhile. So
a load looks (``Turn.check``) before it writes what counts, and begins again from what is there if its turn is lost.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neo4j import Driver

_LOCK = "CREATE (n:Document {id: 'plankg-load'})"


class TurnLostError(Exception):
    """The server does not know any more that it is this load's turn."""


class Turn:
    """The open transaction that others wait for."""

    def __init__(self, transaction: Any) -> None:
        self._transaction = transaction
        self._guard = threading.Lock()

    def check(self) -> None:
        """Raise ``TurnLostError`` if the turn is over; also keeps its connection from being dropped as idle. Any thread may call it."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            with self._guard:
                self._transaction.run("RETURN 1").consume()
        except (DriverError, Neo4jError, OSError) as error:
            raise TurnLostError(str(error)) from error


@contextlib.contextmanager
def turn(driver: Driver, database: str | None, *, again: bool = False) -> Iterator[Turn]:
    """This load's turn, as long as the block lasts; others are waited for.

    ``again``: the server went away before; wait for it as the driver does for its managed transactions.
    """
    if again:
        driver.execute_query("RETURN 1", database_=database)
    with driver.session(database=database) as session:
        transaction = session.begin_transaction(metadata={"plankg": "load"}, timeout=0)
        try:
            transaction.run(_LOCK).consume()
            yield Turn(transaction)
        finally:
            with contextlib.suppress(Exception):
                transaction.rollback()
