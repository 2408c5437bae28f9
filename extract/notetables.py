"""Responsibility notes in tables: columns 牵头单位, 责任单位, 配合单位, 完成时限, and what a cell of a field says of its rows."""

from __future__ import annotations

import re

from extract.plantext import Cell, PlanText
from extract.roles import labels
from extract.sayings import Note, Sayings
from extract.tablerows import Columns, RowFinder, columns, is_heading, row_line

#: Where one body of a cell may end and the next begin: behind a company, before 省, at a blank.
_JOINED = re.compile(
    r"(?<=有限公司|责任公司|股份公司)(?=[\u4e00-\u9fff]{4})|(?<=[委厅局办])(?=省[^直级属内])|(?<=\S)\s+(?=\S)"
)
_BRANCH_END = re.compile(r"分公司$|分行$|分院$|分局$|分中心$|支行$|事业部$")


def row_notes(plan: PlanText, said: Sayings) -> list[Note]:
    """A note for each row of a table that names bodies, in the order of the text."""
    reader = _Rows(plan, said)
    found = []
    for table in plan.tables:
        about = columns(table)
        if about is not None:
            found += [note for row in table.rows if (note := reader.note(row, about)) is not None]
    return found


def of_row(note: Note, finder: RowFinder) -> bool:
    """A bracket in a row of undertakings is about the row's; one in a column of fields is about the field: dropped."""
    place = finder.at(note.start) if finder.rows else None
    if place is None:
        return True
    about, row, column = place
    if column in (*about.fields, *about.classes):
        return False
    if about.kind and row[about.thing].text:
        note.row = row[about.thing]
    return True


class _Rows:
    def __init__(self, plan: PlanText, said: Sayings) -> None:
        self.plan, self.text, self.said = plan, plan.text, said

    def note(self, row: list[Cell], about: Columns) -> Note | None:
        named = [i for i, role in about.roles if role not in ("deadline", "person")]
        merged = all(row[i].inherited or not row[i].text for i in named)
        cell = row[about.thing]
        if not cell.text or (cell.inherited and merged):
            return None
        if about.kind and is_heading(row, about):
            return None
        note = Note(cell.start, cell.end, row=cell)
        for i, role in about.roles:
            value = row[i]
            if not value.text or (
                value.inherited and not merged and (role == "support" or (role != "lead" and not about.kind))
            ):
                continue
            if role == "deadline":
                self.said.deadline(note, value.text)
            elif role == "person":
                continue
            elif labels().match(value.text):
                inner = self.said.labelled(value.start, value.end, value.start, value.end)
                note.parties += inner.parties if inner else []
            else:
                for a, b in self._lists(value):
                    self.said.value(note, role, a, a, b)
        self._of_field(note, row, about)
        line = row_line(self.plan, row)
        for party in note.parties:
            party.start, party.end = line
            if party.rule.startswith("role.label"):
                party.rule = party.rule.replace("role.label", "role.column")
        if {p.role for p in note.parties} == {"responsible"}:
            self.said.order(note)
        return note if note.parties else None

    def _of_field(self, note: Note, row: list[Cell], about: Columns) -> None:
        """智慧农业（牵头单位：A） in the column of fields: A leads each row of that field, whatever else the row says of A."""
        own = {(p.member.body.key, p.role) for p in note.parties}
        for i in (*about.fields, *about.classes):
            cell = row[i]
            label = labels().search(self.text, cell.start, cell.end) if cell.text else None
            if label is None or label.lastgroup != "lead":
                continue
            close = re.compile("[)）]").search(self.text, label.end(), cell.end)
            inner = self.said.labelled(cell.start, cell.end, label.start(), close.start() if close else cell.end)
            if inner is not None:
                note.parties += [p for p in inner.parties if (p.member.body.key, "lead") not in own]

    def _lists(self, cell: Cell) -> list[tuple[int, int]]:
        """The cell, or its lines (joined without a mark) if each of them is a body or a list of bodies."""
        cuts = [cell.start + m.start() for m in _JOINED.finditer(cell.text) if self._opens(cell.text[m.end() :])]
        if not cuts:
            return [(cell.start, cell.end)]
        parts = list(zip([cell.start, *cuts], [*cuts, cell.end], strict=True))
        return parts if all(self.said.all_bodies(a, b) for a, b in parts) else [(cell.start, cell.end)]

    def _opens(self, rest: str) -> bool:
        """Whether a new name begins here: with a place, and not of a branch of the body before."""
        name = re.split("[、，；,;]", rest.lstrip(), maxsplit=1)[0]
        place, _ = self.said.namer.leading_place(name)
        return not _BRANCH_END.search(name) and (place is not None or name[:1] == "省")
