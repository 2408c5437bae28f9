"""Component ``plankg_statements``: goals, observations and indicators, with HAS_GOAL, MEASURES and APPLIES_TO."""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

from extract.mentions import EntityMention, RelationMention, SpanIndex, entities, index
from extract.pipeline import Component
from extract.plantext import PlanText, Section
from extract.row_statements import row_statements
from extract.section_roles import section_role
from extract.statement_tables import table_statements
from extract.statements import StatementReader
from extract.valued import Statement

_OWN = re.compile(r"(?:全|我|本)(省|市|自治区|区|县|州)")


class Statements(Component):
    """Reads each clause once (``extract.statements``) and ties what it finds to its owner, indicator and region."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        place = doc._.jurisdiction
        own = tuple(dict.fromkeys((place.name, *place.aliases))) if place is not None else ()
        reader = StatementReader(plan, own)
        rows = {id(r.statement): r for r in row_statements(plan, index(doc, "Project", "Task"), reader.values)}
        found = [*reader.read(), *table_statements(plan, reader.year), *(r.statement for r in rows.values())]
        owners = _Owners(doc, plan)
        regions = index(doc, "Region")
        indicators: list[EntityMention] = []
        for statement in sorted(found, key=lambda s: (s.start, s.end)):
            mention = _mention(statement)
            doc._.entities.append(mention)
            if statement.indicator is not None:
                indicators.append(_measures(doc, statement, mention))
            if statement.label == "Goal":
                owner = rows[id(statement)].owner if id(statement) in rows else owners.of(statement)
                if owner is not None:
                    doc._.relations.append(_edge("HAS_GOAL", owner, mention, statement))
            _applies(doc, statement, mention, regions, place)


def _mention(s: Statement) -> EntityMention:
    properties: dict[str, Any] = {"text": s.text}
    if s.indicator is not None and s.quantity is not None:
        q = s.quantity
        properties |= {"indicator": s.indicator.name, "value": q.value, "unit": q.unit, "comparator": q.comparator}
        if not q.unit:
            del properties["unit"]
        if q.value_max is not None:
            properties["valueMax"] = q.value_max
    if s.year is not None:
        properties["year"] = s.year
    if s.nature:
        properties["nature"] = s.nature
    key = (
        s.name,
        str(properties.get("year", "")),
        str(properties.get("indicator", "")),
        str(properties.get("value", "")),
    )
    return EntityMention(
        s.label,
        s.start,
        s.end,
        s.name,
        key,
        properties=properties,
        rule=s.rule,
        confidence=s.confidence,
        expanded=s.expanded,
    )


def _edge(type_: str, source: EntityMention, target: EntityMention, s: Statement) -> RelationMention:
    return RelationMention(type_, source, target, s.start, s.end, rule=s.rule, confidence=s.confidence)


def _measures(doc: Any, s: Statement, mention: EntityMention) -> EntityMention:
    assert s.indicator is not None
    indicator = EntityMention(
        "Indicator", s.start, s.end, s.indicator.name, rule=s.rule, confidence=s.confidence, expanded=True
    )
    doc._.entities.append(indicator)
    doc._.relations.append(_edge("MEASURES", mention, indicator, s))
    return indicator


def _applies(doc: Any, s: Statement, mention: EntityMention, regions: SpanIndex, place: EntityMention | None) -> None:
    """APPLIES_TO the regions a clause names; 全省 is the province whose plan it is."""
    low, high = s.scope
    for region in regions.inside(low, high):
        doc._.relations.append(_edge("APPLIES_TO", mention, region, s))
    text = doc._.plan.text
    own = _OWN.search(text, low, high) or _OWN.search(text, *s.about)
    if own and place is not None and place.name.endswith(own[1]):
        here = EntityMention(
            "Region", own.start(), own.end(), place.name, place.key, properties=dict(place.properties),
            rule="region.own", confidence=0.95, expanded=True,
        )  # fmt: skip
        doc._.entities.append(here)
        doc._.relations.append(_edge("APPLIES_TO", mention, here, s))


class _Owners:
    """The nearest thing a goal is stated for: the box's project, else the task, else the document."""

    def __init__(self, doc: Any, plan: PlanText) -> None:
        self.plan = plan
        self.document: EntityMention | None = doc._.document
        self.tasks = entities(doc, "Task")
        self.projects = index(doc, "Project")
        self.by_section: dict[int, list[EntityMention]] = {}
        for task in self.tasks:
            section = plan.section_at(task.start)
            if section is not None:
                self.by_section.setdefault(section.index, []).append(task)

    def of(self, s: Statement) -> EntityMention | None:
        section = self.plan.section_at(s.start)
        if section is not None and section.run_in and section.start < self.plan.line_at(s.start).start:
            section = self.plan.tree_section_at(s.start)  # a paragraph after a run-in lead is none of it
        chain = self.plan.ancestors(section)
        role = section_role(self.plan, section)
        for ancestor in chain:
            project = self._titled(ancestor) if role in ("operative", "safeguard") else None
            if project is not None:
                return project
        if role in ("goal", "idea", "preamble", "background"):
            return self.document
        for ancestor in chain:
            tasks = [t for t in self.by_section.get(ancestor.index, ()) if t.start <= s.start]
            if tasks:
                return tasks[-1]
        return self.document

    def _titled(self, section: Section) -> EntityMention | None:
        """The project that a box or an item is about: named in the box's title, or all of the item's (灌区改造工程。)."""
        if section.kind not in ("box", "item", "subitem", "circled", "lead", "dash", "point"):
            return None
        inside = self.projects.inside(section.title_start, section.title_end)
        project = max(inside, key=lambda m: m.end - m.start, default=None)
        if project is None or section.kind == "box":
            return project
        return project if (project.end - project.start) * 10 >= (section.title_end - section.title_start) * 8 else None


@Language.factory("plankg_statements")
def make(nlp: Language, name: str) -> Statements:
    """The component, as spaCy asks for it."""
    return Statements(nlp, name)
