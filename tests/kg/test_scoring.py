"""The scorer: what counts as right, strictly and relaxed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.scoring import Count, score

Raw = dict[str, Any]


def node(id_: str, label: str, name: str, **more: Any) -> Raw:
    return {"id": id_, "label": label, "name": name, **more}


def graph(nodes: list[Raw], edges: list[Raw] | None = None, **more: Any) -> Raw:
    return {"nodes": nodes, "edges": edges or [], **more}


GOLD = graph(
    [
        node("o", "Organization", "省教育厅", aliases=["江苏省教育厅"]),
        node("t", "Task", "建设“智慧校园”"),
        node("p", "Project", "江苏省教育大数据平台"),
        node("x", "Sector", "教育", optional=True),
        node("g", "Goal", "覆盖率达到90%", properties={"indicator": "覆盖率", "value": 90, "unit": "%", "year": 2025}),
    ],
    [{"source": "o", "target": "t", "type": "RESPONSIBLE_FOR", "properties": {"role": "lead"}}],
)


def test_a_graph_is_all_right_against_itself() -> None:
    result = score(GOLD, GOLD)
    assert all(row["strict_f1"] == 1 for row in result.rows())
    assert result.errors == []


def test_alias_width_and_quotes_do_not_matter() -> None:
    found = graph([node("1", "Organization", "江苏省教育厅"), node("2", "Task", "建设智慧校园")])
    assert score(GOLD, found).strict["Organization"] == Count(right=1)
    assert score(GOLD, found).strict["Task"] == Count(right=1)


def test_part_of_a_name_is_right_only_when_relaxed() -> None:
    found = graph([node("1", "Project", "教育大数据平台")])
    result = score(GOLD, found)
    assert result.strict["Project"] == Count(wrong=1, missed=1)
    assert result.relaxed["Project"] == Count(right=1)


def test_optional_counts_neither_way() -> None:
    result = score(GOLD, graph([node("1", "Sector", "教育")]))
    assert "Sector" not in {row["kind"] for row in result.rows()}


@pytest.mark.parametrize(
    ("value", "year", "strict", "relaxed"), [(90, 2025, 1, 1), (91, 2025, 0, 0), (90, 2030, 0, 0), (90, None, 0, 0)]
)
def test_statement_needs_value_and_year(value: int, year: int | None, strict: int, relaxed: int) -> None:
    properties = {"indicator": "覆盖率", "value": value, "unit": "%", "year": year}
    result = score(GOLD, graph([node("1", "Goal", "覆盖率", properties=properties)]))
    assert (result.strict["Goal"].right, result.relaxed["Goal"].right) == (strict, relaxed)


def test_role_is_counted_apart() -> None:
    wrong_role = [{"source": "o", "target": "t", "type": "RESPONSIBLE_FOR", "properties": {"role": "support"}}]
    count = score(GOLD, graph(GOLD["nodes"], wrong_role)).strict["RESPONSIBLE_FOR"]
    assert (count.right, count.role_accuracy) == (1, 0.0)


def test_only_what_was_annotated_is_scored() -> None:
    gold = {**GOLD, "scored": {"labels": [], "types": ["RESPONSIBLE_FOR"]}}
    found = graph([*GOLD["nodes"], node("9", "Project", "别的平台")], GOLD["edges"])
    assert [row["kind"] for row in score(gold, found).rows()] == ["RESPONSIBLE_FOR", "all edges"]


@given(st.lists(st.tuples(st.sampled_from(["Task", "Project", "Sector"]), st.text("平台工程云教育", min_size=1, max_size=6)), max_size=8))  # fmt: skip
def test_figures_stay_in_bounds(pairs: list[tuple[str, str]]) -> None:
    found = graph([node(str(i), label, name) for i, (label, name) in enumerate(pairs)])
    for row in score(GOLD, found).rows():
        assert 0 <= row["strict_f1"] <= row["relaxed_f1"] <= 1
