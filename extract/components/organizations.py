"""Component ``plankg_organizations``: bodies in responsibility notes, bodies known by name, bodies by their last characters.

In a note every member of the list is a body; in running text a kind of body (财政厅) needs its place in front
(省, 广州市), and a name found by its suffix (集团, 协会) needs a first part that is a place or nothing generic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from spacy.language import Language

from extract import fielddepts, taskforces
from extract.bodies import Body, Namer, departments, known, listed
from extract.lexicon import rows
from extract.mentions import EntityMention, SpanIndex, index
from extract.notes import find_notes
from extract.pipeline import Component
from extract.plantext import PlanText
from extract.sayings import Note
from extract.taskforces import Found

#: Where the notes are left for later components (``doc.user_data``).
NOTES = "plankg_notes"

#: Next characters that make the last character of a name part of another word: 农业部|门, 省委|托, 中国银行|业.
_NEXT = {
    "部": "门署分件队位落属",
    "委": "员托派任屈",
    "局": "面部限势域",
    "署": "名",
    "会": "议员计展见场谈战务同",
    "办": "法理学事公好得实",
    "行": "业动为政使程列",
    "社": "会区保",
    "院": "士线",
    "大": "代大",
    "学": "生城者科院",
    "团": "化军组队体",
    "府": "性债",
    "台": "账阶",
    "联": "合动系网",
    "协": "同调议作商",
}
#: A branch of a listed body: 中国建设银行|重庆市分行.
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,5}?[省市]?(?:分行|分公司|监管局|监管分局|特派办|专员办|营业部|中心支行)")
#: The rest of a company's name behind the name it is known by: 阿里巴巴|（中国）网络技术有限公司.
_COMPANY = re.compile(
    r"(?:[（(][\u4e00-\u9fff]{2,6}[)）])?(?:[\u4e00-\u9fff]{2,8}?)?(?:集团)?(?:股份)?(?:有限公司|有限责任公司)"
)
#: 抄送：省委各部门，…: whom a plan is sent to, at its end.
_COPIED = re.compile(r"^\s*(?:抄\s*[送报]|主\s*送|分\s*送|发\s*送|报\s*送)\s*[：:]")
_BARE_TRADE = re.compile(r"(?:省|市|全国|国家|中国|国际)?(?:行业|产业|专业|商业|有关)$")
#: What follows a short name of a body of the State that acts or stands in a list.
_AFTER_SHORT = re.compile(
    "[、，。；（）]|等|要|应|会同|牵头|负责|承担|按职责|和|与|及|共同|联合|建立|研究|组织|制定|开展|推进|加强|参与|配合|印发|出台|指导|统筹"
)
#: 省委|一号文件, 市委|六届三次全会: a paper or meeting, not the body that acts.
_OF_A_PAPER = re.compile(
    "(?:[一1]号文件|[一二三四五六七八九十]{1,4}届[一二三四五六七八九十]{0,4}次?(?:全会|全体会议|党代会)?)"
)
_ACTS = re.compile(r"(?:要|应|须)?(?:统一|统筹|具体|主要)?(?:负责|承担|牵头|会同|承办|主办)")
_PLAIN_SCOPE = re.compile(r"(?:自治区|[省市县区州盟旗])$")
#: Characters before 省, 市, 县, 区 that make it a scope word or part of another: 各省, 城市, 地区.
_NOT_SCOPE = {
    "省": "各全跨外两三多邻每该大小",
    "市": "城各全地县跨两都大中小门股上夜集超多",
    "县": "各全市跨两州郡该",
    "区": "各全地市城园新县社校辖片山林灾矿港景特专功示试开老郊湾",
    "州": "各全市贵广杭苏郑兰福徐常",
    "盟": "联同",
    "旗": "",
    "自治区": "各",
}


#: The number of an item in front of a name: （一）中国….
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]")
#: The nearest word that opens the name of a body of the State, with nothing but nouns and 和, 与, 指导, 同 behind it.
_OF_STATE = re.compile(
    r"(?<![\u4e00-\u9fff]中)(?:中国(?!特色|式)|中华|国务院|国家(?!级)|中央)(?=(?:(?!中国|国家|中央|企业|高校|院校|海外|境外|有关|相关|地方|[支鼓推引依联委发由及以对在加组成培打包建实督通借利会从将做深用办授整争配了或其开吸聚设创扶壮兴邀选重筹])[\u4e00-\u9fff]){2,18}$)"
)
_LEAGUE = re.compile("工会|共青团|妇联|科协|残联|工商联|侨联|文联|作协|社科联|红十字会")
_LEAGUES = re.compile(rf"(?:(?:{_LEAGUE.pattern})[、和及与]){{2,10}}(?:{_LEAGUE.pattern})")


_WHOSE = "(?:各省级|各省（[区市、自治]{1,6}）|县级以上地方各?级?|县级以上|地方各级|各级地方|各级|省级|市县级|县级|各设区的?市|各市（[^（）]{1,6}）|各市、县（[^（）]{1,6}）|各县（[^（）]{1,6}）|各市县|各地级以上市|各?试点(?:城市|地区|省份?|市县?|县区?|区))"
#: A group of bodies as the subject of an order.
_GROUP_SUBJECT = re.compile(
    rf"(?:^|[。；，\n]|。）|）)(?P<group>{_WHOSE}(?:人民政府|政府|党委和政府)|各(?:省|市|县)?级(?!政府|有关|相关|行业|各|主管|职能)[\u4e00-\u9fff]{{2,8}}部门)$"
)
#: Where such a subject ends.
_TOLD = re.compile(
    r"(?:政府|部门)(?=要(?!求)|应(?!用|急|对)|须|负责|负总责|对本(?:地区|行政区|级)|是[^，。；]{2,24}责任(?:主体|人))"
)


class Organizations(Component):
    """Appends Organization mentions; leaves the notes in ``doc.user_data["plankg_notes"]``."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        place = doc._.jurisdiction
        namer = Namer(str(place.properties.get("code", "")) if place is not None else "")
        notes = find_notes(plan, namer)
        doc.user_data[NOTES] = notes
        found = _in_notes(notes)
        main = doc._.document
        title = main.name if main is not None else plan.masthead.title
        reader = _Prose(plan.text, namer, index(doc, "Region"), SpanIndex(found.values()), title)
        mentions = [*found.values(), *reader.mentions()]
        sent = list(_sent_to(plan))
        mentions = [m for m in mentions if not any(a <= m.start < b for a, b in sent)]
        mentions += _user(plan.text, doc._.user_lexicon)
        if self.nlp.meta.get("plankg_model"):
            mentions += _by_model(plan, str(self.nlp.meta["plankg_model"]), SpanIndex(mentions))
        doc._.entities.extend(mentions)


