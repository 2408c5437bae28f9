"""The two functions that most users need: a file or a text in, a graph out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.assemble import assemble
from extract.pipeline import build_pipeline, run
from extract.plantext import PlanText
from extract.readers import read_file, read_text
from kg.graph import Graph


def extract_file(
    path: str | Path, *, lexicon: str | Path | None = None, model: str | None = None, disable: Sequence[str] = ()
) -> Graph:
    """The graph of one plan file.

    Raises ``kg.errors.InputError`` if the file cannot be read as a plan.
    """
    return extract_plan(read_file(path), lexicon=lexicon, model=model, disable=disable)


def extract_text(
    text: str,
    *,
    source: str = "-",
    lexicon: str | Path | None = None,
    model: str | None = None,
    disable: Sequence[str] = (),
) -> Graph:
    """The graph of a plan given as text; ``source`` is the name it goes by in messages."""
    return extract_plan(read_text(text, source=source), lexicon=lexicon, model=model, disable=disable)


def extract_plan(
    plan: PlanText, *, lexicon: str | Path | None = None, model: str | None = None, disable: Sequence[str] = ()
) -> Graph:
    """The graph of a plan that has been read already."""
    return assemble(run(build_pipeline(disable=disable, lexicon=lexicon, model=model), plan))
