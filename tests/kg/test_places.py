"""Where in its source a fact stands: in words, in tables and in exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kg import Graph, write
from kg.model import DocumentText
from kg.places import in_chinese, place_of
from kg.tables import RESPONSIBILITY, responsibility, targets

PLACES = [
    (0, "page 1"), (10, "page 2"), (20, "page 3, table 1, row 2, column 1"), (25, "page 3, table 1, row 2, column 2"),
    (30, "page 3, table 1, row 3, column 1"), (40, "page 4, scan, box 78 745 517 761"), (50, "footnote 2"), (60, "slide 7"),
]  # fmt: skip
RECORD = DocumentText("Document:x", "x", "字" * 70, places=PLACES)


@pytest.mark.parametrize(
    ("start", "end", "place", "chinese"),
    [
        (0, 5, "page 1", "第1页"),
        (9, 12, "page 1", "第1页"),
        (20, 24, "page 3, table 1, row 2, column 1", "第3页 表1第2行第1列"),
        (20, 29, "page 3, table 1, row 2", "第3页 表1第2行"),
        (20, 35, "page 3, table 1", "第3页 表1"),
        (41, 44, "page 4, scan", "第4页 扫描件"),
        (50, 55, "footnote 2", "脚注2"),
        (60, 61, "slide 7", "slide 7"),
    ],
)
def test_a_stretch_stands_in_what_its_ends_have_in_common(start: int, end: int, place: str, chinese: str) -> None:
    assert place_of(RECORD, start, end) == place
    assert in_chinese(place) == chinese


def test_unknown_places_are_empty() -> None:
    assert place_of(None, 0, 1) == place_of(DocumentText("d", "d", "字字"), 0, 1) == place_of(RECORD, 3, 3) == ""
    late = DocumentText("d", "d", "字" * 9, places=[(5, "page 2")])
    assert place_of(late, 0, 3) == in_chinese("") == ""


def test_tables_and_exports_tell_the_place(plan: Graph, tmp_path: Path) -> None:
    assert responsibility(plan)[0]["位置"].replace("–", "").isdecimal(), "no places: offsets alone"
    doc = "Document:one"
    plan.documents[doc].places = [(0, "page 7"), (12, "page 8, table 2, row 3, column 1")]
    rows = [r for r in responsibility(plan) if r["文件"] == plan.documents[doc].title]
    assert all(r["位置"].startswith("第") for r in rows)
    goal = plan.nodes("Goal")[0]
    goal.properties |= {"doc": doc, "start": 0, "end": 3}
    assert "第7页（0–3）" in {r["位置"] for r in targets(plan)}
    write(plan, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    sheet = list(book["责任清单"].iter_rows(values_only=True))
    assert sheet[1][RESPONSIBILITY.index("位置")] == responsibility(plan)[0]["位置"]
    (name,) = [n for n in book.sheetnames if n.startswith("RESPONSIBLE_FOR")]
    head, *edges = book[name].iter_rows(values_only=True)
    assert any(str(row[head.index("place")]).startswith("page") for row in edges)
    write(plan, tmp_path / "folder", "csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "folder" / "edges.csv").read_text("utf-8-sig"))))
    by_id = {e.id: e for e in plan.edges()}
    for row in table:
        p = by_id[row["id"]].properties
        record = plan.documents.get(str(p.get("doc")))
        assert row["place"] == place_of(record, int(p.get("start", 0)), int(p.get("end", 0)))
