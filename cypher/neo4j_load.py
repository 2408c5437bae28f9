"""Writing to a Neo4j server: first loads in batches (see ``cypher.neo4j_first``), changes in one transaction a document.

Loads of one database take turns (see ``cypher.neo4j_turn``). What a broken first load left behind belongs to no plan, and
the next first load clears it away.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from cypher import neo4j_schema
from cypher.delta import Delta, EdgeRow, Snapshot, digest_of, plan_edges, plan_load, plan_nodes, plan_row
from cypher.neo4j_first import (
    BATCH,
    Job,
    Statement,
    Writer,
    collector_off,
    edge_jobs,
    node_jobs,
    write_all,
)
from cypher.neo4j_turn import Turn, TurnLostError, turn
from cypher.schema import PLAN_KEYS, Row, labels, record_from
from cypher.statements import by_ends, chunks, create_edges, create_nodes
from cypher.store import Counts, LoadReport, Progress
from kg.graph import Graph

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

T = TypeVar("T")

_PLANS = "MATCH (d:Document) WHERE d.isPlan = true RETURN d.id AS id, d.record AS record"
_MARK = "UNWIND $rows AS row MATCH (n:Document {id: row.id}) SET n += row.p"
#: How often a load begins again because the server was started anew while it ran.
_ATTEMPTS = 3


class Loader:
    """One load or removal.

    Args:
        driver: a connected driver.
        database: the database's name; None = the user's default.
        progress: called with rows done and in all.

    ``written`` adds up the server's own counters of all that was committed.
    """

    def __init__(self, driver: Driver, database: str | None, progress: Progress | None = None) -> None:
        self.driver, self.database, self.progress = driver, database, progress
        self.written: Counter[str] = Counter()
        self._total = self._done = 0

    # -- what can be asked for --------------------------------------------------------------------

    def load(self, parts: Mapping[str, Graph]) -> LoadReport:
        """Each document of ``parts`` (see ``delta.check_part``) says from now on what its graph says."""
        neo4j_schema.ensure(self.driver, self.database)
        tally = _Tally()
        return self._in_turn(lambda mine: self._load(parts, tally, mine))

    def remove(self, document: str) -> LoadReport | None:
        """Take a document out; None if it is not there."""

        def work(mine: Turn) -> LoadReport | None:
            if document not in self._plans():
                return None
            delta = self._write(lambda tx: self._change(tx, {}, [document], None), mine)
            delta.report.documents = {document: "removed"}
            return delta.report

        return self._in_turn(work)

    def _in_turn(self, work: Callable[[Turn], T]) -> T:
        """``work`` when it is this load's turn; from the start if the server forgot the turn."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with turn(self.driver, self.database, again=attempt > 1) as mine:
                    return work(mine)
            except TurnLostError as error:
                if attempt == _ATTEMPTS and error.__cause__ is not None:
                    raise error.__cause__ from None
        raise AssertionError("unreachable")

    # -- changes ----------------------------------------------------------------------------------

    def _load(self, parts: Mapping[str, Graph], tally: _Tally, mine: Turn) -> LoadReport:
        """``tally`` may know documents that an attempt before wrote."""
        plans = self._plans()
        self._done = 0
        if not plans:
            return self._first(parts, mine)
        self._total = sum(len(graph) + graph.nx.number_of_edges() for graph in parts.values())
        same = {doc for doc, graph in parts.items() if doc in plans and plans[doc] == digest_of(graph)}
        views = self._views({doc: graph for doc, graph in parts.items() if doc in plans and doc not in same})
        for doc in sorted(parts):
            if doc not in same or doc not in tally.documents:
                delta = Delta() if doc in same else self._document(parts[doc], doc, views.get(doc), mine)
                tally.add(delta, parts[doc], doc, views.get(doc))
                tally.documents[doc] = ("changed" if delta.size else "unchanged") if doc in plans else "added"
            self._step(len(parts[doc]) + parts[doc].nx.number_of_edges())
        return tally.report()

    def _views(self, known: Mapping[str, Graph]) -> dict[str, Snapshot]:
        """What the database holds of each document that it knows, read in one go."""
        if not known:
            return {}
        with self.driver.session(database=self.database, default_access_mode="READ", fetch_size=BATCH) as session:
            now = session.execute_read(lambda tx: snapshot(tx, known, list(known)))
        return views(now, known)

    def _document(self, graph: Graph, doc: str, view: Snapshot | None, mine: Turn) -> Delta:
        """Bring one document up to date; ``view`` is what the database holds of it, None if it does not know it."""
        parts = {doc: graph}
        if view is not None:
            delta = plan_load(parts, view, digests=True, checked=True)
            if not delta.size:
                return delta
        ids = [] if view is None else [key for key, (_, row) in view.nodes.items() if doc in row["docs"]]
        labels_of = {} if view is None else {key: view.nodes[key][0] for key in ids}
        return self._write(lambda tx: self._change(tx, parts, [doc] if view else [], labels_of), mine)

    def _change(
        self, tx: ManagedTransaction, parts: Mapping[str, Graph], old: list[str], spoken: Mapping[str, str] | None
    ) -> tuple[Delta, Counter[str]]:
        """Read, plan and write within one transaction; ``old`` are the documents that the database may hold.

        ``spoken``: label by id of the nodes that those speak of, if that is known (no other load can have changed it).
        """
        now = snapshot(tx, parts, old, spoken)
        delta = plan_load(parts, now, old, digests=True, checked=True)
        pieces = ((text, chunk) for text, rows in operations(delta) for chunk in chunks(rows, BATCH))
        return delta, write_all(tx, pieces)

    def _write(self, work: Callable[[ManagedTransaction], tuple[Delta, Counter[str]]], mine: Turn) -> Delta:
        def checked(tx: ManagedTransaction) -> tuple[Delta, Counter[str]]:
            mine.check()
            return work(tx)

        with self.driver.session(database=self.database) as session:
            delta, counted = session.execute_write(checked)
        self.written.update(counted)
        return delta

    # -- first loads ------------------------------------------------------------------------------

    def _first(self, parts: Mapping[str, Graph], mine: Turn) -> LoadReport:
        """Everything at once, in batches; plans count from the last transaction on. Edges are planned while nodes are written."""
        self._clear()
        self.written.clear()
        delta = Delta()
        with collector_off(), Writer(self.driver, self.database, mine, self._step) as writer:
            plan_nodes(delta, parts, Snapshot(), set(parts), digests=False)
            self._total = sum(map(len, delta.create_nodes.values()))
            self._total += sum(graph.nx.number_of_edges() for graph in parts.values())
            documents = delta.create_nodes.get("Document", [])
            delta.create_nodes["Document"] = [{k: v for k, v in row.items() if k not in PLAN_KEYS} for row in documents]
            edges = writer.aside(lambda: _planned_edges(delta, parts))
            writer.run(node_jobs(delta))
            jobs = edges.result()
            plans = writer.aside(lambda: [{"id": k, "p": plan_row(g, k, digests=True)} for k, g in parts.items()])
            writer.run(jobs)
            writer.run([Job([(_MARK, plans.result())])])
            self.written.update(writer.written)
        delta.report.documents = dict.fromkeys(sorted(parts), "added")
        return delta.report

    def _clear(self) -> None:
        """Take away what belongs to no plan (nothing, unless a first load broke off), few hubs at a time."""
        with self.driver.session(database=self.database) as session:
            if not session.run("MATCH (n) RETURN count(n) AS n").single(strict=True)["n"]:
                return
            for label in labels():
                text = _literal(f"MATCH (n:{label}) WHERE n.facts IS NOT NULL WITH n LIMIT 500 DETACH DELETE n")
                while session.run(text).consume().counters.nodes_deleted:
                    pass

    # -- counting ---------------------------------------------------------------------------------

    def _plans(self) -> dict[str, str]:
        """The plans that are there, each with the digest of what it says."""
        rows = self.driver.execute_query(_PLANS, database_=self.database).records
        return {row["id"]: str(json.loads(row["record"]).get("digest")) for row in rows}

    def _step(self, rows: int) -> None:
        self._done += rows
        if self.progress is not None:
            self.progress(min(self._done, self._total), self._total)


