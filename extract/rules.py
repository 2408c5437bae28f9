"""The rules by id: which row of which data file, what it finds, and the sentence that shows it.

A rule id is the ``id`` of a row (``project.head.平台``), or one of a grammar in code, which ``rules.csv`` describes; a row of
``rules.csv`` whose id ends in ``.*`` speaks of all ids that begin so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from extract.lexicon import rows

#: Data files whose rows are no rules: tables that rules look things up in.
LOOK_UP = frozenset({"divisions.csv", "units.csv", "calibration.csv", "number_prefixes.csv"})
#: The file that describes what stands in code.
GRAMMAR = "rules.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, the data file it stands in, the cells of its row, what it finds, an example sentence."""

    id: str
    file: str
    row: dict[str, str] = field(hash=False)
    finds: str = ""
    example: str = ""

    @property
    def cells(self) -> str:
        """The row without id, example and what it finds, as ``column=value``."""
        shown = ((k, v) for k, v in self.row.items() if v and k not in ("id", "example", "finds"))
        return ", ".join(f"{name}={value}" for name, value in shown)


@cache
def files() -> tuple[str, ...]:
    """The data files that hold rules."""
    folder = resources.files("extract").joinpath("data")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".csv"))
    return tuple(name for name in names if name not in LOOK_UP and name != GRAMMAR and "id" in (_first(name) or ()))


def _first(name: str) -> dict[str, str] | None:
    return next(iter(rows(name)), None)


@cache
def about(name: str) -> str:
    """What a data file says of itself: the comment lines at its top."""
    text = resources.files("extract").joinpath("data", name).read_text("utf-8")
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    return " ".join(lines)


@cache
def _table() -> dict[str, Rule]:
    table: dict[str, Rule] = {}
    for name in files():
        for row in rows(name):
            rule = Rule(row["id"], name, row, "", row.get("example") or "")
            table.setdefault(rule.id, rule)
    return table


@cache
def grammar() -> tuple[Rule, ...]:
    """The rules that ``rules.csv`` describes, in its order."""
    return tuple(Rule(row["id"], GRAMMAR, row, row["finds"], row["example"]) for row in rows(GRAMMAR))


@cache
def rule_of(rule_id: str) -> Rule | None:
    """The rule called ``rule_id``: its data row, told what it finds by ``rules.csv``; None if nothing describes it."""
    said = _described(rule_id)
    row = _table().get(rule_id)
    if row is None:
        return said
    return Rule(row.id, row.file, row.row, said.finds if said else "", row.example or (said.example if said else ""))


def _described(rule_id: str) -> Rule | None:
    best: Rule | None = None
    for rule in grammar():
        stem = rule.id.removesuffix("*")
        if rule_id == rule.id:
            return rule
        if stem != rule.id and rule_id.startswith(stem) and (best is None or len(rule.id) > len(best.id)):
            best = rule
    return best


def all_rules() -> Iterator[Rule]:
    """Every rule with a data row, file by file."""
    yield from _table().values()
