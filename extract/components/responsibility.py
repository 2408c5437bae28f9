"""Component ``plankg_responsibility``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Responsibility(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_responsibility")
def make(nlp: Language, name: str) -> Responsibility:
    """The component, as spaCy asks for it."""
    return Responsibility(nlp, name)
