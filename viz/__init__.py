"""The graph to look at: one self-contained page that opens with no network.

``write_page(graph, path)`` writes the page, ``page_html(graph)`` gives it as text and ``show(graph)`` puts it in
a notebook cell. The room takes a ``kg.Graph`` and knows nothing of databases or extraction.
"""

from viz.notebook import show
from viz.page import page_html, write_page

__all__ = ["page_html", "show", "write_page"]
