"""Names of bodies: from what a plan writes (省科技厅, 发展改革委, 各市政府) to one name and identity.

A body of a province, city or county is its place and a kind of body from ``departments.csv``; a body of the State,
an enterprise or a university stands in ``organizations.csv``; anything else that ends like a body is taken as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.gazetteer import Place, by_code, scan
from extract.lexicon import rows

#: Words that stand for a place of the plan's own: the body's place is filled in.
SCOPES = ("自治区", "兵团", "省", "市", "县", "区", "州", "盟", "旗")
SCOPE = re.compile(
    "(?:我|本)?(自治区|省|市(?!场|容|政(?!府|协|务|法|研|策)|民服务)|县|区(?!域|块)|州|盟|旗)"
    "(?!级|属|直(?!机关工委|属机关工委)|区|县|市(?!场|政|容))"
)
#: Ends of the names of a province's or city's own departments, and beginnings of names that are nobody's (黄河水利委员会).
_DEPARTMENT_ENDS = ("厅", "局", "委", "办", "监管局")
_ELSEWHERE = re.compile(
    "中国|国家|国网|民航|铁路|黄河|长江|淮河|海河|珠江|松辽|太湖|中央|全国|[^厅局委办]{0,6}(?:海关|海事|空管)|县|区|市|镇|乡"
)
#: 团省委, 共青团市委, 团浙江省委.
_LEAGUE = re.compile("(?:共青|中国共产主义青年)?团([\u4e00-\u9fff]{0,6}?(?:省|市|县|区|州|盟|旗|自治区))委(?:员会)?")
#: The one corps that has departments like a province's.
_CORPS = "新疆生产建设兵团"
_BRACKET = re.compile(r"[（(]([^（()）]*)[)）]$")
GROUP = re.compile(
    r"^(?:(?:全|我|本)?[省市县区州]?(?:地方|沿[江海线]|其他|其它)?(?:各|有关|相关|其他|其它)|(?:省级|市级|县级|区级|省直|市直|县直|区直|省市(?=有关|相关|各|两级)|中央和?国家机关|地方|基层|属地|驻[省市\u4e00-\u9fff]{1,2}|当地|所在地|两市|三地|市县|所在|对口)"
    r"|(?:省|市|县|区|州|自治区|国务院)(?:级|直|属)?(?:有关|相关|各)"
    r"|(?:省|市|县|区|州|盟|自治区)(?:委|人民政府|政府)(?:、[省市县区州盟]?政府)?(?:所属|直属|组成)?(?:有关|相关|各|直属|工作)(?=[部工机单直组])"
    r"|(?:(?:国家级|省级|市级|各类)?(?:经济)?(?:开发区|功能区|园区|产业园区|高新区|经开区|综保区|新区|管理区|保税区)(?:管委会?|管理委员会|管理机构)$))"
)
_GROUP_HEAD = re.compile(
    r"(?:部门|单位|政府|党委|党组|管委会?|委员会|机构|企业|公司|高校|院校|学校|院所|地区|地方|市县|各地|城市|[省市县区州盟旗]|[）)〕]|团体|协会|银行|保险|集团|医院"
    r"|乡镇|镇街|街道|办事处|居委会|村委会|居民委员会|村民委员会|镇|乡|园区|开发区|功能区|新区|处室|科室|司局|成员单位|平台|运营商|委办局|委局|厅局|领导小组|机关|公安|法院|党校|组织|商会|村|社区|军分区|疾控中心|服务中心|中心)$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A named body: what identifies it, other names, ``kind``, and the division it belongs to ('' for the State)."""

    name: str
    key: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    kind: str = "government"
    jurisdiction: str = ""
    rule: str = ""
    confidence: float = 0.95


@cache
def known() -> dict[str, dict[str, str]]:
    """Bodies of ``organizations.csv`` by every name that is good anywhere."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("organizations.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                found.setdefault(name, row)
    return found


@cache
def listed() -> dict[str, dict[str, str]]:
    """Short names that count in a list of bodies of a plan of the State (能源局, 网信办)."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("organizations.csv"):
        for name in row["listed"].split("|"):
            if name:
                found.setdefault(name, row)
    return found


