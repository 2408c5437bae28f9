"""Tables of indicators: 指标 | 单位 | 2020年 | 2025年 | 属性, one goal or observation a cell.

Columns of values say their year (2025年), or only that they are targets (目标值, 计划任务) or what there is (现状值): then the
target's year is what the line above or the heading names, if any (“十四五”: 2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.indicator import Measured
from extract.numbers import Quantity, quantities, unit_kind
from extract.plantext import Cell, PlanText, Table
from extract.timeexpr import FIVE_YEAR, all_times
from extract.valued import Statement

_NAME = re.compile("指标|名称|项目")
#: With a column of units these name what is measured too (任务 | 单位 | 目标值).
_DEED = re.compile("任务|内容|事项|类别")
_INDICATOR = re.compile("指标")
_UNIT = re.compile("^(?:计量)?单位$")
_NATURE = re.compile("属性|性质|类型")
_YEAR = re.compile(r"((?:19|20)\d{2})")
#: Words for a target before and at the end of a column's head (规划目标值, 目标任务, 计划任务, 其中：当年任务).
_TARGET = re.compile(
    "^(?:其中|规划|发展|预期|建设|考核|工作|最终|总体|期末|计划|目标|任务|整治|改造|年度|总|分|阶段性?|“?十[二三四五六]五”?|[：:])*"
    "(?:目标值?|规划[值数]|预期值|计划[值数]|指标值|任务[量数值]?|(?<=任务|计划|目标)(?:总?量))$"
)
#: A five-year plan, by which a head or caption names its last year.
_PLAN = re.compile(f'[“"]?({"|".join(sorted(FIVE_YEAR, key=len, reverse=True))})[”"]?')
_PRESENT = re.compile("现状|基期|基数|实际|完成(?:[值量数]|情况)?$")
#: Columns of money that is put in are no targets.
_MONEY = re.compile("投资|资金|经费|预算|补助")
_VALUE = re.compile(
    r"^[\[［【(（]?\s{0,9}(?P<bound>[≥>＞≤<＜]|约|>=|<=)?\s{0,9}(?P<number>-?\d[\d,]*(?:\.\d+)?)\s{0,9}(?P<unit>[^\d\s\]］】)）]{0,8}?)"
    r"(?P<after>以上|以内|以下|左右)?\s{0,9}[\]］】)）]?$"
)
_SIGNS = {"≥": ">=", ">=": ">=", ">": ">", "＞": ">", "≤": "<=", "<=": "<=", "<": "<", "＜": "<", "约": "~"}
_AFTERS = {"以上": ">=", "以内": "<=", "以下": "<=", "左右": "~"}
_IN_BRACKETS = re.compile(r"^(.+?)[（(]([^（）()]{1,12})[）)]$")


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a table of indicators: names, units, nature, and of values with year and whether they report."""

    name: int
    unit: int | None
    nature: int | None
    values: tuple[tuple[int, int | None, bool], ...]
    indicators: bool
    caption: tuple[int, int] = (0, 0)


def table_statements(plan: PlanText, document_year: int | None) -> Iterator[Statement]:
    """Statements of all indicator tables of a plan."""
    for table in plan.tables:
        layout = _layout(plan, table, document_year)
        if layout is None:
            continue
        for row in table.rows:
            for column, year, present in layout.values:
                if not layout.indicators and not _VALUE.match(row[column].text):
                    continue  # a plan of projects by year says what is done in it
                made = _statement(plan, row, layout, row[column], year, present)
                if made is not None:
                    yield made


