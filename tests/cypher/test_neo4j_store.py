"""The Neo4j store against a real server."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from cypher import open_store
from cypher.delta import EdgeRow
from kg.errors import QueryError, ServerError, StoreError
from kg.model import Edge


@pytest.fixture
def store(neo4j_store):
    neo4j_store.query("MATCH (n) DETACH DELETE n", write=True)
    return neo4j_store


def everything(store):
    """All that the database holds, engine ids aside."""
    nodes = store.query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.id").rows
    edges = store.query("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r) ORDER BY r.id, a.id").rows
    return nodes, edges


def test_loaded_graph_comes_back_and_loading_again_writes_nothing(store, gd, zj, sample_graph):
    report = store.load([gd.graph, zj.graph])
    assert set(report.documents.values()) == {"added"}
    assert store.written["nodes_created"] == report.nodes.added == len(sample_graph)
    assert store.written["relationships_created"] == report.edges.added == len(sample_graph.edges())
    assert store.read_graph().to_dict() == sample_graph.to_dict()
    before = everything(store)
    again = store.load([zj.graph, gd.graph])
    assert not again.any and not store.written
    assert again.nodes.unchanged == len(sample_graph) and again.edges.unchanged == len(sample_graph.edges())
    assert everything(store) == before


def test_order_of_loads_does_not_matter(store, gd, zj):
    store.load([gd.graph, zj.graph])
    together = everything(store)
    store.query("MATCH (n) DETACH DELETE n", write=True)
    for graph in (zj.graph, gd.graph):
        store.load(graph)
    assert everything(store) == together


def test_removing_leaves_what_the_other_plan_says(store, gd, zj):
    store.load(gd.graph)
    alone = everything(store)
    store.load(zj.graph)
    report = store.remove(zj.id)
    assert report.documents == {zj.id: "removed"} and report.nodes.removed and report.edges.removed
    assert everything(store) == alone
    with pytest.raises(StoreError, match="E308"):
        store.remove(zj.id)


def test_changed_plan_is_replaced(store, gd, zj, sample_store):
    store.load([gd.graph, zj.graph])
    old = next(e for e in gd.graph.edges("RESPONSIBLE_FOR") if e.properties["role"] == "lead")
    gd.graph.nx.remove_edge(old.source, old.target, key=old.id)
    new = Edge(old.source, old.target, old.type, {**old.properties, "role": "responsible"})
    gd.graph.add_edge(new)
    gd.graph.node(old.source).properties["kind"] = "government"
    report = store.load([gd.graph, zj.graph])
    assert report.documents == {gd.id: "changed", zj.id: "unchanged"}
    assert (report.edges.added, report.edges.removed, report.nodes.changed) == (1, 1, 1)
    ids = store.query("MATCH ()-[r:RESPONSIBLE_FOR]->() RETURN collect(r.id) AS ids").value()
    assert new.id in ids and old.id not in ids


def test_two_changed_plans_that_share_nodes(store, gd, zj):
    store.load([gd.graph, zj.graph])
    shared = next(n for n in gd.graph.nodes("Organization") if n.id in zj.graph)
    for plan, alias in ((gd, "甲"), (zj, "乙")):
        plan.graph.node(shared.id).aliases.append(alias)
    report = store.load([gd.graph, zj.graph])
    assert set(report.documents.values()) == {"changed"} and report.nodes.changed == 1
    changed = everything(store)
    assert {"甲", "乙"} <= set(store.query("MATCH (n {id: $id}) RETURN n.aliases", {"id": shared.id}).value())
    store.query("MATCH (n) DETACH DELETE n", write=True)
    store.load([gd.graph, zj.graph])
    assert everything(store) == changed


def test_two_passages_are_two_edges(store, gd):
    old = next(iter(gd.graph.edges("PILOTS")))
    twin = Edge(old.source, old.target, old.type, {**old.properties, "end": old.properties["end"] - 1})
    twin.properties["evidence"] = old.properties["evidence"][:-1]
    gd.graph.add_edge(twin)
    store.load(gd.graph)
    text = "MATCH (a {id: $a})-[r:PILOTS]->(b {id: $b}) RETURN r.evidence AS evidence"
    assert len(store.query(text, {"a": old.source, "b": old.target})) == 2


def test_litter_of_a_broken_first_load_goes(store, gd, monkeypatch):
    from cypher import neo4j_first

    real, calls = neo4j_first.write_all, []

    def breaks(tx, statements):
        calls.append(tx)
        if len(calls) == 8:
            raise RuntimeError("killed")
        return real(tx, statements)

    monkeypatch.setattr(neo4j_first, "write_all", breaks)
    with pytest.raises(RuntimeError):
        store.load(gd.graph)
    monkeypatch.undo()
    assert store.documents() == [] and store.query("MATCH (n) RETURN count(n)").value() > 0
    store.load(gd.graph)
    assert store.read_graph().to_dict() == gd.graph.to_dict()
    assert store.written["nodes_created"] == len(gd.graph)


def test_side_by_side_transactions_share_no_node(store, gd, zj, sample_graph, monkeypatch):
    """With tiny transactions and many of them at a time nothing is lost, made twice, or waits for another's node."""
    from cypher import neo4j_first

    monkeypatch.setattr(neo4j_first, "BATCH", 2)
    monkeypatch.setattr(neo4j_first, "WORKERS", 4)
    monkeypatch.setattr(neo4j_first, "_FEW", 1)
    running, real = [], neo4j_first.Writer._write

    def watched(self, job):
        edges = [row for _, rows in job.statements for row in rows if isinstance(row, EdgeRow)]
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        assert all(ends.isdisjoint(other) for other in running)
        running.append(ends)
        try:
            return real(self, job)
        finally:
            running.remove(ends)

    monkeypatch.setattr(neo4j_first.Writer, "_write", watched)
    done: list[tuple[int, int]] = []
    store.load([gd.graph, zj.graph], progress=lambda *at: done.append(at))
    assert store.read_graph().to_dict() == sample_graph.to_dict()
    assert store.written["relationships_created"] == len(sample_graph.edges())
    assert [at for at, _ in done] == sorted(at for at, _ in done) and done[-1][0] == done[-1][1]


