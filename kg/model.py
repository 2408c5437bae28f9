"""The parts a graph is made of: documents with their text, nodes, edges, and where they were read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kg.identity import edge_id
from kg.ontology import ontology

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One place where a node was read.

    ``start``/``end`` are code-point offsets into the text of the document ``doc``; ``section`` is the id
    of the innermost section; ``rule`` the id of the rule that found it.
    """

    doc: str
    start: int
    end: int
    section: str = ""
    rule: str = ""
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mention needs 0 <= start < end, got {self.start}, {self.end}")

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as written to JSON."""
        return {
            "doc": self.doc,
            "start": self.start,
            "end": self.end,
            "section": self.section,
            "rule": self.rule,
            "confidence": self.confidence,
        }


@dataclass(slots=True)
class Node:
    """A thing the plans talk about (see ``ontology.yaml`` for labels and their properties)."""

    id: str
    label: str
    name: str
    aliases: list[str] = field(default_factory=list)
    properties: dict[str, Scalar] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as written to JSON."""
        return {
            "id": self.id,
            "label": self.label,
            "name": self.name,
            "aliases": list(self.aliases),
            "properties": dict(sorted(self.properties.items())),
            "mentions": [m.to_dict() for m in self.mentions],
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Node:
        """The node that ``to_dict`` wrote."""
        return cls(
            id=raw["id"],
            label=raw["label"],
            name=raw["name"],
            aliases=list(raw.get("aliases") or []),
            properties=dict(raw.get("properties") or {}),
            mentions=[Mention(**m) for m in raw.get("mentions") or []],
        )


@dataclass(slots=True)
class Edge:
    """A relation that a passage states.

    ``properties`` holds at least ``doc``, ``start``, ``end``, ``evidence`` (= text[start:end] of the
    document), ``section``, ``rule`` and ``confidence`` for every edge read from a text.
    """

    source: str
    target: str
    type: str
    properties: dict[str, Scalar] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Deterministic id from type, ends, document, span and role/kind."""
        spec = ontology().types.get(self.type)
        p = self.properties
        qualifier = str(p.get(spec.qualifier, "")) if spec and spec.qualifier else ""
        return edge_id(
            self.type,
            self.source,
            self.target,
            str(p.get("doc", "")),
            int(p.get("start", 0)),
            int(p.get("end", 0)),
            qualifier,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as written to JSON."""
        return {
            "source": self.source,
            "target": self.target,
            "type": self.type,
            "properties": dict(sorted(self.properties.items())),
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Edge:
        """The edge that ``to_dict`` wrote."""
        return cls(raw["source"], raw["target"], raw["type"], dict(raw.get("properties") or {}))


@dataclass(slots=True)
class DocumentText:
    """A plan's normalised text, to which every offset of the graph refers.

    ``id`` is the id of the plan's Document node. ``origin`` maps offsets of ``text`` back to the source:
    ``[start in text, start in source]`` pairs, each valid up to the next pair; empty = identical.
    ``places`` says where in the source (``page 7``, ``table 2, row 3``) the text from each offset on stands.
    ``meta`` holds masthead facts (number, date, issuer, jurisdiction) and the source's name.
    """

    id: str
    title: str
    text: str
    source: str = ""
    sha256: str = ""
    meta: dict[str, Scalar] = field(default_factory=dict)
    origin: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as written to JSON; ``places`` only where there are any."""
        raw: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "source": self.source,
            "sha256": self.sha256,
            "meta": dict(sorted(self.meta.items())),
            "origin": [list(pair) for pair in self.origin],
        }
        if self.places:
            raw["places"] = [list(pair) for pair in self.places]
        return raw

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> DocumentText:
        """The record that ``to_dict`` wrote."""
        return cls(
            id=raw["id"],
            title=raw["title"],
            text=raw["text"],
            source=raw.get("source", ""),
            sha256=raw.get("sha256", ""),
            meta=dict(raw.get("meta") or {}),
            origin=[(int(a), int(b)) for a, b in raw.get("origin") or []],
            places=[(int(a), str(b)) for a, b in raw.get("places") or []],
        )
