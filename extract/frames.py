"""Lines and sentences that state nothing: labels (完成时限：…), notes in brackets, titles, captions of tables."""

from __future__ import annotations

import re

from extract.plantext import Line
from extract.roles import labels

#: Lines that say who, by when or where (完成时限：…), and notes in brackets (（A负责，6月底完成）).
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}[、.．])?[\u4e00-\u9fff]{0,8}(?:牵头|责任|配合|负责|参与|参加|协同|完成|实施|主办|协办|承办|联系|分管|包联|落实|推进)"
    r"[\u4e00-\u9fff]{0,6}(?:单位|部门|领导|人|人员|时限|时间|期限|主体|机构|节点|安排|处室|科室|进度|电话)\s*[：:]"
)
_NOTE = re.compile("负责|牵头|责任|配合|落实|完成|参与|办理|下同")
#: The title of a plan or notice on a line of its own.
_TITLE = re.compile(
    r"《?[^，。；：！？,;:!?|]{3,80}?(?:规划|计划|方案|纲要|意见|要点|措施|办法|规定|细则|条例|指南|通知|公告|通告|决定|建议|报告|清单|分工)》?"
    r"(?:[（(][^（）()]{1,30}[）)]){0,2}》?(?:的(?:通知|公告|通告|函))?$"
)
#: The label of an item's own term (完成时限：2023年6月底前).
_TERM = re.compile("(?:完成|办理|实施|推进|工作)?(?:时限|时间|期限|时间节点)(?:要求)?\\s*[：:]\\s*")
#: The caption of a table (2022年重点项目计划表).
_LISTING = re.compile("[^，。；：！？]{2,40}(?:表|清单|目录|台账|名单|一览|责任制)(?:[（(][^（）()]{1,20}[）)])?")


def is_frame(text: str, line: Line) -> bool:
    """Whether a line only labels (完成时限：…), or is a title or a caption."""
    return bool(
        _LABEL.match(text, line.start, line.end)
        or labels().match(text, line.start, line.end)
        or (line.kind == "para" and _LISTING.fullmatch(text, line.start, line.end))
        or (line.kind == "para" and line.section < 0 and _TITLE.fullmatch(text, line.start, line.end))
    )


def labelled_term(text: str, line: Line) -> int | None:
    """Where the term begins that a line gives by a label (完成时限：2023年6月底前), None for any other line."""
    match = _TERM.match(text, line.start, line.end)
    return match.end() if match else None


def is_note(text: str, start: int, end: int) -> bool:
    """Whether a sentence says who does something: by a label, or as a note in brackets (（A负责，6月底完成）)."""
    if labels().match(text, start, end):
        return True
    return text[start] in "（(〔【[" and text[end - 1] in "）)〕】]" and bool(_NOTE.search(text, start, end))
