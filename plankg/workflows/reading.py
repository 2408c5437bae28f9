"""A file as it was read: its text, and the structure that was understood."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from plankg.workflows.discover import STDIN

if TYPE_CHECKING:
    from extract.plantext import PlanText

#: Width of the column that says what a line is.
_KIND_WIDTH = 12


def read_plan(path: str) -> PlanText:
    """The plan in a file or on stdin. Raises ``InputError``."""
    from extract.readers import read_file, read_text

    if path == STDIN:
        from plankg.workflows.extraction import decode_stdin

        return read_text(decode_stdin())
    return read_file(path)


def listing(plan: PlanText) -> str:
    """Each line with what it was taken for, indented by its level; the place in the source where it changes."""
    out = []
    before = ""
    headings = {section.start: section for section in plan.sections}
    for line in plan.lines:
        section = headings.get(line.start)
        kind = f"{section.kind} {section.number}".strip() if section is not None else line.kind
        level = _level(plan, line.section, section is not None)
        text = plan.text[line.start : line.end].replace("\t", " │ ")
        place = plan.place_at(line.start).partition(",")[0]
        note = f"  ({place})" if place != before and place.startswith("page") else ""
        before = place
        out.append(f"{_pad(kind)}{'  ' * level}{text}{note}")
    return "\n".join(out) + "\n"


def _pad(kind: str) -> str:
    from wcwidth import wcswidth

    return kind + " " * max(1, _KIND_WIDTH - max(0, wcswidth(kind)))


def _level(plan: PlanText, section: int, heading: bool) -> int:
    if section < 0:
        return 0
    level = plan.sections[section].level
    return min(level - 1 if heading else level, 10)


def structure_of(plan: PlanText) -> dict[str, Any]:
    """Everything that was understood, as plain data; offsets are code points of ``text``."""
    return {
        "source": plan.source,
        "sha256": plan.sha256,
        "meta": dict(sorted(plan.meta.items())),
        "masthead": asdict(plan.masthead),
        "sections": [asdict(section) for section in plan.sections],
        "tables": [
            {
                "start": table.start,
                "end": table.end,
                "section": table.section,
                "header": table.header,
                "rows": [[{**asdict(cell), "place": plan.place_at(cell.start)} for cell in row] for row in table.rows],
            }
            for table in plan.tables
        ],
        "lines": [
            {**asdict(line), "place": plan.place_at(line.start), "text": plan.text[line.start : line.end]}
            for line in plan.lines
        ],
        "places": plan.places,
        "text": plan.text,
    }


def show(path: str, style: str, output: str) -> None:
    """Print one file as ``lines`` (text with structure), ``text`` or ``json``, to stdout (``-``) or a file.

    A notice that carries several plans is shown document by document, as it is extracted.
    """
    from extract.parts import take_apart
    from plankg.output import emit_json, emit_text

    plan = read_plan(path)
    if style == "text":
        emit_text(plan.text + "\n", output)
        return
    parts = take_apart(plan)
    if style == "json":
        several = {"source": plan.source, "sha256": plan.sha256, "documents": [structure_of(part) for part in parts]}
        emit_json(structure_of(plan) if len(parts) == 1 else several, output)
        return
    heads = [
        f"── {n}/{len(parts)} {part.masthead.title}\n" if len(parts) > 1 else "" for n, part in enumerate(parts, 1)
    ]
    emit_text("\n".join(head + listing(part) for head, part in zip(heads, parts, strict=True)), output)
