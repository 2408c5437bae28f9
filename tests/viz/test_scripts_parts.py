"""The pure parts of the page's scripts, each called in the browser with plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from viz.bundle import bundle


@pytest.fixture(scope="module")
def parts(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    for entry in (
        "names.js",
        "csv.js",
        "search.js",
        "arrange.js",
        "marks.js",
        "dom.js",
        "tables.js",
        "store.js",
        "scope.js",
    ):
        page.evaluate(bundle(entry, expose=f"p_{entry[:-3]}"))
    yield page
    page.close()


def call(parts: Any, where: str, name: str, *arguments: Any) -> Any:
    return parts.evaluate(f"a => p_{where}.{name}(...a)", list(arguments))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("广东教育云", ["广东教育云"]),
        ("广东省社会科学大数据平台", ["广东省社会科", "学大数据平台"]),
        ("在产业链协同创新、强链补链等相关项目中设立TPU方向", ["在产业链协同创新、", "强链补链等相关项…"]),
        ("", [""]),
    ],
)
def test_names_break_into_lines(parts: Any, name: str, lines: list[str]) -> None:
    assert call(parts, "names", "nameLines", name, 2) == lines


def test_lines_hold_the_whole_name_or_say_that_it_is_cut(parts: Any) -> None:
    for length in range(1, 40):
        name = "一二三四五六七八九十" * 4
        lines = call(parts, "names", "nameLines", name[:length], 2)
        joined = "".join(lines)
        assert joined == name[:length] or (joined.endswith("…") and name.startswith(joined[:-1]))
        assert all(len(line) <= 10 for line in lines)


def test_placed_names_never_cover_each_other(parts: Any) -> None:
    boxes = parts.evaluate(
        """() => { const items = []; for (let i = 0; i < 120; i++) items.push({ own: i, x: (i * 71) % 600, y: (i * 37) % 400,
          r: 8, lines: ["名称名称"], widths: [48], must: false, strong: i < 5 });
          return p_names.placeNames(items, { width: 600, height: 400, lineHeight: 15, most: 100, top: 0 }).map(p => p.box); }"""
    )
    assert len(boxes) > 20
    for i, a in enumerate(boxes):
        assert a["x0"] >= 0 and a["x1"] <= 600
        for b in boxes[:i]:
            assert a["x1"] <= b["x0"] or b["x1"] <= a["x0"] or a["y1"] <= b["y0"] or b["y1"] <= a["y0"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("一般", "一般"),
        ('有"引号",逗号', '"有""引号"",逗号"'),
        ("=1+1", "'=1+1"),
        ("@SUM", "'@SUM"),
        ("-5", "-5"),
        ("-5+cmd", "'-5+cmd"),
        ("两\n行", '"两\n行"'),
        (None, ""),
        (7, "7"),
    ],
)
def test_csv_cells(parts: Any, value: Any, cell: str) -> None:
    assert call(parts, "csv", "csvCell", value) == cell


def test_tables_for_the_clipboard_stay_one_line_a_row(parts: Any) -> None:
    assert call(parts, "csv", "tsv", [["甲", "乙\t丙\n丁"], ["=x", 1]]) == "甲\t乙 丙 丁\n'=x\t1"


@pytest.mark.parametrize(("text", "folded"), [("《５Ｇ》 “网”", "5g网"), ("ＡＩ", "ai"), ("智慧 医疗", "智慧医疗")])
def test_folding(parts: Any, text: str, folded: str) -> None:
    assert call(parts, "search", "fold", text) == folded


def test_boxes_are_pushed_apart(parts: Any) -> None:
    points = parts.evaluate(
        """() => { const p = Array.from({ length: 30 }, (_, i) => ({ x: (i % 6) * 40, y: (i % 5) * 20, w: 60, h: 30, fixed: i === 0 }));
          p_arrange.separate(p, 400); return p; }"""
    )
    assert (points[0]["x"], points[0]["y"]) == (0, 0)
    for i, a in enumerate(points):
        for b in points[:i]:
            assert abs(a["x"] - b["x"]) > 58 or abs(a["y"] - b["y"]) > 28


def test_segments_cut_at_every_mark_and_keep_the_text(parts: Any) -> None:
    marks = {
        "names": [{"start": 2, "end": 5, "i": 1}, {"start": 3, "end": 4, "i": 2}],
        "clauses": [{"start": 0, "end": 8, "i": 3}],
        "proofs": [{"start": 0, "end": 8, "edges": [7]}],
    }
    found = call(parts, "marks", "segments", marks, 0, 10, {"start": 4, "end": 6})
    assert [(s["start"], s["end"]) for s in found] == [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (8, 10)]
    assert [s["name"] and s["name"]["i"] for s in found] == [None, 1, 2, 1, None, None, None]
    assert [s["here"] for s in found] == [False, False, False, True, True, False, False]
    assert [len(s["proofs"]) for s in found] == [0, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("规划", "规划.png"),
        ('a/b\\c:"<>|?*', "abc.png"),
        ("..", "plankg.png"),
        ("", "plankg.png"),
        ("\u202egnp", "gnp.png"),
    ],
)
def test_file_names_are_safe(parts: Any, title: str, name: str) -> None:
    assert call(parts, "dom", "fileName", title, ".png") == name


def test_cutting_never_halves_a_character(parts: Any) -> None:
    assert call(parts, "dom", "clip", "𠮷𠮷𠮷", 3) == "𠮷…"
    assert call(parts, "dom", "clip", "abc", 3) == "abc"


def test_lines_for_charts_need_two_values_of_one_unit(parts: Any) -> None:
    def said(value: float | None, unit: str, year: int) -> dict[str, Any]:
        return {"value": value, "unit": unit, "year": year, "goal": True}

    assert call(parts, "tables", "series", [said(1, "%", 2020)]) is None
    assert call(parts, "tables", "series", [said(1, "%", 2020), said(2, "家", 2025)]) is None
    assert call(parts, "tables", "series", [said(1, "%", 2020), said(2, "%", 2025)])["kind"] == "line"
    assert call(parts, "tables", "series", [said(1, "%", 2020), said(2, "%", 2020)])["kind"] == "bar"
