"""What in a passage looked like something and was not taken: heads of projects, short names of places, words of fields,
kinds of bodies, numbers and words of responsibility that no reading covers. For ``plankg explain``; never run in extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from extract.bodies import departments
from extract.fields import known as field_words
from extract.gazetteer import scan
from extract.mentions import Dropped
from extract.numbers import quantities
from extract.plantext import PlanText
from extract.projectheads import find_heads, heads

if TYPE_CHECKING:
    from extract.explain import Finding

_DUTY = re.compile("牵头|负责|配合|承办|协办|责任单位|责任部门|分工")
_NAMES = ("Region", "Organization", "Project", "Document", "Sector")


def near_misses(plan: PlanText, start: int, end: int, taken: Sequence[Finding]) -> list[Dropped]:
    """Candidates in ``start..end`` that nothing in ``taken`` covers, each with the reason that is most likely."""
    found = [f for f in taken if f.kind in _NAMES]

    def free(kind: str, a: int, b: int) -> bool:
        """Whether no name covers the words, and nothing of this kind touches them."""
        touched = any(f.kind == kind and f.start < b and a < f.end for f in found)
        return not touched and not any(f.start <= a and b <= f.end for f in found)

    text = plan.text
    out: dict[Dropped, None] = {}
    for d in (*_places(text, start, end), *_projects(text, start, end), *_words(text, start, end)):
        if free(d.label, d.start, d.end):
            out[d] = None
    out.update(dict.fromkeys(_numbers(text, start, end, taken)))
    out.update(dict.fromkeys(_duties(text, start, end, taken)))
    return sorted(out)


def _places(text: str, start: int, end: int) -> Iterator[Dropped]:
    for hit in scan(text[start:end]):
        place = hit.places[0]
        reason = (
            "the short name is a word, too, or several places', and nothing around it tells"
            if hit.form == "short" or place.unsafe_name
            else "part of a longer word"
        )
        rule = "region.name" if hit.form != "short" else "region.short.county" if place.rank == 2 else "region.short"
        yield Dropped(start + hit.start, start + hit.end, "Region", place.name, reason, rule)


def _projects(text: str, start: int, end: int) -> Iterator[Dropped]:
    for a, b, head in find_heads(text, start, end):
        row = heads()[head]
        reason = (
            "nothing in front of the head tells it from others of its kind, or a noun behind makes it a modifier"
            if row.strong
            else "nothing tells it from others of its kind, or no verb orders it to be built"
        )
        yield Dropped(a, b, "Project", head, reason, f"project.head.{head}")


def _words(text: str, start: int, end: int) -> Iterator[Dropped]:
    """Words of fields and kinds of bodies, the longest at each place."""
    for last, (length, kind) in _automaton().iter_long(text[start:end]):
        a, b = start + last + 1 - length, start + last + 1
        reason = (
            "part of a longer word, or what some data are about"
            if kind == "Sector"
            else "a kind of body with no place in front, outside a list of responsible bodies"
        )
        yield Dropped(a, b, kind, text[a:b], reason)


@cache
def _automaton() -> Any:
    import ahocorasick

    machine = ahocorasick.Automaton()
    for kind, words in (("Organization", departments()), ("Sector", field_words())):
        for word in words:
            if len(word) > 1:
                machine.add_word(word, (len(word), kind))
    machine.make_automaton()
    return machine


def _numbers(text: str, start: int, end: int, taken: Sequence[Finding]) -> Iterator[Dropped]:
    stated = [f for f in taken if f.kind in ("Goal", "Observation")]
    for q in quantities(text, start, end):
        if not any(f.start <= q.start and q.end <= f.end for f in stated):
            reason = "a number, but the clause commits to no state and reports none here"
            yield Dropped(q.start, q.end, "Goal", text[q.start : q.end], reason)


def _duties(text: str, start: int, end: int, taken: Sequence[Finding]) -> Iterator[Dropped]:
    if any(f.kind == "RESPONSIBLE_FOR" for f in taken):
        return
    for match in _DUTY.finditer(text, start, end):
        reason = "no named body beside it, or no task, project or goal that it could be for"
        yield Dropped(match.start(), match.end(), "RESPONSIBLE_FOR", match[0], reason)
