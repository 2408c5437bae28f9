"""Component ``plankg_regions``: divisions, clusters and zones, and whose plan it is (``doc._.jurisdiction``).

A full name counts unless it hides in a word; a short name that is also a word, or that several counties bear,
counts only where its place says that it is a place: after the division it lies in, in a list of places, or in a plan
of the province it belongs to.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

from extract.gazetteer import Hit, Place, by_code, key, scan
from extract.jurisdiction import find_jurisdiction
from extract.mentions import EntityMention, RelationMention, SpanIndex
from extract.pipeline import Component
from extract.plantext import PlanText

#: What follows a name that ends in 市, 区, 县 when the last character belongs to the next word.
_SPLIT = {"市": "场", "区": "域块间别分位", "县": "域"}
_BEFORE = re.compile(
    r"(?:^|[\s，。；：、（(“《/和与及在对由赴到至自从以向于省市州盟]|支持|推动|推进|鼓励|引导|依托|建设|打造|位于|选择|其中)$"
)
_JOIN = re.compile(r"[、/和与及]|以及")
#: 抄送：…: whom a plan is sent to, at its end.
_COPIED = re.compile(r"^\s*(?:抄\s*[送报]|主\s*送|分\s*送|发\s*送|报\s*送)\s*[：:]")
_LIST_END = re.compile(
    r"等(?:地|市|县|区|州|省|国家|城市|[\d一二三四五六七八九十两]+[个市县区省地])|(?:两|三|四|五|六|七|八|九|十|\d)[市县区省地州]"
)
_ZONE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?)(高新技术产业开发区|经济技术开发区|高新区|经开区|综合保税区|保税港区|保税区|自由贸易试验区|自贸试验区|自由贸易港"
    r"|国家级新区|出口加工区)"
)
_TRADE_ZONE = re.compile(
    r"中国[（(]([\u4e00-\u9fff]{2,4})[）)](自由贸易试验区|自由贸易港)(?:[\u4e00-\u9fff]{2,6}片区)?"
)


#: 青岛|啤酒, 大庆|石化: a firm's name begins with its place; 大庆|石化产业 is a place and its trade.
_OF_A_FIRM = re.compile(
    "(?:啤酒|石化(?!、)|炼化|特钢|重工|机床|造船|船厂|卷烟厂?|日报|晚报|晨报|卫视)"
    "(?!产业|行业|业|化工|基地|园|集群|企业|工业|装备|小镇|节|新材料|产品|项目|社|集团|公司|报业)"
)
#: 《…》: what a title says is no mention by itself.
_TITLED = re.compile("《[^《》\n]{1,80}》")


class Regions(Component):
    """Appends Region mentions; sets ``doc._.jurisdiction``."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        hits = scan(plan.text)
        owner = find_jurisdiction(plan, hits)
        reader = _Reader(plan.text, hits, owner[0] if owner else None)
        found = reader.mentions()
        doc._.jurisdiction = _jurisdiction(owner, found)
        for row in doc._.user_lexicon:
            if row["label"] == "Region":
                found += _user(plan.text, row)
        sent = [
            (line.start, line.end)
            for line in plan.lines
            if line.kind == "addressee" or _COPIED.match(plan.text[line.start : line.start + 8])
        ]
        own = doc._.jurisdiction.key if doc._.jurisdiction is not None else ()
        titled = SpanIndex([EntityMention("Title", *t.span(), "title") for t in _TITLED.finditer(plan.text)])
        doc._.entities.extend(
            m
            for m in found
            if not any(a <= m.start < b for a, b in sent) and (m.key == own or not titled.covering(m.start, m.end))
        )


def _jurisdiction(owner: tuple[Place, int, int] | None, found: list[EntityMention]) -> EntityMention | None:
    """The mention that stands for the plan's own division; one is made where its number alone names it."""
    if owner is None:
        return None
    place, start, end = owner
    same = [m for m in found if m.key == key(place)]
    at_title = [m for m in same if m.start == start]
    if at_title or same:
        return (at_title or same)[0]
    made = _mention(place, start, max(end, start + 1), "region.jurisdiction", 0.9)
    if end > start:
        found.append(made)
    return made


