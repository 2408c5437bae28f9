"""Component ``plankg_structure_edges``: what is part of what, and in which field, by where it stands.

``PART_OF``: a project that the passage orders, to the innermost box project or task it stands in; a box to the
task it follows; X of Y 包括 X. ``IN_SECTOR``: the item lead a project stands under, and the field words inside
the names of projects and tasks (of a task named by a sentence, its first clause).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from spacy.language import Language

from extract.components.projects import CONTEXT, ProjectContext
from extract.mentions import EntityMention, RelationMention, SpanIndex, entities
from extract.partof import is_ordered
from extract.pipeline import Component
from extract.plantext import PlanText, Section
from extract.segment import sentences
from extract.tablerows import field_edges

_INCLUDES = re.compile(r"^”?(?:，)?(?:主要|具体|重点)?(?:包括|包含|涵盖|由|下设)")
#: A task's title up to this length is a heading, every clause of which says what it is about.
_HEADING = 30
_NO_CONTEXT = ProjectContext("", (0, 0))


class StructureEdges(Component):
    """Adds ``PART_OF`` and ``IN_SECTOR`` for projects, ``IN_SECTOR`` for tasks."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        self.doc, self.plan = doc, plan
        self.contexts: dict[tuple[int, int], ProjectContext] = doc.user_data.get(CONTEXT, {})
        projects, tasks = entities(doc, "Project"), entities(doc, "Task")
        self.sectors = SpanIndex(entities(doc, "Sector"))
        self.tasks = tasks
        self.task_starts = [t.start for t in tasks]
        self.own = {
            p.key for p in projects if p.rule == "project.title.pilot"
        }  # the plan itself, part of none of its tasks
        self.boxes = self._boxes(projects)
        self.leads = self._leads()
        wholes = self._includes(projects)
        for p in projects:
            context = self.contexts.get((p.start, p.end), _NO_CONTEXT)
            section = plan.section_at(p.start)
            whole = wholes.get((p.start, p.end))
            if whole is not None:
                self._edge("PART_OF", p, whole, *self._clause(p, context), "part.includes", 0.8)
            self._part_of(p, context, section)
            self._in_sector(p, context, section)
        for task in tasks:
            first = re.search("[，；。]", plan.text[task.start : task.end])
            end = task.start + first.start() if first and task.end - task.start > _HEADING else task.end
            for sector in self._longest(self.sectors.inside(task.start, end)):
                self._edge("IN_SECTOR", task, sector, task.start, task.end, "sector.name.task", 0.85)

        doc._.relations.extend(field_edges(doc, plan))

    # -- what the sections are ----------------------------------------------------------------------

    def _boxes(self, projects: list[EntityMention]) -> dict[int, EntityMention]:
        """Sections whose title is a project: boxes by the end of their title, others by the whole of it."""
        index = SpanIndex(projects)
        found = {}
        for section in self.plan.sections:
            titled = [m for m in index.inside(section.title_start, section.title_end) if m.end == section.title_end]
            if titled and (section.kind == "box" or titled[0].start == section.title_start):
                found[section.index] = titled[0]
        return found

    def _leads(self) -> dict[int, EntityMention]:
        """Lead sections whose title is a field."""
        found = {}
        for section in self.plan.sections:
            if section.kind in ("lead", "dash") and section.title_end > section.title_start:
                titled = self.sectors.covering(section.title_start, section.title_end)
                if titled:
                    found[section.index] = titled[0]
        return found

    # -- PART_OF --------------------------------------------------------------------------------------

    def _part_of(self, p: EntityMention, context: ProjectContext, section: Section | None) -> None:
        if section is None or p.key in self.own or not self._ordered(p, context):
            return
        own_box = next((i for i, m in self.boxes.items() if m is p), None)
        if own_box is None and any(self._titles(s, p) for s in self.plan.ancestors(section)):
            return  # a box's own project, named again in the box
        parent = self._parent(p, own_box)
        if parent is None or parent.key == p.key:
            return
        rule = "part.box" if own_box is not None else "part.place"
        self._edge("PART_OF", p, parent, *self._clause(p, context), rule, 0.9 if parent.label == "Project" else 0.85)

    def _ordered(self, p: EntityMention, context: ProjectContext) -> bool:
        kind = str(p.properties.get("kind", ""))
        clause = context.clause if context.clause[1] else (p.start, p.end)
        return is_ordered(self.plan.text, p.start, p.end, clause, context.mode, kind)

    def _titles(self, section: Section, p: EntityMention) -> bool:
        own = self.boxes.get(section.index)
        return own is not None and own.key == p.key

    def _parent(self, p: EntityMention, own_box: int | None) -> EntityMention | None:
        """The innermost box project or task that ``p`` stands in."""
        for section in self.plan.ancestors(self.plan.section_at(p.start)):
            if section.index == own_box:
                continue
            if section.index in self.boxes and self.boxes[section.index] is not p:
                return self.boxes[section.index]
            last = bisect_right(self.task_starts, p.start) - 1
            while last >= 0 and self.tasks[last].start >= section.start:
                task = self.tasks[last]
                if self._home(task) == section.index and not self._beyond(task, p):
                    return task
                last -= 1
            if section.parent < 0 and section.kind in ("lead", "dash"):
                return next(
                    (t for t in self.tasks if section.start <= t.start < section.end and not self._beyond(t, p)), None
                )
        return None

    def _beyond(self, task: EntityMention, p: EntityMention) -> bool:
        """Whether ``p`` stands in a paragraph after the one whose lead the task is."""
        section = self.plan.section_at(task.start)
        lead = section is not None and section.kind in ("lead", "dash")
        return lead and self.plan.line_at(task.start) is not self.plan.line_at(p.start)

    def _home(self, task: EntityMention) -> int:
        section = self.plan.tree_section_at(task.start)
        return -1 if section is None else section.index

    def _includes(self, projects: list[EntityMention]) -> dict[tuple[int, int], EntityMention]:
        """Members by their spans, of projects that a sentence says to include them."""
        index = SpanIndex(projects)
        found: dict[tuple[int, int], EntityMention] = {}
        for whole in projects:
            line = self.plan.line_at(whole.start)
            if not _INCLUDES.match(self.plan.text[whole.end : whole.end + 8]):
                continue
            for start, end in sentences(self.plan.text, whole.end, line.end)[:1]:
                for member in index.inside(start, end):
                    found[member.start, member.end] = whole
        return found

    # -- IN_SECTOR ------------------------------------------------------------------------------------

    def _in_sector(self, p: EntityMention, context: ProjectContext, section: Section | None) -> None:
        clause = self._clause(p, context)
        for sector in self._longest(self.sectors.inside(p.start, p.end)):
            self._edge("IN_SECTOR", p, sector, *clause, "sector.name.project", 0.85)
        if context.mode in ("lean", "report"):
            return
        for ancestor in self.plan.ancestors(section):
            lead = self.leads.get(ancestor.index)
            if lead is not None:
                self._edge("IN_SECTOR", p, lead, *clause, "sector.lead", 0.9)
                return
            if ancestor.kind not in ("lead", "dash"):
                return

    @staticmethod
    def _longest(sectors: list[EntityMention]) -> list[EntityMention]:
        """Where a name holds 海洋环境 and 海洋, only the longer field."""
        names = {m.name for m in sectors}
        return [m for m in sectors if not any(m.name in name and m.name != name for name in names)]

    # -- helpers --------------------------------------------------------------------------------------

    def _clause(self, p: EntityMention, context: ProjectContext) -> tuple[int, int]:
        start, end = context.clause
        return (start, end) if start <= p.start and p.end <= end else (p.start, p.end)

    def _edge(
        self, type_: str, source: EntityMention, target: EntityMention, start: int, end: int, rule: str, sure: float
    ) -> None:
        self.doc._.relations.append(RelationMention(type_, source, target, start, end, {}, rule, sure))


@Language.factory("plankg_structure_edges")
def make(nlp: Language, name: str) -> StructureEdges:
    """The component, as spaCy asks for it."""
    return StructureEdges(nlp, name)
