"""pyvis: it carries the nodes and edges and brings the vis-network library that draws them.

pyvis writes pages too, but not ones that work offline or that are safe to open: see ``docs/pages.md`` for
its faults and what is done here instead. Only its ``Network`` (as the container of nodes, edges and options)
and its bundled library are used.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

from kg.graph import Graph
from viz.layout import Positions

#: Folder of the vis-network release that pyvis' own template uses.
_LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"

#: Options of vis-network: positions are given, so nothing moves by itself and no stylesheet of its own is needed.
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 1_000_000_000,
        "keyboard": {"enabled": False},
        "navigationButtons": False,
        "multiselect": False,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "zoomSpeed": 0.7,
    },
    "configure": {"enabled": False},
    "manipulation": {"enabled": False},
}


@cache
def library() -> str:
    """The script of vis-network as pyvis ships it, without the pointer to its source map."""
    script = resources.files("pyvis").joinpath(_LIBRARY).read_text("utf-8")
    return re.sub(r"//# sourceMappingURL=\S*\s*$", "", script)


def network(graph: Graph, positions: Positions, *, without: frozenset[str] = frozenset()) -> Any:
    """A ``pyvis.network.Network`` with every node and edge of ``graph``.

    Ids are the positions in the canonical order of the graph, so a node called ``__proto__`` is safe. The lists
    are filled directly: ``add_node`` and ``add_edge`` take quadratic time and drop parallel edges.

    Args:
        graph: what to carry.
        positions: coordinates by node id; nodes without one are placed by the page.
        without: edge types that are left out.
    """
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    nodes = graph.nodes()
    index = {node.id: i for i, node in enumerate(nodes)}
    for i, node in enumerate(nodes):
        carried: dict[str, Any] = {"id": i, "label": node.name, "group": node.label}
        if node.id in positions:
            carried["x"], carried["y"] = (round(value) for value in positions[node.id])
        net.nodes.append(carried)
    net.node_ids = list(range(len(nodes)))
    net.node_map = dict(zip(net.node_ids, net.nodes, strict=True))
    net.edges = [
        {"from": index[edge.source], "to": index[edge.target], "label": edge.type}
        for edge in graph.edges()
        if edge.type not in without
    ]
    net.options = OPTIONS
    return net
