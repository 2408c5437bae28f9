"""The words by which clauses are cut: triggers, stop words, and the tokens of administrative Chinese.

``project_triggers.csv`` has the verbs, adverbs and prepositions that govern a noun phrase, ``project_stops.csv`` the words
that narrow what a project is; the grammar over them is ``extract.nounphrase``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows
from extract.words import judged, kind_of


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of ``words``, shaped like a prefix tree (fast in ``re``)."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _trie(tree)


def _trie(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    optional = "" in tree
    single = sorted(re.escape(c) for c, below in tree.items() if c and set(below) == {""})
    branches = [re.escape(c) + _trie(below) for c, below in sorted(tree.items()) if c and set(below) != {""}]
    if single:
        branches.append(single[0] if len(single) == 1 else f"[{''.join(single)}]")
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not optional else f"(?:{'|'.join(branches)})"
    return pattern + "?" if optional else pattern


@cache
def stop_words(kind: str) -> frozenset[str]:
    """The words of one kind in ``project_stops.csv``."""
    return frozenset(row["word"] for row in rows("project_stops.csv") if row["kind"] == kind)


@cache
def suffix_test(kind: str) -> Callable[[str], bool]:
    """A test whether a text ends in a word of that kind."""
    words = tuple(sorted(stop_words(kind)))
    return lambda text: text.endswith(words)


@cache
def thing_ends() -> tuple[str, ...]:
    """Nouns after which a list goes on with another thing: heads of projects and works (安新高速、平湖大桥)."""
    heads = {row["head"] for row in rows("project_heads.csv")}
    works = {word for word in stop_words("works") if kind_of(word) != "x"}
    return tuple(sorted(word for word in heads | works if len(word) > 1))


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of ``project_triggers.csv``."""

    word: str
    kind: str
    mode: str


@cache
def triggers() -> dict[str, Trigger]:
    """The trigger words by themselves."""
    found = {word: Trigger(word, "adverb", "") for word in judged("d") if len(word) > 1}
    found.update({row["word"]: Trigger(row["word"], row["class"], row["mode"]) for row in rows("project_triggers.csv")})
    return found


#: Words in which a preposition or conjunction is a mere syllable.
_GUARD = {
    "在": r"在(?![线校职岗建研册野外地于])",
    "以": r"以(?![及上下内外来往后前])",
    "将": r"将(?![来军])",
    "对": r"对(?![外口接标台话象应])",
    "由": r"(?<!自)由(?!来)",
    "从": r"从(?![业严优])",
    "于": r"(?<![关对])于",
    "为": r"(?<![作行])为(?![民农老侨了])",
    "按": r"按(?![时期])",
    "自": r"(?<!各)自(?![主然动由身愿贸我觉行筹助])",
    "至": r"至(?![少今])",
    "同": r"(?<![共合协])同(?![步时城业质等心类])",
    "当": r"当(?![地前阳涂雄])",
    "用": r"(?<![应利使运专通])用(?!户)",
    "经": r"经(?![济营费验贸纪过典])",
    "使": r"使(?!用)",
    "比": r"比(?![例赛重较])",
    "给": r"给(?!予)",
    "是": r"是(?!否)",
    "新": r"新(?!一|型|兴|能|材|技|业|产|增|农|媒|基|疆)",
    "计划": r"计划(?!单列)",
    "有": r"(?<![所国具没拥享只持含特共富])有(?![效关序力机限色形利益害助])",
    "将要": r"将要",
    "并": r"并(?![网购轨])",
    "要": r"(?<![主重需纲摘简必])要(?![素求点道闻])",
    "可": r"可(?![持再信控靠视追行])",
    "应": r"应(?![用急对答收届])",
    "能": r"能(?![力源耗效])",
    "须": r"须",
    "占": r"占(?!地)",
    "含": r"(?<!包)含",
    "居": r"居(?![民住家])",
    "跟": r"跟(?!踪)",
    "据": r"(?<![数根依])据",
    "沿": r"沿(?![海江边黄线岸河])",
    "也": r"也",
    "除": r"除",
    "让": r"(?<!转)让",
    "随": r"随(?![访州县])",
    "凭": r"凭",
    "均": r"(?<!平)均(?!衡|等)",
    "都": r"(?<![首成])都(?![市匀江昌安])",
    "还": r"还(?!款)",
    "拟": r"(?<![虚模])拟",
    "需": r"需(?!求|要)",
    "辐射": r"辐射(?![安防环源监污剂计育])",
    "建成": r"建成(?!都(?!市))",
    "复建": r"(?<!重)复建",
    "再": r"再(?!生|造|贷|制|就)",
    "把": r"把(?!握|关)",
    "向": r"(?<![面方转定双走迈])向(?![上好家阳山])",
    "建": r"(?<![构创新改扩共筹兴续复迁援组搭党住基福在修承])建(?![设立成造构筑议档制言材国党])",
}
_CONJUNCTIONS = (
    r"、|以及|(?<!参)与(?!会)|(?<![共饱总温缓中呼柔调附])和(?![谐平解睦田县顺美林])"
    r"|(?<![普涉顾触以危])及(?![时其早])|并(?=[、和])|暨|或者?"
)
_OF = r"(?<![目美])的(?![士确])"
_ETC = r"(?<![高中初均平相同优上下对一二三四五六七八九减])等(?![级同于份价量值待候离额比差])"


@cache
def cut_tokens() -> re.Pattern[str]:
    """Quoted and bracketed text (opaque), then 等, 的, conjunctions and the triggers."""
    plain = [w for w in triggers() if w not in _GUARD]
    guarded = "|".join(_GUARD[w] for w in triggers() if w in _GUARD)
    nouns = [w for kind in ("actor", "thing") for w in stop_words(kind) if len(w) > 1 and w not in triggers()]
    verbs = [w for w in triggers() if len(w) > 1]
    nouns += [w for w in judged("n") if len(w) > 2 and w not in triggers() and any(v in w for v in verbs)]
    return re.compile(
        rf"(?P<noun>{trie_pattern(nouns)})|(?P<opaque>“[^“”\n]*”|《[^《》\n]*》|[（(][^（()）\n]*[）)])"
        rf"|(?P<etc>{_ETC})|(?P<of>{_OF})|(?P<word>{trie_pattern(plain)}|{guarded})|(?P<conj>{_CONJUNCTIONS})"
    )


@cache
def also_nouns() -> frozenset[str]:
    """Verbs that are nouns as well."""
    return frozenset(judged("x"))
