"""Sentences and clauses of running text, never cut inside brackets, quotation marks or title marks."""

from __future__ import annotations

import re
from functools import cache

_OPEN = {
    "（": "）",
    "(": ")",
    "〔": "〕",
    "【": "】",
    "[": "]",
    "“": "”",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
}
_CLOSE = frozenset(_OPEN.values())

SENTENCE_ENDS = frozenset("。！？!?\n")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset("，；,;：:")


def split(text: str, start: int, end: int, stops: frozenset[str], reach: int = 400) -> list[tuple[int, int]]:
    """Spans of ``text[start:end]`` between ``stops``; a stop belongs to no span, blanks are trimmed.

    A bracket that is not closed within ``reach`` characters of its line hides nothing.
    """
    spans: list[tuple[int, int]] = []
    begin = position = start
    search = _marks(stops).search
    while mark := search(text, position, end):
        at = mark.start()
        position = at + 1
        if text[at] in _OPEN:
            position = _closing(text, at, min(end, at + reach)) + 1
        elif not _inside_number(text, at):
            _keep(text, begin, at, spans)
            begin = position
    _keep(text, begin, end, spans)
    return spans


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentence spans (without the closing mark)."""
    return split(text, start, len(text) if end is None else end, SENTENCE_ENDS)


def clauses(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Clause spans: sentences cut further at ， ； and ：."""
    return split(text, start, len(text) if end is None else end, CLAUSE_ENDS)


@cache
def _marks(stops: frozenset[str]) -> re.Pattern[str]:
    """Where a stretch may be cut, or a bracket opens."""
    return re.compile(f"[{re.escape(''.join(sorted(stops | _OPEN.keys())))}]")


_BRACKETS = re.compile(f"[{re.escape(''.join(sorted(_CLOSE | _OPEN.keys())))}\n]")


def _closing(text: str, position: int, limit: int) -> int:
    """Offset of the bracket that closes the one at ``position``, or ``position`` if it stays open."""
    stack = [_OPEN[text[position]]]
    for mark in _BRACKETS.finditer(text, position + 1, limit):
        char = mark[0]
        if char == "\n":
            return position
        if char == stack[-1]:
            stack.pop()
            if not stack:
                return mark.start()
        elif char in _OPEN:
            stack.append(_OPEN[char])
    return position


def _inside_number(text: str, position: int) -> bool:
    """A comma or colon between two digits (1,200; 10:30) ends no clause."""
    return (
        text[position] in ",:"
        and 0 < position < len(text) - 1
        and text[position - 1].isdigit()
        and text[position + 1].isdigit()
    )


def _keep(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
