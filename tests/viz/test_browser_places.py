"""The place in the source (page, table, row) stands with each quotation, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from kg.graph import Graph

from .conftest import PLAN

Open = Callable[..., Any]


@pytest.fixture
def placed(plan: Graph) -> Graph:
    """The plan as if it came from a PDF: the note of the first duty in a table on page 7, all before on page 1."""
    graph = Graph.from_dict(plan.to_dict())
    (record,) = graph.documents.values()
    note, after = PLAN.index("（牵头单位"), PLAN.index("（二）发展")
    cell = PLAN.index("；配合单位")
    record.places = [
        (0, "page 1"), (note, "page 7, table 2, row 3, column 1"), (cell, "page 7, table 2, row 3, column 2"),
        (after, "page 8, scan, box 1 2 3 4"),
    ]  # fmt: skip
    return graph


def saved(page: Any, selector: str) -> list[list[str]]:
    with page.expect_download() as got:
        page.locator(selector).click()
    return list(csv.reader(io.StringIO(got.value.path().read_bytes().decode("utf-8-sig"))))


def test_duty_table(open_page: Open, placed: Graph) -> None:
    page = open_page(placed, "#view=duty")
    assert page.locator(".duty .at-place").all_inner_texts() == ["第7页 表2第3行", "第8页 扫描件"]
    table = saved(page, "#duty-csv")
    assert [row[-1] for row in table] == ["位置", "第7页 表2第3行", "第8页 扫描件"]
    page.get_by_role("button", name="按单位").click()
    assert saved(page, "#duty-csv")[1][-1] == "第7页 表2第3行"


def test_goals_table(open_page: Open, placed: Graph) -> None:
    page = open_page(placed, "#view=goals")
    assert set(page.locator(".goals .value .at-place").all_inner_texts()) == {"第1页"}
    assert page.locator(".loose .at-place").all_inner_texts() == ["第1页"]
    assert {row[-1] for row in saved(page, "#goals-csv")[1:]} == {"第1页"}


def test_panel_of_an_edge_and_of_a_node(open_page: Open, placed: Graph) -> None:
    page = open_page(placed, "#view=duty")
    page.locator(".duty .body", has_text="省教育厅").click()
    assert "第7页 表2第3行" in page.locator("#panel .said").first.inner_text()
    page.locator("#panel .details").first.click()
    assert page.locator("#panel .proof .at-place").all_inner_texts() == ["第7页 表2第3行"]


def test_in_english(open_page: Open, placed: Graph) -> None:
    page = open_page(placed, "#view=duty", lang="en")
    assert page.locator(".duty .at-place").all_inner_texts() == ["page 7, table 2, row 3", "page 8, scan"]


def test_a_plan_without_places_says_nothing_of_them(open_page: Open, plan: Graph) -> None:
    page = open_page(plan, "#view=duty")
    assert page.locator(".at-place").count() == 0
    assert "位置" not in saved(page, "#duty-csv")[0]
