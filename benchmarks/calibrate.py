"""Is a reading that says 0.9 right nine times in ten? Reliability tables, and the counts that correct what is not.

    python benchmarks/calibrate.py                        # tests/gold, extracted now with the rules' own confidence
    python benchmarks/calibrate.py GOLD --found FOUND     # graphs extracted earlier (first contact), by the same names
    python benchmarks/calibrate.py --write                # write extract/data/calibration.csv

GOLD holds references ``NAME.json`` with their texts ``NAME.txt``. Honest figures need texts that no rule was written on: graphs kept from
first contact are given with ``--found``. "corrected" is what calibration makes of a text when all *other* texts were counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract.calibration import Counts, corrected, stems, uncalibrated
from kg.scoring import RELAXED, verdicts

ROOT = Path(__file__).resolve().parent.parent
CSV = ROOT / "extract" / "data" / "calibration.csv"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
#: Families of rules seen less often than this are not written: they lean on the family around them.
MIN_SEEN = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """One edge (or one rule's mentions of one node): what kind, by which rule, how sure, and whether it is right."""

    text: str
    kind: str
    rule: str
    said: float
    right: bool


def readings(name: str, gold: dict[str, Any], found: dict[str, Any], threshold: float) -> list[Reading]:
    """Every judged node and edge of a found graph."""
    judged = verdicts(gold, found, threshold)
    out = []
    for edge in found["edges"]:
        right = judged.edges.get((edge["type"], edge["source"], edge["target"]))
        p = edge["properties"]
        if right is not None and "rule" in p:
            out.append(Reading(name, edge["type"], p["rule"], float(p["confidence"]), right))
    for node in found["nodes"]:
        right = judged.nodes.get(node["id"])
        surest: dict[str, float] = {}
        for m in node["mentions"]:
            surest[m["rule"]] = max(m["confidence"], surest.get(m["rule"], 0.0))
        if right is not None:
            out += [Reading(name, node["label"], rule, sure, right) for rule, sure in sorted(surest.items())]
    return out


def count(found: Iterable[Reading]) -> Counts:
    """Right and seen by kind and family of rules."""
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for r in found:
        for stem in stems(r.rule):
            seen[r.kind, stem] += 1
            right[r.kind, stem] += r.right
    return {key: (right[key], number) for key, number in sorted(seen.items()) if number >= MIN_SEEN}


def left_out(found: Sequence[Reading]) -> list[Reading]:
    """Each text's readings, as sure as the counts of all other texts make them."""
    out = []
    for name in sorted({r.text for r in found}):
        counts = count(r for r in found if r.text != name)
        out += [replace(r, said=corrected(counts, r.kind, r.rule, r.said)) for r in found if r.text == name]
    return out


def off(found: Sequence[Reading]) -> float:
    """Expected calibration error: how far what is said is from what is right, over the bins."""
    groups = _bins(found)
    return sum(abs(_said(g) - _right(g)) * len(g) for g in groups.values()) / max(1, len(found))


def brier(found: Sequence[Reading]) -> float:
    """Mean square of what is said minus what is."""
    return sum((r.said - r.right) ** 2 for r in found) / max(1, len(found))


def _bins(found: Iterable[Reading]) -> dict[float, list[Reading]]:
    groups: dict[float, list[Reading]] = defaultdict(list)
    for r in found:
        groups[max(low for low in BINS[:-1] if r.said >= low or low == 0.0)].append(r)
    return dict(sorted(groups.items()))


def _said(group: Sequence[Reading]) -> float:
    return sum(r.said for r in group) / len(group)


def _right(group: Sequence[Reading]) -> float:
    return sum(r.right for r in group) / len(group)


def tables(found: Sequence[Reading], corrected_: Sequence[Reading]) -> str:
    """The reliability tables as Markdown: by kind, and by bins for all edges and all nodes."""
    lines = [
        "| kind | readings | right | said | error | said, corrected | error, corrected |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in sorted({r.kind for r in found}, key=lambda k: (k[1].islower(), k)):
        a, b = ([r for r in group if r.kind == kind] for group in (found, corrected_))
        lines.append(
            f"| {kind} | {len(a)} | {_right(a):.3f} | {_said(a):.3f} | {off(a):.3f} | {_said(b):.3f} | {off(b):.3f} |"
        )
    for title, edges in (("edges", True), ("nodes", False)):
        for what, group in (("as the rules say", found), ("corrected", corrected_)):
            chosen = [r for r in group if r.kind[1].isupper() == edges]
            if chosen:
                lines += ["", f"{title}, {what}: error {off(chosen):.3f}, Brier {brier(chosen):.3f}", ""]
                lines += ["| said | readings | mean said | right |", "|---|---|---|---|"]
                for low, inside in _bins(chosen).items():
                    high = BINS[BINS.index(low) + 1]
                    lines.append(
                        f"| {low:.2f}–{high:.2f} | {len(inside)} | {_said(inside):.3f} | {_right(inside):.3f} |"
                    )
    return "\n".join(lines)


def write(counts: Counts, path: Path = CSV) -> None:
    """Write the counts, keeping the comment lines at the top of the file."""
    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")] if path.exists() else []
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("".join(f"{line}\n" for line in head))
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("kind", "rule", "right", "seen"))
        writer.writerows((kind, rule, right, seen) for (kind, rule), (right, seen) in counts.items())


def gather(gold: Path, found: Path | None, threshold: float) -> list[Reading]:
    """The readings of every reference in ``gold`` whose text, or found graph, is there."""
    from extract import extract_file

    out: list[Reading] = []
    for path in sorted(gold.glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        text, ready = path.with_suffix(".txt"), found / path.name if found else None
        if "nodes" not in raw or (ready is None and not text.exists()) or (ready is not None and not ready.exists()):
            continue
        if ready is not None:
            graph = json.loads(ready.read_text("utf-8"))
        else:
            with uncalibrated():
                graph = extract_file(text).to_dict()
        out += readings(path.stem, raw, graph, threshold)
    return out


def main(arguments: list[str]) -> int:
    """Print the tables; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "tests" / "gold")
    parser.add_argument("--found", type=Path, help="graphs extracted earlier, NAME.json")
    parser.add_argument("--relaxed", action="store_true", help="count by the relaxed comparison")
    parser.add_argument("--write", action="store_true", help="write extract/data/calibration.csv")
    parser.add_argument("--out", type=Path, default=CSV, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    found = gather(options.gold, options.found, RELAXED if options.relaxed else 1.0)
    if not found:
        print(f"no reference with its text in {options.gold}", file=sys.stderr)
        return 1
    print(f"{len(found)} readings of {len({r.text for r in found})} texts\n")
    print(tables(found, left_out(found)))
    if options.write:
        counts = count(found)
        write(counts, options.out)
        print(f"\nwrote {options.out.name}: {len(counts)} families of rules")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