def _planned_edges(delta: Delta, parts: Mapping[str, Graph]) -> list[Job]:
    plan_edges(delta, parts, Snapshot(), set(parts))
    return list(edge_jobs(delta))


class _Tally:
    """What several documents' loads did together: each node and edge counts once."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}
        self.nodes: dict[str, set[str]] = defaultdict(set)
        self.edges: dict[str, set[str]] = defaultdict(set)

    def add(self, delta: Delta, graph: Graph, doc: str, view: Snapshot | None) -> None:
        """Note what ``delta`` did for ``graph``; a new digest alone is no change of the plan's own node."""
        self.nodes["added"].update(row["id"] for rows in delta.create_nodes.values() for row in rows)
        changed = {row["id"]: row for rows in delta.update_nodes.values() for row in rows}
        if view is not None and doc in changed and doc in view.nodes and _same_plan(view.nodes[doc][1], changed[doc]):
            del changed[doc]
        self.nodes["changed"].update(changed)
        self.nodes["removed"].update(key for keys in delta.delete_nodes.values() for key in keys)
        self.nodes["all"].update(graph.nx)
        self.edges["added"].update(edge.row["id"] for edge in delta.create_edges)
        self.edges["changed"].update(edge.row["id"] for edge in delta.update_edges)
        self.edges["removed"].update(edge.row["id"] for edge in delta.delete_edges)
        self.edges["all"].update(edge.id for edge in graph.edges())

    def report(self) -> LoadReport:
        """The counts."""
        return LoadReport(self.documents, _counts(self.nodes), _counts(self.edges))


