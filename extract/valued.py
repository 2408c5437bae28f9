"""The statements of one clause that commits or reports: one for each value, with what it measures; or one without value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.coordinated import expand, members
from extract.indicator import KEPT, Measured, measured, pattern, share_of
from extract.numbers import Quantity, unit_kind
from extract.timeexpr import all_times

_ATTRIBUTE = re.compile(r"^的?(?:企业|项目|单位|个人|人员|城市|地区|比例给予|标准|高管|主体)")
#: A number in the name of an undertaking, and one that describes things which are counted behind it.
_NAMES = re.compile("[\u4e00-\u9fff]{0,12}(?:行动|工程|计划|专项|战略|攻坚战|活动|运动)$")
_CIRCLES = re.compile("[\u4e00-\u9fff]{0,8}?(?:圈|网络|[路航服]网|服务|体系|经济区|都市区|半径)")
_SIZED = re.compile(
    "的?(?:自然村|行政村|村|企业|单位|城市|乡镇|社区|学校|小区|项目|园区|住宅|老年?人|人群|人口|家庭|农户|养殖场|灌区|水库|河流|群众|儿童|妇女|劳动力|居民)"
)
_OF_COUNTED = re.compile("的[^，。、的]{2,16}?\\d[\\d,.]*(?:多|余)?[个家名项所座处户](?:以上|左右|以内)?$")
_OF_MEASURED = re.compile("的[^，。；]{0,40}?(?:占比|比例|比重|率)[^，。；\\d]{0,12}\\d")
#: What is below a bound is a kind of thing, and no target.
_BELOW = re.compile("以下(?![的和并且及时、，。；）)])[\u4e00-\u9fff]{2}")
#: 完成30个村和20个社区改造: the deed behind the last is done to the first too.
_DONE_TO = re.compile("(?:[\u4e00-\u9fff]{0,6})(?:完成|开展|实施|推进)")
#: 省级龙头企业15家、国家级3家: the second names only a level.
_LEVEL = re.compile(
    "^(?:世界|国际|国家|部|省|自治区|设区市|省市|市县|县乡|市|区|县|[县市区（）、]{3,6}|乡镇|镇|乡|村|百亿|千亿|万亿)级(?:以上|及以上)?"
)
#: 每千人口医师3.2人、护士3.8人: of how many holds for the others too.
_PER = re.compile(
    "每(?:十|百|千|万|十万|百万|\\d+)?(?:万)?(?:常住|户籍)?(?:人口|人|户|名[\u4e00-\u9fff]{2,4}|平方公里|公里)(?:口)?(?:拥有|配备)?"
)
#: 突破100项技术: these are mastered, not a number exceeded.
_BROKEN = re.compile("[^，。]{0,24}(?:技术|难题|工艺|瓶颈|短板|产品|装备|材料)")
#: What a rate of change is called by, behind the thing that changes.
_CHANGE = re.compile("(?:年均)?(?:增长率|降幅|提高幅度)$")
_FROM_TO = re.compile(
    r"由(?P<from>[^，。由]{1,24}?)(?:提高|上升|增加|增长|下降|降低|压缩|压减|提升|缩短|减少|扩大|降|升)(?:到|至|为)(?P<to>[^，。]{1,24})$"
)
#: Terms and periods of rules, which measure nothing.
_PERIOD = re.compile("^(?:[^，。]{0,6})?(?:周期|期限|任期|聘期|有效期|时限)$")


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
    about: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that states something: what it is read as, and where; ``shown`` is where its own text begins."""

    label: str
    rule: str
    confidence: float
    shown: int
    start: int
    end: int


@dataclass(slots=True)
class State:
    """What carries over from clause to clause of a paragraph."""

    year: int | None = None
    future: bool = False
    past: bool = False
    opens: bool = False
    strong: bool = False
    weak: bool = False
    fresh: bool = False
    now: bool = False
    topic: str = ""
    aimed: bool = False
    condition: int = -1
    before: int = -1
    years: tuple[int, ...] = ()
    unit: str = "-"
    terms: set[int] = field(default_factory=set)
    subject: str = ""


