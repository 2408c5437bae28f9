"""Readers: from a file to a ``PlanText``. A registry maps suffixes to readers, imported only when met.

A reader turns bytes into a ``Raw``: lines of text, one paragraph, heading or table row each (cells separated
by tabs), and optionally where in the source each line came from. Normalising, structure and masthead are
the same for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from extract.plantext import PlanText
from kg.errors import InputError

#: Largest file that is read, in MB.
MAX_MB = 20


@dataclass(slots=True)
class Raw:
    """What a reader hands on: text with ``\\n`` between lines, and facts about the source for ``PlanText.meta``."""

    text: str
    meta: dict[str, str | int | float | bool] = field(default_factory=dict)


Reader = Callable[[bytes, str], Raw]

_READERS: dict[str, str | Reader] = {
    ".txt": "extract.readers.plain:read",
    ".text": "extract.readers.plain:read",
    ".md": "extract.readers.markdown:read",
    ".markdown": "extract.readers.markdown:read",
}


def register(suffix: str, reader: str | Reader) -> None:
    """Add or replace the reader of a suffix: a callable ``(bytes, name) -> Raw`` or ``"module:function"``."""
    _READERS[suffix.lower()] = reader


def suffixes() -> list[str]:
    """Suffixes that can be read."""
    return sorted(_READERS)


def reader_of(suffix: str) -> Reader | None:
    """The reader of a suffix, imported if need be."""
    reader = _READERS.get(suffix.lower())
    if isinstance(reader, str):
        module, _, function = reader.partition(":")
        reader = getattr(import_module(module), function)
        _READERS[suffix.lower()] = reader
    return reader


def read_file(path: str | Path) -> PlanText:
    """Read one file as a plan.

    Raises ``InputError``: missing, unreadable, empty, binary, undecodable, too large, or of a kind without reader.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("E101", path=path)
    reader = reader_of(path.suffix)
    if reader is None:
        raise InputError("E108", path=path, kind=path.suffix or "no suffix", suffixes=" ".join(suffixes()))
    try:
        size = path.stat().st_size
        if size > MAX_MB * 1_000_000:
            raise InputError("E107", path=path, size=round(size / 1e6), limit=MAX_MB)
        data = path.read_bytes()
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    return plan_of(reader(data, str(path)), source=path.name, sha256=hashlib.sha256(data).hexdigest())


def read_text(text: str, *, source: str = "-") -> PlanText:
    """Read a plan that is a string already."""
    if not text.strip():
        raise InputError("E102", path=source)
    return plan_of(Raw(text), source=source, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def plan_of(raw: Raw, *, source: str, sha256: str) -> PlanText:
    """Normalise a reader's text and find its structure."""
    from extract.normalize import normalize
    from extract.structure import structure

    text, origin = normalize(raw.text)
    if not any("\u4e00" <= char <= "\u9fff" for char in text):
        raise InputError("E109" if text.strip() else "E102", path=source)
    plan = PlanText(text=text, source=source, sha256=sha256, origin=origin, meta=dict(raw.meta))
    structure(plan)
    return plan