def _same_plan(old: Row, new: Row) -> bool:
    """Whether two rows of a plan's own node differ in the digest alone."""
    rest = [{key: value for key, value in row.items() if key != "record"} for row in (old, new)]
    records = [record_from("", row["record"], "") for row in (old, new) if "record" in row]
    return rest[0] == rest[1] and len(records) == 2 and records[0] == records[1]


def _counts(sets: Mapping[str, set[str]]) -> Counts:
    added, everything = sets["added"], sets["all"]
    changed, removed = sets["changed"] - added, sets["removed"] - everything
    return Counts(len(added), len(changed), len(removed), len(everything - added - changed))


# -- reading what a load may touch ----------------------------------------------------------------


def snapshot(
    tx: ManagedTransaction, parts: Mapping[str, Graph], old: Iterable[str], spoken: Mapping[str, str] | None = None
) -> Snapshot:
    """The nodes and edges that loading ``parts`` and taking out ``old`` may change (see ``Snapshot``).

    Without ``spoken`` (label by id of the nodes that ``old`` speak of) all nodes are looked through for them.
    """
    now = Snapshot()
    docs = sorted(old)
    ids: dict[str, list[str]] = defaultdict(list)
    for node_id, label in (spoken or {}).items():
        ids[label].append(node_id)
    for graph in parts.values():
        for node in graph.nodes():
            ids[node.label].append(node.id)
    for label in labels():
        if docs and spoken is None:
            text = f"MATCH (n:{label}) WHERE any(doc IN n.docs WHERE doc IN $docs) RETURN properties(n) AS row"
            _keep(now, label, tx.run(_literal(text), docs=docs))
        text = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE n.facts IS NOT NULL RETURN properties(n) AS row"
        for chunk in chunks(sorted(set(ids[label]) - set(now.nodes)), BATCH):
            _keep(now, label, tx.run(_literal(text), ids=chunk))
    _snapshot_edges(tx, now, parts, docs)
    return now


