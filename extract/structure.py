"""The structure of a plan: masthead, headings and their nesting, boxes, leads, tables.

Numbering styles follow GB/T 9704 (一、 → （一） → 1. → （1）) and the 编/章/节 of longer plans; a 专栏 box hangs
under the section it stands in, an attachment starts a tree of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from extract.leads import Heading, Titled, titled_paragraphs
from extract.masthead import find_masthead
from extract.orders import orders
from extract.plantext import Line, PlanText, Section
from extract.tables import find_tables

_CN = "一二三四五六七八九十百〇零"

#: Rank of 1.1; 1.1.1 stands a rank deeper.
DOTTED = 8
#: Rank of （一）.
_POINT = 6
#: Numbering styles, outermost first: kind, rank, pattern (group 1 = number, the rest of the line is the title).
STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("attachment", 0, re.compile(rf"(附件\s*[{_CN}\d]{{0,3}})(?=[\s：:]|$)[\s：:]*")),
    ("part", 1, re.compile(rf"(第[{_CN}\d]{{1,4}}[编篇部](?:分)?)[\s、：:]*")),
    ("chapter", 2, re.compile(rf"(第[{_CN}\d]{{1,4}}章)[\s、：:]*")),
    ("chapter", 3, re.compile(rf"(第[{_CN}\d]{{1,4}}节)[\s、：:]*")),
    ("clause", 4, re.compile(rf"([{_CN}]{{1,4}})[、．.]\s*(?=\S)")),
    ("clause", 5, re.compile(rf"(第[{_CN}\d]{{1,4}}条)[\s、：:]+(?=\S)")),
    ("point", 6, re.compile(rf"([（(][{_CN}]{{1,4}}[）)])[、．.\s]*(?=\S)")),
    ("item", 7, re.compile(r"(\d{1,3})(?:[、．]|\.(?!\d))\s*(?=\S)")),
    ("item", 7, re.compile(r"(0[1-9])[\s、．.]*(?=[\u4e00-\u9fff“])")),
    ("item", DOTTED, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[、．.]?(?:\s+(?=\S)|(?=[\u4e00-\u9fff“]{2}))")),
    ("subitem", 12, re.compile(r"([（(]?\d{1,3}[）)])[、．.\s]*(?=\S)")),
    ("circled", 13, re.compile(r"([①-⑳])\s*(?=\S)")),
)
_BOX = re.compile(rf"(专\s*栏\s*(?:[{_CN}]{{1,4}}|\d{{1,3}}(?:-\d+)?)?)(?=[\s：:\u4e00-\u9fff“]|$)[\s：:]*")
_DASH = re.compile(r"(——|--|—|■|●|◆|▲|★|•|·)\s*(?=\S)")
#: The number is only a number if what follows does not continue a quantity or an enumeration in the running text.
_NOT_A_HEADING = re.compile(
    r"[，；]|(?:年|月|日|个|家|项|万|亿|%|条|批|是|要|倍|米|公里|公顷|平方|立方|吨|千|百|分|时|小时|岁|人|元|级|度|成|寸|英寸|左右|以上|以下)(?!布|布局|类|流|才|工|民|力|口|化|子|时|享|发|步|析|解|工|层)"
)
_ENDS = "。！？；：:;"
_LEAD = re.compile(r"^([^，。；：:、（）()\s“”]{2,14})[。：:](?=\S)")
#: Labels of responsibility notes on lines of their own (牵头单位：…) are no leads.
_DUTY_LABEL = re.compile(
    r"^(?:主要|共同|第一|市级|省级|具体)?(?:牵头|责任|配合|参与|落实|负责|主办|协办|承办|主管|实施|指导|支持|协同|建设|完成)"
    r"(?:单位|部门|主体|机构|领导|人|时限|时间|期限)|^(?:时间|进度)(?:安排|节点|要求)|^(?:联系人|联系电话|附件|抄送|备注|注)"
)
#: A responsibility note at the end of a heading (规范服务（A、B负责）) is no part of its title.
_TITLE_NOTE = re.compile(r"[（(〔][^（）()]*?(?:负责|牵头|责任单位|配合|落实|承担|参与)[^（）()]*[）)〕]\s*[。；]?$")
#: Paragraphs after the last item that close the whole document.
_CLOSING = re.compile(
    r"(?:各地区|各地|各省|各市|各州|各县|各区|各有关|各级|各部门|各单位|各镇|省直|省级|市直|国务院各|国务院有关|有关部门|本(?:方案|措施|意见|办法|规划|计划|通知|细则|政策|规定)(?:自|由|所|有效)|附件[：:]|附[：:]|抄送)"
)
#: What may stand on a line of its own in a box: 冷链骨干网建设工程.
_UNDERTAKING = re.compile(r"[\u4e00-\u9fff“”、A-Za-z\d+]{4,28}(?:工程|行动|计划|项目|专项|试点|示范)")
#: A heading above 1.1 (1 总则), or after 01 … 09 (10 储备林工程).
_TOP = re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff“][\u4e00-\u9fff“”、，（）]{1,30}$)")
#: A box whose border was lost: its title runs on from the text before it or into its first item.
_BORDERLESS = re.compile(
    rf"(?:^|(?<=[。；])[ \t\u3000]*)专\s?栏\s?(?:[{_CN}]{{1,4}}|\d{{1,3}}(?:-\d{{1,3}})?)[\s：:]{{0,3}}[\u4e00-\u9fff“”、]{{4,30}}?(?=（一）|1[.．、])"
)
_BULLET_LEAD = re.compile(r"^([^。；\n]{2,40})。(?=\S)")
_TOC = re.compile(r"^目\s*录$|\.{4,}|(?<!…)…{2,}+\s{0,99}\d{1,6}\s{0,99}$")
_CAPTION = re.compile(r"^(?:图|表)\s*[\d一二三四五六七八九十]+(?:[-—.]\d+)?[\s：:\u4e00-\u9fff]{2,40}$")
#: Longest title of a heading that has no text of its own after it.
MAX_TITLE = 60
#: Longest first sentence that counts as the title of a run-in heading.
MAX_RUN_IN = 45


def structure(plan: PlanText, title: tuple[int, int] | None = None) -> None:
    """Fill ``plan.lines``, ``plan.sections``, ``plan.tables`` and ``plan.masthead``; ``title`` is its span where it is known."""
    _split_lines(plan)
    find_masthead(plan, title)
    _find_sections(plan)
    find_tables(plan)
    _assign_sections(plan)


def _split_lines(plan: PlanText) -> None:
    start = 0
    for piece in plan.text.split("\n"):
        end = start + len(piece)
        if piece.strip():
            if "\t" in piece:
                kind = "row"
            elif _CAPTION.match(piece):
                kind = "caption"
            else:
                kind = "para"
            cuts = _borders(plan.text, start, end) if kind == "para" else [start]
            plan.lines += [Line(a, b, kind) for a, b in pairwise([*cuts, end])]
        start = end + 1


def _borders(text: str, start: int, end: int) -> list[int]:
    """Where the lines begin that a line of the text would be if its boxes had kept their borders."""
    cuts = [start]
    if text.find("专", start, end) >= 0:
        for match in _BORDERLESS.finditer(text[start:end]):
            begin = start + match.start() + len(match[0]) - len(match[0].lstrip())
            cuts += [at for at in (begin, start + match.end()) if at > cuts[-1]]
    return cuts


def _find_sections(plan: PlanText) -> None:
    ranks: list[tuple[int, int]] = []  # (rank, section index) of the open sections
    end_of_body = _closing_start(plan)
    head_end = body_start(plan)
    found = _headings(plan, head_end)
    titled = titled_paragraphs(plan, found)
    for position, line in enumerate(plan.lines):
        heading = found[position]
        if position in titled and head_end <= line.start < end_of_body:
            heading = _titled(plan, line, ranks, titled[position])
        if heading is None and line.kind == "para" and _inside_box(plan, ranks) is not None:
            heading = _title_line(plan, position)
        if heading is None:
            continue
        kind, rank, section = heading
        if line.start < head_end and kind != "attachment":
            continue
        line.kind = "heading" if not section.run_in else line.kind
        rank = _nest(plan, ranks, kind, rank, section)
        section.index = len(plan.sections)
        section.parent = ranks[-1][1] if ranks else -1
        section.level = len([1 for _, i in ranks if plan.sections[i].kind not in ("lead", "dash")]) + 1
        ranks.append((rank, section.index))
        plan.sections.append(section)
    _close(plan, end_of_body)


def _headings(plan: PlanText, head_end: int) -> list[Heading | None]:
    """What each line opens, by number of line; lines of a table of contents are marked."""
    found: list[Heading | None] = []
    for line in plan.lines:
        found.append(None)
        if line.kind not in ("para", "title") or (line.kind == "title" and line.start < head_end):
            continue
        text = plan.text[line.start : line.end]
        if _TOC.search(text):
            line.kind = "toc"
        else:
            found[-1] = _heading(plan, line, text)
    if any(h is not None and (DOTTED <= h[1] <= DOTTED + 2 or h[2].number.startswith("0")) for h in found):
        for position, line in enumerate(plan.lines):
            if found[position] is None and line.kind in ("para", "title"):
                text = plan.text[line.start : line.end]
                top = _TOP.match(text)
                found[position] = ("item", DOTTED - 1, _section(line, "item", top, text, len(text))) if top else None
    return found


def _title_line(plan: PlanText, position: int) -> Heading | None:
    """The lead that a line of a box is if it names an undertaking and nothing else, with a paragraph below it."""
    line = plan.lines[position]
    text = plan.text[line.start : line.end]
    below = plan.lines[position + 1] if position + 1 < len(plan.lines) else line
    if not _UNDERTAKING.fullmatch(text) or below.kind != "para" or plan.text[below.end - 1] not in "。；":
        return None
    return ("lead", 20, _section(line, "lead", None, text, len(text))) if below.end - below.start > len(text) else None


def _titled(plan: PlanText, line: Line, ranks: list[tuple[int, int]], title: Titled) -> Heading | None:
    """The lead that a paragraph opens with.

    None if the paragraph goes on with the text of a numbered item, leads up to numbered ones, or is all that stands under
    （一） or 1., which are the innermost headings of most plans.
    """
    box = _inside_box(plan, ranks)
    outer = ranks
    if box is not None and ranks[-1][1] != box:  # after the numbered items of a box
        outer = ranks[: next(i for i, (_, index) in enumerate(ranks) if index == box)]
    numbered = [(r, plan.sections[i]) for r, i in outer if plan.sections[i].kind not in ("lead", "dash")]
    rank = numbered[-1][0] if numbered else -1
    if title.following > rank or (rank >= 5 and not title.series) or (numbered and numbered[-1][1].run_in):
        return None
    return "lead", 20, _section(line, "lead", None, plan.text[line.start : line.end], title.length)


def body_start(plan: PlanText) -> int:
    """Offset where the masthead is over."""
    head = plan.masthead
    spans = [s for s in (head.title_span, head.number_span, head.addressees) if s]
    return max((s[1] for s in spans), default=0)


def _closing_start(plan: PlanText) -> int:
    """Where the closing paragraphs begin (各地区、各部门要…, 本措施自…起施行), or the end of the text."""
    found = len(plan.text)
    for position in range(len(plan.lines) - 1, 0, -1):
        line = plan.lines[position]
        if line.kind in ("date", "signature", "row", "caption"):
            if line.kind == "row":
                break
            continue
        if line.kind != "para" or not _CLOSING.match(plan.text, line.start, line.end):
            break
        before = plan.lines[position - 1]
        heading = _heading(plan, before, plan.text[before.start : before.end])
        if heading is not None and not heading[2].run_in:
            break  # the only text of the last section
        found = line.start
    return found


def _nest(plan: PlanText, ranks: list[tuple[int, int]], kind: str, rank: int, new: Section) -> int:
    """Close the open sections that the new one does not stand in; returns the rank it is kept under."""
    if kind == "box":
        # A box belongs to the innermost numbered section; another box at the same place is its sibling.
        while _inside_box(plan, ranks) is not None:
            ranks.pop()
        while ranks and plan.sections[ranks[-1][1]].kind in ("box", "lead", "dash", "subitem", "circled", "item"):
            if plan.sections[ranks[-1][1]].kind == "item" and not _inside_box(plan, ranks):
                break
            ranks.pop()
        return ranks[-1][0] if ranks else 4
    if kind in ("lead", "dash"):
        while ranks and plan.sections[ranks[-1][1]].kind in ("lead", "dash"):
            ranks.pop()
        box = _inside_box(plan, ranks)
        if kind == "lead" and box is not None and ranks[-1][1] != box and orders(new.title):
            while ranks.pop()[1] != box:  # an order without a number comes after the numbered items of a box
                pass
        return 20
    box = _inside_box(plan, ranks)
    if box is not None and _numbered_in_box(plan, ranks, box, rank, new.number):
        # numbering inside a box
        while ranks and ranks[-1][1] != box and ranks[-1][0] >= rank:
            ranks.pop()
        return rank
    while ranks and (ranks[-1][0] >= rank or plan.sections[ranks[-1][1]].kind in ("lead", "dash", "box")):
        ranks.pop()
    return rank


def _inside_box(plan: PlanText, ranks: list[tuple[int, int]]) -> int | None:
    for _, index in reversed(ranks):
        if plan.sections[index].kind == "box":
            return index
    return None


def _numbered_in_box(plan: PlanText, ranks: list[tuple[int, int]], box: int, rank: int, number: str) -> bool:
    """Whether a number stands in the open box rather than after it.

    Numbers like those around the box (（一） in a box under （三）) start again in it, and end where the outer ones go on.
    """
    at = next(i for i, (_, index) in enumerate(ranks) if index == box)
    outer = next((plan.sections[i].number for r, i in reversed(ranks[:at]) if r == rank), "")
    if rank < _POINT or not outer:
        return rank > (ranks[at - 1][0] if at else 3)
    value, around = _value(number), _value(outer)
    inner = next((_value(plan.sections[i].number) for r, i in reversed(ranks[at + 1 :]) if r == rank), 0)
    return value == inner + 1 and (value != around + 1 or inner < 2)


def _value(number: str) -> int:
    """What the number of a heading counts up to 99 (（十二） is 12); 0 if it is none."""
    digits = re.sub(rf"[^{_CN}\d]", "", number)
    if digits.isdecimal():
        return int(digits)
    tens, mark, ones = digits.partition("十")
    low = _CN.find(ones or "零") + 1 if ones else 0
    return (_CN.find(tens) + 1 if tens else 1) * 10 + low if mark else _CN.find(digits) + 1 if digits else 0


def _heading(plan: PlanText, line: Line, text: str) -> Heading | None:
    """The section that a line opens, if it opens one."""
    box = _BOX.match(text)
    if box and len(text) <= MAX_TITLE:
        return "box", 0, _section(line, "box", box, text, len(text))
    for kind, rank, pattern in STYLES:
        match = pattern.match(text)
        if not match:
            continue
        rest = text[match.end() :]
        if kind != "attachment" and not rest:
            return None
        if kind == "attachment" and (len(text) > MAX_TITLE or ("：" in text and text.rstrip().endswith(("。", "；")))):
            return None
        if kind == "item" and _NOT_A_HEADING.match(rest):
            return None
        deep = match[1].count(".") - 1 if rank == DOTTED else 0  # 1.1 stands in 1., 1.1.1 in 1.1
        return kind, rank + deep, _section(line, kind, match, text, _title_length(rest) + match.end())
    dash = _DASH.match(text)
    if dash and len(text) > dash.end() + 1:
        lead = _BULLET_LEAD.match(text[dash.end() :])
        stop = dash.end() + (len(lead[1]) if lead else len(text) - dash.end())
        return "dash", 20, _section(line, "dash", dash, text, stop)
    lead = None if _DUTY_LABEL.match(text) else _LEAD.match(text)
    if lead and len(text) > len(lead[0]) + 10:
        return "lead", 20, _section(line, "lead", None, text, len(lead[1]))
    return None


def _title_length(rest: str) -> int:
    """Length of the title at the start of ``rest``: up to the first full stop outside brackets, or all of it."""
    depth = 0
    for position, char in enumerate(rest):
        if char in "（(“《":
            depth += 1
        elif char in "）)”》":
            depth = max(0, depth - 1)
        elif not depth and (char in "。！？" or (char in "：:" and position <= 20 and position < len(rest) - 12)):
            return position
    return len(rest)


def _section(line: Line, kind: str, number: re.Match[str] | None, text: str, stop: int) -> Section:
    begin = number.end() if number else 0
    title = text[begin:stop]
    note = _TITLE_NOTE.search(title)
    if note and note.start() > 1:
        title = title[: note.start()]
    cut = len(title.rstrip(_ENDS + " "))
    title_end = begin + cut
    run_in = stop < len(text.rstrip(_ENDS + " "))
    return Section(
        index=-1,
        kind=kind,
        number=re.sub(r"\s", "", number[1]) if number else "",
        title=text[begin:title_end],
        level=1,
        parent=-1,
        start=line.start,
        end=line.end,
        title_start=line.start + begin,
        title_end=line.start + title_end,
        body=line.start + stop,
        run_in=run_in,
        titled=cut <= (MAX_RUN_IN if run_in else MAX_TITLE) and not re.search("[，；]", title[:cut]),
    )


def _close(plan: PlanText, end_of_body: int) -> None:
    """Set where each section ends: at the next one that is not inside it."""
    open_: list[Section] = []
    for section in plan.sections:
        while open_ and open_[-1].index != section.parent:
            open_.pop().end = section.start
        open_.append(section)
    for section in open_:
        if section.start < end_of_body:  # what stands after it (附件：…) keeps its line
            section.end = end_of_body
    orders: dict[int, int] = {}
    for section in plan.sections:
        orders[section.parent] = orders.get(section.parent, 0) + 1
        section.order = orders[section.parent]


def _assign_sections(plan: PlanText) -> None:
    starts = [s.start for s in plan.sections]
    for line in plan.lines:
        at = bisect_right(starts, line.start)
        section = plan.section_at(line.start) if at else None
        line.section = section.index if section else -1