def _sent_to(plan: PlanText) -> Iterator[tuple[int, int]]:
    """Lines that only say whom the plan goes to."""
    for line in plan.lines:
        if line.kind == "addressee" or _COPIED.match(plan.text[line.start : line.start + 8]):
            yield line.start, line.end


def make_mention(body: Body, start: int, end: int, confidence: float, expanded: bool = False) -> EntityMention:
    """The mention of a body at a place of the text."""
    properties: dict[str, str | int | float | bool] = {"kind": body.kind}
    if body.jurisdiction:
        properties["jurisdiction"] = body.jurisdiction
    return EntityMention(
        "Organization",
        start,
        end,
        body.name,
        body.key,
        body.aliases,
        properties,
        body.rule,
        round(min(confidence, body.confidence), 3),
        expanded,
    )


def _in_notes(notes: list[Note]) -> dict[tuple[int, int], EntityMention]:
    """One mention for each member of a note's lists; the parties are told which is theirs."""
    found: dict[tuple[int, int], EntityMention] = {}
    for note in notes:
        for party in note.parties:
            member = party.member
            span = (member.start, member.end)
            if span not in found:
                found[span] = make_mention(member.body, *span, 0.97, member.expanded)
            party.mention = found[span]
    return found


@cache
def _automaton() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in {*known(), *departments(), *listed()}:
        automaton.add_word(name, (len(name), name in known(), name in departments(), name in listed()))
    automaton.make_automaton()
    return automaton


