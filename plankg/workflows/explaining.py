"""Explaining passages of a plan, and nodes and edges of a graph by the passages they were read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError, InputError, PlanKGError
from plankg.console import bold, console, printable
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.discover import STDIN
from plankg.workflows.extraction import Reading, decode_stdin
from plankg.workflows.stores import open_target

if TYPE_CHECKING:
    from extract.explain import Explainer, Finding, Passage
    from extract.plantext import PlanText
    from kg.graph import Graph
    from kg.model import DocumentText

COLUMNS = (
    "plan", "path", "start", "end", "place", "sentence", "taken", "kind", "name", "confidence", "rule", "finds", "file", "row", "why",
)  # fmt: skip
#: Sentences that are shown where the caller gives no --limit.
SENTENCES = 20


def is_plan(what: str) -> bool:
    """Whether the words on the command line mean a file to read."""
    return what == STDIN or Path(what).is_file()


def explain_file(path: str, at: str, reading: Reading, rows: RowOptions) -> None:
    """Explain the sentences of a plan that hold ``at``. Raises ``InputError`` (E118 if it is not there)."""
    from extract.readers import read_file, read_text

    plan = read_text(decode_stdin(), source=STDIN) if path == STDIN else read_file(path)
    _show(((title, p, None) for title, p in _in_plans(plan, at, reading)), rows)


def explain_graph(db: Target, what: str, reading: Reading, rows: RowOptions) -> None:
    """Explain a node or an edge of the graph by its id, or a node by its name. Raises ``GraphError`` (E204, E223)."""
    with open_target(db) as store:
        graph = store.read_graph()
    places, names = _places(graph, what)
    if not places:
        raise GraphError("E209", what=f"{what} was read in no passage")
    _show(_of_graph(graph, places, names, reading), rows)


def _in_plans(plan: PlanText, at: str, reading: Reading) -> Iterator[tuple[str, Passage]]:
    """The passages that ``at`` means, in every document of a file, with the file's name (or the plan's title, if there are several)."""
    from extract.explain import explainers

    missing: InputError | None = None
    found = False
    for explainer in explainers(plan, lexicon=reading.lexicon, model=reading.model, disable=reading.disable):
        several = "parts" in explainer.plan.meta
        try:
            offsets = explainer.places(at)
        except InputError as error:
            missing = error
            continue
        found = True
        title = explainer.plan.masthead.title if several else plan.source
        yield from ((title, passage) for passage in explainer.passages(offsets))
    if not found and missing is not None:
        raise missing


def _explainer(plan: PlanText, reading: Reading) -> Explainer:
    from extract.explain import Explainer

    return Explainer(plan, lexicon=reading.lexicon, model=reading.model, disable=reading.disable)


def _places(graph: Graph, what: str) -> tuple[list[tuple[str, int, str]], tuple[str, ...]]:
    """Where a thing was read: document, offset and what the graph says there; and the name, or both ends' names."""
    from kg.selection import find_nodes

    edge = next((data["edge"] for *_, key, data in graph.nx.edges(keys=True, data=True) if key == what), None)
    if edge is not None:
        p, ends = edge.properties, (graph.node(edge.source), graph.node(edge.target))
        if "start" not in p or p.get("doc") not in graph.documents:
            return [], ()
        said = f"{edge.type} {ends[0].name} → {ends[1].name}, {p.get('rule')}, {p.get('confidence')}"
        return [(str(p["doc"]), int(p["start"]), said)], (ends[0].name, ends[1].name)
    found = find_nodes(graph, what)
    if len(found) > 1:
        names = ", ".join(f"{n.id} ({n.label} {n.name})" for n in found[:6])
        raise GraphError("E223", name=what, count=len(found), found=names)
    node = found[0]
    mentions = [m for m in node.mentions if m.doc in graph.documents]
    said = f"{node.label} {node.name}"
    return [(m.doc, m.start, f"{said}, {m.rule}, {m.confidence}") for m in mentions], (node.name,)


