"""Departments named by their field: 各级卫生健康部门, 各省级药监部门, 福建省药品监督管理部门; and groups of governments that act.

Such a name is a group body where it has its level or place in front; a group of governments (各市、县（市、区）人民政府) is one in
running text only where it acts (负责, 承担, 牵头).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.bodies import Body, Namer
from extract.taskforces import Found

_LEVEL = (
    r"地方各级|各级各(?:地|类)|各级|各省级|各市级|各县级|各(?:省|地市|地|市县|市|县|区|州|盟|旗)(?:[（(][^（()）]{1,10}[）)])?(?:级)?(?!有关|相关|部门|单位)"
    r"|国务院(?!有关|相关|各|其他)|全国各级|全国各地|省市县三级|省市两级|市县(?:两级)?(?!政府)|省级|市级|县级|区级|属地|当地|基层|城市|地方"
)
_END = re.compile(r"部门(?!间|规章|预算|职责|协[同调]|联动|之间|分工|信息)")
_ONLY_KIND = re.compile("(?:行政|主管|监督管理|监管|管理|执法|业务)+")
_FRONT = re.compile(rf"(?:{_LEVEL})(?:有关|相关)?")
_NOT_FIELD = re.compile(
    r"[的由对要与向在把将被为以及其等]|(?<!文化)(?<!工业)(?<!住房)(?<!林业)(?<!粮食)(?<!园林)(?<!资源)和|各|有关|相关|职能|成员|牵头|责任|配合|多个|所有|其他|上级|下级|业务(?!主管)|协同|跨|建立|加强|推进|推动|指导|督促|会同|组织|报告|支持|负责|审批权|部门|政府|党政|直属|组成"
)
_GOVERNMENTS = re.compile(
    r"各(?:级|省|设区|地级|有关|相关|地|市|县|区|州|盟|旗|镇|乡)(?:[、，]?(?:自治区|直辖市|计划单列市|省|市|州|盟|县|区|旗|镇|乡镇|乡|街道|地区|以上)|[（(][^（()）\n]{1,14}[）)])*"
    r"(?:人民政府|政府|管委会|办事处)(?=(?:要|应|应当|须)?(?:切实|具体|全面|统一|主要)?(?:负责|承担|牵头|组织实施|作为|是.{0,12}(?:主体|责任)|对.{2,24}(?:负总责|负责)))"
)


def find(text: str, namer: Namer, places: dict[int, int]) -> Iterator[Found]:
    """Bodies of this sort; ``places`` maps the end of a place's name to its start."""
    where = namer.owner.name if namer.owner else ""
    for end in _END.finditer(text):
        start, field = _start(text, end.start(), places)
        if start < 0:
            continue
        name = text[start : end.end()]
        place, length = namer.leading_place(name[: field - start])
        if place is not None and length == field - start:
            full = place.name + name[length:]
            body = Body(full, (full,), (name,) if full != name else (), "government", place.name, "org.field", 0.85)
        else:
            if name.startswith("国务院"):
                body = Body(name, (name,), (name[3:],), "government", "", "org.field", 0.85)
            else:
                body = Body(name, (name, where), (), "group", where, "org.field", 0.85)
            yield from _next(text, end.end(), name[: field - start], where)
        yield Found(start, end.end(), body, 0.85)
    for match in _GOVERNMENTS.finditer(text):
        start = match.start() - 2 * (text[max(0, match.start() - 2) : match.start()] == "地方")
        name = text[start : match.end()]
        yield Found(start, match.end(), Body(name, (name, where), (), "group", where, "org.group", 0.85), 0.85)


_NEXT = re.compile(rf"[、和与及]([\u4e00-\u9fff]{{2,12}}?{_END.pattern})")


def _next(text: str, at: int, front: str, where: str) -> Iterator[Found]:
    """Departments that stand in a row with one and share its level: 国务院教育行政部门、科技行政部门."""
    while (match := _NEXT.match(text, at)) is not None:
        if _NOT_FIELD.search(match[1][: -len("部门")]) or _FRONT.match(match[1]):
            return
        name = front + match[1]
        state = front == "国务院"
        body = Body(
            name,
            (name,) if state else (name, where),
            (match[1],),
            "government" if state else "group",
            "" if state else where,
            "org.field",
            0.8,
        )
        yield Found(match.start(1), match.end(), body, 0.8)
        at = match.end()


def _start(text: str, end: int, places: dict[int, int]) -> tuple[int, int]:
    """Where the name whose field ends at ``end`` begins, and where its field begins; -1 if it is no such name."""
    low = max(0, end - 26)
    best = (-1, -1)
    for front in _FRONT.finditer(text, low, end):
        best = (front.start(), front.end())
    for at in range(max(low, end - 14), end - 1):
        if at in places and at > best[1]:
            best = (places[at], at)
    start, field = best
    if (
        start < 0
        or not 2 <= end - field <= 20
        or _NOT_FIELD.search(text, field, end)
        or _ONLY_KIND.fullmatch(text, field, end)
    ):
        return -1, -1
    return (
        (start, field)
        if re.fullmatch("[\u4e00-\u9fff]{2,}(?:、[\u4e00-\u9fff]{2,}){0,4}", text[field:end])
        else (-1, -1)
    )
