"""Whether a heading or clause orders something, and the name a task gets from it."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows
from extract.segment import CLAUSE_ENDS, SENTENCE_ENDS, split

#: Numbers and enumerating words in front of what is ordered: 一是, （1）, 首先, 到2025年，.
_FRONT = re.compile(
    r"^(?:[\s“”]|[一二三四五六七八九十]+[是、要]|第[一二三四五六七八九十]+[，、]|首先[，]?|其次[，]?|此外[，]?|同时[，]?|[（(][\d一二三四五六七八九十]+[）)]|\d{1,3}[.．、]|[①-⑳]|——|--|[■●◆▲★•·])+"
)
_DATE_FRONT = re.compile(
    r"^(?:(?:到|至|在|自|从)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底|上半年|下半年|前|底前|末前|起|之?前|内|以?后)*|“?十.五”?(?:期间|末|时期)|(?:今|明)年(?:底前?|内)?|近期|下一步|力争|目前|每年)[，,]?"
)
#: When a clause wants its work done: 2025年底前, 到2026年, “十四五”期间.
_TERM = re.compile(
    r"(?:力争|争取|确保|于|在|到)?((20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年底|底|末|年内|内)?(?:之?前)?)(?=[，,完建实基全启印出制取达形开]|$)"
)
_GOAL = re.compile(r"^(?:力争)?(?:到|至)20\d\d年(?:底|末)?[，,]|^20\d\d年(?:底|末)?[，,]?(?:力争|实现|达到)")
#: Bodies of a kind that do something: 重点企业开展能源审计; not 对企业开展检查, 企业开展检查的.
_BODIES = re.compile(
    r"(?![对为以在将把按由当从与向凡经通根依围针因结])[^，。；：、“”（）]{1,12}(?:企业|单位|部门|机构|学校|高校|医院|园区|景区|场所|农户|农场|市场|银行)"
    r"(?:全部|全面|严格|普遍|统一|逐步|率先|依法|定期|按[期时年]){0,2}(?:实施|开展|推行|实行|落实|执行|建立|公开|配备|安装|编制|设立|推广)(?!的)[^；。]{3,}(?<![的后时前])"
)
#: What is said in brackets at the end of a clause.
_EXPLAINED = re.compile(r"（[^（）]{1,200}）$")
_TRAIL = " 。！？；：:;，,、"


@cache
def _by_use(use: str) -> str:
    words = sorted({r["word"] for r in rows("task_verbs.csv") if r["use"] == use}, key=lambda w: (-len(w), w))
    return "|".join(map(re.escape, words))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:(?>{_by_use('adverb')})[地]?[、，]?){{0,6}}(?:{_by_use('verb')})")


@cache
def _noun() -> re.Pattern[str]:
    verbs, nouns = _by_use("nounverb"), _by_use("noun")
    return re.compile(
        rf"(?:{_by_use('modifier')})?(?:{verbs})(?:型.*|业.*|驱动.*|(?>{nouns}){{1,4}}(?:[与和及、](?:{verbs})?(?>{nouns}){{1,4}}){{0,6}}"
        rf"|(?:[与和及、]?(?:{verbs})){{0,6}})$"
    )


@cache
def _named_by_verbs() -> re.Pattern[str]:
    """Verbs and the head noun of what they name (改造提升工程); with a verb that takes it in front (实施提升行动) it is an order."""
    verbs, takes = _by_use("verb"), _by_use("takes")
    return re.compile(rf"(?!{takes})(?:{verbs}){{1,3}}(?:{_by_use('head')})")


@cache
def _takes() -> re.Pattern[str]:
    """Verbs that take what is named by other verbs."""
    return re.compile(_by_use("takes"))


@cache
def _inner_verb() -> re.Pattern[str]:
    """A clause of four characters that says what is done: 以量换价, 三医|联动, 带量|采购, 保证使用."""
    verbs = _by_use("verb")
    return re.compile(rf"(?:以.[换促带代引治]|化.为|变.为|一.[到通办])|(?:{verbs})|[\u4e00-\u9fff]{{2}}(?:{verbs})$")


@cache
def _short_verb() -> re.Pattern[str]:
    """Verbs of one character, as in 优网络、畅循环、强保障."""
    return re.compile(f"[{_by_use('short').replace('|', '')}]")


@cache
def _pair() -> re.Pattern[str]:
    """A heading of two verbs and nothing else: 监督评估, 全面整改."""
    return re.compile(rf"(?:{_by_use('pair')}){{2}}")


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?:{_by_use('opener')})")


def orders(title: str) -> bool:
    """Whether a heading says with a verb what is to be done (推进产业协同创新, not 智慧医疗 or 发展目标)."""
    clause = strip_front(title)
    if _GOAL.match(clause) or not clause:
        return False
    if _starts_with_verb(clause) or _pair().fullmatch(clause):
        return True
    if parallel(clause):
        return True
    means = _MEANS.match(clause) or _BY.match(clause)
    if means and _starts_with_verb(clause[means.end() :]):
        return True
    if _FIGURE.match(clause) or _LET.match(clause) or _units().fullmatch(clause) or _DISPOSE.match(clause):
        return True
    if _opener().match(clause):
        return any(_starts_with_verb(strip_front(part)) for part in re.split("[，；,]", clause)[1:])
    return bool(_subject().match(clause))


#: 以保险为支撑推进…: by what, in front of the verb.
_MEANS = re.compile(
    r"(?:以[^，；]{1,24}?为(?:支撑|抓手|引领|重点|核心|导向|牵引|契机|依托|基础|载体|突破口?|目标|目的|主线|主题|动力|纽带|平台|龙头|中心|根本|主导"
    r"|统领|手段|方向|关键|支点|先导|前提|底线|特色|标准|标杆|主体|切入点|切口|着力点|出发点|落脚点|桥梁|指引|遵循|总揽|保障|骨干|主力|先手棋?)"
    r"[、，和与]?){1,3}"
)
#: 以改革|激发活力: with what, in front of the verb.
_BY = re.compile(
    r"以[^，；、]{2,14}?(?=推动|推进|促进|引领|带动|激发|驱动|倒逼|保障|支撑|撬动|提升|赋能|牵引|助推|助力|拉动|优化|释放)"
)
#: 放要放出活力: a figure of speeches and plans.
_FIGURE = re.compile(r"([\u4e00-\u9fff])[要就]\1[出得到住好]")
#: 让企业敢闯敢投, 为群众办实事.
_LET = re.compile(
    r"[让使][^，；用]{2,8}(?:更|敢|享|成为|充分|少跑|有感)|为[^，；的了]{1,8}(?:办[好实]|减负|减压|松绑|赋能|解[难忧困]|纾困|保驾|增收|增添|提供)"
)
#: 将数据纳入…, 把安全放在首位: what is done with it stands behind it.
_DISPOSE = re.compile("[将把][^，]{2,20}(?:纳入|列入|作为|建成|打造|转化|融入|放在|摆在|贯穿|落到|转变|建设成|培育成)")


@cache
def _subject() -> re.Pattern[str]:
    """Who or what is to do it, then the verb and its object: 重点企业|全面|开展|清洁生产审核."""
    return re.compile(
        r"(?!各)[^，；。：的要应须]{2,14}?(?:全面|全部|统一|率先|普遍|逐步|分批|一律|同步)(?:开展|实施|推行|实行|建立|落实|执行|推广|启用|接入|纳入)"
        r"[\u4e00-\u9fff“”（）、]{3,}"
    )


@cache
def _units() -> re.Pattern[str]:
    """Orders of three characters in a row: 抓项目扩投资, 补短板强弱项."""
    return re.compile(f"(?:(?![建保治防护管守])[{_by_use('short').replace('|', '')}][\u4e00-\u9fff]{{2}}){{2,4}}")


def parallel(title: str) -> bool:
    """Whether a heading is two or three clauses of equal length that order by their pattern: 带量采购，以量换价.

    Also 科技赋能，提升监管效能: a short first clause and a later one that begins with a verb.
    """
    parts = re.split("[，；,、\u3000 ]", title)
    if not 2 <= len(parts) <= 4 or not all(re.fullmatch("[\u4e00-\u9fff“”]{3,14}", part) for part in parts):
        return False
    lengths = {len(part) for part in parts}
    if len(lengths) == 1 and lengths <= {3, 4, 5} and all(_short_verb().match(part) for part in parts):
        return True
    if len(lengths) == 1 and lengths <= {4, 5, 6} and "、" not in title:
        return any(_inner_verb().match(part) for part in parts)
    return "、" not in title and len(parts[0]) <= 8 and any(_starts_with_verb(part) for part in parts[1:])


def _starts_with_verb(clause: str) -> bool:
    if _noun().fullmatch(clause) and not re.match("创新.*(?:机制|模式|方式|方法|体制)$", clause):
        return False
    if _named_by_verbs().fullmatch(clause):
        return False
    match = _verb().match(clause)
    if match is None or len(clause) > match.end() + 1:
        return match is not None
    takes = _takes().match(clause)  # verbs to the end: 加快|创新发展
    return takes is not None and len(clause) >= takes.end() + 4


def strip_front(text: str) -> str:
    """``text`` without enumerating words in front."""
    return _FRONT.sub("", text).lstrip("“")


def front_length(text: str) -> int:
    """How many characters of enumeration stand in front."""
    match = _FRONT.match(text)
    return match.end() if match and not match[0].endswith("“") else (len(match[0]) - 1 if match else 0)


def term(clause: str) -> tuple[str, int]:
    """The deadline a clause opens with (2025年底前完成…) and its year; ``("", 0)`` if there is none."""
    match = _TERM.match(strip_front(clause))
    return (match[1], int(match[2])) if match else ("", 0)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks and closing marks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _TRAIL):
        end -= 1
    return start, end


def name_stretch(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...]] | None:
    """What names a stretch of text: the span of its first ordering clause, and other fair names.

    The other names are the first sentence, and the first clause with the ordering one where they differ.
    """
    sentence = next(iter(split(text, start, end, SENTENCE_ENDS)), None)
    if sentence is None:
        return None
    a, b = sentence
    while a < b and (text[a].isspace() or text[a] in _TRAIL):
        a += 1
    a += front_length(text[a:b])
    parts = [trim(text, x, y) for x, y in split(text, a, b, CLAUSE_ENDS)]
    parts = [(x, y) for x, y in parts if y - x > 1]
    if not parts:
        return None
    first = parts[0]
    chosen = next((p for p in parts if _starts_with_verb(_dateless(text[slice(*p)]))), first)
    if chosen is not first and _BODIES.fullmatch(text, *first):
        chosen = first[0], first[0] + len(_EXPLAINED.sub("", text[slice(*first)]))
    x, y = chosen
    date = _DATE_FRONT.match(text[x:y])
    if date and date.end() < y - x - 3:
        x += date.end()
    whole = trim(text, a, b)
    aliases = [text[slice(*whole)], text[first[0] : y], text[chosen[0] : y]]
    name = text[x:y]
    return x, y, tuple(dict.fromkeys(s for s in aliases if s != name and "\n" not in s and len(s) <= 300))


def _dateless(clause: str) -> str:
    return _DATE_FRONT.sub("", strip_front(clause))


def first_clause(title: str) -> str:
    """The first clause of a long title, if it orders something by itself."""
    part = re.split("[，；,]", title)[0]
    return part if len(part) >= 8 and part != title and orders(part) else ""
