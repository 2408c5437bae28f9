"""What readers collect, paragraphs and tables, and how these become lines with places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.normalize import CELL_BREAK
from extract.readers import Raw

#: Widest table, and most rows a cell may span: more is a fault of the file or malice.
MAX_COLUMNS = 256
MAX_ROWSPAN = 5000
_FLAT = {ord("\t"): " ", ord("\n"): " ", ord("\r"): " "}
#: Longest cell of a head row.
_MAX_HEAD = 20


@dataclass(slots=True)
class Cell:
    """A cell as written: its paragraphs and how many rows and columns it covers."""

    paragraphs: list[str]
    rowspan: int = 1
    colspan: int = 1
    head: bool = False
    #: Where it stands, if that is not the table's own place (a page of a table that goes over several).
    place: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph or heading; ``place`` is empty for "the n-th paragraph".

    ``marks`` are further places inside it, ``(offset in text, place)``: where the next page begins.
    """

    text: str
    place: str = ""
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Table:
    """Rows of cells as written (a spanned place has no cell)."""

    rows: list[list[Cell]] = field(default_factory=list)
    place: str = ""


@dataclass(slots=True)
class Grid:
    """A table whose spans are resolved already: rows of equal width."""

    rows: list[list[Slot]]
    place: str = ""


@dataclass(slots=True)
class Slot:
    """One place of the grid: ``kind`` is text, up (merged with the one above), left, or blank."""

    kind: str
    cell: Cell | None = None


def lay_out(rows: list[list[Cell]]) -> list[list[Slot]]:
    """The grid that the spans of ``rows`` describe; all rows as wide as the widest, empty columns gone."""
    grid: list[list[Slot]] = []
    below: dict[int, tuple[int, bool]] = {}  # column -> (rows still covered, is it the cell's first column)
    for row in rows:
        line: list[Slot] = []
        cells = iter(row)
        cell = next(cells, None)
        while len(line) < MAX_COLUMNS and (cell is not None or len(line) in below):
            column = len(line)
            if column in below:
                left, first = below.pop(column)
                if left > 1:
                    below[column] = (left - 1, first)
                line.append(Slot("up" if first else "left"))
                continue
            assert cell is not None
            kind = "text" if any(cell.paragraphs) else "blank"
            for offset in range(max(1, min(cell.colspan, MAX_COLUMNS - column))):
                line.append(Slot("left" if offset else kind, cell))
                if cell.rowspan > 1:
                    below[column + offset] = (min(cell.rowspan, MAX_ROWSPAN) - 1, not offset)
            cell = next(cells, None)
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    for line in grid:
        line += [Slot("blank") for _ in range(width - len(line))]
    keep = [i for i in range(width) if any(line[i].kind == "text" for line in grid)]
    return [[line[i] for i in keep] for line in grid]


