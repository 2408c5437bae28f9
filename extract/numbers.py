"""Quantities in running text: value, unit, bound. Ours is the span grammar; pure numerals go to ``cn2an``.

``cn2an`` is given numeral spans only (三十五, 一千二百); 成, 分之, 番, 倍, 余, ranges and bounds are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows, words

_CN = "一二两三四五六七八九十百千零〇半"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MULTIPLIER = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万"
#: What a unit may be counted per (万元/项, 件/万人).
_PER = "万人|千人|百户|年|月|日|天|人|吨|亩|公顷|平方米|立方米|平方公里|公里|项|家|个|次|户|小时|秒|千瓦时|万元|件|台|套|名"
#: A unit in Latin letters ends where they end (300P, but not in 5PV).
_NO_LETTER = "(?![A-Za-z])"
#: Units that also begin words (三方面, 五方协议, 20个县域中心).
_BEGINS = {"方": "(?![面位向案式法针略便言程联协主国委])", "个县": "(?![域级直属城区])"}
#: Bounds written before the number -> comparator.
_BEFORE: tuple[tuple[str, str], ...] = (
    (r"不低于|不少于|不小于|不得低于|不得少于|至少|最低|保底", ">="),
    (r"超过|超出|突破|高于|大于|多于|优于|超", ">"),
    (r"不超过|不高于|不多于|不大于|不得超过|不得高于|最高|最多|至多|不突破|未超过", "<="),
    (r"低于|小于|少于|不足|不到", "<"),
    (r"大约|约为|约|接近|将近|近|基本达到|大致", "~"),
)
_ORDERED = sorted(_BEFORE, key=lambda bound: -len(bound[0]))
_BOUND = "|".join(f"(?P<b{i}>{words})" for i, (words, _) in enumerate(_ORDERED))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit in ``text[start:end]``.

    ``value``/``value_max`` as numbers (``value_max`` only for ranges); ``unit`` with its multiplier as written
    (亿元, 万人); ``comparator`` one of = >= > <= < ~. ``start`` includes a bound written before (超过),
    ``end`` one written after (以上); ``number_start`` is where the numeral begins.
    """

    start: int
    end: int
    number_start: int
    value: float | int
    unit: str
    comparator: str = "="
    value_max: float | int | None = None


def _ends(unit: str) -> str:
    """What must not follow a unit: a letter behind letters, the rest of a word (三方面)."""
    return _NO_LETTER if unit[-1].isascii() and unit[-1].isalpha() else _BEGINS.get(unit, "")


@cache
def _pattern() -> re.Pattern[str]:
    units = sorted((re.escape(u) for u in words("units.csv", "unit")), key=len, reverse=True)
    unit = "(?:" + "|".join(u + _ends(u) for u in units)
    unit += f")(?:/(?:{_PER}))?"
    number = rf"(?:{_DIGITS})"
    return re.compile(
        rf"(?:(?:{_BOUND})(?:了|至|到)?)?"
        rf"(?P<num>"
        rf"百分之(?P<pct>[{_CN}点]{{1,12}}|{number})"
        rf"|(?P<den>[{_CN}]{{1,12}}|\d{{1,12}})分之(?P<numer>[{_CN}]{{1,12}}|\d{{1,12}})"
        rf"|(?P<fa>\d{{1,12}})/(?P<fb>\d{{1,12}})(?![\d/年月万亿])"
        rf"|(?P<times>翻(?P<fold>[一二两三四\d]{{1,4}})番|(?:翻番|倍增)(?=以上|[，。；、,;）)]|$))"
        rf"|(?P<tenth>[{_CN}]{{1,12}}|{number})成(?:(?P<half>半)|(?P<tenth2>[一二三四五六七八九]))?(?![为立本都套果就功员熟效长品型年人分不])"
        rf"|(?P<a>{number})(?P<am>%|{_MULTIPLIER})?(?P<range>\s*(?:-|—|–|~|～|至|到)\s*)(?P<b>{number})"
        rf"|(?P<part>一半|半数|过半)"
        rf"|(?P<none>零)(?=发生|增长|死亡|事故|投诉|差错)(?!..[\u4e00-\u9fff]{{0,3}}(?:目标|行动|创建|工程|机制))"
        rf"|(?P<one>{number})(?P<more1>余|多)?"
        rf"|(?P<cn>(?:[{_CN}]{{1,8}}万(?=[{_CN}]))?[{_CN}]{{0,8}}[二两三四五六七八九十百千][{_CN}]{{0,8}}|零|一)(?=(?:余|多)?(?:(?:{_MULTIPLIER})?(?:{unit})|万(?!亿)|亿))(?P<more2>余|多)?"
        rf")"
        rf"(?P<mult>{_MULTIPLIER})?(?P<more3>余|多)?(?P<unit>{unit})?"
        rf"(?P<after>及?以上|之上|以内|及?以下|之内|之下|左右|上下)?"
    )


