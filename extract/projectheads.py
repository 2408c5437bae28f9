"""Head nouns of projects (工程, 平台 …) and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows
from extract.phrasewords import trie_pattern
from extract.words import cut, kind_of


@dataclass(frozen=True, slots=True)
class Head:
    """A row of ``project_heads.csv``."""

    id: str
    head: str
    kind: str
    strong: bool
    placed: bool
    quoted: bool
    carried: bool
    not_before: re.Pattern[str] | None
    not_after: tuple[str, ...]


@cache
def heads() -> dict[str, Head]:
    """Head nouns by themselves."""
    found = {}
    for row in rows("project_heads.csv"):
        after = row["not_before"].split()
        found[row["head"]] = Head(
            row["id"],
            row["head"],
            row["kind"],
            row["strength"] == "strong",
            row["strength"] == "placed",
            row["strength"] == "quoted",
            row["strength"] == "carried",
            re.compile(trie_pattern(after)) if after else None,
            tuple(row["not_after"].split()),
        )
    return found


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>《[^《》\n]{{1,80}}》)|{trie_pattern(heads())}")


#: What follows a head when the head only describes something else.
_GOES_ON = re.compile(
    r"(?:集群|用户|企业|公司|化(?!解)|性(?!能)|资金|经费|名单|名录|管理机构|管理局|管理办法|负责人|人员|人才|团队|标准|规范|目录|清单|指南"
    r"|城市|城区|集团|专班|领导小组|指挥部|办公室|主任|节点)"
)


#: What may follow a railway or reservoir that is named as a whole.
_WORK_ENDS = re.compile(
    r"$|[、，和与及等”（]|建设|项目|工程|开工|投产|前期|规划|建成|通车|全线|贯通|竣工|投用|投运|改扩建|扩容|扩能"
)


def _whole_word(text: str, start: int, end: int, begin: int, stop: int) -> bool:
    """进行动态管理 has no 行动."""
    if not (kind_of(text[begin - 1 : begin + 1]) or kind_of(text[stop - 1 : stop + 1])):
        return True
    words = cut(text, max(start, begin - 4), min(end, stop + 3))
    return any(w.start == begin for w in words) and any(w.end == stop for w in words)


def head_starts(text: str) -> list[int]:
    """Where a head noun or a title begins: clauses without any need no second look."""
    return [match.start() for match in _head_pattern().finditer(text)]


def find_heads(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Head nouns of ``text[start:end]`` that end a noun phrase: of a chain (平台工程) only the last."""
    found: list[tuple[int, int, str]] = []
    table = heads()
    for match in _head_pattern().finditer(text, start, end):
        if match["title"]:
            continue
        begin, stop, word = match.start(), match.end(), match[0]
        if found and found[-1][1] + (text[found[-1][1]] == "”") == begin:
            found.pop()
        head = table[word]
        if (head.not_before and head.not_before.match(text, stop)) or _GOES_ON.match(text, stop):
            continue
        if head.placed and not _WORK_ENDS.match(text, stop, end):
            continue
        if head.quoted and text[begin - 1] != "”":
            continue
        if len(word) == 2 and not _whole_word(text, start, end, begin, stop):
            continue
        if word != "试点" and text.endswith(head.not_after, start, begin) and head.not_after:
            continue
        found.append((begin, stop, word))
    return [f for f in found if not _inside_mark(text, start, f)]


def _inside_mark(text: str, start: int, head: tuple[int, int, str]) -> bool:
    """A head in brackets, or in the middle of a quotation, names nothing by itself."""
    left = text[max(start, head[0] - 40) : head[0]]
    for opened, closed in (("（", "）"), ("(", ")"), ("“", "”")):
        if left.rfind(opened) > left.rfind(closed):
            return opened != "“" or not text.startswith("”", head[1])
    return False
