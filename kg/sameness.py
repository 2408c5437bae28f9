"""Whether two texts are one document in two layouts: a web page and its PDF attachment, a text and its Word file.

Line ends, numbering, page furniture and a notice around the plan do not count; words and numbers do. Pieces of eight characters that
stand once in either text are matched in order; what lies between two matches must be the same, or be whole lines or cells that
only one text has. The cost grows linearly with the texts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate, chain, pairwise

_ENDS = re.compile(r"[。；;！？!?\n\t]+")
_KEPT = re.compile(r"[^0-9a-z%\u3400-\u9fff]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_NUMBERING = re.compile(
    r"^(?:\s|第?[一二三四五六七八九十百]{1,4}[、.．章节条]|\d{1,3}[、．]|\d{1,2}(?:\.\d{1,2}){0,3}\.?(?=[\s\u3400-\u9fff《“])(?![年月日个家项万亿条批余多])"
    r"|[（(][一二三四五六七八九十百\d]{1,4}[）)]|[①-⑳●■◆—–-])+"
)
_NUMBERS = re.compile(r"[\d一二三四五六七八九十百千万亿两〇零]")
#: Length of the pieces that are matched, and about how many are kept of a text.
_GRAM, _MOST = 8, 60_000
#: Part of the shorter text that must be matched, what the longer may have more (a part of it, or so many characters), and least part
#: of the longer that the shorter is.
_MATCHED, _MORE, _MORE_CHARS, _SHORTER = 0.9, 0.2, 800, 0.5
#: Longest gap that is looked at character by character.
_FINE = 400
#: Most lines at the beginning and end of the texts that are compared.
_LINES = 60
#: How far a stretch of whole lines is looked for to the left.
_SHIFT = 40

#: Stretches of two texts, ``(start, end)`` of each.
Gap = tuple[tuple[int, int], tuple[int, int]]


def same_text(one: str, two: str, *, scanned: bool = False) -> bool:
    """Whether the texts are one document; ``scanned``: one was recognised from pictures, so that characters but no numbers may differ."""
    if one == two:
        return True
    a, b = _Text(one), _Text(two)
    if not a.stream or not b.stream:
        return False
    short, long = sorted((len(a.stream), len(b.stream)))
    if short < _SHORTER * long or long - short > max(_MORE * long, _MORE_CHARS):
        return False
    gaps = list(_gaps(a.stream, b.stream))
    unmatched = max(0, min(sum(end - start for (start, end), _ in gaps), sum(end - start for _, (start, end) in gaps)))
    if unmatched > (1 - _MATCHED) * short:
        return False
    first, *inner = gaps
    edited = chain(
        _edge_edits(a, b, first),
        *(_edits(a, b, gap) for gap in inner[:-1]),
        *(_edge_edits(a, b, g) for g in inner[-1:]),
    )
    return not any(not scanned or _NUMBERS.findall(was) != _NUMBERS.findall(now) for was, now in edited)


class _Text:
    """A text without layout: one stream of characters, and the offsets at which its lines, numbers of lines, sentences and cells begin."""

    def __init__(self, text: str) -> None:
        lines = (_NUMBERING.sub("\\g<0>\n", line, count=1).split("\n") for line in _ENDS.split(_flat(text)))
        kept = [piece for line in lines for part in line if (piece := _KEPT.sub("", _POINT.sub("", part)))]
        self.stream = "".join(kept)
        self.begins = [0, *accumulate(map(len, kept))]
        self.starts = set(self.begins)

    def lines(self, start: int, end: int) -> list[str]:
        """The lines between two offsets at which lines begin; no more than are compared with each other."""
        offsets = self.begins[bisect_left(self.begins, start) : bisect_left(self.begins, end) + 1]
        return [self.stream[a:b] for a, b in pairwise(offsets[:_LINES])]


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _once(text: str, step: int) -> dict[str, int]:
    """Where the pieces stand that the text has once; with ``step`` only those whose first two characters say so."""
    found: dict[str, int] = {}
    for i in range(len(text) - _GRAM + 1):
        if step > 1 and (ord(text[i]) * 31 + ord(text[i + 1])) % step:
            continue
        gram = text[i : i + _GRAM]
        found[gram] = -1 if gram in found else i
    return {gram: i for gram, i in found.items() if i >= 0}


def _matches(one: str, two: str) -> list[tuple[int, int]]:
    """Offsets of equal pieces in both texts, as many as stand in one order."""
    step = max(1, max(len(one), len(two)) // _MOST)
    first, second = _once(one, step), _once(two, step)
    pairs = sorted((i, second[gram]) for gram, i in first.items() if gram in second)
    tails: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before.append(places[at - 1] if at else -1)
        tails[at : at + 1], places[at : at + 1] = [j], [number]
    found: list[tuple[int, int]] = []
    number = places[-1] if places else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _gaps(one: str, two: str) -> Iterator[Gap]:
    """Stretches between matches that differ, the first and the last in any case; equal ends are cut off."""
    a = b = 0
    ends = (len(one), len(two))
    matches = _matches(one, two)
    for number, (i, j) in enumerate([*matches, ends]):
        overlap = max(0, a - i, b - j)  # with the match before
        gap = (a, i + overlap), (b, j + overlap)
        if number in (0, len(matches)) or one[slice(*gap[0])] != two[slice(*gap[1])]:
            yield _trimmed(one, two, *gap)
        a, b = max(a, i + _GRAM), max(b, j + _GRAM)


def _trimmed(one: str, two: str, a: tuple[int, int], b: tuple[int, int]) -> Gap:
    (i, i_end), (j, j_end) = a, b
    while i < i_end and j < j_end and one[i] == two[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and one[i_end - 1] == two[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    return (i, i_end), (j, j_end)


def _edits(a: _Text, b: _Text, gap: Gap) -> Iterator[tuple[str, str]]:
    """What stands in either text within a gap, where that is another wording and not lines that only one text has."""
    for (i, i_end), (j, j_end) in _refined(a.stream, b.stream, gap):
        was, now = a.stream[i:i_end], b.stream[j:j_end]
        if (was and now) or not (_whole(a, i, i_end) and _whole(b, j, j_end)):
            yield was, now


def _edge_edits(a: _Text, b: _Text, gap: Gap) -> Iterator[tuple[str, str]]:
    """The same at the beginning or end of the texts, where lines of either may stand for those of the other (notice, masthead, 抄送)."""
    (i, i_end), (j, j_end) = gap
    back = next((k for k in range(min(i, j, _SHIFT) + 1) if i - k in a.starts and j - k in b.starts), None)
    on = next((k for k in range(_SHIFT + 1) if i_end + k in a.starts and j_end + k in b.starts), None)
    if back is None or on is None:
        yield from _edits(a, b, gap)
        return
    lines, others = a.lines(i - back, i_end + on), b.lines(j - back, j_end + on)
    known = Counter(others)
    for line in lines:
        if known[line]:
            known[line] -= 1
        elif like := next((o for o in others if known[o] and _alike(line, o)), ""):
            yield line, like


def _alike(one: str, two: str) -> bool:
    """Whether two lines are one with another wording."""
    short, long = sorted((len(one), len(two)))
    if short * 2 < long or short < _GRAM // 2:
        return False
    first, second = ({line[i : i + 2] for i in range(len(line) - 1)} for line in (one, two))
    return len(first & second) >= 0.7 * max(len(first), len(second))


def _refined(one: str, two: str, gap: Gap) -> Iterator[Gap]:
    """A gap with what is equal inside it taken out; a long one as it is."""
    (i, i_end), (j, j_end) = gap
    if i == i_end or j == j_end or max(i_end - i, j_end - j) > _FINE:
        yield gap
        return
    for word, a, a_end, b, b_end in SequenceMatcher(None, one[i:i_end], two[j:j_end], autojunk=False).get_opcodes():
        if word != "equal":
            yield (i + a, i + a_end), (j + b, j + b_end)


def _whole(text: _Text, start: int, end: int) -> bool:
    """Whether a stretch is made of whole lines, or is empty.

    A stretch that begins like what follows it can as well be taken to stand further left.
    """
    for shift in range(min(start, _SHIFT) + 1):
        if text.stream[start - shift : start] != text.stream[end - shift : end]:
            return False
        if start == end or (start - shift in text.starts and end - shift in text.starts):
            return True
    return False
