"""Writing to a Neo4j server: first loads in batches, changes in one transaction a document.

Loads of one database take turns: a load makes a ``Document`` node with an id of its own in a transaction that is never committed.
Ids are unique, so the next load waits for that transaction to end; nobody ever sees the node, and it goes with its connection.

A first load writes in many transactions and marks its plans (``isPlan``) in the last one. What a broken first load left
behind belongs to no plan, and the next first load clears it away.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cypher import neo4j_schema
from cypher.delta import Delta, EdgeRow, Snapshot, digest_of, plan_load
from cypher.schema import PLAN_KEYS, Row, labels, record_from
from cypher.store import Counts, LoadReport, Progress
from kg.graph import Graph

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

#: Rows a statement of a first load writes; larger ones are not faster.
BATCH = 5_000
_LOCK = "CREATE (n:Document {id: 'plankg-load'})"

_PLANS = "MATCH (d:Document) WHERE d.isPlan = true RETURN d.id AS id, d.record AS record"


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
        """Each document of ``parts`` says from now on what its graph says."""
        neo4j_schema.ensure(self.driver, self.database)
        with self._turn():
            plans = self._plans()
            if not plans:
                return self._first(parts)
            tally = _Tally()
            self._total = sum(len(graph) + graph.nx.number_of_edges() for graph in parts.values())
            same = {doc for doc, graph in parts.items() if doc in plans and plans[doc] == digest_of(graph)}
            views = self._views({doc: graph for doc, graph in parts.items() if doc in plans and doc not in same})
            for doc in sorted(parts):
                delta = Delta() if doc in same else self._document(parts[doc], doc, views.get(doc))
                tally.add(delta, parts[doc], doc, views.get(doc))
                tally.documents[doc] = ("changed" if delta.size else "unchanged") if doc in plans else "added"
                self._step(len(parts[doc]) + parts[doc].nx.number_of_edges())
            return tally.report()

    def remove(self, document: str) -> LoadReport | None:
        """Take a document out; None if it is not there."""
        with self._turn():
            if document not in self._plans():
                return None
            delta = self._write(lambda tx: self._change(tx, {}, [document], None))
            delta.report.documents = {document: "removed"}
            return delta.report

    def _views(self, known: Mapping[str, Graph]) -> dict[str, Snapshot]:
        """What the database holds of each document that it knows, read in one go."""
        if not known:
            return {}
        with self.driver.session(database=self.database, default_access_mode="READ", fetch_size=BATCH) as session:
            now = session.execute_read(lambda tx: snapshot(tx, known, list(known)))
        return views(now, known)

    def _document(self, graph: Graph, doc: str, view: Snapshot | None) -> Delta:
        """Bring one document up to date; ``view`` is what the database holds of it, None if it does not know it."""
        parts = {doc: graph}
        if view is not None:
            delta = plan_load(parts, view, texts=True)
            if not delta.size:
                return delta
        ids = [] if view is None else [key for key, (_, row) in view.nodes.items() if doc in row["docs"]]
        labels_of = {} if view is None else {key: view.nodes[key][0] for key in ids}
        return self._write(lambda tx: self._change(tx, parts, [doc] if view else [], labels_of))

    def _change(
        self, tx: ManagedTransaction, parts: Mapping[str, Graph], old: list[str], spoken: Mapping[str, str] | None
    ) -> tuple[Delta, Counter[str]]:
        """Read, plan and write within one transaction; ``old`` are the documents that the database may hold.

        ``spoken``: label by id of the nodes that those speak of, if that is known (no other load can have changed it).
        """
        now = snapshot(tx, parts, old, spoken)
        delta = plan_load(parts, now, old, texts=True)
        counted: Counter[str] = Counter()
        for text, rows in operations(delta):
            for chunk in chunks(rows, BATCH):
                _count(counted, tx.run(_literal(text), rows=chunk).consume())
        return delta, counted

    def _write(self, work: Callable[[ManagedTransaction], tuple[Delta, Counter[str]]]) -> Delta:
        with self.driver.session(database=self.database) as session:
            delta, counted = session.execute_write(work)
        self.written.update(counted)
        return delta

    # -- first loads ------------------------------------------------------------------------------

    def _first(self, parts: Mapping[str, Graph]) -> LoadReport:
        """Everything at once, in batches; plans count from the last transaction on."""
        self._clear()
        delta = plan_load(parts, Snapshot(), texts=True)
        self._total = delta.size
        documents = delta.create_nodes.get("Document", [])
        plans = [{"id": row["id"], "p": _plan_part(row)} for row in documents if row.get("isPlan")]
        delta.create_nodes["Document"] = [
            {key: value for key, value in row.items() if key not in PLAN_KEYS} for row in documents
        ]
        with self.driver.session(database=self.database) as session:
            for text, rows in operations(delta):
                for chunk in chunks(rows, BATCH):
                    session.execute_write(self._batch, text, chunk)
                    self._step(len(chunk))
            mark = "UNWIND $rows AS row MATCH (n:Document {id: row.id}) SET n += row.p"
            session.execute_write(self._batch, mark, plans)
        delta.report.documents = dict.fromkeys(sorted(parts), "added")
        return delta.report

    def _batch(self, tx: ManagedTransaction, text: str, rows: list[Any]) -> None:
        counted: Counter[str] = Counter()
        _count(counted, tx.run(_literal(text), rows=rows).consume())
        self.written.update(counted)

    def _clear(self) -> None:
        """Take away what belongs to no plan (nothing, unless a first load broke off), few hubs at a time."""
        with self.driver.session(database=self.database) as session:
            for label in labels():
                text = _literal(f"MATCH (n:{label}) WHERE n.facts IS NOT NULL WITH n LIMIT 500 DETACH DELETE n")
                while session.run(text).consume().counters.nodes_deleted:
                    pass

    # -- taking turns and counting ----------------------------------------------------------------

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        with self.driver.session(database=self.database) as session:
            turn = session.begin_transaction(metadata={"plankg": "load"})
            try:
                turn.run(_LOCK).consume()
                yield
            finally:
                with contextlib.suppress(Exception):
                    turn.rollback()

    def _plans(self) -> dict[str, str]:
        """The plans that are there, each with the digest of what it says."""
        rows = self.driver.execute_query(_PLANS, database_=self.database).records
        return {row["id"]: str(json.loads(row["record"]).get("digest")) for row in rows}

    def _step(self, rows: int) -> None:
        self._done += rows
        if self.progress is not None:
            self.progress(min(self._done, self._total), self._total)


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


def _plan_part(row: Row) -> Row:
    return {key: row[key] for key in PLAN_KEYS if key in row}


def _count(total: Counter[str], summary: Any) -> None:
    for name, value in vars(summary.counters).items():
        if isinstance(value, int) and not isinstance(value, bool) and value:
            total[name] += value


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


def operations(delta: Delta) -> Iterator[tuple[str, list[Any]]]:
    """Statements with their rows, in the order in which they must run: edges out, nodes out, nodes in, edges in."""
    match = "UNWIND $rows AS row MATCH (a:{s} {{id: row.s}})-[r:{type} {{id: row.id}}]->(:{t} {{id: row.t}})"
    for (type_, s, t), edges in _by_ends(delta.delete_edges):
        yield match.format(type=type_, s=s, t=t) + " DELETE r", [_ends(e) for e in edges]
    for label, ids in delta.delete_nodes.items():
        yield f"UNWIND $rows AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", list(ids)
    for label, rows in delta.create_nodes.items():
        yield f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows
    for label, rows in delta.update_nodes.items():
        yield f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n = row", rows
    for (type_, s, t), edges in _by_ends(delta.create_edges):
        ends = f"MATCH (a:{s} {{id: row.s}}) MATCH (b:{t} {{id: row.t}})"
        yield f"UNWIND $rows AS row {ends} CREATE (a)-[r:{type_}]->(b) SET r = row.p", [_ends(e, True) for e in edges]
    for (type_, s, t), edges in _by_ends(delta.update_edges):
        yield match.format(type=type_, s=s, t=t) + " SET r = row.p", [_ends(e, True) for e in edges]


def _ends(edge: EdgeRow, properties: bool = False) -> dict[str, Any]:
    ends = {"s": edge.source, "t": edge.target, "id": edge.row["id"]}
    return {**ends, "p": edge.row} if properties else ends


def _by_ends(edges: Iterable[EdgeRow]) -> list[tuple[tuple[str, str, str], list[EdgeRow]]]:
    groups: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        groups[edge.type, edge.source_label, edge.target_label].append(edge)
    return sorted(groups.items(), key=lambda item: item[0])


def chunks(items: list[Any], size: int) -> Iterator[list[Any]]:
    """``items`` in pieces of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _literal(text: str) -> Any:
    """A statement put together from the ontology's names alone (the driver's types ask for a literal)."""
    return text
