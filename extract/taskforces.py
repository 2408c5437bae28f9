"""Bodies that a plan sets up or that are set up above it: leading groups, joint conferences, task forces, their offices.

Three signs are read: a name with a head of its own behind its level (省数字经济发展领导小组, 国务院…部际联席会议办公室), a name behind a
verb of setting up (成立联合采购办公室, 下设监督组、专家组), and a short name given in brackets (以下简称试点工作小组). Where such
a name stands again, alone or with its office (…办公室), it is the same body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.bodies import Body, Namer

#: Heads that make a name such a body wherever it stands behind its level or a verb of setting up.
_STRONG = r"(?:领导|工作|协调|推进|专项|攻坚|指导|专责|统筹|协作|督导|督查|评估|监督|联络|实施)小组|联席会议|指挥部|(?:工作)?专班|工作组|协调组|推进组|推进办"
_HEAD = re.compile(rf"(?:{_STRONG})(?:办公室|办(?![法理公好事学得成]))?")
#: What every such head has in it, quick to find.
_CORE = re.compile(r"组(?!织|成|建|合|团)|联席|指挥部|专班|推进办")
#: Heads that need the verb.
_SET_UP = re.compile(r"(?:成立|组建|组成|设立|下设|内设|增设)(?:了|由[^，。；\n]{2,20}?(?:组成|牵头|任组长)的)?")
_WEAK = re.compile(
    r"(?:[\u4e00-\u9fff]{1,24}?(?:小组|组|办公室|委员会|专班|指挥部|秘书处|联席会议))(?=[，。；、：:（(和及等\n ]|$|进行|制定|负责|代表|分别)"
)
#: Where a name cannot go on backwards.
_STOP = re.compile(
    r"[^\u4e00-\u9fff“”]|成立|组建|组成|设立|下设|建立健全|建立|健全|完善|充分发挥|发挥|依托|通过|依靠|强化|(?<!自)由|(?<!存)在(?!线)|经(?!济|信|贸|营|费|开)|(?<!方|定)向|报(?!告|社)|对(?!外|口|标)|与|将|各(?!级)|其|及时|并|(?<!重|主)要|请|受|(?<!行)为|纳入|提请|按照|根据|会同|的|是|参照|召开|加强|落实|贯彻"
)
_ANCHOR = re.compile(
    r"国务院|国家|全国|中央|中国|党中央|省委|省政府|市委|市政府|县委|县政府|区委|区政府|自治区|自治州|兵团|我[省市县区]|本[省市县区]|[省市县区州](?![级直属])"
)
_PLAIN = re.compile(
    r"(?:(?:各|相关|有关|相应|专门|专项|常设|临时|跨部门|跨区域|省级|市级|县级|区级|国家级|部门|内部|多个|若干|一批|本级|同级|日常|议事|工作|部际|厅际|省际|地方|企业|行业|属地){0,8})"
    r"(?:(?:领导|工作|协调|推进|专项|攻坚|指导|专责|统筹)?(?:小组|组)|领导协调小组|工作领导小组|联席会议|指挥部|(?:工作)?专班|办公室|委员会|管理委员会)(?:办公室|办)?"
)
_GENERIC_SUBJECT = re.compile(
    r"各(?!级联席)|有关|企业|鼓励|支持|引导|推动|有条件|高校|学校|医院|乡镇|街道|地方|[县市区]级|逐级"
)
_SHORT = re.compile(r"[（(](?:以下|下|统)?(?:简称|称)(?:为)?[：:]?[“‘《]?([\u4e00-\u9fff]{2,20})[”’》]?[）)]")
_OFFICE = re.compile(r"(?:的)?(?:办公室|秘书处|秘书组)")
_WORD_BEFORE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]$")
_BACK = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A body at a place of the text; ``sure`` is the confidence of the reading."""

    start: int
    end: int
    body: Body
    sure: float


