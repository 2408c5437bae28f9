"""Component ``plankg_documents``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Documents(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_documents")
def make(nlp: Language, name: str) -> Documents:
    """The component, as spaCy asks for it."""
    return Documents(nlp, name)
