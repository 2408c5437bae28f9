"""Readers: from a file to a ``PlanText``. A registry maps suffixes and media types to readers, imported only when met.

A reader turns bytes into a ``Raw``: lines of text, one paragraph, heading or table row each (cells separated
by tabs), and where in the source each stretch of it came from. Normalising, structure and masthead are the same
for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from extract.plantext import PlanText
from kg.errors import InputError

#: Largest file that is read, in MB: text, and kinds that carry pictures and fonts with it.
MAX_MB = 20
MAX_PACKED_MB = 200


@dataclass(slots=True)
class Raw:
    """What a reader hands on.

    ``text`` has ``\\n`` between lines, tabs between the cells of a row, U+001F between the paragraphs of a cell.
    ``meta`` goes into ``PlanText.meta``. ``places`` are pairs of an offset in ``text`` and the place in the source
    from there on (``page 7``, ``page 8, table 2, row 3``, ``paragraph 12``), in order. ``blanks`` are the offsets of
    cells that are empty in the source, not merged with the one above (known only where the format tells).
    """

    text: str
    meta: dict[str, str | int | float | bool] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)


Reader = Callable[[bytes, str], Raw]

#: Called with (pages done, pages in all) while a file is read that takes seconds a page: a scan. None: nobody asks.
watch: ContextVar[Callable[[int, int], None] | None] = ContextVar("watch", default=None)

_HTML, _OFFICE = "extract.readers.html:read", "extract.readers.office:read"
_READERS: dict[str, str | Reader] = {
    ".txt": "extract.readers.plain:read",
    ".text": "extract.readers.plain:read",
    ".md": "extract.readers.markdown:read",
    ".markdown": "extract.readers.markdown:read",
    ".docx": "extract.readers.docx:read",
    ".docm": "extract.readers.docx:read",
    ".pdf": "extract.readers.pdf:read",
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), _OFFICE),
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml"), _HTML),
}
#: Media types of the kinds that are read.
_MEDIA: dict[str, str] = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
}
#: What files of a kind begin with, whatever their name says.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"{\\rtf", ".rtf"),
)
#: Suffixes that files of another kind bear, too; a registered reader gets its files in any case.
_SNIFFED = set(_READERS)
_PACKED = frozenset((".pdf", ".docx", ".doc", ".wps", ".odt", ".rtf", ".docm"))


def register(suffix: str, reader: str | Reader, media: str | None = None) -> None:
    """Add or replace the reader of a suffix (and media type): ``(bytes, name) -> Raw`` or ``"module:function"``."""
    _READERS[suffix.lower()] = reader
    _SNIFFED.discard(suffix.lower())
    if media:
        _MEDIA[media.lower()] = suffix.lower()


def suffixes() -> list[str]:
    """Suffixes that can be read."""
    return sorted(_READERS)


def reader_of(suffix: str) -> Reader | None:
    """The reader of a suffix or media type, imported if need be; None if there is none."""
    suffix = suffix.lower()
    suffix = _MEDIA.get(suffix.partition(";")[0].strip(), suffix)
    reader = _READERS.get(suffix)
    if isinstance(reader, str):
        module, _, function = reader.partition(":")
        reader = getattr(import_module(module), function)
        _READERS[suffix] = reader
    return reader


def read_file(path: str | Path) -> PlanText:
    """Read one file as a plan.

    Raises ``InputError``: missing, unreadable, empty, binary, undecodable, too large, or of a kind without reader.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise InputError("E101", path=path)
    except OSError as error:  # in a folder that may not be entered
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    reader = reader_of(path.suffix)
    if reader is None:
        raise InputError("E108", path=path, kind=path.suffix or "no suffix", suffixes=" ".join(suffixes()))
    limit = MAX_PACKED_MB if path.suffix.lower() in _PACKED else MAX_MB
    try:
        size = path.stat().st_size
        if size > limit * 1_000_000:
            raise InputError("E107", path=path, size=round(size / 1e6), limit=limit)
        data = path.read_bytes()
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    reader = _by_content(data) or reader if path.suffix.lower() in _SNIFFED else reader
    return plan_of(reader(data, str(path)), source=_as_text(path.name), sha256=hashlib.sha256(data).hexdigest())


def _as_text(name: str) -> str:
    """A file's name with U+FFFD for bytes that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _by_content(data: bytes) -> Reader | None:
    """The reader that the first bytes ask for: government sites give out web pages as ``.doc`` and PDFs as ``.docx``."""
    for magic, suffix in _MAGIC:
        if data.startswith(magic):
            return reader_of(".odt" if b"vnd.oasis.opendocument.text" in data[:100] else suffix)
    return None


def read_text(text: str, *, source: str = "-") -> PlanText:
    """Read a plan that is a string already."""
    if not text.strip():
        raise InputError("E102", path=source)
    return plan_of(Raw(text), source=source, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def plan_of(raw: Raw, *, source: str, sha256: str) -> PlanText:
    """Normalise a reader's text and find its structure."""
    from extract.normalize import carry, carry_offsets, normalize
    from extract.structure import structure

    if len(raw.text) > MAX_MB * 1_000_000:
        raise InputError("E107", path=source, size=round(len(raw.text) / 1e6), limit=MAX_MB)
    text, origin = normalize(raw.text)
    places, blanks = carry(raw.places, origin, len(text)), carry_offsets(raw.blanks, origin, len(text))
    if not any("\u4e00" <= char <= "\u9fff" for char in text):
        raise InputError("E109" if text.strip() else "E102", path=source)
    plan = PlanText(text=text, source=source, sha256=sha256, origin=origin, meta=dict(raw.meta))
    plan.places, plan.blanks = places, frozenset(blanks)
    structure(plan)
    return plan
