"""Component ``plankg_organizations``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Organizations(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_organizations")
def make(nlp: Language, name: str) -> Organizations:
    """The component, as spaCy asks for it."""
    return Organizations(nlp, name)
