"""Component ``plankg_relations``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Relations(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_relations")
def make(nlp: Language, name: str) -> Relations:
    """The component, as spaCy asks for it."""
    return Relations(nlp, name)
