"""What the rows of a table are about: the column that names a row's thing, columns of bodies with their roles, the field.

A table of undertakings (项目名称, 数据集名称, or 项目 beside columns of bodies or money) has a Project in each row, a table
of duties a Task. A column like 领域 says the field of the rows; who leads the field (in brackets there) leads its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.mentions import EntityMention, RelationMention, index
from extract.orders import front_length, orders, trim
from extract.plantext import Cell, PlanText, Table
from extract.projectheads import heads
from extract.roles import labels

#: Kind of the undertakings that a header names, by the word in it.
_KINDS = {
    "项目": "engineering",
    "工程": "engineering",
    "专项": "engineering",
    "课题": "engineering",
    "行动": "action",
    "计划": "action",
    "试点": "pilot",
    "平台": "platform",
    "系统": "platform",
    "应用": "platform",
    "模型": "platform",
    "数据": "platform",
    "语料": "platform",
    "基地": "facility",
    "载体": "facility",
    "中心": "facility",
    "实验室": "facility",
    "园区": "zone",
}
_UNDERTAKING = re.compile(rf"(?:{'|'.join(_KINDS)})(?:[集库])?(?:[（(][^（()）]*[)）])?名称$|^(?:项目|工程|课题)名$")
#: 项目 alone names undertakings only beside columns of bodies or of building.
_BARE = re.compile(r"^(?:重点|重大|主要|建设|拟建|具体|支撑|示范|试点|标志性)*(?:项目|工程)(?:[（(][^（()）]*[)）])?$")
_BUILDING = re.compile(r"投资|建设(?:内容|规模|地点|性质|周期|起止|期限|年限|目标)|项目(?:内容|概况|简介)")
#: 任务名称 and the like name what is to be done; 名称 of bodies, places or measures name nothing that is.
_NAMED = re.compile(r"^(?:名称|(?:[\u4e00-\u9fff]{0,4})(?:任务|事项|工作|举措|措施|改革)名称)$")
_NO_THING = re.compile(r"序号|编号|领域|类别|类型|分类|行业|备注")
_FIELD = re.compile(
    r"^(?:所属|重点|应用|产业|主要|涉及)?(?:领域|行业|行业领域|产业领域|领域[（(]?行业[)）]?)(?:名称|类别)?$"
)
_CLASS = re.compile(r"^(?:所属|项目)?(?:类别|分类)$")
_UNDERTAKES = re.compile(
    r"(?:(?:项目|工程)?(?:建设|承担|承建|申报|投资|运营|业主|申请|法人)(?:运营|实施)?(?:单位|主体|机构|企业|方|法人)"
    r"|项目(?:单位|主体|业主|法人)|业主)(?:名称)?(?:[（(][^（()）]*[)）])?"
)
_ANSWERS = re.compile(r"^(?:主管|归口)(?:管理)?(?:单位|部门)$")
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
    "改革举措",
    "创新举措",
    "政策举措",
    "改革事项",
    "推广事项",
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
_TOTAL = re.compile(
    r"^(?:合计|总计|小计|共计|其中|总投资)|类(?:共)?\d+[个项]$|[（(](?:共|计)?\d+[个项][^（()）]{0,4}[)）]$"
)
_GROUP = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_NOTE = re.compile(r"[（(〔【\[](?=[^（()）]{0,12}(?:单位|部门|牵头|负责|责任|配合))[^（()）〔〕【】\[\]]*[)）〕】\]]$")
_QUOTED = re.compile(r"^[“\"「《]([^”\"」》“「《]+)[”\"」》]$")
_NO_FIELD = re.compile(
    "组织|领导|保障|目标|体系|机制|能力|任务|其他|其它|综合|合计|工作|项目|工程|建设|措施|支撑|环境|类$|方面$|制度|责任"
)
_LONGEST_NAME = 60
_LONGEST_FIELD = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Of a table: the column of each row's ``thing``; ``kind`` of the undertakings ('' for tasks), with ``bare`` only
    of cells that do not order; ``roles`` by column; columns of ``fields``, and of classes that may be fields."""

    thing: int
    kind: str
    bare: bool
    roles: tuple[tuple[int, str], ...]
    fields: tuple[int, ...]
    classes: tuple[int, ...]


