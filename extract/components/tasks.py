"""Component ``plankg_tasks``: what a plan orders, one Task per heading, stretch of text or table row that orders it.

A heading under the operative chapters is a Task if it says with a verb what is to be done, or if a responsibility note
closes its text. Several notes in one item cut it into stretches, each a Task of its own, PART_OF the item's. What note
stands for which Task is left in ``doc.user_data["plankg_duties"]``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Any

from spacy.language import Language

from extract.components.organizations import NOTES
from extract.mentions import EntityMention, RelationMention, index
from extract.orders import first_clause, front_length, name_stretch, orders, term, trim
from extract.pipeline import Component
from extract.plantext import Cell, PlanText, Section
from extract.roles import labels
from extract.sayings import Note
from extract.section_roles import title_role

#: Pairs of a note and what it is for, as left for the responsibility component.
DUTIES = "plankg_duties"
#: The Task of each section that has one, by section index.
BY_SECTION = "plankg_task_of_section"

_KINDS = ("part", "chapter", "clause", "point", "item", "subitem", "circled", "lead", "dash")
_NOT_OPERATIVE = ("goal", "background", "idea", "annex")
#: Titles longer than this are sentences: their first clause names the task.
_LONG = 60
#: A first sentence that is longer is no title.
_SENTENCE = 30
_UNDERSTANDING = re.compile(
    r"^(?:充分认识|深刻认识|准确把握|正确认识|深刻理解|切实增强.{0,12}(?:紧迫感|责任感|使命感)|全面把握)"
)


class Tasks(Component):
    """Appends Task mentions and PART_OF edges between them."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        maker = _Maker(doc, plan)
        maker.run()
        doc._.entities.extend(maker.tasks)
        doc._.relations.extend(maker.parts)
        doc.user_data[DUTIES] = maker.duties
        doc.user_data[BY_SECTION] = maker.by_section


