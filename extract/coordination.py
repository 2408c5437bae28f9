"""Coordinated states in one clause: 水网基本建成、资源应统尽统、水质达到优良 are three goals, a list of nouns is none."""

from __future__ import annotations

import re

from extract.indicator import pattern
from extract.segment import split

_COMMA = frozenset("、")
#: A verb in front that the members share (推动林相改善、林分提升).
_SHARED = re.compile(
    "^(?:[\u4e00-\u9fff]{0,4})?(?:推动|推进|促进|实现|加快|加强|强化|带动|确保|保障|使|让|以|围绕|聚焦|通过|按照|对|在|从|由|形成|构建|打造|建设|完善|健全)"
)
#: A member that only describes a noun behind it (机制更加健全、监管更加有效的市场体系).
_DESCRIBES = re.compile("(?:更加|更为|更|明显|显著|持续|不断|基本|高度)[^、的]{1,6}的")
#: Verbs in front that say no more than that it will be so, where each member has a figure and a verb of its own.
_WILL_BE = re.compile("(?:力争|确保|努力|争取|基本|全面){0,2}(?:实现|确保|力争|做到)")
_ADVERB = re.compile(
    "(?:更加|更为|更|明显|显著|持续|不断|基本|全面|大幅|稳步|进一步|初步|率先|有效|全部|总体|大力|日益|逐步|较快|明确|整体|全量|普遍|充分|趋零)"
)
_HAS_FIGURE = re.compile(r"\d")
#: 并 behind a value, with a deed of its own (隐患整改八成以上并杜绝新增).
_AND = re.compile(
    "(?<=[\\d%％上右内下半倍万亿元个家项])并(?=(?:杜绝|消除|避免|防止|遏制|实现|确保|全面|基本|建成|形成|建立|完善|健全|保持|稳定|逐步|力争|达到|进入|推动|带动|开展|完成)[\u4e00-\u9fff]{2,})"
)
#: 并 behind a deed, before a value that is reached (建成平台并实现80%事项在线办理).
_AND_VALUE = re.compile("(?<=[\u4e00-\u9fff]{4})并(?=(?:实现|达到|确保|力争)[^，。、]{0,24}\\d)")
#: Least characters of a member that has neither adverb nor figure: shorter ones (规模扩大、模态丰富) say one thing of one subject.
_LEAST = 7


def states(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the coordinated states of the clause ``text[start:end]``; the clause itself if it is anything else."""
    whole = [(start, end)]
    both = (
        _AND.search(text, start, end) or _AND_VALUE.search(text, start, end)
        if text.find("并", start, end) > 0
        else None
    )
    if both is not None:
        return [*states(text, start, both.start()), (both.end(), end)]
    if text.find("、", start, end) < 0 or end - start > 300:
        return whole
    pieces = split(text, start, end, _COMMA)
    if len(pieces) < 2:
        return whole
    figures = _WILL_BE.match(text, start, end) and all(_HAS_FIGURE.search(text, *piece) for piece in pieces)
    if not figures and _SHARED.match(text[start:end]):
        return whole
    predicate = pattern("predicate")
    for low, high in pieces:
        piece = text[low:high]
        verb = predicate.search(piece, 2)
        if verb is None or (len(piece) < _LEAST and not _ADVERB.search(piece) and not _HAS_FIGURE.search(piece)):
            return whole
    if any(_DESCRIBES.search(text[low:high]) for low, high in pieces[-1:]):
        return whole
    return pieces
