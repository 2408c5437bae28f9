"""Tables that go over several pages: repeated heads folded, cut rows put together, merged cells carried on."""

from __future__ import annotations

from collections import Counter

from extract.readers.blocks import Cell, Grid, Slot
from extract.readers.pdf_lines import TextLine
from extract.readers.pdf_table import Grid as PageGrid
from extract.readers.pdf_table import GridCell

#: How far the columns of two pages may differ, in points.
_SHIFT = 6.0
_MARKS = "。；，、：！？"


def same_columns(above: PageGrid, below: PageGrid) -> bool:
    """Whether a grid at the top of a page can be the rest of one on the page before."""
    if below.page != above.page + 1:
        return False
    if len(above.xs) == len(below.xs):
        offset = below.xs[0] - above.xs[0]
        return all(abs(a + offset - b) <= _SHIFT for a, b in zip(above.xs, below.xs, strict=True))
    # A page that has no row with a finer division lacks that rule.
    fewer, more = sorted((above.xs, below.xs), key=len)
    return len(fewer) >= 3 and all(min(abs(x - y) for y in more) <= _SHIFT for x in fewer)


def join(grids: list[PageGrid]) -> Grid:
    """One table from its parts on consecutive pages."""
    xs = max((grid.xs for grid in grids), key=len)
    widths = _text_widths(grids)
    rows: list[list[Slot]] = []
    head: list[list[str]] = []
    for number, grid in enumerate(grids):
        part = _slots(grid, xs, widths)
        if number == 0:
            rows, head = part, [_texts(line) for line in part[:3]]
            continue
        folded = 0
        while folded < min(len(head), len(part)) and _texts(part[folded]) == head[folded]:
            folded += 1
        part = part[folded:]
        if part:
            _continue(rows, part)
    return Grid(rows, f"page {grids[0].page}")


def _slots(grid: PageGrid, xs: list[float], widths: dict[int, float]) -> list[list[Slot]]:
    """The grid's rows as slots, on the columns ``xs``."""
    columns = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in grid.xs]
    out = [[Slot("blank") for _ in range(len(xs) - 1)] for _ in range(grid.rows)]
    for cell in grid.cells:
        start, end = columns[cell.column], max(columns[cell.column] + 1, columns[cell.column + cell.colspan])
        content = Cell(
            cell_paragraphs(cell, widths.get(start, 0.0)), cell.rowspan, end - start, place=f"page {grid.page}"
        )
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(start, min(end, len(xs) - 1)):
                if row == cell.row and column == start:
                    out[row][column] = Slot("text" if content.paragraphs else "blank", content)
                else:
                    out[row][column] = Slot("up" if column == start else "left")
    return out


def _texts(line: list[Slot]) -> list[str]:
    return ["".join(s.cell.paragraphs).replace(" ", "") if s.cell and s.kind == "text" else s.kind for s in line]


def _continue(rows: list[list[Slot]], part: list[list[Slot]]) -> None:
    """Add the rows of a further page."""
    first = part[0]
    grouped = _group_columns(rows, first)
    if _is_rest_of_row(rows, first, grouped):
        _finish_row(rows, first)
        part = part[1:]
    else:
        for column in grouped:
            slot = first[column]
            if slot.kind == "blank" and slot.cell is not None:
                first[column] = Slot("up")
            elif slot.kind == "text" and slot.cell is not None and _is_open_group(rows, column):
                owner = _owner(rows, column)
                if owner is not None and (not owner.paragraphs or owner.paragraphs == slot.cell.paragraphs):
                    _give(rows, column, slot.cell)
                    first[column] = Slot("up")
    rows += part


def _group_columns(rows: list[list[Slot]], first: list[Slot]) -> list[int]:
    """Columns whose cells span rows: what is empty there at the top of a page belongs to the group above."""
    found = []
    for column, slot in enumerate(first):
        spans = sum(line[column].kind == "up" for line in rows[1:])
        if (slot.cell is not None and slot.cell.rowspan > 1) or spans * 4 >= len(rows):
            found.append(column)
    return found


def _is_rest_of_row(rows: list[list[Slot]], first: list[Slot], grouped: list[int]) -> bool:
    """Whether the first row on a page is the rest of the last one before: a column that is never empty is."""
    if len(rows) < 2:
        return False
    filled: Counter[int] = Counter()
    for line in rows[1:]:
        filled.update(i for i, slot in enumerate(line) if slot.kind != "blank")
    always = [i for i in range(len(first)) if i not in grouped and filled[i] >= 0.9 * (len(rows) - 1)]
    missing = [i for i in always if first[i].kind == "blank"]
    return bool(missing) and any(s.kind == "text" for s in first)


def _finish_row(rows: list[list[Slot]], first: list[Slot]) -> None:
    """Append the cells of a cut row to its beginning."""
    for column, slot in enumerate(first):
        if slot.kind != "text" or slot.cell is None:
            continue
        owner = _owner(rows, column)
        if owner is None:
            rows[-1][column] = slot
        elif not owner.paragraphs:
            _give(rows, column, slot.cell)
        elif owner.paragraphs != slot.cell.paragraphs:
            owner.paragraphs = [*owner.paragraphs[:-1], owner.paragraphs[-1] + slot.cell.paragraphs[0]]
            owner.paragraphs += slot.cell.paragraphs[1:]


def _origin(rows: list[list[Slot]], column: int) -> int:
    """The row in which the cell that ends a column begins, -1 if there is none."""
    for row in range(len(rows) - 1, -1, -1):
        if rows[row][column].kind != "up":
            return row
    return -1


def _owner(rows: list[list[Slot]], column: int) -> Cell | None:
    row = _origin(rows, column)
    return rows[row][column].cell if row >= 0 else None


def _is_open_group(rows: list[list[Slot]], column: int) -> bool:
    return bool(rows) and rows[-1][column].kind == "up"


def _give(rows: list[list[Slot]], column: int, cell: Cell) -> None:
    """Text that stands on a later page for a group that began before."""
    row = _origin(rows, column)
    if row >= 0:
        rows[row][column] = Slot("text", cell)


def _text_widths(grids: list[PageGrid]) -> dict[int, float]:
    """The widest line in each column: as much room as its cells have."""
    widths: dict[int, float] = {}
    for grid in grids:
        for cell in grid.cells:
            if cell.colspan == 1:
                for line in cell.lines:
                    widths[cell.column] = max(widths.get(cell.column, 0.0), line.width)
    return widths


def cell_paragraphs(cell: GridCell, room: float) -> list[str]:
    """The text of a cell: its lines joined, with a break only where lines are left-aligned and plainly short."""
    out: list[str] = []
    previous: TextLine | None = None
    aligned = all(line.x0 - cell.left <= line.size * 0.8 for line in cell.lines)
    for line in cell.lines:
        text = line.text.strip()
        short = aligned and previous is not None and previous.width + line.size * 2.2 < room
        if previous is None or (short and previous.text[-1:] not in _MARKS):
            out.append(text)
        else:
            blank = " " if out[-1][-1:].isalpha() and text[:1].isalpha() and (out[-1][-1] + text[0]).isascii() else ""
            out[-1] += blank + text
        previous = line
    return [text for text in out if text]
