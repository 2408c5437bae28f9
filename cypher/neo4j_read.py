"""Asking a Neo4j server: queries that cannot write or reach files, and the graph read back.

That a query only reads is enforced by the server (READ access mode). READ does not stop ``LOAD CSV`` nor procedures, so the
plan that ``EXPLAIN`` gives is looked through for their operators before the query runs.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cypher.delta import EdgeRow, edge_from, node_from
from cypher.neo4j_driver import reason_of
from cypher.neo4j_first import BATCH
from cypher.neo4j_rows import convert
from cypher.schema import labels, record_from, types
from cypher.statements import chunks
from cypher.values import Result
from kg.errors import QueryError
from kg.graph import Graph

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

LOAD_CSV = "LOAD CSV is switched off: a query reads the graph, not files or addresses"
_PROFILE = "PROFILE is not for here (a query gives rows, not its plan); use Neo4j Browser or cypher-shell"
_EXPLAIN = "EXPLAIN "
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: (\d+)\)\)")
_PREFIX = re.compile(
    r"\A(?>\s+|//[^\n]*(?:\n|\Z)|/\*.*?\*/|CYPHER\b[^A-Za-z]*+(?:\w++\s*+=\s*+\w++\s*+)*+)*+(EXPLAIN|PROFILE)\b",
    re.I | re.S,
)
#: Procedures that only look at the database. Any other may reach files, the network or run text as Cypher.
_PROCEDURES = re.compile(
    r"db\.(?!checkpoint|createL|createP|createR|clearQ|prepare)[\w.]+|dbms\.(?:components|info|showCurrentUser)"
    r"|gds\.[\w.]{1,120}\.(?:stream|stats)|apoc\.(?:path|algo|meta|neighbors|nodes|node|rel|text|coll|map)\.[\w.]+"
)


class Asker:
    """Runs queries on one database and stops them on the server when nobody waits any more."""

    def __init__(self, driver: Driver, database: str | None) -> None:
        self.driver, self.database = driver, database

    def read(self, text: str, params: Mapping[str, Any], timeout: float | None, limit: int | None) -> Result:
        """Rows of a query that only reads. Raises ``QueryError`` (E401), and what the driver raises."""
        from neo4j import unit_of_work

        token = uuid4().hex
        size = 1000 if limit is None else max(1, min(1000, limit + 1))

        @unit_of_work(metadata={"plankg": token}, timeout=timeout)
        def work(tx: ManagedTransaction) -> Result:
            _check_plan(_explain(tx, text, params))
            return _fetch(tx.run(_text(text), dict(params)), tx, limit)

        return self._stoppable(
            token, lambda session: session.execute_read(work), default_access_mode="READ", fetch_size=size
        )

    def write(self, text: str, params: Mapping[str, Any], timeout: float | None, limit: int | None) -> Result:
        """Rows of a query that may write, in a transaction of its own (so ``CALL … IN TRANSACTIONS`` works)."""
        from neo4j import Query

        token = uuid4().hex
        query = Query(_text(text), metadata={"plankg": token}, timeout=timeout)

        def work(session: Any) -> Result:
            _check_plan(_explain(session, text, params), procedures=False)
            return _fetch(session.run(query, dict(params)), session, None)

        result = self._stoppable(token, work)
        if limit is not None and len(result.rows) > limit:
            result = Result(result.columns, result.rows[:limit], True, result.counters)
        return result

    def _stoppable(self, token: str, work: Callable[[Any], Result], **options: Any) -> Result:
        """Run ``work`` in a session; whoever leaves (Ctrl-C) has the query stopped on the server first."""
        session = self.driver.session(database=self.database, **options)
        try:
            result = work(session)
        except Exception:
            session.close()
            raise
        except BaseException:
            self.stop(token)
            with contextlib.suppress(Exception):
                session.close()
            raise
        session.close()
        return result

    def stop(self, token: str) -> None:
        """End the transaction that carries ``token``, from another connection."""
        with contextlib.suppress(Exception), self.driver.session(database=self.database) as session:
            show = "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.plankg = $token RETURN transactionId AS id"
            for row in list(session.run(show, token=token)):
                session.run("TERMINATE TRANSACTIONS $id", id=row["id"]).consume()


def _explain(runner: Any, text: str, params: Mapping[str, Any]) -> Any:
    """The plan of ``text``; nothing is run. An error in the text is told with the column that it has there."""
    from neo4j.exceptions import Neo4jError

    prefix = _PREFIX.match(text)
    if prefix and prefix[1].upper() == "PROFILE":
        raise QueryError("E401", reason=_PROFILE)
    try:
        return runner.run(_text(text if prefix else _EXPLAIN + text), dict(params)).consume().plan
    except Neo4jError as error:
        if prefix or not str(error.code).startswith("Neo.ClientError.Statement.SyntaxError"):
            raise
        raise QueryError("E401", reason=_PLACE.sub(_moved, reason_of(error))) from error


def _moved(place: re.Match[str]) -> str:
    line, column, offset = (int(part) for part in place.groups())
    column -= len(_EXPLAIN) if line == 1 else 0
    return f"(line {line}, column {column} (offset: {offset - len(_EXPLAIN)}))"


def _fetch(found: Any, runner: Any, limit: int | None) -> Result:
    columns = list(found.keys())
    rows: list[list[Any]] = []
    truncated = False
    for record in found:
        if limit is not None and len(rows) == limit:
            truncated = True
            break
        rows.append(list(record.values()))
    summary = found.consume()
    counters = {k: v for k, v in vars(summary.counters).items() if type(v) is int and v}
    return Result(columns, convert(rows, runner), truncated, counters)


def _check_plan(plan: Any, *, procedures: bool = True) -> None:
    for operator, details in _operators(plan):
        if operator == "LoadCSV":
            raise QueryError("E401", reason=LOAD_CSV)
        if operator == "TerminateTransactions":
            raise QueryError("E403")
        name = details.partition("(")[0].partition(" ")[0].strip()
        if procedures and operator == "ProcedureCall" and not _PROCEDURES.fullmatch(name):
            reason = f"the procedure {name} is not called by a query that only reads: it may reach files or the network"
            raise QueryError("E401", reason=reason)


def _operators(plan: Any) -> Iterator[tuple[str, str]]:
    if not plan:
        return
    yield str(plan["operatorType"]).partition("@")[0], str((plan.get("args") or {}).get("Details") or "")
    for child in plan.get("children") or []:
        yield from _operators(child)


def _text(text: str) -> Any:
    """A user's statement, as it is (the driver's types ask for a literal)."""
    return text


# -- the graph read back --------------------------------------------------------------------------


def read_graph(tx: ManagedTransaction, ids: list[str] | None) -> Graph:
    """The graph as it was loaded, with mentions and texts; with ``ids`` those nodes and the edges among them."""
    graph = Graph()
    for label in labels():
        for row in _node_rows(tx, label, ids):
            graph.add_node(node_from(label, row))
    for edge in _edge_rows(tx, ids):
        if edge.source in graph and edge.target in graph:
            graph.add_edge(edge_from(edge))
    wanted = None if ids is None else sorted({m.doc for n in graph.nodes() for m in n.mentions} | set(ids))
    where = "d.isPlan = true" if wanted is None else "d.isPlan = true AND d.id IN $ids"
    text = f"MATCH (d:Document) WHERE {where} RETURN d.id AS id, d.record AS record, d.text AS text"
    for found in tx.run(_text(text), ids=wanted):
        graph.add_document(record_from(found["id"], found["record"], found["text"] or ""))
    return graph


def _node_rows(tx: ManagedTransaction, label: str, ids: list[str] | None) -> Iterator[dict[str, Any]]:
    if ids is None:
        text = f"MATCH (n:{label}) WHERE n.facts IS NOT NULL RETURN properties(n) AS row"
        yield from (found["row"] for found in tx.run(_text(text)))
        return
    text = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE n.facts IS NOT NULL RETURN properties(n) AS row"
    for chunk in chunks(sorted(set(ids)), BATCH):
        yield from (found["row"] for found in tx.run(_text(text), ids=chunk))


def _edge_rows(tx: ManagedTransaction, ids: list[str] | None) -> Iterator[EdgeRow]:
    if ids is None:
        for type_ in types():
            text = f"MATCH (a)-[r:{type_}]->(b) RETURN a.id AS s, b.id AS t, properties(r) AS row"
            for found in tx.run(_text(text)):
                yield EdgeRow(type_, found["s"], found["t"], "", "", found["row"])
        return
    for label in labels():
        text = (
            f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) WHERE b.id IN $all "
            "RETURN a.id AS s, b.id AS t, type(r) AS type, properties(r) AS row"
        )
        for chunk in chunks(sorted(set(ids)), BATCH):
            for found in tx.run(_text(text), ids=chunk, all=sorted(set(ids))):
                yield EdgeRow(found["type"], found["s"], found["t"], "", "", found["row"])
