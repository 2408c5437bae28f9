"""Component ``plankg_regions``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Regions(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_regions")
def make(nlp: Language, name: str) -> Regions:
    """The component, as spaCy asks for it."""
    return Regions(nlp, name)
