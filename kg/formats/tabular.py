"""Cells for tables that people open in a spreadsheet: safe, plain, the same in CSV, TSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from kg.formats.base import clean
from kg.model import Edge, Node
from kg.places import place_of

if TYPE_CHECKING:
    from kg.graph import Graph

#: First characters that make Excel, WPS or LibreOffice read a cell as a formula, full-width ones included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def one_kind_of_line_end(text: str) -> str:
    """``text`` with ``\\n`` for every line end: a lone carriage return is not quoted in CSV, and would begin a new row."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def guard(value: Any) -> Any:
    """``value`` as a cell: text that a spreadsheet would run as a formula gets an apostrophe in front.

    Numbers stay numbers. The rule is OWASP's for CSV injection: a first character of ``= + - @``, tab, CR or LF
    (also behind blanks, and in full width).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = one_kind_of_line_end(clean(value if isinstance(value, str) else str(value)))
    return "'" + text if text.startswith(_FORMULA) or text.lstrip(" \u3000\u00a0").startswith(_FORMULA) else text


def write_rows(out: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ",") -> None:
    """Write a table as CSV (or TSV) with guarded cells and ``\\n`` line ends."""
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([guard(name) for name in header])
    for row in rows:
        writer.writerow([guard(value) for value in row])


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]], *, bom: bool) -> bytes:
    """A CSV file's content; with a byte order mark Excel and WPS read it as UTF-8."""
    out = io.StringIO()
    write_rows(out, header, rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace")


def node_columns(nodes: Iterable[Node], known: Sequence[str] = ()) -> list[str]:
    """Names of the properties that occur: ``known`` ones first in their order, then the rest by name."""
    return _columns((n.properties for n in nodes), known)


def edge_columns(edges: Iterable[Edge], known: Sequence[str] = ()) -> list[str]:
    """Names of the edge properties that occur, ``known`` ones first."""
    return _columns((e.properties for e in edges), known)


def edge_places(graph: Graph) -> Callable[[Edge], str] | None:
    """The function that tells where in its source an edge's evidence stands; None if the graph knows no places."""
    records = graph.documents
    if not any(record.places for record in records.values()):
        return None

    def place(edge: Edge) -> str:
        p = edge.properties
        return place_of(records.get(str(p.get("doc", ""))), int(p.get("start", 0)), int(p.get("end", 0)))

    return place


def _columns(records: Iterable[dict[str, Any]], known: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    for record in records:
        seen.update(record)
    return [name for name in known if name in seen] + sorted(seen.difference(known))
