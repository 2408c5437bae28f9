"""A walk over the blocks of a page: paragraphs, ``<br>`` lines, list items with their numbers, tables with spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from extract.readers.blocks import Cell, Paragraph, Table
from extract.readers.numbering import numeral

#: Elements whose content nobody sees.
_UNSEEN_NAMES = (
    "script style noscript template head title meta link select option button textarea iframe object svg math audio "
    "video canvas input colgroup col map datalist"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li dd dt dl ul ol blockquote center article section main address pre form fieldset "
    "figure figcaption caption legend hr body header footer nav aside details summary tr td th"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_LIST_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {
    "decimal": "decimal",
    "cjk-ideographic": "chinese",
    "simp-chinese-informal": "chinese",
    "simp-chinese-formal": "chinese",
    "cjk-decimal": "chinese",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_NUMBERED = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|第[一二三四五六七八九十\d]+[章节条]|[①-⑳])")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ASCII_WORD = re.compile(r"[!-~]")
#: A cell with so many paragraphs and characters holds a text, not a value: its table is there for the layout.
_LAYOUT_PARAGRAPHS, _LAYOUT_CHARS = 4, 400


def collapse(text: str) -> str:
    """White space as a browser shows it, but a line end of the source next to Chinese is nothing."""

    def shorter(match: re.Match[str]) -> str:
        run = match[0]
        if "\n" not in run and "\r" not in run:
            return " "
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return " " if _ASCII_WORD.match(before) and _ASCII_WORD.match(after) else ""

    return _BLANKS.sub(shorter, text)


def is_hidden(element: Any) -> bool:
    """Whether an element is there without being seen."""
    if element.tag in UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


@dataclass(slots=True)
class _Sink:
    """Where text goes now: the page itself, or a cell."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    prefix: str = ""
    pre: bool = False

    def flush(self) -> None:
        if not self.inline:
            return
        joined = "".join(self.inline)
        self.inline = []
        pieces = joined.splitlines() if self.pre else [collapse(joined)]
        for piece in pieces:
            if not piece.strip(" \u3000\xa0\t\u200b\ufeff"):
                continue
            if self.prefix and not _NUMBERED.match(piece.strip()):
                piece = self.prefix + piece.lstrip()
            self.prefix = ""
            self.blocks.append(Paragraph(piece))


@dataclass(slots=True)
class _List:
    style: str
    value: int


@dataclass(slots=True)
class _Frame:
    """An element whose end is still to come."""

    element: Any
    kind: str
    children: Any
    table: Table | None = None
    cell: Cell | None = None
    list_: _List | None = None


class _Walk:
    def __init__(self, hidden: Set[Any], tables: dict[Any, str]) -> None:
        self.hidden, self.tables = hidden, tables
        self.sinks = [_Sink()]
        self.open_tables: list[tuple[Table, int]] = []
        self.lists: list[_List] = []

    def run(self, root: Any) -> list[Paragraph | Table]:
        stack = [self.enter(root)]
        while stack:
            child = next(stack[-1].children, None)
            if child is None:
                frame = stack.pop()
                self.leave(frame)
                if stack and frame.element.tail:
                    self.text(frame.element.tail)
                continue
            if not isinstance(child.tag, str) or child in self.hidden or is_hidden(child):
                if child.tag in _BLOCKS:
                    self.sinks[-1].flush()
                if child.tail:
                    self.text(child.tail)
                continue
            stack.append(self.enter(child))
        self.sinks[0].flush()
        return self.sinks[0].blocks

    def text(self, text: str) -> None:
        self.sinks[-1].inline.append(text)

    def enter(self, element: Any) -> _Frame:
        tag, sink = element.tag, self.sinks[-1]
        frame = _Frame(element, tag, iter(element))
        if tag == "table" and self.tables.get(element) == "data":
            sink.flush()
            frame.kind, frame.table = "data", Table()
            self.open_tables.append((frame.table, len(self.sinks)))
        elif tag == "tr" and self._in_data():
            self.open_tables[-1][0].rows.append([])
        elif tag in ("td", "th") and self._in_data() and self.open_tables[-1][0].rows:
            cell = Cell([], _span(element, "rowspan"), _span(element, "colspan"), tag == "th")
            self.open_tables[-1][0].rows[-1].append(cell)
            frame.kind, frame.cell = "cell", cell
            self.sinks.append(_Sink())
        elif tag == "br":
            sink.flush()
        elif tag in ("ol", "ul"):
            sink.flush()
            frame.list_ = _list_of(element)
            self.lists.append(frame.list_)
        elif tag == "li":
            sink.flush()
            sink.prefix = self._item(element)
        elif tag in _BLOCKS or tag == "table":
            sink.flush()
            if tag == "pre":
                sink.pre = True
        if element.text:
            self.text(element.text)
        return frame

    def leave(self, frame: _Frame) -> None:
        sink = self.sinks[-1]
        if frame.kind == "cell":
            sink.flush()
            self.sinks.pop()
            assert frame.cell is not None
            frame.cell.paragraphs = [t for b in sink.blocks for t in _texts(b)]
        elif frame.kind == "data":
            self.open_tables.pop()
            sink.flush()
            assert frame.table is not None
            sink.blocks.append(frame.table)
        elif frame.list_ is not None:
            sink.flush()
            sink.prefix = ""
            self.lists.pop()
        elif frame.kind in _BLOCKS or frame.kind == "table":
            sink.flush()
            if frame.kind == "pre":
                sink.pre = False

    def _in_data(self) -> bool:
        return bool(self.open_tables) and self.open_tables[-1][1] == len(self.sinks)

    def _item(self, element: Any) -> str:
        if not self.lists or self.lists[-1].style == "none":
            return ""
        current = self.lists[-1]
        given = element.get("value")
        if given and given.strip().isdecimal():
            current.value = int(given) % 10_000
        number = numeral(current.value, current.style)
        current.value += 1
        return f"{number}、" if current.style == "chinese" else f"{number}."


