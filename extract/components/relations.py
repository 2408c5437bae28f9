"""Component ``plankg_relations``: where projects lie, who tries what first, what depends on what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

from spacy.language import Language

from extract.components.projects import CONTEXT, ProjectContext
from extract.lexicon import rows
from extract.mentions import EntityMention, RelationMention, SpanIndex, entities
from extract.nounphrase import clause_spans
from extract.phrasewords import trie_pattern
from extract.pipeline import Component
from extract.placelists import LIKE, MASK, Masked, mask_places
from extract.plantext import PlanText
from extract.segment import sentences

#: How far from a project its place may stand, and from a trigger the project that depends, in characters.
_WINDOW, _REACH = 100, 300
#: More than this behind what is leant on is a predicate of the clause itself, in characters.
_OWN_PREDICATE = 8
#: The whole of the plan's own place is where everything is.
_SCOPE = re.compile(r"[全我本][省市县区州国盟旗]")
_NO_CONTEXT = ProjectContext("", (0, 0))
#: 开发应用A, 建设使用A: A is what is built.
_MADE = re.compile(r"(?:开发|研发|建设|研制)$")
#: Verbs that say how things shall be, not that a project is built: 实现X行动同向发力.
_OF_STATES = frozenset(("实现", "确保", "促进", "保障"))
_ACTORS = re.compile(r"企业|高校|大学|学院|机构|集团|公司|院所|协会|部门|政府|与|对接|接入")
_BEFORE_PLACE = re.compile(
    r"(?:支持|鼓励|引导|推动|指导|推进|争取|加快推动|加快推进|积极推动|大力支持|重点支持|积极支持|优先|在|于|将|把|依托)$"
)
_IN = re.compile(r"(?:在|于|依托)$")
_AFTER = re.compile(rf"^[”]?(?:项目)?(?:落户|落地|选址|位于|坐落于?|设在|布局在|布局于|建在){MASK}")
_LIES = frozenset(("位于", "地处", "坐落", "坐落于"))
_SUBJECT_PLACE = re.compile(r"(?:位于|地处|坐落于?|落户|设在|总部设在)$")
_NEGATED = re.compile(r"不得|不再|严禁|禁止|无需|避免|防止|减少|摆脱|不")
#: A clause that begins so gives a purpose or a condition (对依托…的费用).
_ASIDE = re.compile(r"(?:对|为|向|给予|便于|以便|凡|如)(?!接)")
_REPORTED = re.compile(r"已经?|了|曾|累计|近年来|过去|截至")
_FRAME = re.compile(
    r"以(?P<what>[^，。；]{2,40}?)为(?:重要|主要|核心|坚实|有力|基本|关键)?(?P<as>依托|支撑|载体|基础|牵引|平台|底座|纽带|引擎)"
)
_WITH = re.compile(
    r"与(?P<what>[^，。；与]{3,40}?)(?:系统|数据|信息)?(?:的)?(?:实现)?(?:互联互通|贯通|互认|无缝对接|有效对接|对接|联通|衔接|互通|数据共享|信息共享|共享)"
)
#: 先行试点家庭养老床位 tries something of its own, not the project named before.
_HAS_OBJECT = re.compile(
    r"(?:试点|先行先试)(?!工作|示范|推进|推广|推行|建设|实施|经验|任务|探索|应用|运行)[\u4e00-\u9fff]{3}"
)
_PILOT_WORD = re.compile(r"试点|先行先试")
#: What may stand between 依托 and the thing leant on: 省、市|农产品追溯平台.
_IN_FRONT = re.compile(
    r"[“《]*(?:(?:现有|已有|已建成?|既有|各级|各类|我[省市县区]|本[省市县区]|全[国省市县区]|[国省市州县区]级?[、和]?)*(?:(?:统一|共建)的)?"
    r"|(?!.?[的])[^，。；的]{1,2}|(?:“[^“”]{2,12}”[、和])+)[“《]*"
)
_LIST_JOINT = re.compile(r"[”’》]?(?:[、和与及]|以及)[“《]?$|”“$")
#: The same with one member in between that is no project of its own.
_LISTED = re.compile(r"[”’》]?(?:(?:、[^，。；、的]{2,12})?[、和与及]|以及)[“《]?|”“")
#: Where a plan of a pilot says who takes part: 选择北京、天津11个城市, 试点城市：…, under a heading 试点范围.
_TAKES_PART = re.compile(
    rf"(?:选择|选取|选定|确定|遴选|批准|同意|在|为|[：:]|包括){MASK}{LIKE}|^{MASK}|试点(?:地区|城市|省份|范围|区域|省市|县市?)[^，。；]{{0,6}}{MASK}"
)
_WHERE_TRIED = re.compile(r"试点(?:范围|地区|城市|省份|区域|布局|地域|对象)")
_MEANS = frozenset(("利用", "充分利用", "运用", "综合运用", "借助", "充分运用", "depends.frame"))


class Relations(Component):
    """Adds ``LOCATED_IN``, ``PILOTS`` and ``DEPENDS_ON``."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        self.doc, self.plan, self.text = doc, plan, plan.text
        self.contexts: dict[tuple[int, int], ProjectContext] = doc.user_data.get(CONTEXT, {})
        self.projects = entities(doc, "Project")
        self.project_index = SpanIndex(self.projects)
        self.places = SpanIndex(
            m for m in entities(doc, "Region") if not self._hidden(m) and not _SCOPE.match(plan.text, m.start)
        )
        self.tasks = entities(doc, "Task")
        self.task_starts = [t.start for t in self.tasks]
        self._locations()
        self._body_locations()
        self._pilots()
        self._lines_of_places: dict[int, int] = {}
        self._own_pilot_places()
        self._dependencies()

    def _hidden(self, m: EntityMention) -> bool:
        return any(p.start <= m.start and m.end <= p.end for p in self.project_index.covering(m.start, m.end))

    def _context(self, p: EntityMention) -> ProjectContext:
        return self.contexts.get((p.start, p.end), _NO_CONTEXT)

    def _add(
        self,
        type_: str,
        source: EntityMention,
        target: EntityMention,
        span: tuple[int, int],
        rule: str,
        confidence: float,
        **properties: str,
    ) -> None:
        if source.label == target.label and source.key == target.key:
            return
        self.doc._.relations.append(RelationMention(type_, source, target, *span, dict(properties), rule, confidence))

    # -- LOCATED_IN -----------------------------------------------------------------------------------

    def _locations(self) -> None:
        for p in self.projects:
            context = self._context(p)
            start, end = context.clause
            if not start <= p.start < end:
                continue
            if context.mode not in ("order", "report", "title") and context.verb not in _LIES:
                continue
            if context.places is not None:
                for place in self.places.inside(*context.places):
                    self._add("LOCATED_IN", p, place, context.clause, "located.list", 0.92)
                continue
            for place, rule in self._placed(p, start, end):
                self._add("LOCATED_IN", p, place, context.clause, rule, 0.88)

    def _placed(self, p: EntityMention, start: int, end: int) -> Iterator[tuple[EntityMention, str]]:
        """Places that the clause puts the project in: 在X建设Y, 支持X建设Y, X的Y, Y落户X."""
        left = mask_places(self.text, max(start, p.start - _WINDOW), p.start, self.places)
        if left.groups:
            at = left.text.rindex(MASK)
            before, after = left.text[:at].rstrip("“"), left.text[at + 1 :]
            after = re.sub(rf"^{LIKE}", "", after).rstrip("“")
            said = bool(_BEFORE_PLACE.search(before)) or not before
            verb = self._context(p).verb
            if after in ("的", "") and before:
                yield from ((m, "located.of") for m in left.groups[-1])
            elif p.properties.get("kind") == "pilot":
                pass  # 在X开展Y试点 is PILOTS
            elif said and not _ACTORS.search(after) and (_IN.search(before) or (verb and verb[-2:] in after)):
                yield from ((m, "located.in") for m in left.groups[-1])
        right = mask_places(self.text, p.end, min(end, p.end + _WINDOW), self.places)
        if _AFTER.match(right.text):
            yield from ((m, "located.settles") for m in right.groups[0])

    def _body_locations(self) -> None:
        """浙江大学位于杭州."""
        for body in entities(self.doc, "Organization"):
            line = self.plan.line_at(body.start)
            tail = self.text[body.end : min(body.end + 8, line.end)]
            match = re.match(r"(?:总部)?(?:位于|地处|坐落于?|落户|设在)", tail)
            if match:
                at = body.end + match.end()
                for place in self.places.inside(at, min(at + 12, line.end)):
                    if place.start == at:
                        self._add("LOCATED_IN", body, place, (body.start, place.end), "located.body", 0.9)

    # -- PILOTS ---------------------------------------------------------------------------------------

    def _pilots(self) -> None:
        for line in self.plan.lines:
            if line.kind in ("title", "toc") or not _PILOT_WORD.search(self.text, line.start, line.end):
                continue
            for sentence in sentences(self.text, line.start, line.end):
                for clause in clause_spans(self.text, *sentence):
                    if _PILOT_WORD.search(self.text, *clause):
                        self._pilot_clause(sentence, clause)

    def _own_pilot(self) -> EntityMention | None:
        """The pilot that the plan itself is about: the longest one that its title names."""
        title = "".join(self.text[line.start : line.end] for line in self.plan.lines if line.kind == "title")
        named = [p for p in self.projects if p.properties.get("kind") == "pilot" and p.name in title]
        return max(named, key=lambda p: (len(p.name), -p.start), default=None)

    def _own_pilot_places(self) -> None:
        """Lists of places that a plan of a pilot says to take part in it."""
        pilot = self._own_pilot()
        if pilot is None:
            return
        for place in self.places.mentions:
            line = self.plan.line_at(place.start)
            if line.kind in ("title", "toc") or place.start < line.start:
                continue
            self._lines_of_places.setdefault(line.start, line.end)
        for start, end in self._lines_of_places.items():
            section = self.plan.section_at(start)
            headed = section is not None and bool(_WHERE_TRIED.search(section.title))
            for sentence in sentences(self.text, start, end):
                for clause in clause_spans(self.text, *sentence):
                    self._own_pilot_clause(pilot, clause, headed or bool(_WHERE_TRIED.search(self.text, *sentence)))

    def _own_pilot_clause(self, pilot: EntityMention, clause: tuple[int, int], said: bool) -> None:
        masked = mask_places(self.text, *clause, self.places)
        if not masked.groups or _NEGATED.search(masked.text):
            return
        match = _TAKES_PART.search(masked.text)
        if match is None:
            return
        group = masked.group_at(masked.text.index(MASK, match.start(), match.end()))
        chosen = re.match(r"选择|选取|选定|确定|遴选|批准|同意", match[0]) is not None
        if len(group) > 1 and (said or chosen):
            for place in _innermost(group):
                self._add("PILOTS", place, pilot, clause, "pilot.own", 0.85)

    def _pilot_clause(self, sentence: tuple[int, int], clause: tuple[int, int]) -> None:
        masked = mask_places(self.text, *clause, self.places)
        if (
            not masked.groups
            or _NEGATED.search(masked.text)
            or re.search(r"试点(?:城市|县|市|省|企业|单位)", masked.text)
        ):
            return
        for rule, pattern in _pilot_patterns():
            match = pattern.search(masked.text)
            if match:
                group = masked.group_at(masked.text.index(MASK, match.start(), match.end()))
                self._pilot(sentence, clause, masked, match, group, rule)
                return

    def _pilot(
        self,
        sentence: tuple[int, int],
        clause: tuple[int, int],
        masked: Masked,
        match: re.Match[str],
        group: list[EntityMention],
        rule: str,
    ) -> None:
        after = masked.source(match.start())
        own = [p for p in self.project_index.inside(after, clause[1]) if p.start > group[-1].end]
        before = self.project_index.inside(max(sentence[0], clause[0] - _REACH), clause[0])
        target: EntityMention | None
        span = clause
        if own:
            target = own[0]
        elif before and not _HAS_OBJECT.search(self.text, after, clause[1]):
            target = before[-1]
            span = (min(self._context(target).clause[0] or target.start, target.start), clause[1])
        else:
            target = self._task(clause[0])
        if target is not None:
            for place in _innermost(group):
                self._add("PILOTS", place, target, span, rule, 0.88 if target.label == "Project" else 0.75)

    def _task(self, offset: int) -> EntityMention | None:
        """The task whose section holds ``offset``, the nearest before it."""
        at = bisect_right(self.task_starts, offset) - 1
        if at < 0:
            return None
        task = self.tasks[at]
        home = self.plan.tree_section_at(task.start)
        return task if home is not None and home.start <= offset < home.end else None

    # -- DEPENDS_ON -----------------------------------------------------------------------------------

    def _dependencies(self) -> None:
        targets = SpanIndex(entities(self.doc, "Project", "Sector", "Organization"))
        for match in _dependency_words().finditer(self.text):
            row = _dependency_rows()[match[0]]
            self._dependency(targets, match.end(), match.start(), match.end(), row["kind"], row["order"], row["id"])
        for match in _FRAME.finditer(self.text):
            self._dependency(
                targets, match.start("what"), match.start(), match.end(), "relies_on", "next", "depends.frame"
            )

        for match in _WITH.finditer(self.text):
            span = match.start("what"), match.start(), match.end()
            self._dependency(targets, *span, "connects_to", "previous", "depends.with")

    def _dependency(self, targets: SpanIndex, at: int, start: int, end: int, kind: str, order: str, rule: str) -> None:
        sentence = self._sentence(start, end)
        clause = next((c for c in clause_spans(self.text, *sentence) if c[0] <= start < c[1]), sentence)
        if clause[0] < start and (_ASIDE.match(self.text, clause[0]) or _MADE.search(self.text, clause[0], start)):
            return
        if _NEGATED.search(self.text, clause[0], start) or _REPORTED.search(
            self.text, clause[0], min(end + 1, clause[1])
        ):
            return
        found = self._targets(targets, at, clause[1])
        if not found:
            return
        sources, span = self._sources(found, start, sentence, clause, order)
        for source, target in product(sources, found):
            if source.label == "Task" and target.label != "Project":
                by_means = rule == "depends.frame" or self.text[start:end] in _MEANS
                if not (by_means and target.properties.get("kind") == "technology"):
                    continue
            self._add("DEPENDS_ON", source, target, span, rule, 0.9 if source.label == "Project" else 0.65, kind=kind)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a trigger, at most ``_REACH`` to either side."""
        line = self.plan.line_at(start)
        low, high = max(line.start, start - _REACH), min(line.end, end + _REACH)
        first = max(self.text.rfind(mark, low, start) for mark in "。！？")
        last = min((at for mark in "。！？" if (at := self.text.find(mark, end, high)) >= 0), default=high)
        return (low if first < 0 else first + 1, last)

    def _targets(self, targets: SpanIndex, at: int, end: int) -> list[EntityMention]:
        """The things named right behind a trigger, a list taken whole."""
        found: list[EntityMention] = []
        for m in targets.inside(at, end):
            if m.start < at:
                continue
            joint = _LISTED if found else _IN_FRONT
            if joint.fullmatch(self.text, at, m.start):
                found.append(m)
                at = m.end
            else:
                break
        if found and all(m.label == "Sector" for m in found):
            rest = self.text[at : at + 6]
            if not self.text.endswith("技术", 0, at) and not re.match(
                r"(?:等)?(?:[^，。；]{0,6}技术|手段|为|，|。|；|建设|开展|构建|打造|搭建|推进|提升|实现|等)", rest
            ):
                return []
        return found

    def _sources(
        self, found: list[EntityMention], start: int, sentence: tuple[int, int], clause: tuple[int, int], order: str
    ) -> tuple[list[EntityMention], tuple[int, int]]:
        """What depends: the projects ordered next in the sentence, or the one before, else the task; and where it says so."""
        end = found[-1].end
        after = [
            p
            for p in self.project_index.inside(end, min(sentence[1], end + _REACH))
            if self._ordered(p) and self._context(p).verb not in _OF_STATES
        ]
        before = [
            p
            for p in self.project_index.inside(max(sentence[0], start - _REACH), start)
            if self._ordered(p, p.start >= clause[0])
        ]
        near = [p for p in after if p.end <= clause[1]]
        chosen: list[EntityMention] = []
        adjoins = bool(before) and clause[0] - self._context(before[-1]).clause[1] in (0, 1)
        if order == "previous":
            chosen = self._whole_list(before) or near[:1]
        elif near or order == "here":
            chosen = near[:1]
        elif after and (not before or (order == "next" and self._ordered_next(after[0], clause[1]))):
            chosen = self._in_a_row(after, clause[1])
        elif order == "next" and clause[1] - end > _OWN_PREDICATE:
            # 依托X基地发展冷链物流 says what it is for; 建设Y系统，运用大数据监测… what Y does
            by_means = all(m.properties.get("kind") == "technology" for m in found) and self.text[start:end] != ""
            chosen = before[-1:] if by_means and adjoins else []
        elif adjoins:
            chosen = before[-1:]
        if chosen:
            first = min(clause[0], self._context(chosen[0]).clause[0] or chosen[0].start)
            last = max(clause[1], self._context(chosen[-1]).clause[1])
            return chosen, (first, min(last, sentence[1]))
        task = self._task(start)
        return [task] if task is not None else [], clause

    def _ordered_next(self, p: EntityMention, end: int) -> bool:
        """建设A，依托B，建设C: B serves C."""
        return self._context(p).mode == "order" and self._context(p).clause[0] == end + 1

    def _whole_list(self, before: list[EntityMention]) -> list[EntityMention]:
        """建设A、B，接入C: both A and B."""
        if not before or self._context(before[-1]).mode != "order":
            return before[-1:]
        clause = self._context(before[-1]).clause
        return [p for p in before if self._context(p).clause == clause and self._context(p).mode == "order"]

    def _in_a_row(self, after: list[EntityMention], end: int) -> list[EntityMention]:
        """依托A，建立B，组建C: B and C, as long as clause upon clause orders a project."""
        row = after[:1]
        for p in after[1:]:
            clause, last = self._context(p).clause, self._context(row[-1]).clause
            if self._context(p).mode == "order" and (clause == last or clause[0] - last[1] == 1):
                row.append(p)
            else:
                break
        return row

    def _ordered(self, p: EntityMention, plain: bool = True) -> bool:
        """Whether the passage orders the project; ``plain`` tells that it need not say what is done with it."""
        return self._context(p).mode in (("order", "title", "") if plain else ("order", "title"))


@cache
def _pilot_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for row in rows("pilot_triggers.csv"):
        pattern = row["pattern"].replace("{places}", MASK).replace("{like}", LIKE)
        found.append((row["id"], re.compile(pattern)))
    return tuple(found)


@cache
def _dependency_rows() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in rows("dependency_triggers.csv")}


@cache
def _dependency_words() -> re.Pattern[str]:
    return re.compile(rf"{trie_pattern(_dependency_rows())}(?!型|性|率|率先|项目)")


def _innermost(group: list[EntityMention]) -> list[EntityMention]:
    """Places without those that only say where the next one lies: 西藏自治区|拉萨市."""
    starts = {m.start for m in group}
    return [m for m in group if m.end not in starts]


@Language.factory("plankg_relations")
def make(nlp: Language, name: str) -> Relations:
    """The component, as spaCy asks for it."""
    return Relations(nlp, name)
