"""Loading: nothing twice, replaced documents leave nothing behind, and the order of plans does not matter."""

from __future__ import annotations

import json
import math

import pytest

from cypher import open_store
from kg.errors import StoreError
from kg.graph import Graph
from kg.model import DocumentText, Edge, Node


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "plans.kg", create=True) as store:
        yield store


def merged(*plans) -> Graph:
    graph = Graph()
    for plan in sorted(plans, key=lambda p: p.id):
        graph.update(plan.graph)
    return graph


def test_what_was_loaded_is_read_back_whole(store, gd):
    report = store.load(gd.graph)
    assert report.documents == {gd.id: "added"}
    assert (report.nodes.added, report.edges.added) == (len(gd.graph), len(gd.graph.edges()))
    assert store.read_graph() == gd.graph
    assert [d.title for d in store.documents()] == ["广东省数字经济发展规划"]


def test_second_load_changes_nothing_not_even_a_file(store, gd, zj):
    store.load([gd.graph, zj.graph])
    before = {p: p.stat().st_mtime_ns for p in store.path.rglob("*") if p.parent.name in ("facts", store.path.name)}
    report = store.load([gd.graph, zj.graph])
    assert not report.any and set(report.documents.values()) == {"unchanged"}
    assert report.nodes.unchanged == len(merged(gd, zj)) and report.edges.unchanged == len(merged(gd, zj).edges())
    after = {p: p.stat().st_mtime_ns for p in before}
    assert {p for p in before if p.is_file() and before[p] != after[p] and p.name != "lock"} == set()


def test_order_of_plans_does_not_matter(tmp_path, gd, zj):
    graphs = []
    for order in ([gd, zj], [zj, gd]):
        with open_store(tmp_path / f"{order[0].id[-4:]}.kg", create=True) as store:
            for plan in order:
                store.load(plan.graph)
            assert store.check() == []
            graphs.append(store.read_graph())
    assert graphs[0] == graphs[1] == merged(gd, zj)


def test_loaded_at_once_equals_loaded_one_by_one(tmp_path, gd, zj, sample_graph):
    with open_store(tmp_path / "a.kg", create=True) as one, open_store(tmp_path / "b.kg", create=True) as other:
        one.load(sample_graph)
        other.load(gd.graph)
        other.load(zj.graph)
        assert one.read_graph() == other.read_graph() == merged(gd, zj)


def test_a_changed_plan_replaces_what_it_said(store, gd, zj):
    store.load([gd.graph, zj.graph])
    raw = gd.graph.to_dict()
    gone = next(n for n in raw["nodes"] if n["name"] == "数字音乐基地")
    raw["nodes"] = [n for n in raw["nodes"] if n is not gone]
    raw["edges"] = [e for e in raw["edges"] if gone["id"] not in (e["source"], e["target"])]
    for node in raw["nodes"]:
        if node["name"] == "华为公司":
            node["aliases"] = ["华为集团"]
    report = store.load(Graph.from_dict(raw))
    assert report.documents == {gd.id: "changed"} and report.nodes.removed == 1 and report.edges.removed == 3
    names = store.query("MATCH (p:Project) RETURN p.name AS n ORDER BY n").column("n")
    assert "数字音乐基地" not in names and "人工智能小镇" in names
    aliases = store.query("MATCH (o:Organization {name: '华为公司'}) RETURN o.aliases AS a").value()
    assert aliases == ["华为", "华为技术", "华为集团"]
    assert store.check() == []


def test_removing_a_plan_leaves_what_others_say(store, gd, zj):
    store.load([gd.graph, zj.graph])
    report = store.remove(zj.id)
    assert report.documents == {zj.id: "removed"} and report.nodes.removed == 8
    assert store.read_graph() == gd.graph
    assert store.query("MATCH (o:Organization {name: '华为公司'}) RETURN o.aliases AS a").value() == ["华为"]
    outline = store.query("MATCH (d:Document {name: '国家数字经济战略纲要'}) RETURN d.docs AS docs").value()
    assert outline == [gd.id]
    assert store.check() == []
    store.remove(gd.id)
    assert len(store.read_graph()) == 0 and store.documents() == []
    assert store.query("MATCH (n) RETURN count(n)").value() == 0


