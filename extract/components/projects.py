"""Component ``plankg_projects``: named undertakings by a head-noun grammar, plus the user's own lexicon.

What the passage does with a project (orders it, leans on it, reports it) is kept for the relations in
``doc.user_data[CONTEXT]``, by the mention's span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language

from extract.mentions import EntityMention, SpanIndex, entities
from extract.nounphrase import ClauseReader, Phrase, clause_spans
from extract.ownpilot import own_pilot
from extract.phrasewords import stop_words
from extract.pipeline import Component
from extract.plantext import PlanText
from extract.projectcounts import counts
from extract.projectheads import find_heads, head_starts, heads
from extract.projectnames import Name, clean, read_name
from extract.raillines import rail_lines
from extract.tablerows import with_projects
from extract.worklists import coordinated, last_members, members

#: Key of ``doc.user_data``: ``{(start, end): ProjectContext}``.
CONTEXT = "plankg_project_context"
_SKIPPED_LINES = frozenset(("title", "number", "addressee", "date", "signature", "toc"))
_STATE = re.compile(r"国家|全国(?!性)|中国|中华")
_LOCAL = re.compile(r"[省市州县区](?![级内外直属政委域际情会场域县市区])")


#: What something is to become is its place among others, no undertaking: 把全县打造成…基地, 成为…高地.
_BECOMES = re.compile(
    r"(?:打造|建设|发展|培育|提升|塑造)(?:成为|成(?![立熟效本果套型]|都(?!市))|为)|(?<![已业])成为|[把将][^，。；]{1,20}建成"
)
#: Heads that plans themselves bear in their titles.
_PLANNED = frozenset(("计划", "行动", "行动计划", "专项行动"))
#: What follows a name that is ordered although another thing stands behind its verb.
_BUILT = re.compile(r"”?(?:建设|实施|创建|试点)")
_LISTED_WORKS = re.compile(r"(?:、[^，。；、]{2,16}){0,8}?等(?:重大|重点)?(?:工程|项目)")
_BUILDS = ("建设", "组建", "筹建", "创建", "设立", "建成", "打造")
_YEARS = re.compile(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """How a passage speaks of a project: ``mode`` order/lean/report/title, its clause, places in front."""

    mode: str
    clause: tuple[int, int]
    verb: str = ""
    places: tuple[int, int] | None = None
    heading: bool = False


class Projects(Component):
    """Finds projects clause by clause; see ``extract.nounphrase`` and ``extract.projectnames``."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        text = plan.text
        self.text = text
        names = entities(doc, "Region", "Organization")
        self.places = {m.start: m.end for m in names if m.label == "Region"}
        self.bodies = SpanIndex(m for m in names if m.label == "Organization")
        self.body_ends = {m.start: m.end for m in names if m.label == "Organization"}
        self.named = {**self.places, **self.body_ends}
        self.body_at = {m.end: m.start for m in names if m.label == "Organization"}
        contexts: dict[tuple[int, int], ProjectContext] = doc.user_data.setdefault(CONTEXT, {})
        reader = ClauseReader(text, frozenset(self.places.values()), frozenset(self.body_at), frozenset(self.places))
        found: list[EntityMention] = []
        headings = {(s.title_start, s.title_end) for s in plan.sections}
        titles = _titles(doc)
        heads_at = head_starts(text)
        aims = [m.end() for m in _BECOMES.finditer(text)]
        aim = -1
        for span, is_title in self._clauses(plan, heads_at):
            first = bisect_left(heads_at, span[0])
            hits = find_heads(text, *span) if first < len(heads_at) and heads_at[first] < span[1] else []
            at = bisect_left(aims, span[0])
            becomes = aims[at] if at < len(aims) and aims[at] <= span[1] else -1
            if not hits:
                aim = span[1] if becomes >= 0 else aim
                continue
            phrases = reader.phrases(span, hits)
            if becomes >= 0 or (span[0] == aim + 1 and text[aim] == "，" and not any(p.mode for p in phrases)):
                aim = span[1]
                phrases = [p for p in phrases if p.end < becomes]
            phrases = [p for p in phrases if not (p.head in _PLANNED and _titled(text[p.start : p.end], titles))]
            for name, phrase in self._names(phrases, is_title):
                mention = self._mention(doc, name, phrase)
                if mention is not None:
                    found.append(mention)
                    titled = is_title and phrase.end == span[1] and not phrase.verb
                    mode = "title" if titled else phrase.mode
                    contexts[mention.start, mention.end] = ProjectContext(
                        mode, span, phrase.verb, name.places, span in headings
                    )
        found.extend(self._rail_lines(plan, contexts))
        found.extend(self._user_rows(doc))
        found, rows = with_projects(plan, found)
        for mention in rows:
            contexts[mention.start, mention.end] = ProjectContext("title", (mention.start, mention.end))
        found.extend(rows)
        pilot = own_pilot(plan)
        if pilot is not None:
            found.append(pilot)
            contexts[pilot.start, pilot.end] = ProjectContext("lean", (pilot.start, pilot.end))
        _complete(found, contexts)
        unify(found, doc)
        doc._.entities.extend(found)

    def _clauses(self, plan: PlanText, heads_at: list[int]) -> Iterator[tuple[tuple[int, int], bool]]:
        """Clauses of the lines that hold a head; a heading's number is not part of its first clause."""
        titles = {s.start: s for s in plan.sections}
        for line in plan.lines:
            first = bisect_left(heads_at, line.start)
            if line.kind in _SKIPPED_LINES or first == len(heads_at) or heads_at[first] >= line.end:
                continue
            start, section = line.start, titles.get(line.start)
            if section is not None:
                start = section.title_start
            for span in clause_spans(plan.text, start, line.end):
                yield (
                    span,
                    section is not None
                    and span[0] == start
                    and (section.kind == "box" or span[1] == section.title_end),
                )

    # -- from phrases to names ----------------------------------------------------------------------

    def _names(self, phrases: list[Phrase], is_title: bool) -> Iterator[tuple[Name, Phrase]]:
        """Names of one clause's phrases; members of a list get the shared first word or the shared verb."""
        prefix, family = "", ""
        lists = {p.end: names for p in phrases if (names := members(self.text, p, self._list_start(p), self.named))}
        spans = sorted((m.start, m.end) for names in lists.values() for m in names)
        starts = [start for start, _ in spans]
        last: Phrase | None = None
        for phrase in phrases:
            if last is not None and phrase.listed:
                if phrase.verb == "在" and last.mode == "order":
                    phrase = replace(phrase, mode="")  # 在A基地建设、B工程等方面
                phrase = replace(phrase, mode=phrase.mode or last.mode, verb=phrase.verb or last.verb)
            shared = prefix if phrase.listed and phrase.head[-1:] == family else ""
            if not shared:
                prefix, family = _shared_prefix(self.text, phrase)
            last = phrase
            if phrase.end in lists:
                yield from ((member, phrase) for member in lists[phrase.end])
                continue
            near = bisect_right(starts, phrase.head_start) - 1
            if near >= 0 and phrase.end <= spans[near][1]:
                continue  # 产业园区 in 产业园区提质、…等专项行动
            if shared or prefix:
                name: Name | None = self._with_prefix(shared or prefix, phrase)
            else:
                entire = is_title and phrase.end == phrase.clause[1]
                name = read_name(self.text, phrase, self.places, entire, self.body_ends)
            entitled = is_title and phrase.start == phrase.clause[0] and phrase.end == phrase.clause[1]
            run = coordinated(self.text, name, phrase) if name is not None else []
            if name is not None and not run and not entitled:
                name, phrase = self._last_member(name, phrase)
            if name is not None and (shared or entitled or counts(self.text, name, phrase, name.start in self.places)):
                yield from ((n, phrase) for n in run or [name])

    def _last_member(self, name: Name, phrase: Phrase) -> tuple[Name | None, Phrase]:
        """Of a list of other things in front of the head, the one that the head belongs to."""
        last: Name | None = name
        for start in last_members(self.text, name, phrase):
            mode = "" if phrase.mode == "order" and not _BUILT.match(self.text, name.end) else phrase.mode
            own = replace(phrase, start=start, wide=start, joined=-1, of=False, mode=mode)
            last = read_name(self.text, own, self.places, False, self.body_ends)
            if last is not None:
                return last, own
        return last, phrase

    def _list_start(self, phrase: Phrase) -> int:
        """Where the list that stands behind the phrase's verb begins."""
        at = self.text.rfind(phrase.verb, phrase.clause[0], phrase.head_start) if phrase.verb else -1
        return at + len(phrase.verb) if at >= 0 else phrase.clause[0]

    def _with_prefix(self, prefix: str, phrase: Phrase) -> Name | None:
        own = clean(self.text[phrase.start : phrase.end]).lstrip("、和与及")
        if own.startswith(prefix):
            return Name(own, phrase.start, phrase.end, phrase.start)
        return Name(prefix + own, phrase.start, phrase.end, phrase.start, expanded=True)

    def _mention(self, doc: Any, name: Name, phrase: Phrase) -> EntityMention | None:
        start, end = name.start, name.end
        begin = self.body_at.get(end)
        set_up = begin == start and _set_up(self.text, name, phrase)
        if not set_up and (begin is not None or self._in_body(phrase.head_start, end)):
            return None
        head = heads()[phrase.head]
        expanded = name.expanded
        aliases = (
            {self.text[name.start : name.end]}
            if not expanded or (name.end != phrase.end and phrase.head != "公园")
            else set()
        )
        wide = self.text[phrase.wide if phrase.of else phrase.start : end].strip("、和与及")
        if self.text.startswith("、", start - 1):
            wide = self.text[start:end]
        if not expanded and len(wide) <= 60 and "\n" not in wide:
            aliases.add(wide)
        aliases |= self._variants(doc, name.name) | set(name.aliases)
        full = self._full_name(doc, name.name)
        aliases.add(full)
        aliases = {clean(a).lstrip("的了") for a in aliases} - {name.name, ""}
        return EntityMention(
            "Project",
            start,
            end,
            name.name,
            key=(),
            aliases=tuple(sorted(aliases)),
            properties={"kind": head.kind},
            rule="project.setup" if set_up else head.id,
            confidence=0.92 if phrase.mode == "order" else 0.85 if phrase.mode else 0.75,
            expanded=expanded,
        )

    def _in_body(self, start: int, end: int) -> bool:
        return bool(self.bodies.covering(start, end))

    def _full_name(self, doc: Any, name: str) -> str:
        """省X平台 in a plan of Guangdong is 广东省X平台."""
        place = doc._.jurisdiction
        if place is None or not _LOCAL.match(name) or not place.name.endswith(name[0]):
            return name
        return str(place.name) + name[1:]

    def _variants(self, doc: Any, name: str) -> set[str]:
        """Fair shorter names: without the plan's own place, without 全国 or 国家级 in front."""
        found = set()
        place = doc._.jurisdiction
        if place is not None:
            rest = _without_place(name, place.name)
            if len(rest) >= 5:
                found.add(rest)
        level = re.match(r"国家级|全国(?!性)|全省", name)
        if level and len(name) - level.end() >= 5:
            found.add(name[level.end() :])
        return found

    def _rail_lines(self, plan: PlanText, contexts: dict[tuple[int, int], ProjectContext]) -> Iterator[EntityMention]:
        """Lines of rail, which no head ends."""
        for line in plan.lines:
            for name, verb in rail_lines(self.text, line.start, line.end) if line.kind not in _SKIPPED_LINES else ():
                span = (name.start, name.end)
                if span not in contexts:
                    contexts[span] = ProjectContext("order", span, verb)
                    yield EntityMention(
                        "Project",
                        *span,
                        name.name,
                        properties={"kind": "engineering"},
                        rule="project.line",
                        confidence=0.88,
                        expanded=name.expanded,
                    )

    def _user_rows(self, doc: Any) -> Iterator[EntityMention]:
        for row in doc._.user_lexicon:
            if row["label"] != "Project":
                continue
            for surface in dict.fromkeys([row["name"], *filter(None, row["aliases"].split("|"))]):
                for match in re.finditer(re.escape(surface), self.text):
                    yield EntityMention(
                        "Project",
                        *match.span(),
                        row["name"],
                        aliases=tuple(a for a in row["aliases"].split("|") if a),
                        properties={"kind": row["kind"]} if row["kind"] else {},
                        rule="user.lexicon",
                    )


