"""Places of China by name: one Aho-Corasick automaton over divisions (GB/T 2260) and named areas."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.lexicon import rows

LEVELS = ("province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class Place:
    """A division or a named area.

    ``code`` is the GB/T 2260 code ('' for areas); ``parents`` are codes of what it lies in; ``unsafe`` says that
    the short name is also a word, ``unsafe_name`` that even the full name is (示[范县]) or that it is not unique.
    """

    name: str
    code: str = ""
    level: str = ""
    short: str = ""
    kind: str = ""
    current: bool = True
    unsafe: bool = False
    unsafe_name: bool = False
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """0 province, 1 prefecture, 2 county, 3 area."""
        return LEVELS.index(self.level) if self.level in LEVELS else 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A surface form found in the text: ``form`` is name, short, alias or decoy."""

    start: int
    end: int
    form: str
    places: tuple[Place, ...]


@cache
def divisions() -> tuple[Place, ...]:
    """Every division of the shipped table, current ones first within a name."""
    found = []
    for row in rows("divisions.csv"):
        parents = tuple(p for p in (row["parent"], row["code"][:2] + "0000") if p and p != row["code"])
        found.append(
            Place(
                row["name"],
                row["code"],
                row["level"],
                row["short"],
                "division",
                row["status"] == "current",
                row["ambiguous"] == "1",
                row["ambiguous_name"] == "1",
                tuple(a for a in row.get("aliases", "").split("|") if a),
                tuple(dict.fromkeys(parents)),
            )
        )
    return tuple(found)


@cache
def areas() -> tuple[Place, ...]:
    """Clusters, new areas and zones with a name of their own."""
    return tuple(
        Place(
            row["name"],
            kind=row["kind"],
            aliases=tuple(a for a in row["aliases"].split("|") if a),
            parents=tuple(p for p in row["parent_codes"].split("|") if p),
        )
        for row in rows("places.csv")
    )


@cache
def by_code() -> dict[str, Place]:
    """Divisions by code; a code that was used twice gives the current division."""
    found: dict[str, Place] = {}
    for place in divisions():
        if place.code not in found or place.current:
            found[place.code] = place
    return found


@cache
def namesakes() -> frozenset[str]:
    """Full names that more than one current division bears."""
    counts: dict[str, int] = defaultdict(int)
    for place in divisions():
        counts[place.name] += place.current
    return frozenset(name for name, count in counts.items() if count > 1)


def key(place: Place) -> tuple[str, ...]:
    """Identity of a place across plans: its name, with the code where namesakes exist."""
    return (place.name, place.code) if place.name in namesakes() else (place.name,)


@cache
def _automaton() -> Any:
    import ahocorasick

    forms: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in divisions():
        forms[place.name]["name"].append(place)
        if place.current:
            if len(place.short) > 1:
                forms[place.short]["short"].append(place)
            for alias in place.aliases:
                forms[alias]["alias"].append(place)
    for place in areas():
        for surface in (place.name, *place.aliases):
            forms[surface]["alias"].append(place)
    for row in (*rows("divisions.csv"), *rows("places.csv")):
        for decoy in row.get("decoys", "").split("|"):
            if decoy:
                forms[decoy]["decoy"] = []
    automaton = ahocorasick.Automaton()
    for surface, found in forms.items():
        entries = [(form, _order(found[form])) for form in ("decoy", "name", "alias", "short") if form in found]
        automaton.add_word(surface, (len(surface), tuple(entries)))
    automaton.make_automaton()
    return automaton


def _order(places: list[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (not p.current, p.rank, p.code)))


def scan(text: str) -> list[Hit]:
    """Every surface form in ``text``, overlapping ones included, except what lies in a decoy (每[天津]贴)."""
    hits: list[Hit] = []
    decoys: list[tuple[int, int]] = []
    for last, (length, entries) in _automaton().iter(text):
        start, end = last + 1 - length, last + 1
        for form, places in entries:
            if form == "decoy":
                decoys.append((start, end))
            else:
                hits.append(Hit(start, end, form, places))
    hits.sort(key=lambda h: (h.start, -h.end))
    if not decoys:
        return hits
    decoys.sort()
    return [h for h in hits if not _in_decoy(h, decoys)]


def _in_decoy(hit: Hit, decoys: list[tuple[int, int]]) -> bool:
    from bisect import bisect_right

    at = bisect_right(decoys, (hit.start, 1 << 62))
    return any(a <= hit.start and hit.end <= b for a, b in decoys[max(0, at - 4) : at])