#: Figures above this are no quantities (and fit into no database).
_LARGEST = 1e15
_BOUNDS = {f"b{i}": comparator for i, (_, comparator) in enumerate(_ORDERED)}
_AFTERS = {
    "以上": ">=",
    "及以上": ">=",
    "之上": ">=",
    "以内": "<=",
    "以下": "<=",
    "及以下": "<=",
    "之内": "<=",
    "之下": "<=",
    "左右": "~",
    "上下": "~",
}
#: A number that continues a word or a year is no quantity (2025年, 5G, 第3, 十三五, “415X”, 1+X).
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z\d.+/×*〔\[]|“|专栏|附件|图|(?<!发)(?<!代)表|[〔(（])$")
#: A scan reads a one as the letter (治理l2万公顷).
_SCANNED = re.compile("[\u4e00-\u9fff]l$")
#: Behind a verb that reaches, a number needs no unit.
_REACHED = re.compile("(?:[到至达]|[制定持]在)$")
_YEAR = re.compile(r"(?:19|20)\d{2}$")


@cache
def _kinds() -> dict[str, str]:
    return {row["unit"]: row["kind"] for row in rows("units.csv")}


@cache
def unit_kind(unit: str) -> str:
    """The kind of a unit read here (see ``units.csv``), with or without multiplier; empty for a bare multiplier.

    >>> unit_kind("万人次")
    'people'
    """
    bare = re.sub(f"^(?:{_MULTIPLIER})", "", unit)
    return _kinds().get(unit) or _kinds().get(bare) or _kinds().get(bare.split("/")[0], "")


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """All quantities in ``text[start:end]``, in order; dates, years, ordinals and names with digits are left out."""
    stop = len(text) if end is None else end
    for match in _pattern().finditer(text, start, stop):
        found = _quantity(text, match, start, stop)
        if found is not None:
            yield found


def _quantity(text: str, match: re.Match[str], low: int, high: int) -> Quantity | None:
    try:
        return _checked(text, match, low, high)
    except (ValueError, OverflowError, KeyError):  # numerals that spell no number (十百), or one that no plan means
        return None


