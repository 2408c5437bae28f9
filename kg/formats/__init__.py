"""Files the graph can be written to and read from: a registry, name to implementation, imported when asked for.

``write(graph, "plans.xlsx")`` picks the format by suffix; ``-`` is stdout (or stdin for ``read``). Files are written
beside their place and moved there when whole, so a full disk or Ctrl-C leaves what was there before.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.formats.base import Exporter, FolderExporter
    from kg.graph import Graph


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the exporter class (``module:class``), suffixes, and what it is good for.

    ``kind`` is ``text`` (UTF-8 stream), ``binary`` (stream of bytes) or ``folder`` (several files).
    """

    name: str
    exporter: str
    suffixes: tuple[str, ...]
    title: str
    kind: str = "text"


_FORMATS: dict[str, Format] = {}


def register(fmt: Format) -> None:
    """Add or replace a format."""
    _FORMATS[fmt.name] = fmt


for _format in (
    Format("json", "kg.formats.json_:JsonExporter", (".json",), "whole graph, reads back equal"),
    Format("jsonl", "kg.formats.json_:JsonLinesExporter", (".jsonl", ".ndjson"), "one record a line, reads back equal"),
    Format("csv", "kg.formats.csv_:CsvExporter", (".csv",), "nodes and edges: two files, a folder or a zip", "folder"),
    Format(
        "xlsx",
        "kg.formats.xlsx:XlsxExporter",
        (".xlsx",),
        "workbook: 责任清单, 目标指标, all nodes, all edges",
        "binary",
    ),
    Format("graphml", "kg.formats.graphml:GraphmlExporter", (".graphml",), "yEd, Cytoscape, igraph", "binary"),
    Format("gexf", "kg.formats.gexf:GexfExporter", (".gexf",), "Gephi", "binary"),
    Format("cypher", "kg.formats.cypher:CypherExporter", (".cypher", ".cql"), "script for Neo4j 5, idempotent"),
    Format("dot", "kg.formats.dot:DotExporter", (".dot", ".gv"), "Graphviz"),
    Format("mermaid", "kg.formats.mermaid:MermaidExporter", (".mmd", ".mermaid"), "diagram in Markdown"),
    Format(
        "neo4j-admin",
        "kg.formats.neo4j_admin:Neo4jAdminExporter",
        (),
        "folder for neo4j-admin database import",
        "folder",
    ),
):
    register(_format)


def formats() -> list[Format]:
    """All known formats, in the order in which they are shown."""
    return list(_FORMATS.values())


def get_format(name: str) -> Format:
    """The format called ``name``. Raises ``GraphError`` (E202)."""
    try:
        return _FORMATS[name]
    except KeyError:
        raise GraphError("E202", name=name, known=", ".join(_FORMATS)) from None


def format_of(path: str | Path, default: str | None = None) -> Format:
    """The format that a file name asks for by its suffix, else ``default``. Raises ``GraphError`` (E202, E206)."""
    path = Path(path)
    suffixes = [s.lower() for s in path.suffixes]
    last = suffixes[-1] if suffixes else ""
    for fmt in _FORMATS.values():
        if last in fmt.suffixes or (last == ".zip" and fmt.name == "csv"):
            return fmt
    if default is not None:
        return get_format(default)
    raise GraphError("E206", path=path, known=", ".join(_FORMATS))


def write(graph: Graph, target: str | Path | IO[Any], format: str | None = None) -> list[Path]:
    """Write ``graph`` to a path, to an open file (text or binary), or to stdout (``-``).

    Args:
        graph: what to write.
        target: a path; ``"-"``; or a file object.
        format: a name of ``formats()``; by default the path's suffix decides, and json for streams.

    Returns the files written (none for streams). Raises ``GraphError``: unknown format (E202, E206), a format of
    several files asked of a stream (E207), a target that cannot be written (E208).
    """
    stream = _stream(target)
    guess = format is None and stream is None
    fmt = format_of(target) if guess else get_format(format or "json")  # type: ignore[arg-type]
    cls = _load(fmt.exporter)
    if stream is not None:
        cls.to_stream(graph, stream)
        return []
    path = Path(target)  # type: ignore[arg-type]
    try:
        return list(cls.to_path(graph, path))
    except OSError as error:
        raise GraphError("E208", path=error.filename or path, reason=error.strerror or error) from error


def read(source: str | Path | IO[Any]) -> Graph:
    """The graph in a JSON or JSON-lines file, an open file, or stdin (``-``).

    Raises ``GraphError`` (E201) if it is no such file, with the reason.
    """
    from kg.formats.json_ import parse

    if hasattr(source, "read"):
        data, name = source.read(), str(getattr(source, "name", "input"))
    elif str(source) == "-":
        data, name = sys.stdin.buffer.read(), "stdin"
    else:
        name = str(source)
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            raise GraphError("E201", path=name, reason=error.strerror or error) from error
    return parse(data, name)


def dumps(graph: Graph, format: str = "json") -> bytes:
    """The bytes that ``write`` would put into a file."""
    out = io.BytesIO()
    write(graph, out, format)
    return out.getvalue()


def _stream(target: Any) -> IO[Any] | None:
    if hasattr(target, "write"):
        return target  # type: ignore[no-any-return]
    if str(target) == "-":
        return sys.stdout
    return None


def _load(where: str) -> type[Exporter] | type[FolderExporter]:
    module, _, name = where.partition(":")
    cls: type[Exporter] = getattr(import_module(module), name)
    return cls


__all__ = ["Format", "dumps", "format_of", "formats", "get_format", "read", "register", "write"]
