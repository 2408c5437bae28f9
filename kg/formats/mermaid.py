"""Mermaid flowchart, for Markdown pages (GitLab, GitHub, Typora, Obsidian draw it)."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

from kg.formats.base import Exporter, clean
from kg.formats.dot import COLOURS
from kg.model import Edge, Node
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.graph import Graph

_SPECIAL = re.compile(r"[^\w \u3000-\u303f\uff00-\uffef·—…]")


class MermaidExporter(Exporter):
    """Ids are ``n1``, ``n2``, … in canonical order; names are labels in quotes with entities for all but letters."""

    def __init__(self, graph: Graph, out: IO[Any]) -> None:
        super().__init__(graph, out)
        self.ids: dict[str, str] = {}
        self.used: dict[str, None] = {}
        self.out.write("flowchart LR\n")

    def node(self, node: Node) -> None:
        """A box in its label's class."""
        self.ids[node.id] = f"n{len(self.ids) + 1}"
        kind = "".join(c for c in node.label if c.isascii() and c.isalnum()) or "Other"
        self.used[kind] = None
        self.out.write(f'  {self.ids[node.id]}["{text(node.name)}"]:::{kind}\n')

    def edge(self, edge: Edge) -> None:
        """An arrow with the type's Chinese name."""
        table = ontology()
        role = str(edge.properties.get("role") or edge.properties.get("kind"))
        spec = table.types.get(edge.type)
        label = {**table.roles, **table.kinds}.get(role) or (spec.zh if spec else edge.type)
        self.out.write(f'  {self.ids[edge.source]} -->|"{text(label)}"| {self.ids[edge.target]}\n')

    def finalize(self) -> None:
        """Colours of the classes that occur."""
        for kind in self.used:
            colour = COLOURS.get(kind, "#FFFFFF")
            self.out.write(f"  classDef {kind} fill:{colour},stroke:#555,color:#000\n")


def text(raw: str) -> str:
    """A label: one line; whatever Mermaid or HTML could take for markup as a numeric entity."""
    line = " ".join(clean(raw).split())
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", line) or " "
