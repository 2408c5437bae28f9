"""The functions that most users need: a file or a text in, a graph out (of several documents, if the file is a notice with plans)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.assemble import assemble
from extract.jurisdiction import issuing_place
from extract.parts import issue_of, take_apart
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
    graphs = extract_graphs(plan, lexicon=lexicon, model=model, disable=disable)
    if len(graphs) == 1:
        return graphs[0]
    whole = Graph()
    for graph in graphs:
        whole.update(graph)
    return whole


def extract_graphs(
    plan: PlanText, *, lexicon: str | Path | None = None, model: str | None = None, disable: Sequence[str] = ()
) -> list[Graph]:
    """One graph a document: of a notice that carries several plans, the notice's and each plan's (``extract.parts``)."""
    nlp = build_pipeline(disable=disable, lexicon=lexicon, model=model)
    head, *plans = take_apart(plan)
    doc = run(nlp, head)
    graphs = [assemble(doc)]
    if plans:
        issue = issue_of(head, issuing_place(head, doc._.jurisdiction))
        for part in plans:
            part.issue = issue
            graphs.append(assemble(run(nlp, part)))
    return graphs