def _checked(text: str, match: re.Match[str], low: int, high: int) -> Quantity | None:
    at = match.start("num")
    unit = (match["mult"] or "") + (match["unit"] or "")
    if match["one"] and match.start() == at and _SCANNED.search(text, max(low, at - 2), at) and match["unit"]:
        return _scanned(text, match, at)
    before = text[max(low, at - 2) : at]
    if match["none"] and before.endswith(("趋", "近", "归")):
        return None  # 趋零增长 comes near to it
    if unit == "年" and text.startswith("一遇", match.end()):
        return None  # 20年一遇 names a flood
    if _NOT_BEFORE.search(before) and not (before.endswith(("（", "(", "“")) and match["unit"]):
        return None
    if before.endswith(("第", "专栏", "附件")):
        return None
    after = text[match.end() : min(high, match.end() + 2)]
    value: float | int
    value_max: float | int | None = None
    comparator = "="
    if match["pct"]:
        value, unit = _number(match["pct"]), "%"
    elif match["den"]:
        numerator, denominator = _number(match["numer"]), _number(match["den"])
        if not denominator:
            return None
        value, unit = _tidy(100 * numerator / denominator), "%"
    elif match["fa"]:
        if not int(match["fb"]) or int(match["fa"]) >= int(match["fb"]):
            return None
        value, unit = _tidy(100 * int(match["fa"]) / int(match["fb"])), "%"
    elif match["times"]:
        value, unit = (_tidy(2.0 ** _number(match["fold"])) if match["fold"] else 2), "倍"
    elif match["part"]:
        value, unit = 50, "%"
        comparator = ">" if match["part"] == "过半" else "="
        if match["mult"] or match["unit"]:
            return None
    elif match["none"]:
        value, unit = 0, ""
    elif match["tenth"]:
        value = _number(match["tenth"])
        value = _tidy(10 * value + (5 if match["half"] else 0) + (_number(match["tenth2"]) if match["tenth2"] else 0))
        if value > 100 or match["unit"] or match["mult"]:
            return None
        unit = "%"
    elif match["a"]:
        value, value_max = _number(match["a"]), _number(match["b"])
        if not unit or value >= value_max or (_YEAR.match(match["a"]) and _YEAR.match(match["b"])):
            return None
    elif match["one"]:
        value = _number(match["one"])
        if (not unit and not _is_bare(match, before, after)) or _is_date(match, unit, after):
            return None
    else:
        if not unit or (not match["unit"] and match["cn"] in ("一", "十", "百", "千")) or match["unit"] == "年":
            return None
        least = "至少" in text[max(low, at - 6) : at]
        if match["cn"] == "一" and not least and not any(match[name] for name in _BOUNDS):
            return None  # 一个 is an article, 至少（建设）一个 a number
        if match["cn"] == "零" and unit in ("件", "部", "头", "份"):
            return None  # 零件, 零部件
        if match["cn"] == "二" and unit == "次" and "\u4e00" <= after[:1] <= "\u9fff":
            return None  # 二次加工
        comparator = ">=" if least else comparator
        value = _number(match["cn"])
    if max(value, value_max or 0) > _LARGEST:
        return None
    if match["more1"] or match["more2"] or match["more3"]:
        comparator = ">"
    for name, sign in _BOUNDS.items():
        if match[name]:
            comparator = sign
    if match["after"]:
        comparator = _AFTERS[match["after"]]
    return Quantity(match.start(), match.end(), at, value, unit, comparator, value_max)


def _scanned(text: str, match: re.Match[str], at: int) -> Quantity:
    """The quantity of ``l2万公顷``: 12."""
    unit = (match["mult"] or "") + match["unit"]
    comparator = _AFTERS.get(match["after"] or "", "=")
    return Quantity(at - 1, match.end(), at - 1, _number("1" + match["one"]), unit, comparator)


def _is_bare(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a number without unit is a value: 收入比缩小到2.1以内, 指数达到95."""
    return (
        not _YEAR.match(match["one"])
        and bool(_REACHED.search(before) or any(match[name] for name in _BOUNDS))
        and (bool(match["after"]) or not after or after[0] in "，。；、,;）")
    )


def _is_date(match: re.Match[str], unit: str, after: str) -> bool:
    if unit == "年":
        return bool(_YEAR.match(match["one"])) or after[:1] in ("级", "期")
    if unit == "月":
        return float(match["one"]) <= 12 and match["one"].isdigit()
    if unit == "日":
        return float(match["one"]) <= 31 and not match["after"]
    return unit in ("级", "节", "届", "期", "号") and not match["after"]


def _number(text: str) -> float | int:
    """The value of a numeral in digits or Chinese characters; raises ``ValueError`` for anything else."""
    if text[0].isdigit():
        return _tidy(float(text.replace(",", "")))
    if text in ("零", "〇"):
        return 0
    if text == "半":
        return 0.5
    return _chinese(text)


@cache
def _chinese(text: str) -> float | int:
    import cn2an

    plain = text.replace("两", "二").replace("〇", "零")
    if plain.startswith("百") or plain.startswith("千"):
        plain = "一" + plain
    return _tidy(float(cn2an.cn2an(plain, "smart")))


def _tidy(value: float) -> float | int:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
