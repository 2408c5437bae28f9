"""What a responsibility note says: who leads, does and supports, and until when, in words, labels or a bare list.

See ``extract.notes`` for where notes stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extract.bodies import Namer
from extract.bodylists import Member, members
from extract.mentions import EntityMention
from extract.plantext import Cell, PlanText
from extract.roles import labels, openers, tails

_WITH = re.compile(r"(?:并|及|再)?(?:会同|联合|商(?!务)|协同)")
_VERBS = re.compile(
    r"(?:(?:研究|组织|共同|具体|尽快|抓紧){0,5}(?:制定|提出|出台|开展|建立|编制|研究|推动|组织|完善|指导|办理|统筹)(?:落实|实施|负责|相关工作){0,3})$"
)
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


class Sayings:
    """Reads stretches of one plan's text as notes; ``meaning`` is what the plan says once of the order of bodies."""

    def __init__(self, plan: PlanText, namer: Namer) -> None:
        self.text, self.namer = plan.text, namer
        self.meaning = _meaning(plan.text)
        years = list(_YEAR.finditer(plan.masthead.title))
        self.plan_year = years[0] if len(years) == 1 else None  # of a plan for one year

    # -- what they say ----------------------------------------------------------------------------

    def labelled(self, start: int, end: int, a: int, b: int) -> Note | None:
        """A note with labels (牵头单位：A；配合单位：B) in ``text[a:b]``, None if they name nobody."""
        note = Note(start, end, labelled=True)
        found = list(labels().finditer(self.text, a, b))
        if found and found[0].lastgroup in ("deadline", "person") and found[0].start() > a + 2:
            listed = self.sentences(start, end, a, self.rstrip(a, found[0].start()), True)
            note.parties += listed.parties if listed else []  # （A、B；完成时限：…）
        for position, label in enumerate(found):
            stop = found[position + 1].start() if position + 1 < len(found) else b
            value = label.end()
            stop = self.rstrip(value, stop)
            role = label.lastgroup or ""
            if role == "deadline":
                self.deadline(note, self.text[value:stop])
            elif role in ("lead", "responsible", "support") and stop > value:
                self.value(note, role, label.start(), value, stop)
        roles = {p.role for p in note.parties}
        if roles == {"responsible"}:
            self.order(note)
        return note if note.parties else None

    def value(self, note: Note, role: str, start: int, a: int, b: int) -> None:
        """The bodies after a label: a list, or clauses with roles of their own (A牵头，B配合)."""
        for cut in reversed(list(_STOP.finditer(self.text, a, b))):
            last = cut.end()
            if self._has_tail(last, b) and not _ORDER.search(self.text, last, b):
                break
            if cut[0] in "；;" and self.all_bodies(last, b):
                break
            b = self.rstrip(a, cut.start())
        clauses = self.clauses(a, b)
        if any(self.tail(x, y)[0] or _JOINT.search(self.text, x, y) for x, y in clauses):
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
                self.deadline(note, self.text[x:y])
                continue
            own = ("lead" if position == 0 else "support") if comma else role
            self._members(note, own, x, y, (start, b), f"role.label.{role}")

    def all_bodies(self, a: int, b: int) -> bool:
        """Whether a stretch is a list of bodies and nothing else."""
        clauses = self.clauses(a, b)
        read = [members(self.text, *c, self.namer) for c in clauses]
        return bool(read) and all(these and not strange for these, strange in read)

    def _has_tail(self, a: int, b: int) -> bool:
        return any(self.tail(x, y)[0] for x, y in self.clauses(a, b))

    def sentences(self, start: int, end: int, a: int, b: int, closes: bool) -> Note | None:
        """A note in words: A牵头，B、C按职责分工负责；… or a bare list of bodies."""
        note = Note(start, end)
        explicit = False
        for x, y in _split(self.text, a, b, "。；;"):
            clauses = self.clauses(x, y)
            if not clauses:
                continue
            if any(self.tail(*c)[0] for c in clauses) or any(_JOINT.search(self.text, *c) for c in clauses):
                explicit = self._spoken(note, clauses, x, y) or explicit
            elif all(_DATE.match(self.text[p:q]) for p, q in clauses):
                self.deadline(note, self.text[x:y])
            elif closes:
                dates = [c for c in clauses if _DATE.match(self.text[slice(*c)])]
                self._bare(note, [c for c in clauses if c not in dates], x, y)
                for p, q in dates if note.parties else ():
                    self.deadline(note, self.text[p:q])
        if not note.parties:
            return None
        if {p.role for p in note.parties} == {"responsible"}:
            self.order(note)
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
                self.deadline(note, self.text[x:y])
                continue
            role, stop = self.tail(x, y)
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

    def order(self, note: Note) -> None:
        """列第一位者为牵头单位, if the plan says so."""
        if self.meaning.first_leads < 0 or note.end <= self.meaning.first_leads or len(note.parties) < 1:
            return
        for position, party in enumerate(note.parties):
            party.role = "lead" if position == 0 else self.meaning.others

    # -- small parts ------------------------------------------------------------------------------

    def clauses(self, a: int, b: int) -> list[tuple[int, int]]:
        """The clauses of a stretch, except those that only say what the order of bodies means."""
        return [c for c in _split(self.text, a, b, "，,。；;") if not _ORDER.search(self.text, *c)]

    def tail(self, a: int, b: int) -> tuple[str, int]:
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

    def deadline(self, note: Note, text: str) -> None:
        """Gives the note the deadline and its year, unless it has one."""
        text = re.sub("(?<=[前底末年月内])(?:完成|办结|落实|见效)$", "", text.strip("。；，,; "))
        if not text or note.deadline:
            return
        note.deadline = text
        year = _YEAR.search(text) or (self.plan_year if _OF_THE_YEAR.match(text) else None)
        if year:
            note.year = int(year[1])

    def rstrip(self, a: int, b: int) -> int:
        """The end of ``text[a:b]`` without marks and blanks."""
        while b > a and self.text[b - 1] in " 。；;，,、\n":
            b -= 1
        return b


def _split(text: str, a: int, b: int, stops: str) -> list[tuple[int, int]]:
    """``text[a:b]`` cut at stops outside brackets; empty parts are dropped."""
    found = []
    depth = 0
    begin = a
    for mark in [*_marks(stops).finditer(text, a, b), None]:
        char, at = (mark[0], mark.start()) if mark else ("", b)
        if mark is None or (char in stops and depth == 0):
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


@cache
def _marks(stops: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(stops)}（(〔）)〕]")


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
