"""The masthead and signature of an official document (GB/T 9704): title, 文号, addressees, signature, date."""

from __future__ import annotations

import re

from extract.plantext import Line, PlanText

_NUMBER = re.compile(
    r"^[（(]?([\u4e00-\u9fff]{1,12}[〔\[（(【]\s{0,9}(?:19|20)\d{2}\s{0,9}[〕\]）)】]\s{0,9}第?\s{0,9}\d{1,5}\s{0,9}号)[）)]?$"
)
_KIND = (
    "(?:规划|计划|方案|纲要|意见|要点|措施|办法|通知|决定|建议|清单|规定|细则|条例|指南|通告|公告|报告|行动|政策"
    "|任务|分工|批复|函|重点工作|实施细则|若干规定|目标|预案)"
)
_TITLE_END = re.compile(_KIND + r"(?:(?:征求意见|送审|报批|讨论|修订)稿|修订版)?(?:[（(][^（）()]{1,30}[）)])*$")
_HEAD_MARK = re.compile(r"(?:文件|公报)$")
_ADDRESSEE = re.compile(r"^(?=.{4,120}[：:]$)(?:各|省|市|国务院|有关|中央|机关|自治区|区|县|省级|市级|全国)")
_DATE = re.compile(r"^[（(]?((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日(?:[^，。]{0,12})?[）)]?$")
_CN_DATE = re.compile(
    r"^(二[〇○零O0][一二三四五六七八九〇○零]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_BODY = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章编篇节]|为|根据|按照|当前|近年来|以|经|现)"
)
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章编篇节])")
_NUMBERED_TITLE = re.compile(r"^(?:\d+(?:\.\d+)*\s*)?《([^《》]{4,80})》$")
_ISSUE_NOTICE = re.compile(
    r"^.{2,60}?关于(?:(?:联合)?(?:印发|转发|发布|公布|下发|批转)(.{4,80}?)"
    r"|(?:公开)?征求(?:对)?(.{4,80}?)(?:公众|社会|修改)?(?:的)?意见(?:建议)?)的(?:通知|公告|通告)$"
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "O": 0, "0": 0}
#: How many lines from the top a title is looked for.
_REACH = 16
#: Longest title, and longest of a notice that names several plans (关于印发《…》《…》的通知), in characters.
MAX_TITLE, MAX_LISTING = 100, 400


def find_masthead(plan: PlanText, title: tuple[int, int] | None = None) -> None:
    """Fill ``plan.masthead`` and the kinds of the lines it is made of; ``title`` is the title's span where it is known."""
    if title is None:
        _find_title(plan)
    else:
        _set_title(plan, [line for line in plan.lines[:_REACH] if line.end <= title[1]], *title)
    _find_number_and_addressees(plan)
    _find_signatures(plan)


def _find_title(plan: PlanText) -> None:
    text, head = plan.text, plan.masthead
    lines = [line for line in plan.lines[:_REACH] if line.kind == "para"]
    for position, line in enumerate(lines):
        piece = text[line.start : line.end]
        quoted = _NUMBERED_TITLE.match(piece)
        if quoted:
            _set_title(plan, [line], line.start + quoted.start(1), line.start + quoted.end(1))
            return
        if piece.startswith("附件") or (_BODY.match(piece) and len(piece) > 60) or _HEADING.match(piece):
            break
        if (
            _NUMBER.match(piece)
            or _HEAD_MARK.search(piece)
            or _DATE.match(piece)
            or piece.endswith(("。", "：", ":", "；"))
        ):
            continue
        run = _title_lines(text, lines, position)
        if run:
            _set_title(plan, run, run[0].start, run[-1].end)
            return
    if lines:
        first = lines[0]
        if first.end - first.start <= 60 and text[first.end - 1] not in "。；，：":
            head.title, head.title_span = text[first.start : first.end].strip("《》"), (first.start, first.end)
            first.kind = "title"


