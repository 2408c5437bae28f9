"""Same and never the same across plans, what is called wrong, and the table of merges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corrections import Corrections, Drop, Pair, corrections_of, parse_corrections, read_corrections
from kg.errors import GraphError
from kg.graph import Graph
from kg.identity import node_id
from kg.linking import Linker, link
from kg.merges import forms, suspects
from kg.model import DocumentText, Edge, Mention, Node


def plan(title: str, text: str, bodies: dict[str, str], jurisdiction: str = "") -> Graph:
    """A plan in which each body (name -> as written) is responsible for one project, by the sentence around it."""
    graph = Graph()
    doc = node_id("Document", title)
    graph.add_document(DocumentText(doc, title, text, meta={"jurisdiction": jurisdiction} if jurisdiction else {}))
    graph.add_node(Node(doc, "Document", title))
    section = graph.add_node(Node(node_id("Section", doc, "一"), "Section", "一", [], {"doc": doc}))
    for name, written in bodies.items():
        start = text.index(written)
        end = start + len(written)
        mention = Mention(doc, start, end, section.id, "org.test", 0.9)
        body = graph.add_node(
            Node(
                node_id("Organization", name), "Organization", name, [written] if written != name else [], {}, [mention]
            )
        )
        first, last = text.rfind("。", 0, start) + 1, text.index("。", start)
        project = graph.add_node(Node(node_id("Project", "教育云"), "Project", "教育云"))
        said = {"doc": doc, "start": first, "end": last, "evidence": text[first:last], "rule": "r", "confidence": 0.9}
        graph.add_edge(Edge(body.id, project.id, "RESPONSIBLE_FOR", {**said, "role": "lead"}))
        counted = {"doc": doc, "start": start, "end": end, "evidence": written, "count": 1, "confidence": 0.9}
        graph.add_edge(Edge(section.id, body.id, "MENTIONS", counted))
    return graph


def one() -> Graph:
    text = "甲中心牵头建设教育云。乙中心建设教育云。甲中心和乙中心都建设教育云。"
    return plan("规划一", text, {"甲中心": "甲中心", "乙中心": "乙中心"})


def two() -> Graph:
    return plan("规划二", "乙中心牵头建设教育云。丙中心配合建设教育云。", {"乙中心": "乙中心", "丙中心": "丙中心"})


def rules(*rows: tuple[str, str, str]) -> Corrections:
    return Corrections(tuple(Pair(r, "Organization", a, b, "", n) for n, (r, a, b) in enumerate(rows, start=2)))


def names(graph: Graph) -> list[str]:
    return sorted(n.name for n in graph.nodes("Organization"))


def test_same_names_become_one_node_in_steps() -> None:
    whole = Graph()
    whole.update(one())
    whole.update(two())
    linked, merges = link(whole, rules(("same", "乙中心", "丙中心"), ("same", "甲中心", "乙中心")))
    assert names(linked) == ["甲中心"]
    body = linked.nodes("Organization")[0]
    assert body.id == node_id("Organization", "甲中心")
    assert body.aliases == ["丙中心", "乙中心"]
    assert len(body.mentions) == 4
    assert len(linked.edges("RESPONSIBLE_FOR")) == 4
    assert {(m.name, m.into) for m in merges} == {("乙中心", "甲中心"), ("丙中心", "甲中心")}
    assert all("line" in m.reason for m in merges)


def test_mentions_of_what_became_one_are_counted_together() -> None:
    linked, _ = link(one(), rules(("same", "甲中心", "乙中心")))
    (edge,) = linked.edges("MENTIONS")
    assert edge.properties["count"] == 2
    assert edge.properties["evidence"] == "甲中心"


def test_plan_by_plan_and_all_at_once_are_the_same() -> None:
    corrections = rules(("same", "甲中心", "丙中心"), ("same", "丙中心", "乙中心"))
    parts = {"one": one(), "two": two()}
    linker = Linker(corrections)
    for doc, graph in parts.items():
        linker.learn(doc, graph)
    stepwise = Graph()
    for graph in parts.values():
        stepwise.update(linker.apply(graph))
    whole = Graph()
    whole.update(one())
    whole.update(two())
    assert stepwise == link(whole, corrections)[0]


def test_a_name_that_no_plan_has_still_joins_the_others() -> None:
    linked, _ = link(two(), rules(("same", "总中心", "乙中心"), ("same", "总中心", "丙中心")))
    assert names(linked) == ["总中心"]
    linker = Linker(rules(("same", "总中心", "乙中心")))
    linker.learn("two", two())
    assert [p.name for p in linker.unused()] == ["总中心"]


def test_the_graph_itself_comes_back_if_nothing_changes() -> None:
    graph = one()
    assert link(graph, Corrections())[0] is graph
    assert link(graph, rules(("same", "丁中心", "戊中心")))[0] is graph


def test_the_facts_are_left_as_they_were() -> None:
    graph, before = one(), one().to_dict()
    link(graph, rules(("same", "甲中心", "乙中心")))
    assert graph.to_dict() == before


def test_contradictions_are_one_clear_line() -> None:
    data = "relation,label,name,name2\nsame,Organization,甲,乙\nsame,Organization,丙,乙\nnever,Organization,甲,丙\n"
    with pytest.raises(GraphError) as error:
        parse_corrections(data.encode(), "mine.csv")
    line = str(error.value)
    assert "E221" in line and "mine.csv" in line and "\n" not in line
    assert "甲 and 丙 are never the same (line 4)" in line
    assert "甲 = 乙 (line 2), 丙 = 乙 (line 3)" in line


def test_never_the_same_wins_over_a_row_that_names_the_ids() -> None:
    ids = [node_id("Organization", name) for name in ("甲中心", "乙中心")]
    corrections = rules(("never", "甲中心", "乙中心"), ("same", ids[0], ids[1]))
    linker = Linker(corrections)
    linker.learn("one", one())
    assert names(linker.apply(one())) == ["乙中心", "甲中心"]
    assert "never the same" in linker.notes[0] and "line 3" in linker.notes[0]


def test_what_extraction_made_one_is_taken_apart() -> None:
    text = "甲中心牵头建设教育云。甲分中心建设教育云。"
    graph = plan("规划三", text, {"甲中心": "甲中心"})
    body = graph.nodes("Organization")[0]
    body.aliases.append("甲分中心")
    start = text.index("甲分中心")
    body.mentions.append(Mention(body.mentions[0].doc, start, start + 4, "", "org.test", 0.9))
    sentence = text[11:20]
    doc = body.mentions[0].doc
    said = {"doc": doc, "start": 11, "end": 20, "evidence": sentence, "role": "lead"}
    graph.add_edge(Edge(body.id, node_id("Project", "教育云"), "RESPONSIBLE_FOR", said))
    apart, _ = link(graph, rules(("never", "甲中心", "甲分中心")))
    assert names(apart) == ["甲中心", "甲分中心"]
    by_name = {n.name: n for n in apart.nodes("Organization")}
    assert by_name["甲中心"].aliases == []
    assert [e.properties["evidence"] for e in apart.out_edges(by_name["甲分中心"].id)] == [sentence]
    assert len(apart.out_edges(by_name["甲中心"].id)) == 1


def test_an_alias_tells_what_a_name_means_unless_a_node_bears_it() -> None:
    graph = plan("规划四", "省中心牵头建设教育云。丁中心建设教育云。", {"广东省中心": "省中心", "丁中心": "丁中心"})
    linked, _ = link(graph, rules(("same", "省中心", "丁中心")))
    assert names(linked) == ["广东省中心"]


def test_a_name_of_two_things_is_not_guessed_at() -> None:
    graph = one()
    graph.add_node(Node(node_id("Organization", "甲中心", "other"), "Organization", "甲中心"))
    linker = Linker(rules(("same", "甲中心", "乙中心")))
    linker.learn("one", graph)
    assert linker.moves == {}
    assert "names 2 things" in linker.notes[0]
    by_id = Linker(rules(("same", node_id("Organization", "甲中心"), "乙中心")))
    by_id.learn("one", graph)
    assert by_id.moves == {node_id("Organization", "乙中心"): (node_id("Organization", "甲中心"), "甲中心")}


def test_a_plan_that_was_read_keeps_its_id() -> None:
    graph = one()
    doc = next(iter(graph.documents))
    graph.add_node(Node(node_id("Document", "一号规划"), "Document", "一号规划"))
    pair = Pair("same", "Document", "一号规划", "规划一")
    linked, _ = link(graph, Corrections((pair,)))
    assert [(n.id, n.name) for n in linked.nodes("Document")] == [(doc, "规划一")]


def test_wrong_edges_and_wrong_names_are_left_out() -> None:
    edge = one().edges("RESPONSIBLE_FOR")[0]
    by_id = link(one(), Corrections((), (Drop(id=edge.id),)))[0]
    assert edge.id not in {e.id for e in by_id.edges()}
    assert len(by_id.edges("RESPONSIBLE_FOR")) == 1
    drop = Drop(
        type="RESPONSIBLE_FOR", source="甲中心", target="教育云", document="规划一", evidence="甲中心牵头建设教育云。"
    )
    assert len(link(one(), Corrections((), (drop,)))[0].edges("RESPONSIBLE_FOR")) == 1
    for other in ({"document": "规划二"}, {"role": "support"}, {"evidence": "另一句"}):
        same = Drop(type="RESPONSIBLE_FOR", source="甲中心", target="教育云", **other)
        assert len(link(one(), Corrections((), (same,)))[0].edges("RESPONSIBLE_FOR")) == 2
    without = link(one(), Corrections((), (Drop(label="Organization", name="甲中心"),)))[0]
    assert names(without) == ["乙中心"]


def test_a_dropped_edge_stays_dropped_after_its_ends_became_others() -> None:
    drop = Drop(type="RESPONSIBLE_FOR", source="乙中心", target="教育云", evidence="乙中心建设教育云")
    both = Corrections(rules(("same", "总中心", "乙中心")).pairs, (drop,))
    linked = link(one(), both)[0]
    assert [e.properties["evidence"] for e in linked.edges("RESPONSIBLE_FOR")] == ["甲中心牵头建设教育云"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("maybe,Organization,甲,乙", "relation is `maybe`"),
        ("same,Organization,甲,", "needs name and name2"),
        ("same,Goal,甲,乙", "label is `Goal`"),
        ("same,Organization,“甲”,甲", "both names are"),
        ("drop,Organization,,", "give its id"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_with_its_line(row: str, words: str) -> None:
    with pytest.raises(GraphError) as error:
        parse_corrections(f"relation,label,name,name2\n# a remark\n{row}\n".encode(), "c.csv")
    assert "E220" in str(error.value) and "line 3" in str(error.value) and words in str(error.value)


def test_files_of_spreadsheets_and_json_are_read(tmp_path: Path) -> None:
    wanted = rules(("same", "甲", "乙")).pairs
    (tmp_path / "gbk.csv").write_bytes("relation,label,name,name2\r\nsame,Organization,甲,乙\r\n".encode("gb18030"))
    assert read_corrections(tmp_path / "gbk.csv").pairs == wanted
    (tmp_path / "c.json").write_text('[{"relation":"same","label":"Organization","name":"甲","name2":"乙"}]', "utf-8")
    assert read_corrections(tmp_path / "c.json").pairs == wanted


cells = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="'#"), min_size=1, max_size=12
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=cells, other=cells, evidence=cells)
def test_what_is_written_is_read_back(name: str, other: str, evidence: str) -> None:
    from kg.formats.base import clean

    name, other, evidence = (clean(f"甲{t}").strip() for t in (name, other, evidence))
    try:
        before = corrections_of(
            [
                (1, {"relation": "same", "label": "Organization", "name": name, "name2": f"={other}"}),
                (2, {"relation": "drop", "type": "PILOTS", "source": name, "target": other, "evidence": evidence}),
            ],
            "x",
        )
    except GraphError:
        return
    assert parse_corrections(before.to_csv(), "x") == before


def test_every_merge_has_its_reason() -> None:
    whole = Graph()
    whole.update(plan("甲省规划", "省科技厅建设教育云。", {"甲省科技厅": "省科技厅"}, "甲省"))
    whole.update(
        plan("国家规划", "甲省科技厅建设教育云。丁中心建设教育云。", {"甲省科技厅": "甲省科技厅", "丁中心": "丁中心"})
    )
    whole.update(two())
    linked, merges = link(whole, rules(("same", "丁中心", "丙中心")))
    table = {(f.name, f.form): f.reason for f in forms(linked, merges)}
    assert "own place is filled in (甲省)" in table["甲省科技厅", "省科技厅"]
    assert table["丁中心", "丙中心"].startswith("corrections: 丁中心 = 丙中心")
    assert ("乙中心", "乙中心") not in table


def test_bodies_of_two_provinces_in_one_node_and_one_body_in_two_nodes_are_found() -> None:
    mixed = Graph()
    mixed.update(plan("甲省规划", "省科技厅建设教育云。", {"科技厅": "省科技厅"}, "甲省"))
    mixed.update(plan("乙省规划", "省科技厅建设教育云。", {"科技厅": "省科技厅"}, "乙省"))
    assert [(s.kind, s.name) for s in suspects(mixed)] == [("merged", "科技厅")]
    split = Graph()
    for name in (
        "甲省发展改革委",
        "甲省发改委",
        "甲省科技厅",
        "甲省科学技术厅",
        "乙省发改委",
        "甲省文化厅",
        "甲省教育厅",
        "丙省国资委员会",
        "丙省国资委",
        "丁省发改委",
        "丁省发展和改革委员会",
    ):
        split.add_node(Node(node_id("Organization", name), "Organization", name))
    found = {(s.name, s.other) for s in suspects(split) if s.kind == "split"}
    assert found == {
        ("甲省发展改革委", "甲省发改委"),
        ("甲省科学技术厅", "甲省科技厅"),
        ("丙省国资委员会", "丙省国资委"),
        ("丁省发展和改革委员会", "丁省发改委"),
    }