def test_removing_what_is_not_there(store, gd):
    store.load(gd.graph)
    with pytest.raises(StoreError, match=r"\[E308\].*Document:none"):
        store.remove("Document:none")


def test_a_cited_plan_that_is_loaded_later_keeps_both_roles(store, gd, zj):
    zj.graph.add_node(Node(gd.id, "Document", "广东省数字经济发展规划"))
    zj.graph.add_edge(Edge(zj.id, gd.id, "BASED_ON", {"doc": zj.id, "start": 0, "end": 3, "evidence": zj.text[:3]}))
    store.load(zj.graph)
    assert store.query("MATCH (d:Document {id: $id}) RETURN d.isPlan AS p", {"id": gd.id}).value() is None
    store.load(gd.graph)
    assert store.query("MATCH (d:Document {id: $id}) RETURN d.isPlan AS p", {"id": gd.id}).value() is True
    store.load(zj.graph)
    store.remove(gd.id)
    row = store.query("MATCH (d:Document {id: $id}) RETURN d.isPlan AS p, d.docs AS docs", {"id": gd.id}).rows
    assert row == [[None, [zj.id]]]
    assert store.read_graph() == zj.graph


def test_same_statement_in_two_plans_is_two_edges(store, gd, zj):
    cloud = zj.node("Project", "广东教育云", at="浙江教育云")
    edu = zj.node("Organization", "广东省教育厅", at="省教育局")
    zj.edge("RESPONSIBLE_FOR", edu, cloud, "由省教育局牵头", role="lead")
    store.load([gd.graph, zj.graph])
    text = (
        "MATCH (o:Organization {name: '广东省教育厅'})-[r:RESPONSIBLE_FOR]->(p:Project {name: '广东教育云'}) "
        "RETURN r.doc AS doc, r.evidence AS e ORDER BY e"
    )
    assert store.query(text).rows == [[gd.id, "由省教育厅牵头，省财政厅、华为公司配合。"], [zj.id, "由省教育局牵头"]]


def test_an_edge_no_passage_states_stays_while_one_plan_needs_it(store, gd, zj):
    for plan in (gd, zj):
        a = plan.node("Region", "珠海市", at="数字")
        b = plan.node("Region", "粤港澳大湾区", at="经济")
        plan.edge("PART_OF", a, b, rule="list", confidence=1.0)
    store.load([gd.graph, zj.graph])
    find = "MATCH (:Region {name: '珠海市'})-[r:PART_OF]->() RETURN r.docs AS docs"
    assert store.query(find).value() == sorted([gd.id, zj.id])
    store.remove(gd.id)
    assert store.query(find).value() == [zj.id]
    store.remove(zj.id)
    assert store.query(find).rows == []


def test_large_change_builds_anew_and_reports_the_same(tmp_path, gd, zj, monkeypatch):
    import cypher.embedded_change as changing

    reports, graphs = [], []
    for rows in (10_000, 0):
        monkeypatch.setattr(changing, "_IN_PLACE_ROWS", rows)
        monkeypatch.setattr(changing, "_IN_PLACE_PART", 0.0)
        with open_store(tmp_path / f"{rows}.kg", create=True) as store:
            store.load(gd.graph)
            reports.append(store.load(zj.graph))
            graphs.append(store.read_graph())
            assert store.check() == []
            assert sorted(p.name for p in store.path.glob("database-*")) == ["database-1" if rows else "database-2"]
    assert reports[0] == reports[1] and graphs[0] == graphs[1]


def test_evidence_is_the_text_at_its_place(store, gd, zj):
    store.load([gd.graph, zj.graph])
    texts = {d: record.text for d, record in store.read_graph().documents.items()}
    edges = store.query(
        "MATCH ()-[r]->() WHERE r.evidence IS NOT NULL RETURN r.doc AS d, r.start AS s, r.end AS e, r.evidence AS t"
    )
    nodes = store.query(
        "MATCH (n) WHERE n.evidence IS NOT NULL RETURN n.doc AS d, n.start AS s, n.end AS e, n.evidence AS t"
    )
    assert len(edges) > 30 and len(nodes) > 5
    for doc, start, end, evidence in [*edges.rows, *nodes.rows]:
        assert texts[doc][start:end] == evidence


