"""Component ``plankg_sectors``: industries, fields of business and public service, technologies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from spacy.language import Language

from extract.fieldlists import listed_fields, open_fields
from extract.fields import Field, known, lexicon_fields, listed_only, named
from extract.industries import generic_industry, industry_fields
from extract.mentions import EntityMention, SpanIndex, entities
from extract.phrasewords import triggers
from extract.pipeline import Component
from extract.plantext import PlanText, Section
from extract.projectheads import heads
from extract.standing import heads_name, is_listed, says_so, stands
from extract.tablerows import fields as table_fields

_SKIPPED_LINES = frozenset(("title", "number", "addressee", "date", "signature", "toc"))
_NO_LEAD = re.compile(
    r"坚持|目标|原则|总体|思路|组织|领导|保障|责任|单位|时限|措施|要求|建议|任务|内容|重点|附件|步骤|阶段|意义|情况|问题|方向|布局|定位|体系|机制"
    r"|能力|模式|环境|设施|改革|创新|融合|转型|共享|合作|安排|备注|说明|主体|对象|范围|条件|标准|程序|时间|地点"
)


#: 发改产业〔2014〕2001号: a plan's number, and up to eight characters in front of it.
_NUMBER = re.compile(r"[〔\[（(]20\d\d[〕\]）)] {0,3}\d{1,5} {0,3}号")


class Sectors(Component):
    """Lexicon first, then industries by ending, lists of fields and item leads, never inside a body's or title's name."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        text = plan.text
        self.taken = bytearray(len(text) + 1)
        for line in plan.lines:
            if line.kind in _SKIPPED_LINES:
                self._take(line.start, line.end)
        bodies = entities(doc, "Organization", "Document")
        for m in bodies:
            self._take(m.start, m.end)
        for number in _NUMBER.finditer(text):
            start = number.start()
            while start > number.start() - 8 and "\u4e00" <= text[start - 1 : start] <= "\u9fff":
                start -= 1
            self._take(start, number.end())
        found: list[EntityMention] = []
        places = {m.start: m.end for m in entities(doc, "Region")}
        read = [f for source in (lexicon_fields, industry_fields, listed_fields, open_fields) for f in source(text)]
        read.sort(key=lambda f: f.start - f.end)  # the longest reading of a stretch; of equals, the surest source
        firms = _firms(bodies)
        open_read = (_behind_name(f, text, places, firms) if f.rule.startswith(OPEN) else f for f in read)
        read = [f for f in open_read if f is not None]
        for source in (self._user(doc, text), self._cells(plan), self._leads(plan), read):
            for field in source:
                if not any(self.taken[field.start : field.end]):
                    self._take(field.start, field.end)
                    found.append(_mention(text, field))
        found.extend(self._again(text, found))
        _join(found)
        found = self._standing(doc, plan, found)
        doc._.entities.extend(found)

    def _standing(self, doc: Any, plan: PlanText, found: list[EntityMention]) -> list[EntityMention]:
        """Without the fields that the plan names nowhere by themselves, nor twice or first in a heading or a project's name."""
        names: SpanIndex | None = None
        meant: dict[tuple[str, ...], bool] = {}
        starts = {m.start for m in found}
        often = Counter(m.key for m in found)
        behind_places = {m.end for m in entities(doc, "Region")}
        for m in found:
            if meant.get(m.key):
                continue
            if m.name in listed_only():
                meant[m.key] = m.rule == "sector.cell" or _leads(plan, m) or is_listed(plan.text, m.start, m.end)
                continue
            meant[m.key] = (
                (m.properties["kind"] == "technology" and not _short(plan.text, m))
                or not _of_lexicon(m)
                or says_so(plan.text, m.start, m.end)
                or stands(plan.text, m.start, m.end, m.end in starts)
            )
            if not meant[m.key]:
                names = names or SpanIndex(entities(doc, "Project"))
                named = _in_title(plan, m) or bool(names.covering(m.start, m.end))
                meant[m.key] = named and (
                    often[m.key] > 1 or heads_name(plan.text, m.start, m.end, m.start in behind_places)
                )
        return [m for m in found if meant[m.key]]

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def _user(self, doc: Any, text: str) -> Iterator[Field]:
        for row in doc._.user_lexicon:
            if row["label"] == "Sector":
                aliases = tuple(filter(None, row["aliases"].split("|")))
                for surface in sorted({row["name"], *aliases}, key=len, reverse=True):
                    for match in re.finditer(re.escape(surface), text):
                        yield Field(*match.span(), row["name"], row["kind"] or "field", "user.lexicon", 1.0, aliases)

    def _cells(self, plan: PlanText) -> Iterator[Field]:
        """What a table's column of fields names, if the lexicon does not know it."""
        for start, end in table_fields(plan):
            name = plan.text[start:end]
            if name not in known():
                yield Field(start, end, name, "field", "sector.cell", 0.85)

    def _leads(self, plan: PlanText) -> Iterator[Field]:
        """智慧医疗。 at the front of a paragraph: a noun of two to eight characters."""
        yield from self._siblings(plan)
        for section in plan.sections:
            title = section.title
            if section.kind != "lead" or not 2 <= len(title) <= 8 or title in known():
                continue
            boxed = any(a.kind == "box" for a in plan.ancestors(section))
            if plan.text[section.title_end : section.title_end + 1] != "。" or not boxed:
                continue
            if (
                _NO_LEAD.search(title)
                or title.endswith(tuple(heads()))
                or any(w in title for w in triggers() if len(w) > 1)
            ):
                continue
            yield Field(section.title_start, section.title_end, title, "field", "sector.lead", 0.8)

    def _siblings(self, plan: PlanText) -> Iterator[Field]:
        """（一）智慧农业。…（二）宠物照护。…: items that are nouns, most of them known fields, are fields all."""
        groups: dict[int, list[Section]] = {}
        for section in plan.sections:
            if (
                section.kind in ("clause", "point", "item", "subitem")
                and section.run_in
                and 2 <= len(section.title) <= 8
            ):
                groups.setdefault(section.parent, []).append(section)
        for items in groups.values():
            fields = [s for s in items if s.title in known()]
            if len(fields) < 2 or len(fields) * 2 < len(items):
                continue
            for s in items:
                if s.title not in known() and not _NO_LEAD.search(s.title):
                    yield Field(s.title_start, s.title_end, s.title, "field", "sector.lead", 0.8)

    def _again(self, text: str, found: list[EntityMention]) -> Iterator[EntityMention]:
        """Where the plan speaks of 农机装备产业, 农机装备 alone is that field too."""
        bases = {a: m for m in found if m.rule.startswith("sector.suffix") for a in m.aliases if len(a) >= 4}
        bases |= {m.name: m for m in found if len(m.name) >= 4 and text[m.start : m.end] == f"{m.name}行业"}
        if not bases:
            return
        pattern = re.compile("|".join(map(re.escape, sorted(bases, key=len, reverse=True))))
        for match in pattern.finditer(text):
            if not any(self.taken[match.start() : match.end()]):
                first = bases[match[0]]
                field = Field(*match.span(), first.name, "industry", "sector.again", 0.7, first.aliases)
                yield _mention(text, field)


