"""A document under another id and title: everything that was read in it moves along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.graph import Graph
from kg.identity import digest
from kg.model import Edge, Mention, Node
from kg.ontology import ontology


def rename_documents(graph: Graph, moves: Mapping[str, tuple[str, str]]) -> Graph:
    """``graph`` (of one document) with documents moved: id -> new id and title, also where others only name them.

    Nodes that are local to a moved document get new ids made from its new id and their old ones. ``graph`` itself comes back if
    nothing in it moves.
    """
    touched = {old: new for old, new in moves.items() if old in graph or old in graph.documents}
    if not touched:
        return graph
    table = ontology().labels
    ids: dict[str, str] = {old: new for old, (new, _) in touched.items()}
    for node in graph.nodes():
        doc = str(node.properties.get("doc", ""))
        if doc in touched and node.id not in ids and node.label in table and table[node.label].local:
            ids[node.id] = f"{node.label}:{digest(touched[doc][0], node.id)}"

    def moved(key: str) -> str:
        return ids.get(key, key)

    def placed(properties: Mapping[str, str | int | float | bool]) -> dict[str, str | int | float | bool]:
        own = dict(properties)
        for name in ("doc", "section"):
            if name in own:
                own[name] = moved(str(own[name]))
        return own

    nodes = []
    for node in graph.nodes():
        mentions = [replace_place(m, moved(m.doc), moved(m.section)) for m in node.mentions]
        name = touched[node.id][1] if node.id in touched else node.name
        aliases = [alias for alias in node.aliases if alias != name]
        nodes.append(Node(moved(node.id), node.label, name, aliases, placed(node.properties), mentions))
    edges = [Edge(moved(e.source), moved(e.target), e.type, placed(e.properties)) for e in graph.edges()]
    records = [
        replace(record, id=moved(record.id), title=touched[record.id][1] if record.id in touched else record.title)
        for record in graph.documents.values()
    ]
    return Graph.of(nodes, edges, records)


def replace_place(mention: Mention, doc: str, section: str) -> Mention:
    """The mention in another document's name."""
    if (doc, section) == (mention.doc, mention.section):
        return mention
    return Mention(doc, mention.start, mention.end, section, mention.rule, mention.confidence)
