"""From a file to one plan's graph: readers, structure, the spaCy pipeline and its components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.api import extract_file, extract_text
    from extract.pipeline import build_pipeline

#: Version of the rules and lexicons: a plan read by another version is read again by ``plankg update``.
RULES_VERSION = "2026.11.24.3"

__all__ = ["RULES_VERSION", "build_pipeline", "extract_file", "extract_text"]

_HOMES = {
    "extract_file": "extract.api",
    "extract_text": "extract.api",
    "build_pipeline": "extract.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import on first use: spaCy is only paid for by the commands that extract."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
