"""Whether two texts are one document in two layouts: a web page and its PDF attachment, a text and its Word file.

Layout (line ends, page furniture, numbering, order of small parts, a notice around the plan) does not count; words do. Two texts are
one if nearly all of the shorter stands in the longer, and no sentence of one stands in the other with other words or numbers.
The cost grows linearly with the texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_ENDS = re.compile(r"[。；;！？!?\n\t]+")
_KEPT = re.compile(r"[^0-9a-z%.\u3400-\u9fff]+")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]{1,4}[、.．章节条]|[（(][一二三四五六七八九十百\d]{1,4}[）)]|专栏[一二三四五六七八九十\d]{1,3}|[①-⑳●■◆—–-]+|\s)+"
)
_NUMBERS = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿两〇零]+")
#: Length of the pieces that are counted, and most of them that are kept of a text.
_GRAM, _MOST_GRAMS = 8, 60_000
#: Part of the shorter text's pieces that must be in the longer, and least length of the shorter to the longer.
_CONTAINED, _SHORTER = 0.9, 0.5
#: Shortest sentence that is compared (characters), characters searched for sentences in all, and likeness of an edited sentence.
_LEAST, _SEARCHED, _EDITED = 6, 1_000_000_000, 0.6


def same_text(one: str, two: str, *, scanned: bool = False) -> bool:
    """Whether the texts are one document; ``scanned``: one was recognised from pictures, so that single characters may differ."""
    if one == two:
        return True
    a, b = _Text(one), _Text(two)
    if not a.stream or not b.stream or not _overlap(a.stream, b.stream):
        return False
    return not any(numbers or not scanned for numbers in _edits(a.missing_in(b), b.missing_in(a)))


class _Text:
    def __init__(self, text: str) -> None:
        flat = unicodedata.normalize("NFKC", text).lower()
        pieces = (_NUMBERING.sub("", piece) for piece in _ENDS.split(flat))
        self.sentences = [s for piece in pieces if (s := _KEPT.sub("", piece))]
        self.stream = "".join(self.sentences)

    def missing_in(self, other: _Text) -> list[str]:
        """Sentences that ``other`` does not have, not even broken or joined."""
        known = set(other.sentences)
        room = _SEARCHED
        missing = []
        for sentence in dict.fromkeys(s for s in self.sentences if len(s) >= _LEAST):
            if sentence in known:
                continue
            room -= len(other.stream)
            if room < 0 or sentence not in other.stream:
                missing.append(sentence)
        return missing


def _overlap(one: str, two: str) -> bool:
    """Whether nearly all of the shorter text stands in the longer."""
    short, long = sorted((one, two), key=len)
    if len(short) < _SHORTER * len(long):
        return False
    step = max(1, len(long) // _MOST_GRAMS)
    a, b = _grams(short, step), _grams(long, step)
    return bool(a) and len(a & b) >= _CONTAINED * min(len(a), len(b))


def _grams(text: str, step: int) -> set[str]:
    """Pieces of the text; with ``step`` only those whose first two characters say so, the same in any text."""
    last = max(1, len(text) - _GRAM + 1)
    if step == 1:
        return {text[i : i + _GRAM] for i in range(last)}
    return {
        text[i : i + _GRAM] for i in range(last) if (ord(text[i]) * 31 + ord(text[i + 1 : i + 2] or "0")) % step == 0
    }


def _edits(missing: Iterable[str], others: Iterable[str]) -> Iterator[bool]:
    """For each sentence of one that stands in the other in other words: whether its numbers are others, too."""
    rest = list(others)
    by_gram: dict[str, list[int]] = {}
    for number, sentence in enumerate(rest):
        for gram in _small(sentence):
            by_gram.setdefault(gram, []).append(number)
    for sentence in missing:
        grams = _small(sentence)
        shared: Counter[int] = Counter()
        for gram in grams:
            found = by_gram.get(gram, ())
            if len(found) <= 50:
                shared.update(found)
        for number, count in shared.most_common(3):
            if count >= _EDITED * max(len(grams), len(_small(rest[number]))):
                yield _NUMBERS.findall(sentence) != _NUMBERS.findall(rest[number])
                break


def _small(sentence: str) -> set[str]:
    masked = _NUMBERS.sub("#", sentence)
    return {masked[i : i + 2] for i in range(max(1, len(masked) - 1))}
