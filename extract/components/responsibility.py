"""Component ``plankg_responsibility``: who is RESPONSIBLE_FOR what, from notes and from running text.

Notes come with their Task (see ``plankg_tasks``). In running text 由A牵头…, A会同B…, A、B负责… speak of the Task of the
passage; 支持/推动/鼓励 X 建设 Y and 由X承建Y give X the role ``undertake`` where Y is a Project.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from spacy.language import Language

from extract.components.organizations import NOTES
from extract.components.tasks import BY_SECTION, DUTIES
from extract.mentions import EntityMention, RelationMention, SpanIndex, entities, index
from extract.pipeline import Component
from extract.plantext import PlanText
from extract.segment import CLAUSE_ENDS

_RANK = {"lead": 0, "responsible": 1, "support": 2, "undertake": 3}
_ETC = r"(?:等(?:有关|相关)?(?:地市|地方|地区|省市|市县|城市|部门|单位|企业|高校|机构|[地市县区州省])?|[两三四五六七八九]市|[两三四五六七八九]地)?"
_JOIN = re.compile(r"[、和与及/]|以及|(?:要|应|应当|须)?(?:积极|主动)?(?:会同|联合)")
_PUSH = re.compile(r"(?:支持|推动|鼓励|引导|指导|推进|允许)$")
_BUILD = re.compile(
    _ETC
    + r"(?:[^，。；：、\n]{0,6}?)(?:加快|率先|积极|全力|共同|联合|牵头|深入|深化|大力|协同|稳步|扎实|争取|探索|全面|先行|高水平|高标准|高质量|打造|谋划|参与){0,6}"
    r"(?:建设|开展|打造|创建|实施|组建|承担|承建|争创|申报|申建|建立|设立|搭建|布局|推进|建成|形成|规划建设|加快建设|扩建|改造|培育|筹建|共建|启动|运营|推行)"
)
_BY = re.compile(
    _ETC
    + r"(?:共同|联合|具体|负责|牵头){0,4}(?:承建|承担|承办|负责建设|建设|实施|组建|运营|组织实施|建设运营|投资建设)"
)
_TAIL = re.compile(
    _ETC
    + r"(?:部门|单位)?(?:要|应|须|应当)?(?:(?:在|按照|依照|根据|依据)[^，。；、]{2,12}[，,]?)?(?:(?P<lead>(?:共同|统一|具体|总|负责)?(?:牵头|主办)|(?:会同|商)(?:有关|相关|各)[^，。；]{0,6}?(?:部门|单位|地方|方面|地区))|(?P<responsible>(?:按(?:照)?(?:各自)?职责(?:分工)?|共同|具体|分别){0,4}(?:负责|承担)|是[^，。；]{0,12}(?:责任主体|第一责任人)|对[^，。；]{1,20}负(?:总责|主体责任|责))"
    r"|(?P<support>(?:积极|密切|共同){0,3}(?:配合|协助|参与|协办)))(?!(?:建立|组成|成立|组织|参与|参加|制定|推进|建设)?的)"
)
#: A body that is told to do something in a passage about the work: 国家邮政局要加强统筹协调.
_MUST = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位))?(?:要|应当|应|须)(?!求|对(?!.{0,40}(?:负责|负总责|加强|进行))|用|急)|(?:统一|牵头|统筹)?(?:组织|统筹)(?:制定|开发|实施|开展|编制|协调|推进|指导)|按(?:照)?(?:各自)?职责(?:分工)?(?:做好|抓好|推进|落实|开展|加强)"
    r"|对(?:本|所辖|辖区)[^，。；\n]{2,40}(?:进行|开展|组织|加强)"
)
#: A clause that goes on about the body its sentence began with: …，负责日常工作.
_GOES_ON = re.compile(r"(?:并|同时)?(?:具体|主要|统筹|统一|牵头)?(?:负责|承担)(?!的)")


#: What may follow the thing that is built; anything else and it only qualifies another noun (“X行动”自主评审).
_ENDS = re.compile(r"[”’》]?(?:$|[，。；、：\n）和与及等]|(?:项目|工程)?(?:建设|试点|工作|创建)|以及)")


class Responsibility(Component):
    """Appends RESPONSIBLE_FOR edges."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        alive = {id(m) for m in doc._.entities}
        by_key: dict[tuple[tuple[str, ...], int], RelationMention] = {}
        for note, task in doc.user_data.get(DUTIES, []):
            if id(task) not in alive:
                continue
            for party in note.parties:
                if party.mention is None or id(party.mention) not in alive:
                    continue
                sure = round(min(0.97, party.mention.confidence, 0.99 if task.confidence >= 0.9 else 0.93), 3)
                edge = RelationMention(
                    "RESPONSIBLE_FOR",
                    party.mention,
                    task,
                    party.start,
                    party.end,
                    {"role": party.role},
                    party.rule,
                    sure,
                )
                _add(by_key, edge)
        reader = _Prose(doc, plan)
        for edge in reader.edges():
            _add(by_key, edge)
        doc._.relations.extend(by_key.values())


