"""Names folded for comparison, and ids that never change.

An id is a digest of the label and the identity key, so it is the same from run to run, on every
machine, and does not move when another plan is added.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_IGNORED = re.compile(r"[\s“”\"'‘’《》〈〉「」『』]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """``text`` for comparison: width folded (NFKC), quotes, title marks and blanks dropped, lower case."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def digest(*parts: str) -> str:
    """12 hexadecimal digits that depend on every part and on where one part ends."""
    joined = "\x1f".join(parts)
    return hashlib.blake2b(joined.encode("utf-8"), digest_size=6).hexdigest()


def node_id(label: str, *key: str) -> str:
    """Id of the node of ``label`` with this identity key, e.g. ``Project:0f3a…``."""
    return f"{label}:{digest(label, *(fold(part) for part in key))}"


def edge_id(type_: str, source: str, target: str, doc: str, start: int, end: int, qualifier: str = "") -> str:
    """Id of an edge: two plans, or two passages, that say the same thing are two edges."""
    return f"{type_}:{digest(type_, source, target, doc, str(start), str(end), qualifier)}"
