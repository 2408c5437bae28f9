"""A plan as text with structure: lines, the tree of sections, tables, masthead; all in offsets of one text.

Every reader ends here, and every component of the pipeline starts here. Offsets are code points of
``PlanText.text``; ``PlanText.origin`` maps them back to the source.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

#: Section kinds, outermost first. ``lead`` (智慧医疗。) and ``dash`` (——) segment an item and are not in the tree.
KINDS = ("part", "chapter", "clause", "point", "item", "subitem", "circled", "box", "attachment", "lead", "dash")


@dataclass(slots=True)
class Section:
    """A heading and what stands under it.

    ``start``/``end`` span the whole section including subsections; ``title_start``/``title_end`` the title
    without its number; ``body`` is where the text after the title begins (same line for run-in headings).
    ``number`` is as written (一, （三）, 专栏14); ``level`` counts from 1; ``parent`` is an index or -1.
    ``run_in`` tells that the title is the first sentence of a paragraph that goes on.
    """

    index: int
    kind: str
    number: str
    title: str
    level: int
    parent: int
    start: int
    end: int
    title_start: int
    title_end: int
    body: int
    order: int = 0
    run_in: bool = False
    titled: bool = True


@dataclass(slots=True)
class Line:
    """One line of the text (a paragraph, heading, table row …), without its newline.

    ``kind``: title, number (文号), addressee, date, signature, caption, heading, row, para.
    ``section`` is the index of the innermost section, -1 before the first.
    """

    start: int
    end: int
    kind: str
    section: int = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; one that is merged with the cell above carries that cell's span and text."""

    start: int
    end: int
    text: str
    inherited: bool = False


@dataclass(slots=True)
class Table:
    """A table: ``header`` cell texts (empty when there is none) and rows of equal width."""

    start: int
    end: int
    header: list[str]
    rows: list[list[Cell]]
    section: int = -1


@dataclass(slots=True)
class Masthead:
    """What stands before and after the body. Spans are ``(start, end)`` or None; ``date`` is ISO."""

    title: str = ""
    title_span: tuple[int, int] | None = None
    aliases: list[str] = field(default_factory=list)
    number: str = ""
    number_span: tuple[int, int] | None = None
    date: str = ""
    addressees: tuple[int, int] | None = None
    signatures: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Carried:
    """A plan that a notice carries: its title, and where in the notice's text that is named (or the notice's own title)."""

    title: str
    start: int
    end: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class Issue:
    """What a notice says of a plan that it carries: the notice's title, 文号, date, and whose plans it issues.

    ``place`` is the code or name of a division, empty for bodies of the State, None if the notice does not tell.
    """

    title: str
    number: str = ""
    date: str = ""
    place: str | None = None


@dataclass
class PlanText:
    """A plan ready for extraction."""

    text: str
    source: str = "-"
    sha256: str = ""
    lines: list[Line] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    masthead: Masthead = field(default_factory=Masthead)
    origin: list[tuple[int, int]] = field(default_factory=list)
    meta: dict[str, str | int | float | bool] = field(default_factory=dict)
    #: Pairs ``(offset, place in the source from there on)``: ``page 7``, ``table 2, row 3``; empty if not known.
    places: list[tuple[int, str]] = field(default_factory=list)
    #: Offsets of table cells that are empty in the source, not merged with the one above.
    blanks: frozenset[int] = frozenset()
    #: Plans that were taken out of this notice (see ``extract.parts``), and the notice that this plan was taken out of.
    carries: list[Carried] = field(default_factory=list)
    issue: Issue | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _section_marks(self) -> tuple[list[int], list[int]]:
        """Offsets at which the innermost section changes, and the section from there on."""
        events: list[tuple[int, int]] = [(0, -1)]
        stack: list[Section] = []
        for section in self.sections:
            while stack and stack[-1].end <= section.start:
                done = stack.pop()
                events.append((done.end, stack[-1].index if stack else -1))
            stack.append(section)
            events.append((section.start, section.index))
        while stack:
            done = stack.pop()
            events.append((done.end, stack[-1].index if stack else -1))
        marks: dict[int, int] = {}
        for offset, index in events:
            marks[offset] = index
        offsets = sorted(marks)
        return offsets, [marks[o] for o in offsets]

    def line_at(self, offset: int) -> Line:
        """The line that holds an offset."""
        return self.lines[max(0, bisect_right(self._line_starts, offset) - 1)]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section (leads and dashes included) that holds an offset, None before the first."""
        offsets, found = self._section_marks
        index = found[bisect_right(offsets, offset) - 1]
        return None if index < 0 else self.sections[index]

    def ancestors(self, section: Section | None) -> list[Section]:
        """``section`` and its parents, innermost first."""
        chain = []
        while section is not None:
            chain.append(section)
            section = self.sections[section.parent] if section.parent >= 0 else None
        return chain

    def tree_section_at(self, offset: int) -> Section | None:
        """Like ``section_at`` but never a lead or dash."""
        for section in self.ancestors(self.section_at(offset)):
            if section.kind not in ("lead", "dash"):
                return section
        return None

    def place_at(self, offset: int) -> str:
        """Where in the source the character at ``offset`` stands (``page 7``); empty if not known."""
        position = bisect_right(self.places, (offset, "\U0010ffff")) - 1
        return self.places[position][1] if position >= 0 else ""

    def source_offset(self, offset: int) -> int:
        """The offset in the source file's decoded text of an offset in ``text``."""
        if not self.origin:
            return offset
        position = bisect_right(self.origin, (offset, 1 << 62)) - 1
        if position < 0:
            return offset
        here, there = self.origin[position]
        return there + offset - here
