"""DOT, for Graphviz: ``dot -Tsvg plans.dot``."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from kg.formats.base import Exporter, clean
from kg.model import Edge, Node
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.graph import Graph

#: Fill colours by label, readable under black text and told apart by colour-blind readers (after Okabe and Ito).
COLOURS = {
    "Document": "#D9D9D9",
    "Section": "#EFEFEF",
    "Task": "#F5C26B",
    "Region": "#7FD1AE",
    "Organization": "#9CCBEC",
    "Project": "#F2E66B",
    "Sector": "#E3B5CF",
    "Goal": "#F0A57A",
    "Indicator": "#C9C2E6",
    "Observation": "#CDE3C2",
}


class DotExporter(Exporter):
    """Nodes show name and Chinese label, edges the type's Chinese name; evidence is the tooltip."""

    def __init__(self, graph: Graph, out: IO[Any]) -> None:
        super().__init__(graph, out)
        self.out.write(
            "digraph plans {\n"
            '  graph [rankdir=LR, charset="utf-8"];\n'
            '  node [shape=box, style="rounded,filled", fontname="Noto Sans CJK SC"];\n'
            '  edge [fontname="Noto Sans CJK SC", fontsize=10];\n'
        )

    def node(self, node: Node) -> None:
        """A box with the name and the label below it."""
        spec = ontology().labels.get(node.label)
        label = f"{node.name}\n({spec.zh if spec else node.label})"
        colour = COLOURS.get(node.label, "#FFFFFF")
        self.out.write(f'  {quote(node.id)} [label={quote(label)}, fillcolor="{colour}", class={quote(node.label)}];\n')

    def edge(self, edge: Edge) -> None:
        """An arrow with the type."""
        spec, table = ontology().types.get(edge.type), ontology()
        role = edge.properties.get("role") or edge.properties.get("kind")
        text = {**table.roles, **table.kinds}.get(str(role)) or (spec.zh if spec else edge.type)
        tip = str(edge.properties.get("evidence", ""))
        self.out.write(
            f"  {quote(edge.source)} -> {quote(edge.target)} [label={quote(text)}, class={quote(edge.type)}"
            + (f", tooltip={quote(tip)}" if tip else "")
            + "];\n"
        )

    def finalize(self) -> None:
        """Close the brace."""
        self.out.write("}\n")


#: Longest text in a drawing, in characters: Graphviz reads no string of more than 16,384 bytes.
LONGEST = 2000


def quote(text: str) -> str:
    """A DOT string: quotes and backslashes escaped, line ends as ``\\n``, ampersands not read as entities.

    What is longer than ``LONGEST`` ends in …; the whole is in every other format.
    """
    text = clean(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return '"' + text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n") + '"'
