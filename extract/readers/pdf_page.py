"""What stands on a page of a PDF: characters by baseline and the ruling lines, turned upright.

Coordinates are points, x to the right and y upwards. A character is ``Glyph(text, x0, x1, y, size)`` with y its
baseline; a rule is ``Rule(at, start, end)``: horizontal ones at a y from x to x, vertical ones at an x from y to y.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

#: Most characters and path objects of a page that are looked at: a page of print has some thousands.
MAX_CHARS, MAX_PATHS = 60_000, 20_000
#: Thickest rule, in points.
_THICK = 3.2
#: Shortest rule, in points.
_SHORT = 5.0
#: Among how many prints of the same character a second print is looked for.
_RECENT = 60
#: A character repeated so often in a row is a rule drawn with it.
_RULE_RUN = 12


class Glyph(NamedTuple):
    """A character, its box from left to right, its baseline, the height of its box."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class Rule(NamedTuple):
    """A straight line: where it is across, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page, upright."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    images: int = 0
    #: Glyphs that run in another direction than the page's text (a page number beside a sideways table).
    askew: list[Glyph] = field(default_factory=list)


def read_page(page: Any, number: int) -> Page:
    """The content of an open ``pypdfium2`` page."""
    left, bottom, right, top = page.get_bbox()
    glyphs, turn = _glyphs(page, (left, bottom, right, top))
    across, down, images = _rules(page)
    out = Page(number, right - left, top - bottom, images=images)
    dx, dy = {0: (-left, -bottom), 180: (right, top), _CLOCKWISE: (top, -left), _COUNTER: (-bottom, right)}[turn]
    out.glyphs = [_moved(_turned(g, turn), dx, dy) for g in glyphs.pop(turn, [])]
    out.askew = [_turned(g, angle) for angle, others in glyphs.items() for g in others]
    across, down = _turned_rules(across, down, turn)
    out.across = [Rule(r.at + dy, r.start + dx, r.end + dx) for r in across]
    out.down = [Rule(r.at + dx, r.start + dy, r.end + dy) for r in down]
    if turn in (_CLOCKWISE, _COUNTER):
        out.width, out.height = out.height, out.width
    out.glyphs = _without_drawn_rules(_once(out.glyphs), out.across)
    _box_characters(out)
    return out


def _moved(glyph: Glyph, dx: float, dy: float) -> Glyph:
    return Glyph(glyph.text, glyph.x0 + dx, glyph.x1 + dx, glyph.y + dy, glyph.size)


def _glyphs(page: Any, box: tuple[float, float, float, float]) -> tuple[dict[int, list[Glyph]], int]:
    """Characters by the direction they run in (degrees), and the direction of most."""
    textpage = page.get_textpage()
    raw = textpage.raw
    count = min(pdfium.FPDFText_CountChars(raw), MAX_CHARS)
    x, y, rect = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    px, py, prect = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect)
    left, bottom, right, top = box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2
    found: dict[int, list[Glyph]] = {}
    unicode_of, origin_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharOrigin
    box_of, angle_of, generated = (
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
        pdfium.FPDFText_IsGenerated,
    )
    high = 0
    for i in range(count):
        code = unicode_of(raw, i)
        if code in (0, 10, 13, 0xFFFE, 0xFFFF) or (code == 32 and generated(raw, i)):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
            high = 0
        origin_of(raw, i, px, py)
        box_of(raw, i, prect)
        middle = (rect.left + rect.right) / 2
        if not (left <= middle <= right and bottom <= y.value <= top):
            continue
        angle = round(math.degrees(angle_of(raw, i)) / 90) * 90 % 360
        text = _character(code)
        if angle in (0, 180):
            glyph = Glyph(text, rect.left, rect.right, y.value, rect.top - rect.bottom)
        else:
            glyph = Glyph(text, rect.bottom, rect.top, x.value, rect.right - rect.left)
        found.setdefault(angle, []).append(glyph)
    textpage.close()
    turn = max(found, key=lambda a: len(found[a])) if found else 0
    return found, turn


def _character(code: int) -> str:
    """The character of a code: radicals and compatibility forms as what they stand for, U+0002 (a hyphen) as ``-``."""
    char = chr(code)
    if code < 0x20:
        return "-" if code == 2 else " "
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", char)
    return char


def _turned(glyph: Glyph, angle: int) -> Glyph:
    """A glyph of a line that runs in direction ``angle`` as if it ran to the right."""
    if angle == 180:
        return glyph._replace(x0=-glyph.x1, x1=-glyph.x0, y=-glyph.y)
    if angle == _CLOCKWISE:
        return glyph._replace(x0=-glyph.x1, x1=-glyph.x0)
    if angle == _COUNTER:
        return glyph._replace(y=-glyph.y)
    return glyph


#: PDFium counts clockwise: its angles of text that runs downwards and upwards.
_CLOCKWISE, _COUNTER = 90, 270


def _turned_rules(across: list[Rule], down: list[Rule], angle: int) -> tuple[list[Rule], list[Rule]]:
    def flip(rules: list[Rule], position: bool, extent: bool) -> list[Rule]:
        return [
            Rule(-r.at if position else r.at, -r.end if extent else r.start, -r.start if extent else r.end)
            for r in rules
        ]

    if angle == 0:
        return across, down
    if angle == 180:
        return flip(across, True, True), flip(down, True, True)
    if angle == _CLOCKWISE:  # x' = -y, y' = x
        return flip(down, False, True), flip(across, True, False)
    return flip(down, True, False), flip(across, False, True)  # x' = y, y' = -x


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second print of a character that was printed twice to look bold."""
    seen: dict[str, list[tuple[float, float]]] = {}
    out = []
    for glyph in glyphs:
        text, x, _, y, size = glyph
        before = seen.setdefault(text, [])
        step = max(size * 0.25, 0.5)
        if not any(abs(x - a) < step and abs(y - b) < step for a, b in before):
            if len(before) == _RECENT:
                before.clear()
            before.append((x, y))
            out.append(glyph)
    return out


