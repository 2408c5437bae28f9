"""Coordinated names of indicators: 花生种植、收获机械化率 are two."""

from __future__ import annotations

import re

_SPLIT = re.compile(r"、|(?<![共饱平])和(?!谐|平)|(?<!参)与(?!会)|以及|(?<![普涉])及(?![时格其])")
_HEAD = re.compile(
    r"(?:综合)?(?:[\u4e00-\u9fff]{2}化率|普及率|覆盖率|入学率|毛入学率|巩固率|合格率|达标率|利用率|处理率|回收率|使用率|应用率|参保率|就业率|增长率|完成率"
    r"|比例|比重|占比|总量|产量|面积|增加值|总产值|产值|收入|浓度|强度|数量|人数|规模|里程|能力|水平|指数|[\u4e00-\u9fff]{2}率|[\u4e00-\u9fff]量|[\u4e00-\u9fff]{1,2}额|[\u4e00-\u9fff]数)$"
)


#: What the members of a list do, before what is measured (银行和基金承担的风险责任).
_DONE_BY = re.compile("(?<=.{2})(?:承担|拥有|使用|购买|发放|提供|开展|完成|生产|持有|收取|支付|获得|建设|举办)的")


def expand(name: str, count: int = 0) -> list[str]:
    """The members of a coordinated indicator with their full names; ``count`` of them if as many values follow.

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
    if not head and len(parts) == count and len(parts[-1]) > len(parts[0]) >= 2 and not any(own):
        return [*(part + parts[-1][len(parts[0]) :] for part in parts[:-1]), parts[-1]]  # 风电、光伏装机
    if not head or any(own[:-1]):
        return [name]
    modifier = parts[-1][: head.start()]
    first = parts[0]
    prefix = first[: len(first) - len(modifier)] if 0 < len(modifier) < len(first) else ""
    others = parts[1:-1]
    done = _DONE_BY.search(modifier)
    if done and "的" not in first:
        shared = modifier[done.start() :]  # 省级基金、市级基金|承担的风险比例
        return [part + shared + head[0] for part in (first, *others)] + [parts[-1]]
    if len(first) < min(len(modifier), 5) and all(len(part) == len(first) for part in others):
        shared = modifier[len(first) :]  # 城镇、农村|供水普及率
        return [part + shared + head[0] for part in (first, *others)] + [parts[-1]]
    tails = [first[len(prefix) :], *others, modifier]
    return [prefix + tail + head[0] for tail in tails]


def members(name: str) -> list[str]:
    """The members of a list as they are written."""
    return [part for part in _SPLIT.split(name) if part]


def _shared_prefix(parts: list[str]) -> str:
    """What the first member has before 的 belongs to the others too (制造企业的互联网销售率、互联网采购率)."""
    cut = parts[0].rfind("的")
    return parts[0][: cut + 1] if cut > 0 and "的" not in "".join(parts[1:]) else ""
