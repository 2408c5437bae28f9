"""What a load changes, worked out once for both stores.

Many plans speak of one node, and a plan may be replaced or taken out at any time. So each node
remembers what each plan says of it (its *facts*: name, aliases, properties, mentions), and its name, aliases and
properties are those facts merged in the order of the plans' ids: the same in whatever order the plans came.
A node that one plan speaks of keeps only the mentions there; the rest is the node itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cypher.facts import encode
from cypher.schema import (
    NODE_KEYS,
    PLAN_KEYS,
    Row,
    all_fit,
    check_edge,
    check_node,
    check_size,
    check_value,
    dumps,
    pack_mention,
    record_text,
    unpack_mention,
)
from cypher.store import Counts, LoadReport
from kg.errors import StoreError
from kg.graph import Graph, merge_nodes
from kg.model import Edge, Node


@dataclass(slots=True)
class EdgeRow:
    """One edge as the database holds it; the labels of its ends anchor the look-up."""

    type: str
    source: str
    target: str
    source_label: str
    target_label: str
    row: Row


@dataclass(slots=True)
class Snapshot:
    """The part of a database that a load may touch.

    ``nodes``: label and row by id, of every node that one of the loaded documents speaks of or will
    speak of. ``edges``: by id, every edge with ``doc`` or ``docs`` among the loaded documents, and those among
    the loaded edges' ids.
    """

    nodes: dict[str, tuple[str, Row]] = field(default_factory=dict)
    edges: dict[str, EdgeRow] = field(default_factory=dict)


@dataclass(slots=True)
class Delta:
    """What to do to the database, in this order: edges out, nodes out, nodes in, edges in."""

    create_nodes: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    update_nodes: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    delete_nodes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    create_edges: list[EdgeRow] = field(default_factory=list)
    update_edges: list[EdgeRow] = field(default_factory=list)
    delete_edges: list[EdgeRow] = field(default_factory=list)
    report: LoadReport = field(default_factory=LoadReport)

    @property
    def size(self) -> int:
        """Rows to write."""
        groups = (self.create_nodes, self.update_nodes, self.delete_nodes)
        edges = len(self.create_edges) + len(self.update_edges) + len(self.delete_edges)
        return sum(len(rows) for group in groups for rows in group.values()) + edges


def _nodes(graph: Graph) -> Iterator[Node]:
    """The nodes in any order: quicker than ``Graph.nodes``."""
    for _, data in graph.nx.nodes(data=True):
        yield data["node"]


def _edges(graph: Graph) -> Iterator[tuple[str, Edge]]:
    """The edges with their ids, in any order: an id is a digest, and the graph has it already."""
    for _, neighbours in graph.nx.adjacency():
        for edges in neighbours.values():
            for key, data in edges.items():
                yield key, data["edge"]


# -- one graph a document -------------------------------------------------------------------------


def split(graphs: Graph | Iterable[Graph]) -> dict[str, Graph]:
    """One graph for each document in ``graphs``, by document id.

    A graph of one document is taken as it is. In a graph of several, a node goes to the documents that mention
    it or have an edge at it; what no document claims goes to all of them. A document that comes twice is
    taken from the last graph that has it.
    """
    parts: dict[str, Graph] = {}
    for graph in [graphs] if isinstance(graphs, Graph) else graphs:
        if not graph.documents:
            raise StoreError("E307", what="the graph", reason="it holds no plan's text (`documents` is empty)")
        if len(graph.documents) == 1:
            parts[next(iter(graph.documents))] = graph
        else:
            parts.update(_split_merged(graph))
    return parts


def _split_merged(graph: Graph) -> dict[str, Graph]:
    ids: dict[str, set[str]] = {doc: {doc} & set(graph.nx) for doc in graph.documents}
    for node in graph.nodes():
        for doc in {m.doc for m in node.mentions} | {str(node.properties.get("doc", ""))}:
            if doc in ids:
                ids[doc].add(node.id)
    stated: dict[str, list[Edge]] = {doc: [] for doc in ids}
    unstated: list[Edge] = []
    for edge in graph.edges():
        doc = str(edge.properties.get("doc", ""))
        if doc in ids:
            stated[doc].append(edge)
            ids[doc] |= {edge.source, edge.target}
        else:
            unstated.append(edge)
    _spread(ids, stated, unstated)
    claimed = set().union(*ids.values())
    for doc in ids:
        ids[doc] |= set(graph.nx) - claimed
    return {doc: _part(graph, doc, ids[doc], stated[doc]) for doc in ids}


def _spread(ids: dict[str, set[str]], stated: dict[str, list[Edge]], unstated: list[Edge]) -> None:
    """Give edges that no passage states to each document that speaks of their start."""
    for doc, known in ids.items():
        waiting, grew = list(unstated), True
        while grew:
            ready = [edge for edge in waiting if edge.source in known]
            waiting = [edge for edge in waiting if edge.source not in known]
            stated[doc] += ready
            known |= {edge.target for edge in ready}
            grew = bool(ready)
    given = {edge.id for edges in stated.values() for edge in edges}
    for edge in unstated:
        if edge.id not in given:
            for doc in ids:
                stated[doc].append(edge)
                ids[doc] |= {edge.source, edge.target}


def _part(graph: Graph, doc: str, ids: set[str], edges: list[Edge]) -> Graph:
    part = Graph()
    part.add_document(graph.documents[doc])
    for node_id in sorted(ids):
        node = graph.node(node_id)
        mentions = [m for m in node.mentions if m.doc == doc]
        part.add_node(Node(node.id, node.label, node.name, list(node.aliases), dict(node.properties), mentions))
    for edge in edges:
        part.add_edge(edge)
    return part


# -- nodes and their facts ------------------------------------------------------------------------


def _said(node: Node, doc: str) -> dict[str, Any]:
    found = node.mentions if len(node.mentions) < 2 else sorted(node.mentions)
    mentions = [pack_mention(m, doc) for m in found]
    return {"name": node.name, "aliases": node.aliases, "properties": node.properties, "mentions": mentions}


def facts_of(label: str, row: Row) -> dict[str, dict[str, Any]]:
    """What each document says of the node in ``row``, written out in full."""
    facts: dict[str, dict[str, Any]] = json.loads(row["facts"])
    hidden = {*NODE_KEYS, *(PLAN_KEYS if label == "Document" else ())}
    own = {
        "name": row["name"],
        "aliases": list(row["aliases"]),
        "properties": {k: v for k, v in row.items() if k not in hidden and v is not None},
    }
    return {doc: {**own, **said} for doc, said in facts.items()}


def node_from(label: str, row: Row) -> Node:
    """The node in ``row`` with its mentions."""
    return _merged(row["id"], label, facts_of(label, row))


def _merged(node_id: str, label: str, facts: Mapping[str, dict[str, Any]]) -> Node:
    merged: Node | None = None
    for doc in sorted(facts):
        said = facts[doc]
        mentions = [unpack_mention(packed, doc) for packed in said["mentions"]]
        node = Node(node_id, label, said["name"], list(said["aliases"]), dict(said["properties"]), mentions)
        if merged is None:
            merged = node
        else:
            merge_nodes(merged, node)
    assert merged is not None
    return merged


def _node_row(node_id: str, label: str, facts: dict[str, dict[str, Any]], plan: Row) -> Row:
    if len(facts) == 1:
        ((doc, said),) = facts.items()
        name, aliases, properties = said["name"], said["aliases"], said["properties"]
        facts = {doc: {"mentions": said["mentions"]}}
    else:
        node = _merged(node_id, label, facts)
        name, aliases, properties = node.name, node.aliases, node.properties
    row = {"id": node_id, "name": name, "aliases": list(aliases), "docs": sorted(facts), "facts": dumps(facts)}
    row.update(_given(properties))
    row.update(plan)
    return row


def _given(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """``properties`` without those that are None."""
    if None in properties.values():
        return {name: value for name, value in properties.items() if value is not None}
    return properties


def edge_row(edge: Edge, edge_id: str) -> Row:
    """The properties of an edge as the database holds them."""
    return {"id": edge_id, **_given(edge.properties)}


def edge_from(row: EdgeRow) -> Edge:
    """The edge as it was loaded."""
    properties = {k: v for k, v in row.row.items() if k not in ("id", "docs") and v is not None}
    return Edge(row.source, row.target, row.type, properties)


# -- the delta ------------------------------------------------------------------------------------


def plan_load(
    parts: Mapping[str, Graph],
    now: Snapshot,
    gone: Iterable[str] = (),
    *,
    digests: bool = False,
    checked: bool = False,
) -> Delta:
    """What turns ``now`` into a database in which each document of ``parts`` says what its graph says.

    Args:
        parts: one graph a document (see ``split``).
        now: the part of the database that may change.
        gone: ids of documents to take out.
        digests: whether the plans' records hold a digest of their graphs too (see ``digest_of``).
        checked: that ``check_part`` has seen each of ``parts``.

    Raises:
        StoreError: a value cannot be stored (E307).
    """
    if not checked:
        for doc, graph in parts.items():
            check_part(doc, graph)
    delta = Delta()
    touched = {*parts, *gone}
    plan_nodes(delta, parts, now, touched, digests=digests)
    plan_edges(delta, parts, now, touched)
    return delta


def check_part(doc: str, graph: Graph) -> None:
    """Raise ``StoreError`` (E307) if a value of this document's graph cannot be stored."""
    check_value(graph.documents[doc].text, f"the text of {doc}")
    nodes, edges = list(_nodes(graph)), [edge for _, edge in _edges(graph)]
    for node in nodes:
        check_size(node)
    if all_fit(nodes, edges) and all(edge.properties.get("doc", doc) == doc for edge in edges):
        return
    for node in nodes:
        check_node(node)
    for edge in edges:
        check_edge(edge)
        if edge.properties.get("doc", doc) != doc:
            reason = f"it was read in {edge.properties['doc']}, the graph is of {doc}"
            raise StoreError("E307", what=f"edge {edge.id}", reason=reason)


