"""What is fuzzed: each target takes any bytes and holds what the code promises about them.

A target returns what came out as plain data, so that two runs can be compared. A ``PlanKGError`` is an answer like
any other; every other exception is a fault. ``check`` is what a fuzzer calls.
"""

from __future__ import annotations

import io
import itertools
import json
import time
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import _sources  # noqa: F401

from kg.errors import PlanKGError

#: Seconds of processor time that an input of ``SIZE`` bytes may take.
LIMIT, SIZE = 1.0, 10_000

#: Targets of which only some inputs are run twice.
COSTLY = frozenset(("extraction",))

Target = Callable[[bytes], Any]
TARGETS: dict[str, Target] = {}


class TooSlow(AssertionError):
    """An input took longer than ``LIMIT``."""


def target(function: Target) -> Target:
    """Register a target under its function's name."""
    TARGETS[function.__name__] = function
    return function


def check(name: str, data: bytes) -> Any:
    """Run a target twice; raise on any fault: an exception, two different results, too much time."""
    start = time.thread_time()
    first = _answer(TARGETS[name], data)
    spent = time.thread_time() - start
    if name not in COSTLY or zlib.crc32(data) % 8 == 0:
        assert _answer(TARGETS[name], data) == first, "two runs differ"
    if spent > LIMIT * max(1.0, len(data) / SIZE):
        raise TooSlow(f"{spent:.2f} s for {len(data)} bytes")
    return first


def warm(name: str) -> None:
    """Load what a target loads once: that is not counted."""
    for _ in range(2):
        _answer(TARGETS[name], "某市规划\n一、规划到2025年达到5%。".encode())


def _answer(function: Target, data: bytes) -> Any:
    try:
        return function(data)
    except PlanKGError as error:
        assert "\n" not in str(error), "an error is one line"
        return str(error)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


# -- readers --------------------------------------------------------------------------------------


def _plan(raw: Any) -> Any:
    from extract.readers import plan_of

    offsets = [offset for offset, _ in raw.places]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(raw.text) for offset in (*offsets, *raw.blanks))
    return checked(plan_of(raw, source="x", sha256=""))


