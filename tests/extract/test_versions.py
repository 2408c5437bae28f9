"""Versions of one plan: told apart by their titles, linked to the title without the mark."""

from __future__ import annotations

import pytest

from extract import extract_text
from extract.lexicon import rows
from extract.versions import version_of
from kg.graph import Graph

BODY = "\n一、主要任务\n（一）推进数据开放。\n建设云南数据平台。（省发展改革委牵头）\n"


@pytest.mark.parametrize(
    ("title", "plan", "mark"),
    [
        ("云南省数据规划（征求意见稿）", "云南省数据规划", "征求意见稿"),
        ("云南省数据规划（2021—2025年）（送审稿）", "云南省数据规划（2021—2025年）", "送审稿"),
        ("云南省数据规划（征求意见稿）（2021—2025年）", "云南省数据规划（2021—2025年）", "征求意见稿"),
        ("云南省数据规划（2021—2025年，征求意见稿）", "云南省数据规划（2021—2025年）", "征求意见稿"),
        ("云南省应急预案（2023年修订）", "云南省应急预案", "2023年修订"),
        ("云南省应急预案（2023年第二次修订）", "云南省应急预案", "2023年第二次修订"),
        ("云南省应急预案(修订版)(征求意见稿)", "云南省应急预案", "修订版、征求意见稿"),
        ("云南省数据规划征求意见稿", "云南省数据规划", "征求意见稿"),
        ("《云南省数据规划》（正式稿）", "云南省数据规划", "正式稿"),
    ],
)
def test_titles_with_a_mark(title: str, plan: str, mark: str) -> None:
    version = version_of(title)
    assert version is not None
    assert (version.plan, version.mark) == (plan, mark)


@pytest.mark.parametrize(
    "title",
    [
        "云南省数据规划", "云南省数据规划（2021—2025年）", "云南省数据管理办法（试行）", "云南省土地整治修正条例",
        "关于修订预案的通知", "云南省数据规划（2023年）", "征求意见稿", "云南省草案", "",
    ],
)  # fmt: skip
def test_titles_without(title: str) -> None:
    assert version_of(title) is None


@pytest.mark.parametrize("row", rows("version_marks.csv"), ids=lambda row: row["id"])
def test_every_row_fires_on_its_example(row: dict[str, str]) -> None:
    version = version_of(row["example"])
    assert version is not None
    assert version.rule == row["id"]
    graph = extract_text(row["example"] + BODY)
    (edge,) = graph.edges("VERSION_OF")
    assert edge.properties["rule"] == row["id"]
    assert graph.node(edge.target).name == version.plan


def test_versions_meet_at_the_title_without_the_mark_in_any_order() -> None:
    texts = [f"云南省数据规划{mark}{BODY}" for mark in ("（征求意见稿）", "", "（2024年修订）")]
    graphs = [extract_text(text) for text in texts]
    both = [Graph(), Graph()]
    for graph in graphs:
        both[0].update(graph)
    for graph in reversed(graphs):
        both[1].update(graph)
    assert both[0] == both[1]
    whole = both[0]
    assert len(whole.documents) == 3
    (plan,) = [d.id for d in whole.documents.values() if d.title == "云南省数据规划"]
    edges = whole.edges("VERSION_OF")
    assert {(whole.node(e.source).name, e.target, e.properties["version"]) for e in edges} == {
        ("云南省数据规划（征求意见稿）", plan, "征求意见稿"),
        ("云南省数据规划（2024年修订）", plan, "2024年修订"),
    }
    for edge in edges:
        assert edge.properties["evidence"] == whole.node(edge.source).name
    whole.validate()


def test_a_mark_on_the_line_below_the_title_is_evidence_too() -> None:
    graph = extract_text(f"云南省数据规划\n（征求意见稿）{BODY}")
    (edge,) = graph.edges("VERSION_OF")
    assert edge.properties["evidence"] == "云南省数据规划\n（征求意见稿）"


def test_the_draft_that_a_notice_asks_opinions_on() -> None:
    graph = extract_text(
        f"云南省发展改革委关于公开征求《云南省数据规划（征求意见稿）》意见的公告\n现公开征求意见。\n云南省数据规划（征求意见稿）{BODY}"
    )
    (record,) = graph.documents.values()
    assert record.title == "云南省数据规划（征求意见稿）"
    assert [graph.node(e.target).name for e in graph.edges("VERSION_OF")] == ["云南省数据规划"]


def test_a_draft_is_not_called_like_the_plan() -> None:
    graph = extract_text(f"云南省数据规划（征求意见稿）\n根据《云南省数据规划》编制要求，提出本稿。{BODY}")
    assert [n.name for n in graph.find("云南省数据规划", "Document")] == ["云南省数据规划"]
    assert graph.edges("BASED_ON") == []