@cache
def departments() -> dict[str, dict[str, str]]:
    """Kinds of bodies of provinces, cities and counties by every form of their name."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("departments.csv"):
        for name in (row["name"], *row["forms"].split("|")):
            if name:
                found.setdefault(name, row)
    return found


@cache
def _suffixes() -> tuple[tuple[str, str, str], ...]:
    """``(suffix, kind, id)``, longest first."""
    return tuple(
        sorted(((r["suffix"], r["kind"], r["id"]) for r in rows("org_suffixes.csv")), key=lambda s: -len(s[0]))
    )


def suffix_of(name: str) -> tuple[str, str, str] | None:
    """The row of ``org_suffixes.csv`` that a name ends with."""
    return next((s for s in _suffixes() if name.endswith(s[0]) and len(name) > len(s[0])), None)


class Namer:
    """Names bodies in a plan of ``owner`` (a division's code; '' for a plan of the State)."""

    def __init__(self, owner: str) -> None:
        self.owner = by_code().get(owner)
        self._cache: dict[tuple[str, str], Body | None] = {}
        self._places: dict[str, tuple[Place | None, int]] = {}

    def name(self, surface: str, prefix: str = "") -> Body | None:
        """The body that a member of a list names, None if it names nobody.

        ``prefix`` is what an earlier member of the list began with (省, 省委, 广东省), for members without one.
        """
        if (surface, prefix) not in self._cache:
            self._cache[surface, prefix] = self._name(surface, prefix)
        return self._cache[surface, prefix]

    def _name(self, surface: str, prefix: str) -> Body | None:
        league = _LEAGUE.fullmatch(surface)
        if league is not None:
            return self._league(league[1], surface)
        outer = _BRACKET.sub("", surface)
        if outer != surface and outer and suffix_of(outer + "") and not GROUP.match(surface):
            body = self._name(outer, prefix)
            if body is not None:
                return _with_alias(body, surface, self._full_surface(surface))
        if surface in known():
            return _of_row(known()[surface], surface)
        local = self._local(surface)
        if local is not None:
            return local
        if GROUP.match(surface):
            return self._group(surface)
        if self.owner is None and surface in listed():
            return _of_row(listed()[surface], surface)
        return self._bare(surface, prefix)

    # -- bodies of a place ------------------------------------------------------------------------

    def _league(self, written: str, surface: str) -> Body | None:
        """团省委, 共青团浙江省委: the youth league's committee of a place."""
        place, length = self.leading_place(written)
        place = place if length == len(written) else self.place_of(written)
        where = place.name if place else written
        name = f"共青团{where}委"
        aliases = _aliases(name, surface, f"团{where}委", f"{where}团委", f"团{written}委", f"共青团{where}委员会")
        return Body(name, (name,), aliases, "association", where if place else "", "dept.团委", 0.95)

    def _local(self, surface: str) -> Body | None:
        """A body that begins with its place: 省科技厅, 省委组织部, 广州市财政局, 杭州市, 浙江金融监管局."""
        corps = next((c for c in (_CORPS, "兵团") if surface.startswith(c) and len(surface) > len(c)), "")
        if corps:
            return self._of_corps(surface[len(corps) :], surface)
        place, length = self.leading_place(surface)
        if place is not None:
            return self._of_place(place, surface[:length], surface[length:], surface)
        scope = SCOPE.match(surface)
        if scope is None or len(surface) < scope.end() + 1:
            return None
        rest = surface[scope.end() :]
        if rest.startswith("党委") and rest[1:] in departments():
            rest = rest[1:]
        if rest not in departments() and suffix_of(surface) is None:
            return None
        return self._of_place(self.place_of(scope[1]), scope[0], rest, surface)

    def _of_corps(self, rest: str, surface: str) -> Body | None:
        """兵团发展改革委: the corps' own department."""
        row = departments().get(rest)
        if row is None and suffix_of(surface) is None:
            return None
        name = _CORPS + (row["name"] if row else rest)
        kind, rule = (row["kind"], row["id"]) if row else suffix_of(surface)[1:]  # type: ignore[index]
        return Body(name, (name,), _aliases(name, surface, "兵团" + rest, _CORPS + rest), kind, "", rule, 0.9)

    def _of_place(self, place: Place | None, written: str, rest: str, surface: str) -> Body | None:
        where = place.name if place else written
        if rest == "团委":
            return self._league(written, surface)
        row = departments().get(rest)
        if row is None and rest.startswith("党委"):
            row = departments().get(rest[1:])
        if not rest or rest in ("省", "市", "县", "区"):
            aliases = (place.short,) if place and len(place.short) > 1 else ()
            return Body(where, (where, "body"), aliases, "government", where, "org.place", 0.85)
        if row is not None:
            name = where + row["name"]
            forms = (row["name"], rest)
            other = {"人民政府": where + "政府", "委": "中共" + where + "委员会"}.get(row["name"], "")
            return Body(
                name,
                (name,),
                _aliases(name, surface, where + rest, other, *((written + f for f in forms) if place else ())),
                row["kind"],
                where if place else "",
                row["id"],
                0.97,
            )
        ending = suffix_of(surface)
        if ending is None:
            return None
        name = where + rest if written in SCOPES or written == where else surface
        return Body(name, (name,), _aliases(name, surface), ending[1], where if place else "", ending[2], 0.85)

    def _bare(self, surface: str, prefix: str) -> Body | None:
        """A member without its place (科技厅): the place of the member before it, or the plan's own."""
        row = departments().get(surface) or departments().get("委" + surface)
        if row is not None and (prefix or self.owner):
            party = row["name"].startswith("委")
            base = re.sub("委$", "", prefix) or self._own_scope()
            middle = "委" if party and not surface.startswith("委") else ""
            body = self._local(base + middle + surface)
            if body is not None:
                return _with_alias(body, surface) if not prefix else body
        ending = suffix_of(surface)
        if ending is None or len(surface) < 3:
            return None
        if GROUP.match(surface):
            return self._group(surface)
        if prefix and ending[0] in ("厅", "局", "委", "办") and surface not in listed():
            inherited = self._local(re.sub("委$", "", prefix) + surface)
            if inherited is not None:
                return inherited
        if self.owner and ending[0] in _DEPARTMENT_ENDS and not _ELSEWHERE.match(surface):
            own = self._local(self._own_scope() + surface)
            if own is not None:
                return _with_alias(own, surface)
        where = self.owner.name if self.owner and ending[1] in ("government", "party") else ""
        key = (surface, where) if where and len(surface) < 8 else (surface,)
        return Body(surface, key, (), ending[1], where, ending[2], 0.75)

    def _own_scope(self) -> str:
        """省, 市, 自治区 … as the plan's own bodies would write it."""
        if self.owner is None:
            return ""
        name = self.owner.name
        return next((s for s in ("自治区", "省", "市", "州", "县", "区", "盟", "旗") if name.endswith(s)), "省")

    def _group(self, surface: str) -> Body | None:
        if not _GROUP_HEAD.search(surface) or len(surface) > 40:
            return None
        where = self.owner.name if self.owner else ""
        return Body(surface, (surface, where), (), "group", where, "org.group", 0.9)

    # -- places -----------------------------------------------------------------------------------

    def place_of(self, scope: str) -> Place | None:
        """The division that 省, 市, 县 … means in this plan."""
        owner = self.owner
        if owner is None:
            return None
        chain = [owner, *(by_code()[c] for c in owner.parents if c in by_code())]
        for place in chain:
            if place.name.endswith(scope) and not (scope == "区" and place.name.endswith("自治区")):
                return place
        if scope in ("市", "县", "区") and owner.rank == 2 and scope != "市":
            return owner
        return None

    def leading_place(self, surface: str) -> tuple[Place | None, int]:
        """The division a name begins with (its county, if that follows), and how long that is written."""
        if surface not in self._places:
            self._places[surface] = self._find_place(surface)
        return self._places[surface]

    def _find_place(self, surface: str) -> tuple[Place | None, int]:
        best: Place | None = None
        length = 0
        for hit in scan(surface):
            if hit.start > length:
                break
            if hit.start != length:
                continue
            for place in hit.places:
                fits = place.code and place.current and (best is None or best.code in place.parents)
                if (
                    fits
                    and (place.rank < 2 or hit.form == "name" or best is not None)
                    and not self._eats_word(hit.end, surface, hit.form)
                ):
                    best, length = place, hit.end
                    break
        return best, length

    @staticmethod
    def _eats_word(end: int, surface: str, form: str) -> bool:
        """西安|交通大学, 南京|大学: names of institutions keep the place as part of theirs."""
        return form == "short" and surface[end:].startswith(("大学", "银行", "学院"))

    def _full_surface(self, surface: str) -> str:
        scope = SCOPE.match(surface)
        place = self.place_of(scope[1]) if scope else None
        return place.name + surface[scope.end() :] if place and scope else surface

    def prefix_of(self, surface: str) -> str:
        """What later members of the list inherit: 省 of 省科技厅, 省委 of 省委组织部, 广州市 of 广州市财政局."""
        if surface.startswith("兵团"):
            return "兵团"
        place, length = self.leading_place(surface)
        if place is None:
            scope = SCOPE.match(surface)
            if scope is None:
                return ""
            length = scope.end()
        return surface[:length]


def _aliases(name: str, *others: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o for o in others if o and o != name))


def _with_alias(body: Body, *more: str) -> Body:
    aliases = _aliases(body.name, *body.aliases, *more)
    return Body(body.name, body.key, aliases, body.kind, body.jurisdiction, body.rule, body.confidence)


def _of_row(row: dict[str, str], surface: str) -> Body:
    others = (*row["aliases"].split("|"), surface)
    return Body(row["name"], (row["name"],), _aliases(row["name"], *others), row["kind"], "", row["id"], 0.97)
