"""Where in its source a stretch of a plan's text stands: page 7; table 2, row 3."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter

from kg.model import DocumentText

_PART = re.compile(r"(page|table|row|column|paragraph|footnote|endnote|text box) (\d+)$")
_ZH = {
    "page": "第{}页 ", "table": "表{}", "row": "第{}行", "column": "第{}列", "paragraph": "第{}段", "footnote": "脚注{}",
    "endnote": "尾注{}", "text box": "文本框{}", "scan": "扫描件",
}  # fmt: skip


def place_of(record: DocumentText | None, start: int, end: int) -> str:
    """The place of ``text[start:end]`` as readers name it (``page 8, table 2, row 3``), empty if it is not known.

    A stretch that goes over several cells stands in what they have in common: their row, their table, their page.
    """
    if record is None or not record.places or not 0 <= start < end:
        return ""
    first, last = _at(record, start), _at(record, end - 1)
    common = []
    for part, other in zip(first, last, strict=False):
        if part != other:
            break
        common.append(part)
    return ", ".join(common or first)


def _at(record: DocumentText, offset: int) -> list[str]:
    position = bisect_right(record.places, offset, key=itemgetter(0)) - 1
    parts = record.places[position][1].split(", ") if position >= 0 else []
    return [part for part in parts if not part.startswith("box ")]


def in_chinese(place: str) -> str:
    """A place in Chinese: ``第8页 表2第3行``; parts that are not known stay as they are."""
    parts = []
    for part in place.split(", ") if place else []:
        known = _PART.match(part)
        parts.append(_ZH[known[1]].format(known[2]) if known else _ZH.get(part, part))
    return "".join(parts).strip()
