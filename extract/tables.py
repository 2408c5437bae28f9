"""Tables: runs of tab-separated rows, their header (repeated ones folded) and merged cells."""

from __future__ import annotations

from extract.plantext import Cell, Line, PlanText, Table

_HEAD_WORDS = (
    "序号",
    "指标",
    "名称",
    "单位",
    "责任",
    "牵头",
    "配合",
    "任务",
    "内容",
    "时限",
    "时间",
    "属性",
    "领域",
    "类别",
    "项目",
    "事项",
    "措施",
    "举措",
    "部门",
    "范围",
    "目标",
    "备注",
    "年",
)


#: A line between rows that is no longer than this, and no sentence, is the name of a group of rows.
_GROUP_LINE = 40


def find_tables(plan: PlanText) -> None:
    """Fill ``plan.tables``. Rows behind the name of a group (一、人才方面（共5项）) keep the header of the rows before it."""
    run: list[Line] = []
    above: list[str] = []
    for line in plan.lines:
        if line.kind == "row":
            run.append(line)
            continue
        if run:
            plan.tables.append(_table(plan, run, above))
            above = plan.tables[-1].header
            run = []
        elif above:
            above = []  # two lines that are no rows: another table
        if line.end - line.start > _GROUP_LINE or "。" in plan.text[line.start : line.end]:
            above = []
    if run:
        plan.tables.append(_table(plan, run, above))


def _table(plan: PlanText, lines: list[Line], above: list[str]) -> Table:
    rows = [_cells(plan.text, line) for line in lines]
    header: list[str] = []
    first = 0
    if _is_header([c.text for c in rows[0]]):
        header, first = [c.text for c in rows[0]], 1
    elif above and len(rows[0]) == len(above):
        header = above
    body: list[list[Cell]] = []
    width = len(header) or max(len(r) for r in rows)
    for row in rows[first:]:
        texts = [c.text for c in row]
        if header and texts == header:
            continue
        row = row[:width] + [Cell(row[-1].end, row[-1].end, "")] * (width - len(row))
        body.append(
            [c if c.start in plan.blanks else _inherit(c, body[-1][i] if body else None) for i, c in enumerate(row)]
        )
    return Table(lines[0].start, lines[-1].end, header, body)


def _inherit(cell: Cell, above: Cell | None) -> Cell:
    if cell.text or above is None or not above.text:
        return cell
    return Cell(above.start, above.end, above.text, inherited=True)


def _cells(text: str, line: Line) -> list[Cell]:
    cells = []
    start = line.start
    for piece in text[line.start : line.end].split("\t"):
        lead = len(piece) - len(piece.lstrip())
        cells.append(Cell(start + lead, start + len(piece.rstrip()) if piece.strip() else start + lead, piece.strip()))
        start += len(piece) + 1
    return cells


def _is_header(texts: list[str]) -> bool:
    hits = sum(any(word in text for word in _HEAD_WORDS) for text in texts)
    return hits * 2 >= len(texts) and all(len(text) <= 16 for text in texts)