def test_a_load_whose_turn_is_lost_begins_again(store, gd, zj, sample_graph, monkeypatch):
    """Another load comes in between; what it wrote is taken into account."""
    from cypher import neo4j_load
    from cypher.neo4j_turn import Turn

    real, seen, guard = Turn.check, [], threading.Lock()

    def loses(self):
        with guard:
            if not seen:
                seen.append(self)
                with self._guard:
                    self._transaction.close()
                monkeypatch.setattr(Turn, "check", real)
                neo4j_load.Loader(store._driver, None).load({zj.id: zj.graph})
        real(self)

    monkeypatch.setattr(Turn, "check", loses)
    report = store.load(gd.graph)
    assert seen and report.documents == {gd.id: "added"}
    assert store.read_graph().to_dict() == sample_graph.to_dict()


def test_two_loads_at_once_take_turns(store, gd, zj, neo4j_server, sample_graph):
    def load(graph):
        with open_store(neo4j_server["uri"], user=neo4j_server["user"], password=neo4j_server["password"]) as other:
            other.load(graph)

    threads = [threading.Thread(target=load, args=(plan.graph,)) for plan in (gd, zj)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read_graph().to_dict() == sample_graph.to_dict()
    assert store.query("MATCH (n) RETURN count(n)").value() == len(sample_graph)


def test_part_of_the_graph(store, gd, zj):
    store.load([gd.graph, zj.graph])
    edge = gd.graph.edges("PILOTS")[0]
    part = store.read_graph([edge.source, edge.target])
    assert sorted(n.id for n in part.nodes()) == sorted([edge.source, edge.target])
    assert edge.id in {e.id for e in part.edges()}


def test_documents_and_info(store, gd, zj):
    store.load([gd.graph, zj.graph])
    found = {d.id: d for d in store.documents()}
    assert found[gd.id].title == "广东省数字经济发展规划"
    assert (found[zj.id].nodes, found[zj.id].edges) == (len(zj.graph), len(zj.graph.edges()))
    info = store.info()
    assert (info.kind, info.engine, info.details["edition"]) == ("neo4j", "Neo4j", "community")
    assert info.labels["Document"] == 3
    assert "all are the text" in info.details["evidence on the server"]
    assert "may write" in info.details["user"]


def test_wrong_evidence_is_told(store, gd):
    store.load(gd.graph)
    store.query("MATCH ()-[r:PILOTS]->() SET r.start = r.start + 1", write=True)
    assert "differ" in store.info().details["evidence on the server"]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Project {id: 'x'})",
        "MATCH (n) SET n.name = 'x'",
        "MATCH (n) DETACH DELETE n",
        "CREATE INDEX x FOR (n:Project) ON (n.x)",
        "CALL { CREATE (n) } IN TRANSACTIONS",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
        "CREATE USER eve SET PASSWORD 'abcdefgh'",
    ],
)
def test_queries_cannot_write(store, gd, text):
    store.load(gd.graph)
    before = everything(store)
    with pytest.raises(QueryError, match="E403"):
        store.query(text)
    assert everything(store) == before


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD /* x */ CSV FROM 'https://example.org/x.csv' AS line RETURN line",
        "UNWIND [1] AS x CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_queries_read_no_files(store, text, write):
    with pytest.raises(QueryError, match="LOAD CSV is switched off"):
        store.query(text, write=write)


