"""How good a graph is against a reference annotation: precision, recall and F1 for each label and edge type.

Two ways of counting. *Strict*: names (or aliases) equal after folding; a goal or observation has the same
value, unit, year and indicator. *Relaxed*: names share a run of 60 % of the longer one; a goal or observation
has the same value and year, and indicators or texts that are half alike. An edge is right when its type and both ends are;
``role`` is the share of right edges whose role or kind is right too. What a reference marks optional counts
neither way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from kg.ontology import ontology

#: Kinds that a reference annotates and that are scored, in the order in which they are printed.
LABELS = ("Document", "Task", "Region", "Organization", "Project", "Sector", "Goal", "Indicator", "Observation")
TYPES = (
    "RESPONSIBLE_FOR", "PILOTS", "LOCATED_IN", "PART_OF", "DEPENDS_ON", "IN_SECTOR", "HAS_GOAL", "MEASURES",
    "APPLIES_TO", "BASED_ON",
)  # fmt: skip
#: Likeness from which two names count as the same in the relaxed figures.
RELAXED = 0.6
_STATEMENTS = ("Goal", "Observation")
_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」『』。;:,，、；：]")
_DIVISION = re.compile(r"(特别行政区|自治区|地区|省|市|县|区)$")

Raw = dict[str, Any]


@dataclass(slots=True)
class Count:
    """Right, wrong and missed things of one kind; ``role`` counts right edges with the right role or kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    role: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.role += other.role
        return self

    @property
    def gold(self) -> int:
        """How many the reference has."""
        return self.right + self.missed

    @property
    def found(self) -> int:
        """How many were found."""
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        """Share of what was found that is right (1 when nothing was found and nothing was to be)."""
        return self.right / self.found if self.found else float(not self.missed)

    @property
    def recall(self) -> float:
        """Share of what was to be found that was."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def role_accuracy(self) -> float | None:
        """Share of right edges whose role is right; None without right edges."""
        return self.role / self.right if self.right else None


@dataclass(slots=True)
class Score:
    """Counts by kind, strict and relaxed, and (from the relaxed comparison) what was missed or wrong."""

    strict: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    relaxed: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def total(self, group: str, column: str = "strict") -> Count:
        """The count over all labels (``group`` "nodes") or edge types ("edges")."""
        table: dict[str, Count] = getattr(self, column)
        whole = Count()
        for kind in LABELS if group == "nodes" else TYPES:
            if kind in table:
                whole += table[kind]
        return whole

    def add(self, other: Score) -> None:
        """Add the counts and errors of another pair of graphs."""
        for mine, theirs in ((self.strict, other.strict), (self.relaxed, other.relaxed)):
            for kind, count in theirs.items():
                mine[kind] += count
        self.errors += other.errors

    def rows(self) -> list[dict[str, Any]]:
        """One row a kind that occurs, and one for all nodes and all edges."""
        table = []
        for group, kinds in (("nodes", LABELS), ("edges", TYPES)):
            for kind in (*kinds, f"all {group}"):
                strict = self.total(group, "strict") if kind.startswith("all ") else self.strict.get(kind, Count())
                relaxed = self.total(group, "relaxed") if kind.startswith("all ") else self.relaxed.get(kind, Count())
                if strict.gold or strict.found:
                    table.append(_row(kind, group, strict, relaxed))
        return table


@dataclass(slots=True)
class Verdicts:
    """What is right and what wrong: nodes by id, edges by type and ends. What counts neither way is in neither."""

    nodes: dict[str, bool] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], bool] = field(default_factory=dict)


def _row(kind: str, group: str, strict: Count, relaxed: Count) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": kind, "gold": relaxed.gold, "found": relaxed.found}
    for name, count in (("strict", strict), ("relaxed", relaxed)):
        for figure in ("precision", "recall", "f1"):
            row[f"{name}_{figure}"] = round(getattr(count, figure), 4)
    role = relaxed.role_accuracy if group == "edges" else None
    row["role"] = None if role is None else round(role, 4)
    return row


def score(gold: Raw, found: Raw) -> Score:
    """Compare a found graph with a reference, both as plain data (``Graph.to_dict`` or reference JSON)."""
    result = Score()
    for column, threshold in (("strict", 1.0), ("relaxed", RELAXED)):
        pair = _Pair(gold, found, threshold)
        getattr(result, column).update(pair.counts)
        if column == "relaxed":
            result.errors = pair.errors
    return result


def verdicts(gold: Raw, found: Raw, threshold: float = 1.0) -> Verdicts:
    """Which nodes and edges of a found graph are right, one by one; ``threshold`` 1 is strict, ``RELAXED`` relaxed."""
    return _Pair(gold, found, threshold).verdicts


class _Pair:
    """One comparison at one threshold."""

    def __init__(self, gold: Raw, found: Raw, threshold: float) -> None:
        scope = gold.get("scored") or {}
        self.labels = [x for x in LABELS if x in scope.get("labels", LABELS)]
        self.types = [x for x in TYPES if x in scope.get("types", TYPES)]
        self.counts: dict[str, Count] = defaultdict(Count)
        self.errors: list[tuple[str, str, str]] = []
        self.verdicts = Verdicts()
        self.gold, self.found = gold, found
        self.matched = align(gold["nodes"], found["nodes"], threshold)
        self._nodes()
        self._edges()

    def _nodes(self) -> None:
        hit = {g["id"] for g in self.matched.values()}
        for node in self.gold["nodes"]:
            if node["label"] not in self.labels or node.get("optional"):
                continue
            if node["id"] in hit:
                self.counts[node["label"]].right += 1
            else:
                self.counts[node["label"]].missed += 1
                self.errors.append(("missed", node["label"], node["name"]))
        for node in self.found["nodes"]:
            match = self.matched.get(node["id"])
            if node["label"] in self.labels and not (match and match.get("optional")):
                self.verdicts.nodes[node["id"]] = match is not None
            if node["label"] in self.labels and node["id"] not in self.matched:
                self.counts[node["label"]].wrong += 1
                self.errors.append(("wrong", node["label"], node["name"]))

    def _edges(self) -> None:
        wanted: dict[tuple[str, str, str], Raw] = {}
        for edge in self.gold["edges"]:
            if edge["type"] in self.types:
                wanted.setdefault((edge["type"], edge["source"], edge["target"]), edge)
        by_id = {n["id"]: n for n in self.found["nodes"]}
        unique = {(e["type"], e["source"], e["target"]): e for e in self.found["edges"] if e["type"] in self.types}
        seen: set[tuple[str, str, str]] = set()
        for edge in unique.values():
            self._judge(edge, wanted, seen, by_id)
        names = {n["id"]: n for n in self.gold["nodes"]}
        for key, edge in wanted.items():
            ends = [names[edge["source"]], names[edge["target"]]]
            if key in seen or edge.get("optional") or any(n.get("optional") for n in ends):
                continue
            self.counts[edge["type"]].missed += 1
            self.errors.append(("missed", edge["type"], " -> ".join(n["name"] for n in ends)))

    def _judge(
        self, edge: Raw, wanted: dict[tuple[str, str, str], Raw], seen: set[tuple[str, str, str]], by_id: dict[str, Raw]
    ) -> None:
        ends = [self.matched.get(edge["source"]), self.matched.get(edge["target"])]
        known = [end for end in ends if end is not None]
        if len(known) == 2:
            key = (edge["type"], known[0]["id"], known[1]["id"])
            match = wanted.get(key)
            if match is not None:
                if not match.get("optional"):
                    self.verdicts.edges[edge["type"], edge["source"], edge["target"]] = True
                if key not in seen:
                    seen.add(key)
                    self._right(edge, match)
                return
        if any(end.get("optional") for end in known):
            return
        raw = [by_id.get(edge[k], {}) for k in ("source", "target")]
        if edge["type"] == "PART_OF" and all(n.get("label") in ("Region", "Section", "Document") for n in raw):
            return
        self.counts[edge["type"]].wrong += 1
        self.verdicts.edges[edge["type"], edge["source"], edge["target"]] = False
        self.errors.append(("wrong", edge["type"], " -> ".join(str(n.get("name", "?")) for n in raw)))

    def _right(self, edge: Raw, match: Raw) -> None:
        if match.get("optional"):
            return
        count = self.counts[edge["type"]]
        count.right += 1
        qualifier = ontology().types[edge["type"]].qualifier or ""
        expected = _property(match, qualifier)
        count.role += expected is None or expected == _property(edge, qualifier)


def align(gold: list[Raw], found: list[Raw], threshold: float) -> dict[str, Raw]:
    """Pair nodes one to one, the likest first: id of a found node -> node of the reference."""
    by_label: dict[str, list[Raw]] = defaultdict(list)
    for node in found:
        by_label[node["label"]].append(node)
    candidates = []
    for g in gold:
        mine = set(_names(g))
        for f in by_label[g["label"]]:
            like = likeness(g, f)
            if like >= threshold:
                common = len(mine & set(_names(f)))
                candidates.append((-like, bool(g.get("optional")), -common, str(g["id"]), str(f["id"]), f["id"], g))
    candidates.sort(key=lambda row: row[:5])
    taken: set[str] = set()
    pairs: dict[str, Raw] = {}
    for *_, found_id, g in candidates:
        if g["id"] not in taken and found_id not in pairs:
            taken.add(g["id"])
            pairs[found_id] = g
    return pairs


def likeness(gold: Raw, found: Raw) -> float:
    """How alike two nodes are: 1 the same (strict), at least ``RELAXED`` the same (relaxed), 0 not."""
    if gold["label"] != found["label"]:
        return 0.0
    if gold["label"] in _STATEMENTS:
        return _statement_likeness(gold, found)
    mine, theirs = _names(gold), _names(found)
    if set(mine) & set(theirs):
        return 1.0
    if gold["label"] == "Region":
        return 0.0
    best = max((_run(a, b) for a in mine for b in theirs), default=0.0)
    return min(best, 0.99) if best >= RELAXED else 0.0


def _statement_likeness(gold: Raw, found: Raw) -> float:
    if _number(gold, "value") != _number(found, "value") or _number(gold, "year") != _number(found, "year"):
        return 0.0
    indicator, other = _fold(_property(gold, "indicator")), _fold(_property(found, "indicator"))
    text, theirs = (_fold(_property(n, "text") or n.get("name")) for n in (gold, found))
    inside = 0.7 if indicator and theirs and indicator in theirs else 0.0
    like = max(_run(indicator, other), _ratio(indicator, other), _ratio(text, theirs), inside)
    if _number(gold, "value") is None:
        return 1.0 if text == theirs else (like if like >= RELAXED else 0.0)
    if indicator == other and _fold(_property(gold, "unit")) == _fold(_property(found, "unit")):
        return 1.0
    return min(0.99, max(RELAXED, like)) if like >= 0.5 else 0.0


def _property(item: Raw, name: str) -> Any:
    properties = item.get("properties") or {}
    return properties.get(name, item.get(name))


def _number(item: Raw, name: str) -> float | None:
    try:
        return round(float(str(_property(item, name)).replace(",", "")), 6)
    except ValueError:
        return None


def _fold(text: Any) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", str(text or ""))).lower()


def _names(node: Raw) -> list[str]:
    folded = [_fold(node.get("name")), *(_fold(alias) for alias in node.get("aliases") or [])]
    if node["label"] == "Region":
        folded += [_DIVISION.sub("", name) for name in folded if len(name) > 2]
    return [name for name in dict.fromkeys(folded) if name]


def _run(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    block = SequenceMatcher(None, a, b, autojunk=False).find_longest_match(0, len(a), 0, len(b))
    return block.size / max(len(a), len(b))


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def total(scores: Iterable[Score]) -> Score:
    """The sum of several scores."""
    whole = Score()
    for one in scores:
        whole.add(one)
    return whole