def _keep(now: Snapshot, label: str, rows: Iterable[Any]) -> None:
    for found in rows:
        now.nodes[found["row"]["id"]] = (label, found["row"])


def _snapshot_edges(tx: ManagedTransaction, now: Snapshot, parts: Mapping[str, Graph], docs: list[str]) -> None:
    """Edges of the documents ``docs`` start at nodes that those speak of; edges that no passage states by their ids."""
    unstated = sorted({e.id for graph in parts.values() for e in graph.edges() if not e.properties.get("doc")})
    starts: dict[str, list[str]] = defaultdict(list)
    for node_id, (label, row) in now.nodes.items():
        if unstated or set(docs) & set(row["docs"]):
            starts[label].append(node_id)
    where = "r.doc IN $docs OR (r.docs IS NOT NULL AND (r.id IN $unstated OR any(doc IN r.docs WHERE doc IN $docs)))"
    for label, found in starts.items():
        text = (
            f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) WHERE {where} "
            "RETURN type(r) AS type, a.id AS s, b.id AS t, labels(b)[0] AS tl, properties(r) AS row"
        )
        for chunk in chunks(found, BATCH):
            for got in tx.run(_literal(text), ids=chunk, docs=docs, unstated=unstated):
                now.edges[got["row"]["id"]] = EdgeRow(got["type"], got["s"], got["t"], label, got["tl"], got["row"])


def views(now: Snapshot, parts: Mapping[str, Graph]) -> dict[str, Snapshot]:
    """``now`` by document: the nodes it speaks of or will speak of, and its edges."""
    found = {doc: Snapshot() for doc in parts}
    for node_id, (label, row) in now.nodes.items():
        for doc in row["docs"]:
            if doc in found:
                found[doc].nodes[node_id] = (label, row)
    for edge_id, edge in now.edges.items():
        for doc in {edge.row.get("doc"), *(edge.row.get("docs") or [])}:
            if doc in found:
                found[doc].edges[edge_id] = edge
    for doc, graph in parts.items():
        found[doc].nodes |= {key: now.nodes[key] for key in graph.nx if key in now.nodes}
        unstated = (e.id for e in graph.edges() if not e.properties.get("doc"))
        found[doc].edges |= {key: now.edges[key] for key in unstated if key in now.edges}
    return found


# -- writing --------------------------------------------------------------------------------------


def operations(delta: Delta) -> Iterator[Statement]:
    """Statements with their rows, in the order in which they must run: edges out, nodes out, nodes in, edges in."""
    match = "UNWIND $rows AS row MATCH (a:{s} {{id: row.s}})-[r:{type} {{id: row.id}}]->(:{t} {{id: row.t}})"
    for (type_, s, t), edges in by_ends(delta.delete_edges):
        yield match.format(type=type_, s=s, t=t) + " DELETE r", [_place(edge) for edge in edges]
    for label, ids in delta.delete_nodes.items():
        yield f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", list(ids)
    for label, rows in delta.create_nodes.items():
        yield create_nodes(label), rows
    for label, rows in delta.update_nodes.items():
        yield f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n = row", rows
    for ends, edges in by_ends(delta.create_edges):
        yield create_edges(*ends), edges
    for (type_, s, t), edges in by_ends(delta.update_edges):
        rows = [{**_place(edge), "p": edge.row} for edge in edges]
        yield match.format(type=type_, s=s, t=t) + " SET r = row.p", rows


def _place(edge: EdgeRow) -> dict[str, Any]:
    return {"s": edge.source, "t": edge.target, "id": edge.row["id"]}


def _literal(text: str) -> Any:
    """A statement put together from the ontology's names alone (the driver's types ask for a literal)."""
    return text
