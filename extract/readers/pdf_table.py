"""Tables of a page: the grid that its ruling lines make, with merged cells, and the text in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from extract.readers.pdf_lines import TextLine, lines_of
from extract.readers.pdf_page import Glyph, Page, Rule

#: Rules this close together are one; ends this close to a rule touch it.
_NEAR, _TOUCH = 3.0, 4.0
#: Most rules of one table in one direction.
_MAX_RULES = 400


@dataclass(slots=True)
class GridCell:
    """A cell of the grid: its row and column, what it covers, and the lines of text in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    left: float
    right: float
    lines: list[TextLine] = field(default_factory=list)
    #: Pages on which its text stands (a row that a page's end cuts has two).
    page: int = 0


@dataclass(slots=True)
class Grid:
    """A table on a page; ``xs`` from left to right, ``ys`` from top to bottom."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    @property
    def rows(self) -> int:
        """How many rows of the grid there are."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.xs) - 1


def tables_of(page: Page) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page, top first, and the characters outside of them."""
    grids = []
    for across, down in _clusters(_merged(page.across), _merged(page.down)):
        grid = _grid(page.number, across, down)
        if grid is not None:
            grids.append(grid)
    grids = _outermost(grids)
    rest = _fill(grids, page.glyphs)
    for grid in grids:
        _drop_empty_lines(grid)
    grids = [grid for grid in grids if any(cell.lines for cell in grid.cells)]
    return sorted(grids, key=lambda g: (-g.top, g.xs[0])), rest


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that overlap or touch, as one."""
    out: list[Rule] = []
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][-1].at <= 1.2 and rule.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    for group in groups:
        at = group[len(group) // 2].at
        start = end = None
        for rule in sorted(group, key=lambda r: r.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                out.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            out.append(Rule(at, start, end))
    return out


def _clusters(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch each other, directly or over others."""
    across, down = across[: _MAX_RULES * 2], down[: _MAX_RULES * 2]
    parent = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            crosses = h.start - _TOUCH <= v.at <= h.end + _TOUCH and v.start - _TOUCH <= h.at <= v.end + _TOUCH
            if crosses:
                parent[find(i)] = find(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(find(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(find(len(across) + j), ([], []))[1].append(v)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _positions(values: list[float]) -> list[float]:
    """Distinct positions, those close together as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _grid(page: int, across: list[Rule], down: list[Rule]) -> Grid | None:
    """The grid of a cluster; open sides get an edge where the horizontal rules end."""
    left, right = min(r.start for r in across), max(r.end for r in across)
    xs = _positions([r.at for r in down])
    wide = [r for r in across if r.end - r.start > (right - left) * 0.5]
    if xs and xs[0] - left > 12 and sum(r.start < xs[0] - 12 for r in wide) >= 2:
        down = [*down, Rule(left, min(r.at for r in wide), max(r.at for r in wide))]
    if xs and right - xs[-1] > 12 and sum(r.end > xs[-1] + 12 for r in wide) >= 2:
        down = [*down, Rule(right, min(r.at for r in wide), max(r.at for r in wide))]
    xs = _positions([r.at for r in down])
    ys = _positions([r.at for r in across])[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) > _MAX_RULES or len(ys) > _MAX_RULES:
        return None
    grid = Grid(page, xs, ys)
    grid.cells = _cells(grid, across, down)
    return grid


def _cells(grid: Grid, across: list[Rule], down: list[Rule]) -> list[GridCell]:
    """The cells: neighbours without a rule between them are one."""
    rows, columns = grid.rows, grid.columns
    parent = list(range(rows * columns))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    vertical = [[r for r in down if abs(r.at - x) <= _NEAR] for x in grid.xs]
    horizontal = [[r for r in across if abs(r.at - y) <= _NEAR] for y in grid.ys]
    for row in range(rows):
        top, bottom = grid.ys[row], grid.ys[row + 1]
        for column in range(columns):
            here = row * columns + column
            left, right = grid.xs[column], grid.xs[column + 1]
            if column + 1 < columns and not _covered(vertical[column + 1], bottom, top):
                parent[find(here + 1)] = find(here)
            if row + 1 < rows and not _covered(horizontal[row + 1], left, right):
                parent[find(here + columns)] = find(here)
    members: dict[int, list[int]] = {}
    for i in range(rows * columns):
        members.setdefault(find(i), []).append(i)
    cells = []
    for group in members.values():
        rs, cs = [i // columns for i in group], [i % columns for i in group]
        row, column = min(rs), min(cs)
        rowspan, colspan = max(rs) - row + 1, max(cs) - column + 1
        left, right = grid.xs[column], grid.xs[column + colspan]
        if rowspan * colspan == len(group):
            cells.append(GridCell(row, column, rowspan, colspan, left, right, page=grid.page))
            continue
        for i in sorted(group):  # no rectangle: the rules are broken, so each place is its own cell
            r, c = divmod(i, columns)
            cells.append(GridCell(r, c, 1, 1, grid.xs[c], grid.xs[c + 1], page=grid.page))
    return sorted(cells, key=lambda c: (c.row, c.column))


def _covered(rules: list[Rule], start: float, end: float) -> bool:
    """Whether the rules cover most of the stretch."""
    length = 0.0
    for rule in rules:
        length += max(0.0, min(end, rule.end) - max(start, rule.start))
    return length >= (end - start) * 0.6


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Without grids that lie in a cell of another one (frames in frames); the finer one stays if it is the page's frame."""
    out = []
    for grid in grids:
        holders = [o for o in grids if o is not grid and _inside(grid, o)]
        if any(len(o.cells) > 1 for o in holders):
            continue
        inner = [o for o in grids if o is not grid and _inside(o, grid)]
        if len(grid.cells) == 1 and any(len(o.cells) > 1 for o in inner):
            continue
        out.append(grid)
    return out


def _inside(inner: Grid, outer: Grid) -> bool:
    return (
        outer.xs[0] - 1 <= inner.xs[0] and inner.xs[-1] <= outer.xs[-1] + 1
        and inner.top <= outer.top + 1 and outer.bottom - 1 <= inner.bottom
    )  # fmt: skip


def _fill(grids: list[Grid], glyphs: list[Glyph]) -> list[Glyph]:
    """Put the characters into the cells; returns the others."""
    if not grids:
        return glyphs
    rest: list[Glyph] = []
    inside: dict[tuple[int, int], list[Glyph]] = {}
    lookup = [_owners(grid) for grid in grids]
    falling = [[-y for y in grid.ys] for grid in grids]
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y + glyph.size * 0.3
        for number, grid in enumerate(grids):
            if grid.xs[0] <= x <= grid.xs[-1] and grid.bottom <= y <= grid.top:
                column = min(bisect_right(grid.xs, x) - 1, grid.columns - 1)
                row = min(bisect_right(falling[number], -y) - 1, grid.rows - 1)
                inside.setdefault((number, lookup[number][row][column]), []).append(glyph)
                break
        else:
            rest.append(glyph)
    for (number, index), members in inside.items():
        grids[number].cells[index].lines = lines_of(members, grids[number].page)
    return rest


def _owners(grid: Grid) -> list[list[int]]:
    owners = [[0] * grid.columns for _ in range(grid.rows)]
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                owners[row][column] = index
    return owners


def _drop_empty_lines(grid: Grid) -> None:
    """Grid rows and columns in which no cell begins (double rules, ornaments) go."""
    for axis, span, count in (("row", "rowspan", grid.rows), ("column", "colspan", grid.columns)):
        begun = Counter(getattr(cell, axis) for cell in grid.cells)
        keep = [i for i in range(count) if begun[i]]
        if len(keep) == count:
            continue
        place = {old: new for new, old in enumerate(keep)}
        for cell in grid.cells:
            first = getattr(cell, axis)
            covered = [i for i in range(first, first + getattr(cell, span)) if i in place]
            setattr(cell, axis, place[first])
            setattr(cell, span, max(1, len(covered)))
        if axis == "row":
            grid.ys = [grid.ys[i] for i in keep] + [grid.ys[-1]]
        else:
            grid.xs = [grid.xs[i] for i in keep] + [grid.xs[-1]]