def plan_nodes(delta: Delta, parts: Mapping[str, Graph], now: Snapshot, touched: set[str], *, digests: bool) -> None:
    """The nodes' half of ``plan_load``; ``touched`` are the documents that are loaded or go."""
    said: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    label_of: dict[str, str] = {}
    for node_id, (label, row) in now.nodes.items():
        label_of[node_id] = label
        said[node_id] = {doc: facts for doc, facts in facts_of(label, row).items() if doc not in touched}
    for doc in sorted(parts):
        for node in _nodes(parts[doc]):
            if label_of.setdefault(node.id, node.label) != node.label:
                raise StoreError("E307", what=f"node {node.id}", reason=f"it is a {label_of[node.id]} already")
            said[node.id][doc] = _said(node, doc)
    plans = {doc: plan_row(graph, doc, digests=digests) for doc, graph in parts.items()}
    for node_id in sorted(said):
        label, facts, old = label_of[node_id], said[node_id], now.nodes.get(node_id)
        if not facts:
            delta.delete_nodes[label].append(node_id)
            continue
        plan = plans.get(node_id) or ({} if node_id in touched else _known_plan(label, old))
        row = _node_row(node_id, label, facts, plan)
        _compare(delta.report.nodes, row, old[1] if old else None, delta.create_nodes[label], delta.update_nodes[label])
    delta.report.nodes.removed = sum(map(len, delta.delete_nodes.values()))