def _layout(plan: PlanText, table: Table, document_year: int | None) -> _Layout | None:
    unit = _column(table, _UNIT)
    name = next((c for wanted in (_INDICATOR, _NAME) if (c := _column(table, wanted)) is not None), None)
    if name is None and unit is not None:
        name = _column(table, _DEED)
    if name is None:
        return None
    values: list[tuple[int, int | None, bool]] = []
    measures = unit is not None or bool(_INDICATOR.search(table.header[name]))
    for i, title in enumerate(table.header):
        year = _year_in(title)
        if year is not None and not _MONEY.search(title):
            past = document_year is not None and year < document_year
            values.append((i, year, past or bool(_PRESENT.search(title))))
        elif measures and i != name and (_TARGET.match(title) or _PRESENT.search(title)):
            present = bool(_PRESENT.search(title))
            values.append((i, None if present else _named_year(plan, table, document_year), present))
    if not values:
        return None
    return _Layout(
        name,
        unit,
        _column(table, _NATURE),
        tuple(values),
        bool(_INDICATOR.search(table.header[name])),
        _caption(plan, table),
    )


def _year_in(title: str) -> int | None:
    """The year that a column's head names; a five-year plan names its last."""
    year = _YEAR.search(title)
    if year:
        return int(year[1])
    named = _PLAN.search(title)
    return FIVE_YEAR[named[1]] if named and (_TARGET.match(title) or _PRESENT.search(title)) else None


def _caption(plan: PlanText, table: Table) -> tuple[int, int]:
    """The line above a table, if it is short enough for a caption."""
    above = plan.line_at(max(0, table.start - 1))
    return (above.start, above.end) if above.end - above.start <= 60 else (table.start, table.start)


def _column(table: Table, wanted: re.Pattern[str]) -> int | None:
    return next((i for i, text in enumerate(table.header) if wanted.search(text) and not _YEAR.search(text)), None)


def _named_year(plan: PlanText, table: Table, document_year: int | None) -> int | None:
    """The year that the line above a table or the heading over it names."""
    above = plan.line_at(max(0, table.start - 1))
    section = plan.section_at(table.start)
    spans = [(above.start, above.end)] + ([(section.title_start, section.title_end)] if section else [])
    for start, end in spans:
        stop = min(end, start + 60)
        years = [t.year for t in all_times(plan.text, start, stop) if t.year and t.part != "时期"]
        if years:
            return years[-1]
        named = _PLAN.search(plan.text, start, stop)
        if named and (document_year is None or FIVE_YEAR[named[1]] >= document_year):
            return FIVE_YEAR[named[1]]
    return None


def _statement(
    plan: PlanText, row: list[Cell], layout: _Layout, cell: Cell, year: int | None, present: bool
) -> Statement | None:
    indicator = re.sub(r"^(?:其中[：:]?|\d+[.．、]\s*|[（(]\d+[）)])", "", row[layout.name].text).strip()
    if not cell.text or cell.inherited or len(indicator) < 2:
        return None
    unit = row[layout.unit].text if layout.unit is not None else ""
    bracket = _IN_BRACKETS.match(indicator)
    if bracket and (not unit or row[layout.unit or 0].inherited):
        indicator, unit = bracket[1], bracket[2]
    quantity = _value(cell, unit)
    if quantity is None:
        return None
    kind = row[layout.nature].text if layout.nature is not None else ""
    line = plan.line_at(cell.start)
    return Statement(
        "Observation" if present else "Goal",
        line.start,
        line.end,
        plan.text[line.start : line.end],
        f"{f'{year}年' if year else ''}{indicator}{cell.text}{'' if quantity.unit in cell.text else quantity.unit}",
        Measured(indicator),
        quantity,
        year,
        "table.indicator",
        0.95,
        nature=kind if kind in ("约束性", "预期性") else "",
        scope=(line.start, line.end),
        about=layout.caption,
    )


def _value(cell: Cell, unit: str) -> Quantity | None:
    match = _VALUE.match(cell.text)
    if match and (not match["unit"] or unit_kind(match["unit"]) or match["unit"] == unit):
        number = float(match["number"].replace(",", ""))
        value = int(number) if number == int(number) else number
        sign = _SIGNS.get(match["bound"] or "", "=")
        if match["after"]:
            sign = _AFTERS[match["after"]]
        return Quantity(cell.start, cell.end, cell.start, value, match["unit"] or unit, sign)
    found = next(iter(quantities(cell.text)), None) or next(iter(quantities(cell.text + unit)), None)
    return replace(found, unit=found.unit or unit) if found else None
