"""Extraction against every reference in ``tests/gold``: the table of ``docs/quality.md`` and the floors of the test.

python benchmarks/quality.py               one line a text: nodes and edges, strict and relaxed, role
python benchmarks/quality.py --kinds       one line a label and edge type over all texts
python benchmarks/quality.py --errors      what was missed and what is wrong
python benchmarks/quality.py --floors      write tests/gold/floors.json: the level that the test holds
python benchmarks/quality.py NAME ...      only these texts
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from extract import extract_file
from kg.scoring import Count, Score, score, total

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold"


def scored(name: str, folder: Path = GOLD) -> Score:
    """The score of one text of the folder against its reference."""
    gold = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return score(gold, extract_file(folder / f"{name}.txt").to_dict())


def line(name: str, result: Score) -> str:
    """A row of the table of texts."""

    def figures(count: Count) -> str:
        return f"{count.precision:.3f} / {count.recall:.3f} / **{count.f1:.3f}**"

    cells = [figures(result.total(group, column)) for group in ("nodes", "edges") for column in ("strict", "relaxed")]
    role = result.relaxed["RESPONSIBLE_FOR"].role_accuracy
    duty = result.strict["RESPONSIBLE_FOR"]
    cells.append(f"{duty.f1:.3f} ({duty.gold})" if duty.gold else "–")
    cells.append("–" if role is None else f"{role:.3f}")
    return f"| {name} | " + " | ".join(cells) + " |"


def floors(results: dict[str, Score]) -> dict[str, dict[str, float]]:
    """Strict F1 a text and kind, rounded down to a hundredth."""
    return {
        name: {row["kind"]: int(row["strict_f1"] * 100) / 100 for row in result.rows()}
        for name, result in sorted(results.items())
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", type=Path, default=GOLD)
    for flag in ("kinds", "errors", "floors"):
        parser.add_argument(f"--{flag}", action="store_true")
    args = parser.parse_args()
    known = sorted(p.stem for p in args.folder.glob("*.json") if p.with_suffix(".txt").exists())
    results = {name: scored(name, args.folder) for name in args.names or known}
    print("| text | nodes strict P / R / F1 | nodes relaxed | edges strict | edges relaxed | RESPONSIBLE_FOR | role |")
    print("|---|---|---|---|---|---|---|")
    for name, result in results.items():
        print(line(name, result))
    whole = total(results.values())
    print(line("all", whole))
    if args.kinds:
        print("\n| kind | reference | found | strict P / R / F1 | relaxed P / R / F1 |\n|---|---|---|---|---|")
        for row in whole.rows():
            strict, relaxed = (
                " / ".join(f"{row[f'{column}_{figure}']:.3f}" for figure in ("precision", "recall", "f1"))
                for column in ("strict", "relaxed")
            )
            print(f"| {row['kind']} | {row['gold']} | {row['found']} | {strict} | {relaxed} |")
    if args.errors:
        for name, result in results.items():
            for what, kind, thing in sorted(result.errors, key=lambda e: (e[1], e[0])):
                print(f"{name}\t{kind}\t{what}\t{thing}")
    if args.floors:
        (args.folder / "floors.json").write_text(
            json.dumps(floors(results), ensure_ascii=False, indent=1) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