class ValueReader:
    """Reads clauses of one text; ``places`` are names of the document's own place."""

    def __init__(self, text: str, places: tuple[str, ...] = ()) -> None:
        self.text, self.places = text, places

    def read(self, clause: Clause, found: list[Quantity], state: State) -> Iterator[Statement]:
        """The statements of a clause with the quantities ``found`` in it; ``state.subject`` is read and renewed."""
        shown, start, end = clause.shown, clause.start, clause.end
        found = [q for q in found if not self.attribute(q, end)]
        both = self._from_to(start, end, found, state) if len(found) == 2 else None
        if both is not None:
            (present, was, since), (target, q) = both
            report = replace(clause, label="Observation", rule="observation.from", confidence=0.85)
            yield self._one(report, shown, end, present, was, since)
            aim = clause.label == "Goal"
            now = all_times(self.text, found[0].end, q.start)
            year = now[-1].year if now else state.year if state.future or not aim else None
            yield self._one(clause, shown, end, target, q, year)
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

    def continues(self, start: int, found: list[Quantity], state: State) -> bool:
        """Whether a clause only goes on from the value before: by another level (省级龙头15家，国家级3家) or as a part of it
        (新开工项目50个，其中重点项目20个)."""
        before = self.text[start : found[0].start]
        within = self.text.startswith("其中", start - 2) and "的" not in before
        return state.unit == found[0].unit and (within or bool(_LEVEL.fullmatch(before)))

    def attribute(self, q: Quantity, end: int) -> bool:
        """产值超过10亿元的企业: the number describes a thing and is no target."""
        rest = self.text[q.end : min(end, q.end + 6)]
        kind = unit_kind(q.unit)
        if _BELOW.match(self.text, q.end - 2, end) and kind != "ratio" and self.text[q.start - 1] not in "到至在":
            return True  # 淘汰10蒸吨以下锅炉
        if q.unit == "岁" and q.comparator in (">=", "<=") and q.end < end:
            return True  # 65岁以上老年人
        if q.comparator in (">=", "<=") and _SIZED.match(self.text, q.end, end) and q.unit[-1] in "户人岁张亩元吨":
            return True  # 20户以上自然村
        if kind == "time" and _CIRCLES.match(self.text, q.end, end):
            return True  # 15分钟生活圈
        if kind not in ("count", "time") and _NAMES.match(self.text, q.end, end):
            return True  # 百万亩造林行动
        if kind in ("money", "people") and q.comparator in (">=", "<=") and _OF_MEASURED.match(self.text, q.end, end):
            return True  # 单户500万元以下的贷款占比不低于50%
        if kind in ("money", "measure", "people", "ratio") and _OF_COUNTED.match(self.text, q.end, end):
            return True  # 年产值超过1亿元的加工企业10家
        return (bool(_ATTRIBUTE.match(rest)) and q.unit[-1:] not in "家个名项人") or rest.startswith(("级", "期工程"))

    def _states(self, body: str) -> bool:
        """Whether a clause without value says a state or deed at all."""
        if (
            len(body) < 4
            or _PERIOD.match(re.sub("(?:为|是|不超过|一般为).{1,8}$", "", body))
            or (pattern("opener").search(body) and len(body) < 60 and not pattern("goal").search(body))
        ):
            return False
        return not re.fullmatch(r"(?!.{0,4}(?:完成|实现|达到|超额))[\u4e00-\u9fff]{2,8}(?:方面|目标|任务|指标)", body)

    def _from_to(
        self, start: int, end: int, found: list[Quantity], state: State
    ) -> tuple[tuple[Measured, Quantity, int | None], tuple[Measured, Quantity]] | None:
        match = _FROM_TO.search(self.text, start, end)
        if not match or not (match.start("from") <= found[0].start < match.end("from") <= found[1].start):
            return None
        name = measured(self.text[start : match.start()] + "达到", found[1], "", state.subject, self.places)
        if name is None:
            return None
        times = all_times(self.text, match.start("from"), match.end("from"))
        return (name, found[0], times[0].year if times else None), (name, found[1])

    def _valued(self, clause: Clause, found: list[Quantity], state: State) -> Iterator[Statement]:
        shown, start, end = clause.shown, clause.start, clause.end
        if len(found) > 1 and len(state.years) == len(found):
            done = list(self._by_year(clause, found, state))
            if done:
                yield from done
                return
        if len(found) > 1 and ("分别" in self.text[start : found[0].start] or self._aligned(start, found)):
            done = list(self._distributed(clause, found, state))
            if done:
                yield from done
                return
        begin, last, first = start, "", ""
        for position, plain in enumerate(found):
            stop = found[position + 1].start if position + 1 < len(found) else end
            piece_end = self._piece_end(plain.end, stop, end)
            q = self._bounded(plain, begin, end)
            if position and found[position - 1].end > begin:
                begin = found[position - 1].end  # 带动2万户林农户均增收4000元
            indicator = self._measured(begin, q, piece_end, state)
            if indicator is None:
                continue
            indicator = self._completed(indicator, first, last or state.subject, self.text[q.end : end])
            if piece_end < end and _DONE_TO.match(self.text, start, end):
                indicator = self._done_to(indicator, q, piece_end, end)
            if _PERIOD.match(indicator.name):
                continue
            several = len(found) > 1
            s = (shown if begin == start else begin) if several else shown
            e = piece_end if several else end
            for made in self._named(clause, (s, e), begin, indicator, q, state):
                made.scope = (start, max(e, made.end))
                yield made
            begin, last, first = piece_end, indicator.name, first or indicator.name
            while begin < end and self.text[begin] in "、和及与，以并":
                begin += 1

    def _bounded(self, q: Quantity, begin: int, end: int) -> Quantity:
        """``q`` with the bound that the words around it give."""
        if q.comparator == "=" and re.search("约占|近占|大约占|约为占", self.text[begin : q.start]):
            return replace(q, comparator="~")
        part = share_of(self.text[begin : q.start]) if q.unit == "%" and q.comparator == "=" else None
        if part is not None:
            return replace(q, comparator=part[2])
        mastered = q.start == begin and self.text.startswith("突破", begin) and _BROKEN.match(self.text, q.end, end)
        return replace(q, comparator="=") if mastered and q.comparator == ">" else q

    def _measured(self, begin: int, q: Quantity, piece_end: int, state: State) -> Measured | None:
        """What ``q`` measures by its own piece of the clause; a bare 建成50万亩 is of what was spoken of before."""
        before, after = self.text[begin : q.start], self.text[q.end : piece_end]
        indicator = measured(before, q, after, state.subject, self.places)
        if indicator is None and not after.strip() and len(before) <= 6:
            bounded = not before and q.start < q.number_start  # 数量翻一番，超过2万家
            said = state.subject if bounded or state.unit == q.unit else ""
            return Measured(said or state.topic) if said or state.topic else None
        return indicator

    def _completed(self, indicator: Measured, first: str, last: str, rest: str) -> Measured:
        """The name with what it shares with its neighbours: the noun behind (百亿级、十亿级集群), the one before
        (省级林场15个、国家级3个), and of how many (每千人口…)."""
        name = indicator.name
        shared = re.search("级([\u4e00-\u9fff]{2,12})$", rest) if name.endswith("级") else None
        if shared:
            name += shared[1]
        per = _PER.match(first)
        if per and not _PER.match(name) and not indicator.share:
            name = per[0] + name
        deed, other = KEPT.match(first), KEPT.fullmatch(name)
        if deed and other:
            name += first[deed.end() :]  # 抢救古树60万株、复壮30万株
        if last and _LEVEL.fullmatch(name):
            name += _LEVEL.sub("", last, count=1)
        return replace(indicator, name=name)

    def _done_to(self, indicator: Measured, q: Quantity, piece_end: int, end: int) -> Measured:
        """``indicator`` with what is done to it, where that stands behind the like of it (3个旧村和5个新村整治试点)."""
        name = indicator.name
        if self.text[q.end : piece_end] != name:
            return indicator
        shared = re.search(f"{re.escape(name[-2:])}([\u4e00-\u9fff]{{4,12}})$", self.text[piece_end:end])
        return replace(indicator, name=name + shared[1]) if shared else indicator

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

    def _by_year(self, clause: Clause, found: list[Quantity], state: State) -> Iterator[Statement]:
        """到2025年和2030年，普及率分别达到90%和95%: the values of one indicator in as many years."""
        indicator = measured(self.text[clause.start : found[0].start], found[0], "", state.subject, self.places)
        if indicator is None:
            return
        for year, q in zip(state.years, self._alike(found), strict=True):
            made = self._one(clause, clause.shown, clause.end, indicator, q, year)
            made.name, made.expanded = f"{year}年{indicator.name}{self._value_text(q)}", True
            yield made
        state.subject = indicator.name

    def _alike(self, found: list[Quantity]) -> list[Quantity]:
        """The bound before the first of a list of values holds for all (分别不低于22%和30%)."""
        first = found[0]
        if first.start == first.number_start:
            return found
        return [
            replace(q, comparator=first.comparator) if q.start == q.number_start and q.comparator == "=" else q
            for q in found
        ]

    def _distributed(self, clause: Clause, found: list[Quantity], state: State) -> Iterator[Statement]:
        start = clause.start
        indicator = measured(self.text[start : found[0].start], found[0], "", state.subject, self.places)
        if indicator is None:
            return
        names = self._members(indicator, len(found))
        if len(names) != len(found):
            return
        for name, q in zip(names, self._alike(found), strict=True):
            one = Measured(name, indicator.share, indicator.change)
            made = self._one(clause, clause.shown, clause.end, one, q, state.year)
            made.confidence *= 0.97
            made.name, made.expanded = name + self._value_text(q), True
            yield made
        state.subject = names[-1]

    def _members(self, indicator: Measured, count: int) -> list[str]:
        """The ``count`` members of a coordinated indicator; each bears its rate of change (A、B分别下降8%、10%)."""
        names = expand(indicator.name, count)
        if len(names) == count:
            return names
        change = _CHANGE.search(indicator.name) if indicator.change else None
        if change is None:
            return members(indicator.name)
        bare = indicator.name[: change.start()]
        names = expand(bare, count)
        names = names if len(names) == count else members(bare)
        return [name + change[0] for name in names]

    def _named(
        self, clause: Clause, span: tuple[int, int], begin: int, indicator: Measured, q: Quantity, state: State
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
        state.unit = q.unit
        if not indicator.share:
            state.subject = _CHANGE.sub("", indicator.name) if indicator.change else indicator.name

    def _value_text(self, q: Quantity) -> str:
        """The value as written, with 达到 where no bound is written before it."""
        return ("" if q.start < q.number_start else "达到") + self.text[q.start : q.end]

    def _one(self, clause: Clause, s: int, e: int, indicator: Measured, q: Quantity, year: int | None) -> Statement:
        text = self.text[s:e]
        return Statement(
            clause.label, s, e, text, text, indicator, q, year, clause.rule, clause.confidence, scope=(s, e)
        )
