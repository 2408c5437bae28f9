"""A Neo4j server that is killed in the middle of a load: what the user sees, and that nothing is half there afterwards.

The server is one of its own, so that tests beside it are not disturbed.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import Graph
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node

PLANS = 5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real server that can be killed and started again with its data."""
    path = Path(__file__).resolve().parents[1] / "neo4j_server.py"
    spec = importlib.util.spec_from_file_location("plankg_neo4j_to_kill", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        started = module.Neo4jServer(home=tmp_path_factory.mktemp("neo4j"), heap="512m").start()
    except module.NotAvailableError as error:
        pytest.skip(str(error))
    try:
        yield started
    finally:
        started.stop()


def plan(number: int, edition: str) -> Graph:
    """A plan whose projects are its own and whose bodies it shares with the others; each edition says other things."""
    title = f"第{number}号规划"
    lines = [f"{edition}建设项目{number}之{i}，由机构{i % 7}牵头。" for i in range(40)]
    text = "\n".join(lines)
    graph, doc, at = Graph(), node_id("Document", title), 0
    graph.add_document(DocumentText(doc, title, text, f"{number}.txt", f"{number:064x}"))
    graph.add_node(Node(doc, "Document", title))
    for i, line in enumerate(lines):
        mention = Mention(doc, at, at + 4, "", "test", 0.9)
        project = Node(f"Project:{number}-{i}", "Project", f"项目{number}之{i}", [f"{edition}{i}"], {}, [mention])
        body = Node(f"Organization:{i % 7}", "Organization", f"机构{i % 7}", [f"{edition}机构"], {}, [mention])
        graph.add_node(project)
        graph.add_node(body)
        place = {"doc": doc, "start": at, "end": at + len(line), "evidence": line, "confidence": 0.9}
        graph.add_edge(Edge(body.id, project.id, "RESPONSIBLE_FOR", {**place, "role": "lead"}))
        at += len(line) + 1
    return graph


def merged(graphs: list[Graph]) -> dict[str, Any]:
    whole = Graph()
    for graph in graphs:
        whole.update(Graph.from_dict(graph.to_dict()))
    return whole.to_dict()


def open_server(server: Any) -> Any:
    from cypher import open_store

    return open_store(server.uri, user=server.auth[0], password=server.auth[1])


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``kill_at(module, n, what)``: before the n-th transaction that ``module`` writes, ``what()`` happens once."""

    def prepare(module: Any, number: int, what: Any) -> None:
        real, calls, guard = module.write_all, [0], threading.Lock()

        def watched(tx: Any, statements: Any) -> Any:
            with guard:
                calls[0] += 1
                if calls[0] == number:
                    what()
            return real(tx, statements)

        monkeypatch.setattr(module, "write_all", watched)

    return prepare


def test_a_first_load_survives_a_restart(server: Any, kill_at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cypher import neo4j_driver, neo4j_first

    monkeypatch.setattr(neo4j_driver, "_RETRY_SECONDS", 240.0)  # a busy machine starts the server slowly
    monkeypatch.setattr(neo4j_first, "BATCH", 40)
    monkeypatch.setattr(neo4j_first, "_FEW", 1)
    back = threading.Thread(target=server.start)

    def restart() -> None:
        server.kill()
        back.start()

    kill_at(neo4j_first, 9, restart)
    graphs = [plan(number, "初稿") for number in range(PLANS)]
    with open_server(server) as store:
        report = store.load(graphs)
        back.join()
        assert set(report.documents.values()) == {"added"} and len(report.documents) == PLANS
        assert store.read_graph().to_dict() == merged(graphs)
        assert not store.load(graphs).any and not store.written


def test_an_update_whose_server_stays_away(
    server: Any,
    kill_at: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from cypher import neo4j_driver, neo4j_load, open_store
    from plankg.main import main

    old = [plan(number, "初稿") for number in range(PLANS)]
    new = [plan(number, "定稿") for number in range(PLANS)]
    with open_store(tmp_path / "plans.kg", create=True) as folder:
        folder.load(new)
    with open_server(server) as store:
        store.load(old)
    monkeypatch.setattr(neo4j_driver, "_RETRY_SECONDS", 1.0)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    kill_at(neo4j_load, 4, server.kill)
    command = ["load", "--db", str(tmp_path / "plans.kg"), "--to", server.uri]
    capsys.readouterr()
    assert main(command) == 1
    said = capsys.readouterr().err.strip()
    assert "\n" not in said and "[E508]" in said and "load again" in said and server.password not in said
    assert main(command) == 1
    said = capsys.readouterr().err.strip()
    assert "\n" not in said and "[E501]" in said and "nothing listens there" in said

    server.start()
    with open_server(server) as store:
        there = store.read_graph().to_dict()
        ids = [next(iter(graph.documents)) for graph in old]
        done = [text(there, id_) == text(graph.to_dict(), id_) for id_, graph in zip(ids, new, strict=True)]
        assert sum(done) == 3
        assert there == merged([(new if did else old)[number] for number, did in enumerate(done)])
        assert main(command) == 0
        assert store.read_graph().to_dict() == merged(new)
        found = {row[4] for row in store.search("定稿建设项目", limit=1000).rows if row[1] == "evidence"}
        assert found == {line for graph in new for line in text(graph.to_dict(), None).splitlines()}
        assert store.search("初稿建设项目").rows == []


def text(graph: dict[str, Any], document: str | None) -> str:
    return next(str(d["text"]) for d in graph["documents"] if document in (None, d["id"]))
