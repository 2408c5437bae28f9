"""A notice that carries several plans, taken apart: the notice, then each plan, every one with a text of its own.

Precision comes first. A file is taken apart only if its title is that of a notice that issues something and at least two plans
in it begin alike: a line that is a title and nothing else, with numbering that starts at one after it, and a reason to
take it for a plan of the notice: the notice names it, it is the notice's 附件1, 附件2 …, or the notice says how many plans there
are and the titles end alike. Tables of contents, lists of attachments, titles that come again, and attachments that belong to a plan
(附件：任务分工表) begin no plan.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from extract.plantext import Carried, Issue, PlanText
from kg.identity import fold

#: A title that issues something.
ISSUES = re.compile(
    r"关于(?:联合)?(?:印发|转发|发布|公布|下发|批转|颁布|公开征求).{2,400}的(?:通知|公告|通告|函|决定)$"
)
_KIND = "(?:规划|计划|方案|纲要|意见|要点|措施|办法|规定|细则|条例|指南|行动|政策|规则|制度|规范|标准|预案|若干措施)"
_TITLE = re.compile(
    rf"^《?([\u4e00-\u9fff“][^，。；：！？|]{{3,78}}?{_KIND}(?:[（(][^（）()]{{1,30}}[）)]){{0,2}})》?$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十百\d]+[）)]|\d{1,3}[、.．]|第[一二三四五六七八九十百\d]+[章节编条篇])"
)
_MARK = re.compile(r"^附件?\s*([一二三四五六七八九十]{1,3}|\d{1,2})?\s*(?:[：:]\s*|\s+|$)")
_LIST = re.compile(r"^附件?\s*[：:]")
_ITEM = re.compile(r"^(?:附件?\s*)?(?:[：:]\s*)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[、.．：:\s]*(.+?)[；;。]?$")
_NEXT = re.compile(r"(?<![；;\s])[；;\s]*+\b\d{1,2}[、.．]\s*|[；;]\s*")
_QUOTED = re.compile(r"《([^《》]{4,100})》")
_ASIDE = re.compile(
    r"^[（(][^（）()]{2,40}[）)]$|^(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?$|^二[〇○零][^，。]{1,12}[月日]$"
)
#: Kinds of line that no title stands in.
_NOT_TITLES = frozenset(("row", "toc", "caption", "signature", "date", "number", "addressee"))
#: Headings by rank: the outermost that a plan has must start at one.
_HEADINGS = (
    (re.compile(r"^第([一二三四五六七八九十百\d]+)[章编篇]"), ("一", "1")),
    (re.compile(r"^([一二三四五六七八九十百]+)[、.．]"), ("一",)),
    (re.compile(r"^第([一二三四五六七八九十百\d]+)条"), ("一", "1")),
    (re.compile(r"^[（(]([一二三四五六七八九十百]+)[）)]"), ("一",)),
    (re.compile(r"^(\d{1,3})(?:[、．]|\.(?!\d))"), ("1",)),
)
_COUNTED = re.compile(r"(?:[两二三四五六七八九十]|\d{1,2})(?:个|项|大|部|份|套)")
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
#: Lines of the notice in which names of plans are looked for, and most names that are kept.
_REACH, _MOST = 200, 300
#: Characters of running text that a plan has at least: one that the notice names, any other.
_LEAST_NAMED, _LEAST = 60, 200
#: Shortest listed name that a longer title may end in.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class _Start:
    """A line (or two or three) that may be a plan's title. ``first``/``last`` number lines, ``cut`` is where it begins with its mark."""

    first: int
    last: int
    cut: int
    start: int
    end: int
    title: str
    number: int | None
    marked: bool
    listed: tuple[int, int] | None = None


def take_apart(plan: PlanText) -> list[PlanText]:
    """The notice and the plans it carries, in their order; ``[plan]`` itself if it is anything else."""
    notice = _notice_line(plan)
    if notice < 0:
        return [plan]
    starts = _Finder(plan, notice).starts()
    if len(starts) < 2:
        return [plan]
    from extract.structure import structure

    ends = [s.cut for s in starts[1:]] + [len(plan.text)]
    blanks = sorted(plan.blanks)
    head = _cut(plan, blanks, 0, starts[0].cut)
    structure(head)
    head.carries = [_carried(head, s) for s in starts]
    parts = [head]
    for start, end in zip(starts, ends, strict=True):
        part = _cut(plan, blanks, start.start, end)
        structure(part, title=(0, start.end - start.start))
        parts.append(part)
    for position, part in enumerate(parts, 1):
        part.meta |= {"part": position, "parts": len(parts)}
    return parts


