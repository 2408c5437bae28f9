"""Names of WordprocessingML, transitional and strict alike, in the short form ``w:p``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
}
_W = tuple(space for space, prefix in _SPACES.items() if prefix == "w:")


@lru_cache(maxsize=4096)
def short(tag: Any) -> str:
    """``w:p`` for a qualified tag; names of other vocabularies without prefix (``txbx``); empty for no element."""
    if not isinstance(tag, str):
        return ""
    space, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return _SPACES.get(space, "") + local


def children(element: Any | None, name: str) -> Iterator[Any]:
    """Child elements of a short name."""
    if element is not None:
        for child in element:
            if short(child.tag) == name:
                yield child


def first(element: Any | None, name: str) -> Any | None:
    """The first child of a short name."""
    return next(children(element, name), None)


def attribute(element: Any | None, name: str) -> str:
    """A ``w:`` attribute, empty if there is none."""
    if element is None:
        return ""
    for space in _W:
        value = element.get(f"{{{space}}}{name}")
        if value is not None:
            return str(value)
    return ""


def is_on(element: Any | None) -> bool | None:
    """A switch such as ``w:vanish``: on, off, or None when it is not there."""
    if element is None:
        return None
    return attribute(element, "val") not in ("0", "false", "off")