class _Reader:
    """Decides which hits are places."""

    def __init__(self, text: str, hits: list[Hit], owner: Place | None) -> None:
        self.text, self.hits, self.owner = text, hits, owner
        self.taken: dict[int, tuple[Hit, Place, str, float]] = {}  # by start
        self.ends: dict[int, Place] = {}

    def mentions(self) -> list[EntityMention]:
        pending: list[Hit] = []
        covered = 0
        for hit in self.hits:
            if hit.start < covered:
                continue
            verdict = self._accept(hit)
            if verdict:
                self._take(hit, *verdict)
                covered = hit.end
            else:
                pending.append(hit)
        self._lists(pending)
        found = [_mention(p, h.start, h.end, rule, sure) for _, (h, p, rule, sure) in sorted(self.taken.items())]
        return self._zones(found)

    def _take(self, hit: Hit, place: Place, rule: str, sure: float) -> None:
        self.taken[hit.start] = (hit, place, rule, sure)
        self.ends[hit.end] = place

    def _accept(self, hit: Hit) -> tuple[Place, str, float] | None:
        if hit.form == "alias" and not hit.places[0].code:
            return hit.places[0], f"region.{hit.places[0].kind}", 0.95
        following = self.text[hit.end : hit.end + 1]
        if hit.form != "short" and following and following in _SPLIT.get(self.text[hit.end - 1], ""):
            return None
        parent = self.ends.get(hit.start)
        choice = self._choose(hit, parent)
        if choice is None:
            return None
        inside = parent is not None and parent.code in choice.parents
        if hit.form == "short":
            return self._accept_short(hit, choice, inside)
        if choice.rank < 2 or not choice.unsafe_name:
            return (choice, "region.name", 0.98) if choice.current or not choice.unsafe_name else None
        if inside:
            return choice, "region.name.inside", 0.97
        if self._own(choice) and hit.end - hit.start > 2 and self._edge(hit.start) and choice.current:
            return choice, "region.name.own", 0.9
        return None

    def _accept_short(self, hit: Hit, place: Place, inside: bool) -> tuple[Place, str, float] | None:
        if self.text[hit.end : hit.end + 1] in ("族", "籍") or _OF_A_FIRM.match(self.text, hit.end):
            return None
        if place.rank == 0 or (place.rank == 1 and not place.unsafe):
            return place, "region.short", 0.95
        if inside and place.rank == 2 and not self._word_follows(hit):
            return place, "region.short.inside", 0.9
        if place.rank == 2 and not place.unsafe and (self._own(place) or self._edge(hit.start)):
            return (place, "region.short.own", 0.85) if self._own(place) else (place, "region.short.county", 0.7)
        return None

    def _word_follows(self, hit: Hit) -> bool:
        """上海[金山]银山, 广州[白云]山: a county's short name right after its city that goes on as another word."""
        return self.text[hit.end : hit.end + 1] in tuple("山江河湖海路港机站寺")

    def _choose(self, hit: Hit, parent: Place | None) -> Place | None:
        """Which of the places that bear the name is meant."""
        places = hit.places
        if len(places) == 1:
            return places[0]
        if parent is not None:
            for place in places:
                if parent.code and parent.code in place.parents:
                    return place
        if places[0].rank < 2 and (len(places) == 1 or places[0].rank < places[1].rank or not places[1].current):
            return places[0]
        own = [p for p in places if self._own(p) and p.current]
        near = [p for p in own if self.owner and self.owner.code[:4] in (p.code[:4], f"{p.code[:2]}00")]
        for choice in (near, own):
            if len(choice) == 1:
                return choice[0]
        current = [p for p in places if p.current]
        if len(current) == 1:
            return current[0]
        if not current:
            return places[0] if len({p.name for p in places}) == 1 and hit.form == "name" else None
        return None

    def _own(self, place: Place) -> bool:
        """Whether the place lies in (or is) the plan's own division."""
        return bool(self.owner and place.code and self.owner.code[:2] == place.code[:2])

    def _edge(self, start: int) -> bool:
        """Whether a word can begin at ``start``: after punctuation, a place, or a word that governs places."""
        return start in self.ends or bool(_BEFORE.search(self.text[max(0, start - 4) : start] or "\n"))

    def _lists(self, pending: list[Hit]) -> None:
        """Doubtful names that stand in a row with places: 天河、越秀、海珠区; 广州、深圳、中山等地."""
        for hits, forward in ((pending, True), (pending[::-1], False)):
            for hit in hits:
                if any(a in self.taken for a in (hit.start,)) or self._overlaps(hit):
                    continue
                neighbour = self._before(hit) if forward else self._after(hit)
                if neighbour is None:
                    continue
                place = self._akin(hit, neighbour)
                if place is not None:
                    self._take(hit, place, "region.list", 0.85)

    def _overlaps(self, hit: Hit) -> bool:
        return any(h.start < hit.end and hit.start < h.end for h, *_ in self._near(hit))

    def _near(self, hit: Hit) -> list[tuple[Hit, Place, str, float]]:
        return [self.taken[s] for s in range(max(0, hit.start - 12), hit.end) if s in self.taken]

    def _before(self, hit: Hit) -> Place | None:
        at = hit.start
        if self.text[at - 1 : at] in ("、", "/") or (at > 1 and self.text[at - 1] in "和与及"):
            return self.ends.get(at - 1)
        return None

    def _after(self, hit: Hit) -> Place | None:
        match = _JOIN.match(self.text, hit.end)
        if match and match.end() in self.taken:
            return self.taken[match.end()][1]
        return None

    def _akin(self, hit: Hit, neighbour: Place) -> Place | None:
        """The bearer of the name that fits its neighbour in the list: same level, or the same parent."""
        if not neighbour.code:
            return None
        fits = [p for p in hit.places if p.current and p.rank == neighbour.rank]
        if neighbour.rank == 2:
            close = [p for p in fits if p.parents[0] == neighbour.parents[0]]
            fits = close or [p for p in fits if p.code[:2] == neighbour.code[:2]]
        else:
            fits += [
                p
                for p in hit.places
                if p.current and p.rank == 2 and neighbour.rank == 1 and p.code[:2] == neighbour.code[:2]
            ]
        if len({p.code for p in fits}) == 1:
            return fits[0]
        return next((p for p in fits if self._own(p)), None)

    def _zones(self, found: list[EntityMention]) -> list[EntityMention]:
        """合肥高新区: a place and the kind of zone are one place."""
        out = []
        for m in found:
            zone = _ZONE.match(self.text, m.end) if m.properties.get("code") else None
            if zone is None or zone.start(1) - m.end > 0:
                out.append(m)
                continue
            out.append(m)
            name = self.text[m.start : zone.end()]
            out.append(
                EntityMention(
                    "Region", m.start, zone.end(), name, properties={"kind": "zone"}, rule="region.zone", confidence=0.9
                )
            )
        for match in _TRADE_ZONE.finditer(self.text):
            if any(m.start <= match.start() and m.end > match.end() - 4 for m in found if not m.properties.get("code")):
                continue
            out.append(
                EntityMention(
                    "Region",
                    match.start(),
                    match.end(),
                    match[0],
                    aliases=(f"{match[1]}自贸试验区",) if match[2] == "自由贸易试验区" else (f"{match[1]}自由贸易港",),
                    properties={"kind": "zone"},
                    rule="region.zone.trade",
                    confidence=0.95,
                )
            )
        return _without_nested_zone_parts(out)


