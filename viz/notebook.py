"""The page in a notebook cell."""

from __future__ import annotations

import html
from typing import Any

from kg.graph import Graph
from viz.page import fill, page_html


class PageFrame:
    """What ``show`` returns: Jupyter asks it for HTML and gets the page in a sandboxed frame."""

    def __init__(self, content: str, height: int) -> None:
        self.content = content
        self.height = height

    def _repr_html_(self) -> str:
        return fill("frame.html", {"height": str(self.height), "page": html.escape(self.content), "title": "PlanKG"})


def show(graph: Graph, *, height: int = 680, **options: Any) -> PageFrame:
    """The page of ``graph`` for a notebook cell; ``options`` are those of ``page_html``.

    The frame is sandboxed: the page can run its own script and offer downloads, and cannot reach the notebook.
    """
    return PageFrame(page_html(graph, **options), int(height))
