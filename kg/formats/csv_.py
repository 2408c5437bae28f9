"""CSV: nodes and edges as two files, as a folder, or as a zip; guarded against formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.formats.base import FolderExporter, _fitting, atomic
from kg.formats.tabular import csv_bytes, edge_columns, edge_places, node_columns
from kg.ontology import ontology

if TYPE_CHECKING:
    from kg.graph import Graph

#: Every zip member carries this time, so that equal graphs give equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


class CsvExporter(FolderExporter):
    """``nodes.csv`` (id, label, name, aliases, mentions, properties) and ``edges.csv`` (type, ends by id and name, …).

    ``x.zip`` is a zip of both, ``x.csv`` becomes ``x-nodes.csv`` and ``x-edges.csv``, any other path a folder.
    On a stream the two tables follow each other with an empty line between them.
    """

    bom = True

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The two tables."""
        yield "nodes.csv", self._nodes()
        yield "edges.csv", self._edges()

    def _nodes(self) -> bytes:
        nodes = self.graph.nodes()
        known = list(dict.fromkeys(p for spec in ontology().labels.values() for p in spec.properties))
        columns = node_columns(nodes, known)
        header = ["id", "label", "name", "aliases", "mentions", *columns]
        rows = (
            [n.id, n.label, n.name, "|".join(n.aliases), len(n.mentions), *(n.properties.get(c) for c in columns)]
            for n in nodes
        )
        return csv_bytes(header, rows, bom=self.bom)

    def _edges(self) -> bytes:
        edges = self.graph.edges()
        columns = edge_columns(edges, ("role", "kind", "order", "count", *ontology().edge_properties))
        place = edge_places(self.graph)
        header = [
            "id",
            "type",
            "source",
            "source_name",
            "target",
            "target_name",
            *columns,
            *(["place"] if place else []),
        ]
        name = self.graph.node
        rows = (
            [
                e.id,
                e.type,
                e.source,
                name(e.source).name,
                e.target,
                name(e.target).name,
                *(e.properties.get(c) for c in columns),
                *([place(e)] if place else []),
            ]
            for e in edges
        )
        return csv_bytes(header, rows, bom=self.bom)

    @classmethod
    def to_stream(cls, graph: Graph, stream: IO[Any]) -> None:
        """Both tables one after the other, without byte order mark."""
        exporter = cls(graph, io.BytesIO())
        exporter.bom = False
        with _fitting(stream, binary=False) as out:
            out.write("\n".join(content.decode("utf-8") for _, content in exporter.files()))

    @classmethod
    def to_path(cls, graph: Graph, path: Path) -> Iterable[Path]:
        """Two files, a zip or a folder, as the suffix says."""
        suffix = path.suffix.lower()
        if suffix == ".zip":
            with atomic(path) as raw:
                raw.write(zip_bytes(cls(graph, io.BytesIO()).files()))
            return [path]
        if suffix == ".csv" and not path.is_dir():
            written = []
            for name, content in cls(graph, io.BytesIO()).files():
                one = path.with_name(f"{path.stem}-{name}")
                with atomic(one) as raw:
                    raw.write(content)
                written.append(one)
            return written
        return super().to_path(graph, path)


def zip_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
