"""责任清单, 目标指标, and the summary of a graph."""

from __future__ import annotations

from kg import Edge, Graph, Node
from kg.analysis import bodies, summary
from kg.tables import responsibility, targets


def test_responsibility_puts_bodies_under_their_roles(plan: Graph) -> None:
    doc = "Document:one"
    plan.add_node(Node("Organization:cz", "Organization", "广东省财政厅"))
    for start, role in ((9, "support"), (10, "responsible")):
        properties = {"doc": doc, "start": start, "end": start + 2, "evidence": "x", "role": role}
        plan.add_edge(Edge("Organization:cz", "Project:jy", "RESPONSIBLE_FOR", properties))
    first, second = responsibility(plan)
    assert (first["事项"], first["牵头"], first["配合"], first["负责"]) == (
        "教育云",
        "广东省科技厅",
        "广东省财政厅",
        "广东省财政厅",
    )
    assert (first["文件"], first["章节"], first["完成时限"]) == ("广东省数字规划", "一 建设", "2025")
    assert "省科技厅牵头建设教育云" in first["依据原文"]
    assert (second["事项"], second["文件"]) == ("算力网", "浙江省算力规划")


def test_two_documents_that_charge_the_same_body_are_two_rows(plan: Graph) -> None:
    properties = {"doc": "Document:two", "start": 0, "end": 2, "evidence": "x", "role": "lead"}
    plan.add_edge(Edge("Organization:fg", "Project:jy", "RESPONSIBLE_FOR", properties))
    assert [r["文件"] for r in responsibility(plan) if r["事项"] == "教育云"] == ["广东省数字规划", "浙江省算力规划"]


def test_targets_have_value_comparator_and_unit_as_written(plan: Graph) -> None:
    goal = next(r for r in targets(plan) if r["指标"] == "覆盖率")
    assert (goal["年份"], goal["比较"], goal["数值"], goal["单位"]) == (2025, "≥", 90, "%")
    assert (goal["对象"], goal["区域"], goal["章节"]) == ("教育云", "广东省", "一 建设")


def test_summary_counts_every_node_and_edge_once(plan: Graph) -> None:
    figures = summary(plan)
    assert sum(figures["labels"].values()) == figures["nodes"] == len(plan)
    assert sum(figures["types"].values()) == figures["edges"] == plan.nx.number_of_edges()
    assert figures["components"] == [9, 3]
    assert figures["isolated"] == {"Document": 2}
    assert figures["central"][0]["neighbours"] == 3


def test_a_body_named_twice_for_one_thing_carries_it_once(plan: Graph) -> None:
    (edge, *_) = [e for e in plan.edges("RESPONSIBLE_FOR") if e.source == "Organization:kj"]
    plan.add_edge(Edge(edge.source, edge.target, edge.type, {**edge.properties, "start": 5}))
    assert bodies(plan)[0]["total"] == 1


def test_summary_is_the_same_each_time(plan: Graph) -> None:
    again = Graph()
    for node in reversed(plan.nodes()):
        again.add_node(node)
    for edge in reversed(plan.edges()):
        again.add_edge(edge)
    again.documents = plan.documents
    assert summary(again) == summary(plan)
