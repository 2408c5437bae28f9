"""One document in several formats counts once; another text under the same title is kept, and said so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make_docx import NUMBERING, docx, numbered, p
from make_pdf import Writer, pdf

from kg import Graph, read

TITLE = "青海省数字经济发展规划（2021—2025年）"
ISSUED = f"青海省人民政府办公厅关于印发{TITLE}的通知"
NUMBER = "青政办〔2021〕36号"
HEADINGS = {
    "总体要求": ["坚持创新驱动，到2025年，数字经济规模达到1000亿元，占地区生产总值比重达到10%以上。"],
    "主要任务": [
        "建设青海数据平台，推进公共数据开放共享，完善数据要素市场。（省发展改革委牵头，省财政厅配合）",
        "在西宁市开展智慧园区建设试点，支持海东市建设青海大数据中心，打造清洁能源示范基地。（省工业和信息化厅负责）",
        "推动人工智能与盐湖化工、新能源、新材料等产业深度融合，培育数字化转型标杆企业20家。",
    ],
    "保障措施": ["加强组织领导，强化要素保障，定期开展评估，确保各项任务落到实处。"],
}
LINES = [line for n, (head, body) in zip("一二三", HEADINGS.items(), strict=True) for line in (f"{n}、{head}", *body)]
PREAMBLE = "为加快数字经济发展，根据国家有关规划，制定本规划。"


def page(lines: list[str] = LINES, title: str = TITLE) -> bytes:
    inner = [
        ISSUED,
        NUMBER,
        "各市、自治州人民政府：",
        "现印发给你们，请认真贯彻执行。",
        "青海省人民政府办公厅",
        "2021年8月9日",
    ]
    rows = "".join(f"<p>{line}</p>" for line in [*inner, title, PREAMBLE, *lines])
    menu = "<div class='nav'><a href='/'>首页</a><a href='/zc'>政策</a></div>"
    return f"<html><head><title>{ISSUED}</title></head><body>{menu}<div class='content'>{rows}</div></body></html>".encode()


def attachment(lines: list[str] = LINES, title: str = TITLE, number: str = "") -> bytes:
    writer = Writer(head="青海省人民政府公报")
    if number:
        writer.title(number, 14)
    writer.title(title)
    for line in [PREAMBLE, *lines]:
        writer.paragraph(line)
    return pdf(writer.pages)


def word(lines: list[str] = LINES) -> bytes:
    """With numbers that Word writes."""
    body = p(TITLE) + p(PREAMBLE)
    for line in lines:
        body += numbered(line[2:], 1) if line[1] == "、" else p(line)
    return docx(body, numbering=NUMBERING)


def write(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name


def report(run: Any, *args: Any) -> dict[str, Any]:
    run(*args, "--report", "report.json")
    found: dict[str, Any] = json.loads(Path("report.json").read_text("utf-8"))
    return found


def statuses(run: Any, *args: Any) -> dict[str, str]:
    return {Path(f["path"]).name: f["status"] for f in report(run, *args)["files"]}


def exported(run: Any) -> Graph:
    assert run("export", "-o", "all.json").code == 0
    return read("all.json")


@pytest.fixture
def formats() -> list[str]:
    return [write("a.html", page()), write("b.pdf", attachment()), write("c.docx", word())]


class TestOneDocument:
    def test_three_formats_count_once(self, run: Any, formats: list[str]) -> None:
        done = run("build", *formats)
        assert done.code == 0
        assert [line for line in done.lines if "the same document as a.html" in line] == done.lines
        assert statuses(run, "build", *formats) == {"a.html": "unchanged", "b.pdf": "duplicate", "c.docx": "duplicate"}
        graph = exported(run)
        (record,) = graph.documents.values()
        assert (record.title, record.source, record.meta["number"]) == (TITLE, "a.html", NUMBER)

    def test_in_different_runs_the_first_stays(self, run: Any, formats: list[str]) -> None:
        run("build", "b.pdf")
        before = exported(run)
        assert statuses(run, "build", "a.html") == {"a.html": "duplicate"}
        assert exported(run) == before
        Path("b.pdf").unlink()
        assert statuses(run, "build", "a.html") == {"a.html": "replaced"}
        (record,) = exported(run).documents.values()
        assert record.source == "a.html"

    def test_the_same_number_and_text_under_a_title_that_was_read_otherwise(self, run: Any) -> None:
        write("a.html", page())
        write("b.pdf", attachment(title="青海省数字经济规划", number=NUMBER))
        assert statuses(run, "build", "a.html", "b.pdf") == {"a.html": "added", "b.pdf": "duplicate"}

    def test_a_copy_and_a_file_that_was_moved(self, run: Any, formats: list[str]) -> None:
        run("build", "a.html")
        write("copy.html", page())
        assert statuses(run, "build", "copy.html") == {"copy.html": "duplicate"}
        Path("a.html").unlink()
        assert statuses(run, "build", "copy.html") == {"copy.html": "replaced"}
        assert run("db", "check").code == 0

    def test_extract_counts_once_too(self, run: Any, formats: list[str]) -> None:
        done = run("extract", *formats, "-o", "all.json")
        assert (done.code, len(read("all.json").documents)) == (0, 1)
        assert sum("is the same document as in a.html" in line for line in done.lines) == 2


NEWER = [line.replace("1000亿元", "1200亿元") for line in LINES]


class TestAnotherText:
    def test_it_is_kept_under_a_name_of_its_own_and_linked(self, run: Any) -> None:
        write("a.html", page())
        write("b.pdf", attachment(NEWER))
        done = run("build", "a.html", "b.pdf")
        assert (done.code, len(done.lines)) == (0, 1)
        own = f"{TITLE}（b.pdf）"
        assert f"b.pdf: other words than in a.html under the same title; kept as {own}" in done.err
        graph = exported(run)
        graph.validate()
        assert {d.title for d in graph.documents.values()} == {TITLE, own}
        (edge,) = graph.edges("VERSION_OF")
        assert (graph.node(edge.source).name, graph.node(edge.target).name) == (own, TITLE)
        assert edge.properties["evidence"] == TITLE
        values = {n.properties["value"] for n in graph.nodes("Goal") if n.properties.get("unit") == "亿元"}
        assert values == {1000, 1200}
        rows = json.loads(run("query", "--saved", "versions", "--param", f"name={TITLE}", "--format", "json").out)
        assert {row["document"] for row in rows} == {TITLE, own}

    def test_it_keeps_its_name_when_it_is_read_again(self, run: Any) -> None:
        write("a.html", page())
        write("b.pdf", attachment(NEWER))
        run("build", "a.html", "b.pdf")
        before = exported(run)
        assert statuses(run, "build", "b.pdf", "a.html", "--force") == {"a.html": "unchanged", "b.pdf": "unchanged"}
        assert exported(run) == before
        write("b.pdf", attachment([line.replace("20家", "30家") for line in NEWER]))
        assert statuses(run, "update") == {"a.html": "unchanged", "b.pdf": "replaced"}
        assert {d.title for d in exported(run).documents.values()} == {TITLE, f"{TITLE}（b.pdf）"}
        assert run("remove", "b.pdf").code == 0
        run("build", "a.html", "--db", "alone.kg")
        assert {n.id for n in exported(run).nodes()} == {n.id for n in read_db(run, "alone.kg").nodes()}

    def test_its_number_tells_it_apart_where_it_has_one(self, run: Any) -> None:
        write("a.html", page())
        write("b.html", page(NEWER).replace(NUMBER.encode(), "青政办〔2022〕5号".encode()))
        write(
            "c.html",
            page([line.replace("20家", "30家") for line in LINES]).replace(
                NUMBER.encode(), "青政办〔2023〕7号".encode()
            ),
        )
        assert statuses(run, "build", "a.html", "b.html", "c.html") == dict.fromkeys(
            ["a.html", "b.html", "c.html"], "added"
        )
        titles = {d.title for d in exported(run).documents.values()}
        assert titles == {TITLE, f"{TITLE}（青政办〔2022〕5号）", f"{TITLE}（青政办〔2023〕7号）"}
        assert exported(run).edges("ISSUED_BY")

    def test_once_its_words_are_the_same_it_is_one_again(self, run: Any) -> None:
        write("a.html", page())
        write("b.pdf", attachment(NEWER))
        run("build", "a.html", "b.pdf")
        write("b.pdf", attachment())
        run("build", "a.html", "b.pdf")
        assert {d.title for d in exported(run).documents.values()} == {TITLE}
        assert run("db", "check").code == 0

    def test_extract_keeps_both(self, run: Any) -> None:
        write("a.html", page())
        write("b.pdf", attachment(NEWER))
        done = run("extract", "a.html", "b.pdf", "-o", "all.json")
        graph = read("all.json")
        graph.validate()
        assert len(graph.documents) == 2
        assert "other words than in a.html" in done.err


def read_db(run: Any, db: str) -> Graph:
    assert run("export", "--db", db, "-o", "other.json").code == 0
    return read("other.json")
