"""One form for the characters of a plan, with a map back to the source's own offsets.

Full-width letters, digits and ％ become half-width (２０２５年 → 2025年); zero-width marks, page numbers, blanks at
line ends and blanks between Chinese characters go; line ends become ``\\n``. Narrow commas, colons, semicolons and brackets of
Chinese text become wide ones, as web pages mix them; other punctuation stays as written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

#: What readers put between two paragraphs of a table cell; it becomes a blank that stays.
CELL_BREAK = "\x1f"
_WIDTH = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF01, 0xFF5F)) if chr(ord(c) - 0xFEE0).isalnum()}
_WIDTH |= {
    ord("％"): ord("%"),
    ord("　"): ord(" "),
    0xA0: ord(" "),
    ord("＋"): ord("+"),
    ord("－"): ord("-"),
    ord("／"): ord("/"),
    ord("﹒"): ord("."),
    ord("﹪"): ord("%"),
    ord(CELL_BREAK): ord(" "),
}
#: Radicals and compatibility ideographs, which look like the characters that they stand for.
_WIDTH |= {
    c: ord(plain)
    for c in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3, *range(0xF900, 0xFADA))
    if len(plain := unicodedata.normalize("NFKC", chr(c))) == 1
}
#: A full-width point between two digits is a decimal point.
_POINT = re.compile(r"(?<=\d)．(?=\d)")
_DROP = re.compile(
    "[\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\u00ad\ue000-\uf8ff\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1e\ufffe\ufffd]"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = "，。；：、！？（）《》“”〔〕"
#: Blanks that typesetting put between two Chinese characters or around their punctuation.
_GAP = re.compile(
    rf"(?<=[{_HAN}{_MARKS}]) +(?=[{_HAN}{_MARKS}])|(?<=[{_MARKS}]) +|(?<=[{_HAN}]) +(?=[0-9])|(?<=[0-9]) +(?=[{_HAN}%])"
)
#: Narrow marks that stand for Chinese ones: between Chinese characters (after a figure too), brackets around Chinese text.
_NARROW = re.compile(
    rf"(?<=[{_HAN}”’）》〕\d%)])[,;](?=[{_HAN}“‘（《〔(])|(?<=[{_HAN}”’）》〕)]):(?=[{_HAN}\d“‘（《〔(])"
)
_BRACKETS = re.compile(rf"\((?=[^()]*[{_HAN}])([^()]*)\)")
_WIDE = str.maketrans(",;:", "，；：")
#: A heading's number keeps the blank behind it (第一章 总则).
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百0-9]+[编篇部章节条]|专栏 ?[0-9一二三四五六七八九十]+"
    r"|附件 ?[0-9一二三四五六七八九十]*|[0-9]+(?:\.[0-9]+)*)(?= )"
)
_PAGE = re.compile(
    r"^\s*(?:[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*$"
)


def normalize(source: str) -> tuple[str, list[tuple[int, int]]]:
    """The normalised text and pairs ``(offset in text, offset in source)``, each valid up to the next.

    The pairs are empty when nothing moved.
    """
    out: list[str] = []
    pairs: list[tuple[int, int]] = []
    length = 0
    expected = 0
    blank = 0

    def emit(piece: str, at: int) -> None:
        nonlocal length, expected
        if not piece:
            return
        if at != expected:
            pairs.append((length, at))
        out.append(piece)
        length += len(piece)
        expected = at + len(piece)

    for start, end, feed in _lines(source):
        line = source[start:end]
        if _PAGE.match(line):
            continue
        flat = _flat(line)
        kept = _keep(flat, line)
        if not kept:
            blank += 1
            if blank > 2:
                continue
        else:
            blank = 0
        for a, b in kept:
            emit(flat[a:b], start + a)
        if feed:
            emit("\n", end)
    return "".join(out), pairs


def _lines(source: str) -> list[tuple[int, int, int]]:
    """``(start, end, length of the line end)`` of each line, ``\\r\\n``, ``\\r``, form feeds and U+2028 included."""
    found = []
    start = 0
    for match in re.finditer("\r\n|[\n\r\x0c\x85\u2028\u2029]", source):
        found.append((start, match.start(), len(match[0])))
        start = match.end()
    found.append((start, len(source), 0))
    return found


def _flat(line: str) -> str:
    """``line`` with narrow letters, digits and decimal points, character for character."""
    flat = line.translate(_WIDTH)
    if "．" in flat:
        flat = _POINT.sub(lambda m: "．" if flat[: m.start()].strip().isdigit() else ".", flat)
    if "(" in flat:
        flat = _BRACKETS.sub(r"（\1）", flat)
    if "," in flat or ":" in flat or ";" in flat:
        flat = _NARROW.sub(lambda m: m[0].translate(_WIDE), flat)
    return flat


def _keep(flat: str, line: str) -> list[tuple[int, int]]:
    """The stretches of ``line`` that stay; ``flat`` is its narrow form."""
    table = "\t" in flat
    begin, end = 0, len(flat)
    while begin < end and (flat[begin] == " " or (flat[begin].isspace() and not table)):
        begin += 1
    while end > begin and flat[end - 1] in " \r":
        end -= 1
    if not table:
        end = begin + len(flat[begin:end].rstrip())
    head = _NUMBERED.match(flat[begin:end])
    guard = begin + (head.end() if head else 0)
    cuts: list[tuple[int, int]] = []
    for pattern in (_GAP, _DROP):
        for match in pattern.finditer(flat, begin, end):
            if pattern is _GAP and head and match.start() <= guard < match.end():
                continue
            if pattern is _GAP and table and CELL_BREAK in line[match.start() : match.end()]:
                continue
            cuts.append(match.span())
    spans = []
    position = begin
    for a, b in sorted(cuts):
        if a > position:
            spans.append((position, a))
        position = max(position, b)
    if end > position:
        spans.append((position, end))
    return spans


def carry_offsets(offsets: list[int], pairs: list[tuple[int, int]], length: int) -> list[int]:
    """Offsets of the source as offsets of the text, by the ``pairs`` of ``normalize``; what was dropped moves on."""
    ends = [here for here, _ in pairs[1:]] + [length]
    sources = [there for _, there in pairs]
    carried = []
    for offset in offsets:
        position = bisect_right(sources, offset) - 1
        if position < 0:
            carried.append(min(offset, pairs[0][0] if pairs else length))
            continue
        here, there = pairs[position]
        carried.append(min(here + offset - there, ends[position]))
    return carried


def carry(places: list[tuple[int, str]], pairs: list[tuple[int, int]], length: int) -> list[tuple[int, str]]:
    """Places of the source at offsets of the text; those that nothing is left of go."""
    offsets = carry_offsets([offset for offset, _ in places], pairs, length)
    found: list[tuple[int, str]] = []
    for offset, (_, place) in zip(offsets, places, strict=True):
        if offset >= length:
            break
        if found and found[-1][0] == offset:
            found.pop()
        if not found or found[-1][1] != place:
            found.append((offset, place))
    return found
