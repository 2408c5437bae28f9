"""Component ``plankg_document_edges``: BASED_ON, ISSUED_BY, and PART_OF for the plans that a notice carries."""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

from extract.mentions import EntityMention, RelationMention, SpanIndex, index
from extract.pipeline import Component
from extract.plantext import PlanText
from extract.section_roles import section_role
from extract.segment import sentences

_BASIS = re.compile(r"(?:根据|依据|按照|遵照|落实|贯彻|执行|衔接|对接|依照|响应)")
#: What names a basis in an order; 落实 only right in front of 《.
_ACCORDING = re.compile("(?:根据|依据|按照|遵照|依照)(?=[^。；《]{0,20}《)|(?:落实|贯彻)(?=《)")
_MADE = re.compile(
    r"(?:制定|编制|制订|提出|特?制定|拟定|起草)(?:了)?(?:本|如下|以下|我省|我市|我区|该|此)|现(?:就|提出|制定|印发)|特(?:制定|提出)"
)
_JOIN = re.compile(r"^(?:[（(][^（）()]{1,40}[）)])?(?:、|和|与|及|以及|，?并|，|等)*(?:《|以及《|和《)?$")
#: The rule of mentions of what a notice carries.
_CARRIED = "document.carried"
_ISSUES = re.compile(r"(?:关于|印发|发布)")


class DocumentEdges(Component):
    """What the plan is based on, and who issued it."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        own: EntityMention | None = doc._.document
        if own is None:
            return
        self._based_on(doc, plan, own)
        self._issued_by(doc, plan, own)
        if plan.carries:
            self._carried(doc, plan, own)

    def _carried(self, doc: Any, plan: PlanText, own: EntityMention) -> None:
        """A plan that a notice carries is part of it, and issued by who issues the notice."""
        issued = [r for r in doc._.relations if r.type == "ISSUED_BY"]
        for m in doc._.entities:
            if m.rule != _CARRIED:
                continue
            line = plan.line_at(m.start)
            around = [span for span in sentences(plan.text, line.start, line.end) if span[0] <= m.start < span[1]]
            start, end = around[0] if around else (m.start, m.end)
            doc._.relations.append(
                RelationMention("PART_OF", m, own, start, max(end, m.end), rule="part.notice", confidence=m.confidence)
            )
            for r in issued:
                doc._.relations.append(
                    RelationMention("ISSUED_BY", m, r.target, r.start, r.end, rule="issued_by.notice", confidence=0.95)
                )

    def _based_on(self, doc: Any, plan: PlanText, own: EntityMention) -> None:
        documents = index(doc, "Document")
        seen: set[tuple[str, ...]] = set()
        same = {own.key, *(r.target.key for r in doc._.relations if r.type == "VERSION_OF")}
        for line in plan.lines:
            if line.kind != "para":
                continue
            role = section_role(plan, plan.section_at(line.start))
            preamble = role in ("preamble", "idea", "background")
            if not preamble and not _ACCORDING.search(plan.text, line.start, line.end):
                continue
            for start, end in sentences(plan.text, line.start, line.end):
                named = [m for m in documents.inside(start, end) if m.key not in same and m.rule != _CARRIED]
                if not named:
                    continue
                for mention in self._bases(plan.text, start, end, named, _BASIS if preamble else _ACCORDING):
                    if mention.key not in seen:
                        seen.add(mention.key)
                        rule, sure = ("based_on.preamble", 0.92) if preamble else ("based_on.order", 0.8)
                        doc._.relations.append(
                            RelationMention("BASED_ON", own, mention, start, end, rule=rule, confidence=sure)
                        )

    def _bases(
        self, text: str, start: int, end: int, named: list[EntityMention], words: re.Pattern[str]
    ) -> list[EntityMention]:
        """Documents that a 根据/落实 governs: the first after it and those joined to it."""
        found: list[EntityMention] = []
        made = bool(_MADE.search(text, start, end))
        for trigger in words.finditer(text, start, end):
            strong = trigger[0] in ("根据", "依据", "按照", "遵照", "依照") or made or trigger[0] in ("落实", "贯彻")
            if not strong:
                continue
            at = trigger.end()
            for mention in named:
                if mention.start < at:
                    continue
                gap = text[at : mention.start].rstrip("《")
                if found and mention in found:
                    at = mention.end + 1
                    continue
                near = len(gap) <= 45 and not re.search("[。；]", gap) and "《" not in gap
                if (at == trigger.end() and near) or _JOIN.match(text[at : mention.start]):
                    found.append(mention)
                    at = mention.end + 1
                else:
                    break
        return found

    def _issued_by(self, doc: Any, plan: PlanText, own: EntityMention) -> None:
        bodies: SpanIndex = index(doc, "Organization")
        spans: list[tuple[int, int]] = list(plan.masthead.signatures)
        if plan.masthead.title_span:
            first = plan.masthead.title_span[0]
            spans += [(line.start, line.end) for line in plan.lines if line.kind == "title" and line.start <= first]
        seen: set[tuple[str, ...]] = set()
        for start, end in spans:
            about = _ISSUES.search(plan.text, start, end)
            stop = about.start() if about else end
            for body in bodies.inside(start, stop):
                if body.key not in seen and (
                    body.start == start
                    or plan.text[body.start - 1] in "、 \n"
                    or (start, end) in plan.masthead.signatures
                ):
                    seen.add(body.key)
                    doc._.relations.append(
                        RelationMention("ISSUED_BY", own, body, start, end, rule="issued_by.masthead", confidence=0.95)
                    )


@Language.factory("plankg_document_edges")
def make(nlp: Language, name: str) -> DocumentEdges:
    """The component, as spaCy asks for it."""
    return DocumentEdges(nlp, name)
