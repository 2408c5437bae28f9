"""What a statement measures: the indicator's name, from the words around a quantity.

The indicator is what is left of the clause without deadline, scope word, verb and value
(ontology: “without value, deadline, or verb”).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows
from extract.numbers import Quantity

#: Attribute nouns that say nothing without what they are an attribute of: the subject of the clause before is put in front.
_BARE = re.compile(
    r"^(?:总|年|年均|累计|平均|人均)?(?:市场份额|份额|增加值|增幅|增速|增长率|降幅|占比|比重|比例|产值|总产值|产量|收入|利润|税收"
    r"|数量|总量|总额|人数|户数|业务收入|营业收入|主营业务收入)$"
)
_SCOPE = re.compile(
    r"^(?:其中|同时|并且|并|且|使|使得|全国|全省|全市|全县|全区|全自治区|我国|我省|我市|本省|本市|全社会(?=.{6})"
    r"|目前|当前|现|力争|争取|确保|预计|努力|年均(?=.{8})|共(?!同)|已|将|约|累计|基本(?!医疗|养老|公共|农田|建设|保险|药物|口粮|生活|服务|民生|制度)|分别|均|再)+"
)
_TAIL = re.compile(
    r"(?:总体|累计|分别|均|基本|稳定|力争|确保|争取|努力|力保|保持|至少|全部|预计|已经|已|将|共计|共|平均|逐步|进一步|一般|原则上|达|要|的|为|比重|比例)+$"
)
#: An explanation in brackets, longer than a name's own bracket such as （群）.
_ASIDE = re.compile(r"[（(][^（）()]{8,}[）)]")
#: 通过评定的企业: how a thing came to be counted is no part of its name.
_BY = re.compile(r"^(?:通过|经|获得|获评|入选|被|已经?)[^，、的]{1,10}的(?=.{2})")
#: 连续五年: for how long it has been so.
_RUNNING = re.compile(r"(?:已经?)?连续[\d一二两三四五六七八九十]+年$")
_INNER_VERB = re.compile(r"(?:累计|共|预计|已|全年|当年)*(?:实现|完成)(?=[\u4e00-\u9fff]{2,})")
_SHARE = re.compile(
    r"^(?P<what>.*?)(?:所)?占(?!比(?:达|超|为|约|保|稳|提|上|不|重?$))(?P<whole>.*?)(?:的)?(?P<word>比重|比例|份额|比|百分比)?"
    r"(?:达到|提高到|提高至|提升到|提升至|上升到|上升至|超过|达|为|约为|约|保持在|稳定在|要)*$"
)
_PLACE_IN = re.compile(
    r"^(?P<subject>.{0,12}?)在(?P<field>[^，。在]{2,24})(?:方面|领域|上|中|内)(?P<what>[^，。]{2,12})$"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's name; ``share`` tells that it is a share (占…比重), ``change`` that it is a rate of change."""

    name: str
    share: bool = False
    change: bool = False


@cache
def _alternatives(kind: str) -> str:
    return "|".join(row["pattern"] for row in rows("statement_triggers.csv") if row["kind"] == kind)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """The triggers of one kind (see ``statement_triggers.csv``) as one pattern."""
    return re.compile(f"(?:{_alternatives(kind)})")


@cache
def _state_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives('state')})(?:了|至|到|在)?$")


@cache
def _change_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives('change')})(?:了|至|到|幅度?)?$")


@cache
def _order_end() -> re.Pattern[str]:
    adverb = "(?:再|新|重点|共|累计|每年|全省|全国|全市|力争|确保|组织|选择|逐步|加快|推动|支持|鼓励|分批|首批|滚动|择优|全面|基本)*"
    return re.compile(f"{adverb}(?:(?:{_alternatives('order')})(?:和|并|、)?)+(?:了|出|好|一批|首批|第.批|省级|约)?$")


@cache
def _order_start() -> re.Pattern[str]:
    adverb = "(?:再|新|重点|共|累计|每年|力争|确保|组织|逐步|加快|推动|支持|鼓励|拟|计划|择优)*"
    return re.compile(f"^{adverb}(?:(?:{_alternatives('order')})(?:和|并|、)?)+(?:一批|首批|第.批)?(?=.{{2}})")


@cache
def _wrap_start() -> re.Pattern[str]:
    return re.compile(f"^(?:{_alternatives('wrap')})")


def measured(
    before: str, quantity: Quantity, after: str, subject: str, places: tuple[str, ...] = ()
) -> Measured | None:
    """The indicator of ``before + quantity + after``, or None if the number measures nothing.

    Args:
        before: the clause up to the quantity, deadline removed.
        after: the rest of the clause.
        subject: the indicator or subject of the clause before, for bare attributes and shares.
        places: names of the document's own province or city, dropped from the front.
    """
    text = _ASIDE.sub("", before).strip("：:，, ")
    share = _SHARE.match(text) if "占" in text else None
    if share and quantity.unit == "%" and (share["whole"] or share["word"]):
        what = _clean(share["what"], places) or subject
        if not what:
            return None
        whole = share["whole"].strip("的")
        return Measured(f"{what}占{whole}比重", share=True)
    if quantity.unit == "%" and after[:1] == "的" and len(after) > 2:
        return None
    change = _change_end().search(text)
    if change and change[0].endswith(("至", "到")):
        change = None  # 提升至3.5%: the level that is reached
    if change and (quantity.unit in ("%", "倍", "个百分点") or "百分点" in quantity.unit or quantity.unit == ""):
        name = _clean(text[: change.start()], places)
        if not name and subject:
            name = subject
        if not name:
            return None
        return Measured(name + _change_word(change[0]), change=True)
    if quantity.unit == "倍" and not _state_end().search(text):
        name = _clean(re.sub(r"(?:比|较).{2,12}$", "", text), places)
        return Measured(name or subject) if name or subject else None
    state = _state_end().search(text)
    if state:
        text = text[: state.start()]
    elif change:
        text = text[: change.start()]
    else:
        text = _order_start().sub("", _SCOPE.sub("", text)) if not after.strip() else text
        order = _order_end().search(text)
        if order:
            head = _clean(text[: order.start()], places)
            thing = _thing(after)
            if thing:
                return Measured(thing)
            if head and not after.strip():
                return Measured(head)
            return None
    name = _subject_object(_clean(text, places))
    if not name:
        thing = _thing(after)
        return Measured(thing) if thing else (Measured(subject) if subject and state else None)
    if after.strip("的等 ") and not state and not change:
        thing = _thing(after)
        if thing and quantity.unit and quantity.unit[-1] in "个家项所座名处件台人条种套款类批支场":
            return Measured(thing)
        return None
    if _BARE.match(name) and subject and not subject.endswith(name):
        name = _merge(subject, name)
    return Measured(name)


