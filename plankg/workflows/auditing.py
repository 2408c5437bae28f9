"""The audit workbook: edges to judge, written and read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.audit import Item, corrections_from, draw, precision, verdict_of
from kg.corrections import Corrections, corrections_of
from kg.errors import GraphError, InputError
from plankg.console import console
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.stores import read_selection

if TYPE_CHECKING:
    from kg.selection import Selection

ITEM_COLUMNS = tuple(f.name for f in fields(Item))
FIGURES = ("type", "drawn", "judged", "right", "precision", "low", "high")
#: Sheets of the workbook.
SAMPLE, MORE, HELP = "抽样 sample", "更正 corrections", "说明 help"
_MORE_COLUMNS = ("relation", "label", "name", "name2", "note")
_HELP = (
    ("verdict", "对 或 错；不能判断就留空。1 or 0, y or n are read, too."),
    ("source_is, target_is", "名称有误时写上应有的名称（关系本身成立）：两个名称从此视为同一个。The name it should be, where only the name is wrong."),
    ("note", "备注，随更正一并保存。Kept with the correction."),
    (MORE, "same：name2 就是 name；never：两者绝不是同一个。Further pairs of names."),
    ("plankg audit --read", "读回本表，给出各类关系的准确率和更正文件。Reads this file back."),
)  # fmt: skip
_WIDTHS = {"evidence": 70, "source": 26, "target": 34, "document": 26, "section": 20, "type": 20, "note": 24}
_WIDTHS |= {"source_is": 20, "target_is": 20, "verdict": 9}


def write_audit(
    db: Target, output: str, *, sample: int, seed: int, selection: Selection, cypher: str | None = None
) -> None:
    """Draw ``sample`` edges a type from the graph and write them to ``output`` (xlsx or csv) to be judged."""
    graph = read_selection(db, selection, cypher)
    items = draw(graph, sample, seed, selection.types)
    if not items:
        raise GraphError("E209", what="edges with evidence")
    table = [[getattr(item, column) for column in ITEM_COLUMNS] for item in items]
    if Path(output).suffix.lower() == ".csv":
        emit(ITEM_COLUMNS, table, RowOptions("csv", output, None))
    else:
        from kg.formats.base import atomic

        try:
            with atomic(Path(output)) as out:
                out.write(_workbook(table))
        except OSError as error:
            raise GraphError("E208", path=output, reason=error.strerror or error) from error
        console.say(f"wrote {output}")
    types = len({item.type for item in items})
    console.say(f"{len(items)} edges of {types} types; judge them, then: plankg audit --read {output}")


def read_audit(path: str, rows: RowOptions, corrections: str | None = None) -> None:
    """Print the precision that the verdicts give; write what they correct to ``corrections``.

    Raises ``GraphError``: no audit (E222), a verdict that is none (E220), corrections that contradict each other (E221).
    """
    items, more = _read(Path(path))
    figures = precision(items)
    found = corrections_from(items).joined(more)
    found.check(path)
    emit(FIGURES, ([getattr(f, column) for column in FIGURES] for f in figures), rows)
    if not any(f.judged for f in figures):
        console.warn(f"no verdict in {path} yet: write 对 or 错 into the column verdict")
    if corrections is None:
        if found:
            console.say(f"{len(found.pairs) + len(found.drops)} corrections; write them with --corrections FILE")
        return
    from kg.formats.base import atomic

    try:
        with atomic(Path(corrections)) as out:
            out.write(found.to_csv())
    except OSError as error:
        raise GraphError("E208", path=corrections, reason=error.strerror or error) from error
    console.say(f"wrote {corrections} ({len(found.drops)} wrong edges, {len(found.pairs)} names)")
    console.say(f"carry them out with: plankg db rebuild --corrections {corrections}")


# -- the workbook ---------------------------------------------------------------------------------


def _workbook(table: list[list[Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    from kg.formats.xlsx import workbook_bytes

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SAMPLE
    _fill(sheet, ITEM_COLUMNS, table)
    choice = DataValidation(type="list", formula1='"对,错,不确定"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(f"A2:A{len(table) + 1}")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    more: Any = book.create_sheet(MORE)
    _fill(more, _MORE_COLUMNS, [])
    relation = DataValidation(type="list", formula1='"same,never"', allow_blank=True)
    more.add_data_validation(relation)
    relation.add("A2:A500")
    _fill(book.create_sheet(HELP), ("column", "说明"), [list(row) for row in _HELP])
    return workbook_bytes(book)


def _fill(sheet: Any, header: Sequence[str], table: Iterable[Sequence[Any]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    from kg.formats.base import clean
    from kg.formats.xlsx import MAX_CELL

    for number, name in enumerate(header, start=1):
        head = sheet.cell(1, number, name)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF4")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 60 if name == "说明" else 14)
    for y, row in enumerate(table, start=2):
        for x, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(y, x)
            if isinstance(value, float):
                cell.value = value
            else:
                cell.value = clean(str(value))[:MAX_CELL]
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _read(path: Path) -> tuple[list[Item], Corrections]:
    if not path.is_file():
        raise InputError("E101", path=path)
    more: list[tuple[int, dict[str, str]]] = []
    if path.suffix.lower() == ".csv":
        numbered = _csv(path)
    else:
        numbered, more = _xlsx(path)
    items = []
    for line, row in numbered:
        try:
            verdict_of(row["verdict"])
            items.append(_item(row))
        except ValueError as error:
            raise GraphError("E220", path=path, line=line, reason=error) from error
    return items, corrections_of(more, f"{path}, {MORE}")


def _item(row: dict[str, str]) -> Item:
    from kg.ontology import ontology

    for column, known in (
        ("type", ontology().types),
        ("source_label", ontology().labels),
        ("target_label", ontology().labels),
    ):
        if row[column] not in known:
            raise ValueError(f"{column} is `{row[column][:40]}`")
    values: dict[str, Any] = {**row, "confidence": float(row["confidence"]) if row["confidence"] else None}
    return Item(**values)


def _csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("E104", path=path)
    try:
        return _rows(list(csv.reader(io.StringIO(text))), ITEM_COLUMNS, path)
    except csv.Error as error:
        raise GraphError("E222", path=path, reason=error) from error


def _xlsx(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[tuple[int, dict[str, str]]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
        sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise GraphError("E222", path=path, reason=f"{type(error).__name__}: {error}") from error
    sample = next((rows for rows in sheets.values() if rows and {"verdict", "id"} <= set(map(str, rows[0]))), None)
    if sample is None:
        raise GraphError("E222", path=path, reason="no sheet has the columns verdict and id")
    more = next((rows for rows in sheets.values() if rows and "relation" in map(str, rows[0])), [])
    return _rows(sample, ITEM_COLUMNS, path), _rows(more, _MORE_COLUMNS, path) if more else []


def _rows(table: list[list[Any]], columns: Sequence[str], path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows by the names in the head, whatever the order of the columns; empty rows are left out."""
    from kg.corrections import unguarded

    header = [str(cell or "").strip() for cell in (table[0] if table else [])]
    missing = [name for name in columns if name not in header]
    if missing:
        raise GraphError("E222", path=path, reason=f"no column {missing[0]}")
    at = {name: header.index(name) for name in columns}
    found = []
    for line, row in enumerate(table[1:], start=2):
        cells = {name: _text(row[i]) if i < len(row) else "" for name, i in at.items()}
        if any(cells.values()):
            found.append((line, {name: unguarded(cell) for name, cell in cells.items()}))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
