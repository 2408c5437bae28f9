"""Files for Neo4j Browser and Bloom: read as those tools read them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypher import saved_queries
from cypher.as_graph import graph_statement
from cypher.bloom import perspective
from cypher.browser import favourite, favourites, favourites_zip, literal, style
from cypher.saved import parse
from kg.ontology import ontology

LOOK = json.loads((Path(__file__).parents[2] / "viz" / "web" / "look.json").read_text("utf-8"))

AWKWARD = """/*
title: {en: "Quote ' and \\\\", zh: "引号\\n// 换行"}
description: {en: x, zh: x}
params:
  name: {type: string, example: "it's \\\\ 云\\n;", en: "a\\nb", zh: 名}
  list: {type: strings, default: ["a'b", "中"], example: [], en: l, zh: 单}
  none: {type: float, default: null, example: 1.5, en: n, zh: 无}
*/
MATCH (p:Project) WHERE p.name = $name RETURN $list AS list, $none AS none;
"""


def rules(sheet: str) -> dict[str, dict[str, str]]:
    """A style sheet as the Browser takes it apart: quotes go, blanks in selectors go, a value has no colon."""
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{((?:[^{}\"]|\"[^\"]*\")*)\}", sheet):
        pairs = [part.replace('"', "").split(":") for part in body.split(";")]
        found["".join(selector.split())] = {p[0].strip(): p[1].strip() for p in pairs if len(p) == 2}
        assert all(len(p) == 2 for p in pairs if "".join(p).strip()), body
    return found


def test_style_has_every_label_and_type_in_the_colours_of_the_page():
    found = rules(style(LOOK))
    assert set(found) == {
        "node",
        "relationship",
        *(f"node.{label}" for label in ontology().labels),
        *(f"relationship.{name}" for name in ontology().types),
    }
    for label in ontology().labels:
        rule = found[f"node.{label}"]
        assert rule["color"] == LOOK["labels"][label]["color"] and rule["caption"] == "{name}"
        assert rule["text-color-internal"] in ("#000000", "#FFFFFF") and int(rule["diameter"].removesuffix("px")) >= 30
    assert found["relationship.RESPONSIBLE_FOR"]["caption"] == "负责"
    assert found["node.Document"]["text-color-internal"] == "#FFFFFF"
    assert found["node.Organization"]["text-color-internal"] == "#000000"


def test_favourites_are_a_zip_of_named_scripts_and_always_the_same_bytes():
    data = favourites_zip(saved_queries())
    assert data == favourites_zip(dict(reversed(saved_queries().items())))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        scripts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert scripts == favourites(saved_queries())
    assert {f"PlanKG/{name}.cypher" for name in saved_queries()} <= set(scripts)
    for path, script in scripts.items():
        query = saved_queries()[path.split("/")[1].removesuffix(".cypher")]
        first, *lines = script.splitlines()
        assert first == f"// {query.titles['zh']} · {query.titles['en']}"
        given = [line.split(" ")[1] for line in lines if line.startswith(":")]
        assert given == [param.name for param in query.params]
        assert script.rstrip().endswith(";") and script.count("\n;") == 0


def test_a_favourite_keeps_awkward_texts_on_their_lines(sample_store):
    query = parse("awkward", AWKWARD)
    lines = favourite(query).splitlines()
    assert lines[0] == "// 引号 // 换行 · Quote ' and \\" and lines[1] == "// name: 名 · a b"
    values = {}
    for line in lines:
        if line.startswith(":param "):
            name, _, expression = line.removeprefix(":param ").removesuffix(";").partition(" => ")
            values[name] = sample_store.query(f"RETURN {expression} AS v").value()
    assert values == {"name": "it's \\ 云\n;", "list": ["a'b", "中"], "none": None}
    assert lines[-1] == "MATCH (p:Project) WHERE p.name = $name RETURN $list AS list, $none AS none;"


SCALARS = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=12)


@given(SCALARS | st.lists(SCALARS, max_size=3))
def test_literals_mean_what_they_stand_for_and_take_one_line(sample_store, value):
    text = literal(value)
    assert len(text.splitlines()) <= 1 or "\x0b" in text or "\x0c" in text or re.search("[\x1c-\x1e]", text)
    if "\x00" not in text:
        assert sample_store.query(f"RETURN {text} AS v").value() == value


def test_perspective_is_whole():
    found = json.loads(json.dumps(perspective(LOOK, saved_queries())))
    assert [c["labels"] for c in found["categories"]] == [[label] for label in ontology().labels]
    assert [c["name"] for c in found["categories"]] == [spec.zh for spec in ontology().labels.values()]
    assert [r["id"] for r in found["relationshipTypes"]] == list(ontology().types)
    assert set(found["labels"]) == set(ontology().labels)
    for segment in found["metadata"]["pathSegments"]:
        assert ontology().allows(segment["source"], segment["relationshipType"], segment["target"])
    texts = [t["text"] for t in found["templates"]]
    assert (
        len(texts) >= 15 and len(set(texts)) == len(texts) and len({t["id"] for t in found["templates"]}) == len(texts)
    )
    for template in found["templates"]:
        named = {param["name"] for param in template["params"]}
        assert set(re.findall(r"\$\w+", template["cypher"])) == set(re.findall(r"\$\w+", template["text"])) == named
    phrase = next(t for t in found["templates"] if t["name"] == "项目卡片")
    assert phrase["text"] == "项目卡片 $name" and phrase["params"][0]["suggestionLabel"] == "Project"
    assert perspective(LOOK, saved_queries()) == perspective(LOOK, saved_queries())


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("MATCH (a)-[r:X]->(b {n: a.n}) RETURN a.name AS a", "RETURN DISTINCT a, r, b"),
        ("MATCH p = (a)-[*..2]-(:B) WHERE any(x IN nodes(p) WHERE x.y) RETURN length(p) AS n", "RETURN DISTINCT p, a"),
        ("MATCH (a) WITH a, count(*) AS n WHERE n > 1 MATCH (a)--(c) RETURN n", "RETURN DISTINCT a, c"),
        ("MATCH (a)-->(b) WITH DISTINCT b RETURN b.name AS b ORDER BY b", "RETURN DISTINCT b"),
        ("MATCH (a)-->(b) RETURN b.name AS b ORDER BY b LIMIT 3", None),
        ("MATCH (a) WITH count(a) AS n RETURN n", None),
        ("MATCH (a) RETURN a.x AS x UNION MATCH (b) RETURN b.x AS x", None),
    ],
)
def test_the_graph_behind_a_table(text, graph):
    query = parse("q", "/*\ntitle: {en: t, zh: t}\ndescription: {en: d, zh: d}\n*/\n" + text)
    found = graph_statement(query)
    assert (found is None) == (graph is None)
    if graph:
        assert found.splitlines()[-2:] == [graph, "LIMIT 500"]


def test_graphs_behind_saved_queries_hold_what_the_tables_name(sample_store):
    query = saved_queries()["who-is-responsible"]
    params = query.bind(query.example())
    named = set(sample_store.query(query.text, params).column("who"))
    drawn = sample_store.query(graph_statement(query), params)
    assert named and named <= {node.name for node in drawn.nodes()} and drawn.relationships()
