"""The embedded graph over Bolt: any driver reads it, nobody writes."""

from __future__ import annotations

import shutil

import neo4j
import pytest
from neo4j.exceptions import AuthError, ClientError, Neo4jError

from cypher import open_store
from cypher.serve import DATABASE, USER, BoltServer
from kg.errors import ServerError, StoreBusyError, StoreError


@pytest.fixture(scope="module")
def folder(tmp_path_factory, plans):
    path = tmp_path_factory.mktemp("serve") / "plans.kg"
    with open_store(path, create=True) as store:
        store.load([plan.graph for plan in plans])
    return path


@pytest.fixture(scope="module")
def served(folder):
    with BoltServer(folder, port=0) as server:
        yield server


@pytest.fixture(scope="module")
def driver(served):
    with neo4j.GraphDatabase.driver(served.uri, auth=(USER, served.password)) as driver:
        yield driver


def test_any_driver_reads(driver, folder):
    text = "MATCH (r)-[e:PILOTS]->(x) RETURN r.name AS r, x.name AS x, e.evidence AS said ORDER BY r, x"
    rows = [list(record.values()) for record in driver.execute_query(text).records]
    with open_store(folder) as store:
        assert rows == store.query(text).rows
    assert driver.execute_query("RETURN $x AS x", x={"a": [1, "云"]}, database_=DATABASE).records[0]["x"] == {
        "a": [1, "云"]
    }


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Project {id: 'x'})",
        "MATCH (n:Project) SET n.name = 'x'",
        "MATCH (n:Project) REMOVE n.name",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:Project {id: 'y'})",
        "MATCH (a:Project), (b:Task) CREATE (a)-[:PART_OF]->(b)",
        "MATCH ()-[r]->() DELETE r",
        "CREATE (n:Unheard)",
        "CREATE INDEX x FOR (n:Project) ON (n.x)",
        "FOREACH (x IN [1] | CREATE (:Project))",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
    ],
)
def test_nobody_writes(driver, text):
    before = driver.execute_query(
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), min(n.name)"
    ).records
    with pytest.raises(Neo4jError) as caught:
        driver.execute_query(text)
    assert caught.value.code == "Neo.ClientError.Security.Forbidden"
    after = driver.execute_query(
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), min(n.name)"
    ).records
    assert before == after


def test_password_is_asked_for(served):
    for auth in ((USER, "wrong-password"), ("root", served.password), None):
        with (
            neo4j.GraphDatabase.driver(served.uri, auth=auth) as other,
            pytest.raises((AuthError, ClientError)),
        ):
            other.verify_connectivity()


def test_our_own_store_asks_it_too(served):
    with open_store(served.uri, user=USER, password=served.password) as store:
        assert store.query("MATCH (n:Task) RETURN count(n)").value() == 3
        assert {d.title for d in store.documents()} == {"广东省数字经济发展规划", "浙江省数字经济行动计划"}
        assert store.info().labels["Task"] == 3
        assert len(store.read_graph()) == 38
        with pytest.raises(ServerError, match="E504"):
            store.query("CREATE (n:Project {id: 'x'})", write=True)


def test_readers_may_come_and_writers_wait(served, folder, gd):
    with open_store(folder, wait=0) as store:
        assert store.query("MATCH (n) RETURN count(n)").value() == 38
        with pytest.raises(StoreBusyError, match="E302"):
            store.load(gd.graph)


def test_port_that_is_taken(served, folder):
    with pytest.raises(ServerError, match=r"E509.*port"):
        BoltServer(folder, port=served.port).start()


def test_what_cannot_be_served(tmp_path, folder):
    with pytest.raises(StoreError, match="E301"):
        BoltServer(tmp_path / "none.kg", port=0).start()
    with pytest.raises(ServerError, match=r"E509.*shorter"):
        BoltServer(folder, port=0, password="short").start()


def test_nothing_is_left(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "plans.kg"
    shutil.copytree(folder, path)
    server = BoltServer(path, port=0)
    with server:
        assert list(tmp_path.glob("plankg-serve-*"))
        assert not server.open_to_others
    assert not list(tmp_path.glob("plankg-serve-*"))
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(USER, server.password)) as driver,
        pytest.raises(Exception, match="connect"),
    ):
        driver.verify_connectivity()
    with open_store(path, wait=0) as store:
        store.remove(store.documents()[0].id)
