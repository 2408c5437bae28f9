"""Component ``plankg_spans``: the entity mentions as spaCy span groups, one a label, for users of spaCy."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.mentions import entities
from extract.pipeline import Component
from extract.plantext import PlanText


class Spans(Component):
    """Mirrors ``doc._.entities`` into ``doc.spans[label]`` (off by default: only spaCy users need it)."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""
        groups: dict[str, list[Any]] = {}
        for m in entities(doc):
            span = doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand")
            if span is not None:
                groups.setdefault(m.label, []).append(span)
        for label, spans in groups.items():
            doc.spans[label] = spans


@Language.factory("plankg_spans")
def make(nlp: Language, name: str) -> Spans:
    """The component, as spaCy asks for it."""
    return Spans(nlp, name)