def _without_drawn_rules(glyphs: list[Glyph], across: list[Rule]) -> list[Glyph]:
    """Without long runs of one character on a line (方正 draws rules so); each run becomes a rule."""
    out: list[Glyph] = []
    start = 0
    while start < len(glyphs):
        end = start + 1
        first = glyphs[start]
        while end < len(glyphs) and glyphs[end].text == first.text and abs(glyphs[end].y - first.y) < 1:
            end += 1
        if end - start >= _RULE_RUN and first.text not in " .…·0123456789" and not _BOX.get(first.text):
            across.append(Rule(first.y, first.x0, glyphs[end - 1].x1))
        else:
            out += glyphs[start:end]
        start = end
    return out


#: Box-drawing characters: has a part to the left or right, has a part up or down.
_BOX: dict[str, tuple[bool, bool]] = {chr(c): (True, True) for c in range(0x250C, 0x254C)}
_BOX |= dict.fromkeys("─━┄┅┈┉╌╍═", (True, False))
_BOX |= dict.fromkeys("│┃┆┇┊┋╎╏║", (False, True))


def _box_characters(page: Page) -> None:
    """Tables drawn with characters: these become rules."""
    if not any(g.text in _BOX for g in page.glyphs):
        return
    kept = []
    for glyph in page.glyphs:
        parts = _BOX.get(glyph.text)
        if parts is None:
            kept.append(glyph)
            continue
        middle, line = (glyph.x0 + glyph.x1) / 2, glyph.y + glyph.size * 0.3
        if parts[0]:
            page.across.append(Rule(line, glyph.x0 - 1, glyph.x1 + 1))
        if parts[1]:
            page.down.append(Rule(middle, line - glyph.size, line + glyph.size))
    page.glyphs = kept


def _rules(page: Any) -> tuple[list[Rule], list[Rule], int]:
    """Horizontal and vertical rules from path objects, and how many pictures there are."""
    across: list[Rule] = []
    down: list[Rule] = []
    images = paths = 0
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    stack: list[tuple[Any, int, Any, tuple[float, ...], int]] = []
    stack.append((pdfium.FPDFPage_GetObject, pdfium.FPDFPage_CountObjects(page.raw), page.raw, identity, 0))
    while stack:
        get, count, holder, matrix, depth = stack.pop()
        for i in range(count):
            item = get(holder, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths += 1
                if paths <= MAX_PATHS:
                    _path(item, matrix, across, down)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                images += 1
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3:
                inner = _times(_matrix(item), matrix)
                stack.append(
                    (pdfium.FPDFFormObj_GetObject, pdfium.FPDFFormObj_CountObjects(item), item, inner, depth + 1)
                )
    return across, down, images


def _matrix(item: Any) -> tuple[float, ...]:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(m)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path(item: Any, outer: tuple[float, ...], across: list[Rule], down: list[Rule]) -> None:
    """Rules of one path: a thin filled box, or straight strokes along the axes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    count = pdfium.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or count < 2 or count > 2000:
        return
    points = _points(item, count, _times(_matrix(item), outer))
    if fill.value:
        for box in _subpaths(points):
            xs, ys = [p[0] for p in box], [p[1] for p in box]
            _box(min(xs), min(ys), max(xs), max(ys), across, down)
    if stroke.value:
        for (x0, y0, _, _), (x1, y1, move, curve) in pairwise(points):
            if move or curve:
                continue
            if abs(y1 - y0) <= 1 and abs(x1 - x0) >= _SHORT:
                across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= 1 and abs(y1 - y0) >= _SHORT:
                down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


_Point = tuple[float, float, bool, bool]


def _points(item: Any, count: int, matrix: tuple[float, ...]) -> list[_Point]:
    """``(x, y, is a move, is a curve)`` of each segment; a closed subpath goes back to its start."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    out: list[_Point] = []
    begin = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        move = kind == pdfium.FPDF_SEGMENT_MOVETO
        if move:
            begin = here
        out.append((*here, move, kind == pdfium.FPDF_SEGMENT_BEZIERTO))
        if pdfium.FPDFPathSegment_GetClose(segment):
            out.append((*begin, False, False))
    return out


def _subpaths(points: list[_Point]) -> list[list[_Point]]:
    out: list[list[_Point]] = []
    for point in points:
        if point[2] or not out:
            out.append([])
        out[-1].append(point)
    return [path for path in out if len(path) >= 2]


def _box(left: float, bottom: float, right: float, top: float, across: list[Rule], down: list[Rule]) -> None:
    width, height = right - left, top - bottom
    if height <= _THICK and width >= _SHORT:
        across.append(Rule((bottom + top) / 2, left, right))
    elif width <= _THICK and height >= _SHORT:
        down.append(Rule((left + right) / 2, bottom, top))


def main_size(glyphs: list[Glyph]) -> float:
    """The height of most Chinese characters, 0 if there are no characters."""
    sizes = Counter(round(g.size * 2) / 2 for g in glyphs if g.text >= "\u2e80")
    if not sizes:
        sizes = Counter(round(g.size * 2) / 2 for g in glyphs)
    return max(sizes.items(), key=lambda item: (item[1], item[0]))[0] if sizes else 0.0