def _add(by_key: dict[tuple[tuple[str, ...], int], RelationMention], edge: RelationMention) -> None:
    """One edge for a body and a task: the strongest role that the passage gives it."""
    key = ((edge.source.label, *edge.source.key), id(edge.target))
    before = by_key.get(key)
    if before is not None and edge.rule.startswith("role.prose"):
        return  # what a passage says first is what it says of the task, not of a part of it
    if before is None or _RANK[str(edge.properties["role"])] < _RANK[str(before.properties["role"])]:
        by_key[key] = edge


class _Prose:
    """Responsibility said in sentences."""

    def __init__(self, doc: Any, plan: PlanText) -> None:
        self.plan, self.text = plan, plan.text
        self.projects = index(doc, "Project")
        self.tasks: dict[int, EntityMention] = doc.user_data.get(BY_SECTION, {})
        noted = [(n.start, n.end) for n in doc.user_data.get(NOTES, []) if n.row is None]
        notes = SpanIndex([EntityMention("Note", a, b, "note") for a, b in noted])
        documents = index(doc, "Document")
        main = doc._.document
        self.bodies = [
            m
            for m in entities(doc, "Organization", "Region")
            if not notes.overlapping(m.start, m.end)
            and not any(
                d is not main and d.start <= m.start and m.end <= d.end for d in documents.overlapping(m.start, m.end)
            )
        ]

    def edges(self) -> list[RelationMention]:
        found: list[RelationMention] = []
        waiting: list[list[EntityMention]] = []
        for group in self._lists():
            found += self._undertake(group)
            said = self._says(group)
            for other in self._rows(waiting, group) if said else ():
                found += [replace(said[0], source=m) for m in other]
            waiting = [*self._rows(waiting, group)[-20:], group] if not said and self._is_clause(group) else []
            found += said
        return found

    def _is_clause(self, group: list[EntityMention]) -> bool:
        """Whether the bodies are a clause of their own: …，农业银行某省分行，A、B配合."""
        before, after = self.text[group[0].start - 1 : group[0].start], self.text[group[-1].end : group[-1].end + 1]
        return group[0].label == "Organization" and after == "，" and before in ("，", "。", "；", "")

    @staticmethod
    def _rows(waiting: list[list[EntityMention]], group: list[EntityMention]) -> list[list[EntityMention]]:
        """The lists before this one that it goes on."""
        return waiting if waiting and waiting[-1][-1].end + 1 == group[0].start else []

    def _lists(self) -> list[list[EntityMention]]:
        """Bodies and places that stand in a row: 广州、深圳."""
        groups: list[list[EntityMention]] = []
        for m in self.bodies:
            if groups and groups[-1][-1].label == m.label and m.start >= groups[-1][-1].end:
                if m.start == groups[-1][-1].end and m.label == "Region":
                    groups[-1][-1] = m  # 四川省凉山州: the narrower place is meant
                    continue
                between = self.text[groups[-1][-1].end : m.start]
                if _JOIN.fullmatch(between):
                    groups[-1].append(m)
                    continue
            if groups and m.start < groups[-1][-1].end:
                continue
            groups.append([m])
        return groups

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause (between ，；。：) around a span."""
        a = start
        while a > 0 and self.text[a - 1] not in CLAUSE_ENDS and start - a < 120:
            a -= 1
        b = end
        while b < len(self.text) and self.text[b] not in CLAUSE_ENDS and b - end < 160:
            b += 1
        return a, b

    def _undertake(self, group: list[EntityMention]) -> list[RelationMention]:
        first, last = group[0], group[-1]
        before = self.text[max(0, first.start - 8) : first.start]
        if _PUSH.search(before):
            verb = _BUILD.match(self.text, last.end)
            rule = "role.undertake.push"
        elif before.endswith("由"):
            verb = _BY.match(self.text, last.end)
            rule = "role.undertake.by"
        else:
            return []
        if verb is None:
            return []
        a, b = self._clause(first.start, last.end)
        targets = self._objects(verb.end(), b)
        role = "undertake"
        if rule == "role.undertake.by":
            targets = targets or list(self.projects.inside(a, first.start))[-1:]
            role = "lead" if "牵头" in verb[0] else ("responsible" if "负责" in verb[0] else role)
        return [
            RelationMention("RESPONSIBLE_FOR", m, p, a, b, {"role": role}, rule, 0.85)
            for m in group
            for p in targets
            if p.start >= last.end or p.end <= first.start
        ]

    def _objects(self, start: int, end: int) -> list[EntityMention]:
        """The projects that a verb governs: the first after it, and those in a row with it."""
        found: list[EntityMention] = []
        for p in self.projects.inside(start, end):
            if not found:
                if p.start - start > 24 or not _ENDS.match(self.text, p.end):
                    break
                found.append(p)
            elif re.fullmatch("[、和与及]|以及", self.text[found[-1].end : p.start]):
                found.append(p)
        return found

    def _says(self, group: list[EntityMention]) -> list[RelationMention]:
        """由A牵头, A会同B, A、B负责: for the Task of the passage."""
        first, last = group[0], group[-1]
        if first.label != "Organization":
            return []
        a, b = self._clause(first.start, last.end)
        lead_in = self.text[a : first.start]
        by = lead_in.endswith("由")
        if not by and lead_in.strip() not in ("", "并", "同时", "对此"):
            return []
        match = _TAIL.match(self.text, last.end)
        must = match is None and _MUST.match(self.text, last.end) is not None
        later = -1 if match or must or by else self._goes_on(last.end)
        joint = len(group) > 1 and re.search("会同|联合", self.text[first.end : last.start])
        if match is None and not joint and not must and later < 0:
            return []
        b = max(b, later)
        section = self.plan.section_at(first.start)
        if (
            section is not None
            and section.run_in
            and self.plan.line_at(section.start) is not self.plan.line_at(first.start)
        ):
            return []
        task = next((self.tasks[s.index] for s in self.plan.ancestors(section) if s.index in self.tasks), None)
        if task is None or (task.start <= first.start < task.end and not by):
            return []
        role = (match.lastgroup if match else "") or "responsible"
        loose = match is None and not joint
        return [
            RelationMention(
                "RESPONSIBLE_FOR",
                m,
                task,
                a,
                b,
                {"role": ("lead" if i == 0 else "support") if joint and role != "support" else role},
                "role.prose.must" if loose else "role.prose",
                0.6 if loose else 0.75,
            )
            for i, m in enumerate(group)
        ]

    def _goes_on(self, end: int) -> int:
        """The end of a later clause of the sentence that goes on about the body: …办公室设在A，负责日常工作; -1 if none."""
        stop = re.compile(r"[。；\n]").search(self.text, end, end + 160)
        limit = stop.start() if stop else min(len(self.text), end + 160)
        at = end
        for _ in range(3):
            at = self.text.find("，", at, limit) + 1
            if not at:
                return -1
            if _GOES_ON.match(self.text, at):
                following = self.text.find("，", at, limit)
                return following if following > 0 else limit
        return -1


@Language.factory("plankg_responsibility")
def make(nlp: Language, name: str) -> Responsibility:
    """The component, as spaCy asks for it."""
    return Responsibility(nlp, name)
