"""Component ``plankg_statements``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Statements(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_statements")
def make(nlp: Language, name: str) -> Statements:
    """The component, as spaCy asks for it."""
    return Statements(nlp, name)
