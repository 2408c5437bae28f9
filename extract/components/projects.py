"""Component ``plankg_projects``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Projects(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_projects")
def make(nlp: Language, name: str) -> Projects:
    """The component, as spaCy asks for it."""
    return Projects(nlp, name)
