"""Versions of a plan told apart by their titles: 征求意见稿, 送审稿, 2023年修订 …

The title without the mark names the plan itself. Every version is linked to that title, so versions meet there whenever, and in
whatever order, they are read; a plan whose title has no mark is the node itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.lexicon import rows

_GROUP = re.compile(r"[（(]([^（）()]{1,40})[）)]$")


@dataclass(frozen=True, slots=True)
class Version:
    """A title taken apart: the plan's own title, the marks as written (joined by 、), and the rule of the first."""

    plan: str
    mark: str
    rule: str


@cache
def _patterns() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    marks = rows("version_marks.csv")
    bare = "|".join(row["pattern"] for row in marks if row["bare"] == "yes")
    every = tuple((row["id"], re.compile(row["pattern"])) for row in marks)
    return every, re.compile(rf"(?<=[\u4e00-\u9fff》]{{4}})(?:{bare})$")


def _rule(word: str) -> str:
    """The row that tells that a word marks a version; empty if none does."""
    return next((rule for rule, pattern in _patterns()[0] if pattern.fullmatch(word)), "")


@lru_cache(maxsize=4096)
def version_of(title: str) -> Version | None:
    """What a title says of its version; None if it has no mark.

    >>> version_of("某省数字经济规划（2021—2025年）（征求意见稿）").plan
    '某省数字经济规划（2021—2025年）'
    """
    kept: list[str] = []
    found: list[str] = []
    rest = title.strip()
    while group := _GROUP.search(rest):
        words = [word.strip() for word in re.split("[，,、；;]", group[1])]
        marks = [word for word in words if _rule(word)]
        found[:0] = marks
        others = [word for word in words if word not in marks]
        if others and marks:
            kept.insert(0, f"（{'，'.join(others)}）")
        elif others:
            kept.insert(0, group[0])
        rest = rest[: group.start()].rstrip()
    if not found and (match := _patterns()[1].search(rest)):
        found, rest = [match[0]], rest[: match.start()]
    if not found or len(rest) < 4:
        return None
    name = re.sub(r"^《([^《》]+)》$", r"\1", rest) + "".join(kept)
    return Version(name, "、".join(found), _rule(found[0]))
