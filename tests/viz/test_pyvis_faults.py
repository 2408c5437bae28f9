"""What pyvis 0.3.2 gets wrong and this room works around; each test shows the fault and its absence here."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.model import Edge, Node
from viz import page_html
from viz.carrier import OPTIONS, library, network

pyvis = pytest.importorskip("pyvis.network")


def pair(**properties: str) -> Graph:
    nodes = [Node("__proto__", "Project", "甲", properties=properties), Node("b", "Task", "乙")]
    edges = [Edge("__proto__", "b", "PART_OF"), Edge("__proto__", "b", "PART_OF", {"start": 3, "end": 5, "doc": "x"})]
    return Graph.of(nodes, [*edges, Edge("b", "__proto__", "DEPENDS_ON")])


def test_in_line_pages_of_pyvis_ask_a_cdn_and_ours_do_not() -> None:
    net = network(pair(), {})
    assert "https://cdn.jsdelivr.net" in net.generate_html()
    assert "cdn.jsdelivr" not in page_html(pair())


def test_a_title_with_href_makes_pyvis_popups_html_and_ours_have_none() -> None:
    net = network(pair(), {})
    net.nodes[0]["title"] = '<a href="x">'
    assert "innerHTML" in net.generate_html()
    carried = network(pair(text='<a href="x" onclick="y">'), {})
    assert not any("title" in row for row in [*carried.nodes, *carried.edges])
    assert OPTIONS["interaction"]["tooltipDelay"] > 10_000_000


def test_a_script_end_in_options_ends_pyvis_pages_and_not_ours() -> None:
    net = network(pair(), {})
    net.options = {**OPTIONS, "x": "</script><script>alert(1)</script>"}
    assert "</script><script>alert(1)" in net.generate_html()
    html = page_html(pair(text="</script><script>alert(1)"), title="</script>")
    assert "</script><script>alert(1)" not in html
    assert html.count("</script>") == 3
    assert "</script" not in library()


def test_node_ids_are_numbers_so_that_none_is_lost() -> None:
    net = network(pair(), {"__proto__": (1.4, 2.6)})
    assert [(n["id"], n["label"]) for n in net.nodes] == [(0, "乙"), (1, "甲")]
    assert (net.nodes[1]["x"], net.nodes[1]["y"]) == (1, 3)
    assert '"__proto__"' in page_html(pair())


def test_parallel_edges_are_all_carried() -> None:
    undirected = pyvis.Network()
    undirected.add_node(0)
    undirected.add_node(1)
    for _ in range(2):
        undirected.add_edge(0, 1)
    assert len(undirected.edges) == 1
    net = network(pair(), {})
    assert len(net.edges) == 3
    assert {(e["from"], e["to"]) for e in net.edges} == {(1, 0), (0, 1)}


def test_filling_is_linear_and_add_edge_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("quadratic")

    monkeypatch.setattr(pyvis.Network, "add_edge", refuse)
    monkeypatch.setattr(pyvis.Network, "add_node", refuse)
    net = network(pair(), {})
    assert net.num_nodes() == 2 and net.num_edges() == 3
    assert net.get_network_data()[0] is net.nodes


def test_library_is_the_one_pyvis_ships() -> None:
    assert "@version 9.1.2" in library()
    assert library().rstrip().endswith("}));")
    assert library() in page_html(pair())