class Writer:
    """Collects lines, places and blanks of a ``Raw``."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._paragraphs = 0
        self._tables = 0
        self.places: list[tuple[int, str]] = []
        self.blanks: list[int] = []

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _mark(self, place: str) -> None:
        if not self.places or self.places[-1][1] != place:
            self.places.append((self._length, place))

    def paragraph(self, text: str, place: str = "", marks: tuple[tuple[int, str], ...] = ()) -> None:
        """One line; blank lines are left out."""
        text = text.rstrip(" \t\r\n").translate(_FLAT)
        lead = len(text) - len(text.lstrip(" "))
        text = text[lead:]
        if not text:
            return
        self._paragraphs += 1
        self._mark(place or f"paragraph {self._paragraphs}")
        for offset, where in marks:
            if 0 < offset - lead < len(text) and self.places[-1][1] != where:
                self.places.append((self._length + offset - lead, where))
        self._add(text + "\n")

    def table(self, table: Table | Grid) -> None:
        """The rows of a table, one line each; a table of one column becomes paragraphs."""
        grid = table.rows if isinstance(table, Grid) else lay_out(table.rows)
        numbered = [(n, line) for n, line in enumerate(grid, 1) if any(s.kind == "text" for s in line)]
        if not numbered:
            return
        self._tables += 1
        base = (table.place + ", " if table.place else "") + f"table {self._tables}"
        width = len(numbered[0][1])
        first, last = numbered[0][0], numbered[-1][0]
        if width > 1:
            while numbered and _whole_row(numbered[0][1]):
                self._loose(numbered.pop(0), base)
            numbered = _fold_head(numbered)
        for position, (number, line) in enumerate(numbered):
            outer = width == 1 or (number in (first, last) and _whole_row(line))
            if outer:
                self._loose((number, line), base)
            else:
                self._row(line, base, number, position == 0)

    def _loose(self, row: tuple[int, list[Slot]], base: str) -> None:
        number, line = row
        for slot in line:
            if slot.kind == "text" and slot.cell:
                for text in slot.cell.paragraphs:
                    self.paragraph(text, f"{self._base(slot.cell, base)}, row {number}")

    def _base(self, cell: Cell, base: str) -> str:
        return f"{cell.place}, table {self._tables}" if cell.place else base

    def _row(self, line: list[Slot], base: str, number: int, head: bool) -> None:
        for column, slot in enumerate(line, 1):
            if column > 1:
                self._add("\t")
            if slot.kind == "text" and slot.cell:
                self._mark(f"{self._base(slot.cell, base)}, row {number}, column {column}")
                self._add(cell_text(slot.cell.paragraphs, head or slot.cell.head))
            elif slot.kind != "up":
                self.blanks.append(self._length)
        self._add("\n")

    def write(self, blocks: Iterable[Paragraph | Table | Grid]) -> None:
        """All of them, in order."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block.text, block.place, block.marks)
            else:
                self.table(block)

    def raw(self, meta: dict[str, str | int | float | bool] | None = None) -> Raw:
        """What was collected."""
        return Raw("".join(self._parts).removesuffix("\n"), meta or {}, self.places, self.blanks)


def cell_text(paragraphs: list[str], head: bool) -> str:
    """The paragraphs of a cell on one line: a head's lines are one phrase, others keep a break unless a mark ends them."""
    out = ""
    for text in paragraphs:
        text = " ".join(text.split("\t")).replace("\n", " ").strip()
        if not text:
            continue
        if out and not head and out[-1] not in "。；，、：！？":
            out += CELL_BREAK
        out += text
    return out


def _whole_row(line: list[Slot]) -> bool:
    """One cell over the whole width."""
    return len(line) > 1 and line[0].kind == "text" and all(s.kind == "left" for s in line[1:])


def _fold_head(numbered: list[tuple[int, list[Slot]]]) -> list[tuple[int, list[Slot]]]:
    """A head of two rows, the upper one's wide cells divided in the lower one, becomes one row."""
    if len(numbered) < 3:
        return numbered
    (number, upper), (_, lower) = numbered[:2]
    wide = {i for i, s in enumerate(upper) if s.kind == "left"}
    wide |= {i - 1 for i in wide if upper[i - 1].kind == "text"}
    if not wide:
        return numbered
    for i, (top, under) in enumerate(zip(upper, lower, strict=True)):
        if under.kind != ("text" if i in wide else "up") or (i not in wide and top.kind == "left"):
            return numbered
    merged: list[Slot] = []
    group: Cell | None = None
    for i, (top, under) in enumerate(zip(upper, lower, strict=True)):
        if top.kind == "text":
            group = top.cell
        if i in wide and group is not None and under.cell is not None:
            text = cell_text(group.paragraphs, True) + CELL_BREAK + cell_text(under.cell.paragraphs, True)
            merged.append(Slot("text", Cell([text], head=True, place=under.cell.place)))
        else:
            merged.append(top)
    if any(s.cell and sum(map(len, s.cell.paragraphs)) > _MAX_HEAD * 2 for s in merged):
        return numbered
    return [(number, merged), *numbered[2:]]
