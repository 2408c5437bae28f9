"""Component ``plankg_documents``: the plan itself and every 《…》 plan, law, opinion or notice it names."""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

from extract.lexicon import rows
from extract.mentions import EntityMention, RelationMention, Scalar
from extract.pipeline import Component
from extract.plantext import PlanText
from extract.versions import version_of

#: A title in title marks; one level of 〈…〉 or 《…》 may stand inside.
_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]{1,60}》){2,100})》")
_SHORT = re.compile(r"^[（(](?:以下)?(?:统称|简称)(?:为)?[：:]?《?([^（）()《》“”]{2,30})》?[）)]")
_SHORT_QUOTED = re.compile(r"^[（(](?:以下)?(?:统称|简称)(?:为)?[：:]?[“《]([^（）()《》“”]{2,30})[”》][）)]")
_NUMBER = re.compile(r"^[（(]([\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\]）)]\s*\d{1,5}\s*号)[）)]")
_PERIOD = re.compile(r"[（(](?:(?:19|20)\d{2}\s*[-—–－~～至]+\s*)?(?:19|20)\d{2}年?[）)]$")
_VERSION = re.compile(
    r"[（(](?:试行|暂行|征求意见稿|修订|修订版|首批|\d{4}(?:年)?版?|\d{4}年本|[^（）()]{1,8}版)[）)]$"
)


def _kinds(column: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(r["pattern"] for r in rows("document_kinds.csv") if r["role"] == column) + ")")


class Documents(Component):
    """Sets ``doc._.document``, adds the documents that the plan names, and says of which plan it is a version."""

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(nlp, name)
        self.kinds, self.others = _kinds("kind"), _kinds("other")

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        own = self._own(plan)
        doc._.document = own
        doc._.entities.append(own)
        short_names = dict.fromkeys(own.aliases, own) | {own.name: own}
        self._version(doc, own, short_names)
        carried = self._carried(doc, plan)
        for match in _TITLE.finditer(plan.text):
            if match.start(1) in carried:
                short_names.setdefault(match[1], carried[match.start(1)])
                continue
            title = match[1].replace("〈", "《").replace("〉", "》")
            known = short_names.get(title) or short_names.get(_bare(title))
            if known is None and not self._is_document(title):
                continue
            mention = self._mention(plan, match, title, known)
            self._short_names(plan.text, match.end(), mention, short_names)
            short_names.setdefault(title, mention)
            short_names.setdefault(_bare(title), mention)
            doc._.entities.append(mention)

    def _own(self, plan: PlanText) -> EntityMention:
        head = plan.masthead
        title = head.title or plan.source
        start, end = head.title_span or (0, len(plan.text))
        aliases = {*head.aliases, *((head.number,) if head.number else ())}
        if version_of(title) is None:
            aliases.add(_bare(title))
        aliases -= {title, ""}
        return EntityMention(
            "Document", start, end, title, aliases=tuple(sorted(aliases)), rule="document.title", expanded=True
        )

    def _version(self, doc: Any, own: EntityMention, known: dict[str, EntityMention]) -> None:
        """The plan that this is a version of: the title without its mark, said by the title line."""
        version = version_of(own.name)
        if version is None or own.rule != "document.title":
            return
        name = version.plan
        base = EntityMention(
            "Document", own.start, own.end, name, rule="document.version", confidence=0.98, expanded=True
        )
        for form in {name, _bare(name)}:
            known.setdefault(form, base)
        doc._.entities.append(base)
        said: dict[str, Scalar] = {"version": version.mark}
        doc._.relations.append(RelationMention("VERSION_OF", own, base, own.start, own.end, said, version.rule, 0.98))

    def _carried(self, doc: Any, plan: PlanText) -> dict[int, EntityMention]:
        """The plans that a notice carries, by the offset at which it names them."""
        found = {}
        for c in plan.carries:
            names = {_bare(c.title), plan.text[c.start : c.end] if c.named else ""} - {c.title, ""}
            mention = EntityMention(
                "Document", c.start, c.end, c.title, aliases=tuple(sorted(n for n in names if "\n" not in n)),
                rule="document.carried", confidence=0.97 if c.named else 0.9, expanded=True,
            )  # fmt: skip
            doc._.entities.append(mention)
            if c.named:
                found[c.start] = mention
        return found

    def _mention(self, plan: PlanText, match: re.Match[str], title: str, known: EntityMention | None) -> EntityMention:
        name, key, aliases = (known.name, known.key, known.aliases) if known else (title, (), ())
        extra = {_bare(title), title} - {name, ""}
        number = _NUMBER.match(plan.text, match.end()) if plan.text[match.end() : match.end() + 1] in "（(" else None
        if number is None and match.end() < len(plan.text):
            number = _NUMBER.match(plan.text[match.end() : match.end() + 40])
        if number:
            extra.add(number[1])
        return EntityMention(
            "Document", match.start(1), match.end(1), name, key,
            tuple(sorted({*aliases, *extra})), rule="document.named", confidence=0.97, expanded=True,
        )  # fmt: skip

    def _short_names(self, text: str, end: int, mention: EntityMention, known: dict[str, EntityMention]) -> None:
        after = text[end : end + 60]
        number = _NUMBER.match(after)
        after = after[number.end() :] if number else after
        short = _SHORT_QUOTED.match(after) or _SHORT.match(after)
        if short:
            known[short[1]] = mention
            mention.aliases = tuple(sorted({*mention.aliases, short[1]}))

    def _is_document(self, title: str) -> bool:
        plain = _bare(title)
        return bool(self.kinds.search(plain)) and not self.others.search(plain)


def _bare(title: str) -> str:
    """The title without its period or version in brackets."""
    return _VERSION.sub("", _PERIOD.sub("", title))


@Language.factory("plankg_documents")
def make(nlp: Language, name: str) -> Documents:
    """The component, as spaCy asks for it."""
    return Documents(nlp, name)
