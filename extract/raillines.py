"""Lines of rail that a plan orders by number or name: 建成3号线一期、平湖快线, 推进安平线及东延伸建设.

Lines bear no head noun of projects; they are read only in a list that stands right behind a verb of building, in a
line of text that speaks of rail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.projectnames import Name
from extract.words import kind_of

_VERB = r"(?P<verb>建设|建成|推进|实施|开工|启动|续建|新建|贯通|开通|加快|推动|完成|谋划|研究)"
_NUMBER = r"(?:轨道(?:交通)?|地铁|城轨)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})号线"
_NAMED = r"[\u4e00-\u9fff]{2,4}?(?:快线|联络线|城际线|市域线)|[\u4e00-\u9fff]{2}线"
_PART = r"(?:[东西南北]{1,2}(?:延(?:伸|长)?(?:线|段)?|段)|[一二三四]期|支线)"
_ITEM = rf"(?:(?:{_NUMBER}|{_NAMED}){_PART}{{0,2}}|{_PART}{{1,2}})"
_JOINT = r"(?:、|以及|[和与及])"
_RUN = re.compile(
    rf"{_VERB}(?P<run>{_ITEM}(?:{_JOINT}{_ITEM}){{0,30}})"
    r"(?=等|[，。；、]|$|建设|工程|项目|规划|前期|开工|通车|运营|投运|和|及|（)",
    re.MULTILINE,
)
_EACH = re.compile(rf"(?P<line>{_NUMBER}|{_NAMED})?(?P<part>{_PART}{{0,2}})(?:{_JOINT}|$)")
_RAIL = re.compile(r"轨道|铁路|地铁|\d号线|线网|城际|快线")
_NUMBERED = re.compile(_NUMBER)


def rail_lines(text: str, start: int, end: int) -> Iterator[tuple[Name, str]]:
    """Each line of rail that ``text[start:end]`` orders, with the verb that orders it.

    A part that stands alone (及北延伸) belongs to the line in front of it.
    """
    if "线" not in text[start:end] or not _RAIL.search(text, start, end):
        return
    for run in _RUN.finditer(text, start, end):
        line = ""
        for item in _EACH.finditer(text, *run.span("run")):
            begin, stop = item.start(), item.end("part")
            if begin == stop:
                continue
            if item["line"] is not None:
                line = item["line"]
                if not _NUMBERED.fullmatch(line) and kind_of(line):
                    line = ""  # 生产线, 岸线
            if line:
                name = line + item["part"]
                yield Name(name, begin, stop, begin, expanded=item["line"] is None), run["verb"]
