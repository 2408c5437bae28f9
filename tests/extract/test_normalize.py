"""One form for characters, with a map back to the source."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.normalize import normalize


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("２０２５年达到９０％", "2025年达到90%"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("　　缩进　", "缩进"),
        ("建 设 平 台", "建设平台"),
        ("到 2025 年", "到2025年"),
        ("第一章 总则", "第一章 总则"),
        ("CMOS 集成电路", "CMOS 集成电路"),
        ("上文\n— 3 —\n下文", "上文\n下文"),
        ("甲\t\t乙", "甲\t\t乙"),
        ("零\u200b宽\ufeff", "零宽"),
        ("半\ud800个", "半个"),
        ("⼀带⼀路、⽣态、北京", "一带一路、生态、北京"),
        ("甲\t省科技厅\x1f省财政厅\t乙", "甲\t省科技厅 省财政厅\t乙"),
        ("一\n\n\n\n\n二", "一\n\n\n二"),
    ],
)
def test_form(source: str, expected: str) -> None:
    assert normalize(source)[0] == expected


@given(st.text(alphabet="一二 　\t\n\r２％a1，。\u200b\ufeff—3", max_size=80))
def test_map_leads_to_the_same_character(source: str) -> None:
    text, pairs = normalize(source)
    for offset, char in enumerate(text):
        position = bisect_right(pairs, (offset, 1 << 60)) - 1
        here, there = pairs[position] if position >= 0 else (0, 0)
        origin = source[there + offset - here]
        if char == "\n":
            assert origin in "\r\n"
        else:
            assert normalize(origin)[0] == char or origin == char or char in (" ", "\t")


@given(st.text(alphabet="规划2 　\n\t，。％—", max_size=60))
def test_a_normal_text_stays(source: str) -> None:
    once = normalize(source)[0]
    assert normalize(once)[0] == once
