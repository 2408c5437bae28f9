"""Names that try to break out, through the commands and every output they have: each comes out as the name it is."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg import DocumentText, Edge, Graph, Mention, Node, write
from kg.formats.base import clean
from kg.identity import node_id

_spec = importlib.util.spec_from_file_location("hostile_names", Path(__file__).parents[1] / "hostile_names.py")
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
#: The longest name is one that a record of the database has room for.
NAMES: list[str] = [name[:6_000] for name in _module.NAMES]
#: What a program that reads tables or XML makes of line ends.
FORMULA = tuple("=+-@\t\r＝＋－＠")


def graph_of(names: list[str]) -> Graph:
    """A document called by the first name, and for each name a project and a body called so, with evidence."""
    text = "\n".join(names)
    title = names[0]
    doc = node_id("Document", title)
    graph = Graph()
    graph.add_document(DocumentText(doc, title, text, source=f"{title[:50]}.txt"))
    graph.add_node(Node(doc, "Document", title))
    for number, name in enumerate(names):
        start = text.index(name)
        span = {"doc": doc, "start": start, "end": start + len(name), "evidence": name, "confidence": 0.9}
        project, body = f"Project:{number}", f"Organization:{number}"
        mentions = [Mention(doc, start, start + len(name))]
        graph.add_node(Node(project, "Project", name, [f"别{name}"], {"kind": name}, mentions))
        graph.add_node(Node(body, "Organization", name, [], {"jurisdiction": name}))
        graph.add_edge(Edge(body, project, "RESPONSIBLE_FOR", {**span, "role": "lead"}))
    return graph


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder with all names in it, loaded from a file by the command."""
    from plankg.main import main

    folder = tmp_path_factory.mktemp("hostile")
    write(graph_of(NAMES), folder / "in.json")
    assert main(["load", str(folder / "in.json"), "--db", str(folder / "h.kg"), "-q"]) == 0
    return folder / "h.kg"


def folded(name: str) -> str:
    """A name as it is after line ends and blanks were folded, and characters that XML cannot hold were replaced."""
    return " ".join(clean(name).split())


def test_the_database_gives_every_name_back(run: Any, stored: Path) -> None:
    done = run(
        "query",
        "--db",
        stored,
        "MATCH (p:Project) RETURN p.name, p.kind, p.aliases",
        "--format",
        "json",
        "--limit",
        "0",
    )
    assert done.code == 0, done.err
    rows = [tuple(row.values()) for row in json.loads(done.out)]
    assert sorted(row[0] for row in rows) == sorted(NAMES)
    assert all(row[1] == row[0] and row[2] == [f"别{row[0]}"] for row in rows)


@pytest.mark.parametrize("name", NAMES, ids=lambda n: ascii(n[:16]))
def test_a_name_as_parameter_and_as_search_words(run: Any, stored: Path, name: str) -> None:
    if "\x00" not in name:  # no command line can hold it
        query = "MATCH (o:Organization {name: $n})-[r:RESPONSIBLE_FOR]->(p) RETURN p.name AS name"
        found = run("query", "--db", stored, query, "--param", f"n={json.dumps(name)}", "--format", "json")
        assert found.code == 0, found.err
        assert json.loads(found.out) == [{"name": name}]
        for command in (
            ["search", "--db", stored, "--", name[:60]],
            ["remove", "--db", stored, "--", f"没有{name[:60]}"],
        ):
            done = run(*command)
            assert done.code in (0, 1)
            assert len(done.lines) <= 2, done.err
            assert "Traceback" not in done.err and "unexpected" not in done.err
            assert not set(done.err) & set("\x1b\x07\x9b\x7f"), "nothing steers the terminal"


def test_a_text_longer_than_a_record_is_refused_by_name(run: Any) -> None:
    write(graph_of(["某市规划", "名" * 40_000]), "in.json")
    done = run("load", "in.json", "--db", "h.kg")
    assert (done.code, len(done.lines)) == (1, 1)
    assert "[E307] cannot store node Organization:1" in done.err


