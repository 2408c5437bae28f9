"""Search finds the same on a Neo4j server, by its full-text indexes, as on the embedded database, which looks through everything."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypher import neo4j_schema
from cypher.neo4j_search import phrases
from kg.model import Edge, Mention, Node

PIECES = [
    "数据",
    "数",
    "共享平台",
    "平台",
    "云",
    "5G",
    "5",
    "Ｇ",
    "ｗｅｂ",
    "Web",
    "AND",
    "OR",
    " not ",
    '"',
    "'",
    "\\",
    "*",
    "?",
    "~",
]
PIECES += [
    "(",
    "[1 TO 2]",
    "{",
    "^2",
    ":",
    "name:",
    "/",
    "&&",
    "||",
    "!",
    "+",
    "-",
    "　",
    "，",
    "“",
    "豈",
    "㐀",
    "𠀀",
    "́",
    "の",
    "カ",
    "a",
    "the",
]


@pytest.fixture(scope="module")
def graphs(plans):
    """Two small plans, and a third with names, aliases and sentences of all kinds of characters."""
    texts = ["".join(three) for three in itertools.islice(itertools.product(PIECES, repeat=3), 0, None, 613)]
    plan = type(plans[0])("第三号计划", "第三号计划\n" + "\n".join(texts))
    for number, text in enumerate(texts):
        start = plan.text.index(text)
        place = {"doc": plan.id, "start": start, "end": start + len(text), "evidence": text}
        mention = Mention(plan.id, start, start + len(text), "", "test", 0.9)
        alias = texts[-number].strip() or "x"
        plan.graph.add_node(Node(f"Project:{number}", "Project", text.strip() or "x", [alias, "别称"], {}, [mention]))
        plan.graph.add_node(Node(f"Task:{number}", "Task", f"任务{number}", [], place, [mention]))
        plan.graph.add_edge(Edge(f"Project:{number}", f"Task:{number}", "PART_OF", {**place, "confidence": 0.9}))
    return [*(p.graph for p in plans), plan.graph]


def same(embedded, server, words, limit=2000):
    here, there = (store.search(words, limit=limit) for store in (embedded, server))
    assert (here.columns, here.rows, here.truncated) == (there.columns, there.rows, there.truncated)
    return here.rows


@pytest.mark.parametrize("words", [piece for piece in PIECES if piece.strip()])
def test_every_piece(embedded, server, words):
    assert same(embedded, server, words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from([*PIECES, " ", "教育", "广东省"]), min_size=1, max_size=6).map("".join))
def test_what_people_and_attackers_type(embedded, server, words):
    if words.strip():
        same(embedded, server, words)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8), few=st.booleans())
def test_any_text_at_all(embedded, server, words, few):
    if words.split():
        same(embedded, server, words, limit=2 if few else 2000)


def test_any_part_of_any_name_is_found(embedded, server, graphs):
    for node in graphs[0].nodes():
        for start in range(len(node.name) - 1):
            rows = same(embedded, server, node.name[start : start + 3])
            assert node.id in [row[-1] for row in rows], node.name


def test_words_in_name_and_alias_together(embedded, server):
    assert any(row[1] == "alias" for row in same(embedded, server, "共享平台 别称"))


def test_the_index_is_used_where_it_can_help(server):
    for words in (["平台"], ["5g", "共享平台"], ["云平台*"]):
        look = server.lookup(words)
        assert all("db.index.fulltext" in text for text in (look.names, look.passages, look.sentences))
    for words in (["云"], ["5g"], ["*"], ["云*台"]):
        assert "MATCH (n)" in server.lookup(words).names
    assert phrases(['云"平台" OR 数据共享', "数据共享"]) == '"平台" AND "数据共享"'


def test_what_was_just_loaded_is_found(server, embedded, gd):
    gd.graph.nodes("Organization")[0].aliases.append("刚刚改名的机构")
    server.load(gd.graph)
    assert [row[3] for row in server.search("改名").rows] == [gd.graph.nodes("Organization")[0].name]
    del gd.graph.nodes("Organization")[0].aliases[-1]
    server.load(gd.graph)
    assert same(embedded, server, "改名") == []


@pytest.mark.parametrize("labels", ["", "Task", "Organization|Region"])
def test_indexes_that_are_missing_or_older_than_the_ontology(embedded, server, labels):
    for name in (neo4j_schema.NAMES, neo4j_schema.NODE_EVIDENCE, neo4j_schema.EDGE_EVIDENCE):
        server.query(f"DROP INDEX {name}", write=True)
    try:
        if labels:
            options = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
            text = f"CREATE FULLTEXT INDEX {neo4j_schema.NAMES} FOR (n:{labels}) ON EACH [n.name, n.aliases] {options}"
            server.query(text, write=True)
            server.query("CALL db.awaitIndexes(60)", write=True)
        for words in ("教育", "共享平台", "任务 数据"):
            same(embedded, server, words)
    finally:
        server.query(f"DROP INDEX {neo4j_schema.NAMES} IF EXISTS", write=True)
        neo4j_schema.ensure(server._driver, None)
