"""Word files (docx): the text as Word shows it in its final state, with the numbers that Word generates.

Automatic numbers are written out, merged cells resolved, text boxes taken once, footnotes follow the paragraph that
refers to them; deleted and hidden text, fields' codes, tables of contents, headers and footers are left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from extract.readers import Raw
from extract.readers.blocks import Cell, Paragraph, Table, Writer
from extract.readers.docx_names import attribute, children, first, is_on, short
from extract.readers.docx_runs import Runs
from extract.readers.docx_styles import Numbering, Styles
from extract.readers.package import Package
from kg.errors import InputError

#: Wrappers whose content counts, and marks of content that does not.
_TRANSPARENT = frozenset(
    ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "w:body", "w:docPartBody")
)
#: Deepest nesting of tables and text boxes.
_MAX_DEPTH = 40


def read(data: bytes, name: str) -> Raw:
    """The document's text. Raises ``InputError``: E113 encrypted, E114 damaged, E115 a bomb."""
    package = Package(data, name)
    main = _main_part(package)
    root = package.xml_of(main) if main else None
    body = first(root, "w:body")
    if body is None:
        raise InputError("E114", path=name, reason="it is no Word document")
    story = _Story(package, main)
    writer = Writer()
    writer.write(story.blocks(body, 0))
    return writer.raw()