def _change_word(verb: str) -> str:
    yearly = "年均" if "年均" in verb else ""
    if re.search("增长|增加|增幅", verb):
        return f"{yearly}增长率"
    if re.search("下降|降低|减少|降幅|压减|削减|压缩|缩短", verb):
        return f"{yearly}降幅"
    return f"{yearly}提高幅度"


def _thing(after: str) -> str:
    """The counted thing after a quantity: up to the first verb-like break."""
    thing = re.split(r"[，。；：]|等$", after)[0] if not after.startswith("、") else ""
    thing = _balanced(re.sub(r"^(?:以上|左右|以内|以下|多|余)?的?", "", thing).strip("的 "))
    return thing if 2 <= len(thing) <= 40 else ""


def _clean(text: str, places: tuple[str, ...]) -> str:
    """``text`` without wrapping verbs, scope words, own place names at the front, adverbs at the end."""
    text = _balanced(text.strip("：:，,、 "))
    for _ in range(3):
        before = text
        text = _wrap_start().sub("", text)
        text = _SCOPE.sub("", text)
        for place in places:
            if text.startswith(place) and len(text) - len(place) >= 3 and text[len(place)] not in "省市的":
                text = text[len(place) :]
        if text == before:
            break
    text = _TAIL.sub("", _BY.sub("", text))
    text = _RUNNING.sub("", text)
    where = _PLACE_IN.match(text)
    if where:
        text = where["field"] + where["what"]
    return text.strip("：:，,、 ")


def _balanced(text: str) -> str:
    """``text`` without quotation marks that have lost their other half."""
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    return text


def _subject_object(text: str) -> str:
    """规模以上电子信息制造业累计实现销售产值 → 规模以上电子信息制造业销售产值 (the verb between them goes)."""
    inner = _INNER_VERB.search(text)
    if inner and inner.start() > 0:
        return text[: inner.start()] + text[inner.end() :]
    return text


def _merge(subject: str, attribute: str) -> str:
    """Put ``subject`` before a bare attribute, replacing the attribute the subject ends in."""
    ending = re.search(
        r"(?:销售产值|总产值|产值|增加值|业务收入|收入|产量|出货量|总量|规模|数量|面积|市场份额|销售额|交易额|交易量|总额|率)$",
        subject,
    )
    return (subject[: ending.start()] if ending and ending.start() > 1 else subject) + attribute


# -- coordinated names ----------------------------------------------------------------------------

_SPLIT = re.compile(r"、|和|与|以及|及")
_HEAD = re.compile(
    r"(?:综合)?(?:[\u4e00-\u9fff]{2}化率|普及率|覆盖率|入学率|毛入学率|巩固率|合格率|达标率|利用率|处理率|回收率|使用率|应用率|参保率|就业率|增长率|完成率"
    r"|比例|比重|占比|总量|产量|面积|增加值|总产值|产值|收入|浓度|强度|数量|人数|规模|里程|能力|水平|指数|[\u4e00-\u9fff]{2}率|[\u4e00-\u9fff]量|[\u4e00-\u9fff]{1,2}额|[\u4e00-\u9fff]数)$"
)


def expand(name: str) -> list[str]:
    """The members of a coordinated indicator with their full names.

    >>> expand("花生种植、收获机械化率")
    ['花生种植机械化率', '花生收获机械化率']
    >>> expand("云计算、大数据在企业的应用率")
    ['云计算在企业的应用率', '大数据在企业的应用率']
    """
    place = re.match(r"^(?P<list>[^在]+?)(?P<rest>在[^、]+)$", name)
    if place and _SPLIT.search(place["list"]):
        return [part + place["rest"] for part in _SPLIT.split(place["list"]) if part]
    parts = [part for part in _SPLIT.split(name) if part]
    if len(parts) < 2:
        return [name]
    own = [bool(_HEAD.search(part)) for part in parts]
    if all(own):
        prefix = _shared_prefix(parts)
        return [parts[0]] + [prefix + part for part in parts[1:]]
    head = _HEAD.search(parts[-1])
    if not head or any(own[:-1]):
        return [name]
    modifier = parts[-1][: head.start()]
    first = parts[0]
    prefix = first[: len(first) - len(modifier)] if 0 < len(modifier) < len(first) else ""
    tails = [first[len(prefix) :], *parts[1:-1], modifier]
    return [prefix + tail + head[0] for tail in tails]


def _shared_prefix(parts: list[str]) -> str:
    """What the first member has before 的 belongs to the others too (制造企业的互联网销售率、互联网采购率)."""
    cut = parts[0].rfind("的")
    return parts[0][: cut + 1] if cut > 0 and "的" not in "".join(parts[1:]) else ""