@pytest.mark.parametrize("form", ["table", "md", "csv", "tsv", "jsonl", "xlsx"])
def test_tables(run: Any, stored: Path, form: str) -> None:
    output = ["-o", f"rows.{form}"] if form == "xlsx" else []
    query = "MATCH (p:Project) RETURN p.name AS name, p.kind AS kind"
    done = run("query", "--db", stored, query, "--format", form, "--limit", "0", *output)
    assert done.code == 0, done.err
    csv.field_size_limit(1_000_000)
    if form in ("csv", "tsv"):
        lines = io.StringIO(done.out.lstrip("\ufeff"), newline="")
        rows = list(csv.reader(lines, delimiter="\t" if form == "tsv" else ","))
        assert len(rows) == len(NAMES) + 1
        assert not any(cell.lstrip(" ").startswith(FORMULA) for row in rows for cell in row)
    elif form == "jsonl":
        assert sorted(json.loads(line)["name"] for line in done.out.split("\n") if line) == sorted(NAMES)
    elif form == "xlsx":
        from openpyxl import load_workbook

        cells = [cell for row in load_workbook("rows.xlsx").active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
        assert len(cells) == 2 * (len(NAMES) + 1)
    else:
        assert len([line for line in done.out.splitlines() if line.strip()]) == len(NAMES) + 2
        assert not set(done.out) & set("\x1b\x07\x9b\x7f\x00\r"), "nothing steers the terminal"


@pytest.mark.parametrize(
    "form", ["json", "jsonl", "csv", "xlsx", "graphml", "gexf", "dot", "mermaid", "cypher", "neo4j-admin"]
)
def test_exports(run: Any, stored: Path, form: str) -> None:
    folder = Path("out")
    folder.mkdir()
    done = run("export", "--db", stored, "--format", form, "-o", folder / "x")
    assert done.code == 0, done.err
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert folder.resolve() in path.resolve().parents
        assert re.fullmatch(r"[\w.-]+", path.name, re.ASCII), "no name becomes a file's name"
    if form in ("json", "jsonl"):
        from kg import read

        back = read(files[0]) if files[0].suffix else read(files[0].open("rb"))
        assert {n.name for n in back.nodes("Project")} == set(NAMES)
    if form in ("graphml", "gexf"):
        (root,) = [ElementTree.parse(path).getroot() for path in files]
        texts = {folded(text) for text in root.itertext()} | {folded(v) for e in root.iter() for v in e.attrib.values()}
        assert {folded(name) for name in NAMES} <= texts


def test_the_page(run: Any, stored: Path) -> None:
    done = run("view", "--db", stored, "-o", "x.html")
    assert done.code == 0, done.err
    page = Path("x.html").read_text("utf-8")
    for name in NAMES:
        if re.search("<(?:script|img|!--)", name):
            assert name not in page
    write(graph_of(["某市规划"]), "plain.json")
    assert run("view", "plain.json", "-o", "plain.html").code == 0
    plain = Path("plain.html").read_text("utf-8")
    for tag in ("<script", "</script", "<style", "<img", "<!--"):
        assert page.lower().count(tag) == plain.lower().count(tag), tag


@pytest.mark.parametrize(
    "title", [n for n in NAMES if "\x00" not in n and n.strip() and len(n) < 100], ids=lambda n: ascii(n[:16])
)
def test_documents_can_be_called_anything(run: Any, title: str) -> None:
    """Only what the command does with one graph file: no engine for each of the titles."""
    write(graph_of([title]), "in.json")
    for command in (["view", "in.json", "-o", "x.html"], ["view", "in.json", "-o", "y.html", "--lang", "en"]):
        done = run(*command)
        assert done.code == 0, done.err
        assert not set(done.err + done.out) & set("\x1b\x07\x9b"), "nothing steers the terminal"
