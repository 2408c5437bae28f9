"""A workbook: 责任清单 and 目标指标 first, then a sheet a label and a sheet a type, each edge with its evidence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.formats.base import Exporter, clean
from kg.formats.csv_ import zip_bytes
from kg.formats.tabular import edge_columns, node_columns
from kg.ontology import ontology
from kg.tables import RESPONSIBILITY, TARGETS, responsibility, targets

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Longest text a cell holds, and most rows a sheet holds below its head (limits of the file format).
MAX_CELL = 32_767
MAX_ROWS = 1_048_575

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
}
_WIDTHS |= {"文件": 32, "章节": 26, "牵头": 26, "负责": 30, "配合": 30, "id": 22, "aliases": 26}
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
        name, titles = self.graph.node, {key: d.title for key, d in self.graph.documents.items()}
        for type_, edges in by_type.items():
            spec = ontology().types.get(type_)
            columns = [c for c in edge_columns(edges, ("role", "kind", "evidence")) if c != "doc"]
            header = ["source", "target", *columns, "document", "source_id", "target_id", "id"]
            rows = (
                [
                    name(e.source).name,
                    name(e.target).name,
                    *(e.properties.get(c) for c in columns),
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
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF4")
    wrap = Alignment(wrap_text=True, vertical="top")
    sheet: Any = None
    count = 0

    def start() -> Any:
        nonlocal sheet, count
        sheet, count = book.create_sheet(_sheet_title(book, title)), 0
        sheet.freeze_panes = "B2"
        for number, name in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 14)
        cells = []
        for name in header:
            cell = text_cell(name)
            cell.font, cell.fill = bold, fill
            cells.append(cell)
        sheet.append(cells)

    def text_cell(text: str) -> Any:
        cell = WriteOnlyCell(sheet)
        text = clean(text)
        cell.value = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
        cell.data_type = "s"
        return cell

    def cell_of(value: Any) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        cell = text_cell(str(value))
        if len(cell.value) > 20:
            cell.alignment = wrap
        return cell

    start()
    for row in rows:
        if count == MAX_ROWS:
            _close(sheet, len(header), count)
            start()
        sheet.append([cell_of(value) for value in row])
        count += 1
    _close(sheet, len(header), count)


def _close(sheet: Any, width: int, count: int) -> None:
    from openpyxl.utils import get_column_letter

    sheet.auto_filter.ref = f"A1:{get_column_letter(max(width, 1))}{count + 1}"
    sheet.close()


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
