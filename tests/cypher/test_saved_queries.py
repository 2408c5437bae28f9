"""Every saved query says what it is for, runs with its example, and gives the same rows in the same order."""

from __future__ import annotations

import re

import pytest

from cypher import open_store, saved_queries, saved_query
from cypher.saved import parse
from kg.errors import QueryError

QUERIES = saved_queries()


@pytest.mark.parametrize("name", QUERIES)
def test_runs_with_its_example(sample_store, name):
    query = QUERIES[name]
    result = sample_store.query(query.text, query.bind(query.example()))
    assert result.rows, f"the example of {name} finds nothing in the sample"
    assert result.columns and all(re.fullmatch(r"\w+", column) for column in result.columns)
    given = {param.name: "不存在" for param in query.params if param.type == "string"}
    assert sample_store.query(query.text, query.bind(given)).columns == result.columns


@pytest.mark.parametrize("name", QUERIES)
def test_says_what_it_is_for(name):
    query = QUERIES[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for lang in ("en", "zh"):
        assert query.title(lang) and query.description(lang)
        assert bool(re.search(r"[\u4e00-\u9fff]", query.title(lang) + query.description(lang))) == (lang == "zh")
    assert query.command().startswith(f"plankg query --saved {name}")
    used = set(re.findall(r"\$(\w+)", query.text))
    assert used == {param.name for param in query.params}
    for param in query.params:
        assert param.en and param.zh and param.read(param.example) == param.example


@pytest.mark.parametrize("name", QUERIES)
def test_order_is_fixed(name):
    text = QUERIES[name].text
    tail = text[text.rindex("RETURN ") :]
    assert "ORDER BY" in tail
    grouped = re.search(r"\b(count|collect|sum|min|max)\(", tail)
    assert grouped or re.search(r"\bid$|ORDER BY step$|\.id\b", tail.strip()), "the order has no last word"


@pytest.mark.parametrize("name", QUERIES)
def test_the_order_of_loading_does_not_show(sample_store, other_store, name):
    query = QUERIES[name]
    params = query.bind(query.example())
    assert sample_store.query(query.text, params) == other_store.query(query.text, params)


@pytest.fixture(scope="module")
def other_store(tmp_path_factory, plans):
    with open_store(tmp_path_factory.mktemp("other") / "plans.kg", create=True) as store:
        for plan in plans[::-1]:
            store.load(plan.graph)
        yield store


def rows(store, saved, /, **params):
    query = saved_query(saved)
    return store.query(query.text, query.bind(params)).rows


def test_who_is_responsible_leads_first_and_by_alias(sample_store):
    found = rows(sample_store, "who-is-responsible", name="广东教育云")
    assert [row[:3] for row in found] == [
        ["广东省教育厅", "Organization", "lead"],
        ["华为公司", "Organization", "support"],
        ["广东省财政厅", "Organization", "support"],
    ]
    assert rows(sample_store, "who-is-responsible", name="省政务云平台") == []
    assert [r[2] for r in rows(sample_store, "duties-of", name="省教育厅")] == ["广东教育云", "发展智慧教育"]
    assert [r[2] for r in rows(sample_store, "duties-of", name="华为", role="support")] == ["广东教育云", "浙江教育云"]
    assert rows(sample_store, "duties-of", name="华为", role="lead") == []


def test_projects_of_a_province_include_its_cities(sample_store):
    assert [r[:2] for r in rows(sample_store, "projects-of-region", name="广东省")] == [
        ["广州市", "广东教育云"],
        ["深圳市", "广东教育云"],
        ["深圳市", "数字音乐基地"],
    ]
    assert [r[1] for r in rows(sample_store, "projects-of-region", name="杭州")] == ["人工智能小镇"]


def test_what_is_missing(sample_store):
    assert [r[0] for r in rows(sample_store, "projects-without-body")] == [
        "人工智能小镇",
        "人工智能开放平台",
        "国家政务云平台",
        "广东省政务云平台",
    ]
    assert [r[0] for r in rows(sample_store, "tasks-without-goal")] == ["发展智慧教育", "推动人工智能产业创新"]
    assert [r[0] for r in rows(sample_store, "sectors-without-project")] == ["跨境电子商务"]


def test_dependence_is_transitive_and_survives_a_circle(tmp_path, gd):
    ids = {n.name: n.id for n in gd.graph.nodes("Project")}
    gd.edge("DEPENDS_ON", ids["广东省政务云平台"], ids["人工智能开放平台"], "人工智能", kind="uses")
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
        found = rows(store, "what-depends-on", name="省政务云平台")
        assert [(r[0], r[2]) for r in found] == [(1, "广东教育云"), (2, "人工智能开放平台"), (3, "广东省政务云平台")]


def test_one_indicator_over_plans(sample_store):
    found = rows(sample_store, "indicator-over-time", name="数字经济规模")
    assert [(r[2], r[4], r[6], r[7]) for r in found] == [
        (2020, 4, "万亿元", "广东省数字经济发展规划"),
        (2022, 3, "万亿元", "浙江省数字经济行动计划"),
    ]
    assert [r[0] for r in rows(sample_store, "goals-by-year", **{"from": "2021", "to": 2025})] == [2022, 2025]


def test_shortest_path_both_ways_and_none(sample_store):
    there = rows(sample_store, "shortest-path", **{"from": "省财政厅", "to": "深圳"})
    assert [(r[1], r[3], r[5]) for r in there] == [
        ("广东省财政厅", "RESPONSIBLE_FOR", "广东教育云"),
        ("广东教育云", "PILOTS", "深圳市"),
    ]
    back = rows(sample_store, "shortest-path", **{"from": "深圳", "to": "省财政厅"})
    assert [r[1] for r in back] == ["深圳市", "广东教育云"] and [r[2] for r in back] == ["->", "<-"]
    assert rows(sample_store, "shortest-path", **{"from": "横琴", "to": "浙江教育云"}) == []
    assert rows(sample_store, "shortest-path", **{"from": "横琴", "to": "横琴"}) == []


def test_two_plans_side_by_side(sample_store):
    found = {
        r[0]: r[1:]
        for r in rows(sample_store, "compare-plans", left="广东省数字经济发展规划", right="浙江省数字经济行动计划")
    }
    assert found["Organization"] == [3, 1, 1] and found["Goal"] == [2, 0, 1] and found["Document"] == [1, 1, 1]
    assert rows(sample_store, "common-ground", left="粤府〔2018〕1号", right="浙江省数字经济行动计划") == []


@pytest.mark.parametrize("name", ["x' OR 1=1 //", "'}) DETACH DELETE n //", "$name", "`", "\\"])
def test_hostile_names_find_nothing_and_break_nothing(sample_store, name):
    for query in QUERIES.values():
        given = {p.name: name for p in query.params if p.type == "string"}
        if given:
            assert sample_store.query(query.text, query.bind(given)).rows == []


# -- parameters and headers -----------------------------------------------------------------------


def test_parameters_are_typed():
    query = saved_query("busiest-bodies")
    assert query.bind({}) == {"limit": 20} and query.bind({"limit": "7"}) == {"limit": 7}
    for bad in ("seven", "1.5", True, 1.5, []):
        with pytest.raises(QueryError, match=r"\[E407\] bad value for --param limit: .* is no integer"):
            query.bind({"limit": bad})
    with pytest.raises(QueryError, match=r"\[E407\].*no such parameter \(it has: limit\)"):
        query.bind({"lmit": 3})
    with pytest.raises(QueryError, match=r"\[E405\].*needs --param name="):
        saved_query("who-is-responsible").bind({})
    with pytest.raises(QueryError, match=r"\[E404\] no saved query `nobody`"):
        saved_query("nobody")


HEAD = "/*\ntitle: {en: T, zh: 题}\ndescription: {en: D, zh: 述}\nparams:\n  p: {type: %s, example: x, en: a, zh: 甲}\n*/\nRETURN $p AS p"


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [
        ("string", 5, "5"),
        ("integer", "-3", -3),
        ("float", "1.5", 1.5),
        ("boolean", "是", True),
        ("boolean", "No", False),
        ("strings", "甲，乙、丙,丁", ["甲", "乙", "丙", "丁"]),
        ("strings", ["甲"], ["甲"]),
    ],
)
def test_every_type_reads_what_people_type(type_, given, value):
    bound = parse("q", HEAD % type_).bind({"p": given})
    assert bound == {"p": value} and type(bound["p"]) is type(value)


@pytest.mark.parametrize(
    "source", ["MATCH (n) RETURN n", "/* : [ */ RETURN 1", "/* title: x */ RETURN 1", HEAD % "date", "/**/ RETURN 1"]
)
def test_a_header_that_is_not_as_it_must_be(source):
    with pytest.raises(QueryError, match=r"\[E408\] the saved query `mine` cannot be read"):
        parse("mine", source)


def test_own_queries_come_on_top(tmp_path):
    (tmp_path / "mine.cypher").write_text(HEAD % "string", "utf-8")
    (tmp_path / "plans.cypher").write_text(HEAD % "string", "utf-8")
    found = saved_queries(tmp_path)
    assert found["mine"].title("zh") == "题" and found["plans"].title() == "T" and len(found) == len(QUERIES) + 1
    assert found["mine"].command() == "plankg query --saved mine --param p=x"