def columns(table: Table) -> Columns | None:
    """What the columns of a table are, by its header; None if none of them names a thing or a body."""
    titles = [re.sub(r"\s", "", title) for title in table.header]
    kind, thing = "", -1
    thing = next((i for i, t in enumerate(titles) if _UNDERTAKING.search(t)), -1)
    if thing >= 0:
        kind = next(_KINDS[w] for w in _KINDS if w in titles[thing])
    roles = [(i, role) for i, t in enumerate(titles) if i != thing and (role := _role(t, bool(kind)))]
    bodies = any(role not in ("deadline", "person") for _, role in roles)
    bare = False
    if thing < 0:
        taken = {i for i, _ in roles}
        thing = next((i for i, t in enumerate(titles) if _NAMED.match(t)), -1)
        if thing < 0 and not any("任务" in t for t in titles):
            thing = next((i for i, t in enumerate(titles) if _BARE.match(t)), -1)
            bare = thing >= 0 and (bodies or any(_BUILDING.search(t) for t in titles))
            thing = thing if bare else -1
        if bare:
            kind = "engineering"
            roles = [(i, role) for i, t in enumerate(titles) if i != thing and (role := _role(t, True))]
        elif thing < 0:
            thing = _task_column(titles, taken)
    if thing < 0 or not (kind or bodies):
        return None
    fields = tuple(i for i, t in enumerate(titles) if i != thing and _FIELD.match(t))
    classes = tuple(i for i, t in enumerate(titles) if i != thing and _CLASS.match(t))
    return Columns(thing, kind, bare, tuple(roles), fields, classes)


def _task_column(titles: list[str], taken: set[int]) -> int:
    for word in _TASK_COLUMNS:
        for i in range(len(titles) - 1, -1, -1):
            if i not in taken and word in titles[i] and not _NO_THING.search(titles[i]):
                return i
    return -1


def _role(title: str, undertakings: bool) -> str:
    """The role of the bodies in a column; only undertakings are undertaken, what is ordered has who is responsible."""
    if _UNDERTAKES.fullmatch(title):
        return "undertake" if undertakings else "responsible"
    if _ANSWERS.match(title):
        return "responsible"
    match = labels().match(title + "：")
    return (match.lastgroup or "") if match else ""


def is_project(cell: Cell, about: Columns) -> bool:
    """Whether the thing in this cell of a row is a Project."""
    return bool(about.kind) and not (about.bare and orders(cell.text))


def row_line(plan: PlanText, row: list[Cell]) -> tuple[int, int]:
    """The span of the row in the text, for evidence."""
    own = next((c for c in row if c.text and not c.inherited), row[0])
    line = plan.line_at(own.start)
    return line.start, line.end


def is_heading(row: list[Cell], about: Columns) -> bool:
    """Whether a row only sums others up (合计) or heads them (一、交通类)."""
    text = row[about.thing].text
    own = sum(bool(c.text) and not c.inherited for c in row)
    return bool(_TOTAL.search(text)) or (bool(_GROUP.match(text)) and own <= 2)


def name_span(text: str, cell: Cell) -> tuple[int, int] | None:
    """The name in a cell of undertakings: without number, quotes around it and a note behind it; None if it is no name."""
    note = _NOTE.search(cell.text)
    end = cell.start + note.start() if note else cell.end
    start, end = trim(text, cell.start + front_length(cell.text), end)
    quoted = _QUOTED.match(text[start:end])
    if quoted:
        start, end = start + quoted.start(1), start + quoted.end(1)
    name = text[start:end]
    if not 2 <= end - start <= _LONGEST_NAME or re.search(r"[。；;]|^[\d\W]+$", name):
        return None
    return start, end


def projects(plan: PlanText) -> Iterator[tuple[EntityMention, Cell]]:
    """The undertakings of tables of them, with the cell each stands in."""
    for table in plan.tables:
        about = columns(table)
        if about is None or not about.kind:
            continue
        for row in table.rows:
            cell = row[about.thing]
            span = name_span(plan.text, cell) if cell.text and not cell.inherited else None
            if span is None or not is_project(cell, about) or is_heading(row, about):
                continue
            name = plan.text[span[0] : span[1]]
            kind = _kind(name, about.kind)
            yield EntityMention("Project", *span, name, (), (), {"kind": kind}, "project.table", 0.93), cell


