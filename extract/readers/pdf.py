"""PDFs with text: characters by baseline and ruling lines, joined to paragraphs and tables over the ends of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.readers import MAX_MB, Raw, watch
from extract.readers.blocks import Grid, Paragraph, Writer
from extract.readers.pdf_columns import lines_in_order
from extract.readers.pdf_flow import (
    Frame,
    Joined,
    drop_running,
    frame_of,
    is_page_number,
    paragraphs_of,
    split_notes,
)
from extract.readers.pdf_join import join, same_columns
from extract.readers.pdf_lines import TextLine, lines_of
from extract.readers.pdf_ocr import engine, recognise
from extract.readers.pdf_page import read_page
from extract.readers.pdf_table import Grid as PageGrid
from extract.readers.pdf_table import tables_of
from kg.errors import InputError

#: Most pages that are read; a plan has some hundreds.
MAX_PAGES = 5000
_HINT = "; `pip install 'plankg[ocr]'` lets them be recognised"


@dataclass(slots=True)
class _Content:
    """What remains of a page: lines outside tables, notes at its foot, tables."""

    number: int
    width: float
    height: float
    lines: list[TextLine]
    grids: list[PageGrid]
    notes: list[TextLine] = field(default_factory=list)
    scanned: bool = False


def read(data: bytes, name: str) -> Raw:
    """The document's text. Raises ``InputError``: E102, E113 encrypted, E114 damaged, E115 too long, E117 a scan."""
    contents, scanned = _contents(data, name)
    if not any(page.lines or page.grids for page in contents):
        raise InputError("E117" if scanned else "E102", path=name, hint=_HINT if engine() is None else "")
    drop_running([page.lines for page in contents], [page.height for page in contents])
    writer = Writer()
    writer.write(_blocks(contents))
    meta: dict[str, str | int | float | bool] = {"pages": len(contents)}
    if scanned:
        meta["pages_without_text"] = scanned
    if any(page.scanned for page in contents):
        meta["pages_scanned"] = sum(page.scanned for page in contents)
    return writer.raw(meta)


def _contents(data: bytes, name: str) -> tuple[list[_Content], int]:
    """The pages, and how many of them are pictures without text."""
    if not data.strip():
        raise InputError("E102", path=name)
    document = _open(data, name)
    contents: list[_Content] = []
    scanned = total = 0
    try:
        if len(document) > MAX_PAGES:
            raise InputError("E115", path=name, reason=f"it has {len(document)} pages, the limit is {MAX_PAGES}")
        for index in range(len(document)):
            content, has_image = _content(document, index)
            contents.append(content)
            if content.scanned and (told := watch.get()) is not None:
                told(index + 1, len(document))
            scanned += has_image and not content.lines and not content.grids
            total += sum(len(line.text) for line in content.lines)
            if total > MAX_MB * 1_000_000:
                raise InputError("E107", path=name, size=round(total / 1e6), limit=MAX_MB)
    finally:
        document.close()
    return contents, scanned


def _open(data: bytes, name: str) -> Any:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
        len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InputError("E113", path=name) from error
        raise InputError("E114", path=name, reason="it is no whole PDF") from error
    return document


def _content(document: Any, index: int) -> tuple[_Content, bool]:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return _Content(index + 1, 0, 0, [], []), False
    try:
        found = read_page(page, index + 1)
        scan = recognise(page, index + 1) if found.images and not found.glyphs else []
    finally:
        page.close()
    if scan:
        return _Content(index + 1, found.width, found.height, scan, [], scanned=True), True
    grids, rest = tables_of(found)
    lines = lines_of(rest, index + 1) if grids else lines_in_order(rest, index + 1)
    askew = [line for line in lines_of(found.askew, index + 1) if not is_page_number(line.text)]
    return _Content(index + 1, found.width, found.height, lines + askew, grids), found.images > 0


def _blocks(contents: list[_Content]) -> Iterator[Paragraph | Grid]:
    """Paragraphs and tables in reading order."""
    frames = _frames(contents)
    for page in contents:
        frame = frames[_shape(page)]
        if frame is not None:
            page.lines, page.notes = split_notes(page.lines, frame.size)
    flow: list[TextLine] = []
    notes: list[TextLine] = []
    shape: tuple[int, int] | None = None
    table: list[PageGrid] = []

    def finish_text() -> Iterator[Paragraph]:
        if flow:
            frame = frames[shape] if shape is not None else None
            yield from _paragraphs(flow, frame, notes)
            flow.clear()
            notes.clear()

    for page in contents:
        if _shape(page) != shape:
            yield from finish_text()
            shape = _shape(page)
        for item in _in_order(page):
            if isinstance(item, TextLine):
                if table:
                    yield join(table)
                    table = []
                flow.append(item)
                continue
            if item.columns == 1:
                if table:
                    yield join(table)
                    table = []
                yield from finish_text()
                yield from _boxed(item)
                continue
            yield from finish_text()
            if table and not (same_columns(table[-1], item)):
                yield join(table)
                table = []
            table.append(item)
        notes += page.notes
    if table:
        yield join(table)
    yield from finish_text()
    if notes:
        yield from _paragraphs([], None, notes)


def _shape(page: _Content) -> tuple[int, int]:
    return round(page.width / 20), round(page.height / 20)


def _frames(contents: list[_Content]) -> dict[tuple[int, int], Frame | None]:
    """The frame of text on all pages of a shape."""
    lines: dict[tuple[int, int], list[TextLine]] = {}
    for page in contents:
        lines.setdefault(_shape(page), []).extend(page.lines)
    return {shape: frame_of(found) for shape, found in lines.items()}


def _in_order(page: _Content) -> list[TextLine | PageGrid]:
    items: list[tuple[int, float, TextLine | PageGrid]] = [(line.column, -line.y, line) for line in page.lines]
    items += [(0, -grid.top, grid) for grid in page.grids]
    return [item for _, _, item in sorted(items, key=lambda entry: entry[:2])]


def _paragraphs(lines: list[TextLine], frame: Frame | None, notes: list[TextLine]) -> Iterator[Paragraph]:
    """The paragraphs of a flow; the notes of a page follow the paragraph that the page ends in."""
    waiting = paragraphs_of(notes, frame_of(notes)) if notes else []
    for joined in paragraphs_of(lines, frame):
        yield _paragraph(joined)
        while waiting and waiting[0].first < joined.last:
            yield _paragraph(waiting.pop(0), "note")
    for joined in waiting:
        yield _paragraph(joined, "note")


def _paragraph(joined: Joined, what: str = "") -> Paragraph:
    label = f", {what}" if what else ""
    marks = tuple((offset, f"{place}{label}") for offset, place in joined.marks)
    return Paragraph(joined.text, marks[0][1], marks[1:])


def _boxed(grid: PageGrid) -> Iterator[Paragraph]:
    """The paragraphs in a frame around text (专栏)."""
    lines = [line for cell in grid.cells for line in cell.lines]
    for joined in paragraphs_of(lines, frame_of(lines)):
        yield _paragraph(joined, "box")
