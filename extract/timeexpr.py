"""Deadlines and points in time of plan prose: 到2025年, 2020年底前, “十四五”期间, 截至2017年底, 三年内."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = r"(?:19|20)\d{2}"
_CN_YEAR = "[二一][〇○零九][〇○零一二三四五六七八九]{2}"
#: The last year of each five-year plan.
FIVE_YEAR = {
    "九五": 2000,
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
    "十六五": 2035,
}
_PLAN = "|".join(sorted(FIVE_YEAR, key=len, reverse=True))
_PART = (
    r"(?:上半年|下半年|年?底|年?末|初(?!步|级|中|高|期|始|心|创)|[一二三四]季度|第[一二三四]季度"
    r"|(?:1[0-2]|0?[1-9])月(?:底|末|\d{1,2}日|上旬|中旬|下旬|份)?)?"
)
TIME = re.compile(
    rf"(?P<lead>力争|争取|确保|预计|计划|展望)?(?P<prep>截至|截止到?|到|至|自|从|在|于)?"
    rf"(?:(?P<y1>{_YEAR})(?:年(?:1[0-2]|0?[1-9])月(?:\d{{1,2}}日)?|年)?\s*(?:-|—|–|－|~|～|至|到)+\s*(?P<y2>{_YEAR})(?:年(?:1[0-2]|0?[1-9])月(?:\d{{1,2}}日)?|年)?"
    rf"|(?P<year>{_YEAR})年?(?P<part>{_PART})"
    rf"|(?P<cn>{_CN_YEAR})年(?P<cnpart>底|末|初(?!步|级|期|始))?"
    rf"|[“\"]?(?P<plan>{_PLAN})[”\"]?(?P<planpart>期间|时期|末期|末|期末|规划期末|以来)"
    rf"|(?P<span>(?:[一二两三四五六七八九十]{{1,4}}|\d{{1,2}})(?:(?:-|—|－|~|～|至|到)(?:[一二两三四五六七八九十]{{1,4}}|\d{{1,2}}))?(?:年|个?月)(?:左右)?)(?=(?:的?时间)?(?:内|之内|以内))"
    rf"|(?:经过|(?:用|通过|利用)(?=[^，。]{{1,8}}年(?:左右)?的?(?:时间|努力|奋斗)))(?P<after>(?:[一二两三四五六七八九十]{{1,4}}|\d{{1,2}})(?:(?:-|—|－|~|～|至|到)(?:[一二两三四五六七八九十]{{1,4}}|\d{{1,2}}))?年)(?:左右)?的?(?:时间|努力|奋斗)?(?:的?努力)?"
    rf"|(?P<bare>(?<![年\d每])(?:(?:今|本|当)年(?:度)?)?(?:年底|年末|(?P<baremonth>1[0-2]|[1-9])月(?:底|末|\d{{1,2}}日)?)(?=(?:之|以)?前))"
    rf"|(?P<mid>本世纪中叶|规划期末|规划期内|近期|远期))"
    rf"(?P<tail>年?(?:的?时间(?:之|以)?内|之前|以前|前|期间|内|之内|以内|时|左右的时间内|起|以来|之后|以后|开始|间)?)"
)
_YEAR_FORM = re.compile(rf"{_YEAR}(?:年|上半年|下半年|\s*[-—–－~～至到])")
_CN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """A time expression in ``text[start:end]``.

    ``year`` is the year meant (the last one of a range, None where the text names none); ``until`` tells
    that it sets a term (到…, …前, …内, a range); ``since`` that it opens one (自…, …起, …以来);
    ``strong`` that it names an end and not only a period (“十四五”时期); ``holds`` that it reaches the clauses after its own (到2025年, 经过5年努力; not 三年内); ``part`` is what follows the year (底, 6月).
    ``month`` tells that only a month or the end of the year is named (年底前: 12): the year is the document's own.
    """

    start: int
    end: int
    year: int | None
    until: bool
    since: bool
    part: str = ""
    holds: bool = True
    strong: bool = True
    month: int = 0


def all_times(text: str, start: int, end: int) -> list[TimeExpr]:
    """All time expressions in ``text[start:end]``."""
    return [e for m in TIME.finditer(text, start, end) if (e := _expr(text, m)) is not None]


def time_at(text: str, start: int, end: int) -> TimeExpr | None:
    """The time expression that begins exactly at ``start``, or None."""
    match = TIME.match(text, start, end)
    return _expr(text, match) if match else None


def _expr(text: str, match: re.Match[str]) -> TimeExpr | None:
    part = match["part"] or match["cnpart"] or match["planpart"] or ""
    if match["y2"]:
        year: int | None = int(match["y2"])
    elif match["year"]:
        follows = text[match.end("year") : match.end("year") + 1]
        if follows != "年" and not part.startswith(("上半年", "下半年", "年底", "年末")):
            return None
        year = int(match["year"])
    elif match["cn"]:
        year = int("".join(_CN_DIGITS[c] for c in match["cn"]))
    elif match["plan"]:
        year = FIVE_YEAR[match["plan"]]
    else:
        year = 2050 if match["mid"] == "本世纪中叶" else None
        if match["mid"] in ("近期", "远期") and match["prep"] != "到":
            return None
    prep, tail = match["prep"] or "", match["tail"] or ""
    since = prep in ("自", "从") or tail in ("起", "以来", "之后", "以后", "开始") or part == "以来"
    until = not since and (
        prep in ("到", "至")
        or match["lead"] == "展望"
        or "前" in tail
        or "内" in tail
        or bool(match["y2"] or match["mid"])
        or part in ("期间", "时期", "末")
        or part.endswith("期末")
        or bool(match["span"] or match["after"] or match["bare"])
    )
    month = int(match["baremonth"] or 12) if match["bare"] else 0
    holds = year is not None or bool(match["after"] or month)
    return TimeExpr(match.start(), match.end(), year, until, since, part, holds, part != "时期", month)


def document_year(date: str, number: str, title: str) -> int | None:
    """The year a document dates from: its date, else its 文号, else the first year in its title."""
    for source in (date[:4], number, title):
        match = re.search(_YEAR, source)
        if match:
            return int(match[0])
    return None
