"""The graph itself: ontology, nodes, edges, evidence, selection, analysis and export formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.formats import read, write
    from kg.graph import Graph
    from kg.model import DocumentText, Edge, Mention, Node
    from kg.selection import Selection, select

__all__ = ["DocumentText", "Edge", "Graph", "Mention", "Node", "Selection", "read", "select", "write"]

_HOMES = {
    "DocumentText": "kg.model",
    "Edge": "kg.model",
    "Graph": "kg.graph",
    "Mention": "kg.model",
    "Node": "kg.model",
    "Selection": "kg.selection",
    "read": "kg.formats",
    "select": "kg.selection",
    "write": "kg.formats",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``plankg --help`` does not pay for networkx."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