def plan_row(graph: Graph, doc: str, *, digests: bool) -> Row:
    """What the node of a loaded plan has on top (``PLAN_KEYS``); with ``digests`` its record has the graph's digest."""
    document = graph.documents[doc]
    record = record_text(document, digest_of(graph) if digests else "")
    return {"isPlan": True, "record": record, "text": document.text}


def digest_of(graph: Graph) -> str:
    """A digest of all that a plan's graph says, kept on a server to know without reading whether it changed."""
    return hashlib.sha256(b"1:" + encode(graph)).hexdigest()


def _known_plan(label: str, old: tuple[str, Row] | None) -> Row:
    """What the node in the database keeps because it is a plan that this load does not touch."""
    if label != "Document" or old is None:
        return {}
    return {key: old[1][key] for key in PLAN_KEYS if old[1].get(key) is not None}


def plan_edges(delta: Delta, parts: Mapping[str, Graph], now: Snapshot, touched: set[str]) -> None:
    """The edges' half of ``plan_load``."""
    wanted: dict[str, EdgeRow] = {}
    for edge_id, old in now.edges.items():
        others = [doc for doc in old.row.get("docs") or [] if doc not in touched]
        if others:
            wanted[edge_id] = _with_docs(old, others)
        elif old.row.get("doc") and old.row["doc"] not in touched:
            wanted[edge_id] = old
    for doc in sorted(parts):
        label_of = {node.id: node.label for node in _nodes(parts[doc])}
        for edge_id, edge in _edges(parts[doc]):
            ends = label_of[edge.source], label_of[edge.target]
            new = EdgeRow(edge.type, edge.source, edge.target, *ends, edge_row(edge, edge_id))
            if not edge.properties.get("doc"):
                known = wanted.get(edge_id)
                before = known.row.get("docs", []) if known else []
                new.row = {**new.row, **(known.row if known else {})}
                new = _with_docs(new, [*before, doc])
            wanted[edge_id] = new
    if not now.edges:
        delta.create_edges = [wanted[edge_id] for edge_id in sorted(wanted)]
        delta.report.edges.added = len(wanted)
        return
    for edge_id in sorted(wanted):
        wanted_row, old_row = wanted[edge_id], now.edges.get(edge_id)
        was = old_row.row if old_row else None
        _compare(delta.report.edges, wanted_row.row, was, delta.create_edges, delta.update_edges, wanted_row)
    delta.delete_edges = [now.edges[edge_id] for edge_id in sorted(set(now.edges) - set(wanted))]
    delta.report.edges.removed = len(delta.delete_edges)


def _with_docs(row: EdgeRow, docs: Iterable[str]) -> EdgeRow:
    properties = {**row.row, "docs": sorted(set(docs))}
    return EdgeRow(row.type, row.source, row.target, row.source_label, row.target_label, properties)


def _compare(
    counts: Counts, new: Row, old: Row | None, create: list[Any], update: list[Any], item: Any | None = None
) -> None:
    """Put ``item`` (or ``new`` itself) where it belongs and count it."""
    if old is None:
        create.append(new if item is None else item)
        counts.added += 1
    elif _same(new, old):
        counts.unchanged += 1
    else:
        update.append(new if item is None else item)
        counts.changed += 1


def _same(new: Row, old: Row) -> bool:
    if {k for k, v in old.items() if v is not None} != set(new):
        return False
    return all(type(value) is type(old[key]) and value == old[key] for key, value in new.items())