def _without_nested_zone_parts(found: list[EntityMention]) -> list[EntityMention]:
    """A place that is the first part of a zone's name is no mention by itself."""
    zones = [(m.start, m.end) for m in found if m.properties.get("kind") == "zone"]
    if not zones:
        return found
    return [
        m
        for m in found
        if (m.start, m.end) in zones
        or not any(a <= m.start and m.end <= b and (a, b) != (m.start, m.end) for a, b in zones)
    ]


def _mention(place: Place, start: int, end: int, rule: str, sure: float) -> EntityMention:
    properties: dict[str, str | int | float | bool] = {}
    if place.code:
        properties["code"] = place.code
        properties["level"] = place.level
    properties["kind"] = place.kind
    aliases = (place.short,) if len(place.short) > 1 and place.rank < 2 else ()
    return EntityMention("Region", start, end, place.name, key(place), aliases, properties, rule, sure)


def _user(text: str, row: dict[str, str]) -> list[EntityMention]:
    found = []
    aliases = tuple(a for a in row["aliases"].split("|") if a)
    for surface in (row["name"], *aliases):
        for match in re.finditer(re.escape(surface), text):
            properties: dict[str, str | int | float | bool] = {"kind": row["kind"] or "area"}
            found.append(
                EntityMention("Region", *match.span(), row["name"], (), aliases, properties, "region.user", 0.99)
            )
    return found


def containment(found: list[EntityMention]) -> list[RelationMention]:
    """PART_OF between places of this document, by the codes of GB/T 2260; evidence is the first mention."""
    first: dict[str, EntityMention] = {}
    for m in sorted(found, key=lambda m: m.start):
        first.setdefault(str(m.properties.get("code") or m.name), m)
    edges = []
    for m in first.values():
        parents = _parents(m)
        target = next((first[p] for p in parents if p in first and first[p] is not m), None)
        if target is not None:
            edges.append(RelationMention("PART_OF", m, target, m.start, m.end, {}, "region.gb2260", 0.99))
    return edges


def _parents(m: EntityMention) -> tuple[str, ...]:
    code = str(m.properties.get("code", ""))
    if code:
        return by_code()[code].parents if code in by_code() else ()
    from extract.gazetteer import areas

    parents = next((a.parents for a in areas() if a.name == m.name), ())
    if len(parents) < 2:
        return parents
    provinces = {code[:2] for code in parents}  # of the divisions it is made of
    return (f"{provinces.pop()}0000",) if len(provinces) == 1 else ()


@Language.factory("plankg_regions")
def make(nlp: Language, name: str) -> Regions:
    """The component, as spaCy asks for it."""
    return Regions(nlp, name)