def _set_up(text: str, name: Name, phrase: Phrase) -> bool:
    """Whether a body is itself what is built: 加快建设平湖实验室, 推进安州医学中心建设."""
    if phrase.mode != "order" or heads()[phrase.head].kind != "facility":
        return False
    behind = (
        _BUILT.match(text, name.end) is not None or _LISTED_WORKS.match(text, name.end, phrase.clause[1]) is not None
    )
    return behind or (phrase.verb.endswith(_BUILDS) and text.endswith(phrase.verb, phrase.clause[0], name.start))


def _titles(doc: Any) -> tuple[str, ...]:
    """Ends of the titles of plans that the text names: 果蔬保供三年行动计划 is the plan, no project of it."""
    names = {_YEARS.sub("", name) for m in entities(doc, "Document") for name in (m.name, *m.aliases)}
    return tuple(sorted(name for name in names if name.endswith(tuple(_PLANNED))))


def _titled(name: str, titles: tuple[str, ...]) -> bool:
    return len(name) > 5 and any(title.endswith(name) for title in titles)


def _shared_prefix(text: str, phrase: Phrase) -> tuple[str, str]:
    """网上 and 馆 of 网上图书馆: what the further members of a list of plain kinds may share."""
    if not phrase.head.endswith("馆"):
        return "", ""
    name = clean(text[phrase.start : phrase.end])
    for prefix in sorted(stop_words("prefix"), key=len, reverse=True):
        rest = name[len(prefix) :]
        if len(prefix) > 1 and name.startswith(prefix) and rest == phrase.head and rest.endswith("馆"):
            return prefix, rest[-1]
    return "", ""


