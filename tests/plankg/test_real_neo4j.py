"""Files for Neo4j, and `plankg load`, on a real server: skipped with a line that says how to get one."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import Graph, Node, write

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("neo4j-files")


def _server_module() -> Any:
    spec = importlib.util.spec_from_file_location("plankg_neo4j_server", ROOT / "tests" / "neo4j_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _graph() -> Graph:
    """The sample, and names that try to break out."""
    from extract import extract_file

    graph = extract_file(ROOT / "examples" / "gd-digital-economy-2018-2025.txt")
    names = importlib.util.spec_from_file_location("hostile_names", ROOT / "tests" / "hostile_names.py")
    assert names is not None
    assert names.loader is not None
    module = importlib.util.module_from_spec(names)
    names.loader.exec_module(module)
    for number, name in enumerate(module.NAMES):
        if set(name) & set("\x00\x1f"):  # these the importer cannot read; the file has U+FFFD for them
            continue
        graph.add_node(Node(f"Project:hostile{number}", "Project", name, [name], {"kind": name}))
    return graph


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Graph]]:
    """A server whose database was filled by ``import.sh`` before it was started."""
    module = _server_module()
    home = tmp_path_factory.mktemp("neo4j")
    try:
        java, jars = module.java(), module.jars()
    except module.NotAvailableError as error:
        pytest.skip(str(error))
    graph, files = _graph(), home / "files"
    write(graph, files, "neo4j-admin")
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(f"server.directories.data={home / 'data'}\n", "utf-8")
    admin = home / "neo4j-admin"
    admin.write_text(f'#!/bin/sh\nexec "{java}" -cp "{jars}/*" org.neo4j.cli.AdminTool "$@"\n', "utf-8")
    admin.chmod(0o755)
    env = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        ["sh", files / "import.sh", admin, "neo4j"], env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    try:
        server = module.Neo4jServer(home=home).start()
    except module.NotAvailableError as error:
        pytest.skip(str(error))
    try:
        yield server, graph
    finally:
        server.stop()


def _ask(server: Any, text: str) -> list[dict[str, Any]]:
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
        return [dict(record) for record in driver.execute_query(text).records]


def _holds(server: Any, graph: Graph) -> None:
    """The server's graph is ``graph``: names, aliases, properties, evidence."""
    nodes = {row["id"]: row for row in _ask(server, "MATCH (n) RETURN n.id AS id, labels(n) AS l, properties(n) AS p")}
    assert set(nodes) == {n.id for n in graph.nodes()}
    for node in graph.nodes():
        row = nodes[node.id]
        assert row["l"] == [node.label]
        assert row["p"]["name"] == node.name
        assert row["p"].get("aliases", []) == node.aliases
        assert {k: row["p"].get(k) for k in node.properties} == node.properties
    edges = {r["id"]: r for r in _ask(server, "MATCH ()-[r]->() RETURN r.id AS id, type(r) AS t, properties(r) AS p")}
    assert set(edges) == {e.id for e in graph.edges()}
    for edge in graph.edges():
        assert edges[edge.id]["t"] == edge.type
        assert {k: edges[edge.id]["p"].get(k) for k in edge.properties} == edge.properties


def test_admin_import_holds_the_graph(imported: tuple[Any, Graph]) -> None:
    _holds(*imported)


def test_script_twice_holds_the_graph(imported: tuple[Any, Graph], tmp_path: Path) -> None:
    import neo4j

    server, graph = imported
    _ask(server, "MATCH (n) DETACH DELETE n")
    (script,) = write(graph, tmp_path / "plans.cypher")
    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver, driver.session() as session:
        for statement in script.read_text("utf-8").split(";\n") * 2:
            if statement.strip():
                session.run(statement).consume()
    _holds(server, graph)


def test_load_and_ask_with_the_settings_of_the_environment(
    imported: tuple[Any, Graph], run: Any, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _ = imported
    _ask(server, "MATCH (n) DETACH DELETE n")
    user, password = server.auth
    monkeypatch.setenv("NEO4J_URI", server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", user)
    monkeypatch.setenv("NEO4J_PASSWORD", password)
    first = run("load")
    assert first.code == 0, first.err
    again = run("load")
    assert "+0 ~0 −0" in again.err
    query = ["query", "MATCH (n:Project) RETURN n.name AS name ORDER BY n.id", "--format", "json"]
    there, here = run(*query), run(*query, "--db", db)
    assert json.loads(there.out) == json.loads(here.out)
    assert server.uri in there.err
    assert password not in there.err + there.out + first.err
    assert run("build", "b.txt", "--to", "neo4j", "-q").code == 0
    assert len(json.loads(run("documents", "--format", "json").out)) == 3


def test_wrong_password_and_no_server_are_one_line(imported: tuple[Any, Graph], run: Any) -> None:
    server, _ = imported
    Path("plankg.toml").write_text('[neo4j]\nusername = "neo4j"\npassword = "wrong-secret"\n', "utf-8")
    refused = run("stats", "--db", server.uri)
    assert (refused.code, len(refused.lines)) == (1, 1), refused.err
    assert "[E502]" in refused.err
    assert "wrong-secret" not in refused.err
    nobody = run("stats", "--db", "bolt://127.0.0.1:1")
    assert (nobody.code, len(nobody.lines)) == (1, 1), nobody.err
    assert "[E501]" in nobody.err
