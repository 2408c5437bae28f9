"""From characters to lines: baselines, small raised characters, blanks where words are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extract.readers.pdf_page import Glyph

#: Baselines this close (in character heights) are one line.
_SAME = 0.3
#: A character smaller than this part of its line, and raised, is an exponent or a note's mark.
_SMALL = 0.78


class Size(NamedTuple):
    """Height of a line's characters and the usual advance of one."""

    height: float
    advance: float


@dataclass(slots=True)
class TextLine:
    """A line of text with where it stands."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int = 0
    #: Where its text starts after a number or bullet at its beginning (for hanging indents).
    hang: float = 0.0
    #: On a page of two columns: which part of the page, in reading order.
    column: int = 0
    #: Where it stands, if not just on its page (a scan's box).
    place: str = ""

    @property
    def where(self) -> str:
        """Its place in the source."""
        return self.place or f"page {self.page}"

    @property
    def width(self) -> float:
        """From the first to the last character."""
        return self.x1 - self.x0


def lines_of(glyphs: list[Glyph], page: int) -> list[TextLine]:
    """Lines from top to bottom."""
    groups = _merge_raised(baselines(glyphs))
    lines = [_line(group, page) for group in groups]
    return [line for line in lines if line is not None]


def baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters by the baseline they stand on, from top to bottom."""
    groups: list[list[Glyph]] = []
    level = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: (-g.y, g.x0)):
        if groups and level - glyph.y <= _SAME * min(size, glyph.size):
            groups[-1].append(glyph)
            size = max(size, glyph.size)
        else:
            groups.append([glyph])
            level, size = glyph.y, glyph.size
    return groups


def _merge_raised(groups: list[list[Glyph]]) -> list[list[Glyph]]:
    """Exponents stand a little above their line: they go into it, marks of notes are dropped."""
    out: list[list[Glyph]] = []
    position = 0
    while position < len(groups):
        group = groups[position]
        if position + 1 < len(groups):
            below = groups[position + 1]
            height = max(g.size for g in below)
            raised = group[0].y - below[0].y < height * 0.75 and all(g.size <= height * _SMALL for g in group)
            inside = min(g.x0 for g in below) - height < group[0].x0 < max(g.x1 for g in below) + height
            if raised and inside and len(group) < len(below):
                out.append(below + [g for g in group if not _is_mark(g, below)])
                position += 2
                continue
        out.append(group)
        position += 1
    return out


def _is_mark(glyph: Glyph, line: list[Glyph]) -> bool:
    """Whether a raised character refers to a note: a digit or ① that follows no unit (m², 10⁴)."""
    if "\u2460" <= glyph.text <= "\u2473" or glyph.text in "[]［］*":
        return True
    if not glyph.text.isdigit():
        return False
    before = max((g for g in line if g.x0 < glyph.x0), key=lambda g: g.x0, default=None)
    return before is not None and not before.text.isascii()


def _line(group: list[Glyph], page: int) -> TextLine | None:
    group = sorted(group, key=lambda g: g.x0)
    while group and group[0].text.isspace():
        group.pop(0)
    while group and group[-1].text.isspace():
        group.pop()
    if not group:
        return None
    han = sorted(g.size for g in group if g.text >= "\u2e80")
    size = han[len(han) // 2] if han else max(g.size for g in group)
    parts: list[str] = []
    previous: Glyph | None = None
    for glyph in group:
        if previous is not None and _apart(previous, glyph, size) and parts[-1] != " ":
            parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
    text = _decimal_points("".join(parts))
    return TextLine(text, group[0].x0, group[-1].x1, _baseline(group), size, page, _hang(group))


def _apart(left: Glyph, right: Glyph, size: float) -> bool:
    if left.text.isspace() or right.text.isspace():
        return False
    gap = right.x0 - left.x1
    if left.text.isascii() and right.text.isascii():
        return gap > size * 0.17
    return gap > size * 0.9


def _baseline(group: list[Glyph]) -> float:
    levels = sorted(g.y for g in group)
    return levels[len(levels) // 2]


def _decimal_points(text: str) -> str:
    """方正 prints the decimal point as a glyph for private use."""
    if "\ue010" not in text:
        return text
    out = []
    for i, char in enumerate(text):
        digits = char == "\ue010" and 0 < i < len(text) - 1 and text[i - 1].isdigit() and text[i + 1].isdigit()
        out.append("." if digits else char)
    return "".join(out)


_MARKERS = "、.．）)：:"


def _hang(group: list[Glyph]) -> float:
    """The x behind a number or bullet (``1.``, ``（一）``, ``●``) at the beginning, else that of the beginning."""
    for position, glyph in enumerate(group[:6]):
        if glyph.text in _MARKERS or (position == 0 and glyph.text in "●■◆▲•·—"):
            following = next((g for g in group[position + 1 :] if not g.text.isspace()), None)
            return following.x0 if following else group[0].x0
    return group[0].x0
