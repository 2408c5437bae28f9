"""Every regular expression of the packages on lines that were made against it: ``python tests/fuzz/regexes.py``.

Collected are all patterns that are compiled when the packages are imported, their cached patterns made, and a plan is
extracted, so that those built from data files are among them. For each repeat in a pattern a line is made that goes
round and round in it: what the repeat matches, many times, behind what comes before it, and an end that does not fit.
A pattern is bad if one line takes more than three times as long as the same text in eight lines, again and again (squares
would take eight times as long; both take long enough to suffer alike from what else the machine does). Prints a line for each.
"""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
import re
import re._constants as c
import re._parser as parser
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGES = ("kg", "extract", "cypher", "viz", "plankg")
SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"
#: Characters of a short line, and how many of them the long one is made of.
SHORT, TIMES = 1_000, 8
#: More than this times the time of the short lines is more than linear.
GROWTH = 3
#: Seconds for the long line below which nothing more is measured, and after which lines are given up.
QUICK, GIVEN_UP = 0.002, 0.25
#: Lines that every pattern meets.
COMMON = ("国", "5", " ", "、", "（", "a")
_OTHER = "国5aA 、，“（.\n"
_CATEGORY = {c.CATEGORY_DIGIT: "5", c.CATEGORY_SPACE: " ", c.CATEGORY_NOT_WORD: "，"}

Key = tuple[str, int]


def collect() -> dict[Key, str]:
    """Pattern and flags of everything that the packages compile, with the module that did it."""
    found: dict[Key, str] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def spy(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(1)
        while frame.f_back and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in PACKAGES and isinstance(pattern, str):
            found.setdefault((pattern, int(flags)), f"{module}:{frame.f_code.co_name}")
        return compile_(pattern, flags)

    re._compile = spy  # type: ignore[attr-defined]
    for package in PACKAGES:
        for part in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not part.name.endswith("__main__"):
                importlib.import_module(part.name)
    from extract import extract_text

    extract_text(SAMPLE.read_text("utf-8"))
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            for value in list(vars(module).values()):
                if hasattr(value, "cache_info") and getattr(value, "__module__", "") == name:
                    with contextlib.suppress(TypeError):  # it wants arguments
                        value()
    re._compile = compile_  # type: ignore[attr-defined]
    return found


# -- lines against a pattern ------------------------------------------------------------------------


def lines(tree: Any) -> list[tuple[str, str]]:
    """What a line begins with, and what is repeated in it."""
    found = {("", text) for text in COMMON}
    for before, body in _repeats(tree, ""):
        if body:
            found |= {("", body), (before, body)}
            if before:
                found |= {("", before + body), ("", before)}
    whole = _sample(tree)
    if whole:
        found |= {("", whole), ("", whole[:-1] or whole)}
    return sorted(found)


def _repeats(sequence: Any, before: str) -> Iterator[tuple[str, str]]:
    for op, value in sequence:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            if value[1] > 20:
                yield from ((before, body) for body in _bodies(value[2]))
            yield from _repeats(value[2], before)
            before += _sample(value[2]) * value[0]
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
            before += _sample(value[1][0])
        elif op in (c.SUBPATTERN, c.ATOMIC_GROUP):
            inner = value[3] if op is c.SUBPATTERN else value
            yield from _repeats(inner, before)
            before += _sample(inner)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _repeats(value[1], before)
        else:
            before += _sample([(op, value)])


def _bodies(sequence: Any) -> Iterator[str]:
    items = list(sequence)
    while len(items) == 1 and items[0][0] is c.SUBPATTERN:
        items = list(items[0][1][3])
    if len(items) == 1 and items[0][0] is c.BRANCH:
        yield from map(_sample, items[0][1][1][:12])
    yield _sample(sequence)


def _sample(sequence: Any) -> str:
    """A text that the pattern matches (nearly: what must stand around it is not looked at)."""
    out = ""
    for op, value in sequence:
        if op is c.LITERAL:
            out += chr(value)
        elif op is c.NOT_LITERAL:
            out += "中" if value == ord("国") else "国"
        elif op is c.ANY:
            out += "国"
        elif op is c.IN:
            out += _member(value)
        elif op is c.BRANCH:
            out += _sample(value[1][0])
        elif op is c.SUBPATTERN:
            out += _sample(value[3])
        elif op is c.ATOMIC_GROUP:
            out += _sample(value)
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * value[0]
    return out


def _member(items: Any) -> str:
    """A character of a class."""
    ranges = [(v, v) if op is c.LITERAL else v for op, v in items if op in (c.LITERAL, c.RANGE)]
    ranges += [(ord(_CATEGORY.get(v, "国")),) * 2 for op, v in items if op is c.CATEGORY]
    if items[0][0] is not c.NEGATE:
        return chr(ranges[0][0]) if ranges else "国"
    return next((char for char in _OTHER if not any(a <= ord(char) <= b for a, b in ranges)), "䶵")


# -- measuring ----------------------------------------------------------------------------------------


class _GivenUp(Exception):
    pass


def _give_up(*_: Any) -> None:
    raise _GivenUp


def seconds(pattern: re.Pattern[str], line: str, lines: int = 1, times: int = 1) -> float:
    """The least time that looking for ``pattern`` everywhere in ``lines`` such lines takes."""
    least = GIVEN_UP
    for _ in range(times):
        signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
        start = time.perf_counter()
        try:
            for _ in range(lines):
                for _ in pattern.finditer(line):
                    pass
            least = min(least, time.perf_counter() - start)
        except _GivenUp:
            pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return least


def is_bad(pattern: re.Pattern[str], before: str, body: str) -> bool:
    """Whether a long line takes more time than its parts, measured again as long as it seems so."""

    def line(size: int) -> str:
        return before + body * max(1, size // len(body)) + "\x01"

    if seconds(pattern, line(SHORT)) < QUICK:
        return False
    for _ in range(5):
        parts = seconds(pattern, line(SHORT), TIMES, 2)
        if parts < QUICK * TIMES / 2:
            return False
        if seconds(pattern, line(SHORT * TIMES), 1, 2) < min(GIVEN_UP, parts * GROWTH):
            return False
    return True


def main() -> int:
    signal.signal(signal.SIGALRM, _give_up)
    found = collect()
    bad = 0
    for (text, flags), where in found.items():
        pattern = re.compile(text, flags)
        for before, body in lines(parser.parse(text, flags)):
            if is_bad(pattern, before, body):
                bad += 1
                print(
                    f"{where}: {before[:20]!r} then {body[:20]!r} again and again: {text[:300]}".encode(
                        errors="replace"
                    ).decode()
                )
                break
    print(f"{len(found)} patterns, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
