"""Responsibility notes: what plans say about who leads, does and supports, and until when.

Four shapes are read: bracketed notes （A牵头，B、C按职责分工负责）, labelled ones （牵头单位：A；配合单位：B；完成时限：…) in brackets, on lines
of their own or at the end of a paragraph, bare lists of bodies in brackets at the end of a sentence, and columns of tables.
Said once for the whole plan: 列第一位者为牵头单位, 逗号前为牵头单位.
"""

from __future__ import annotations

import re

from extract.bodies import Namer
from extract.bodylists import members
from extract.notetables import of_row, row_notes
from extract.plantext import PlanText
from extract.roles import labels
from extract.sayings import Note, Party, Sayings
from extract.tablerows import RowFinder

_INNER = r"[^（()）〔〕【】\[\]\n]"
_BRACKET = re.compile(rf"[（(〔【\[]((?:{_INNER}|[（(〔\[]{_INNER}{{0,60}}[)）〕\]]){{2,700}}?)[)）〕】\]]")
_TRIGGER = re.compile("牵头|负责|责任|配合|单位|部门|落实|完成|主办|协办|承办|参与|会同|推进")
#: Who takes part in every task from here on, said once: 以下均需各市政府落实，不再列出.
_STANDING = re.compile(
    "以下(?:各项|各条|所有)?(?:任务|工作|举措|措施)?(?:均|都)(?:需要?|须|由|请)(?P<bodies>[^，。；（）\n]{2,60}?)(?:按职责)?(?:分工)?(?:抓好|做好|贯彻)?"
    "(?P<verb>落实|负责|参与|配合|参加|承担|推进)[，,]?不再(?:一一|逐一|逐项|逐条|重复|另行|分别|单独)?(?:列|说明|注明|标注)"
)


def find_notes(plan: PlanText, namer: Namer) -> list[Note]:
    """Every note of the plan, in text order, tables last."""
    reader = _Reader(plan, namer)
    reader.brackets()
    reader.lines()
    reader.notes.sort(key=lambda n: n.start)
    finder = RowFinder(plan)
    reader.notes = [n for n in reader.notes if of_row(n, finder)]
    reader.notes += row_notes(plan, reader.said)
    reader.standing()
    return reader.notes


class _Reader:
    def __init__(self, plan: PlanText, namer: Namer) -> None:
        self.plan, self.text, self.namer = plan, plan.text, namer
        self.said = Sayings(plan, namer)
        self.notes: list[Note] = []

    def standing(self) -> None:
        """以下均需A落实，不再列出: A is a party of every note from there on."""
        match = _STANDING.search(self.text)
        if match is None:
            return
        role = "support" if match["verb"] in ("参与", "配合", "参加") else "responsible"
        these, strange = members(self.text, *match.span("bodies"), self.namer)
        if strange > len(these):
            return
        for note in self.notes:
            if note.start <= match.start():
                continue
            named = {p.member.body.name for p in note.parties}
            note.parties += [
                Party(role, m, match.start(), match.end(), "role.standing") for m in these if m.body.name not in named
            ]

    # -- where notes stand ------------------------------------------------------------------------

    def brackets(self) -> None:
        for match in _BRACKET.finditer(self.text):
            a, b = match.span(1)
            inner = match[1]
            label = labels().search(inner)
            if label:
                note = self.said.labelled(match.start(), match.end(), a, b)
            elif _TRIGGER.search(inner) or "、" in inner or self._closes(match):
                note = self.said.sentences(match.start(), match.end(), a, b, self._closes(match))
            else:
                continue
            if note is not None:
                self.notes.append(note)

    def _closes(self, match: re.Match[str]) -> bool:
        """Whether the bracket stands at the end of a sentence or paragraph."""
        after = self.text[match.end() : match.end() + 1]
        return after in ("", "。", "；", "\n", ";") or self.text[match.start() - 1 : match.start()] in (
            "。",
            "；",
            "\n",
        )

    def lines(self) -> None:
        """责任单位：A、B on a line of its own or behind the last sentence of a paragraph."""
        taken = [(n.start, n.end) for n in self.notes]
        position = 0
        for line in self.plan.lines:
            if line.kind == "row":
                continue
            piece = self.text[line.start : line.end]
            if "：" not in piece and ":" not in piece:
                continue
            while position < len(taken) and taken[position][1] <= line.start:
                position += 1
            holes = [t for t in taken[position : position + 40] if t[0] < line.end]
            for label in labels().finditer(self.text, line.start, line.end):
                begin = label.start()
                if any(a <= begin < b for a, b in holes) or not self._own_place(line.start, begin):
                    continue
                if label.lastgroup == "deadline":
                    self._deadline_line(begin, line.end, label.end())
                    break
                if label.lastgroup == "person":
                    continue
                end = next((a for a, _ in holes if a > begin), line.end)
                note = self.said.labelled(begin, end, begin, end)
                if note is not None:
                    self._add_line(note)
                break

    def _own_place(self, start: int, at: int) -> bool:
        """A label counts at the head of a line or after a full stop, not inside a sentence."""
        before = self.text[start:at].rstrip(" ")
        return not before or before[-1] in "。；;）)】" or len(before) <= 4

    def _add_line(self, note: Note) -> None:
        """牵头部门：, 参与部门： and 完成时限： on lines one after the other are one note."""
        last = self.notes[-1] if self.notes and self.notes[-1].end <= note.start else None
        if (
            last is not None
            and last.labelled
            and not self.text[last.end : note.start].strip()
            and not {p.role for p in last.parties} & {p.role for p in note.parties}
        ):
            last.parties += note.parties
            last.end = note.end
            last.deadline, last.year = last.deadline or note.deadline, last.year or note.year
        else:
            self.notes.append(note)

    def _deadline_line(self, start: int, end: int, value: int) -> None:
        """完成时限：… on a line of its own belongs to the note on the line before."""
        last = self.notes[-1] if self.notes else None
        if last is not None and last.labelled and last.end <= start and not self.text[last.end : start].strip():
            self.said.deadline(last, self.text[value:end])
            last.end = end