def checked(plan: Any) -> Any:
    """What a plan that was read promises of its spans; gives it as plain data."""
    text = plan.text
    at = 0
    for line in plan.lines:
        assert (
            at <= line.start < line.end
            and not text[at : line.start].strip()
            and "\n" not in text[line.start : line.end]
        )
        at = line.end
    assert not text[at:].strip(), "lines cover the text"
    for section in plan.sections:
        assert 0 <= section.start <= section.title_start <= section.title_end <= section.body <= len(text)
        assert section.start < section.end <= len(text)
        assert section.title == text[section.title_start : section.title_end]
        assert -1 <= section.parent < section.index
    for table in plan.tables:
        assert len({len(row) for row in table.rows} | {len(table.header)} - {0}) <= 1
        for cell in itertools.chain.from_iterable(table.rows):
            assert text[cell.start : cell.end] == cell.text
    head = plan.masthead
    for span in (head.title_span, head.number_span, head.addressees, *head.signatures):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    for pairs in (plan.origin, plan.places):
        starts = [here for here, _ in pairs]
        assert starts == sorted(set(starts)) and all(0 <= here <= len(text) for here in starts)
    step = max(1, len(text) // 50)
    for offset in range(0, len(text), step):
        section = plan.section_at(offset)
        assert section is None or section.start <= offset < section.end
        plan.place_at(offset)
    sources = [plan.source_offset(offset) for offset in range(0, len(text), step)]
    assert sources == sorted(sources)
    sections = [(s.kind, s.number, s.title, s.level, s.parent, s.start, s.end) for s in plan.sections]
    return text, [line.kind for line in plan.lines], sections, plan.places, str(plan.tables), str(head)


@target
def text(data: bytes) -> Any:
    """A text file in any encoding."""
    from extract.readers import plain

    return _plan(plain.read(data, "x.txt"))


@target
def markdown(data: bytes) -> Any:
    """A Markdown file."""
    from extract.readers import markdown as reader

    return _plan(reader.read(data, "x.md"))


@target
def html(data: bytes) -> Any:
    """A web page."""
    from extract.readers import html as reader

    return _plan(reader.read(data, "x.html"))


@target
def docx(data: bytes) -> Any:
    """A Word file: the package as it is, damaged in any way."""
    from extract.readers import docx as reader

    return _plan(reader.read(data, "x.docx"))


@target
def docx_xml(data: bytes) -> Any:
    """A sound package with any XML in it: body, styles, numbering and footnotes, parted by U+001E."""
    from make_docx import RELATION, RELATIONS, SPACES

    from extract.readers import docx as reader

    names = ("document", "styles", "numbering", "footnotes")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        links = "".join(
            f'<Relationship Id="r{n}" Type="{RELATION}/{n}" Target="{n}.xml"/>' for n in (*names[1:], "endnotes")
        )
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        for name, part in zip(names, data.split(b"\x1e"), strict=False):
            root = f"w:{name}"
            inner = b"<w:body>" + part + b"</w:body>" if name == "document" else part
            package.writestr(f"word/{name}.xml", f"<{root} {SPACES}>".encode() + inner + f"</{root}>".encode())
    return _plan(reader.read(out.getvalue(), "x.docx"))


@target
def pdf(data: bytes) -> Any:
    """A PDF, damaged in any way."""
    from extract.readers import pdf as reader

    return _plan(reader.read(data, "x.pdf"))


@target
def pdf_page(data: bytes) -> Any:
    """A sound PDF with any content stream on its pages (pages parted by U+001E)."""
    from make_pdf import Page
    from make_pdf import pdf as make

    from extract.readers import pdf as reader

    pages = []
    for content in data.split(b"\x1e")[:4]:
        page = Page()
        page.rows = {0, 0x4E, 0x5E, 0x65}  # type: ignore[assignment]
        page.parts.append(content.decode("latin-1"))
        pages.append(page)
    return _plan(reader.read(make(pages), "x.pdf"))


# -- grammars and extraction ------------------------------------------------------------------------


@target
def numbers(data: bytes) -> Any:
    """Quantities and times in any text, and what a statement measures."""
    from extract.indicator import measured
    from extract.numbers import quantities
    from extract.timeexpr import all_times, document_year, time_at

    text = _text(data)
    found = list(quantities(text))
    at = 0
    for q in found:
        assert at <= q.start <= q.number_start < q.end <= len(text)
        assert (
            isinstance(q.value, int | float) and q.value == q.value and q.comparator in ("=", ">=", ">", "<=", "<", "~")
        )
        json.dumps([q.value, q.value_max], allow_nan=False)
        at = q.end
    times = all_times(text, 0, len(text))
    for expression in times:
        assert 0 <= expression.start < expression.end <= len(text)
        assert expression.year is None or 1900 <= expression.year <= 2100
        assert time_at(text, expression.start, len(text)) is not None
    document_year(text[:20], text, text)
    indicators = []
    for q in found[:20]:
        indicators.append(
            repr(measured(text[max(0, q.start - 80) : q.start], q, text[q.end : q.end + 40], "教育", ("广州市",)))
        )
    return found, times, indicators


@target
def structure(data: bytes) -> Any:
    """Headings, tables and masthead of any text."""
    from extract.readers import read_text

    return checked(read_text(_text(data)))


@target
def extraction(data: bytes) -> Any:
    """The whole way from a text to a graph: every evidence is the text at its offsets."""
    from extract.api import extract_plan
    from extract.readers import read_text

    plan = read_text(_text(data))
    graph = extract_plan(plan)
    graph.validate()
    for document in graph.documents.values():
        assert document.text == plan.text
    return graph.to_dict()


@target
def lexicon(data: bytes) -> Any:
    """A user's lexicon."""
    from extract.lexicon import user_rows

    with _file(data, ".csv") as path:
        return _nameless(path, user_rows, path)


# -- graphs and what goes with them -----------------------------------------------------------------


@target
def graph_json(data: bytes) -> Any:
    """A graph file: what is read can be written in every format, drawn, summed up, and comes back equal."""
    from kg.analysis import summary
    from kg.formats import dumps, formats
    from kg.formats.json_ import parse
    from kg.tables import responsibility, targets
    from viz.payload import Options, page_data

    graph = parse(data, "x.json")
    problems = list(graph.problems())
    out = {f.name: dumps(graph, f.name) for f in formats() if f.name not in ("neo4j-admin", "xlsx")}
    assert parse(out["json"], "x.json") == graph == parse(out["jsonl"], "x.jsonl")
    if not problems:
        responsibility(graph), targets(graph)
        json.dumps([summary(graph), page_data(graph, Options())])
    return problems, out


@target
def corrections(data: bytes) -> Any:
    """A file of corrections: what is read can be written and read again, and carried out on a graph."""
    from kg.corrections import parse_corrections
    from kg.linking import link

    found = parse_corrections(data, "x.csv")
    again = parse_corrections(found.to_csv(), "x.csv")
    assert again == found
    linked, merges = link(_small_graph(), found)
    linked.validate()
    return list(found.rows()), [repr(m) for m in merges], linked.to_dict()


@target
def audit(data: bytes) -> Any:
    """An audit that comes back, as CSV."""
    from kg.audit import corrections_from, precision
    from plankg.workflows.auditing import _read

    def read(path: Any) -> Any:
        items, more = _read(path)
        found = corrections_from(items).joined(more)
        found.check("x.csv")
        return [repr(p) for p in precision(items)], list(found.rows())

    with _file(data, ".csv") as path:
        return _nameless(path, read, path)


@target
def score(data: bytes) -> Any:
    """A reference annotation that a graph is scored against, both ways round."""
    from kg.scoring import score as scored
    from plankg.workflows.scoring import _graph

    def read(path: Any) -> Any:
        raw, mine = _graph(path), _small_graph().to_dict()
        return [scored(a, b).rows() for a, b in ((raw, mine), (mine, raw), (raw, raw))]

    with _file(data, ".json") as path:
        return _nameless(path, read, path)


@target
def cypher(data: bytes) -> Any:
    """A query: what is refused, its columns, what the prompt would complete, and the same as a saved query."""
    from cypher import dialect, saved
    from cypher.columns import columns_of, return_items, tokens_of

    text = _text(data)
    tokens = tokens_of(text)
    assert all(token in text for token in tokens)
    found = tokens, columns_of(text), return_items(text), dialect.in_neo4j_order(text, ["b", "a"])
    try:
        query = saved.parse("x", text)
    except PlanKGError as error:
        assert "\n" not in str(error)
    else:
        query.title(), query.description(), query.command()
    dialect.prepare(text)
    return found


@target
def any_of_them(data: bytes) -> Any:
    """One of the quick targets: the first byte says which."""
    quick = sorted(set(TARGETS) - COSTLY - {"any_of_them"})
    return TARGETS[quick[data[0] % len(quick)]](data[1:]) if data else None


# -- parts ----------------------------------------------------------------------------------------------


def _file(data: bytes, suffix: str) -> Any:
    import contextlib
    import tempfile
    from pathlib import Path

    @contextlib.contextmanager
    def made() -> Any:
        with tempfile.TemporaryDirectory(prefix="plankg-fuzz-") as folder:
            path = Path(folder) / f"x{suffix}"
            path.write_bytes(data)
            yield path

    return made()


def _nameless(path: Any, function: Callable[..., Any], *args: Any) -> Any:
    """What ``function`` gives or says, without the folder that the file happens to be in."""
    try:
        return function(*args)
    except PlanKGError as error:
        assert "\n" not in str(error)
        return str(error).replace(str(path), path.name)


def _small_graph() -> Any:
    from kg import Edge, Graph, Node
    from kg.identity import node_id

    graph = Graph()
    nodes = [
        Node(node_id(label, name), label, name, [f"{name}一"], {"kind": "x"})
        for label, name in (
            ("Organization", "广东省发展改革委"),
            ("Organization", "广东省计划委员会"),
            ("Project", "广东教育云"),
            ("Sector", "人工智能"),
            ("Region", "广州市"),
        )
    ]
    for node in nodes:
        graph.add_node(node)
    for source in nodes[:2]:
        graph.add_edge(
            Edge(source.id, nodes[2].id, "RESPONSIBLE_FOR", {"role": "lead", "doc": "d", "start": 0, "end": 3})
        )
    graph.add_edge(Edge(nodes[2].id, nodes[3].id, "IN_SECTOR", {}))
    graph.add_edge(Edge(nodes[2].id, nodes[4].id, "LOCATED_IN", {}))
    return graph
