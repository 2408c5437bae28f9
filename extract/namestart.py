"""Where a name begins among the words in front of its head: the longest run of words that can stand in a name.

``extract.nounphrase`` cuts a clause at the verbs that plans use most; what it leaves in front of a head may still hold a
verb, an adverb or a function word that no list of triggers has (劳务派遣员工从事企业研发中心). Here the words are read from the
head to the left. A function word or adverb ends the name; a verb does where a noun follows it (从事|企业), while in front of
another verb or of the head it is part of the name (天然林抚育工程). Behind a preposition the first verb is the clause's
own (在综合保税区推广|增值税一般纳税人资格试点).
"""

from __future__ import annotations

from functools import cache

from extract.phrasewords import stop_words
from extract.words import Word, cut

#: Prepositions: what follows them needs a verb of its own before the name.
_PREPOSITIONS = frozenset(
    ("在", "于", "对", "对于", "向", "从", "由", "将", "把", "为", "以", "给", "按", "按照", "被", "让", "使", "针对", "围绕", "通过",
     "根据", "依托", "结合", "依据", "关于", "为了", "经", "凭", "面向", "基于", "借助", "利用", "运用")
)  # fmt: skip
#: Words after which only a verb can stand.
_MODALS = frozenset(
    ("要", "应", "需", "可", "须", "可以", "应当", "必须", "不得", "所", "并", "而", "来", "就", "拟", "将")
)
#: Adverbs that are adjectives in front of a noun.
_ADJECTIVES = frozenset(
    ("合理", "科学", "有效", "主动", "公开", "公平", "公正", "快速", "高效", "精准", "精细", "严格", "密切", "普遍", "全面", "完整",
     "独立", "直接", "间接", "定期", "长期", "优先", "集中", "联合", "统一", "统筹", "先行", "高质量", "高水平", "高标准", "高效", "专门", "共同", "互相", "深入")
)  # fmt: skip
#: Sides and places, which begin and end words: 内涝, 外贸, 下游.
_SIDES = frozenset("内外上下前后")
_JOINTS = frozenset(("和", "与", "及", "、", "或", "暨", "以及", "/", "·", "-", "—"))


def name_start(text: str, start: int, head_start: int, whole: dict[int, int]) -> int:
    """Where in ``text[start:head_start]`` the name begins; ``head_start`` if no word there can be part of it.

    ``whole`` maps where names of places and bodies start to where they end.
    """
    words = cut(text, start, head_start, whole)
    first = _run(text, words)
    if first and text[words[first - 1].start : words[first - 1].end] in _PREPOSITIONS:
        first = _behind_verb(words, first)
    while first < len(words) and text[words[first].start : words[first].end] in _JOINTS:
        first += 1
    kept = words[first:]
    return kept[0].start if kept else head_start


def _run(text: str, words: list[Word]) -> int:
    """Index of the first word of the run that reaches the head."""
    after = "h"
    verbs = len(words)  # where the verbs end that stand next to each other in front of a noun
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        surface = text[word.start : word.end]
        kind = word.kind
        if surface in _JOINTS:
            if index + 1 == len(words):
                return index + 1
            continue
        if kind in "xv" and after == "n":
            verbs = index + 1
        if kind == "d" and surface in _ADJECTIVES and after in "nh":
            after = kind = "n"  # 合理膳食行动
            verbs = len(words)
            continue
        if (kind == "v" or surface in _SIDES) and len(surface) == 1 and _in_word(words, index):
            kind = "n"  # 科|创, 防|灭|火, 内|涝: syllables of a word that no list has
        if kind in "fd":
            governs = kind == "d" or surface in _MODALS
            return verbs if governs and after == "x" and verbs < len(words) else index + 1
        if kind == "v" and (after == "n" or len(surface) == 1):
            return index + 1
        if kind == "v" and after == "x" and verbs < len(words) and (index == 0 or words[index - 1].kind != "n"):
            return verbs
        if kind == "n":
            verbs = len(words)
        after = kind
    return 0


def _in_word(words: list[Word], index: int) -> bool:
    """Whether a neighbour is one character long, too."""
    beside = words[max(0, index - 1) : index + 2]
    return any(w.end - w.start == 1 and w.kind in "nv" for w in beside if w is not words[index])


def _behind_verb(words: list[Word], first: int) -> int:
    """Behind the verb that governs in ``words[first:]``, if one has a noun on either side of it."""
    for index in range(first + 1, len(words) - 1):
        if words[index].kind in "xv" and words[index + 1].kind == "n" and words[index - 1].kind == "n":
            return index + 1
    return first


@cache
def _verbal_heads() -> frozenset[str]:
    return stop_words("verbal")


def names_something(text: str, start: int, head_start: int, head: str, whole: dict[int, int]) -> bool:
    """Whether a noun stands in front of the head, or, for heads that verbs alone may tell apart, two verbs.

    测试验证平台 and 提质增效行动 are names; 总结评估试点, 改造项目 and 领导试点 are none.
    """
    kinds = [w.kind for w in cut(text, start, head_start, whole)]
    if "n" in kinds:
        return True
    return set(kinds) == {"x"} and (len(head) > 3 or (len(kinds) > 1 and head not in _verbal_heads()))
