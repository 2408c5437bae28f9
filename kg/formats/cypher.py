"""A Cypher script that makes the graph: for Neo4j 5 (``cypher-shell < plans.cypher``) and the embedded engine.

Every statement is idempotent: nodes and relationships are merged by ``id``, so running the script twice changes
nothing. Names and evidence stand in string literals only, escaped so that neither quotes, backslashes nor ``\\u``
sequences can end them.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.formats.base import Exporter
from kg.model import Edge, Node
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.graph import Graph

#: Rows a statement: large enough to load fast, small enough to read and to parse.
BATCH = 200

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")


class CypherExporter(Exporter):
    """Constraints, then nodes a label, then relationships a type, in batches of ``UNWIND`` over map literals."""

    def run(self) -> None:
        """Write the script."""
        self.out.write("// A graph of plans: run it as often as you like, e.g. `cypher-shell -f plans.cypher`.\n")
        nodes = self.graph.nodes()
        labels = dict.fromkeys(n.label for n in nodes)
        for label in labels:
            name = identifier(label)
            self.out.write(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE;\n")
        for label, group in groupby(nodes, key=lambda n: n.label):
            for batch in _batches(list(group)):
                self._statement(
                    [node_row(n, self.graph) for n in batch],
                    f"MERGE (n:{identifier(label)} {{id: row.id}})\nSET n += row;",
                )
        label_of = {n.id: n.label for n in nodes}

        def ends(edge: Edge) -> tuple[str, str, str]:
            return edge.type, label_of[edge.source], label_of[edge.target]

        order = ontology().type_order
        edges = sorted(self.graph.edges(), key=lambda e: (order(e.type), *ends(e), e.source, e.target, e.id))
        for (type_, source, target), same in groupby(edges, key=ends):
            for some in _batches(list(same)):
                self._statement(
                    [edge_row(e) for e in some],
                    f"MATCH (a:{identifier(source)} {{id: row.source}})\n"
                    f"MATCH (b:{identifier(target)} {{id: row.target}})\n"
                    f"MERGE (a)-[r:{identifier(type_)} {{id: row.properties.id}}]->(b)\n"
                    "SET r += row.properties;",
                )

    def _statement(self, rows: list[dict[str, Any]], rest: str) -> None:
        self.out.write("UNWIND [\n" + ",\n".join(literal(row) for row in rows) + f"\n] AS row\n{rest}\n")


def node_row(node: Node, graph: Graph) -> dict[str, Any]:
    """A node's properties in a database: its own plus ``id``, ``name``, ``aliases`` and ``docs`` (plans naming it).

    The Document node of a plan whose text the graph holds also has ``isPlan``.
    """
    row: dict[str, Any] = {**node.properties, "id": node.id, "name": node.name, "aliases": list(node.aliases)}
    row["docs"] = sorted({m.doc for m in node.mentions} | ({node.id} & set(graph.documents)))
    if node.id in graph.documents:
        row["isPlan"] = True
    return row


def edge_row(edge: Edge) -> dict[str, Any]:
    """An edge's ends and its properties in a database, with ``id``."""
    return {"source": edge.source, "target": edge.target, "properties": {**edge.properties, "id": edge.id}}


def identifier(name: str) -> str:
    """A label, type or property name, in backticks unless it is plain."""
    if _NAME.match(name):
        return name
    if "\\" in name or not name or any(ord(c) < 32 for c in name):
        raise GraphError("E203", reason=f"`{name!r}` cannot be the name of a label, type or property")
    return "`" + name.replace("`", "``") + "`"


def literal(value: Any) -> str:
    """A Cypher literal of a string, number, boolean, list or map."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{identifier(k)}: {literal(v)}" for k, v in sorted(value.items())) + "}"
    raise GraphError("E203", reason=f"a property of type {type(value).__name__} cannot be written")


def string(text: str) -> str:
    """A string literal in single quotes.

    ``\\u`` in the text is broken into two literals: some versions turn ``\\uXXXX`` into its character before they
    look for the closing quote.
    """

    def escape(found: re.Match[str]) -> str:
        char = found[0]
        if char in _ESCAPES:
            return _ESCAPES[char]
        return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"

    escaped = _ESCAPED.sub(escape, text)
    return "'" + re.sub(r"(?<!\\)((?:\\\\)+)(?=[uU])", r"\1' + '", escaped) + "'"


def _batches(rows: list[Any]) -> list[list[Any]]:
    return [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
