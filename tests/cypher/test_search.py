"""Search: substrings of Chinese, all words in one place, best first, the same order every time."""

from __future__ import annotations

import pytest

from cypher.search import COLUMNS
from kg.errors import QueryError


def names(store, words, **options):
    return [(r["field"], r["name"]) for r in store.search(words, **options)]


def test_exact_names_first_then_parts_then_sentences(sample_store):
    result = sample_store.search("广东教育云")
    assert result.columns == COLUMNS
    first = result.records()[0]
    assert (first["score"], first["field"], first["name"]) == (1.0, "name", "广东教育云")
    scores = result.column("score")
    assert scores == sorted(scores, reverse=True)
    assert {r["field"] for r in result.records()[1:]} == {"evidence"}


def test_all_words_in_any_order(sample_store):
    found = names(sample_store, "教育 浙江")
    assert found[:2] == [("name", "浙江教育云"), ("name", "浙江省教育局")]
    assert names(sample_store, "浙江 教育")[:2] == found[:2]
    assert names(sample_store, "浙江 钢铁") == []


def test_one_character_and_aliases(sample_store):
    assert ("name", "广东教育云") in names(sample_store, "云", limit=50)
    assert names(sample_store, "华为")[0] == ("alias", "华为公司")
    assert names(sample_store, "华为技术")[0] == ("alias", "华为公司")


def test_width_and_case_do_not_matter(tmp_path, gd):
    from cypher import open_store
    from kg.model import Node

    gd.graph.add_node(Node("Project:a", "Project", "５Ｇ应用Platform"))
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
        for words in ("5g应用", "５G应用", "platform", "ＰＬＡＴform 5G"):
            assert names(store, words)[:1] == [("name", "５Ｇ应用Platform")]


def test_a_sentence_comes_once_with_its_place(sample_store, plans):
    found = [r for r in sample_store.search("牵头 配合", limit=50).records() if r["field"] == "evidence"]
    assert len(found) == 1
    row, plan = found[0], plans[0]
    assert row["plan"] == "广东省数字经济发展规划" and plan.text[row["start"] : row["end"]] == row["evidence"]


def test_limit_and_order_are_fixed(sample_store):
    everything = sample_store.search("数字", limit=1000)
    assert not everything.truncated
    few = sample_store.search("数字", limit=3)
    assert few.truncated and few.rows == everything.rows[:3] and sample_store.search("数字", limit=1000) == everything


@pytest.mark.parametrize("words", ["'", '"', "\\", "*", "a AND b", "name:教育", "~", "()", "`", "教育%", "教育*"])
def test_words_are_not_a_query_language(sample_store, words):
    assert names(sample_store, words) == []


@pytest.mark.parametrize("words", ["", "  ", "\u3000"])
def test_nothing_to_search_for(sample_store, words):
    with pytest.raises(QueryError, match=r"\[E409\]"):
        sample_store.search(words)
