"""The closed vocabulary of the graph, read from ``ontology.yaml``.

Everything that needs to know which labels and edge types exist (validation, database constraints,
exports, pages, the generated docs) asks here, so that the table is written down once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class LabelSpec:
    """One node label: its Chinese name, whether its nodes belong to one document, its properties."""

    name: str
    zh: str
    local: bool
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """One edge type: its Chinese name, the labels allowed at each end, its qualifying property."""

    name: str
    zh: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    qualifier: str | None
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All labels and edge types, in the order in which they are shown to people."""

    version: int
    labels: dict[str, LabelSpec]
    types: dict[str, TypeSpec]
    roles: dict[str, str]
    kinds: dict[str, str]
    comparators: tuple[str, ...]
    edge_properties: tuple[str, ...]

    def label_order(self, label: str) -> int:
        """Position of ``label`` in the table (unknown labels last)."""
        return _index(self.labels, label)

    def type_order(self, type_: str) -> int:
        """Position of the edge type in the table (unknown types last)."""
        return _index(self.types, type_)

    def allows(self, source_label: str, type_: str, target_label: str) -> bool:
        """Whether an edge ``(source_label)-[type_]->(target_label)`` is part of the ontology."""
        spec = self.types.get(type_)
        return bool(spec) and source_label in spec.sources and target_label in spec.targets  # type: ignore[union-attr]


def _index(table: dict[str, Any], key: str) -> int:
    for position, name in enumerate(table):
        if name == key:
            return position
    return len(table)


@cache
def ontology() -> Ontology:
    """The ontology shipped with the package (parsed once per process)."""
    import yaml

    raw = yaml.safe_load(resources.files("kg").joinpath("ontology.yaml").read_text("utf-8"))
    labels = {
        name: LabelSpec(name, row["zh"], row["local"], tuple(row["properties"])) for name, row in raw["labels"].items()
    }
    types = {
        name: TypeSpec(
            name,
            row["zh"],
            tuple(row["from"]),
            tuple(row["to"]),
            row.get("qualifier"),
            tuple(row.get("properties", ())),
        )
        for name, row in raw["types"].items()
    }
    return Ontology(
        version=raw["version"],
        labels=labels,
        types=types,
        roles={name: row["zh"] for name, row in raw["roles"].items()},
        kinds={name: row["zh"] for name, row in raw["kinds"].items()},
        comparators=tuple(raw["comparators"]),
        edge_properties=tuple(raw["edge_properties"]),
    )