def _main_part(package: Package) -> str:
    relations = package.xml_of("_rels/.rels")
    if relations is not None:
        for relation in relations:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _related(package: Package, main: str) -> dict[str, str]:
    """The parts that the main part names, by kind (``styles``, ``numbering``, ``footnotes``)."""
    folder, _, name = main.rpartition("/")
    found: dict[str, str] = {}
    relations = package.xml_of(f"{folder}/_rels/{name}.rels")
    for relation in relations if relations is not None else ():
        target = str(relation.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if relation.get("TargetMode") != "External" and path in package:
            found.setdefault(str(relation.get("Type", "")).rpartition("/")[2], path)
    return found


class _Story:
    def __init__(self, package: Package, main: str) -> None:
        names = _related(package, main)

        def part(kind: str) -> Any | None:
            return package.xml_of(names.get(kind, main.rpartition("/")[0] + f"/{kind}.xml"))

        self.styles = Styles(part("styles"))
        self.numbering = Numbering(part("numbering"))
        self.runs = Runs(self.styles)
        self.notes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in children(part(f"{kind}s"), f"w:{kind}")
            if attribute(note, "type") in ("", "normal")
        }
        self.boxes = 0
        self.noted = 0
        self.carried = ""  # the text of a paragraph whose end was deleted: it goes on in the next one

    def blocks(
        self, container: Any, depth: int, place: str = "", notes: list[tuple[str, str]] | None = None
    ) -> list[Paragraph | Table]:
        """The paragraphs and tables of a container (body, cell, text box, note).

        Notes follow what refers to them, unless a list is given that collects the references (a table's cells).
        """
        out: list[Paragraph | Table] = []
        outer, self.carried = self.carried, ""
        for element in _flat(container, ("w:p", "w:tbl")):
            boxes: list[Any] = []
            here: list[tuple[str, str]] = []
            if short(element.tag) == "w:p":
                out += [Paragraph(text, place) for text in self._paragraph(element, boxes, here)]
            elif depth < _MAX_DEPTH:
                out.append(self._table(element, depth, here, place))
            out += self._boxes(boxes, depth, here)
            if notes is None:
                out += self._notes(here, depth)
            else:
                notes += here
        if self.carried.strip():
            out.append(Paragraph(self.carried, place))
        self.carried = outer
        return out

    def _boxes(self, boxes: list[Any], depth: int, notes: list[tuple[str, str]]) -> list[Paragraph | Table]:
        out: list[Paragraph | Table] = []
        for box in boxes if depth < _MAX_DEPTH else ():
            self.boxes += 1
            out += self.blocks(box, depth + 1, f"text box {self.boxes}", notes)
        return out

    def _notes(self, keys: list[tuple[str, str]], depth: int) -> list[Paragraph | Table]:
        out: list[Paragraph | Table] = []
        for key in keys if depth < _MAX_DEPTH else ():
            note = self.notes.pop(key, None)
            if note is not None:
                self.noted += 1
                out += self.blocks(note, depth + 1, f"{key[0]} {self.noted}")
        return out

    def _paragraph(self, element: Any, boxes: list[Any], notes: list[tuple[str, str]]) -> list[str]:
        properties = first(element, "w:pPr")
        style = attribute(first(properties, "w:pStyle"), "val") or self.styles.default
        if self.styles.name(style).startswith("toc "):
            return []
        mark = first(properties, "w:rPr")
        text = self.runs.text(element, style, boxes, notes)
        merged = first(mark, "w:del") is not None or first(mark, "w:moveFrom") is not None
        if merged:
            self.carried += text
            return []
        text, self.carried = self.carried + text, ""
        number = self._number(properties, style)
        lines = text.split("\n")
        if number and any(line.strip() for line in lines):
            while not lines[0].strip():
                lines.pop(0)
            lines[0] = number + lines[0].lstrip(" \u3000\t")
        return [line for line in lines if line.strip()]

    def _number(self, properties: Any | None, style: str) -> str:
        own = first(properties, "w:numPr")
        num_id, level, giver = self.styles.numbering(style)
        if own is not None:
            own_id, own_level = first(own, "w:numId"), first(own, "w:ilvl")
            num_id = attribute(own_id, "val") if own_id is not None else num_id
            text = attribute(own_level, "val")
            level = int(text) if text.isdecimal() else (level or 0)
        if not num_id or num_id == "0":
            return ""
        if own is None:
            found = self.numbering.level_of_style(num_id, giver)
            level = found if found is not None else (level or 0)
        return self.numbering.next(num_id, level or 0)

    def _table(self, element: Any, depth: int, notes: list[tuple[str, str]], place: str) -> Table:
        table = Table(place=place)
        open_cells: dict[int, Cell] = {}  # grid column -> the cell that goes on downwards there
        for row in _flat(element, ("w:tr",)):
            properties = first(row, "w:trPr")
            if first(properties, "w:del") is not None or is_on(first(properties, "w:hidden")):
                continue
            cells: list[Cell] = []
            column = _count(first(properties, "w:gridBefore"), 0)
            if column:
                cells.append(Cell([], 1, column))
            here: dict[int, Cell] = {}
            for tc in _flat(row, ("w:tc",)):
                column = self._cell(tc, column, cells, (open_cells, here), depth, notes)
            table.rows.append(cells)
            open_cells = here
        return table

    def _cell(
        self,
        tc: Any,
        column: int,
        cells: list[Cell],
        merges: tuple[dict[int, Cell], dict[int, Cell]],
        depth: int,
        notes: list[tuple[str, str]],
    ) -> int:
        """Read one cell at a grid column into ``cells``; returns the next column."""
        above, here = merges
        properties = first(tc, "w:tcPr")
        span = _count(first(properties, "w:gridSpan"), 1) or 1
        down, across = first(properties, "w:vMerge"), first(properties, "w:hMerge")
        if across is not None and attribute(across, "val") in ("", "continue") and cells:
            cells[-1].colspan += span
            return column + span
        if down is not None and attribute(down, "val") in ("", "continue") and column in above:
            cell = above[column]
            cell.rowspan += 1
            here[column] = cell
            return column + span
        inner = self.blocks(tc, depth + 1, notes=notes)
        cell = Cell([t for block in inner for t in _texts(block)], 1, span)
        cells.append(cell)
        if down is not None:
            here[column] = cell
        return column + span


def _texts(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [" ".join(cell.paragraphs) for row in block.rows for cell in row if cell.paragraphs]


def _count(element: Any | None, default: int) -> int:
    text = attribute(element, "val")
    return min(int(text), 200) if text.isdecimal() else default


def _flat(container: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Elements of a container, those in transparent wrappers included; a table of contents is left out."""
    stack = [iter(container)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        name = short(child.tag)
        if name in names:
            yield child
        elif name == "mc:AlternateContent":
            chosen = first(child, "mc:Choice")
            stack.append(iter(chosen if chosen is not None else ()))
        elif name == "w:sdt" and _is_contents(child):
            continue
        elif name in _TRANSPARENT:
            stack.append(iter(child))


def _is_contents(element: Any) -> bool:
    part = first(first(element, "w:sdtPr"), "w:docPartObj")
    return "Contents" in attribute(first(part, "w:docPartGallery"), "val")
