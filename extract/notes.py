"""Responsibility notes: what plans say about who leads, does and supports, and until when.

Four shapes are read: bracketed notes （A牵头，B、C按职责分工负责）, labelled ones （牵头单位：A；配合单位：B；完成时限：…) in brackets, on lines
of their own or at the end of a paragraph, bare lists of bodies in brackets at the end of a sentence, and columns of tables.
Said once for the whole plan: 列第一位者为牵头单位, 逗号前为牵头单位.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.bodies import Namer
from extract.bodylists import Member, members
from extract.mentions import EntityMention
from extract.plantext import Cell, PlanText
from extract.roles import labels, openers, tails
from extract.tablerows import Columns, RowFinder, columns, is_heading, row_line

_INNER = r"[^（()）〔〕【】\[\]\n]"
_BRACKET = re.compile(rf"[（(〔【\[]((?:{_INNER}|[（(〔\[]{_INNER}{{0,60}}[)）〕\]]){{2,700}}?)[)）〕】\]]")
_WITH = re.compile(r"(?:并|及|再)?(?:会同|联合|商(?!务)|协同)")
_VERBS = re.compile(
    r"(?:(?:研究|组织|共同|具体|尽快|抓紧){0,5}(?:制定|提出|出台|开展|建立|编制|研究|推动|组织|完善|指导|办理|统筹)(?:落实|实施|负责|相关工作){0,3})$"
)
_TRIGGER = re.compile("牵头|负责|责任|配合|单位|部门|落实|完成|主办|协办|承办|参与|会同|推进")
#: Where one body of a cell may end and the next begin: behind a company, before 省, at a blank.
_JOINED = re.compile(
    r"(?<=有限公司|责任公司|股份公司)(?=[\u4e00-\u9fff]{4})|(?<=[委厅局办])(?=省[^直级属内])|(?<=\S)\s+(?=\S)"
)
_BRANCH_END = re.compile(r"分公司$|分行$|分院$|分局$|分中心$|支行$|事业部$")
_STOP = re.compile(r"[。；;\n]")
_FIRST_LEADS = re.compile(
    r"(?:(?:列|排|位|名列|排名|排序|居)(?:在|于|列)?(?:第一|首)(?:位|个|名)?|第一(?:个|位|责任)|首(?:位|个))(?:的|者|为|序|单位|部门|责任)*[^，。；\n]{0,6}?(?:为|是)?(?:牵头|主办|主要责任|主责)"
)
_OTHERS_SUPPORT = re.compile(
    r"(?:其他|其它|其余|后续|之后)(?:的|单位|部门|各)*[^，。；\n]{0,4}为?(?:配合|协办|参与|协助)"
)
_COMMA_LEADS = re.compile(r"逗号(?:之|以)?前[^，。；\n]{0,10}(?:牵头|主办|主要责任)")
_DATE = re.compile(
    r"^(?:[到至于]|计划|预计|拟|力争)?(?:(?:20\d\d年)|今年|明年|每年|年底|\d{1,2}月|“?十.五”?|持续|长期|常态|适时|近期|远期|分年度|全年|按年度|立即|即时|已|规划期)[^、]{0,30}$"
)
_YEAR = re.compile(r"(20\d\d)年?")
#: A deadline in the plan's own year: 6月底, 年底前.
_OF_THE_YEAR = re.compile(r"(?:今年|[到至于])?(?:\d{1,2}月|年[底末内]|上半年|下半年|第?[一二三四]季度)")
_JOINT = re.compile(
    r"(?<!委员)(?:(牵头|主办)(?:负责)?[，,]?)?(会同|(?<=[委厅部局办])商(?!务)(?=[省市国有相]|[\u4e00-\u9fff]{2,6}[部委厅局])|联合(?=[省市区县国中]|有关|相关|各))"
)
_AHEAD = re.compile(
    r"(牵头|主办)(?:负责|组织|落实|推进|实施)?(?=[，,、]?(?:[省市县区国各有]|[\u4e00-\u9fff]{2,8}(?:部|委|厅|局)))"
)
_ORDER = re.compile(
    "下同|(?:位|名|列|序|首|一|者|前|后|其他|其余)[^，。；]{0,8}为(?:牵头|主办|配合|主要责任|协办)|逗号|以下(?:均|都|各|任务|简称|工作)|不再(?:一一|逐一|重复)?(?:列|说明)"
)

#: Who takes part in every task from here on, said once: 以下均需各市政府落实，不再列出.
_STANDING = re.compile(
    "以下(?:各项|各条|所有)?(?:任务|工作|举措|措施)?(?:均|都)(?:需要?|须|由|请)(?P<bodies>[^，。；（）\n]{2,60}?)(?:按职责)?(?:分工)?(?:抓好|做好|贯彻)?"
    "(?P<verb>落实|负责|参与|配合|参加|承担|推进)[，,]?不再(?:一一|逐一|逐项|逐条|重复|另行|分别|单独)?(?:列|说明|注明|标注)"
)


@dataclass(slots=True)
class Party:
    """A body in a note, its role, and the clause that says so (``start``/``end``)."""

    role: str
    member: Member
    start: int
    end: int
    rule: str
    mention: EntityMention | None = None


@dataclass(slots=True)
class Note:
    """A responsibility note; ``start``/``end`` include its brackets. ``row`` is the task cell of a table's row."""

    start: int
    end: int
    parties: list[Party] = field(default_factory=list)
    deadline: str = ""
    year: int = 0
    row: Cell | None = None
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the plan says about the order of bodies, each from an offset on (-1: nowhere)."""

    first_leads: int = -1
    others: str = "responsible"
    comma_leads: int = -1


def find_notes(plan: PlanText, namer: Namer) -> list[Note]:
    """Every note of the plan, in text order, tables last."""
    reader = _Reader(plan, namer)
    reader.brackets()
    reader.lines()
    reader.notes.sort(key=lambda n: n.start)
    reader.tables()
    reader.standing()
    return reader.notes


class _Reader:
    def __init__(self, plan: PlanText, namer: Namer) -> None:
        self.plan, self.text, self.namer = plan, plan.text, namer
        self.notes: list[Note] = []
        self.meaning = _meaning(plan.text)
        years = list(_YEAR.finditer(plan.masthead.title))
        self.plan_year = years[0] if len(years) == 1 else None  # of a plan for one year

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
                note = self._labelled(match.start(), match.end(), a, b)
            elif _TRIGGER.search(inner) or "、" in inner or self._closes(match):
                note = self._sentences(match.start(), match.end(), a, b, self._closes(match))
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
                note = self._labelled(begin, end, begin, end)
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
            self._deadline(last, self.text[value:end])
            last.end = end

    # -- what they say ----------------------------------------------------------------------------

    def _labelled(self, start: int, end: int, a: int, b: int) -> Note | None:
        note = Note(start, end, labelled=True)
        found = list(labels().finditer(self.text, a, b))
        if found and found[0].lastgroup in ("deadline", "person") and found[0].start() > a + 2:
            listed = self._sentences(start, end, a, self._rstrip(a, found[0].start()), True)
            note.parties += listed.parties if listed else []  # （A、B；完成时限：…）
        for position, label in enumerate(found):
            stop = found[position + 1].start() if position + 1 < len(found) else b
            value = label.end()
            stop = self._rstrip(value, stop)
            role = label.lastgroup or ""
            if role == "deadline":
                self._deadline(note, self.text[value:stop])
            elif role in ("lead", "responsible", "support") and stop > value:
                self._value(note, role, label.start(), value, stop)
        roles = {p.role for p in note.parties}
        if roles == {"responsible"}:
            self._order(note)
        return note if note.parties else None

    def _value(self, note: Note, role: str, start: int, a: int, b: int) -> None:
        """The bodies after a label: a list, or clauses with roles of their own (A牵头，B配合)."""
        for cut in reversed(list(_STOP.finditer(self.text, a, b))):
            last = cut.end()
            if self._has_tail(last, b) and not _ORDER.search(self.text, last, b):
                break
            if cut[0] in "；;" and self._all_bodies(last, b):
                break
            b = self._rstrip(a, cut.start())
        clauses = self._clauses(a, b)
        if any(self._tail(x, y)[0] or _JOINT.search(self.text, x, y) for x, y in clauses):
            self._spoken(note, clauses, a, b, default=role, start=start)
            return
        if clauses and openers().match(self.text, *clauses[0]):
            for x, y in clauses:
                said = openers().match(self.text, x, y)
                role = (said.lastgroup or role) if said else role
                self._members(note, role, said.end() if said else x, y, (start, b), f"role.label.{role}")
            return
        comma = role == "responsible" and self.meaning.comma_leads >= 0 and len(clauses) > 1
        for position, (x, y) in enumerate(clauses):
            if _DATE.match(self.text[x:y]):
                self._deadline(note, self.text[x:y])
                continue
            own = ("lead" if position == 0 else "support") if comma else role
            self._members(note, own, x, y, (start, b), f"role.label.{role}")

    def _all_bodies(self, a: int, b: int) -> bool:
        """Whether a stretch is a list of bodies and nothing else."""
        clauses = self._clauses(a, b)
        read = [members(self.text, *c, self.namer) for c in clauses]
        return bool(read) and all(these and not strange for these, strange in read)

    def _has_tail(self, a: int, b: int) -> bool:
        return any(self._tail(x, y)[0] for x, y in self._clauses(a, b))

    def _sentences(self, start: int, end: int, a: int, b: int, closes: bool) -> Note | None:
        """A note in words: A牵头，B、C按职责分工负责；… or a bare list of bodies."""
        note = Note(start, end)
        explicit = False
        for x, y in _split(self.text, a, b, "。；;"):
            clauses = self._clauses(x, y)
            if not clauses:
                continue
            if any(self._tail(*c)[0] for c in clauses) or any(_JOINT.search(self.text, *c) for c in clauses):
                explicit = self._spoken(note, clauses, x, y) or explicit
            elif all(_DATE.match(self.text[p:q]) for p, q in clauses):
                self._deadline(note, self.text[x:y])
            elif closes:
                dates = [c for c in clauses if _DATE.match(self.text[slice(*c)])]
                self._bare(note, [c for c in clauses if c not in dates], x, y)
                for p, q in dates if note.parties else ():
                    self._deadline(note, self.text[p:q])
        if not note.parties:
            return None
        if {p.role for p in note.parties} == {"responsible"}:
            self._order(note)
        return note

    def _spoken(
        self, note: Note, clauses: list[tuple[int, int]], a: int, b: int, default: str = "", start: int = -1
    ) -> bool:
        """Clauses with roles; one without takes the role of the next, after a leader the rest supports."""
        waiting: list[tuple[int, int]] = []
        span = (a if start < 0 else start, b)
        before = len(note.parties)
        for x, y in clauses:
            if _DATE.match(self.text[x:y]):
                self._deadline(note, self.text[x:y])
                continue
            role, stop = self._tail(x, y)
            joined = _WITH.match(self.text, x, y)
            if joined and len(note.parties) > before:
                self._members(
                    note, role or "support", joined.end(), self._verbless(joined.end(), stop), span, "role.joint"
                )
                continue
            if not role and not _JOINT.search(self.text, x, y) and not _AHEAD.search(self.text, x, y):
                waiting.append((x, y))
                continue
            main = role or default or "responsible"
            first = main if main != "support" or len(note.parties) > before else default or "responsible"
            for p, q in waiting:  # 责任单位：A，B配合: A does it
                self._members(note, first, p, q, span, f"role.tail.{first}")
            waiting = []
            self._clause(note, x, stop, main, bool(role or default), span)
        rest = (
            default if default and default != "lead" else ("support" if len(note.parties) > before else "responsible")
        )
        for p, q in waiting:
            self._members(note, rest, p, q, span, "role.rest")
        return len(note.parties) > before

    def _verbless(self, a: int, b: int) -> int:
        """Where the bodies end in 会同A、B制定."""
        match = _VERBS.search(self.text[a:b])
        return a + match.start() if match and match.start() else b

    def _clause(self, note: Note, x: int, y: int, role: str, said: bool, span: tuple[int, int]) -> None:
        """One clause: A, B负责; A牵头B、C配合; A会同B、C负责."""
        y = self._verbless(x, y)
        ahead = _AHEAD.search(self.text, x, y)
        joint = _JOINT.search(self.text, x, y)
        if joint is not None and joint.start() > x:
            self._members(note, "lead", x, joint.start(), span, "role.joint")
            other = "support" if role == "lead" or joint[1] or not said else role
            if joint[1] and said and role == "responsible":
                other = "responsible"
            self._members(note, other, joint.end(), y, span, "role.joint")
        elif ahead is not None and ahead.start() > x:
            self._members(note, "lead", x, ahead.start(), span, "role.tail.lead")
            rest = ahead.end() + (self.text[ahead.end() : ahead.end() + 1] in "，、")
            self._members(note, role if role != "lead" else "support", rest, y, span, f"role.tail.{role}")
        else:
            self._members(note, role, x, y, span, f"role.tail.{role}")

    def _bare(self, note: Note, clauses: list[tuple[int, int]], a: int, b: int) -> None:
        """（省发展改革委、省财政厅，各市人民政府）: a list and nothing else, all of it bodies of government."""
        found: list[list[Member]] = []
        odd = 0
        for x, y in clauses:
            these, strange = members(self.text, x, y, self.namer)
            if not these:
                return
            odd += strange
            found.append(these)
        flat = [m for these in found for m in these]
        certain = sum(m.body.confidence >= 0.9 for m in flat)
        if odd * 4 > certain:
            return
        kinds = {m.body.kind for m in flat}
        if not kinds & {"government", "party"} or (flat[0].body.confidence < 0.85 and certain < 2):
            return
        if flat[0].body.kind not in ("government", "party", "group") and certain * 2 < len(flat):
            return
        if len(flat) == 1 and self.text[a - 2 : a - 1] not in ("。", "；", "\n"):
            return
        if any(m.body.rule == "org.place" for m in flat) and (not certain or flat[0].body.rule == "org.place"):
            return
        if certain * 4 < len(flat) and any(m.body.confidence < 0.8 for m in flat):
            return
        comma = self.meaning.comma_leads >= 0 and len(found) > 1
        for position, these in enumerate(found):
            role = ("lead" if position == 0 else "support") if comma else "responsible"
            note.parties += [Party("lead" if m.leads else role, m, a, b, "role.bare") for m in these]

    def _members(self, note: Note, role: str, a: int, b: int, span: tuple[int, int], rule: str) -> None:
        these, strange = members(self.text, a, b, self.namer)
        if not these or strange > len(these):
            return
        marked = any(m.leads for m in these)
        for m in these:
            own = "lead" if m.leads else ("responsible" if marked and role == "lead" else role)
            note.parties.append(Party(own, m, *span, rule))

    def _order(self, note: Note) -> None:
        """列第一位者为牵头单位, if the plan says so."""
        if self.meaning.first_leads < 0 or note.end <= self.meaning.first_leads or len(note.parties) < 1:
            return
        for position, party in enumerate(note.parties):
            party.role = "lead" if position == 0 else self.meaning.others

    # -- tables -----------------------------------------------------------------------------------

    def tables(self) -> None:
        finder = RowFinder(self.plan)
        self.notes = [n for n in self.notes if self._of_row(n, finder)]
        for table in self.plan.tables:
            about = columns(table)
            if about is None:
                continue
            for row in table.rows:
                note = self._row(row, about)
                if note is not None:
                    self.notes.append(note)

    def _of_row(self, note: Note, finder: RowFinder) -> bool:
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

    def _row(self, row: list[Cell], about: Columns) -> Note | None:
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
                self._deadline(note, value.text)
            elif role == "person":
                continue
            elif labels().match(value.text):
                inner = self._labelled(value.start, value.end, value.start, value.end)
                note.parties += inner.parties if inner else []
            else:
                for a, b in self._lists(value):
                    self._value(note, role, a, a, b)
        self._of_field(note, row, about)
        line = row_line(self.plan, row)
        for party in note.parties:
            party.start, party.end = line
            if party.rule.startswith("role.label"):
                party.rule = party.rule.replace("role.label", "role.column")
        if {p.role for p in note.parties} == {"responsible"}:
            self._order(note)
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
            inner = self._labelled(cell.start, cell.end, label.start(), close.start() if close else cell.end)
            if inner is not None:
                note.parties += [p for p in inner.parties if (p.member.body.key, "lead") not in own]

    def _lists(self, cell: Cell) -> list[tuple[int, int]]:
        """The cell, or its lines (joined without a mark) if each of them is a body or a list of bodies."""
        cuts = [cell.start + m.start() for m in _JOINED.finditer(cell.text) if self._opens(cell.text[m.end() :])]
        if not cuts:
            return [(cell.start, cell.end)]
        parts = list(zip([cell.start, *cuts], [*cuts, cell.end], strict=True))
        return parts if all(self._all_bodies(a, b) for a, b in parts) else [(cell.start, cell.end)]

    def _opens(self, rest: str) -> bool:
        """Whether a new name begins here: with a place, and not of a branch of the body before."""
        name = re.split("[、，；,;]", rest.lstrip(), maxsplit=1)[0]
        place, _ = self.namer.leading_place(name)
        return not _BRANCH_END.search(name) and (place is not None or name[:1] == "省")

    # -- small parts ------------------------------------------------------------------------------

    def _clauses(self, a: int, b: int) -> list[tuple[int, int]]:
        """The clauses of a stretch, except those that only say what the order of bodies means."""
        return [c for c in _split(self.text, a, b, "，,。；;") if not _ORDER.search(self.text, *c)]

    def _tail(self, a: int, b: int) -> tuple[str, int]:
        """The role that a clause ends in, and where its bodies end."""
        clause = self.text[a:b].rstrip("。 ")
        if "牵头" not in clause and not re.search(
            "负责|落实|配合|参与|实施|推进|承|协|主办|支持|指导|分工|参加|会办", clause
        ):
            return "", b
        for role, pattern in tails():
            match = pattern.search(clause)
            if match and not clause.endswith("各", 0, match.start()):  # 各牵头部门 is a group
                return role, a + match.start()
        return "", b

    def _deadline(self, note: Note, text: str) -> None:
        text = re.sub("(?<=[前底末年月内])(?:完成|办结|落实|见效)$", "", text.strip("。；，,; "))
        if not text or note.deadline:
            return
        note.deadline = text
        year = _YEAR.search(text) or (self.plan_year if _OF_THE_YEAR.match(text) else None)
        if year:
            note.year = int(year[1])

    def _rstrip(self, a: int, b: int) -> int:
        while b > a and self.text[b - 1] in " 。；;，,、\n":
            b -= 1
        return b


def _split(text: str, a: int, b: int, stops: str) -> list[tuple[int, int]]:
    """``text[a:b]`` cut at stops outside brackets; empty parts are dropped."""
    found = []
    depth = 0
    begin = a
    for at in range(a, b + 1):
        char = text[at] if at < b else ""
        if at == b or (char in stops and depth == 0):
            x, y = begin, at
            while x < y and text[x] in " \n":
                x += 1
            while y > x and text[y - 1] in " \n":
                y -= 1
            if y > x:
                found.append((x, y))
            begin = at + 1
        elif char in "（(〔":
            depth += 1
        elif char in "）)〕":
            depth = max(0, depth - 1)
    return found


def _meaning(text: str) -> Meaning:
    first = _FIRST_LEADS.search(text)
    comma = _COMMA_LEADS.search(text)
    start = -1
    others = "responsible"
    if first:
        bracket = text.rfind("（", max(0, first.start() - 300), first.start())
        inside = bracket >= 0 and "）" not in text[bracket : first.start()].replace("（）", "")
        start = bracket if inside else 0
        if _OTHERS_SUPPORT.search(text, first.start(), first.end() + 40):
            others = "support"
    return Meaning(start, others, comma.start() if comma else -1)
