"""Component ``plankg_resolve``: mentions that are only parts of others are dropped; regions are put into regions.

A place inside an organization's, project's or document's name is no mention by itself (广东 in 广东公共文化云平台), nor is a body
inside a longer body's name or inside another document's title. The plan's own title keeps its place and issuer.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.components.regions import containment
from extract.mentions import EntityMention, SpanIndex, entities
from extract.pipeline import Component
from extract.plantext import PlanText

#: label -> labels inside whose names it does not count.
_INSIDE = {
    "Region": ("Organization", "Project", "Document", "Region"),
    "Organization": ("Organization", "Project", "Document"),
}


class Resolve(Component):
    """Removes nested Region and Organization mentions from ``doc._.entities``."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        outer = SpanIndex(
            m for m in entities(doc, "Region", "Organization", "Project", "Document") if m is not doc._.document
        )
        gone = {id(m) for m in outer.mentions if m.label in _INSIDE and _nested(m, outer)}
        gone |= _doubled(outer)
        doc._.entities = [m for m in doc._.entities if id(m) not in gone]
        doc._.relations = [r for r in doc._.relations if id(r.source) not in gone and id(r.target) not in gone]
        doc._.relations.extend(containment(entities(doc, "Region")))


def _nested(m: EntityMention, outer: SpanIndex) -> bool:
    for other in outer.covering(m.start, m.end):
        if other is m or other.label not in _INSIDE[m.label]:
            continue
        longer = other.end - other.start > m.end - m.start
        if longer and not (m.label == "Organization" and other.label == "Project" and m.start > other.start):
            return True
        if longer and other.label == "Project":
            return True
    return False


def _doubled(outer: SpanIndex) -> set[int]:
    """Of two readings of one span the surer stays; a place or body read as a project stays what it is,
    unless the passage has the body built."""
    gone: set[int] = set()
    by_span: dict[tuple[int, int], list[EntityMention]] = {}
    for m in outer.mentions:
        by_span.setdefault((m.start, m.end), []).append(m)
    for same in by_span.values():
        if len(same) < 2:
            continue
        regions = [m for m in same if m.label == "Region"]
        bodies = [m for m in same if m.label == "Organization"]
        projects = [m for m in same if m.label == "Project"]
        if bodies and regions:
            gone |= {id(m) for m in regions}
        if bodies and any(m.rule == "project.setup" for m in projects):
            gone |= {id(m) for m in bodies}
        elif (bodies or regions) and projects:
            gone |= {id(m) for m in projects}
        gone |= {id(m) for m in bodies[1:] if m.rule != "org.user"}
    return gone


@Language.factory("plankg_resolve")
def make(nlp: Language, name: str) -> Resolve:
    """The component, as spaCy asks for it."""
    return Resolve(nlp, name)
