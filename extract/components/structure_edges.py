"""Component ``plankg_structure_edges``."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.pipeline import Component
from extract.plantext import PlanText


class StructureEdges(Component):
    """To be written."""

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """See the class."""


@Language.factory("plankg_structure_edges")
def make(nlp: Language, name: str) -> StructureEdges:
    """The component, as spaCy asks for it."""
    return StructureEdges(nlp, name)
