"""The same statement gives the same rows on the embedded engine and on a real Neo4j: columns, values, order and types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from cypher import saved_queries
from cypher.bloom import perspective
from cypher.browser import favourites
from kg.errors import QueryError
from kg.graph import Graph

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "gd-digital-economy-2018-2025.txt"


class Statement(NamedTuple):
    kind: str
    text: str
    params: dict
    refused: str


def statements() -> list[Statement]:
    found, kind, params, refused = [], "", {}, ""
    for line in Path(__file__).with_name("conformance.cypher").read_text("utf-8").splitlines():
        if line.startswith("// # "):
            kind = line[5:]
        elif line.startswith("// params: "):
            params = json.loads(line[11:])
        elif line.startswith("// refused: "):
            refused = line[12:]
        elif line and not line.startswith("//"):
            found.append(Statement(kind, line, params, refused))
            params, refused = {}, ""
    return found


STATEMENTS = statements()
KINDS = sorted({s.kind for s in STATEMENTS})


@pytest.fixture(scope="module")
def graphs(plans):
    """Two small plans and the facts of a real one."""
    from extract import extract_file

    return [*(plan.graph for plan in plans), extract_file(EXAMPLE)]


def answer(store, text, params):
    try:
        result = store.query(text, params)
    except QueryError as error:
        return str(error)
    return result.columns, typed(result.rows)


def typed(value):
    """``value`` with its types, so that 3 differs from 3.0 and from true."""
    if isinstance(value, list | tuple):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {key: typed(value[key]) for key in sorted(value)}
    if hasattr(value, "properties"):
        return type(value).__name__, str(value), value.id, typed(value.properties)
    if hasattr(value, "relationships"):
        return "Path", typed(value.nodes), typed(value.relationships)
    return type(value).__name__, value


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "errors"])
def test_same_rows(embedded, server, kind):
    for statement in STATEMENTS:
        if statement.kind != kind:
            continue
        here, there = (answer(store, statement.text, statement.params) for store in (embedded, server))
        assert not isinstance(there, str), f"{statement.text}\n{there}"
        if statement.refused:
            assert isinstance(here, str) and statement.refused in here, f"{statement.text}\n{here}"
        else:
            assert here == there, statement.text


def test_same_refusals(embedded, server):
    for statement in STATEMENTS:
        if statement.kind == "errors":
            for store in (embedded, server):
                assert "E401" in answer(store, statement.text, statement.params), statement.text


@pytest.mark.parametrize("name", saved_queries())
def test_saved_queries_give_the_same_rows(embedded, server, name):
    query = saved_queries()[name]
    for given in (query.example(), {p.name: "广东省" for p in query.params if p.type == "string"}):
        params = query.bind({**query.example(), **given})
        here = answer(embedded, query.text, params)
        assert here == answer(server, query.text, params)
        assert not isinstance(here, str)


@pytest.mark.parametrize(
    "words", ["教育", "教育云", "云 广东", "云", "到2020年", "5G", "（", '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /']
)
def test_search_gives_the_same_rows(embedded, server, words):
    here, there = (store.search(words, limit=50) for store in (embedded, server))
    assert (here.columns, typed(here.rows), here.truncated) == (there.columns, typed(there.rows), there.truncated)


def test_same_graph_comes_back(embedded, server, graphs):
    merged = Graph()
    for graph in graphs:
        merged.update(graph)
    here, there = embedded.read_graph().to_dict(), server.read_graph().to_dict()
    assert here == there
    assert [n["id"] for n in here["nodes"]] == [n.id for n in merged.nodes()]


def script_parts(server, script):
    """A favourite's statement, and its parameters as Neo4j Browser works them out: on the server."""
    statement = [line for line in script.splitlines() if not line.startswith(("//", ":"))]
    given = [
        line.removeprefix(":param ").removesuffix(";").partition(" => ")
        for line in script.splitlines()
        if line[0] == ":"
    ]
    return "\n".join(statement).removesuffix(";"), {
        name: server.query(f"RETURN {v} AS v").value() for name, _, v in given
    }


def test_favourites_run_on_a_server(embedded, server):
    for path, script in favourites(saved_queries()).items():
        statement, params = script_parts(server, script)
        query = saved_queries()[Path(path).stem]
        assert params == query.bind(query.example()), path
        there = answer(server, statement, params)
        assert not isinstance(there, str), f"{path}: {there}"
        if path.startswith("PlanKG/"):
            assert there == answer(embedded, query.text, params)
        else:
            table = server.query(query.text, params)
            assert bool(server.query(statement, params).nodes()) == bool(table.rows), path


def test_search_phrases_run_on_a_server(server):
    look = json.loads((ROOT / "viz" / "web" / "look.json").read_text("utf-8"))
    by_title = {query.title("zh"): query for query in saved_queries().values()}
    drawn = 0
    for phrase in perspective(look, saved_queries())["templates"]:
        query = by_title[phrase["name"]]
        values = query.bind(query.example())
        result = server.query(phrase["cypher"], {p["name"][1:]: values[p["name"][1:]] for p in phrase["params"]})
        assert all(
            cell is None or hasattr(cell, "properties") or hasattr(cell, "nodes") for row in result.rows for cell in row
        )
        drawn += bool(result.nodes())
    assert drawn >= 14


def test_most_statements_find_something(server):
    kept = [s for s in STATEMENTS if s.kind != "errors"]
    empty = [s.text for s in kept if not server.query(s.text, s.params).rows]
    assert len(kept) >= 60 and len(empty) <= 3, empty
