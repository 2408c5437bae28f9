"""The pilot that a plan is about, by the plan's own title: 药品集中采购试点 of 药品集中采购试点工作方案."""

from __future__ import annotations

import re

from extract.mentions import EntityMention
from extract.plantext import PlanText

_TITLED = re.compile(
    r"试点(?=(?:工作|建设|示范)?(?:实施|总体|工作|推进|行动)?(?:方案|计划|办法|意见|细则|规划|的通知|的意见|的实施意见))"
)
#: Behind these words the name of what is tried begins.
_FRONT = re.compile(
    r"关于|印发|开展|做好|推进|推动|深化|实施|部署|加快|扩大|启动|组织开展|第[一二三四五六七八九十]批|[《“\n]"
)
_LEAST, _MOST = 5, 40


def own_pilot(plan: PlanText) -> EntityMention | None:
    """The Project that the title names, or None; its span is where the title names it."""
    span = plan.masthead.title_span
    if span is None:
        return None
    title = plan.text[span[0] : span[1]]
    end = next((m.end() for m in _TITLED.finditer(title)), -1)
    if end < 0:
        return None
    front = [m.end() for m in _FRONT.finditer(title, 0, end) if end - m.end() >= _LEAST]
    start = front[-1] if front else 0
    name = title[start:end]
    quoted = name.count("”") - name.count("“")
    if quoted > 0 and start and title[start - 1] == "“":
        start -= 1
        name = title[start:end]
    if not _LEAST <= len(name) <= _MOST:
        return None
    plain = re.sub("[“”\n]", "", name)
    return EntityMention(
        "Project", span[0] + start, span[0] + end, plain, (), (), {"kind": "pilot"}, "project.title.pilot", 0.85
    )