def issue_of(head: PlanText, place: str | None) -> Issue:
    """What the notice ``head`` hands on to its plans."""
    return Issue(head.masthead.title, head.masthead.number, head.masthead.date, place)


def _notice_line(plan: PlanText) -> int:
    """Number of the last line of the notice's title, -1 if the file does not begin with a notice that issues something."""
    titles = [plan.masthead.title, *plan.masthead.aliases]
    if not any(ISSUES.search(title) for title in titles):
        return -1
    joined = ""
    for number, line in enumerate(plan.lines[:40]):
        joined = joined + plan.text[line.start : line.end] if line.kind == "title" else ""
        if joined and ISSUES.search(joined):
            return number
    return -1


class _Finder:
    def __init__(self, plan: PlanText, notice: int) -> None:
        self.plan, self.notice = plan, notice
        self.names: dict[str, tuple[int, int]] = {}
        self.tails: dict[str, list[str]] = {}
        self.listing: set[int] = set()
        self._collect_names()

    def starts(self) -> list[_Start]:
        """Where plans begin, in order; fewer than two if there are not several."""
        found = list(self._candidates())
        for chosen in (
            [s for s in found if s.listed],
            _in_sequence([s for s in found if s.marked or s.listed]),
            self._alike(found),
        ):
            kept = self._with_body(chosen)
            if len(kept) > 1:
                return kept
        return []

    # -- what the notice names ----------------------------------------------------------------------

    def _collect_names(self) -> None:
        """Titles in 《》, and the items of 附件：1.… 2.…, before the first title that stands alone."""
        text, lines = self.plan.text, self.plan.lines
        names = [m.span(1) for m in _QUOTED.finditer(text, 0, lines[self.notice].end)]
        stop = min(len(lines), self.notice + _REACH)
        number = self.notice + 1
        while number < stop:
            piece = text[lines[number].start : lines[number].end]
            if _LIST.match(piece) and len(piece) < 120:
                number = self._list_of(number, stop, names)
                continue
            if _TITLE.match(piece) and not _QUOTED.fullmatch(piece):
                break
            names += [m.span(1) for m in _QUOTED.finditer(text, lines[number].start, lines[number].end)]
            number += 1
        in_title = lines[self.notice].end
        for start, end in sorted(names, key=lambda span: (span[0] < in_title, span))[:_MOST]:
            key = fold(text[start:end])
            if len(key) >= _SHORTEST and key not in self.names:
                self.names[key] = start, end
                self.tails.setdefault(key[-_SHORTEST:], []).append(key)

    def _list_of(self, number: int, stop: int, names: list[tuple[int, int]]) -> int:
        """Read a list of attachments; returns the number of the line after it."""
        text, lines = self.plan.text, self.plan.lines
        first = number
        while number < stop:
            piece = text[lines[number].start : lines[number].end]
            item = _ITEM.match(piece)
            title = _TITLE.match(item[1].strip()) if item else None
            if number > first and not (title or (_NUMBERED.match(piece) and len(piece) < 60)):
                break
            if number > first and title and not _NUMBERED.match(piece) and self._opens_a_plan(number):
                break
            if item:
                names += self._items(lines[number].start + item.start(1), item[1])
            self.listing.add(number)
            number += 1
        return number

    def _items(self, at: int, item: str) -> Iterator[tuple[int, int]]:
        """Spans of the titles in an item; several on one line are parted by their numbers."""
        position = 0
        for piece in _NEXT.split(item):
            begin = item.index(piece, position)
            position = begin + len(piece)
            title = _TITLE.match(piece)
            if title:
                yield at + begin + title.start(1), at + begin + title.end(1)

    def _opens_a_plan(self, number: int) -> bool:
        """Whether running text or a first heading follows a line, so that it is no item of a list."""
        following = self.plan.lines[number + 1 : number + 2]
        piece = self.plan.text[following[0].start : following[0].end] if following else ""
        return piece.endswith("。") or any(p.match(piece) for p, _ in _HEADINGS[:4])

    def _listed(self, title: str) -> tuple[int, int] | None:
        """Where the notice names this title, or its end, or what it is the end of; None if it does not."""
        key = fold(title)
        if key in self.names:
            return self.names[key]
        for known in self.tails.get(key[-_SHORTEST:], ()):
            if key.endswith(known) or known.endswith(key):
                return self.names[known]
        return None

    # -- where titles stand --------------------------------------------------------------------------

    def _candidates(self) -> Iterator[_Start]:
        lines = self.plan.lines
        number = self.notice + 1
        while number < len(lines):
            found = None if number in self.listing else self._at(number)
            if found is None:
                number += 1
                continue
            yield found
            number = found.last + 1

    def _at(self, number: int) -> _Start | None:
        """The title that stands at a line, alone or behind 附件1."""
        text, line = self.plan.text, self.plan.lines[number]
        if line.kind in _NOT_TITLES or line.end - line.start > 120:
            return None
        piece = text[line.start : line.end]
        mark = _MARK.match(piece)
        if mark and mark.end() < len(piece):
            title = _TITLE.match(piece[mark.end() :])
            if title is None:
                return None
            shift = line.start + mark.end()
            span = shift + title.start(1), shift + title.end(1)
            return self._made(number, number, line.start, span, mark)
        if mark or _NUMBERED.match(piece):
            return None
        before = self._mark_before(number)
        cut = line.start if before is None else self.plan.lines[number - 1].start
        for count in range(1, 4):
            span_of = self._run(number, count)
            if span_of is None:
                return None
            joined, span = span_of
            title = _TITLE.match(joined)
            if title and (count == 1 or before is not None or fold(title[1]) in self.names):
                lead = 1 if joined.startswith("《") else 0
                start, end = span[0] + lead, span[1] - (1 if lead and joined.endswith("》") else 0)
                last = number + count - 1
                if count == 1 or "\n" not in text[start:end] or not lead:
                    return self._made(number, last, cut, (start, end), before)
        return None

    def _run(self, number: int, count: int) -> tuple[str, tuple[int, int]] | None:
        """``count`` lines from ``number`` on as one text, if each can be part of a title."""
        lines = self.plan.lines[number : number + count]
        pieces = [self.plan.text[line.start : line.end] for line in lines]
        if len(lines) < count or any(len(p) > 80 or re.search("[，。；：]", p) or _NUMBERED.match(p) for p in pieces):
            return None
        if any(line.kind in _NOT_TITLES for line in lines):
            return None
        return "".join(pieces), (lines[0].start, lines[-1].end)

    def _mark_before(self, number: int) -> re.Match[str] | None:
        line = self.plan.lines[number - 1]
        piece = self.plan.text[line.start : line.end]
        mark = _MARK.match(piece)
        return mark if mark and mark.end() == len(piece) and not _LIST.match(piece.rstrip("：: ")) else None

    def _made(self, first: int, last: int, cut: int, span: tuple[int, int], mark: re.Match[str] | None) -> _Start:
        title = "".join(self.plan.text[span[0] : span[1]].split("\n"))
        following = self.plan.lines[last + 1 : last + 2]
        if following:
            tail = self.plan.text[following[0].start : following[0].end]
            if re.fullmatch(r"[（(][^（）()]{2,30}[）)]", tail) and not re.search(r"\d年\d{1,2}月|[〔\[]", tail):
                title, span, last = title + tail, (span[0], following[0].end), last + 1
        number = _value(mark[1]) if mark and mark[1] else None
        bare = re.sub(r"[（(][^（）()]{1,30}[）)]$", "", title)
        return _Start(
            first, last, cut, *span, title, number, mark is not None, self._listed(title) or self._listed(bare)
        )

    def _alike(self, found: list[_Start]) -> list[_Start]:
        """Titles that end as the notice's own title says that several do (五大专项行动方案)."""
        title = "".join(
            self.plan.text[line.start : line.end] for line in self.plan.lines[: self.notice + 1] if line.kind == "title"
        )
        issues = ISSUES.search(title)
        said = re.sub(r"[》）)]*的(?:通知|公告|通告|函|决定)$", "", issues[0]) if issues else ""
        if not _COUNTED.search(said):
            return []
        return [s for s in found if fold(s.title)[-4:] == fold(said)[-4:]]

    # -- what stands under them ------------------------------------------------------------------------

    def _with_body(self, chosen: Sequence[_Start]) -> list[_Start]:
        """Those that a plan follows, each title once."""
        kept: list[_Start] = []
        seen: set[str] = set()
        for position, start in enumerate(chosen):
            stop = chosen[position + 1].first if position + 1 < len(chosen) else len(self.plan.lines)
            key = fold(start.title)
            if key not in seen and self._has_body(start, stop):
                before = chosen[position - 1] if position else None
                if before is not None and fold(before.title) == key:  # a cover with the same title
                    start = before
                seen.add(key)
                kept.append(start)
        return kept

    def _has_body(self, start: _Start, stop: int) -> bool:
        """Whether numbering starts at one between a title and line ``stop``, with text enough for a plan."""
        text, amount = self.plan.text, 0
        firsts: dict[int, str] = {}
        counts: dict[int, int] = {}
        for line in self.plan.lines[start.last + 1 : stop]:
            piece = text[line.start : line.start + 12]
            if line.kind in ("row", "toc") or _ASIDE.match(text[line.start : min(line.end, line.start + 60)]):
                continue
            amount += line.end - line.start
            for rank, (pattern, _) in enumerate(_HEADINGS):
                heading = pattern.match(piece)
                if heading:
                    firsts.setdefault(rank, heading[1])
                    counts[rank] = counts.get(rank, 0) + 1
                    break
        if not firsts:
            return False
        outermost = min(firsts)
        enough = amount >= (_LEAST_NAMED if start.listed else _LEAST)
        return enough and counts[outermost] > 1 - bool(start.listed) and firsts[outermost] in _HEADINGS[outermost][1]


