"""Component ``plankg_resolve``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Resolve(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_resolve")
def make(nlp: Language, name: str) -> Resolve:
    """The component, as spaCy asks for it."""
    return Resolve(nlp, name)