class _Prose:
    """Bodies in running text."""

    def __init__(self, text: str, namer: Namer, regions: SpanIndex, noted: SpanIndex, title: str) -> None:
        self.text, self.namer, self.noted, self.title = text, namer, noted, title
        self.places: dict[int, int] = {}
        for m in regions.mentions:
            self.places[m.end] = min(m.start, self.places.get(m.end, m.start))
        self.place_starts = set(self.places.values())
        self.found: list[EntityMention] = []
        self.ends: dict[int, str] = {}  # end of a body -> what later members of its list inherit

    def mentions(self) -> list[EntityMention]:
        self._known()
        self._found(taskforces.find(self.text, self.namer, self.place_starts, self.title))
        self._found(fielddepts.find(self.text, self.namer, self.places))
        taken = SpanIndex([*self.found, *self.noted.mentions])
        self.found += [m for m in self._leagues() if not taken.overlapping(m.start, m.end)]
        self.found += [m for m in self._groups() if not taken.covering(m.start, m.end)]
        taken = SpanIndex([*self.found, *self.noted.mentions])
        for m in self._suffixes():
            if not taken.overlapping(m.start, m.end):
                self.found.append(m)
            elif not self.noted.overlapping(m.start, m.end) and all(
                m.start <= o.start and o.end <= m.end and m.end - m.start > o.end - o.start
                for o in taken.overlapping(m.start, m.end)
            ):  # 国家电网 in 国家电网湖北有限公司
                self.found = [o for o in self.found if not (m.start <= o.start and o.end <= m.end)]
                self.found.append(m)
        return self.found

    def _found(self, items: Iterable[Found]) -> None:
        """Names read by a grammar of their own; shorter ones inside them are none."""
        these = [make_mention(f.body, f.start, f.end, f.sure) for f in items]
        noted = [m for m in these if not self.noted.overlapping(m.start, m.end)]
        longer = SpanIndex(noted)
        self.found = [
            m for m in self.found if not any(o.end - o.start > m.end - m.start for o in longer.covering(m.start, m.end))
        ]
        taken = SpanIndex(self.found)
        self.found += [m for m in noted if not taken.covering(m.start, m.end)]

    # -- names that are listed --------------------------------------------------------------------

    def _known(self) -> None:
        candidates = []
        for last, (length, full, part, short) in _automaton().iter(self.text):
            start, end = last + 1 - length, last + 1
            if self._goes_on(end):
                continue
            if part:
                begin = self._prefix(start)
                if begin is not None:
                    candidates.append((begin, end, start, full))
                    continue
                if self._inherits(start):
                    candidates.append((start, end, -1, full))
            if full and self._whole(start, end):
                candidates.append((start, end, start, True))
            elif short and self.namer.owner is None and not full and self._in_row(start, end):
                candidates.append((start, end, start, False))
        candidates.sort(key=lambda c: (c[0], -c[1]))
        covered = 0
        for start, end, at, full in candidates:
            if start < covered or self.noted.overlapping(start, end):
                continue
            body = self._body(start, end, at, full)
            if body is None or (at == start and not full and not self._joins(start)):
                continue
            surface = self.text[start:end]
            branch = None
            if body.kind in ("enterprise", "government"):
                branch = _BRANCH.match(self.text, end) or _COMPANY.match(self.text, end)
            if branch and at == start and full:
                end = branch.end()
                surface = self.text[start:end]
                body = Body(surface, (surface,), (), body.kind, "", "org.branch", 0.9)
            self.found.append(make_mention(body, start, end, 0.93, expanded=at < 0))
            self.ends[end] = self.namer.prefix_of(surface) or self._inherited(start)
            covered = end

    def _goes_on(self, end: int) -> bool:
        """Whether the last character before ``end`` begins another word: 农业[部]门; but 供销总社|会同."""
        following = self.text[end : end + 1]
        if following in "一1十二三四五六七八九" and following and _OF_A_PAPER.match(self.text, end):
            return True
        return bool(following) and following in _NEXT.get(self.text[end - 1], "") and self.text[end : end + 2] != "会同"

    def _body(self, start: int, end: int, at: int, full: bool) -> Body | None:
        surface = self.text[start:end]
        if at < 0:
            prefix = self._inherited(start)
            return self.namer.name(surface, prefix) if prefix else None
        if at > start or not full:
            return self.namer.name(surface)
        return self.namer.name(surface)

    def _prefix(self, start: int) -> int | None:
        """Where the place in front of a kind of body begins, None if there is none."""
        if start in self.places:
            return self.places[start]
        match = _PLAIN_SCOPE.search(self.text[max(0, start - 3) : start])
        if match is None:
            return None
        scope = match[0]
        begin = start - len(scope)
        before = self.text[begin - 1 : begin] if begin else ""
        if before and before in _NOT_SCOPE.get(scope, ""):
            return None
        if scope in "县区" and before and "\u4e00" <= before <= "\u9fff" and before not in "由经报和与及对请以向在":
            return None
        return begin if self.namer.place_of(scope) is not None else None

    def _inherits(self, start: int) -> bool:
        """Whether a kind of body stands in a list after a body with its place: 省科技厅、[财政厅]."""
        return start > 1 and (self.text[start - 1] == "、" or self.text[start - 1] in "和及与")

    def _in_row(self, start: int, end: int) -> bool:
        """Whether a short name of a body of the State (卫生健康委) stands where a member of a list or a subject does."""
        return self._joins(start, True) and _AFTER_SHORT.match(self.text, end) is not None

    def _joins(self, start: int, may: bool = False) -> bool:
        """Whether a name follows a body of its list, or opens a clause; ``may``: where the body is not read yet."""
        before = self.text[start - 1 : start]
        if before in ("、", "和", "与", "及"):
            return may or start - 1 in self.ends
        return before in ("", "\n", "。", "；", "，", "由") or self.text.endswith(("会同", "联合"), 0, start)

    def _inherited(self, start: int) -> str:
        return self.ends.get(start - 1, "")

    def _whole(self, start: int, end: int) -> bool:
        """Whether a listed name stands by itself, by the characters beside it."""
        row = known()[self.text[start:end]]
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        if (before and before in row["not_after"]) or (after and after in row["not_before"]):
            return False
        if self.text[start].isascii() and before.isascii() and before.isalnum():
            return False
        return not (self.text[end - 1].isascii() and after.isascii() and after.isalnum())

    # -- names by their suffix --------------------------------------------------------------------

    def _leagues(self) -> Iterator[EntityMention]:
        """工会、共青团、妇联等: the leagues of the people, where three of them or more are listed."""
        if not any(name in self.text for name in ("共青团", "妇联", "科协", "残联")):
            return
        for run in _LEAGUES.finditer(self.text):
            for match in _LEAGUE.finditer(self.text, *run.span()):
                name = match[0]
                yield make_mention(Body(name, (name,), (), "association", "", "org.league", 0.85), *match.span(), 0.85)

    def _groups(self) -> Iterator[EntityMention]:
        """地方各级人民政府要…: groups of bodies that a sentence tells what to do."""
        for told in _TOLD.finditer(self.text):
            match = _GROUP_SUBJECT.search(self.text, max(0, told.start() - 30), told.end())
            body = self.namer.name(match["group"]) if match else None
            if match and body is not None:
                group = Body(body.name, body.key, body.aliases, "group", body.jurisdiction, "org.group.subject", 0.85)
                yield make_mention(group, *match.span("group"), 0.85)

    def _suffixes(self) -> Iterator[EntityMention]:
        pattern, table = _prose_suffixes()
        stops, generic, starts = _words()
        bodies = {m.end: m.start for m in self.found}
        for match in pattern.finditer(self.text):
            suffix = match[0]
            if self._goes_on(match.end()):
                continue
            kind, scope, rule = table[suffix]
            begin = self._begin(match.start(), stops)
            above = next((e for e in range(match.start(), begin - 1, -1) if e in bodies), -1)
            name = self.text[begin : match.end()]
            first = name[: -len(suffix)]
            if len(first) < 2 or len(first) > 20:
                continue
            anchored = self._anchor(begin, match.start(), starts)
            if above > 0 and scope != "free":
                anchored = bodies[above]  # 中国科学院|计算技术研究所
            if scope == "agent" and not self._acts(anchored, match.end()):
                continue
            if anchored is not None:
                begin = anchored
                name = self.text[begin : match.end()]
                first = name[: -len(suffix)]
            if len(first) < 2 or generic.search(first) or _BARE_TRADE.match(first):
                continue
            if anchored is None and generic.search(name[-len(suffix) - 2 :]):
                continue
            if anchored is None and (scope != "free" or len(first) > 10):
                continue
            where = self.namer.owner.name if self.namer.owner and name[0] in "省市" else ""
            full = self.namer.name(name) if where else None
            body = full or Body(name, (name,), (), kind, "", rule, 0.8)
            yield make_mention(body, begin, match.end(), 0.85 if anchored is not None else 0.75)

    def _begin(self, end: int, stops: re.Pattern[str]) -> int:
        """Where the name that ends at ``end`` may begin: after the last mark or governing word.

        和, 与 and the like stand inside the names of bodies of the State: 中国海洋工程与装备研究院.
        """
        low = max(0, end - 24)
        begin = low
        for match in stops.finditer(self.text, low, end):
            begin = match.end()
        number = _NUMBERED.match(self.text, begin, end)
        if number is not None:
            return number.end()
        state = _OF_STATE.search(self.text, low, end)
        return state.start() if state is not None and low <= state.start() < begin else begin

    def _acts(self, begin: int | None, end: int) -> bool:
        """Whether the name is the one that acts: 由…承担, …负责."""
        return begin is not None and (self.text.endswith("由", 0, begin) or _ACTS.match(self.text, end) is not None)

    def _anchor(self, begin: int, end: int, starts: re.Pattern[str]) -> int | None:
        """The start of the name if it begins with a place, or a word like 中国 or 省."""
        if begin in self.place_starts or starts.match(self.text, begin, end):
            return begin
        return None