def _in_sequence(marked: list[_Start]) -> list[_Start]:
    """Attachments numbered 1, 2, 3 …: one that starts at 1 again belongs to the plan before it."""
    kept: list[_Start] = []
    last = 0
    for start in marked:
        if start.number is not None and start.number > last and (kept or start.number == 1):
            kept.append(start)
            last = start.number
    return kept


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, _, ones = number.partition("十") if "十" in number else ("", "", number)
    return (_DIGITS.get(tens, 1) * 10 if "十" in number else 0) + (_DIGITS.get(ones, 0) if ones else 0)


def _carried(head: PlanText, start: _Start) -> Carried:
    """A plan as the notice names it; by the notice's own title where it does not."""
    if start.listed and start.listed[1] <= len(head.text):
        return Carried(start.title, *start.listed)
    begin, end = head.masthead.title_span or (0, len(head.text))
    return Carried(start.title, begin, end, named=False)


def _cut(plan: PlanText, blanks: list[int], start: int, end: int) -> PlanText:
    """``plan.text[start:end]`` (blanks at its end left out) as a plan of its own, offsets moved, without structure."""
    while end > start and plan.text[end - 1].isspace():
        end -= 1
    origin = [(here, plan.origin[i][1] + more) for i, here, more in _moved(plan.origin, start, end)]
    return PlanText(
        text=plan.text[start:end],
        source=plan.source,
        sha256=plan.sha256,
        origin=origin or ([(0, start)] if start else []),
        meta=dict(plan.meta),
        places=[(here, plan.places[i][1]) for i, here, _ in _moved(plan.places, start, end)],
        blanks=frozenset(b - start for b in blanks[bisect_left(blanks, start) : bisect_left(blanks, end)]),
    )


def _moved(pairs: Sequence[tuple[int, Any]], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The pairs that hold between two offsets: number, offset from ``start``, how far the pair began before ``start``."""
    first = bisect_right(pairs, start, key=itemgetter(0)) - 1
    if first >= 0:
        yield first, 0, start - pairs[first][0]
    for number in range(first + 1, bisect_left(pairs, end, key=itemgetter(0))):
        yield number, pairs[number][0] - start, 0
