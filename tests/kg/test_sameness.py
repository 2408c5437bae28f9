"""One document in two layouts is one; another wording is another, however little of it is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import Graph
from kg.renaming import rename_documents
from kg.sameness import same_text

TEXT = (Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt").read_text("utf-8")
LINES = [line for line in TEXT.split("\n") if line.strip()]


def wrapped(text: str, width: int) -> str:
    """Lines as a page breaks them."""
    return "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, max(1, len(line)), width))


LAYOUTS = {
    "line ends and blanks": TEXT.replace("\n", "\r\n\r\n　　"),
    "lines of a page": wrapped(TEXT, 28),
    "page furniture": "\n".join(f"{line}\n— {i} —\n某省人民政府公报" for i, line in enumerate(LINES)),
    "a notice around it": "某省人民政府关于印发规划的通知\n某府〔2018〕1号\n各市人民政府：\n现印发给你们。\n"
    + TEXT
    + "\n（此件公开发布）",
    "numbers that were not written out": "\n".join(
        line.lstrip("一二三四五六七八九十、（）0123456789.") for line in LINES
    ),
    "wide letters": TEXT.replace("5G", "５Ｇ").replace("%", "％").replace("(", "（"),
    "a footnote more": TEXT + "\n注：数据来源于统计年鉴。",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_does_not_count(name: str) -> None:
    assert same_text(TEXT, LAYOUTS[name])
    assert same_text(LAYOUTS[name], TEXT)


LONG = max(LINES, key=len)
EDITS = {
    "one number": TEXT.replace("2025年", "2026年", 1),
    "one body": TEXT.replace("骨干教育机构", "骨干培训机构", 1),
    "one word": TEXT.replace(LONG, LONG.replace("，", "，不断", 1), 1),
    "one number, in lines of a page": wrapped(TEXT.replace("2025年", "2026年", 1), 28),
    "a word more": TEXT.replace("骨干教育机构", "全部骨干教育机构", 1),
    "a passage less": TEXT.replace("扩大线上线下结合的教育培训消费", ""),
    "half of it": TEXT[: len(TEXT) // 3],
    "another text": "".join(reversed(TEXT)),
    "nothing": "",
}


@pytest.mark.parametrize("name", EDITS)
def test_words_and_numbers_do(name: str) -> None:
    assert EDITS[name] != TEXT
    assert not same_text(TEXT, EDITS[name])
    assert not same_text(EDITS[name], TEXT)


def test_single_characters_of_a_scan_may_differ_but_not_its_numbers() -> None:
    assert not same_text(TEXT, TEXT.replace("在线教育", "在线教肓", 1))
    assert same_text(TEXT, TEXT.replace("在线教育", "在线教肓", 1), scanned=True)
    assert not same_text(TEXT, TEXT.replace("2025年", "2026年", 1), scanned=True)


@settings(max_examples=60, deadline=None)
@given(st.integers(8, 60), st.integers(0, len(LINES) - 1))
def test_breaking_lines_anywhere_changes_nothing(width: int, first: int) -> None:
    text = "\n".join(LINES[:first]) + "\n" + wrapped("\n".join(LINES[first:]), width)
    assert same_text(TEXT, text)


def test_long_texts_end() -> None:
    """Every sentence is unknown to the other text and stands nowhere in it."""
    one = "".join(f"推进第{chr(0x4E00 + i % 20000)}{chr(0x4E00 + i // 20000)}项重点工程建设。" for i in range(60_000))
    assert not same_text(one, one.replace("工程", "项目"))
    assert same_text(one, one.replace("。", "。\n"))


def test_renaming_moves_everything_that_was_read_in_a_document() -> None:
    from extract import extract_text

    graph = extract_text(TEXT)
    (old,) = graph.documents
    new = "Document:000000000001"
    moved = rename_documents(graph, {old: (new, "另一个标题")})
    moved.validate()
    assert list(moved.documents) == [new]
    assert moved.node(new).name == "另一个标题"
    assert (len(moved), moved.counts()) == (len(graph), graph.counts())
    assert old not in str(moved.to_dict())
    local = {n.id for label in ("Section", "Task", "Goal") for n in graph.nodes(label)}
    assert local
    assert not local & {n.id for n in moved.nodes()}
    assert rename_documents(graph, {"Document:other": (new, "x")}) is graph
    assert Graph.from_dict(moved.to_dict()) == moved
