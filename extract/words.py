"""Words of a short stretch of text, with the class that tells what a word can do at the edge of a name.

Classes: ``n`` may stand in a name, ``x`` a verb that also stands inside names (监测, 改造), ``v`` a verb that governs
what follows (从事, 赋予), ``d`` an adverb, ``f`` a function word. The cut into words is the most likely one under the
frequencies of ``words.txt`` (made by ``scripts/build_words.py``); ``word_classes.txt`` says the class where judged by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from extract.lexicon import rows

_LONGEST = 6
#: Weight (a base-2 logarithm) of a word that only a list of ours has, and what each word costs.
_OURS, _COST, _UNKNOWN = 9.0, 26.0, 4.0
_OF_TRIGGER = {
    "hard": "v", "verb": "v", "report": "v", "cause": "v", "neg": "v", "soft": "x", "adverb": "d", "adverbif": "d",
    "prep": "f", "lean": "v", "leansoft": "x",
}  # fmt: skip
_OTHER = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` and its class."""

    start: int
    end: int
    kind: str


def _lines(name: str) -> list[str]:
    text = resources.files("extract").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _table() -> dict[str, tuple[float, str]]:
    """Score and class of every word."""
    table: dict[str, tuple[float, str]] = {}
    for line in _lines("words.txt"):
        tag, *words = line.split()
        kind = "n" if tag[0] == "s" else tag[0]
        for word in words:
            table[word] = (float(tag[1:]) - _COST, kind)
    ours = _OURS - _COST
    for row in rows("project_triggers.csv"):
        if len(row["word"]) == 1:
            continue
        known = table.get(row["word"])
        table[row["word"]] = (known[0] if known else ours, _OF_TRIGGER[row["class"]])
    for row in rows("sectors.csv"):
        for surface in filter(None, [row["name"], *row["aliases"].split("|")]):
            if 1 < len(surface) <= _LONGEST:
                table[surface] = (table.get(surface, (ours, ""))[0], "n")
    for row in rows("divisions.csv"):
        if row["short"] and row["ambiguous"] == "0":
            table.setdefault(row["short"], (ours, "n"))
    for line in _lines("word_classes.txt"):
        kind, *words = line.split()
        for word in words:
            known = table.get(word)
            table[word] = (max(known[0], ours) if known and len(word) > 1 else ours if not known else known[0], kind)
    return table


@cache
def judged(kind: str) -> tuple[str, ...]:
    """The words of one class in ``word_classes.txt``."""
    found: dict[str, str] = {}
    for line in _lines("word_classes.txt"):
        found.update(dict.fromkeys(line.split()[1:], line[0]))
    return tuple(word for word, said in found.items() if said == kind)


def kind_of(word: str) -> str:
    """The class of a word, empty if no list has it."""
    found = _table().get(word)
    return found[1] if found else ""


def cut(text: str, start: int, end: int, whole: dict[int, int] | None = None) -> list[Word]:
    """The words of ``text[start:end]``; ``whole`` maps where names already known start to where they end."""
    words: list[Word] = []
    position = start
    while position < end:
        stop = (whole or {}).get(position, 0)
        if position < stop <= end:
            words.append(Word(position, stop, "n"))
            position = stop
            continue
        other = _OTHER.match(text, position, end)
        if other:
            words.append(Word(position, other.end(), "n"))
            position = other.end()
            continue
        stop = position + 1
        while stop < end and not (whole and stop in whole) and "\u4e00" <= text[stop] <= "\u9fff":
            stop += 1
        words.extend(_likely(text[position:stop], position))
        position = stop
    return words


def _likely(piece: str, offset: int) -> list[Word]:
    """The most likely words of a run of Chinese characters."""
    return [Word(offset + start, offset + end, kind) for start, end, kind in _steps(piece)]


@lru_cache(maxsize=8192)
def _steps(piece: str) -> tuple[tuple[int, int, str], ...]:
    size = len(piece)
    table = _table()
    best = [0.0] * (size + 1)
    step = [1] * (size + 1)
    for at in range(size - 1, -1, -1):
        top, length = _UNKNOWN - _COST + best[at + 1], 1
        for stop in range(at + 1, min(at + _LONGEST, size) + 1):
            found = table.get(piece[at:stop])
            if found is not None and found[0] + best[stop] > top:
                top, length = found[0] + best[stop], stop - at
        best[at], step[at] = top, length
    words, at = [], 0
    while at < size:
        stop = at + step[at]
        found = table.get(piece[at:stop])
        words.append((at, stop, found[1] if found else "n"))
        at = stop
    return tuple(words)
