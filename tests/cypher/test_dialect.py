"""Statements as the embedded engine gets them: what is added keeps the meaning, everything else stays letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypher import saved_queries
from cypher.columns import pieces_of
from cypher.dialect import prepare
from kg.errors import QueryError

KEPT = [
    (
        "MATCH (r)-[e]->() MATCH (d {id: e.doc}) RETURN d",
        "MATCH (r)-[e]->() WHERE e IS NOT NULL MATCH (d {id: e.doc}) RETURN d",
    ),
    (
        "MATCH (a)-[e:X]->(b) WHERE a.x OR b.x /* } */ OPTIONAL MATCH (d {id: e.doc}) RETURN d",
        "MATCH (a)-[e:X]->(b) WHERE e IS NOT NULL AND (a.x OR b.x) /* } */ OPTIONAL MATCH (d {id: e.doc}) RETURN d",
    ),
    (
        "match (a)-[`e x`]->(b)<-[f {doc: `e x`.doc}]-(c) // all\nreturn a",
        "match (a)-[`e x`]->(b)<-[f {doc: `e x`.doc}]-(c) WHERE `e x` IS NOT NULL // all\nreturn a",
    ),
    (
        "MATCH (a)-[e]->(b)-[f]->(c {x: e.x, y: f.y}) WHERE a.name STARTS WITH 'x' RETURN 1 AS one",
        "MATCH (a)-[e]->(b)-[f]->(c {x: e.x, y: f.y}) WHERE e IS NOT NULL AND f IS NOT NULL AND "
        "(a.name STARTS WITH 'x') RETURN 1 AS one",
    ),
    (
        "MATCH (p) WHERE EXISTS { (p)<-[e]-()-[{role: e.role}]->() } RETURN p",
        "MATCH (p) WHERE EXISTS { (p)<-[e]-()-[{role: e.role}]->() WHERE e IS NOT NULL } RETURN p",
    ),
    (
        "MATCH (a)-[e]->(b) MATCH (b)((x)-[f]-(y) WHERE f.doc = e.doc){1,2}(c) RETURN c",
        "MATCH (a)-[e]->(b) WHERE e IS NOT NULL MATCH (b)((x)-[f]-(y) WHERE f.doc = e.doc){1,2}(c) RETURN c",
    ),
    (
        "MATCH (a)-[e]->(b) WITH a, b ORDER BY e.start RETURN collect(a) AS a",
        "MATCH (a)-[e]->(b) WHERE e IS NOT NULL WITH a, b ORDER BY e.start RETURN collect(a) AS a",
    ),
]
UNTOUCHED = [
    "MATCH (a)-[e]->(b) WITH a, e ORDER BY e.start RETURN a, e",
    "MATCH (a)-[e]->(b) RETURN a ORDER BY e.start",
    "MATCH (a)-[e]->(b) RETURN {doc: e.doc} AS m, '-[e]->(x {id: e.doc})' AS text",
    "MATCH (a)-[es*1..2]->(b {id: es[0].doc}) RETURN b",
    "MATCH (a)-[e]->+(b {id: e[0].doc}) RETURN b",
    "MATCH (t) MATCH (d {id: t.doc})-[{kind: t.kind}]->() RETURN d",
    "MATCH (n) WHERE n.match = 1 RETURN n.match AS where, n.with AS `MATCH (a)-[e]->(b {x: e.x})`",
]


@pytest.mark.parametrize(("text", "kept"), KEPT)
def test_names_of_edges_are_used_where_the_engine_sees_it(text, kept):
    assert prepare(text) == kept
    assert prepare(kept).count("IS NOT NULL") == 2 * kept.count("IS NOT NULL")


@pytest.mark.parametrize("text", [*UNTOUCHED, *(query.text for query in saved_queries().values())])
def test_other_statements_stay_as_they_are(text):
    assert prepare(text) == text


def test_a_name_in_one_comprehension_may_be_used_in_the_next():
    text = "MATCH (a) RETURN [(a)-[r]->(x) | r.role] AS out, [(a)<-[r]-(x) WHERE r.n > 1 | x] AS in"
    assert prepare(text) == text
    with pytest.raises(QueryError, match="takes `r` in this pattern for a new edge"):
        prepare("MATCH (a)-[r]->() " + text.removeprefix("MATCH (a) "))


@given(st.text(alphabet="MATCHWER {}[]()-<>|.:*,'`/\n\\$e中1=", max_size=60), st.sampled_from(KEPT))
def test_whatever_is_written_is_taken_apart_and_put_together(noise, known):
    for text in (noise, known[0] + noise, noise + known[0]):
        assert "".join(pieces_of(text)) == text
        try:
            prepared = prepare(text)
        except QueryError as error:
            assert error.code == "E401" and "\n" not in str(error)
        else:
            added = prepared
            for piece in pieces_of(text):
                assert piece in added
                added = added[added.index(piece) + len(piece) :]
