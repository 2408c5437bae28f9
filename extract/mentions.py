"""What components hand to each other: labelled spans and relations between them, on the spaCy ``Doc``.

Components read ``doc._.plan`` (the ``PlanText``) and append to ``doc._.entities`` and ``doc._.relations``.
A span is a small model that checks itself; nothing downstream has to guess whether offsets are sound.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Scalar = str | int | float | bool


@dataclass(slots=True, eq=False)
class EntityMention:
    """A span of the text that names a node.

    ``name`` is the canonical name (广州市 for 广州; 广东省科技厅 for 省科技厅 in a Guangdong plan), ``key`` the
    identity within its label (default: the name); mentions with the same label and key are one node.
    ``aliases`` are other fair names, the surface form included where it differs. ``expanded`` marks a
    name put together from a coordinated list (博物馆 in 网上图书馆、博物馆), whose span is the member alone.
    ``start``/``end`` are offsets of ``text[start:end]``; for Task, Goal and Observation that is the evidence.
    """

    label: str
    start: int
    end: int
    name: str
    key: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    properties: dict[str, Scalar] = field(default_factory=dict)
    rule: str = ""
    confidence: float = 1.0
    expanded: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.label} {self.name!r}: bad span {self.start}..{self.end}")
        if not self.name:
            raise ValueError(f"{self.label} at {self.start}: empty name")
        if not self.key:
            self.key = (self.name,)


@dataclass(slots=True, eq=False)
class RelationMention:
    """A relation that ``text[start:end]`` states between two entity mentions."""

    type: str
    source: EntityMention
    target: EntityMention
    start: int
    end: int
    properties: dict[str, Scalar] = field(default_factory=dict)
    rule: str = ""
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.type}: bad span {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, order=True)
class Dropped:
    """A reading that was considered and not taken: where, as what, and why."""

    start: int
    end: int
    label: str
    name: str
    reason: str
    rule: str = ""


def drop(doc: Any, label: str, start: int, end: int, name: str, reason: str, rule: str = "") -> None:
    """Note that ``text[start:end]`` was not taken for a ``label`` (a type, for relations); only kept where it is asked for.

    ``reason`` is one clause in English that a user can read: ``inside a longer name``, ``a kind, not one thing``.
    """
    noted: list[Dropped] | None = doc._.dropped
    if noted is not None:
        noted.append(Dropped(start, end, label, name, reason, rule))


class SpanIndex:
    """Entity mentions by place: which lie in, or cover, a stretch of text."""

    def __init__(self, mentions: Iterable[EntityMention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self.mentions]
        self._longest = max((m.end - m.start for m in self.mentions), default=0)

    def inside(self, start: int, end: int) -> list[EntityMention]:
        """Mentions that lie wholly in ``start..end``, in text order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def overlapping(self, start: int, end: int) -> list[EntityMention]:
        """Mentions that share at least one character with ``start..end``."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [m for m in self.mentions[first:last] if m.end > start]

    def covering(self, start: int, end: int) -> list[EntityMention]:
        """Mentions that contain ``start..end``."""
        return [m for m in self.overlapping(start, end) if m.start <= start and m.end >= end]


def entities(doc: Any, *labels: str) -> list[EntityMention]:
    """The document's mentions of these labels (all if none given), in text order."""
    found: list[EntityMention] = doc._.entities
    return sorted((m for m in found if not labels or m.label in labels), key=lambda m: (m.start, -m.end))


def index(doc: Any, *labels: str) -> SpanIndex:
    """A ``SpanIndex`` over the document's mentions of these labels."""
    return SpanIndex(entities(doc, *labels))
