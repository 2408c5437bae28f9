"""Rows on the screen or in a file: aligned table, JSON, JSON lines, CSV, TSV, Markdown, XLSX."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from kg.errors import GraphError
from plankg.console import bold, console, is_terminal, printable

_SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".md": "md", ".xlsx": "xlsx"}
#: Narrowest that a column of a table on a terminal becomes.
_MIN_WIDTH = 8


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How rows are to be printed: a format, a file (``-`` is stdout), at most ``limit`` rows (None: all)."""

    format: str
    output: str
    limit: int | None

    @classmethod
    def of(cls, format: str | None, output: str, limit: int | None) -> RowOptions:
        """From the options of the command line; the file's suffix tells the format if none is given."""
        return cls(format or _SUFFIXES.get(Path(output).suffix.lower(), "table"), output, limit or None)


def emit(columns: Sequence[str], rows: Iterable[Sequence[Any]], options: RowOptions, *, truncated: bool = False) -> int:
    """Print rows and say on stderr if some were cut; returns how many were printed.

    Raises ``GraphError`` (E208) if the file cannot be written.
    """
    kept: list[Sequence[Any]] = []
    for row in rows:
        if options.limit is not None and len(kept) == options.limit:
            truncated = True
            break
        kept.append(row)
    if options.format == "xlsx":
        _binary(_xlsx(columns, kept), options.output)
    else:
        out = io.StringIO()
        width = shutil.get_terminal_size().columns if options.output == "-" and is_terminal(sys.stdout) else None
        _WRITERS[options.format](out, columns, kept, width)
        _text(out.getvalue(), options.output)
    if truncated:
        console.warn(f"only the first {len(kept)} rows; --limit 0 gives all, --limit N gives N")
    return len(kept)


def emit_json(data: Any, output: str = "-") -> None:
    """Print data that is no rows, as indented JSON."""
    _text(json_text(plain(data)), output)


def json_text(data: Any) -> str:
    """Indented JSON with readable Chinese; escaped throughout where there is a character that UTF-8 does not have."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=2) + "\n"
    return text


def emit_text(content: str, output: str = "-") -> None:
    """Print text that is no rows."""
    _text(content, output)


def plain(value: Any) -> Any:
    """A cell as JSON data; nodes, relationships and paths become maps."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    from cypher.values import plain as of_database

    return of_database(value)


def text(value: Any) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "、".join(text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(plain(value), ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _cell(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else text(value)


def _table(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    from wcwidth import wcswidth

    def size(line: str) -> int:
        return max(wcswidth(line), 0)

    cells = [[printable(text(value)) for value in row] for row in rows]
    heads = [printable(name) for name in columns]
    widths = [max([size(head), *(size(row[i]) for row in cells)]) for i, head in enumerate(heads)]
    if width is not None:
        widths = _fit(widths, width)
    right = [bool(rows) and all(_is_number(row[i]) or row[i] is None for row in rows) for i in range(len(heads))]

    def line(parts: Sequence[str]) -> str:
        padded = []
        for part, room, to_right in zip(parts, widths, right, strict=True):
            part = _cut(part, room, size)
            gap = " " * (room - size(part))
            padded.append(gap + part if to_right else part + gap)
        return "  ".join(padded).rstrip()

    out.write(bold(line(heads), sys.stdout) + "\n" if width is not None else line(heads) + "\n")
    out.write("  ".join("-" * room for room in widths) + "\n")
    for row in cells:
        out.write(line(row) + "\n")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fit(widths: list[int], width: int) -> list[int]:
    """Narrow the widest columns until the table fits the terminal."""
    widths = list(widths)
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths, default=0) > _MIN_WIDTH:
        widest = max(range(len(widths)), key=widths.__getitem__)
        others = sorted(widths)[-2] if len(widths) > 1 else 0
        target = max(_MIN_WIDTH, min(widths[widest] - 1, max(others, widths[widest] - (sum(widths) - room))))
        widths[widest] = target
    return widths


def _cut(part: str, room: int, size: Any) -> str:
    if size(part) <= room:
        return part
    used, kept = 0, []
    for char in part:
        step = size(char)
        if used + step > room - 1:
            break
        kept.append(char)
        used += step
    return "".join(kept) + "…"


def _json(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    lines = [json.dumps(_record(columns, row), ensure_ascii=False) for row in rows]
    out.write("[" + ",".join(f"\n{line}" for line in lines) + ("\n]\n" if lines else "]\n"))


def _jsonl(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    for row in rows:
        out.write(json.dumps(_record(columns, row), ensure_ascii=False) + "\n")


def _record(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in zip(columns, row, strict=True)}


def _csv(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    from kg.formats.tabular import write_rows

    write_rows(out, columns, ([_cell(value) for value in row] for row in rows))


def _tsv(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    from kg.formats.tabular import write_rows

    def flat(value: Any) -> Any:
        cell = _cell(value)
        return " ".join(cell.split()) if isinstance(cell, str) else cell

    write_rows(out, columns, ([flat(value) for value in row] for row in rows), delimiter="\t")


def _md(out: IO[str], columns: Sequence[str], rows: list[Sequence[Any]], width: int | None) -> None:
    def line(cells: Iterable[Any]) -> str:
        return "| " + " | ".join(_md_cell(text(cell)) for cell in cells) + " |\n"

    out.write(line(columns))
    out.write("|" + " --- |" * len(columns) + "\n")
    for row in rows:
        out.write(line(row))


def _md_cell(cell: str) -> str:
    flat = printable(" ".join(cell.split())).replace("\\", "\\\\").replace("|", "\\|")
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace("`", "\\`").replace("[", "\\[").replace("*", "\\*")


def _xlsx(columns: Sequence[str], rows: list[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook

    from kg.formats.xlsx import add_sheet, workbook_bytes

    book = Workbook(write_only=True)
    add_sheet(book, "rows", list(columns), ([_cell(value) for value in row] for row in rows))
    return workbook_bytes(book)


_WRITERS = {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv, "tsv": _tsv, "md": _md}


def _text(content: str, output: str) -> None:
    if output == "-":
        data = content.encode("utf-8", "replace")
        out = binary_stdout()
        out.write(data)
        out.flush()
        return
    bom = b"\xef\xbb\xbf" if output.lower().endswith(".csv") else b""
    _file(bom + content.encode("utf-8", "replace"), output)


def _binary(content: bytes, output: str) -> None:
    if output == "-":
        if is_terminal(sys.stdout):
            raise click.UsageError("xlsx is a binary format; give a file with -o rows.xlsx")
        out = binary_stdout()
        out.write(content)
        out.flush()
        return
    _file(content, output)


def binary_stdout() -> IO[bytes]:
    """Stdout for bytes, with everything that was printed as text sent before."""
    sys.stdout.flush()
    return sys.stdout.buffer


def _file(content: bytes, output: str) -> None:
    from kg.formats.base import atomic

    try:
        with atomic(Path(output)) as out:
            out.write(content)
    except OSError as error:
        raise GraphError("E208", path=output, reason=error.strerror or error) from error
    console.say(f"wrote {output}")
