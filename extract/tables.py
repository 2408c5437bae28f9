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
    "目标",
    "备注",
    "年",
)


def find_tables(plan: PlanText) -> None:
    """Fill ``plan.tables``."""
    run: list[Line] = []
    for line in plan.lines:
        if line.kind == "row":
            run.append(line)
        elif run:
            plan.tables.append(_table(plan, run))
            run = []
    if run:
        plan.tables.append(_table(plan, run))


def _table(plan: PlanText, lines: list[Line]) -> Table:
    rows = [_cells(plan.text, line) for line in lines]
    header: list[str] = []
    if _is_header([c.text for c in rows[0]]):
        header = [c.text for c in rows[0]]
    body: list[list[Cell]] = []
    width = len(header) or max(len(r) for r in rows)
    for row in rows[1 if header else 0 :]:
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
