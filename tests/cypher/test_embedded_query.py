"""Asking the embedded store: values, limits, what is refused, and leaving a statement alone."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from cypher import Node, Path, Relationship, open_store
from kg.errors import QueryError, StoreError

SLOW = "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*)"


def test_nodes_edges_paths_and_maps(sample_store, gd):
    text = (
        "MATCH p = (o:Organization {name: '广东省教育厅'})-[r:RESPONSIBLE_FOR]->(t:Project) "
        "RETURN o, r, p, [o, t] AS both, {edge: r, n: 1} AS map, nodes(p) AS ns, relationships(p) AS rs, date('2020-01-31') AS d"
    )
    row = sample_store.query(text).records()[0]
    org, edge, path = row["o"], row["r"], row["p"]
    assert isinstance(org, Node) and org.label == "Organization" and org.properties["aliases"] == ["省教育厅"]
    assert isinstance(edge, Relationship) and (edge.type, edge.start) == ("RESPONSIBLE_FOR", org.id)
    assert (
        edge.properties["role"] == "lead"
        and gd.text[edge.properties["start"] : edge.properties["end"]] == edge.properties["evidence"]
    )
    assert isinstance(path, Path) and path.nodes[0] == org and path.relationships == (edge,)
    assert row["both"][0] == org and row["map"] == {"edge": edge, "n": 1}
    assert row["ns"] == list(path.nodes) and row["rs"] == [edge] and row["d"] == "2020-01-31"
    assert str(path) == "(:Organization 广东省教育厅)-[:RESPONSIBLE_FOR lead]->(:Project 广东教育云)"


def test_no_engine_ids_and_no_bookkeeping_in_nodes(sample_store):
    for node in sample_store.query("MATCH (n) RETURN n").column("n"):
        assert node.id == node.properties["id"] and not {"facts", "record"} & set(node.properties)
        assert not any(key.startswith("@") for key in node.properties)


def test_text_that_looks_like_a_path_stays_text(sample_store):
    text = "(#1:0)-[#41:0]->(#5:0)"
    assert sample_store.query("RETURN $t AS t", {"t": text}).value() == text
    assert (
        sample_store.query("MATCH p = (d:Document)-[:CONTAINS]->() RETURN $t AS t LIMIT 1", {"t": text}).value() == text
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("MATCH (n:Nobody) RETURN n.name AS name, count(*) AS 数", ["name", "数"]),
        ("MATCH (n:Region {name: 'x'}) RETURN n.name, n.aliases[0] ORDER BY n.name", ["n.name", "n.aliases[0]"]),
        ("MATCH (n:Region {name: 'x, y AS z'}) WITH n RETURN DISTINCT n AS `a b` // RETURN q\nLIMIT 3", ["a b"]),
        (
            "MATCH (n:Region {name: ''}) CALL { WITH n MATCH (m) RETURN m AS inner LIMIT 1 } RETURN n.order, inner.as",
            ["n.order", "inner.as"],
        ),
        (
            "MATCH (n:Region {name: 'x'}) RETURN CASE WHEN true THEN [1, 2] ELSE {a: 1} END AS c UNION MATCH (m:Region {name: 'x'}) RETURN m.x AS c",
            ["c"],
        ),
    ],
)
def test_columns_are_named_also_without_rows(sample_store, text, columns):
    assert sample_store.query(text).columns == columns


def test_row_limit_says_that_rows_were_cut(sample_store):
    text = "MATCH (n) RETURN n.id AS id ORDER BY id"
    everything = sample_store.query(text)
    some = sample_store.query(text, limit=5)
    assert not everything.truncated and some.truncated and some.rows == everything.rows[:5]
    assert not sample_store.query(text, limit=len(everything)).truncated


def test_to_networkx_and_pandas(sample_store):
    result = sample_store.query("MATCH (a:Region)-[r:PILOTS]->(b) RETURN a, r, b, a.name AS name")
    graph = result.to_networkx()
    assert graph.number_of_edges() == 3 and {d["label"] for _, d in graph.nodes(data=True)} == {
        "Region",
        "Project",
        "Sector",
    }
    assert sorted(graph.nodes) == sorted(result.node_ids())
    try:
        import pandas  # noqa: F401
    except ImportError:
        with pytest.raises(Exception, match=r"\[E406\].*pip install pandas"):
            result.to_pandas()
    else:
        assert list(result.to_pandas().columns) == result.columns


WRITES = [
    "CREATE (n:Region {id: 'Region:new'})",
    "MERGE (n:Region {id: 'Region:new'})",
    "MATCH (n:Region) SET n.name = 'x'",
    "MATCH (n:Region) REMOVE n.name",
    "MATCH (n:Region) DETACH DELETE n",
    "MATCH (a:Region), (b:Project) CREATE (a)-[:PILOTS]->(b)",
    "FOREACH (i IN [1] | CREATE (:Region {id: 'Region:new'}))",
    "CREATE INDEX FOR (n:Region) ON (n.name)",
    "MATCH (n:Region) CALL { WITH n SET n.x = 1 } RETURN count(*)",
    "MATCH ()-[r]->() DELETE r",
    "UNWIND [1, 2] AS i CREATE (n:Sector {id: 'S' + i}) RETURN n",
]


@pytest.mark.parametrize("text", WRITES)
def test_writes_are_refused_by_the_database(sample_store, sample_graph, text):
    with pytest.raises(QueryError) as caught:
        sample_store.query(text)
    assert caught.value.code == "E403"
    assert sample_store.query("MATCH (n) RETURN count(n)").value() == len(sample_graph)


def test_words_of_writing_in_texts_are_no_writing(sample_store):
    assert sample_store.query("RETURN 'CREATE (n) DELETE SET' AS t // MERGE").value() == "CREATE (n) DELETE SET"


def test_writing_when_it_is_meant(tmp_path, gd):
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
        made = store.query("MATCH (r:Region {name: '横琴'}) SET r.note = '注' RETURN r.note AS note", write=True)
        assert made.rows == [["注"]]
        assert store.query("MATCH (r:Region {note: '注'}) RETURN r.name").value() == "横琴"
        assert store.check() == ["1 Region nodes differ from the facts"]
        store.rebuild()
        assert store.check() == []


def test_a_failing_write_changes_nothing(tmp_path, gd):
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
        with pytest.raises(QueryError, match=r"\[E401\]"):
            store.query("MATCH (r:Region) SET r.note = 'x' WITH r RETURN 1 / 0", write=True)
        assert store.query("MATCH (r:Region) WHERE r.note IS NOT NULL RETURN count(r)").value() == 0


@pytest.mark.parametrize("url", ["file:///etc/passwd", "/etc/passwd", "https://example.com/a.csv"])
@pytest.mark.parametrize("write", [False, True])
def test_queries_read_no_files(tmp_path, gd, url, write):
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
        with pytest.raises(QueryError, match="LOAD CSV is switched off"):
            store.query(f"LOAD CSV FROM '{url}' AS line RETURN line", write=write)


def test_mistakes_come_back_as_one_line(sample_store):
    for text in ("MATCH (n RETURN n", "RETURN $missing_brace }", "RETURN 1 / 0", "RETURN nofunction(1)"):
        with pytest.raises(QueryError) as caught:
            sample_store.query(text)
        message = str(caught.value)
        assert message.startswith("[E401] the query failed: ") and "\n" not in message
        assert "com.arcadedb" not in message and "java." not in message


@pytest.mark.parametrize("value", [2**63, "\ud800", float("nan"), {"a": ["\ud800"]}, object()])
def test_parameters_that_cannot_be_sent(sample_store, value):
    with pytest.raises(StoreError, match=r"\[E307\] cannot store the parameter p: "):
        sample_store.query("RETURN $p AS p", {"p": value})


@pytest.mark.parametrize(
    "value",
    ["", "'", '"; DROP', "\\", "\n", "中文𠮷", "\u0000", [1, "a", None], {"k": {"x": [1]}}, True, -(2**63), 1.5, None],
)
def test_parameters_come_back_as_they_were(sample_store, value):
    assert sample_store.query("RETURN $p AS p", {"p": value}).value() == value


def test_time_limit_stops_waiting_and_the_store_goes_on(tmp_path, gd):
    code = (
        "import sys, time\n"
        "from cypher import open_store\n"
        "from kg.errors import QueryError\n"
        "store = open_store(sys.argv[1])\n"
        "for text in (sys.argv[2], 'MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g)--(h)--(i) RETURN count(*)'):\n"
        "    start = time.monotonic()\n"
        "    try:\n"
        "        store.query(text, timeout=0.5)\n"
        "    except QueryError as error:\n"
        "        print(error, time.monotonic() - start < 5)\n"
        "    print(store.query('MATCH (r:Region) RETURN count(r)').value())\n"
        "store.close()\n"
    )
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "plans.kg"), SLOW],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    line = "[E402] the query was stopped after 0.5 s; narrow it or give a longer --timeout True"
    assert done.stdout.splitlines()[:2] == [line, "4"] and done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_leaves_at_once_and_cleanly(tmp_path, gd):
    import signal

    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
    code = (
        "import sys\n"
        "from cypher import open_store\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    store.query('RETURN 1')\n"
        "    print('ready', flush=True)\n"
        "    try:\n"
        "        store.query(sys.argv[2])\n"
        "    except KeyboardInterrupt:\n"
        "        print('left', flush=True)\n"
        "        raise SystemExit(130)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "plans.kg"), SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert out == "left\n" and err == "" and process.returncode in (130, -signal.SIGINT)
    with open_store(tmp_path / "plans.kg") as store:
        assert store.check() == []