def test_procedures(store):
    assert store.query("CALL db.labels() YIELD label RETURN label LIMIT 1").columns == ["label"]
    for text in ("CALL dbms.listConfig()", "CALL db.createLabel('x')", "CALL dbms.queryJmx('*:*')"):
        with pytest.raises(QueryError, match="E40"):
            store.query(text)


def test_writing_when_asked(store):
    result = store.query("UNWIND [1, 2] AS x CREATE (n:Project {id: x}) RETURN x", write=True, limit=1)
    assert result.rows == [[1]] and result.truncated and result.counters["nodes_created"] == 2
    text = "MATCH (n:Project) CALL { WITH n DELETE n } IN TRANSACTIONS OF 1 ROWS"
    assert store.query(text, write=True).counters["nodes_deleted"] == 2


def test_limits(store):
    result = store.query("UNWIND range(1, 10) AS x RETURN x", limit=3)
    assert result.column("x") == [1, 2, 3] and result.truncated
    assert not store.query("UNWIND range(1, 3) AS x RETURN x", limit=3).truncated
    endless = "UNWIND range(1, 10000000) AS x UNWIND range(1, 10000) AS y RETURN count(x + y)"
    with pytest.raises(QueryError, match="E402"):
        store.query(endless, timeout=0.2)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_stops_the_query_on_the_server(store):
    text = "UNWIND range(1, 10000000) AS x UNWIND range(1, 10000) AS y RETURN count(x + y) AS ctrlc"
    running = "SHOW TRANSACTIONS YIELD currentQuery AS q WHERE q ENDS WITH 'AS ctrlc' RETURN count(*) AS n"
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        store.query(text, timeout=None)
    deadline = time.monotonic() + 10
    while store.query(running).value() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert store.query(running).value() == 0


def test_error_lines(store):
    with pytest.raises(QueryError) as caught:
        store.query("MATCH (n")
    assert str(caught.value).count("\n") == 0 and "column 9" in str(caught.value)
    with pytest.raises(QueryError, match=r"E401.*parameter"):
        store.query("RETURN $x")
    with pytest.raises(QueryError, match="PROFILE"):
        store.query("/* x */ PROFILE MATCH (n) RETURN n")


def test_unusable_servers(neo4j_server):
    uri, user = neo4j_server["uri"], neo4j_server["user"]
    secret = "sEcret-that-is-wrong"
    cases = [
        (uri, {"user": user, "password": secret}, "E502"),
        (uri, {"user": user, "password": neo4j_server["password"], "database": "nosuch"}, "E505"),
        ("bolt://127.0.0.1:1", {"user": user, "password": secret}, "E501.*nothing listens"),
        (f"bolt://{user}:{secret}@127.0.0.1:1", {}, "E506"),
        ("bolt://", {"user": user, "password": secret}, "E506"),
        (uri.replace("bolt:", "bolt+s:"), {"user": user, "password": secret}, "E501"),
    ]
    for address, options, wanted in cases:
        with pytest.raises(ServerError, match=wanted) as caught, open_store(address, **options) as store:
            store.documents()
        shown = f"{caught.value} {caught.value.values!r}"
        assert secret not in shown and "\n" not in str(caught.value)


def test_a_server_that_is_too_old(neo4j_server, monkeypatch):
    from cypher import neo4j_driver

    monkeypatch.setattr(neo4j_driver, "OLDEST", (99, 0))
    with pytest.raises(ServerError, match=r"E503.*5\.26"):
        open_store(neo4j_server["uri"], user=neo4j_server["user"], password=neo4j_server["password"])


def test_values_that_cannot_be_stored_change_nothing(store, gd):
    gd.graph.nodes("Project")[0].properties["kind"] = "half \ud800 pair"
    with pytest.raises(StoreError, match="E307"):
        store.load(gd.graph)
    assert store.query("MATCH (n) RETURN count(n)").value() == 0
