"""The words that give bodies their roles, from ``roles.csv``: labels, tails of clauses, heads of columns."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows
from extract.plantext import Table


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
def tails() -> list[tuple[str, re.Pattern[str]]]:
    """Role and pattern of what stands behind the bodies (A、B负责)."""
    return [
        (r["role"], re.compile("(?:等(?:有关|相关|各|多)?(?:部门|单位)*)?(?:" + r["pattern"] + ")$"))
        for r in rows("roles.csv")
        if r["form"] == "tail"
    ]


_TASK_COLUMNS = (
    "具体任务",
    "具体措施",
    "具体举措",
    "工作任务",
    "任务内容",
    "主要任务",
    "重点任务",
    "工作内容",
    "工作举措",
    "主要举措",
    "重点举措",
    "主要措施",
    "工作措施",
    "工作事项",
    "重点工作",
    "主要内容",
    "任务分解",
    "任务名称",
    "目标任务",
    "改革任务",
    "任务",
    "举措",
    "措施",
    "事项",
    "内容",
    "工作",
)


def duty_columns(table: Table) -> tuple[int, list[tuple[int, str]]] | None:
    """The column that says what is to be done, and the columns with roles."""
    roles = []
    for index, title in enumerate(table.header):
        match = labels().match(re.sub(r"\s", "", title) + "：")
        if match and match.lastgroup:
            roles.append((index, match.lastgroup))
    if not any(role in ("lead", "responsible", "support") for _, role in roles):
        return None
    taken = {index for index, _ in roles}
    for word in _TASK_COLUMNS:
        for index in range(len(table.header) - 1, -1, -1):
            if index not in taken and word in table.header[index]:
                return index, roles
    return None
