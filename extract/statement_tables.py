"""Tables of indicators: 指标 | 单位 | 2020年 | 2025年 | 属性, one goal or observation a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.indicator import Measured
from extract.numbers import Quantity, quantities
from extract.plantext import Cell, PlanText, Table
from extract.valued import Statement

_NAME = re.compile("指标|名称|项目")
_UNIT = re.compile("^(?:计量)?单位$")
_NATURE = re.compile("属性|性质|类型")
_YEAR = re.compile(r"((?:19|20)\d{2})")
_VALUE = re.compile(
    r"^(?P<bound>[≥>＞≤<＜]|约|>=|<=)?\s{0,9}(?P<number>-?\d[\d,]*(?:\.\d+)?)\s{0,9}(?P<unit>[^\d\s]{0,8}?)(?P<after>以上|以内|左右)?$"
)
_SIGNS = {"≥": ">=", ">=": ">=", ">": ">", "＞": ">", "≤": "<=", "<=": "<=", "<": "<", "＜": "<", "约": "~"}
_AFTERS = {"以上": ">=", "以内": "<=", "左右": "~"}
_IN_BRACKETS = re.compile(r"^(.+?)[（(]([^（）()]{1,12})[）)]$")


def table_statements(plan: PlanText, document_year: int | None) -> Iterator[Statement]:
    """Statements of all indicator tables of a plan."""
    for table in plan.tables:
        name = _column(table, _NAME)
        years = {i: int(m[1]) for i, text in enumerate(table.header) if (m := _YEAR.search(text))}
        if name is None or not years:
            continue
        unit, nature = _column(table, _UNIT), _column(table, _NATURE)
        for row in table.rows:
            for column, year in years.items():
                made = _statement(plan, row, name, unit, nature, column, year, table.header[column], document_year)
                if made is not None:
                    yield made


def _column(table: Table, wanted: re.Pattern[str]) -> int | None:
    return next((i for i, text in enumerate(table.header) if wanted.search(text) and not _YEAR.search(text)), None)


def _statement(
    plan: PlanText,
    row: list[Cell],
    name: int,
    unit: int | None,
    nature: int | None,
    column: int,
    year: int,
    header: str,
    document_year: int | None,
) -> Statement | None:
    cell = row[column]
    indicator = re.sub(r"^(?:其中[：:]?|\d+[.．、]\s*|[（(]\d+[）)])", "", row[name].text).strip()
    if not cell.text or cell.inherited or len(indicator) < 2:
        return None
    own_unit = row[unit].text if unit is not None else ""
    bracket = _IN_BRACKETS.match(indicator)
    if bracket and not own_unit:
        indicator, own_unit = bracket[1], bracket[2]
    quantity = _value(cell, own_unit)
    if quantity is None:
        return None
    past = bool(re.search("现状|基期|实际|完成", header)) or (document_year is not None and year < document_year)
    kind = row[nature].text if nature is not None else ""
    start, end = plan.line_at(cell.start).start, plan.line_at(cell.start).end
    return Statement(
        "Observation" if past else "Goal",
        start,
        end,
        plan.text[start:end],
        f"{year}年{indicator}{cell.text}{'' if quantity.unit in cell.text else quantity.unit}",
        Measured(indicator),
        quantity,
        year,
        "table.indicator",
        0.95,
        nature=kind if kind in ("约束性", "预期性") else "",
        scope=(start, end),
    )


def _value(cell: Cell, unit: str) -> Quantity | None:
    match = _VALUE.match(cell.text)
    if match:
        number = float(match["number"].replace(",", ""))
        value = int(number) if number == int(number) else number
        sign = _SIGNS.get(match["bound"] or "", "=")
        if match["after"]:
            sign = _AFTERS[match["after"]]
        return Quantity(cell.start, cell.end, cell.start, value, match["unit"] or unit, sign)
    return next(iter(quantities(cell.text)), None)