@cache
def _prose_suffixes() -> tuple[re.Pattern[str], dict[str, tuple[str, str, str]]]:
    table = {
        r["suffix"]: (r["kind"], r["scope"], r["id"])
        for r in rows("org_suffixes.csv")
        if r["scope"] in ("prose", "free", "agent")
    }
    longest = sorted(table, key=lambda s: -len(s))
    return re.compile("|".join(map(re.escape, longest))), table


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of the words a name begins after, of generic parts, and of words a name begins with."""
    by_use: dict[str, list[str]] = {"stop": [], "generic": [], "start": []}
    for row in rows("org_words.csv"):
        by_use[row["use"]].append(row["word"])
    stop, generic, start = (
        "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) for words in by_use.values()
    )
    return re.compile(rf"[^\u4e00-\u9fffA-Za-z0-9（）]|{stop}"), re.compile(generic), re.compile(start)


def _user(text: str, lexicon: tuple[dict[str, str], ...]) -> list[EntityMention]:
    found = []
    for row in lexicon:
        if row["label"] != "Organization":
            continue
        aliases = tuple(a for a in row["aliases"].split("|") if a)
        body = Body(row["name"], (row["name"],), aliases, row["kind"] or "government", "", "org.user", 0.99)
        for surface in (row["name"], *aliases):
            for match in re.finditer(re.escape(surface), text):
                found.append(make_mention(body, *match.span(), 0.99))
    return found


def _by_model(plan: PlanText, model: str, taken: SpanIndex) -> list[EntityMention]:
    """Organizations that an installed spaCy model finds where the rules found none."""
    import spacy

    from kg.errors import SettingError

    try:
        tagger = spacy.load(model)
    except OSError as error:
        raise SettingError("E601", name="--model", reason=f"no installed spaCy model is called `{model}`") from error
    lines = [line for line in plan.lines if line.kind in ("para", "heading")]
    found = []
    for line, doc in zip(lines, tagger.pipe(plan.text[line.start : line.end] for line in lines), strict=True):
        for ent in doc.ents:
            a, b = line.start + ent.start_char, line.start + ent.end_char
            if ent.label_ == "ORG" and b - a > 2 and not taken.overlapping(a, b):
                found.append(
                    make_mention(Body(ent.text, (ent.text,), (), "enterprise", "", "org.model", 0.6), a, b, 0.6)
                )
    return found


@Language.factory("plankg_organizations")
def make(nlp: Language, name: str) -> Organizations:
    """The component, as spaCy asks for it."""
    return Organizations(nlp, name)
