"""GraphML, by networkx: for yEd, Cytoscape, igraph and networkx itself."""

from __future__ import annotations

from kg.formats.base import Exporter
from kg.formats.nxview import plain


class GraphmlExporter(Exporter):
    """Node attribute ``label`` is the ontology's label, edge attribute ``label`` the type; offsets are numbers."""

    binary = True

    def run(self) -> None:
        """Let networkx write the whole graph."""
        import networkx as nx

        nx.write_graphml_xml(plain(self.graph, rename=False), self.out, named_key_ids=False)
        self.out.write(b"\n")
