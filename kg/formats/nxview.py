"""A plain networkx graph with scalar attributes, as networkx' own writers of XML formats want it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.formats.base import clean

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph import Graph

#: Attribute names that GEXF (and networkx' writer of it) keeps for itself.
_TAKEN = {"id", "label", "type", "weight", "start", "end", "pid", "viz", "parents", "slices", "spells", "key"}


def plain(graph: Graph, *, rename: bool) -> nx.MultiDiGraph[str]:
    """Nodes and edges in canonical order with text, numbers and booleans only.

    With ``rename``, ``start`` becomes ``charStart`` and so on, for formats where those names mean something else.
    A property that is a number here and text there is text everywhere.
    """
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = graph.nodes(), graph.edges()
    node_types = _types(n.properties for n in nodes)
    edge_types = _types(e.properties for e in edges)
    for node in nodes:
        data = _attributes(node.properties, node_types, rename)
        data.update(name=clean(node.name), aliases=clean("|".join(node.aliases)), mentions=len(node.mentions))
        kind = {"label": clean(node.name), "class": node.label} if rename else {"label": node.label}
        out.add_node(clean(node.id), **{**data, **kind})
    for edge in edges:
        data = _attributes(edge.properties, edge_types, rename)
        data["label"] = clean(edge.type)
        if rename:
            data["id"] = clean(edge.id)
        out.add_edge(clean(edge.source), clean(edge.target), key=clean(edge.id), **data)
    return out


def _types(records: Any) -> dict[str, type]:
    found: dict[str, type] = {}
    for record in records:
        for name, value in record.items():
            kind = type(value) if isinstance(value, int | float) and not isinstance(value, bool) else str
            known = found.setdefault(name, kind)
            if known is not kind:
                found[name] = str if str in (known, kind) else float
    return found


def _attributes(properties: dict[str, Any], types: dict[str, type], rename: bool) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in sorted(properties.items()):
        if isinstance(value, bool):
            value = "true" if value else "false"
        value = clean(str(value)) if types[name] is str else types[name](value)
        if name in _TAKEN if rename else name in ("label", "name", "aliases", "mentions"):
            name = "char" + name.capitalize() if name in ("start", "end") else name + "_"
        out[clean(name)] = value
    return out
