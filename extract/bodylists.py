"""Lists of bodies: cut into members (A、B和C等部门), groups kept whole (各市、县（市、区）政府), each member named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.bodies import GROUP, SCOPE, Body, Namer, departments, known, listed, suffix_of

#: Parts of a list that name nobody.
_NOBODY = re.compile(
    r"^(?:等|等部门|等单位|有关|相关|按职责|持续推进|长期|全年|年内|负责|落实|配合|牵头|下同|市场主体|社会力量|社会资本|无|/|—+|-+|\d.*|.*年.*|.*月底?前?.*)$"
)
_TRAIL = re.compile(
    r"(?:等(?:有关|相关|地)?(?:设区)?[省市县区州]{1,3}(?:人民政府|政府)|等(?:国务院|中央|有关|相关|省直|市直|省级|市级|省属|市属|县属|区属|国有|重点|骨干|多|各|责任|成员){0,6}(?:部门|单位|部委|地区|地|市|企业|\d{1,3}个部门){0,6}(?:和单位)?|[（(](?:按职责|排名|按)[^（()）]{0,80}[)）]){1,6}$"
)
_LEAD_MARK = re.compile(r"[（(](?:牵头(?:单位|部门)?|负责牵头|主办)[)）]$|\*$|^[★☆※▲]")


#: 合肥、芜湖等有关市人民政府: the places stand for their governments.
_GOVERNED = re.compile(r"等(?:有关|相关|地)?(?:设区)?[省市县区州]{1,3}(?:人民)?(政府)")
#: A group that closes a list is a member too: 教育部等国务院相关部门.
_OTHERS = re.compile(
    "等((?:国务院|中央|省级|省直|市级|市直|有关|相关|各){1,3}(?:部门和单位|部门|单位))(?=$|[，、；。按负牵配参落])"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a list of bodies, in offsets of the text; ``leads`` if marked （牵头）."""

    start: int
    end: int
    body: Body
    leads: bool = False
    expanded: bool = False


def _untailed(piece: str) -> str:
    """A part of a list without 等部门, 等单位 or a bracket behind it."""
    return _TRAIL.sub("", piece) if "等" in piece or piece[-1:] in "）)" else piece


def members(text: str, start: int, end: int, namer: Namer) -> tuple[list[Member], int]:
    """The bodies of a list (A、B和C等部门), and how many of its parts name nobody."""
    found: list[Member] = []
    strange = 0
    prefix = ""
    pieces = _pieces(text, start, end, namer)
    governed = _GOVERNED.search(text, start, end)
    ending = governed[1] if governed else ""
    for position, (a, b) in enumerate(pieces):
        piece = text[a:b]
        leads = bool(_LEAD_MARK.search(piece))
        a += leads and piece[0] in "★☆※▲"
        piece = _LEAD_MARK.sub("", piece)
        piece = _untailed(piece)
        skip = len(piece) - len(piece.lstrip("由请并和及与以同 ：:"))
        a, piece = a + skip, piece[skip:]
        if not piece or _NOBODY.match(piece):
            strange += bool(piece) and not piece.startswith("等")
            continue
        whole = _with_tail(text, piece, pieces[position + 1 :], namer)
        if _UNNAMED_ZONE.match(whole) and found and _EACH.match(found[-1].body.name):
            whole = "各" + whole  # 各区市政府、开发区管委: 各 reaches both
        if ending and whole == piece:
            place, length = namer.leading_place(piece)
            whole = place.name + ending if place and length == len(piece) else piece
        body = namer.name(whole, prefix)
        if body is None:
            strange += 1
            continue
        prefix = namer.prefix_of(piece) or prefix
        found.append(Member(a, a + len(piece), body, leads, body.name != piece and not _prefixed(piece, body)))
        others = _OTHERS.match(text, a + len(piece), b)
        group = namer.name(others[1], prefix) if others else None
        if others and group is not None:
            found.append(Member(*others.span(1), group))
    return found, strange


def _prefixed(piece: str, body: Body) -> bool:
    """Whether the piece is a fair name by itself (省科技厅), not a part of a list (工业和信息化厅)."""
    return piece in body.aliases and (SCOPE.match(piece) is not None or piece in known() or piece in listed())


_EACH = re.compile("(?:全|我|本)?[省市县区州]?各")
_UNNAMED_ZONE = re.compile(
    "(?:国家级|省级|市级)?(?:经济)?(?:开发区|功能区|园区|产业园区|高新区|经开区|综保区|新区|管理区|保税区)(?:管委会?|管理委员会|管理机构)$"
    "|(?:乡镇?|街道)(?:人民政府|政府|办事处|办)?$"
)
#: A zone, and the body that runs it: 杨凌示范区、西咸新区管委会.
_ZONE = re.compile(
    "(?:新区|示范区|开发区|高新区|经开区|园区|保税区|保税港区|合作区|度假区|试验区|片区|产业园|科学城|科技城)$"
)
_RUN_BY = re.compile("(?<=[区园城])(?:管委会|管理委员会)$")


def _with_tail(text: str, piece: str, later: list[tuple[int, int]], namer: Namer) -> str:
    """广州、深圳市政府: a bare place takes the body that the list ends in."""
    place, length = namer.leading_place(piece)
    if _ZONE.search(piece):
        ending = next((m for a, b in later[:10] if (m := _RUN_BY.search(text, a, b))), None)
        if ending:
            return piece + ending[0]
    if place is None or length != len(piece):
        return piece
    for a, b in later[:30]:
        other = _untailed(text[a:b])
        there, reach = namer.leading_place(other)
        if there is None:
            break
        if reach < len(other):
            return place.name + other[reach:] if other[reach:] in ("政府", "人民政府", "管委会") else piece
    return piece