class Reader:
    """Finds such bodies. ``places`` maps the end of a place's name to its start; ``title`` tells one plan's bodies from another's."""

    def __init__(self, text: str, namer: Namer, place_starts: set[int], title: str) -> None:
        self.text, self.namer, self.place_starts, self.title = text, namer, place_starts, title
        self.names: dict[str, Body] = {}  # every fair way to write a body -> the body

    def find(self) -> list[Found]:
        """Every such body, longest name first where two begin at one place."""
        found = [*self._strong(), *self._weak()]
        if not found:
            return []
        self._learn(found)
        found = [self._same(item) for item in found]
        return [*found, *self._again(found)]

    def _same(self, item: Found) -> Found:
        """试点工作小组 in a heading is the body that the text below gives that short name."""
        body = self.names[item.body.name]
        return item if body is item.body else Found(item.start, item.end, body, item.sure)

    # -- a head behind its level ------------------------------------------------------------------

    def _strong(self) -> Iterator[Found]:
        done = 0
        for core in _CORE.finditer(self.text):
            head = _HEAD.search(self.text, max(done, core.start() - 3), core.end() + 6)
            if head is None or head.start() > core.start():
                continue
            done = head.end()
            if self.text.startswith(("制度", "机制", "精神", "会议"), head.end()):
                continue
            begin, opened = self._begin(head.start())
            if begin is None:
                continue
            name = self.text[begin : head.end()]
            anchored = begin in self.place_starts or _ANCHOR.match(name) is not None
            if _PLAIN.fullmatch(name) or len(name) - len(head[0]) < 2:
                continue
            if not anchored and (not opened or self._generic(begin)):
                continue
            yield Found(begin, head.end(), self._name(name, anchored), 0.88 if anchored else 0.82)

    def _begin(self, end: int) -> tuple[int | None, bool]:
        """Where the name whose head begins at ``end`` may begin, and whether a verb of setting up stands before it."""
        low = max(0, end - _BACK)
        begin, mark = low, ""
        for match in _STOP.finditer(self.text, low, end):
            if match.start() in self.place_starts:
                continue
            begin, mark = match.end(), match[0]
        if begin == low and low:
            return None, False
        return begin, mark in ("成立", "组建", "组成", "设立", "下设", "建立")

    def _generic(self, begin: int) -> bool:
        """Whether the clause tells others to set something up (各市要成立…)."""
        low = max(0, begin - 100)
        cut = max(self.text.rfind(mark, low, begin) for mark in "。；\n")
        return _GENERIC_SUBJECT.search(self.text, max(cut, low), begin) is not None

    def _name(self, name: str, anchored: bool) -> Body:
        if anchored:
            full = self.namer.name(name)
            if full is not None and full.kind != "group":
                return Body(full.name, full.key, full.aliases, "government", full.jurisdiction, "org.taskforce", 0.9)
            return Body(name, (name,), (), "government", "", "org.taskforce", 0.9)
        return self._own(name)

    def _own(self, name: str, *aliases: str) -> Body:
        where = self.namer.owner.name if self.namer.owner else ""
        return Body(name, (name, self.title), aliases, "government", where, "org.setup", 0.85)

    # -- a verb of setting up ---------------------------------------------------------------------

    def _weak(self) -> Iterator[Found]:
        done = 0
        for verb in _SET_UP.finditer(self.text):
            if verb.start() < done or self._generic(verb.start()):
                continue
            holder = self._holder(verb.start()) if verb[0].startswith(("下设", "内设")) else ""
            at = verb.end()
            while True:
                match = _WEAK.match(self.text, at)
                if match is None:
                    break
                name = match[0]
                if self._fit(name):
                    yield Found(at, match.end(), self._own(name, *((holder + name,) if holder else ())), 0.8)
                done = match.end()
                following = self.text[match.end() : match.end() + 1]
                if following not in "、和及" or not following:
                    break
                at = match.end() + 1

    @staticmethod
    def _fit(name: str) -> bool:
        return (
            len(name) > 2
            and _PLAIN.fullmatch(name) is None
            and re.search("[的要在由各]|成立|下设|建立|设立|以上|不少于|专门|一[个支批]|若干", name) is None
        )

    def _holder(self, at: int) -> str:
        """The body whose parts follow: 联合采购办公室下设…."""
        low = max(0, at - _BACK)
        begin = low
        for match in re.finditer("[，。；：、\n（）]", self.text[low:at]):
            begin = low + match.end()
        return self.text[begin:at]

    # -- the same names again ---------------------------------------------------------------------

    def _learn(self, found: list[Found]) -> None:
        for item in found:
            short = _SHORT.match(self.text, item.end)
            if short and len(short[1]) < item.end - item.start:
                self.names.setdefault(short[1], item.body)
        for item in found:
            for name in (self.text[item.start : item.end], item.body.name):
                self.names.setdefault(name, item.body)
        heads: dict[str, set[tuple[str, ...]]] = {}
        for item in found:
            head = _HEAD.search(item.body.name)
            if head and item.body.name.endswith(head[0]):
                heads.setdefault(head[0], set()).add(self.names[item.body.name].key)
        for head_name, keys in heads.items():
            if len(keys) == 1 and head_name not in self.names and len(head_name) > 3:
                key = next(iter(keys))
                self.names[head_name] = next(b for b in self.names.values() if b.key == key)

    def _again(self, found: list[Found]) -> Iterator[Found]:
        first = min(item.start for item in found)
        taken = {(item.start, item.end) for item in found}
        covered = sorted(taken)
        position = 0
        words = sorted(self.names, key=lambda n: (-len(n), n))[:400]
        pattern = re.compile("|".join(map(re.escape, words)))
        for match in pattern.finditer(self.text):
            name = match[0]
            body = self.names[name]
            start, end = match.span()
            if _HEAD.fullmatch(name) and (start < first or _WORD_BEFORE.search(self.text, max(0, start - 1), start)):
                continue
            office = _OFFICE.match(self.text, end)
            if office and not name.endswith("办公室"):
                body = self._office(body, office[0], name)
                end = office.end()
            while position < len(covered) and covered[position][1] <= start:
                position += 1
            inside = any(a <= start and end <= b for a, b in covered[position : position + 3])
            if not inside:
                yield Found(start, end, body, 0.85)

    def _office(self, body: Body, tail: str, written: str) -> Body:
        tail = tail.lstrip("的")
        name = body.name + tail
        key = (name, *body.key[1:])
        aliases = tuple(dict.fromkeys(a + tail for a in (*body.aliases, written) if a + tail != name))
        return Body(name, key, aliases, body.kind, body.jurisdiction, body.rule, body.confidence)


def find(text: str, namer: Namer, place_starts: set[int], title: str) -> list[Found]:
    """Every body of this sort in ``text`` (see the module)."""
    return Reader(text, namer, place_starts, title).find()
