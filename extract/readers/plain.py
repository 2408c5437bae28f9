"""Plain text, in whatever encoding it is."""

from __future__ import annotations

from extract.readers import Raw
from extract.readers.encoding import decode

__all__ = ["decode", "read"]


def read(data: bytes, name: str) -> Raw:
    """Decode ``data``; raises ``InputError`` for empty, binary or undecodable content."""
    return Raw(decode(data, name))