def _title_lines(text: str, lines: list[Line], position: int) -> list[Line]:
    """One to four neighbouring lines that read together as a title."""
    for count in range(1, 5):
        run = lines[position : position + count]
        if len(run) < count:
            break
        joined = "".join(text[a.start : a.end] for a in run)
        longest = MAX_LISTING if "关于" in joined and "《" in joined else MAX_TITLE
        if len(joined) > longest or re.search("[。；]", joined):
            break
        last = text[run[-1].start : run[-1].end]
        if count > 1 and (_BODY.match(last) or _NUMBER.match(last) or _DATE.match(last) or last.startswith("附件")):
            break
        if _TITLE_END.search(joined) and joined.count("《") == joined.count("》"):
            following = lines[position + count : position + count + 1]
            tail = text[following[0].start : following[0].end] if following else ""
            if re.fullmatch(r"[（(][^（）()]{2,30}[）)]", tail) and not _NUMBER.match(tail) and not _DATE.match(tail):
                run = [*run, *following]
            return run
    return []


def _set_title(plan: PlanText, lines: list[Line], start: int, end: int) -> None:
    head = plan.masthead
    head.title = "".join(plan.text[start:end].split("\n")).strip()
    head.title_span = (start, end)
    for line in lines:
        line.kind = "title"
    _set_carried_plan(plan)


def _set_carried_plan(plan: PlanText) -> None:
    """A notice that issues one plan stands for that plan: its title is the plan's, the notice's an alias."""
    head = plan.masthead
    notice = _ISSUE_NOTICE.match(head.title)
    if not notice:
        return
    carried = (notice[1] or notice[2]).strip("《》")
    for line in plan.lines:
        if line.start <= (head.title_span or (0, 0))[1] or line.kind != "para":
            continue
        piece = plan.text[line.start : line.end]
        if piece.strip("《》") == carried or (
            len(piece) < 60 and piece.endswith(carried) and not re.search("[，。：]", piece)
        ):
            line.kind = "title"
            head.aliases.append(head.title)
            head.title, head.title_span = piece.strip("《》"), (line.start, line.end)
            return


def _find_number_and_addressees(plan: PlanText) -> None:
    text, head = plan.text, plan.masthead
    for line in plan.lines[: _REACH + 10]:
        piece = text[line.start : line.end]
        if line.kind not in ("para", "caption"):
            continue
        number = _NUMBER.match(piece)
        if number and not head.number:
            line.kind, head.number = "number", re.sub(r"\s", "", number[1])
            head.number_span = (line.start + number.start(1), line.start + number.end(1))
        elif _ADDRESSEE.match(piece) and head.addressees is None:
            line.kind, head.addressees = "addressee", (line.start, line.end)


def _find_signatures(plan: PlanText) -> None:
    """A date on a line of its own, with the issuing bodies on the short lines before it."""
    text, head = plan.text, plan.masthead
    for position, line in enumerate(plan.lines):
        if line.kind != "para":
            continue
        date = _iso_date(text[line.start : line.end])
        if not date:
            continue
        line.kind = "date"
        if not head.date:
            head.date = date
        for back in range(position - 1, max(-1, position - 5), -1):
            previous = plan.lines[back]
            piece = text[previous.start : previous.end]
            if previous.kind != "para" or len(piece) > 40 or re.search("[，。；：、]", piece):
                break
            previous.kind = "signature"
            head.signatures.append((previous.start, previous.end))


def _iso_date(piece: str) -> str:
    match = _DATE.match(piece)
    if match:
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    match = _CN_DATE.match(piece)
    if not match:
        return ""
    return f"{_cn_year(match[1])}-{_cn_small(match[2]):02d}-{_cn_small(match[3]):02d}"


def _cn_year(text: str) -> str:
    return "".join(str(_DIGITS[c]) for c in text)


def _cn_small(text: str) -> int:
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    if "十" not in text:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
