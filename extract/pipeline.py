"""The spaCy pipeline: a blank Chinese model (one token a character) and our components, by name.

Each component is registered with ``@Language.factory`` in its own module under ``extract.components``,
reads ``doc._.plan`` and what earlier components left in ``doc._.entities`` / ``doc._.relations``, and can be
switched off (``build_pipeline(disable=[…])``) or run alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.plantext import PlanText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Components in the order they run: registered name -> module.
COMPONENTS: dict[str, str] = {
    "plankg_regions": "extract.components.regions",
    "plankg_documents": "extract.components.documents",
    "plankg_organizations": "extract.components.organizations",
    "plankg_projects": "extract.components.projects",
    "plankg_sectors": "extract.components.sectors",
    "plankg_resolve": "extract.components.resolve",
    "plankg_document_edges": "extract.components.document_edges",
    "plankg_tasks": "extract.components.tasks",
    "plankg_statements": "extract.components.statements",
    "plankg_responsibility": "extract.components.responsibility",
    "plankg_structure_edges": "extract.components.structure_edges",
    "plankg_relations": "extract.components.relations",
    "plankg_spans": "extract.components.spans",
}

#: Longest text one document may have, in characters.
MAX_LENGTH = 20_000_000


def register_extensions() -> None:
    """Declare the ``Doc`` attributes that components share."""
    from spacy.tokens import Doc

    for name, default in (
        ("plan", None),
        ("document", None),
        ("jurisdiction", None),
        ("user_lexicon", ()),
        ("entities", None),
        ("relations", None),
        ("dropped", None),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def build_pipeline(
    *, disable: Sequence[str] = (), lexicon: str | Path | None = None, model: str | None = None
) -> Language:
    """A pipeline ready for ``run``.

    Args:
        disable: names of components (keys of ``COMPONENTS``) to leave out.
        lexicon: a user's CSV of extra names, see ``extract.lexicon.user_rows``.
        model: an installed spaCy model whose named entities are taken as further organizations.
    """
    return _build(tuple(disable), str(lexicon) if lexicon else None, model)


@lru_cache(maxsize=4)
def _build(disable: tuple[str, ...], lexicon: str | None, model: str | None) -> Language:
    import spacy

    from extract.lexicon import user_rows
    from kg.errors import SettingError

    register_extensions()
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp)
    nlp.max_length = MAX_LENGTH
    for name in disable:
        if name not in COMPONENTS:
            raise SettingError("E601", name="disable", reason=f"no component {name}; known: {', '.join(COMPONENTS)}")
    for name, module in COMPONENTS.items():
        if name not in disable:
            import_module(module)
            nlp.add_pipe(name)
    nlp.meta["plankg_lexicon"] = user_rows(lexicon) if lexicon else ()
    nlp.meta["plankg_model"] = model or ""
    return nlp


def run(nlp: Language, plan: PlanText, *, explain: bool = False) -> Doc:
    """The plan's ``Doc`` with ``doc._.entities`` and ``doc._.relations`` filled.

    With ``explain`` also ``doc._.dropped``: what components considered and did not take, and what later ones took out.
    """
    doc = nlp.make_doc(plan.text)
    doc._.plan = plan
    doc._.entities = []
    doc._.relations = []
    doc._.user_lexicon = nlp.meta["plankg_lexicon"]
    if explain:
        from extract.explain import watched

        return watched(nlp.pipeline, doc)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


class CharacterTokenizer:
    """One token a character, blanks included: token offsets are text offsets.

    Says the same as spaCy's own character segmentation, without its search for words and spaces (4 times as fast).
    """

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        """The ``Doc`` of a text."""
        from spacy.tokens import Doc

        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


class Component:
    """Base of our components: configured once, called with a ``Doc``, returns it."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Run on one document."""
        self.annotate(doc, doc._.plan)
        return doc

    def annotate(self, doc: Any, plan: PlanText) -> None:
        """Append to ``doc._.entities`` and ``doc._.relations``."""
        raise NotImplementedError
