"""What part a section plays in a plan: aims, state of affairs, guiding thought, safeguards, or orders."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows
from extract.plantext import PlanText, Section


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["id"], row["role"], re.compile(row["pattern"])) for row in rows("section_roles.csv"))


@cache
def title_role(title: str) -> str:
    """Role of a heading: goal, background, idea, safeguard, annex or operative.

    >>> title_role("发展目标")
    'goal'
    """
    for _, role, pattern in _patterns():
        if pattern.search(title):
            return role
    return "operative"


def section_role(plan: PlanText, section: Section | None) -> str:
    """Role of the passage under a section: the innermost heading that plays a part of its own decides.

    The text before the first heading is a preamble.
    """
    chain = plan.ancestors(section)
    if not chain:
        return "preamble"
    for ancestor in chain:
        if ancestor.kind == "box":
            return "operative"
        role = title_role(ancestor.title) if len(ancestor.title) <= 30 and "，" not in ancestor.title else "operative"
        if role == "background" and not _is_background(ancestor, chain):
            continue
        if ancestor.kind in ("lead", "dash") and role not in ("goal", "idea"):
            continue  # 经济发展取得新成效。 is an aim under aims, not a report
        if role != "operative":
            return role
    return "operative"


def _is_background(section: Section, chain: list[Section]) -> bool:
    """A title like 产业数字化进程加快 reports only under a heading that reports."""
    if not re.search("(?:丰富|雄厚|领先|加快|优势明显|突出)$", section.title):
        return True
    outer = chain[chain.index(section) + 1 :]
    return any(title_role(s.title) == "background" for s in outer)