def _of_graph(
    graph: Graph, places: list[tuple[str, int, str]], names: tuple[str, ...], reading: Reading
) -> Iterator[tuple[str, Passage, str | None]]:
    """The passages of the stored texts, read again to see what was dropped there."""
    explainers: dict[str, Explainer] = {}
    seen: set[tuple[str, int]] = set()
    for doc, offset, said in places:
        record: DocumentText = graph.documents[doc]
        if doc not in explainers:
            try:
                explainers[doc] = _explainer(_again(graph, record), reading)
            except PlanKGError as error:
                raise GraphError("E209", what=f"{record.title}: {error}") from error
            if explainers[doc].plan.text != record.text:
                console.warn(f"{record.title} reads differently now; offsets may be a little off, see `plankg update`")
        passage = explainers[doc].passage(min(offset, len(explainers[doc].plan.text) - 1))
        if (doc, passage.start) not in seen:
            seen.add((doc, passage.start))
            about = tuple(f for f in passage.findings if not f.taken or _about(f, names))
            yield record.title, replace(passage, findings=about), said


def _again(graph: Graph, record: DocumentText) -> PlanText:
    """A stored text read again, with what its notice said of it, or what it carries. Raises ``InputError``."""
    from extract.plantext import Carried, Issue
    from extract.readers import read_text

    plan = read_text(record.text, source=record.source)
    if plan.text == record.text:
        plan.places = list(record.places)
    meta = {name: str(value) for name, value in record.meta.items()}
    if int(meta.get("part", 1)) > 1:
        plan.issue = Issue("", meta.get("number", ""), meta.get("date", ""), meta.get("jurisdiction"))
    elif "parts" in meta:
        title = plan.masthead.title_span or (0, 0)
        plan.carries = [
            Carried(node.name, m.start, m.end, (m.start, m.end) != title)
            for node in graph.nodes("Document")
            for m in node.mentions
            if m.doc == record.id and m.rule == "document.carried"
        ]
    return plan


def _about(f: Finding, names: tuple[str, ...]) -> bool:
    """Whether a finding speaks of the thing, or is the edge (all names in it) or one of its ends."""
    return f.name in names or all(name in f.name for name in names)


def _show(passages: Iterable[tuple[str, Passage, str | None]], rows: RowOptions) -> None:
    if rows.format != "table" or rows.output != "-":
        emit(COLUMNS, (line for title, p, _ in passages for line in _lines(title, p)), rows)
        return
    limit = rows.limit if rows.limit is not None else SENTENCES
    shown = list(islice(passages, limit + 1))
    for title, passage, said in shown[:limit]:
        _print(title, passage, said)
    if len(shown) > limit:
        console.warn(f"only the first {limit} sentences; --limit N gives N")


def _lines(title: str, p: Passage) -> Iterator[tuple[Any, ...]]:
    for f in p.findings:
        row = f.row
        yield (
            title, " › ".join(p.path), p.start, p.end, p.place, p.text, f.taken, f.kind, f.name, f.confidence, f.rule,
            row.finds if row else "", row.file if row else "", row.cells if row else "", f.reason,
        )  # fmt: skip


def _print(title: str, p: Passage, said: str | None) -> None:
    import sys

    where = f"{p.place}; {p.start}–{p.end}" if p.place else f"{p.start}–{p.end}"
    print(bold(" › ".join((title, *p.path)), sys.stdout) + f"  [{where}]")
    print("  " + printable(p.text))
    if said:
        print(f"  in the graph: {printable(said)}")
    for taken, heading in ((True, "read"), (False, "considered and dropped")):
        found = [f for f in p.findings if f.taken == taken]
        if found:
            print(f"\n  {heading}:")
            for f in found:
                _print_finding(f)
    print()


def _print_finding(f: Finding) -> None:
    sure = f"  {f.confidence:g}" if f.confidence is not None else ""
    print(printable(f"    {f.kind} {f.name}{sure}" + (f": {f.reason}" if f.reason else "")))
    row = f.row
    if row is not None:
        cells = row.cells if len(row.cells) <= 160 else row.cells[:159] + "…"
        where = f"  ({row.file}: {cells})" if cells else ""
        print(printable(f"      by {f.rule}: {row.finds}{where}"))
    elif f.rule:
        print(printable(f"      by {f.rule}"))
