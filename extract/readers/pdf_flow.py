"""From lines to paragraphs: indents, full lines, gaps and the ends of pages decide where a paragraph ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from extract.readers.pdf_lines import TextLine

_PAGE_NUMBER = re.compile(
    r"^\s*+(?:[-—–－·•]{0,2}\s{0,9}[0-9０-９]{1,4}\s{0,9}[-—–－·•]{0,2}|第\s{0,9}[0-9０-９一二三四五六七八九十百]{1,9}\s{0,9}页(?:\s{0,9}[,，/]?\s{0,9}共\s{0,9}[0-9０-９]{1,9}\s{0,9}页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[ivxlcIVXLC]{1,7})\s*$"
)
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_ENDS = "。！？；：…”）》」.!?;:"
_STOPS = "，。、；：！？）》”’」』〕】…—％%"
_OPENS = "（《“‘「『〔【"
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|（[一二三四五六七八九十\d]{1,3}）|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十百\d]{1,4}[章节条编篇]"
    r"|\d{1,2}(?:\.\d{1,2}){0,5}[.．、](?!\d)|[①-⑳]|专栏|附件)"
)
#: A footnote's line begins so.
_NOTE = re.compile(r"^\s*(?:[①-⑳*]|\[\d{1,3}\]|\d{1,3}\s?(?=[\u4e00-\u9fff]))")


@dataclass(slots=True)
class Frame:
    """Margins of a column of text: where its lines begin and end, and how far apart they are."""

    left: float
    right: float
    size: float
    pitch: float
    #: Whether paragraphs begin with an indent.
    indented: bool = True


@dataclass(slots=True)
class Joined:
    """A paragraph, the places that its parts stand in (``(offset, place)``), its first and last page."""

    text: str
    marks: list[tuple[int, str]]
    first: int
    last: int


def is_page_number(text: str) -> bool:
    """``— 7 —``, ``第7页 共20页``, ``7/20``, ``vii`` and the like, alone on a line."""
    return len(text) <= 24 and bool(_PAGE_NUMBER.match(text))


def drop_running(pages: list[list[TextLine]], heights: list[float]) -> None:
    """Take page numbers and running heads and feet out of the pages' lines (sorted from top to bottom)."""
    for lines, height in zip(pages, heights, strict=True):
        for pick in (min, max):
            while lines:
                line = pick(lines, key=lambda x: x.y)
                if not (is_page_number(line.text) and _at_edge(line, height)):
                    break
                lines.remove(line)
    seen: Counter[tuple[str, str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update({key for line in lines for key in _keys(line, height)})
    needed = max(3, sum(bool(lines) for lines in pages) // 3)
    for lines, height in zip(pages, heights, strict=True):
        repeated = [line for line in lines if any(seen[key] >= needed for key in _keys(line, height))]
        for line in repeated:
            lines.remove(line)


def _at_edge(line: TextLine, height: float) -> bool:
    return line.y < height * 0.15 or line.y > height * 0.88


def _keys(line: TextLine, height: float) -> list[tuple[str, str, int]]:
    """What a running head has in common on its pages: edge, words, height (two, for rounding)."""
    edge = "head" if line.y > height * 0.9 else "foot" if line.y < height * 0.1 else ""
    if not edge:
        return []
    words = _DIGITS.sub("#", re.sub(r"\s", "", line.text))
    return [(edge, words, round(line.y / 4)), (edge, words, round((line.y + 2) / 4) + 100_000)]


def frame_of(lines: list[TextLine]) -> Frame | None:
    """The frame that most of the lines stand in."""
    if not lines:
        return None
    sizes = Counter(round(line.size) for line in lines for _ in range(max(1, len(line.text) // 8)))
    size = float(max(sizes, key=lambda s: (sizes[s], s)))
    body = [line for line in lines if abs(line.size - size) <= 1.2] or lines
    rights = Counter(round(line.x1 / 2) * 2 for line in body)
    widest = max(line.x1 for line in body)
    full = [line for line in body if line.x1 >= widest - size * 6]
    best = max(rights, key=lambda r: (sum(rights.get(r + d, 0) for d in (-2, 0, 2)), r))
    if sum(rights.get(best + d, 0) for d in (-2, 0, 2)) < max(2, len(full) // 4):
        best = round(widest)
    lefts = Counter(round(line.x0 / 2) * 2 for line in body)
    left = _left_edge(lefts, size)
    pitches: Counter[int] = Counter()
    for above, below in pairwise(body):
        gap = above.y - below.y
        if (above.page, above.column) == (below.page, below.column) and 0 < gap < size * 4:
            pitches[round(gap)] += 1
    pitch = float(max(pitches, key=lambda p: (pitches[p], -p))) if pitches else size * 1.8
    inset = sum(size * 1.2 <= line.x0 - left <= size * 3.2 for line in body)
    return Frame(left, float(best), size, pitch, inset * 12 >= len(body))


def _left_edge(lefts: Counter[int], size: float) -> float:
    """The margin: the leftmost position that several lines share."""
    total = sum(lefts.values())
    for position in sorted(lefts):
        near = sum(lefts.get(position + d, 0) for d in (-2, 0, 2))
        if near * 8 >= total or (near >= 2 and total < 16):
            return float(position)
    return float(min(lefts))


def paragraphs_of(lines: list[TextLine], frame: Frame | None) -> list[Joined]:
    """Join the lines of one flow, over the ends of pages."""
    out: list[Joined] = []
    previous: TextLine | None = None
    opening: TextLine | None = None
    for line in lines:
        if previous is not None and opening is not None and frame and _goes_on(previous, line, frame, opening):
            _append(out[-1], line)
        else:
            out.append(Joined(line.text, [(0, line.where)], line.page, line.page))
            opening = line
        previous = line
    return out


def _append(paragraph: Joined, line: TextLine) -> None:
    text = paragraph.text
    if text and line.text and text[-1].isascii() and line.text[0].isascii() and _needs_blank(text, line.text):
        text += " "
    if line.where != paragraph.marks[-1][1]:
        paragraph.marks.append((len(text), line.where))
    paragraph.last = line.page
    paragraph.text = text + line.text


def _needs_blank(text: str, following: str) -> bool:
    """Whether two lines meet between two Latin words (numbers and hyphenated words go together)."""
    return text[-1].isalpha() and following[0].isalpha()


def _goes_on(previous: TextLine, line: TextLine, frame: Frame, opening: TextLine) -> bool:
    """Whether ``line`` belongs to the paragraph that ``previous`` is the last line of."""
    size = frame.size
    if abs(line.size - previous.size) > max(1.5, previous.size * 0.12):
        return False
    same_page = (line.page, line.column) == (previous.page, previous.column)
    gap = previous.y - line.y
    if _is_centred(previous, frame) and _is_centred(line, frame):
        return _title_goes_on(previous, line, frame, gap, same_page)
    if line.size > size * 1.15 and not line.x0 <= frame.left + size:
        return False
    if same_page and gap > max(frame.pitch * 1.45, frame.pitch + size * 0.6):
        return False
    if not _is_full(previous, line, frame):
        return False
    indent = line.x0 - frame.left
    if indent > size * 1.2:
        hanging = abs(line.x0 - opening.hang) <= size * 0.6 and opening.hang > opening.x0 + 1
        along = previous is not opening and abs(line.x0 - previous.x0) <= 2 and opening.x0 < line.x0 - size
        return hanging or along
    if not frame.indented:
        if same_page and gap > frame.pitch + size * 0.35:
            return False
        if _NUMBERED.match(line.text) and previous.text[-1:] in _ENDS:
            return False
    return True


def _title_goes_on(previous: TextLine, line: TextLine, frame: Frame, gap: float, same_page: bool) -> bool:
    """Two centred lines are one title if they are larger than the text, close, and no mark ends the first."""
    if not same_page or gap > previous.size * 2.4 or line.size <= frame.size * 1.12:
        return False
    return previous.text[-1:] not in "。；：" and not re.match(r"[（(]?\d{4}年\d{1,2}月", line.text)


def _is_centred(line: TextLine, frame: Frame) -> bool:
    """In the middle between the margins, and not at the left one."""
    before, after = line.x0 - frame.left, frame.right - line.x1
    tolerance = max(frame.size, line.size) * 0.9
    wide = line.size > frame.size * 1.15
    return abs(before - after) <= tolerance and (before > frame.size * 2.6 or wide)


def _is_full(previous: TextLine, line: TextLine, frame: Frame) -> bool:
    """Whether the next line's beginning had no room in ``previous``, so that the break is not the writer's."""
    room = frame.right - previous.x1
    return room < _first_unit(line, frame.size) + frame.size * 0.25


def _first_unit(line: TextLine, size: float) -> float:
    """Width of what cannot be broken at the beginning of a line: a Latin word or number, or a character, with its marks."""
    text = line.text
    end = 0
    while end < len(text) and text[end] in _OPENS:
        end += 1
    if end < len(text) and text[end].isascii():
        while end < len(text) and text[end].isascii() and not text[end].isspace():
            end += 1
    else:
        end += 1
    while end < len(text) and text[end] in _STOPS:
        end += 1
    width = 0.0
    for char in text[:end]:
        width += size * (0.55 if char.isascii() else 1.0)
    return min(width, line.width + 1)


def split_notes(lines: list[TextLine], size: float) -> tuple[list[TextLine], list[TextLine]]:
    """The lines of a page's text, and the smaller ones at its foot that are notes."""
    cut = len(lines)
    while cut and lines[cut - 1].size <= size * 0.88:
        cut -= 1
    notes = lines[cut:]
    if not cut or not notes or not _NOTE.match(notes[0].text):
        return lines, []
    return lines[:cut], notes
