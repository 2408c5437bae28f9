"""Goals and observations: which clauses state what is to be reached, or what has been, with value and term.

A paragraph is read clause by clause. A term (到2025年) holds until another is named: for an observation and in orders to the
end of its sentence, in passages of aims to the end of the paragraph it opens and the items that follow, and under a heading
that names it, of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.clausemarks import (
    AGO,
    BRACKETED,
    CONDITION,
    CONNECT,
    CUT,
    HAS_NUMBER,
    HELD,
    IN_FORCE,
    LEAST_SHARE,
    MORE_YEARS,
    NOT_A_TARGET,
    ONLY_DONE,
    TIMELY,
    WATCHED,
    YEARS,
    reached,
)
from extract.commitment import commits
from extract.coordination import states
from extract.frames import is_frame, is_note, labelled_term
from extract.indicator import pattern
from extract.numbers import Quantity, quantities
from extract.plantext import Line, PlanText, Section
from extract.section_roles import section_role
from extract.segment import CLAUSE_ENDS, sentences, split
from extract.timeexpr import TimeExpr, all_times, document_year, time_at
from extract.valued import Clause, State, Statement, ValueReader

_LIMIT = 300
_COLONS = ("：", ":")


def _rules(body: str) -> bool:
    """Whether an order with a term gives or forbids, and not only orders what is about it (优化减税优惠的办理程序)."""
    return bool(pattern("rule").search(body, body.rfind("的") + 1))


@dataclass(frozen=True, slots=True)
class _Term:
    """The term that opened a passage of aims in a section: its items carry it."""

    section: int
    year: int


class StatementReader:
    """Reads the statements of one plan."""

    def __init__(self, plan: PlanText, own_places: tuple[str, ...] = ()) -> None:
        self.plan, self.text, self.places = plan, plan.text, own_places
        self.values = ValueReader(self.text, self.places)
        head = plan.masthead
        self.year = document_year(head.date, head.number, head.title)

    def read(self) -> Iterator[Statement]:
        """All statements of the running text, in order."""
        inherited: dict[int, TimeExpr] = {}
        term: _Term | None = None
        for number, line in enumerate(self.plan.lines):
            if line.kind not in ("para", "heading") or line.end - line.start < 6 or is_frame(self.text, line):
                continue
            if self._is_caption(number):
                continue
            section = self.plan.section_at(line.start)
            role = section_role(self.plan, section)
            if role in ("annex",):
                continue
            start = self._body_start(line, role)
            if start >= line.end:
                continue
            state = State()
            heading = self._heading_year(section, inherited) if role == "goal" else None
            if role != "goal" or (
                term is not None and all(a.index != term.section for a in self.plan.ancestors(section))
            ):
                term = None
            if heading is not None:
                state.year, state.future, state.opens = heading.year, True, True
            elif term is not None and self._is_item(line, term):
                state.year, state.future, state.opens = term.year, True, True
            given = None
            for statement in self._paragraph(start, line.end, role, state):
                if statement.year is None and statement.label == "Goal" and role in ("operative", "safeguard"):
                    given = given or self._labelled_year(number)
                    statement.year = given
                yield statement
            named = role == "goal" and state.future and state.opens and heading is None
            if len(state.terms) > 1:
                term, named = None, False  # 到2023年…；到2025年…: the items may be of either
            if named and state.year and (term is None or state.year != term.year):
                term = self._opened(line, state.year)

    def _is_caption(self, at: int) -> bool:
        """Whether a line stands right over a table and is no sentence (“十四五”主要目标)."""
        line = self.plan.lines[at]
        over = at + 1 < len(self.plan.lines) and self.plan.lines[at + 1].kind == "row"
        return over and line.end - line.start <= 60 and self.text[line.end - 1] not in "。；;：:"

    def _heading_year(self, section: Section | None, inherited: dict[int, TimeExpr]) -> TimeExpr | None:
        """The term that the innermost heading above names."""
        for ancestor in self.plan.ancestors(section):
            if ancestor.index not in inherited and 0 < len(ancestor.title) < 30:
                times = all_times(self.text, ancestor.title_start, ancestor.title_end)
                if times and times[-1].year and times[-1].part != "时期":
                    inherited[ancestor.index] = times[-1]
            if ancestor.index in inherited:
                return inherited[ancestor.index]
        return None

    def _labelled_year(self, at: int) -> int | None:
        """The year of the term that a label under an item gives (完成时限：2023年6月底前)."""
        for other in self.plan.lines[at + 1 : at + 6]:
            if other.kind == "heading":
                return None
            begin = labelled_term(self.text, other)
            if begin is not None:
                time = time_at(self.text, begin, other.end)
                return time.year if time is not None and time.end >= other.end else None
        return None

    def _opened(self, line: Line, year: int) -> _Term | None:
        """The term that a paragraph opens a section of aims with; items open none for their neighbours."""
        section = self._place(line)
        if section is None or section.kind in ("lead", "dash", "item", "subitem", "circled"):
            return None
        return _Term(section.index, year)

    def _is_item(self, line: Line, term: _Term) -> bool:
        """Whether a line stands in an item of the section that the term opened."""
        section = self._place(line)
        return section is not None and section.index != term.section

    def _place(self, line: Line) -> Section | None:
        """The section that a line begins or stands in; a paragraph after a lead or dash is none of theirs."""
        section = self.plan.section_at(line.start)
        return section if section is None or section.start == line.start else self.plan.tree_section_at(line.start)

    def _body_start(self, line: Line, role: str) -> int:
        """Where the statements of a line begin: after the number, and outside aims after the title too."""
        for section in reversed(self.plan.sections[: line.section + 1] if line.section >= 0 else []):
            if section.start == line.start:
                if role == "goal" and section.kind in ("item", "subitem", "circled", "dash", "lead", "point"):
                    from extract.section_roles import title_role

                    if title_role(section.title) == "operative":
                        return section.title_start
                if role not in ("goal", "annex") and self._opens_with_term(section):
                    return section.title_start
                if line.kind == "heading":
                    return section.title_start if self._is_sentence(line, section) else line.end
                return (
                    section.title_start
                    if section.kind in ("dash", "lead")
                    else self._after_title(section.title_start, section.body)
                )
            if section.start < line.start:
                break
        return line.start if line.kind == "para" else line.end

    def _opens_with_term(self, section: Section) -> bool:
        """Whether a title is itself an order with a deadline (2020年底前出台实施细则)."""
        time = time_at(self.text, section.title_start, section.title_end)
        return (
            time is not None
            and time.until
            and time.year is not None
            and time.end + 4 <= section.title_end
            and not time.part.endswith("期间")
        )

    def _is_sentence(self, line: Line, section: Section) -> bool:
        """Whether a heading is an item of one sentence (1.新建水厂5座，供水能力达到10万吨。) and no title."""
        last = self.text[line.end - 1]
        return last in "。；;）)" and ("，" in section.title or (last in "。；;" and len(section.title) > 12))

    def _after_title(self, title_start: int, body: int) -> int:
        return body if body - title_start <= 45 and "，" not in self.text[title_start:body] else title_start

    # -- paragraphs -------------------------------------------------------------------------------

    def _paragraph(self, start: int, end: int, role: str, state: State) -> Iterator[Statement]:
        first = True
        orders = role in ("operative", "safeguard")
        for s, e in sentences(self.text, start, end):
            if IN_FORCE.search(self.text, s, e) or is_note(self.text, s, e):
                continue
            if role != "background" and (orders or not (state.future and state.opens)):
                state.year, state.future, state.past = None, False, False
            elif role == "background" or state.past:
                state.year, state.past, state.future = None, False, False
            state.now, state.topic, state.aimed, state.condition = False, "", False, -1
            state.before = -1
            for cs, ce in split(self.text, s, e, CLAUSE_ENDS):
                watched = WATCHED.match(self.text, cs, ce)
                for low, high in states(self.text, watched.end() if watched else cs, ce):
                    yield from self._clause(low, high, role, state, first)
                first = first and self.text[ce : ce + 1] in ("：", ":")

    def _clause(self, start: int, end: int, role: str, state: State, first: bool) -> Iterator[Statement]:
        connect = CONNECT.match(self.text, start, end)
        full_start = start = connect.end() if connect and connect.end() < end else start
        state.now = state.now or bool(AGO.match(self.text, start, end))
        if self.text[end : end + 1] == "，" and CONDITION.fullmatch(self.text, start, end):
            state.condition = start
            return
        condition, state.condition = state.condition, -1
        before, state.before = state.before, -1
        start, time, inner = self._terms(start, end, role, state, first)
        if start >= end:
            return
        fresh, state.fresh = state.fresh, False
        if before >= 0 and fresh and ONLY_DONE.fullmatch(self.text, start, end):
            start = before  # 推进危房改造，2023年底前基本完成
        if end - start < 4 or end - start > _LIMIT:
            return
        body = self.text[start:end]
        if body[-1] == "的" and self.text[end : end + 1] == "，" and role in ("operative", "safeguard"):
            return  # 占比超过5%的，给予…
        if self.text[end : end + 1] in _COLONS and pattern("opener").search(body) and not HAS_NUMBER.search(body):
            return
        found = self._quantities(start, end) if HAS_NUMBER.search(body) else []
        found = [q for q in found if not self.values.attribute(q, end)]
        named = inner or time
        if named is not None:
            found = [q for q in found if q.end <= named.start or q.start >= named.end]
        ordered = not fresh and not found and role in ("operative", "safeguard")
        if ordered and (state.weak or (state.future and not reached(body))):
            return
        label, rule, confidence = self._kind(start, body, role, state, found)
        if time is not None and not time.holds:
            state.future = False  # 三年内 says nothing of the next clause
        if not label:
            state.before = start if self.text[end : end + 1] == "，" else -1
            state.subject = self._subject(body) or state.subject
            state.topic = self._topic(body)
            return
        orders = role in ("operative", "safeguard")  # the deadline is part of an order, in aims it reaches the passage
        dated = orders and time is not None and not found and full_start == time.start < start == time.end
        shown = full_start if label == "Observation" or dated else start
        if condition >= 0:
            shown = condition
        yield from self.values.read(Clause(label, rule, confidence, shown, start, end), found, state)

    def _terms(
        self, start: int, end: int, role: str, state: State, first: bool
    ) -> tuple[int, TimeExpr | None, TimeExpr | None]:
        """Enter the terms that a clause names; where its statement begins (``end`` if it only names a term), its term and the
        one inside it."""
        stage = BRACKETED.fullmatch(self.text, start, end) if self.text[end - 1] in "）)" else None
        stages = all_times(self.text, stage.start(1), end) if stage else []
        if stages:  # 近期（2021—2023年）
            self._enter(stages[-1], state, first, role)
            return end, None, None
        time = self._dated(time_at(self.text, start, end))
        more = MORE_YEARS.match(self.text, time.end, end) if time is not None and time.year else None
        if time is not None and more:  # 到2025年和2030年
            years = tuple(int(y) for y in YEARS.findall(more[0]))
            self._enter(replace(time, year=years[-1]), state, first, role)
            state.years = (time.year or years[0], *years)
            return more.end(), replace(time, year=years[-1], end=more.end()), None
        if time is not None and self.text[start] in "在于" and not (time.year or time.until):
            time = None
        if time is not None:
            self._enter(time, state, first, role)
            if time.end >= end:
                return end, time, None
            named = (time.year is not None or time.month) and not time.since
            return time.end if named else start, time, None
        inner = self._inner_time(start, end)
        if inner is not None:
            self._enter(inner, state, first, role)
            if inner.end >= end and inner.start - start <= 3:
                return end, None, inner  # 远期到2035年
        return start, None, inner

    def _quantities(self, start: int, end: int) -> list[Quantity]:
        """Quantities of a clause without ranks (前三名) and numbers in quoted phrases (“四个走在前列”)."""
        return [
            q
            for q in quantities(self.text, start, end)
            if not (q.start > start and self.text[q.start - 1] == "每")
            and not (q.start > start and NOT_A_TARGET.search(self.text, max(start, q.start - 3), q.start))
            and self.text.count("“", start, q.start) <= self.text.count("”", start, q.start)
        ]

    def _enter(self, time: TimeExpr, state: State, first: bool, role: str) -> None:
        """A term is named: it holds from here on."""
        if time.since and not time.year:
            return
        same = time.year is not None and time.year == self.year and not time.until and not time.since
        same = same and not time.part.endswith(("底", "末"))
        past = time.year is not None and self.year is not None and time.year < self.year
        past = past or (same and role not in ("goal", "operative", "safeguard"))
        if (time.since and past) or (role == "background" and not (time.until and not past)):
            past = True
        if self.text[time.start : time.end].startswith(("截至", "截止")):
            past = True
        state.years = ()
        state.year, state.past, state.future, state.strong = time.year, past, not past, time.strong
        if time.since and not past and role in ("operative", "safeguard") and self._from_then(time):
            state.year, state.future = None, False  # 自2021年起: from then on, no term
        ends = (time.until and time.part != "期间") or time.part.endswith(("底", "末"))  # “十四五”期间 is no deadline
        state.weak, state.fresh = not ends, True
        if time.year is not None and not past:
            state.terms.add(time.year)
        if first:
            state.opens = not past

    def _from_then(self, time: TimeExpr) -> bool:
        """自2021年起 says from when on something is so; 2021年初开始 when it begins."""
        return self.text[time.start] in "自从" or self.text[time.end - 1] == "起"

    def _dated(self, time: TimeExpr | None) -> TimeExpr | None:
        """年底前 and 6月底前 are of the document's own year, if it is not over by its date."""
        if time is None or not time.month:
            return time
        date = self.plan.masthead.date
        over = len(date) >= 7 and int(date[5:7]) > time.month
        return replace(time, year=None if over else self.year)

    def _inner_time(self, start: int, end: int) -> TimeExpr | None:
        """A term inside the clause (力争到2025年…, 数字经济到2025年达到…)."""
        if not TIMELY.search(self.text, start, end):
            return None
        for time in map(self._dated, all_times(self.text, start, end)):
            if (
                time is not None
                and time.year
                and (time.until or self.text[time.start] in "到至")
                and not self._in_brackets(start, time.start)
            ):
                return time
        return None

    def _in_brackets(self, start: int, at: int) -> bool:
        piece = self.text[start:at]
        return (
            piece.count("（") > piece.count("）")
            or piece.count("《") > piece.count("》")
            or piece.count("“") > piece.count("”")
        )

    def _kind(self, start: int, body: str, role: str, state: State, found: list[Quantity]) -> tuple[str, str, float]:
        """Label, rule and confidence of a clause, or an empty label."""
        opener = bool(pattern("opener").search(body))
        goal_word = bool(pattern("goal").search(body))
        ruled = bool(pattern("rule").search(body)) and not CUT.search(body) and not LEAST_SHARE.search(body)
        if role == "background" or (state.past and role != "goal"):
            return ("Observation", "observation.report", 0.9) if found else ("", "", 0.0)
        if role == "goal":
            if state.past and found:
                return "Observation", "observation.past", 0.8
            if opener and not (found and commits(self.text, start, start + len(body), found)):
                return "", "", 0.0
            if state.future or state.year:
                return "Goal", "goal.term", 0.95
            return "Goal", "goal.passage", 0.85
        if (
            state.future
            and not (ruled and (found or _rules(body)))
            and (state.strong or role not in ("idea", "preamble"))
        ):
            if opener and not (found and commits(self.text, start, start + len(body), found)):
                return "", "", 0.0
            return "Goal", "goal.deadline", 0.9
        if (goal_word and not opener) or (state.aimed and found and not opener and not ruled):
            state.aimed = True  # 力争… reaches the values of its sentence
            return "Goal", "goal.word", 0.8
        if role == "idea" and not found:
            return "", "", 0.0  # 总体要求和目标: of such a passage the clauses with a target value are goals
        if found and state.now and role != "safeguard":
            return "Observation", "observation.now", 0.7
        if role == "preamble":
            return "", "", 0.0
        if (
            found
            and (not opener or HELD.search(body))
            and not ruled
            and (commits(self.text, start, start + len(body), found) or self.values.continues(start, found, state))
        ):
            return "Goal", "goal.value", 0.75
        return "", "", 0.0

    def _topic(self, body: str) -> str:
        """What an order without value is about (推进高标准农田建设), for a bare value that follows (建成50万亩)."""
        match = re.match(
            "(?:加快|大力|全面|深入|持续|统筹|积极|扎实|稳步){0,5}(?:推进|推动|实施|加强|开展|抓好|做好|加快|支持)([\u4e00-\u9fff]{2,16}?)(?:建设|工作|工程|布局|发展){0,3}$",
            body,
        )
        return match[1] if match else ""

    def _subject(self, body: str) -> str:
        """The thing a clause without value talks about, for the bare attribute that may follow."""
        match = re.match(
            r"^([^，。]{2,30}?)(?:出货量|销量|产量)?(?:占据|位居|居|领先|增长|规模|达到|突破|发展|保持)", body
        )
        return match[1] if match else ""