def _texts(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text.strip(" \u3000\xa0")]
    return [" ".join(t for t in cell.paragraphs) for row in block.rows for cell in row]


def _list_of(element: Any) -> _List:
    if element.tag == "ul":
        return _List("none", 1)
    style = _LIST_TYPES.get(element.get("type") or "1", "decimal")
    named = _LIST_STYLE.search(element.get("style") or "")
    if named:
        style = "none" if named[1].lower() == "none" else _LIST_STYLES.get(named[1].lower(), style)
    start = (element.get("start") or "").strip()
    return _List(style, int(start) % 10_000 if start.isdecimal() else 1)


def _span(element: Any, name: str) -> int:
    text = (element.get(name) or "").strip()
    match = re.match(r"\d{1,5}", text)
    if not match:
        return 1
    value = int(match[0])
    return 5000 if value == 0 and name == "rowspan" else max(1, value)


def kinds_of_tables(root: Any) -> dict[Any, str]:
    """``data`` or ``layout`` for each table: a table that holds tables, one column only, or a whole text is layout."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    tables = _tables(elements)
    if not tables:
        return {}
    length: dict[Any, int] = {}
    breaks: dict[Any, int] = {}
    for element in reversed(elements):
        length[element] = length.get(element, 0) + len((element.text or "").strip())
        breaks[element] = breaks.get(element, 0) + (element.tag in ("p", "br", "h1", "h2", "h3", "li"))
        parent = element.getparent()
        if parent is not None:
            length[parent] = length.get(parent, 0) + length[element] + len((element.tail or "").strip())
            breaks[parent] = breaks.get(parent, 0) + breaks[element]
    kinds = {}
    for table, (cells, holds_table) in tables.items():
        rows = Counter(cell.getparent() for cell in cells)
        total = sum(length[cell] for cell in cells)
        text_cell = any(
            breaks[c] >= _LAYOUT_PARAGRAPHS and length[c] >= _LAYOUT_CHARS and length[c] * 10 >= total * 6
            for c in cells
        )
        single = max(rows.values(), default=0) <= 1
        kinds[table] = "layout" if holds_table or text_cell or single else "data"
    return kinds


def _tables(elements: list[Any]) -> dict[Any, tuple[list[Any], bool]]:
    """Each table's own cells, and whether another table stands in one of them."""
    table_of: dict[Any, Any] = {}
    cells: dict[Any, list[Any]] = {}
    holders: set[Any] = set()
    for element in elements:
        outer = table_of.get(element.getparent())
        table_of[element] = element if element.tag == "table" else outer
        if element.tag == "table":
            cells[element] = []
            if outer is not None:
                holders.add(outer)
        elif element.tag in ("td", "th") and outer is not None:
            cells[outer].append(element)
    return {table: (members, table in holders) for table, members in cells.items()}


def blocks_of(root: Any, hidden: Set[Any]) -> list[Paragraph | Table]:
    """The paragraphs and tables under ``root``, in order, without the elements in ``hidden``."""
    return _Walk(hidden, kinds_of_tables(root)).run(root)