def _without_place(name: str, place: str) -> str:
    short = re.sub(r"(?:壮族|回族|维吾尔)?(?:自治区|特别行政区|省|市|县|区)$", "", place)
    for form in (place, short):
        if len(form) >= 2 and name.startswith(form):
            return name[len(form) :]
    if _LOCAL.match(name) and place.endswith(name[0]):
        return name[1:]
    return name


#: How far below a heading the full name of what it names in short may stand.
_BELOW = 600


def _complete(found: list[EntityMention], contexts: dict[tuple[int, int], ProjectContext]) -> None:
    """A heading's 行业应用基地 is the 人工智能行业应用基地 of the text below it."""
    for index, m in enumerate(found):
        context = contexts.get((m.start, m.end))
        if context is None or context.clause[1] != m.end or not context.heading:
            continue
        for later in found[index + 1 :]:
            if later.start - m.end > _BELOW:
                break
            if later.name.endswith(m.name) and later.name != m.name:
                m.aliases = tuple(sorted({*m.aliases, m.name}))
                m.name = later.name
                break


#: A word that the plan leaves out elsewhere: 示范性工程, 示范工程; 省级农机交易平台, 农机交易平台; 平湖国家种质库, 平湖种质库.
_LEVEL = re.compile(r"^[省市州县区]级|^统一的?|(?<=示范)性|(?<=[\u4e00-\u9fff])国家级?(?=[\u4e00-\u9fff]{3})")


def unify(found: list[EntityMention], doc: Any) -> None:
    """One key and one name for the ways a plan writes one project; namesakes of other provinces stay apart."""
    place = doc._.jurisdiction
    code = str((place.properties or {}).get("code") or place.name) if place is not None else "CN"
    groups: dict[tuple[str, str], list[EntityMention]] = {}
    names = {m.name for m in found}
    for m in found:
        shorter = _LEVEL.sub("", m.name, count=1)
        if shorter != m.name and shorter in names:
            m.aliases = tuple(sorted({*m.aliases, m.name}))
            m.name = shorter
        if _STATE.match(m.name):
            key = ("CN", m.name)
        else:
            key = (code, _without_place(m.name, place.name) if place is not None else m.name)
        groups.setdefault(key, []).append(m)
    for key, mentions in groups.items():
        best = max(mentions, key=lambda m: (len(m.name), -m.start)).name
        for m in mentions:
            m.key = key
            m.aliases = tuple(sorted({*m.aliases, m.name} - {best}))
            m.name = best


@Language.factory("plankg_projects")
def make(nlp: Language, name: str) -> Projects:
    """The component, as spaCy asks for it."""
    return Projects(nlp, name)
