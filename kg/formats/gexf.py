"""GEXF, by networkx: for Gephi."""

from __future__ import annotations

import io
import re

from kg.formats.base import Exporter
from kg.formats.nxview import plain

#: networkx writes today's date and its own version into the head; equal graphs are to give equal bytes.
_STAMP = re.compile(rb' lastmodifieddate="[^"]*"|<creator>[^<]*</creator>\s*')


class GexfExporter(Exporter):
    """Node label is the name, ``class`` the ontology's label; ``start`` is ``charStart`` (GEXF's own is a time)."""

    binary = True

    def run(self) -> None:
        """Let networkx write the whole graph, without its time stamp."""
        import networkx as nx

        raw = io.BytesIO()
        nx.write_gexf(plain(self.graph, rename=True), raw, version="1.2draft")
        head, middle, rest = raw.getvalue().partition(b"<graph ")
        self.out.write(_STAMP.sub(b"", head) + middle + rest + b"\n")
