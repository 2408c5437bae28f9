"""Whose plan it is: the province or city that 省…, 市…, 我省 and 全市 mean; none for bodies of the State.

Asked in this order: the title and the issuer's name in it, the notice that carries the plan, the lines above the title, the
signatures, the document number, and last what the body calls its own ground (我省, 全市).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from extract.gazetteer import Hit, Place, by_code
from extract.lexicon import rows
from extract.mentions import EntityMention
from extract.plantext import PlanText

_STATE_ISSUER = re.compile(
    r"^(?:中共中央|国务院|中央|全国|国家[^，。]{1,16}(?:委|局|部|办|署)|最高人民|中国人民银行|中国银保监会|中国证监会"
    r"|(?!国)[\u4e00-\u9fff]{2,8}部(?:办公厅)?(?:关于|印发|[ 、等]|等|联合)|[\u4e00-\u9fff]{2,8}总局(?:办公厅)?关于)"
)
_OWN = re.compile(r"([我本全])([省市区县州])(?!场|域|别|分|间)")
_OWN_REGION = re.compile(r"(?:我|全|本)(?:自治)区")
_OWN_BODY = re.compile(
    r"(?<![\u4e00-\u9fff])(省|市|自治区)(?:委|政府|人民政府|发展改革委|财政厅|财政局|教育厅|教育局|科技厅|科技局)"
)
_RANKS = {"省": 0, "市": 1, "州": 1, "县": 2, "区": 2, "自治区": 0}
#: How often a plan must speak of its own ground before that counts.
_ENOUGH = 2


def find_jurisdiction(plan: PlanText, hits: list[Hit]) -> tuple[Place, int, int] | None:
    """The division whose plan it is, with the span that says so (an empty span: the body as a whole)."""
    head = plan.masthead
    for title, start in _titles(plan):
        place = _first(hits, start, start + len(title))
        issuer = bool(place) and plan.text[start : place[1]] in ("", "中共", "《")  # type: ignore[index]
        if _STATE_ISSUER.match(title) and not issuer:
            return None
        if place:
            return place
    if plan.issue is not None and plan.issue.place is not None:
        carrier = _place(plan.issue.place)
        return (carrier, 0, 0) if carrier else None
    top = head.title_span[0] if head.title_span else 0
    for line in plan.lines[:12]:
        if line.start >= top:
            break
        piece = plan.text[line.start : line.end]
        if line.end - line.start <= 40 and re.search("人民政府|办公厅|办公室|委员会|文件$|[厅局委]$", piece):
            place = _first(hits, line.start, line.end)
            if place:
                return place
    for start, end in head.signatures:
        if _STATE_ISSUER.match(plan.text[start:end] + "关于"):
            return None
        place = _first(hits, start, end)
        if place:
            return place
    if head.number:
        known, place_of_number = _by_number(head.number)
        if known:
            span = head.number_span or (0, 0)
            return (place_of_number, *span) if place_of_number else None
    return _by_body(plan.text, hits)


def issuing_place(plan: PlanText, found: EntityMention | None) -> str | None:
    """For the plans that the notice ``plan`` carries: its division's code or name, empty for the State, None if unknown."""
    if found is not None:
        return str(found.properties.get("code") or found.name)
    said = [title for title, _ in _titles(plan)] + [plan.text[a:b] + "关于" for a, b in plan.masthead.signatures]
    return "" if any(_STATE_ISSUER.match(text) for text in said) else None


def _place(known: str) -> Place | None:
    """The division with this code or full name."""
    if known in by_code():
        return by_code()[known]
    return next((p for p in by_code().values() if p.name == known and p.current), None)


def _titles(plan: PlanText) -> list[tuple[str, int]]:
    """The title and the title of the notice that carries it, with where they stand."""
    head = plan.masthead
    found = []
    for alias in head.aliases:
        first = plan.text.find(alias[:8])
        found.append((alias, max(first, 0)))
    if head.title_span:
        start, end = head.title_span
        found.append((plan.text[start:end], start))
    return found


def _first(hits: list[Hit], start: int, end: int) -> tuple[Place, int, int] | None:
    """The first division named in a stretch: the longest form at the earliest place, its county if one follows."""
    best: tuple[Place, int, int] | None = None
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        place = next((p for p in hit.places if p.code and p.current), None)
        if place is None or (place.rank == 2 and hit.form != "name") or (hit.form == "short" and place.unsafe):
            continue
        if best is None:
            best = (place, hit.start, hit.end)
        elif hit.start >= best[2] and hit.start - best[2] <= 0:
            inner = next((p for p in hit.places if p.code and p.current and best[0].code in p.parents), None)
            if inner:
                best = (inner, hit.start, hit.end)
    return best


@cache
def _numbers() -> list[tuple[str, str]]:
    return sorted(((r["prefix"], r["code"]) for r in rows("number_prefixes.csv")), key=lambda p: -len(p[0]))


def _by_number(number: str) -> tuple[bool, Place | None]:
    for prefix, code in _numbers():
        if number.startswith(prefix):
            return True, by_code().get(code)
    return False, None


def _by_body(text: str, hits: list[Hit]) -> tuple[Place, int, int] | None:
    own = Counter(_RANKS[m[2]] for m in _OWN.finditer(text))
    own[0] += len(_OWN_REGION.findall(text))
    own.update(_RANKS[m[1]] for m in _OWN_BODY.finditer(text))
    places: Counter[str] = Counter()
    where: dict[str, Hit] = {}
    for hit in hits:
        place = next((p for p in hit.places if p.code and p.current), None)
        if place and (hit.form == "name" or not place.unsafe):
            places[place.code] += 1
            where.setdefault(place.code, hit)
    for rank in (0, 1, 2):
        if own[rank] < _ENOUGH or own[rank] < max(own.values()):
            continue
        ranked = [(n, code) for code, n in places.items() if by_code()[code].rank == rank]
        if rank == 1:  # 全市 in Beijing, Shanghai, Tianjin and Chongqing
            ranked += [(n, c) for c, n in places.items() if c in ("110000", "120000", "310000", "500000")]
        ranked.sort(key=lambda pair: (-pair[0], pair[1]))
        if ranked and ranked[0][0] >= _ENOUGH and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            hit = where[ranked[0][1]]
            return by_code()[ranked[0][1]], hit.start, hit.end
    return None
