"""A first load into a Neo4j server: many transactions, several at a time.

Nodes are written side by side. Writing an edge locks its ends, so nodes are dealt out into parts, and a transaction
holds edges between two parts only: those that run at the same time have no part, hence no node, in common. The plans are
marked (``isPlan``) in the last transaction; until then nothing of it counts.
"""

from __future__ import annotations

import contextlib
import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from cypher.delta import Delta, EdgeRow
from cypher.neo4j_turn import Turn
from cypher.statements import by_ends, chunks, create_edges, create_nodes, edge_parameter

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

#: Rows a transaction of a first load writes; larger ones are not faster.
BATCH = 5_000
#: Transactions at a time. More do not pay: the client packs one row after another.
WORKERS = 2
#: Fewer edges than this are written one transaction after another: dealt out, they would be many tiny statements.
_FEW = 20_000

Statement = tuple[str, list[Any]]
"""A statement with its ``$rows``; an ``EdgeRow`` among them is written out when it is sent."""


@dataclass(slots=True)
class Job:
    """One transaction: its statements, and the parts of the nodes that it locks (None: all)."""

    statements: list[Statement]
    parts: frozenset[int] | None = frozenset()

    @property
    def rows(self) -> int:
        """Rows that it writes."""
        return sum(len(rows) for _, rows in self.statements)

    def free(self, busy: Iterable[Job]) -> bool:
        """Whether it can run beside the jobs ``busy``."""
        return all(
            self.parts is not None and other.parts is not None and self.parts.isdisjoint(other.parts) for other in busy
        )


class Writer:
    """Runs jobs, several at a time, and adds up the server's counters in ``written``.

    Args:
        driver: a connected driver.
        database: the database's name; None = the user's default.
        mine: the load's turn, looked at in each transaction.
        done: called after each job, in the caller's thread, with its rows.
    """

    def __init__(self, driver: Driver, database: str | None, mine: Turn, done: Callable[[int], None]) -> None:
        self.driver, self.database, self.mine, self.done = driver, database, mine, done
        self.written: Counter[str] = Counter()
        self._pool = ThreadPoolExecutor(WORKERS + 1, thread_name_prefix="plankg-load")
        self._running: dict[Future[Counter[str]], Job] = {}

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def aside(self, work: Callable[[], Any]) -> Future[Any]:
        """Have ``work`` done while the server works."""
        return self._pool.submit(work)

    def _start(self, jobs: Iterable[Job]) -> list[Job]:
        """Start as many of ``jobs`` as can run now; gives back the others."""
        left = []
        for job in jobs:
            if len(self._running) < WORKERS and job.free(self._running.values()):
                self._running[self._pool.submit(self._write, job)] = job
            else:
                left.append(job)
        return left

    def run(self, jobs: Iterable[Job]) -> None:
        """Run ``jobs`` to the end. Raises what the first that fails raises."""
        left = self._start(jobs)
        while self._running:
            for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                job = self._running.pop(future)
                self.written.update(future.result())
                self.done(job.rows)
            left = self._start(left)

    def _write(self, job: Job) -> Counter[str]:
        def work(tx: ManagedTransaction) -> Counter[str]:
            self.mine.check()
            return write_all(tx, job.statements)

        with self.driver.session(database=self.database) as session:
            return session.execute_write(work)


def write_all(tx: ManagedTransaction, statements: Iterable[Statement]) -> Counter[str]:
    """Run ``statements`` in one transaction; the server's counters of them."""
    counted: Counter[str] = Counter()
    for text, rows in statements:
        sent = [edge_parameter(row) if isinstance(row, EdgeRow) else row for row in rows]
        count(counted, tx.run(_literal(text), rows=sent).consume())
    return counted


def count(total: Counter[str], summary: Any) -> None:
    """Add a statement's counters to ``total``."""
    for name, value in vars(summary.counters).items():
        if isinstance(value, int) and not isinstance(value, bool) and value:
            total[name] += value


# -- what to write --------------------------------------------------------------------------------


def node_jobs(delta: Delta) -> Iterator[Job]:
    """The nodes that ``delta`` makes; all can run side by side."""
    for label, rows in delta.create_nodes.items():
        for chunk in chunks(rows, BATCH):
            yield Job([(create_nodes(label), chunk)])


def edge_jobs(delta: Delta) -> Iterator[Job]:
    """The edges that ``delta`` makes, so that jobs without a common part have no common node."""
    edges = delta.create_edges
    if len(edges) < _FEW:
        yield from (Job(statements, None) for statements in _transactions(edges))
        return
    count_of_parts = 2 * WORKERS
    part_of = {
        row["id"]: crc32(row["id"].encode()) % count_of_parts for rows in delta.create_nodes.values() for row in rows
    }
    blocks: dict[tuple[int, int], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        a, b = part_of[edge.source], part_of[edge.target]
        blocks[(a, b) if a < b else (b, a)].append(edge)
    jobs = [
        [Job(statements, frozenset(block)) for statements in _transactions(blocks[block])] for block in sorted(blocks)
    ]
    yield from (job for of_blocks in sorted(jobs, key=len, reverse=True) for job in of_blocks)


def _transactions(edges: Iterable[EdgeRow]) -> Iterator[list[Statement]]:
    """The statements that make ``edges``, put together to transactions of about ``BATCH`` rows."""
    statements: list[Statement] = []
    size = 0
    for ends, found in by_ends(edges):
        for chunk in chunks(found, BATCH):
            statements.append((create_edges(*ends), chunk))
            size += len(chunk)
            if size >= BATCH:
                yield statements
                statements, size = [], 0
    if statements:
        yield statements


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """No garbage collection meanwhile: it would look through millions of rows that are all in use."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _literal(text: str) -> Any:
    """A statement put together from the ontology's names alone (the driver's types ask for a literal)."""
    return text
