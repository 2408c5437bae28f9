"""Pages set in two columns, as gazettes are: the left column is read before the right one."""

from __future__ import annotations

from extract.readers.pdf_lines import TextLine, baselines, lines_of
from extract.readers.pdf_page import Glyph, main_size

#: Fewest lines with text in both columns, and their least share of the page's lines.
_LEAST_LINES, _LEAST_SHARE = 6, 0.6
#: How much of its column a line fills on average.
_LEAST_FILL = 0.7


def lines_in_order(glyphs: list[Glyph], page: int) -> list[TextLine]:
    """The lines of a page from top to bottom; of two columns, each line gets its ``column`` and the left one's margins."""
    groups = [sorted(group, key=lambda g: g.x0) for group in baselines(glyphs)]
    gutter = _gutter(groups, main_size(glyphs))
    if gutter is None:
        return lines_of(glyphs, page)
    out: list[TextLine] = []
    band: tuple[list[Glyph], list[Glyph]] = ([], [])
    column = 0
    for group in [*groups, []]:
        across = not group or _covers(group, gutter)
        if not across:
            for glyph in group:
                band[glyph.x0 > gutter].append(glyph)
            continue
        if band[0] or band[1]:
            out += _columns(band, page, column)
            column += 2
            band = ([], [])
        for line in lines_of(group, page):
            line.column = column
            out.append(line)
    return out


def _columns(band: tuple[list[Glyph], list[Glyph]], page: int, column: int) -> list[TextLine]:
    left, right = lines_of(band[0], page), lines_of(band[1], page)
    shift = min((x.x0 for x in right), default=0.0) - min((x.x0 for x in left), default=0.0) if left else 0.0
    for line in left:
        line.column = column
    for line in right:
        line.column = column + 1
        line.x0, line.x1, line.hang = line.x0 - shift, line.x1 - shift, line.hang - shift
    return left + right


def _gutter(groups: list[list[Glyph]], size: float) -> float | None:
    """The x of the empty band between two columns, None if the page has one column."""
    if len(groups) < _LEAST_LINES or not size:
        return None
    left = min(group[0].x0 for group in groups)
    right = max(group[-1].x1 for group in groups)
    middle = (left + right) / 2
    best: tuple[int, float] | None = None
    for step in range(-8, 9):
        x = middle + step * (right - left) * 0.01
        both = sum(group[0].x0 < x < group[-1].x1 and not _covers(group, x, size) for group in groups)
        if best is None or (both, -abs(step)) > (best[0], -abs(best[1] - middle)):
            best = (both, x)
    assert best is not None
    both, x = best
    if both < _LEAST_LINES or both < _LEAST_SHARE * len(groups):
        return None
    inner_left = max((g.x1 for group in groups for g in group if g.x1 <= x), default=left)
    inner_right = min((g.x0 for group in groups for g in group if g.x0 >= x), default=right)
    sides = [group for group in groups if group[0].x0 < x < group[-1].x1 and not _covers(group, x, size)]
    for begin, end, on_right in ((left, inner_left, False), (inner_right, right, True)):
        filled = sum(g.x1 - g.x0 for group in sides for g in group if (g.x0 > x) == on_right)
        if filled < _LEAST_FILL * (end - begin) * len(sides):
            return None
    return x


def _covers(group: list[Glyph], x: float, room: float = 0.0) -> bool:
    """Whether a line has no gap (of ``room`` at least) at ``x``."""
    before = max((g.x1 for g in group if g.x0 < x), default=None)
    after = min((g.x0 for g in group if g.x0 >= x), default=None)
    if before is None or after is None:
        return before is not None and before > x
    return before > x or after - before < max(room, 3.0)
