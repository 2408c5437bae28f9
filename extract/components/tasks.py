"""Component ``plankg_tasks``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class Tasks(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_tasks")
def make(nlp: Language, name: str) -> Tasks:
    """The component, as spaCy asks for it."""
    return Tasks(nlp, name)
