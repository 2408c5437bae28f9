"""Paragraphs without a number whose first sentence is their title: 完善工业园区污水处理设施。….

The bold leads of plans lose their weight in plain text. What is left to go by: the sentence is short, it orders, more
text follows it in its paragraph, and the paragraphs beside it begin alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.orders import orders
from extract.plantext import PlanText, Section

#: What a line opens: kind, rank, section.
Heading = tuple[str, int, Section]

_TITLE = re.compile(
    r"([^，。；：:（）()！？\n]{5,28}|[^、，。；：:（）()！？\n]{5,22}，[^、，。；：:（）()！？\n]{5,22})。(?=[^\n]{24})"
)
#: A shorter paragraph is no part of a series.
_LEAST = 30


@dataclass(frozen=True, slots=True)
class Titled:
    """A paragraph that opens with a title: the title's length, the rank of the number that comes next (-1 for none), and
    whether most paragraphs beside it (two at least) open with one too."""

    length: int
    following: int
    series: bool


def titled_paragraphs(plan: PlanText, found: list[Heading | None]) -> dict[int, Titled]:
    """The paragraphs that open with a title, by number of line; a title of two clauses needs a series, and both must order."""
    titled: dict[int, Titled] = {}
    run: list[tuple[int, str]] = []  # number of the line, its title if it orders
    for position, line in enumerate(plan.lines):
        heading = found[position]
        if heading is not None and heading[0] not in ("lead", "dash"):
            titled |= _settle(run, -1 if heading[0] == "box" else heading[1])
            run = []
        elif heading is not None and heading[0] == "lead":
            run.append((position, _ordering(heading[2].title)))
        elif heading is None and line.kind == "para" and line.end - line.start > _LEAST:
            match = _TITLE.match(plan.text, line.start, line.end)
            run.append((position, _ordering(match[1]) if match else ""))
    return titled | _settle(run, -1)


def _ordering(title: str) -> str:
    """The title if it orders, in both clauses if it has two."""
    return title if all(orders(part) for part in title.split("，")) else ""


def _settle(run: list[tuple[int, str]], rank: int) -> dict[int, Titled]:
    """The titles of paragraphs that stand one after the other, before a number of this rank."""
    count = sum(1 for _, title in run if title)
    series = count > 1 and count * 3 >= len(run) * 2
    return {
        position: Titled(len(title), rank, series) for position, title in run if title and (series or "，" not in title)
    }
