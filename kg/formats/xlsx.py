"""A workbook: 责任清单 and 目标指标 first, then a sheet a label and a sheet a type, each edge with its evidence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.formats.base import UNWRITABLE, Exporter, clean
from kg.formats.csv_ import zip_bytes
from kg.formats.tabular import edge_columns, edge_places, node_columns
from kg.ontology import ontology
from kg.tables import RESPONSIBILITY, TARGETS, responsibility, targets

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Longest text a cell holds, and most rows a sheet holds below its head (limits of the file format).
MAX_CELL = 32_767
MAX_ROWS = 1_048_575

#: Longer text than this wraps.
_WRAPPED = 20

_WIDTHS = {
    "依据原文": 60,
    "evidence": 60,
    "内容": 44,
    "text": 44,
    "name": 32,
    "事项": 36,
    "指标": 30,
    "source": 28,
    "target": 28,
    "place": 24,
}
_WIDTHS |= {"文件": 32, "章节": 26, "牵头": 26, "负责": 30, "位置": 24, "配合": 30, "id": 22, "aliases": 26}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


class XlsxExporter(Exporter):
    """Text is always text (no formula can run), heads are frozen and filtered, long cells wrap."""

    binary = True

    def run(self) -> None:
        """Write the workbook."""
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        add_sheet(
            book, "责任清单", RESPONSIBILITY, ([r[c] for c in RESPONSIBILITY] for r in responsibility(self.graph))
        )
        add_sheet(book, "目标指标", TARGETS, ([r[c] for c in TARGETS] for r in targets(self.graph)))
        self._nodes(book)
        self._edges(book)
        self.out.write(workbook_bytes(book))

    def _nodes(self, book: Workbook) -> None:
        by_label: dict[str, list[Any]] = {}
        for node in self.graph.nodes():
            by_label.setdefault(node.label, []).append(node)
        for label, nodes in by_label.items():
            spec = ontology().labels.get(label)
            columns = node_columns(nodes, spec.properties if spec else ())
            rows = (
                [n.name, "、".join(n.aliases), *(n.properties.get(c) for c in columns), len(n.mentions), n.id]
                for n in nodes
            )
            add_sheet(book, f"{label} {spec.zh if spec else ''}", ["name", "aliases", *columns, "mentions", "id"], rows)

    def _edges(self, book: Workbook) -> None:
        by_type: dict[str, list[Any]] = {}
        for edge in self.graph.edges():
            by_type.setdefault(edge.type, []).append(edge)
        place = edge_places(self.graph)
        name, titles = self.graph.node, {key: d.title for key, d in self.graph.documents.items()}
        for type_, edges in by_type.items():
            spec = ontology().types.get(type_)
            columns = [c for c in edge_columns(edges, ("role", "kind", "evidence")) if c != "doc"]
            located = ["place"] if place else []
            header = ["source", "target", *columns, *located, "document", "source_id", "target_id", "id"]
            rows = (
                [
                    name(e.source).name,
                    name(e.target).name,
                    *(e.properties.get(c) for c in columns),
                    *([place(e)] if place else []),
                    titles.get(str(e.properties.get("doc", "")), e.properties.get("doc", "")),
                    e.source,
                    e.target,
                    e.id,
                ]
                for e in edges
            )
            add_sheet(book, f"{type_} {spec.zh if spec else ''}", header, rows)


def add_sheet(book: Workbook, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add a sheet with a frozen, filtered head; more rows than a sheet holds go on in the next one."""
    sheet = _Sheet(book, title, header)
    for row in rows:
        if sheet.count == MAX_ROWS:
            sheet.close()
            sheet = _Sheet(book, title, header)
        sheet.append(row)
    sheet.close()


class _Sheet:
    """One sheet. Rows are written at once, so one cell object a column is filled again for each row."""

    def __init__(self, book: Workbook, title: str, header: Sequence[str]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self.sheet: Any = book.create_sheet(_sheet_title(book, title))
        self.sheet.freeze_panes = "B2"
        self.columns = [get_column_letter(number) for number in range(1, len(header) + 1)]
        for letter, name in zip(self.columns, header, strict=True):
            self.sheet.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        self.cells = [WriteOnlyCell(self.sheet) for _ in header]
        bold, fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF4")
        for cell, name in zip(self.cells, header, strict=True):
            cell.font, cell.fill = bold, fill
            _fill(cell, name)
        self.sheet.append(self.cells)
        self.cells = [WriteOnlyCell(self.sheet) for _ in header]
        for cell in self.cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        self.count = 0

    def append(self, row: Sequence[Any]) -> None:
        """Write one row."""
        self.sheet.append([self._value(number, value) for number, value in enumerate(row)])
        self.count += 1

    def _value(self, number: int, value: Any) -> Any:
        """Short plain text and numbers as they are; other text in the column's cell, as text that wraps."""
        if value is None or value == "" or (isinstance(value, int | float) and not isinstance(value, bool)):
            return None if value == "" else value
        text = value if isinstance(value, str) else str(value)
        if len(text) <= _WRAPPED and text[0] not in "=#" and not UNWRITABLE.search(text):
            return text
        return _fill(self.cells[number], text)

    def close(self) -> None:
        """End the sheet."""
        self.sheet.auto_filter.ref = f"A1:{self.columns[-1] if self.columns else 'A'}{self.count + 1}"
        self.sheet.close()


def _fill(cell: Any, text: str) -> Any:
    """Put text into a cell as text, whatever it looks like."""
    text = clean(text)
    cell.value = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
    cell.data_type = "s"
    return cell


def _sheet_title(book: Workbook, wanted: str) -> str:
    base = _FORBIDDEN.sub("_", clean(wanted)).strip().strip("'")[:31] or "sheet"
    title, number = base, 2
    taken = {name.lower() for name in book.sheetnames}
    while title.lower() in taken:
        tail = f" ({number})"
        title, number = base[: 31 - len(tail)] + tail, number + 1
    return title


def workbook_bytes(book: Workbook) -> bytes:
    """The file of a workbook without any time in it, so that equal graphs give equal bytes."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return zip_bytes(
        (name, _MODIFIED.sub(b"", content) if name == "docProps/core.xml" else content) for name, content in members
    )
