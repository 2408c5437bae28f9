"""What a build tells at its end: counts by label and type, what became of the files, where the time went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import GraphError
from kg.ontology import ontology
from plankg.console import console, one_line
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.reports import BuildReport, FileReport

#: Files that get a line of their own at the end of a build.
_LINES = 20
_WORDS = {
    "added": "added",
    "replaced": "replaced",
    "unchanged": "unchanged",
    "duplicate": "given twice",
    "removed": "removed",
    "missing": "file gone, kept",
    "failed": "failed",
}


def finish(report: BuildReport, db: Target, report_file: str | None) -> int:
    """Print the summary of a build and write its report; returns the exit code (1 if a file failed)."""
    if report_file == "-":
        emit_report(report, "-")
    else:
        if report_file:
            emit_report(report, report_file)
        if not console.quiet:
            _tables(report, db)
    for entry in report.files:
        if entry.message:
            console.warn(one_line(entry.message if entry.code else f"{entry.path}: {entry.message}"))
    if report.failed:
        console.error(f"{len(report.failed)} of {len(report.files)} could not be read (named above); the rest is done")
        return 1
    return 0


def emit_report(report: BuildReport, path: str) -> None:
    """Write the report as JSON. Raises ``GraphError`` (E208)."""
    from plankg.output import emit_json, json_text

    if path == "-":
        emit_json(report.to_dict())
        return
    try:
        Path(path).write_text(json_text(report.to_dict()), "utf-8")
    except OSError as error:
        raise GraphError("E208", path=path, reason=error.strerror or error) from error


def _tables(report: BuildReport, db: Target) -> None:
    table = RowOptions("table", "-", None)
    if report.labels:
        words = ontology()
        rows = [("node", label, words.labels[label].zh, n) for label, n in report.labels.items()]
        rows += [("edge", type_, words.types[type_].zh, n) for type_, n in report.types.items()]
        rows += [("total nodes", "", "节点合计", sum(report.labels.values()))]
        rows += [("total edges", "", "关系合计", sum(report.types.values()))]
        emit(("kind", "name", "中文", "count"), rows, table)
    print()
    for line in _worth_a_line(report.files):
        print(one_line(line))
    print(f"{db.place}: {_statuses(report)}{_changes(report)}")
    print(_time(report))


def _worth_a_line(files: Sequence[FileReport]) -> Iterator[str]:
    """Files that carry several plans, and what changed in those that were replaced."""
    told = [f for f in files if len(f.documents) > 1 or (f.status == "replaced" and f.change())]
    for entry in told[:_LINES]:
        plans = len([d for d in entry.documents if d.status != "removed"]) - 1
        parts = [f"1 file, {plans} plans and their notice"] if plans > 1 else []
        if entry.status == "replaced" and entry.change():
            parts.append(f"replaced ({entry.change()})")
        if parts:
            yield f"{entry.path}: {', '.join(parts)}"
    if len(told) > _LINES:
        yield f"and {len(told) - _LINES} more; --report FILE names all"


def _statuses(report: BuildReport) -> str:
    counts = report.statuses
    return ", ".join(f"{counts[word]} {_WORDS[word]}" for word in _WORDS if counts[word]) or "nothing to read"


def _changes(report: BuildReport) -> str:
    def signed(counts: dict[str, int]) -> str:
        return f"+{counts.get('added', 0)} ~{counts.get('changed', 0)} −{counts.get('removed', 0)}"

    if not any(counts.get(word) for counts in (report.nodes, report.edges) for word in ("added", "changed", "removed")):
        return "; nothing changed" if report.files and not report.failed else ""
    return f"; nodes {signed(report.nodes)}, edges {signed(report.edges)}"


def _time(report: BuildReport) -> str:
    s = report.seconds
    words = {"extract": "reading and extraction", "load": "database", "open": "opening", "count": "counting"}
    parts = ", ".join(f"{words[k]} {s[k]:.1f} s" for k in words if s.get(k, 0) >= 0.05)
    return f"{s.get('total', 0):.1f} s" + (f" ({parts})" if parts else "")
