"""The words that give bodies their roles, from ``roles.csv``: labels and tails of clauses."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows


@cache
def labels() -> re.Pattern[str]:
    """A label before a colon (牵头单位：); the group that matched is the role."""
    by_role: dict[str, list[str]] = {}
    for row in rows("roles.csv"):
        if row["form"] == "label":
            by_role.setdefault(row["role"], []).append(row["pattern"])
    parts = [f"(?P<{role}>{'|'.join(patterns)})" for role, patterns in by_role.items()]
    return re.compile(
        r"(?:^|(?<=[\s。；;，,（(〔【\[、]))(?:" + "|".join(parts) + r")\s*(?:[：:]|为(?=[\u4e00-\u9fff]))"
    )


@cache
def openers() -> re.Pattern[str]:
    """A label's words right before a body, without a colon (牵头单位省教育厅，配合单位省财政厅); the group is the role."""
    by_role: dict[str, list[str]] = {}
    for row in rows("roles.csv"):
        if row["form"] == "label" and row["role"] in ("lead", "responsible", "support") and "单位" in row["pattern"]:
            by_role.setdefault(row["role"], []).append(row["pattern"])
    return re.compile("|".join(f"(?P<{role}>{'|'.join(patterns)})" for role, patterns in by_role.items()))


@cache
def tails() -> list[tuple[str, re.Pattern[str]]]:
    """Role and pattern of what stands behind the bodies (A、B负责)."""
    return [
        (r["role"], re.compile("(?:等(?:有关|相关|各|多)?(?:部门|单位){0,3})?(?:" + r["pattern"] + ")$"))
        for r in rows("roles.csv")
        if r["form"] == "tail"
    ]