def _kind(name: str, other: str) -> str:
    base = re.sub(r"(?:[（(][^（()）]*[)）])+$", "", name)
    head = max((h for h in heads() if base.endswith(h)), key=len, default="")
    return heads()[head].kind if head and head not in ("项目", "工程") else other


def with_projects(plan: PlanText, found: list[EntityMention]) -> tuple[list[EntityMention], list[EntityMention]]:
    """``found`` without what tables of undertakings name more exactly, and the undertakings of these tables."""
    own = list(projects(plan))
    cells = [(cell.start, cell.end) for _, cell in own]
    if not cells:
        return found, []
    inside = set()
    position = 0
    for m in sorted(found, key=lambda m: m.start):
        while position < len(cells) and cells[position][1] <= m.start:
            position += 1
        if position < len(cells) and m.start < cells[position][1] and m.end > cells[position][0]:
            inside.add(id(m))
    kept = [m for m in found if id(m) not in inside or m.rule == "user.lexicon"]
    users = {(m.start, m.end) for m in kept if m.rule == "user.lexicon"}
    return kept, [m for m, _ in own if (m.start, m.end) not in users]


def fields(plan: PlanText) -> Iterator[tuple[int, int]]:
    """Spans of fields that a column for them names."""
    for table in plan.tables:
        about = columns(table)
        if about is None:
            continue
        for row in table.rows:
            for i in about.fields:
                if row[i].text and not row[i].inherited:
                    yield from _field_spans(plan.text, row[i])


def _field_spans(text: str, cell: Cell) -> Iterator[tuple[int, int]]:
    bracket = re.search(r"[（(〔【\[]", cell.text)
    end = cell.start + bracket.start() if bracket else cell.end
    at = cell.start + front_length(cell.text[: end - cell.start])
    for piece in re.finditer(r"[^、，,；;/\s]+", text[at:end]):
        if 2 <= len(piece[0]) <= _LONGEST_FIELD and not _NO_FIELD.search(piece[0]) and not orders(piece[0]):
            yield at + piece.start(), at + piece.end()


def field_edges(doc: Any, plan: PlanText) -> Iterator[RelationMention]:
    """Each row's thing is in the fields that its row names."""
    things = index(doc, "Project", "Task")
    sectors = index(doc, "Sector")
    if not sectors.mentions:
        return
    for table in plan.tables:
        about = columns(table)
        if about is None or not (about.fields or about.classes):
            continue
        for row in table.rows:
            cell = row[about.thing]
            named = things.inside(cell.start, cell.end) if cell.text and not cell.inherited else []
            thing = max(named, key=lambda m: m.end - m.start, default=None)
            if thing is None or (thing.label == "Project" and (thing.end - thing.start) * 10 < len(cell.text) * 6):
                continue
            for i in (*about.fields, *about.classes):
                spans = list(_field_spans(plan.text, row[i])) if row[i].text else []
                for sector in sectors.inside(row[i].start, row[i].end):
                    if (sector.start, sector.end) in spans:
                        yield RelationMention(
                            "IN_SECTOR", thing, sector, *row_line(plan, row), {}, "sector.column", 0.93
                        )


class RowFinder:
    """Finds the row and column of an offset in tables that say what their columns are."""

    def __init__(self, plan: PlanText) -> None:
        self.plan = plan
        self.rows: dict[int, tuple[Columns, list[Cell]]] = {}
        for table in plan.tables:
            about = columns(table)
            if about is not None:
                self.rows |= {row_line(plan, row)[0]: (about, row) for row in table.rows}

    def at(self, offset: int) -> tuple[Columns, list[Cell], int] | None:
        """What the columns are, the row, and the index of the cell; None outside cells of the row's own."""
        about, row = self.rows.get(self.plan.line_at(offset).start, (None, []))
        for i, cell in enumerate(row):
            if about is not None and not cell.inherited and cell.start <= offset < cell.end:
                return about, row, i
        return None