#: What may follow one field's name: 电机产业 and 电机行业 are one.
_ENDED = re.compile("(?<=..)(?:产业|行业|领域|服务业|服务|业)$")


def _join(found: list[EntityMention]) -> None:
    """中介服务行业 is the field 中介服务 where the plan names that too, 电机产业 is 电机行业: one node, not two.

    So are 金融服务 and 金融, 健康服务业 and 健康: what a plan calls a trade in one place it calls its service in another.
    """
    names = {m.name for m in found if not m.rule.startswith((*OPEN, "sector.again"))}
    bases: dict[str, str] = {}
    for m in sorted(found, key=lambda m: m.start):
        base = _ENDED.sub("", m.name)
        shorter = next((a for a in m.aliases if a in names), None)
        if base != m.name and base in names:
            shorter = base
        elif m.rule.startswith(OPEN) and base not in names:
            shorter = shorter or bases.setdefault(base, m.name)
        if shorter and shorter != m.name and (m.name not in names or shorter == base):
            m.aliases = tuple(sorted({*m.aliases, m.name} - {shorter}))
            m.name, m.key = shorter, (shorter,)


def _short(text: str, m: EntityMention) -> bool:
    """航空, 遥感: a technology of two characters is as often a mere modifier (航空口岸)."""
    return m.end - m.start == 2 and not text[m.start].isascii()


def _of_lexicon(m: EntityMention) -> bool:
    return m.rule.startswith("sector.") and not m.rule.startswith((*OPEN, "sector.again", "sector.lead", "sector.cell"))


def _in_title(plan: PlanText, m: EntityMention) -> bool:
    """Whether a field stands in the title of a heading, which becomes a task or a box."""
    section = plan.section_at(m.start)
    return section is not None and section.kind in _TITLED and section.title_start <= m.start < section.title_end


def _leads(plan: PlanText, m: EntityMention) -> bool:
    """Whether a field is all that a heading or lead says."""
    section = plan.section_at(m.start)
    return section is not None and (section.title_start, section.title_end) == (m.start, m.end)


_TITLED = frozenset(("clause", "point", "item", "subitem", "chapter", "lead", "circled", "box"))


#: Rules whose names begin where a grammar says, not a lexicon.
OPEN = ("sector.suffix", "sector.ending", "sector.business", "sector.list")


def _firms(bodies: list[EntityMention]) -> frozenset[str]:
    """What enterprises of the text are called for short: 海瑞 of 海瑞信息股份有限公司."""
    firms = {m.name[:2] for m in bodies if m.properties.get("kind") == "enterprise"}
    return frozenset(firms - _openings())


@cache
def _openings() -> frozenset[str]:
    """The first two characters of every field's name: 智能, 数字, 新能."""
    return frozenset(name[:2] for name in known())


def _behind_name(field: Field, text: str, places: dict[int, int], firms: frozenset[str]) -> Field | None:
    """西安航空物流 is 航空物流, in 西安; 海瑞纺织行业 is 纺织行业; 长三角产业 is no field."""
    end = places.get(field.start, field.start)
    if text[end : end + 2] in firms:
        end += 2
    if end == field.start or end + 2 > field.end:
        return field
    name = text[end : field.end]
    if name.endswith(("产业", "行业")) and (len(name) < 4 or generic_industry(name[:-2])):
        return None
    return named(replace(field, start=end, name=name, aliases=()))


def _mention(text: str, field: Field) -> EntityMention:
    surface = text[field.start : field.end]
    aliases = {surface, *field.aliases} - {field.name}
    return EntityMention(
        "Sector",
        field.start,
        field.end,
        field.name,
        aliases=tuple(sorted(aliases)),
        properties={"kind": field.kind},
        rule=field.rule,
        confidence=field.confidence,
    )


@Language.factory("plankg_sectors")
def make(nlp: Language, name: str) -> Sectors:
    """The component, as spaCy asks for it."""
    return Sectors(nlp, name)
