"""Goals and observations in the rows of tables of undertakings and tasks: what the cells that describe a row's thing commit to.

建设内容: 新建泵站6座 is a goal of the row's project; 目前已建成管网300公里 reports. A column of times gives the goals their year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.coordination import states
from extract.indicator import pattern
from extract.mentions import EntityMention, SpanIndex
from extract.numbers import Quantity, quantities, unit_kind
from extract.plantext import Cell, PlanText
from extract.segment import CLAUSE_ENDS, sentences, split
from extract.tablerows import Columns, columns, is_heading, row_line
from extract.timeexpr import all_times
from extract.valued import Clause, State, Statement, ValueReader

#: Columns that describe what is built, done or reached.
_DESCRIBES = re.compile(
    "描述|简介|概况|介绍|说明|目标|指标|成果|成效|绩效|产出|效果|(?:建设|主要|任务|工作|项目|实施|具体|研究|重点|改革)(?:内容|任务|举措|措施|规模|进度|计划|安排|情况)|^(?:内容|规模|任务|举措|措施)"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_PLAIN_YEAR = re.compile(r"(?:^|[-—－~～至])\s*(20\d\d)(?=(?:[./-]\d{1,2})?\s*(?:$|[-—－~～至]))")
_TIMES = re.compile("时间|时限|期限|年限|周期|起止|节点|进度")
#: From here on a description reports what there is.
_NOW = re.compile("目前|当前|现有|现已|截至|已经?(?=[\u4e00-\u9fff])|基础(?:为|是)|现状")
#: From here on it says what is to come.
_TO_COME = re.compile("计划|拟|将|预计|力争|到20\\d\\d年|新建|新增|扩建|打造|建设|建成")
_LEADING = re.compile(
    "(?:其中|包括|包含|涵盖|含|且|并|共|总计|合计|主要|拟|计划|[（(]?[\\d一二三四五六七八九十]{1,2}[）)、.．])+[：:]?"
)
#: Money that is put in, where a thing lies, and sizes that tell it from others are no aims.
_NO_AIM = re.compile(
    "投资|资金|预算|费用|造价|总价|经费|贷款|注册资本|占地|路宽|宽度|路幅|红线|层高|车道|位于|距离|面向|年龄|以上学历|第.{1,3}(?:期|阶段)"
)


@dataclass(frozen=True, slots=True)
class RowStatement:
    """A statement and the mention of the thing in whose row it stands."""

    statement: Statement
    owner: EntityMention


def row_statements(plan: PlanText, things: SpanIndex, values: ValueReader) -> Iterator[RowStatement]:
    """Statements of all rows that have a thing (Project or Task) of their own."""
    for table in plan.tables:
        about = columns(table)
        if about is None:
            continue
        told = [i for i, title in enumerate(table.header) if _tells(i, title, about)]
        dated = [i for i, title in enumerate(table.header) if _TIMES.search(title) and i not in told]
        for row in table.rows:
            cell = row[about.thing]
            if not cell.text or cell.inherited or is_heading(row, about):
                continue
            owner = max(things.inside(cell.start, cell.end), key=lambda m: m.end - m.start, default=None)
            if owner is None:
                continue
            year = _year(plan, [row[i] for i in dated])
            for i in told:
                if row[i].text and not row[i].inherited:
                    own = _YEAR.search(table.header[i])
                    for statement in _cell(plan, row[i], owner, int(own[0]) if own else year, values):
                        statement.scope = row_line(plan, row) if statement.scope == (0, 0) else statement.scope
                        yield RowStatement(statement, owner)


def _tells(column: int, title: str, about: Columns) -> bool:
    """Whether a column describes the rows' things; the column of tasks describes itself."""
    if column == about.thing:
        return not about.kind
    taken = {i for i, _ in about.roles} | set(about.fields) | set(about.classes)
    return column not in taken and bool(_DESCRIBES.search(title)) and not _NO_AIM.search(title)


def _year(plan: PlanText, cells: list[Cell]) -> int | None:
    for cell in cells:
        years = [t.year for t in all_times(plan.text, cell.start, cell.end) if t.year] if cell.text else []
        years = years or [int(y) for y in _PLAIN_YEAR.findall(cell.text)]
        if years:
            return max(years)
    return None


def _cell(
    plan: PlanText, cell: Cell, owner: EntityMention, year: int | None, values: ValueReader
) -> Iterator[Statement]:
    text = plan.text
    for low, high in sentences(text, cell.start, cell.end):
        state = State(year=year, subject=owner.name if owner.label == "Project" else "")
        past = False
        for s, e in split(text, low, high, CLAUSE_ENDS):
            if _NOW.search(text, s, e):
                past = True
            elif _TO_COME.search(text, s, e):
                past = False
            for start, end in states(text, s, e):
                lead = _LEADING.match(text, start, end)
                begin = lead.end() if lead and lead.end() < end else start
                yield from _clause(text, begin, end, past, state, values)


def _clause(text: str, start: int, end: int, past: bool, state: State, values: ValueReader) -> Iterator[Statement]:
    body = text[start:end]
    if end - start < 4 or _NO_AIM.search(body) or pattern("rule").search(body):
        return
    found = [q for q in quantities(text, start, end) if _measures(text, start, q)]
    if not found:
        return
    times = [t.year for t in all_times(text, start, end) if t.year]
    own = State(year=None if past else (times[-1] if times else state.year), future=not past, subject=state.subject)
    if past:
        clause = Clause("Observation", "row.observation", 0.8, start, start, end)
    else:
        clause = Clause("Goal", "row.goal", 0.8, start, start, end)
    yield from (s for s in values.read(clause, found, own) if s.quantity is not None)


def _measures(text: str, start: int, q: Quantity) -> bool:
    """A number with a unit of things or measures; times and ranks tell nothing of what is reached."""
    before = text[max(start, q.start - 3) : q.start]
    kind = unit_kind(q.unit)
    if kind == "money" or (kind == "time" and q.unit[0] not in "千万亿"):
        return False
    if q.unit in ("类", "种") or text.startswith("维", q.end):
        return False  # 归集6类数据: how many kinds describes
    if text.count("（", start, q.start) > text.count("）", start, q.start):
        return False  # an aside
    return not re.search("(?<![当目])[前第对]$|在$", before)
