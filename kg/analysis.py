"""What a graph looks like as a whole: counts, who carries most, what stands in the middle, what stands alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.graph import Graph
from kg.ontology import ontology
from kg.selection import STRUCTURE

#: Above this many edges betweenness (which costs nodes × edges) is left out of the summary.
BETWEENNESS_EDGES = 20_000
#: Nodes from which betweenness is estimated, chosen with a fixed seed.
BETWEENNESS_SAMPLE = 64


def summary(graph: Graph, top: int = 10) -> dict[str, Any]:
    """Figures about the whole graph, as plain data.

    Returns a dict with ``documents`` (title, characters, nodes, edges), ``labels`` and ``types`` (counts in the
    ontology's order), ``bodies`` (who is responsible for most, by role), ``central`` (things joined to most others,
    with their share of shortest paths in ``between``), ``components`` (sizes of the connected parts) and ``isolated``
    (how many things have no relation but where they stand, by label). Structure (sections and mentions) counts in
    ``labels`` and ``types`` only. Ties are broken by name, so the answer is the same each time.
    """
    labels, types = graph.counts()
    facts = fact_graph(graph)
    return {
        "documents": _documents(graph),
        "nodes": sum(labels.values()),
        "edges": sum(types.values()),
        "labels": {name: labels[name] for name in _ordered(labels, ontology().labels)},
        "types": {name: types[name] for name in _ordered(types, ontology().types)},
        "bodies": bodies(graph, top),
        "central": central(graph, facts, top),
        "components": _components(facts),
        "isolated": _isolated(graph, facts),
    }


def fact_graph(graph: Graph) -> Any:
    """The graph without sections and mentions, as an undirected networkx ``Graph`` of node ids."""
    import networkx as nx

    facts: Any = nx.Graph()
    facts.add_nodes_from(sorted(i for i, data in graph.nx.nodes(data=True) if data["node"].label != "Section"))
    facts.add_edges_from(
        sorted(
            (e["edge"].source, e["edge"].target)
            for *_, e in graph.nx.edges(data=True)
            if e["edge"].type not in STRUCTURE
        )
    )
    return facts


def bodies(graph: Graph, top: int = 10) -> list[dict[str, Any]]:
    """Bodies and regions that are responsible for most things: name, a count by role, and ``total``."""
    counts: dict[str, Counter[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    for edge in graph.edges("RESPONSIBLE_FOR"):
        role = str(edge.properties.get("role", "responsible"))
        if (key := (edge.source, edge.target, role)) not in seen:
            seen.add(key)
            counts.setdefault(edge.source, Counter())[role] += 1
    rows: list[dict[str, Any]] = [
        {"name": graph.node(i).name, **{role: c[role] for role in ontology().roles}, "total": c.total()}
        for i, c in counts.items()
    ]
    return sorted(rows, key=lambda r: (-r["total"], -r["lead"], r["name"]))[:top]


def central(graph: Graph, facts: Any, top: int = 10) -> list[dict[str, Any]]:
    """Things joined to most other things: name, label, ``neighbours`` and ``between`` (0–1, or None if too large)."""
    import networkx as nx

    between: dict[str, float] | None = None
    if 0 < facts.number_of_edges() <= BETWEENNESS_EDGES:
        sample = min(BETWEENNESS_SAMPLE, facts.number_of_nodes())
        between = nx.betweenness_centrality(facts, k=sample, seed=1)
    ranked = sorted(facts.degree(), key=lambda pair: (-pair[1], graph.node(pair[0]).name, pair[0]))[:top]
    return [
        {
            "name": graph.node(i).name,
            "label": graph.node(i).label,
            "neighbours": degree,
            "between": None if between is None else round(between[i], 4),
        }
        for i, degree in ranked
        if degree
    ]


def _documents(graph: Graph) -> list[dict[str, Any]]:
    edges = Counter(str(d["edge"].properties.get("doc", "")) for *_, d in graph.nx.edges(data=True))
    nodes: Counter[str] = Counter()
    for _, data in graph.nx.nodes(data=True):
        node = data["node"]
        nodes.update({m.doc for m in node.mentions} or {str(node.properties.get("doc", ""))})
    return [
        {"title": d.title, "characters": len(d.text), "nodes": nodes[d.id], "edges": edges[d.id], "id": d.id}
        for d in sorted(graph.documents.values(), key=lambda d: (d.title, d.id))
    ]


def _components(facts: Any) -> list[int]:
    import networkx as nx

    return sorted((len(part) for part in nx.connected_components(facts) if len(part) > 1), reverse=True)


def _isolated(graph: Graph, facts: Any) -> dict[str, int]:
    alone = Counter(graph.node(i).label for i, degree in facts.degree() if degree == 0)
    return {label: alone[label] for label in _ordered(alone, ontology().labels)}


def _ordered(counts: Counter[str], table: dict[str, Any]) -> list[str]:
    return [name for name in table if counts[name]] + sorted(name for name in counts if name not in table)
