"""Goals and observations: which clauses state what is to be reached, or what has been, with value and term.

A paragraph is read clause by clause. A term (到2025年) holds until another is named: for an observation to the
end of its sentence, for goals to the end of the paragraph it opens, and under a heading that names it, of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.indicator import Measured, expand, measured, pattern
from extract.numbers import Quantity, quantities
from extract.plantext import Line, PlanText
from extract.section_roles import section_role
from extract.segment import CLAUSE_ENDS, sentences, split
from extract.timeexpr import TimeExpr, all_times, document_year, time_at

_CONNECT = re.compile(
    r"(?:其中|同时|此外|另外|并且|而且|特别是|尤其是|以及|并|且|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.]|[①-⑳]|[一二三四五六七八九十]是|——|—|■|●)+[，：:]?"
)
_AGO = re.compile(r"^(?:据[^，]{0,10}统计|目前|当前|截至目前|近年来|20\d\d年)")
_HAS_NUMBER = re.compile(r"[\d%％]|[一二三四五六七八九十百千两半]|零|翻番")
_ATTRIBUTE = re.compile(r"^的?(?:企业|项目|单位|个人|人员|城市|地区|比例给予|标准|高管|主体)")
_FROM_TO = re.compile(
    r"由(?P<from>[^，。由]{1,24}?)(?:提高|上升|增加|增长|下降|降低|压缩|压减|提升|缩短|减少|扩大|降|升)(?:到|至|为)(?P<to>[^，。]{1,24})$"
)
#: When the document itself takes effect is no goal.
_IN_FORCE = re.compile("(?:自|从).{2,16}起(?:正式)?(?:施行|实施|执行|生效)|有效期(?:至|为|到)|印发之日起")
#: Terms and periods of rules, which measure nothing.
_PERIOD = re.compile("^(?:[^，。]{0,6})?(?:周期|期限|任期|聘期|有效期|时限)$")
#: Before a rank (前三名) or a number that only says where (在10个行业).
_NOT_A_TARGET = re.compile("[前第对]$|(?<!控制)(?<!稳定)(?<!保持)(?<!维持)(?<!压缩)(?<!限制)在$")
_LIMIT = 300


@dataclass(slots=True)
class Statement:
    """One goal or observation: the clause's span, and what it says."""

    label: str
    start: int
    end: int
    text: str
    name: str
    indicator: Measured | None = None
    quantity: Quantity | None = None
    year: int | None = None
    rule: str = ""
    confidence: float = 1.0
    nature: str = ""
    expanded: bool = False
    scope: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that states something: what it is read as, and where; ``shown`` is where its own text begins."""

    label: str
    rule: str
    confidence: float
    shown: int
    start: int
    end: int


@dataclass(slots=True)
class _State:
    """What carries over from clause to clause of a paragraph."""

    year: int | None = None
    future: bool = False
    past: bool = False
    opens: bool = False
    strong: bool = False
    subject: str = ""


class StatementReader:
    """Reads the statements of one plan."""

    def __init__(
        self, plan: PlanText, own_places: tuple[str, ...] = (), notes: tuple[tuple[int, int], ...] = ()
    ) -> None:
        self.plan, self.text, self.places = plan, plan.text, own_places
        self.notes = notes
        head = plan.masthead
        self.year = document_year(head.date, head.number, head.title)

    def read(self) -> Iterator[Statement]:
        """All statements of the running text, in order."""
        inherited: dict[int, TimeExpr] = {}
        for line in self.plan.lines:
            if line.kind not in ("para", "heading") or line.end - line.start < 6:
                continue
            section = self.plan.section_at(line.start)
            role = section_role(self.plan, section)
            if role in ("annex",):
                continue
            start = self._body_start(line, role)
            if start >= line.end:
                continue
            heading_time = None
            for ancestor in self.plan.ancestors(section):
                if ancestor.index not in inherited and ancestor.title:
                    times = (
                        all_times(self.text, ancestor.title_start, ancestor.title_end)
                        if len(ancestor.title) < 30
                        else []
                    )
                    if times and times[-1].year and times[-1].part != "时期":
                        inherited[ancestor.index] = times[-1]
                heading_time = heading_time or inherited.get(ancestor.index)
            yield from self._paragraph(start, line.end, role, heading_time)

    def _body_start(self, line: Line, role: str) -> int:
        """Where the statements of a line begin: after the number, and outside aims after the title too."""
        for section in reversed(self.plan.sections[: line.section + 1] if line.section >= 0 else []):
            if section.start == line.start:
                if role == "goal" and section.kind in ("item", "subitem", "circled", "dash", "lead", "point"):
                    from extract.section_roles import title_role

                    if title_role(section.title) == "operative":
                        return section.title_start
                if line.kind == "heading":
                    return line.end
                return (
                    section.title_start
                    if section.kind in ("dash", "lead")
                    else self._after_title(section.title_start, section.body)
                )
            if section.start < line.start:
                break
        return line.start if line.kind == "para" else line.end

    def _after_title(self, title_start: int, body: int) -> int:
        return body if body - title_start <= 45 and "，" not in self.text[title_start:body] else title_start

    # -- paragraphs -------------------------------------------------------------------------------

    def _paragraph(self, start: int, end: int, role: str, heading: TimeExpr | None) -> Iterator[Statement]:
        state = _State()
        if heading is not None and role == "goal":
            state.year, state.future, state.opens = heading.year, True, True
        first = True
        for s, e in sentences(self.text, start, end):
            if _IN_FORCE.search(self.text, s, e):
                continue
            if role != "background" and not (state.future and state.opens):
                state.year, state.future, state.past = None, False, False
            elif role == "background" or state.past:
                state.year, state.past, state.future = None, False, False
            for cs, ce in split(self.text, s, e, CLAUSE_ENDS):
                if any(a <= cs < b for a, b in self.notes):
                    continue
                yield from self._clause(cs, ce, role, state, first)
                first = first and self.text[ce : ce + 1] in ("：", ":")

    def _clause(self, start: int, end: int, role: str, state: _State, first: bool) -> Iterator[Statement]:
        full_start = start
        connect = _CONNECT.match(self.text, start, end)
        if connect and connect.end() < end:
            start = full_start = connect.end()
        time = time_at(self.text, start, end)
        if time is not None and self.text[start:end].startswith(("在", "于")) and not (time.year or time.until):
            time = None
        if time is not None:
            self._enter(time, state, first, role)
            if time.end >= end:
                return
            if time.year is not None and not time.since:
                start = time.end
        inner = self._inner_time(start, end) if time is None else None
        if inner is not None:
            self._enter(inner, state, False, role)
        if end - start < 4 or end - start > _LIMIT:
            return
        body = self.text[start:end]
        if (
            re.search(r"[：:]", self.text[end : end + 1])
            and pattern("opener").search(body)
            and not _HAS_NUMBER.search(body)
        ):
            return
        found = self._quantities(start, end) if _HAS_NUMBER.search(body) else []
        named = inner or time
        if named is not None:
            found = [q for q in found if q.end <= named.start or q.start >= named.end]
        label, rule, confidence = self._kind(start, body, role, state, found)
        if not label:
            state.subject = self._subject(body) or state.subject
            return
        shown = full_start if label == "Observation" else start
        yield from self._statements(_Clause(label, rule, confidence, shown, start, end), found, state)
        if time is not None and not time.holds:
            state.future = False  # 三年内 says nothing of the next clause

    def _quantities(self, start: int, end: int) -> list[Quantity]:
        """Quantities of a clause without ranks (前三名) and numbers in quoted phrases (“四个走在前列”)."""
        return [
            q
            for q in quantities(self.text, start, end)
            if not (q.start > start and _NOT_A_TARGET.search(self.text, max(start, q.start - 3), q.start))
            and self.text.count("“", start, q.start) <= self.text.count("”", start, q.start)
        ]

    def _enter(self, time: TimeExpr, state: _State, first: bool, role: str) -> None:
        """A term is named: it holds from here on."""
        if time.since and not time.year:
            return
        past = (
            time.year is not None
            and self.year is not None
            and (time.year < self.year or (time.year == self.year and not time.until and not time.since))
        )
        if (time.since and past) or (role == "background" and not (time.until and not past)):
            past = True
        if self.text[time.start : time.end].startswith(("截至", "截止")):
            past = True
        state.year, state.past, state.future, state.strong = time.year, past, not past, time.strong
        if first:
            state.opens = not past

    def _inner_time(self, start: int, end: int) -> TimeExpr | None:
        """A term inside the clause (力争到2025年…, 数字经济到2025年达到…)."""
        for time in all_times(self.text, start, end):
            if (
                time.year
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

    def _kind(self, start: int, body: str, role: str, state: _State, found: list[Quantity]) -> tuple[str, str, float]:
        """Label, rule and confidence of a clause, or an empty label."""
        opener = bool(pattern("opener").search(body))
        goal_word = bool(pattern("goal").search(body))
        if role == "background" or (state.past and role != "goal"):
            return ("Observation", "observation.report", 0.9) if found else ("", "", 0.0)
        if role == "goal":
            if state.past and found:
                return "Observation", "observation.past", 0.8
            if opener and not (found and self._commits(start, found)):
                return "", "", 0.0
            if state.future or state.year:
                return "Goal", "goal.term", 0.95
            return "Goal", "goal.passage", 0.85
        if state.future and not pattern("rule").search(body) and (state.strong or role not in ("idea", "preamble")):
            if opener and not (found and self._commits(start, found)):
                return "", "", 0.0
            return "Goal", "goal.deadline", 0.9
        if goal_word and not opener:
            return "Goal", "goal.word", 0.8
        if role in ("idea", "preamble"):
            return "", "", 0.0
        if found and not opener and not pattern("rule").search(body) and self._commits(start, found):
            return "Goal", "goal.value", 0.75
        if found and _AGO.match(body) and role != "safeguard":
            return "Observation", "observation.now", 0.7
        return "", "", 0.0

    def _commits(self, start: int, found: list[Quantity]) -> bool:
        """Whether an order with a number sets a target: 覆盖率达到90%, 培育10家企业."""
        q = found[0]
        before = self.text[start : q.start]
        if re.search(
            r"(?:达到|提高到|提升到|提高至|提升至|增加到|增长到|降至|降到|控制在|稳定在|保持在|超过|突破|不低于|不少于|下降到|压缩至|缩短至|达)$",
            before,
        ):
            return True
        if q.unit.endswith(("%", "倍", "百分点")):
            return bool(re.search("(?:增长|提高|下降|降低|减少|提升)$", before))
        if q.comparator != "=" and q.number_start > q.start and re.search("率|比例|比重|规模|总量|产值$", before):
            return True
        order = re.search(f"(?:{pattern('order').pattern})(?:和|并|[\u4e00-\u9fff、])?.{{0,14}}$", before)
        return (
            bool(order)
            and q.unit[-1:] in "个家项所座名人处件台套款类种条场支批亩里瓦米吨户万亿例部辆元"
            and q.unit not in ("年", "月", "天")
        )

    def _subject(self, body: str) -> str:
        """The thing a clause without value talks about, for the bare attribute that may follow."""
        match = re.match(
            r"^([^，。]{2,30}?)(?:出货量|销量|产量)?(?:占据|位居|居|领先|增长|规模|达到|突破|发展|保持)", body
        )
        return match[1] if match else ""

    # -- one clause -------------------------------------------------------------------------------

    def _statements(self, clause: _Clause, found: list[Quantity], state: _State) -> Iterator[Statement]:
        shown, start, end = clause.shown, clause.start, clause.end
        found = [q for q in found if not self._attribute(q, end)]
        both = self._from_to(start, end, found, state) if len(found) == 2 else None
        if both is not None:
            (present, was, since), (target, q) = both
            report = replace(clause, label="Observation", rule="observation.from", confidence=0.85)
            yield self._one(report, shown, end, present, was, since)
            aim = replace(clause, label="Goal")
            yield self._one(aim, shown, end, target, q, state.year if state.future else None)
            return
        yielded = False
        for statement in self._valued(clause, found, state):
            yielded = True
            yield statement
        if (
            not yielded
            and clause.label == "Goal"
            and clause.rule != "goal.value"
            and self._states(self.text[start:end])
        ):
            text, sure = self.text[shown:end], clause.confidence * 0.95
            yield Statement(
                clause.label,
                shown,
                end,
                text,
                text,
                year=state.year,
                rule=clause.rule,
                confidence=sure,
                scope=(shown, end),
            )

    def _attribute(self, q: Quantity, end: int) -> bool:
        """产值超过10亿元的企业: the number describes a thing and is no target."""
        rest = self.text[q.end : min(end, q.end + 6)]
        return (bool(_ATTRIBUTE.match(rest)) and q.unit[-1:] not in "家个名项人") or rest.startswith(("级", "期工程"))

    def _states(self, body: str) -> bool:
        """Whether a clause without value says a state or deed at all."""
        if (
            len(body) < 4
            or _PERIOD.match(re.sub("(?:为|是|不超过|一般为).{1,8}$", "", body))
            or (pattern("opener").search(body) and len(body) < 60 and not pattern("goal").search(body))
        ):
            return False
        return not re.fullmatch(r"[\u4e00-\u9fff]{2,8}(?:方面|目标|任务|指标)", body)

    def _from_to(
        self, start: int, end: int, found: list[Quantity], state: _State
    ) -> tuple[tuple[Measured, Quantity, int | None], tuple[Measured, Quantity]] | None:
        match = _FROM_TO.search(self.text, start, end)
        if not match or not (match.start("from") <= found[0].start < match.end("from") <= found[1].start):
            return None
        name = measured(self.text[start : match.start()] + "达到", found[1], "", state.subject, self.places)
        if name is None:
            return None
        times = all_times(self.text, match.start("from"), match.end("from"))
        return (name, found[0], times[0].year if times else None), (name, found[1])

    def _valued(self, clause: _Clause, found: list[Quantity], state: _State) -> Iterator[Statement]:
        shown, start, end = clause.shown, clause.start, clause.end
        if len(found) > 1 and ("分别" in self.text[start : found[0].start] or self._aligned(start, found)):
            done = list(self._distributed(clause, found, state))
            if done:
                yield from done
                return
        begin = start
        for position, q in enumerate(found):
            stop = found[position + 1].start if position + 1 < len(found) else end
            piece_end = self._piece_end(q.end, stop, end)
            if q.comparator == "=" and re.search("约占|近占|大约占|约为占", self.text[begin : q.start]):
                q = replace(q, comparator="~")
            indicator = measured(
                self.text[begin : q.start], q, self.text[q.end : piece_end], state.subject, self.places
            )
            if indicator is not None and _PERIOD.match(indicator.name):
                continue
            if indicator is not None:
                several = len(found) > 1
                s = (shown if begin == start else begin) if several else shown
                e = piece_end if several else end
                for made in self._named(clause, (s, e), begin, indicator, q, state):
                    made.scope = (start, max(e, made.end))
                    yield made
                begin = piece_end
                while begin < end and self.text[begin] in "、和及与，以并":
                    begin += 1

    def _piece_end(self, q_end: int, stop: int, end: int) -> int:
        if stop == end:
            return end
        cut = re.search(r"[、和及与]|以及|并", self.text[q_end:stop])
        return q_end + cut.start() if cut else q_end

    def _aligned(self, start: int, found: list[Quantity]) -> bool:
        """互联网销售率、互联网采购率达到42.6%、41.5%: as many names as values, values in one list."""
        between = [self.text[a.end : b.start] for a, b in pairwise(found)]
        return (
            all(piece in ("、", "和", "与", "及", "以及") for piece in between)
            and "、" in self.text[start : found[0].start]
        )

    def _distributed(self, clause: _Clause, found: list[Quantity], state: _State) -> Iterator[Statement]:
        start = clause.start
        indicator = measured(self.text[start : found[0].start], found[0], "", state.subject, self.places)
        if indicator is None:
            return
        names = expand(indicator.name)
        if len(names) != len(found):
            return
        for name, q in zip(names, found, strict=True):
            one = Measured(name, indicator.share, indicator.change)
            made = self._one(clause, clause.shown, clause.end, one, q, state.year)
            made.confidence *= 0.97
            made.name, made.expanded = name + self._value_text(q), True
            yield made
        state.subject = names[-1]

    def _named(
        self, clause: _Clause, span: tuple[int, int], begin: int, indicator: Measured, q: Quantity, state: _State
    ) -> Iterator[Statement]:
        """One statement, or one for each member where 均 spreads the value."""
        text = self.text[slice(*span)]
        names = [indicator.name]
        if re.search("均|都", self.text[max(begin, q.start - 6) : q.start]):
            names = expand(indicator.name)
        for name in names:
            made = self._one(clause, *span, replace(indicator, name=name), q, state.year)
            if len(names) > 1:
                made.name, made.expanded = name + self._value_text(q), True
            elif indicator.share and not text.startswith(name[:2]):
                made.name = indicator.name.removesuffix("比重") + self.text[q.start : q.end]
            yield made
        if not indicator.share:
            state.subject = indicator.name

    def _value_text(self, q: Quantity) -> str:
        """The value as written, with 达到 where no bound is written before it."""
        return ("" if q.start < q.number_start else "达到") + self.text[q.start : q.end]

    def _one(self, clause: _Clause, s: int, e: int, indicator: Measured, q: Quantity, year: int | None) -> Statement:
        text = self.text[s:e]
        return Statement(
            clause.label, s, e, text, text, indicator, q, year, clause.rule, clause.confidence, scope=(s, e)
        )