def test_parts_of_the_graph(store, gd):
    store.load(gd.graph)
    ids = [n.id for n in gd.graph.nodes() if n.name in ("广东教育云", "广东省教育厅", "深圳市")]
    part = store.read_graph(ids)
    assert sorted(part.nx) == sorted(ids)
    assert sorted(e.type for e in part.edges()) == ["PILOTS", "RESPONSIBLE_FOR"]
    assert part.documents == gd.graph.documents


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"year": 2**63}, "64 bits"),
        ({"value": math.nan}, "not a number"),
        ({"text": "a\ud800b"}, "surrogate"),
        ({"text": {"a": 1}}, "dict"),
        ({"facts": "x"}, "PlanKG's own"),
    ],
)
def test_values_no_database_takes_are_refused_before_anything_is_written(store, gd, change, words):
    store.load(gd.graph)
    node = gd.graph.nodes("Goal")[0]
    node.properties.update(change)
    with pytest.raises(StoreError, match=words) as caught:
        store.load(gd.graph)
    assert caught.value.code == "E307" and node.id in str(caught.value) and "\n" not in str(caught.value)
    assert store.check() == []


@pytest.mark.parametrize(
    "change", [{"year": 2**63}, {"text": "a\ud800b"}, {"text": {"a": 1}}, {"value": math.inf}, {"id": "x"}]
)
def test_a_first_load_that_is_refused_leaves_an_empty_folder(tmp_path, gd, change):
    gd.graph.nodes("Goal")[0].properties.update(change)
    with open_store(tmp_path / "plans.kg", create=True) as store:
        with pytest.raises(StoreError, match=r"\[E307\]"):
            store.load(gd.graph)
        assert not (store.path / "manifest.json").exists() and not list(store.path.glob("database-*"))


def test_lone_surrogates_in_names_evidence_and_text(store, gd):
    for edit in (
        lambda g: setattr(g.nodes("Region")[0], "name", "\udc00"),
        lambda g: g.edges("PILOTS")[0].properties.update(evidence="\ud801"),
        lambda g: setattr(next(iter(g.documents.values())), "text", "\ud801"),
    ):
        graph = Graph.from_dict(json.loads(json.dumps(gd.graph.to_dict())))
        edit(graph)
        with pytest.raises(StoreError, match="surrogate"):
            store.load(graph)


def test_unknown_labels_and_types_never_reach_the_database(store, gd):
    gd.graph.add_node(Node("X:1", "Planet` {x:1}) DETACH DELETE n //", "x"))
    with pytest.raises(StoreError, match="no label"):
        store.load(gd.graph)


def test_a_graph_without_a_text_is_refused(store):
    with pytest.raises(StoreError, match="holds no plan's text"):
        store.load(Graph.of([Node("Region:1", "Region", "广州市")], []))


def test_hostile_names_are_data(store):
    names = [
        "'",
        '"',
        "`",
        "\\",
        "a'}) DETACH DELETE n //",
        "$x",
        "{}",
        "\u2028",
        "𠮷野家",
        "é\u0301",
        "(#1:0)",
        "\x00\x07",
    ]
    graph = Graph()
    graph.add_document(DocumentText("Document:h", "h", "x" * 50))
    graph.add_node(Node("Document:h", "Document", "h"))
    for i, name in enumerate(names):
        graph.add_node(Node(f"Project:{i}", "Project", name, [name + "别名"], {"kind": name}))
    store.load(graph)
    for i, name in enumerate(names):
        row = store.query(
            "MATCH (p:Project) WHERE p.name = $n OR $n IN p.aliases RETURN p.id AS id, p.kind AS k", {"n": name}
        )
        assert row.rows == [[f"Project:{i}", name]]
    assert store.read_graph() == graph


def test_numbers_keep_their_kind(store, gd):
    store.load(gd.graph)
    row = store.query("MATCH (g:Goal {year: 2020}) RETURN g.value AS v, g.year AS y").rows[0]
    assert row == [4, 2020] and type(row[0]) is int
    seen = store.query("MATCH (o:Observation) RETURN o.value AS v").value()
    assert seen == 8096.5 and type(seen) is float
    node = gd.graph.nodes("Goal")[0]
    node.properties["value"] = 90.0
    report = store.load(gd.graph)
    assert report.nodes.changed == 1
    assert type(store.query("MATCH (g:Goal {id: $id}) RETURN g.value AS v", {"id": node.id}).value()) is float
