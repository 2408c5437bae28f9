"""Component ``plankg_sectors``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Sectors(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_sectors")
def make(nlp: Language, name: str) -> Sectors:
    """The component, as spaCy asks for it."""
    return Sectors(nlp, name)