_GROUP_AND = re.compile(r"(?<=[府门位会厅局）)])(?:以及|[和与及])([^和与及]{3,20})$")
_AND = re.compile("以及|[和与及]")


def _pieces(text: str, start: int, end: int, namer: Namer) -> list[tuple[int, int]]:
    """A list cut at 、 outside brackets, group names put together again, A和B cut where both are bodies."""
    raw: list[tuple[int, int]] = []
    depth = 0
    begin = start
    for at in range(start, end):
        char = text[at]
        if char in "（(〔":
            depth += 1
        elif char in "）)〕":
            depth = max(0, depth - 1)
        elif char in "、,，;；" and depth == 0:
            raw.append((begin, at))
            begin = at + 1
    raw.append((begin, end))
    raw = [part for a, b in raw for part in _at_blanks(text, a, b, namer)]
    raw = [_trim(text, *part) for a, b in raw if text[a:b].strip() for part in _before_group(text, a, b)]
    return [p for a, b in _grouped(text, raw) for p in _conjoined(text, a, b, namer)]


#: Where one member ends and the next begins without 、: a blank, a stroke, or (blanks being lost) 局|市.
_BLANK = re.compile(r"[ 　\t/]{1,8}|(?<=[局委办厅])(?=[省市县区州](?![直级属内]))")


def _at_blanks(text: str, a: int, b: int, namer: Namer) -> list[tuple[int, int]]:
    """省教育厅 省财政厅 and 省教育厅/省财政厅 are two members each, if every part is a body."""
    a, b = _trim(text, a, b)
    if not _BLANK.search(text, a, b):
        return [(a, b)]
    edges = [a, *(p for m in _BLANK.finditer(text, a, b) for p in m.span()), b]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    return parts if all(_bodylike(text[x:y].lstrip("★☆※▲"), namer) for x, y in parts) else [(a, b)]


_TO_GROUP = re.compile(r"(?<=.)(?:以及|[和及与])(?=(?:全[省市区])?(?:地方)?各|有关|相关)")


def _before_group(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """公安部等部门及各省 is two members."""
    match = _TO_GROUP.search(text, a + 2, b)
    return [(a, match.start()), (match.end(), b)] if match and not GROUP.match(text[a:b]) else [(a, b)]


def _trim(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a] in " 　。.":
        a += 1
    while b > a and text[b - 1] in " 　。.":
        b -= 1
    return a, b


_OPEN_GROUP = re.compile(
    r"^(?:(?:全|我|本)?[省市县区]?(?:地方|沿[江海线])?各|有关|相关)[^、]{0,12}?(?:省|市|州|盟|区|县|旗|地|地级以上市|乡镇|镇|乡|街道|行政公署|行署|[）)〕])(?:[（(〔][^（()）〔〕]*[)）〕])?$"
)
_GROUP_TAIL = re.compile(
    r"^(?:(?:省|自治区|直辖市|计划单列市|市|州|盟|区|县|旗|乡|镇|乡镇|街道|开发区|功能区|新区|管委会|新疆生产建设兵团)(?:[（(〔][^（()）〔〕]*[)）〕])?(?:和.*|及.*|以及.*)?"
    r"(?:人民政府|政府|党委|管委会|有关部门|部门|办事处)?(?:[（(〔][^（()）〔〕]*[)）〕])?|[^、]{0,8}(?:人民政府|政府|管委会))(?:等.*)?$"
)


def _grouped(text: str, raw: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各市、县（市、区）人民政府 is one body: its parts are put together again."""
    out: list[tuple[int, int]] = []
    position = 0
    while position < len(raw):
        a, b = raw[position]
        position += 1
        if _OPEN_GROUP.match(text[a:b]):
            while position < len(raw) and _GROUP_TAIL.match(text[slice(*raw[position])]):
                if not _belongs(text[slice(*raw[position])]):
                    break
                b = raw[position][1]
                position += 1
        out.append((a, b))
    return out


def _belongs(tail: str) -> bool:
    """县（市、区）人民政府 goes on a group; 市财政局, 省科技厅 or 杭州市政府 begins a new body."""
    return (
        re.match(
            r"(?:省|自治区|直辖市|计划单列市|市|州|盟|区|县|旗|乡|镇|街道|开发区|功能区|新区|管委会|新疆生产建设兵团)(?:$|[（(〔和及等、省市县区乡镇村]|人民政府|政府|党委|管委会|有关部门|部门|办事处)",
            tail,
        )
        is not None
    )


def _conjoined(text: str, a: int, b: int, namer: Namer) -> list[tuple[int, int]]:
    """A和B as two members if both are bodies and the whole is not one (文化和旅游厅 is)."""
    piece = _untailed(text[a:b])
    if piece in known() or piece in listed() or piece in departments():
        return [(a, b)]
    if GROUP.match(piece):
        tail = _GROUP_AND.search(piece)
        if tail is None or not _bodylike(tail[1], namer):
            return [(a, b)]
        return [(a, a + tail.start()), (a + tail.start(1), b)]
    _, length = namer.leading_place(piece)
    scope = SCOPE.match(piece)
    rest = piece[length or (scope.end() if scope else 0) :]
    if rest in departments():
        return [(a, b)]
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if _bodylike(left, namer) and _bodylike(right, namer):
            return [(a, a + match.start()), *_conjoined(text, a + match.end(), b, namer)]
    return [(a, b)]


def _bodylike(name: str, namer: Namer) -> bool:
    if len(name) < 2:
        return False
    if name in known() or name in listed() or name in departments() or GROUP.match(name) is not None:
        return True
    place, length = namer.leading_place(name)
    return (place is not None and length == len(name)) or (len(name) > 2 and suffix_of(name) is not None)
