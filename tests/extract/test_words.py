"""Words and their classes, and where a name begins among them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.namestart import name_start, names_something
from extract.words import cut, judged, kind_of


def pieces(text: str) -> list[str]:
    return [f"{text[w.start : w.end]}/{w.kind}" for w in cut(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人民政府", ["人民/n", "政府/n"]),
        ("权限下放至试点县", ["权限/n", "下放/v", "至/f", "试点/x", "县/n"]),
        ("依法合规建设灌区", ["依法合规/d", "建设/x", "灌区/n"]),
        ("5G基站", ["5G/n", "基站/n"]),
    ],
)
def test_words_and_classes(text, expected):
    assert pieces(text) == expected


def test_known_names_stay_whole():
    text = "支持张家口建设"
    assert (2, 5) in {(w.start, w.end) for w in cut(text, 0, len(text), {2: 5})}


@given(st.text("建设管理和的、在A1平台于 “”农田水利", max_size=40))
@settings(max_examples=200, deadline=None)
def test_words_cover_the_text_without_gaps(text):
    words = cut(text, 0, len(text))
    assert "".join(text[w.start : w.end] for w in words) == text
    assert all(a.end == b.start for a, b in pairwise(words))


def test_what_is_judged_by_hand_holds_in_the_table():
    assert kind_of("下放") == "v"
    assert kind_of("监测") == "x"
    assert kind_of("分别") == "d"
    assert kind_of("没有这个词") == ""
    assert not set(judged("d")) & set(judged("n"))


@pytest.mark.parametrize(
    ("front", "head", "name"),
    [
        ("职工从事矿山救护", "基地", "矿山救护"),
        ("在灌区推广水稻节水灌溉", "试点", "水稻节水灌溉"),
        ("范围均为所有海洋牧场", "示范区", "海洋牧场"),
        ("天然林抚育", "工程", "天然林抚育"),
        ("药品和医疗器械追溯", "平台", "药品和医疗器械追溯"),
        ("渔民转产和", "试点", ""),
    ],
)
def test_where_a_name_begins(front, head, name):
    text = front + head
    start = name_start(text, 0, len(front), {})
    assert text[start : len(front)] == name


@pytest.mark.parametrize(
    ("front", "head", "expected"),
    [
        ("监测预警", "平台", True),
        ("总结评估", "试点", False),
        ("改造", "项目", False),
        ("渔港改造", "项目", True),
        ("搭", "平台", False),
    ],
)
def test_verbs_alone_name_little(front, head, expected):
    assert names_something(front + head, 0, len(front), head, {}) is expected