class _Maker:
    def __init__(self, doc: Any, plan: PlanText) -> None:
        self.plan, self.text = plan, plan.text
        self.notes: list[Note] = doc.user_data.get(NOTES, [])
        self.projects = index(doc, "Project")
        self.tasks: list[EntityMention] = []
        self.parts: list[RelationMention] = []
        self.duties: list[tuple[Note, EntityMention]] = []
        self.by_section: dict[int, EntityMention] = {}
        self.line_starts = [line.start for line in plan.lines]

    def run(self) -> None:
        held = self._held()
        for section in self.plan.sections:
            if section.kind in _KINDS or (section.kind == "box" and self._boxed_order(section, section.title)):
                self._section(section, held.get(section.index, []))
            elif held.get(section.index):
                self._stretches(section, held[section.index], self._up(section), section.body)
        self._loose(held.get(-1, []))
        self._rows()

    # -- which notes stand in which section -------------------------------------------------------

    def _held(self) -> dict[int, list[list[Note]]]:
        """Notes by section, those with nothing between them together; -1 holds those before any section."""
        held: dict[int, list[list[Note]]] = defaultdict(list)
        for note in self.notes:
            if note.row is not None:
                continue
            section = self.plan.section_at(note.start)
            while section is not None and section.kind in ("lead", "dash") and not self._closes(section, note):
                section = self.plan.sections[section.parent] if section.parent >= 0 else None
            groups = held[section.index if section is not None else -1]
            if groups and not self.text[groups[-1][-1].end : note.start].strip(" 。；，\n"):
                groups[-1].append(note)
            else:
                groups.append([note])
        return held

    def _closes(self, section: Section, note: Note) -> bool:
        """Whether a note belongs to a lead or dash: it stands in that paragraph, behind its title."""
        return note.start >= section.title_end and self.plan.line_at(section.start) is self.plan.line_at(note.start)

    # -- sections ---------------------------------------------------------------------------------

    def _title(self, section: Section, groups: list[list[Note]]) -> tuple[int, int]:
        """The title's span without a note that stands in it."""
        end = section.title_end
        for group in groups:
            if section.title_start < group[0].start < end:
                end = group[0].start
                break
        return trim(self.text, section.title_start, end)

    def _section(self, section: Section, groups: list[list[Note]]) -> None:
        start, end = self._title(section, groups)
        title = self.text[start:end]
        if not title or "\n" in title:
            return
        ordered = self._operative(section) and self._orders(section, title)
        in_title = [g for g in groups if not self.text[end : g[0].start].strip(" 。；，：:")]
        rest = [g for g in groups if g not in in_title]
        if self._in_box(section):
            ordered = self._boxed_order(section, title)
        bears = groups if len(groups) == 1 else in_title
        if not ordered and not (bears and self._may_bear(section)) and not len(groups) > 1:
            if groups:
                self._stretches(section, groups, self._up(section), section.start)
            return
        if not ordered and len(groups) > 1 and section.kind in ("clause", "chapter", "part", "lead", "dash"):
            self._stretches(section, groups, self._up(section), section.body)
            return
        project = self._project(start, end, section) if bears else None
        if project is not None:
            self.duties += [(note, project) for group in bears for note in group]
            return
        task = self._task(section, start, end, title, ordered, bool(bears))
        for group in bears:
            self._bear(group, task)
        if len(groups) > 1 and rest:
            headed = section.titled or (
                section.run_in and len(section.title) <= _SENTENCE and self._orders(section, title)
            )
            begin = in_title[-1][-1].end if in_title else (section.body if headed else section.title_start)
            self._stretches(section, rest, task, begin)

    def _may_bear(self, section: Section) -> bool:
        """A noun heading with one note is a task (…对策建议研究); a noun lead (智慧医疗。) is a field, its text the task."""
        return section.kind not in ("lead", "dash") or not section.run_in

    def _operative(self, section: Section) -> bool:
        chain = self.plan.ancestors(section)
        if any(s.kind in ("box", "attachment") for s in chain[1:]) and section.kind not in ("clause", "point", "item"):
            return False
        if self._in_box(section):
            return False
        return all(
            title_role(s.title) not in _NOT_OPERATIVE for s in chain if len(s.title) <= 30 and s.kind != "attachment"
        )

    def _boxed_order(self, section: Section, title: str) -> bool:
        """Whether a box's title, or the short title of what stands in it, orders and is more than the name of a project."""
        if len(title) > _SENTENCE or re.search("[，；、：（]", title) or not self._orders(section, title):
            return False
        if section.kind != "box" and not section.run_in:
            return False
        named = self.projects.inside(section.title_start, section.title_start + len(title))
        return not any((p.end - p.start) * 10 >= len(title) * 7 for p in named)

    def _in_box(self, section: Section) -> bool:
        return any(s.kind == "box" for s in self.plan.ancestors(section))

    def _orders(self, section: Section, title: str) -> bool:
        if section.kind == "dash" and not section.run_in:
            return False
        if title_role(title) in _NOT_OPERATIVE or _UNDERSTANDING.match(title) or labels().match(title + "："):
            return False
        if section.kind in ("lead", "dash") and len(title) > 40:
            return False
        return orders(title)

    def _task(self, section: Section, start: int, end: int, title: str, ordered: bool, noted: bool) -> EntityMention:
        """The Task of a section; an item that says its heading over again is that heading's Task."""
        parent = self._up(section)
        if parent is not None and self.text[parent.start : parent.end] == title:
            self.by_section[section.index] = parent
            return parent
        short = ""
        if section.kind in ("lead", "dash"):
            start += front_length(title)
            clauses = section.kind == "dash" and re.search("[，；]", title)
            named = name_stretch(self.text, start, end) if clauses else None
            if named is not None:
                short, start, end = self.text[start:end], *named[:2]
        name = self.text[start:end]
        others: tuple[str, ...] = (short,) if short else ()
        if not others and len(name) > _LONG and section.kind not in ("lead", "dash"):
            others, end = self._by_first_clause(start, end)
            name = self.text[start:end]
        elif not others:
            others = tuple(filter(None, [first_clause(name)]))
        rule = "task.heading" if ordered else "task.note"
        sure = 0.95 if noted else (0.9 if section.titled else 0.8)
        task = EntityMention("Task", start, end, name, (), others, {}, rule, sure)
        self._keep(task, parent)
        self.by_section[section.index] = task
        return task

    def _by_first_clause(self, start: int, end: int) -> tuple[tuple[str, ...], int]:
        """Other names of a title that is a whole sentence, and where its first clause, which names it, ends."""
        mark = re.search("[，；,;]", self.text[start:end])
        stop = start + mark.start() if mark and mark.start() >= 8 else end
        named = name_stretch(self.text, start, end)
        others = (self.text[named[0] : named[1]], *named[2]) if named else ()
        others = (*others, self.text[start:end] if end - start <= 300 else "")
        return tuple(dict.fromkeys(n for n in others if n and n != self.text[start:stop])), stop

    def _keep(self, task: EntityMention, parent: EntityMention | None, begin: int = -1) -> None:
        """Take a Task in, PART_OF ``parent``; ``begin`` is where its clause begins if its name leaves the term out."""
        deadline, year = term(self.text[begin if begin >= 0 else task.start : task.end])
        if deadline:
            task.properties |= {"deadline": deadline, "year": year}
        self.tasks.append(task)
        if parent is not None and parent is not task:
            self.parts.append(RelationMention("PART_OF", task, parent, task.start, task.end, {}, "task.nesting", 0.95))

    def _up(self, section: Section) -> EntityMention | None:
        """The Task of the nearest section around this one that has one."""
        return next(
            (self.by_section[s.index] for s in self.plan.ancestors(section) if s.index in self.by_section), None
        )

    def _bear(self, group: list[Note], task: EntityMention) -> None:
        for note in group:
            self.duties.append((note, task))
            if note.deadline and (not task.properties.get("deadline") or note.year):
                task.properties["deadline"] = note.deadline
                if note.year:
                    task.properties["year"] = note.year

    # -- stretches --------------------------------------------------------------------------------

    def _stretches(self, section: Section, groups: list[list[Note]], parent: EntityMention | None, begin: int) -> None:
        """A Task for each stretch of text that a note closes."""
        for group in groups:
            stop = group[0].start
            own_line = not self.text[self.plan.line_at(stop).start : stop].strip()
            low = begin if own_line else max(begin, self._paragraph(stop, begin))
            named = name_stretch(self.text, low, stop) if low < stop else None
            begin = group[-1].end
            if named is None:
                if parent is not None:
                    self._bear(group, parent)
                continue
            x, y, aliases = named
            project = self._project(x, y, section)
            if project is not None:
                for note in group:
                    self.duties.append((note, project))
                continue
            task = EntityMention("Task", x, y, self.text[x:y], (), aliases, {}, "task.stretch", 0.85)
            self._keep(task, parent, self._clause_start(x))
            self._bear(group, task)

    def _clause_start(self, at: int) -> int:
        """Where the clause or date clause in front of ``at`` begins: 2025年底前，|完成改造."""
        low = max(0, at - 16)
        before = re.search(r"(?:到|于|在)?20\d\d年[^，。；\n]{0,8}[，,]?$", self.text[low:at])
        return low + before.start() if before else at

    def _paragraph(self, stop: int, begin: int) -> int:
        """Where the text that a note closes begins: its paragraph, or the one above a note on its own line."""
        line = self.plan.line_at(stop)
        if not self.text[line.start : stop].strip():
            above = bisect_right(self.line_starts, stop) - 2
            return self.plan.lines[above].start if above >= 0 else begin
        return line.start

    def _project(self, x: int, y: int, section: Section) -> EntityMention | None:
        """In a box, what the lead names as a project is what the note is for."""
        if not self._in_box(section):
            return None
        inside = [p for p in self.projects.inside(x, y) if (p.end - p.start) * 10 >= (y - x) * 6]
        return inside[0] if inside else None

    def _loose(self, groups: list[list[Note]]) -> None:
        begin = 0
        for group in groups:
            stop = group[0].start
            low = max(begin, self._paragraph(stop, begin))
            begin = group[-1].end
            named = name_stretch(self.text, low, stop) if low < stop else None
            if named is not None:
                x, y, aliases = named
                task = EntityMention("Task", x, y, self.text[x:y], (), aliases, {}, "task.paragraph", 0.85)
                self._keep(task, None, self._clause_start(x))
                self._bear(group, task)

    # -- tables -----------------------------------------------------------------------------------

    def _rows(self) -> None:
        by_cell: dict[int, EntityMention] = {}
        for note in self.notes:
            cell = note.row
            if cell is None:
                continue
            task = by_cell.get(cell.start) or self._table_project(cell) or self._row_task(cell)
            if task is None:
                continue
            if cell.start not in by_cell and task.label == "Task":
                section = self.plan.section_at(cell.start)
                self._keep(task, self._up(section) if section is not None else None)
            by_cell[cell.start] = task
            if task.label == "Task":
                self._bear([note], task)
            else:
                self.duties.append((note, task))

    def _table_project(self, cell: Cell) -> EntityMention | None:
        """The undertaking that a table of them names in this cell."""
        return next((p for p in self.projects.inside(cell.start, cell.end) if p.rule == "project.table"), None)

    def _row_task(self, cell: Cell) -> EntityMention | None:
        inside = [
            p
            for p in self.projects.inside(cell.start, cell.end)
            if (p.end - p.start) * 10 >= (cell.end - cell.start) * 9
        ]
        if inside and not orders(cell.text):
            return inside[0]
        a = cell.start + front_length(cell.text)
        stop = re.search("[。；;]", self.text[a : cell.end])
        a, b = trim(self.text, a, a + stop.start() if stop else cell.end)
        if b - a < 2:
            return None
        name = self.text[a:b]
        short = first_clause(name)
        return EntityMention("Task", a, b, name, (), (short,) if short else (), {}, "task.row", 0.9)


@Language.factory("plankg_tasks")
def make(nlp: Language, name: str) -> Tasks:
    """The component, as spaCy asks for it."""
    return Tasks(nlp, name)
