"""Whole extraction against ``jieba.cut`` and ``jieba.posseg`` on the same texts, in the same run, one process each.

    python benchmarks/bench_extract.py [FILE ...] [--rounds 5]

Without files: the sample plan and the texts of ``tests/gold``. Prints thousand characters a second (median over rounds,
models and lexicons loaded before the clock starts) and the ratio of extraction to each.
Also prints how the cost grows with the length of one text, up to 2 million characters (``--long``).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENDERS = ("plankg", "jieba.cut", "jieba.posseg")


def texts(paths: list[str]) -> list[str]:
    files = [Path(p) for p in paths] or [
        *sorted((ROOT / "examples").glob("*.txt")),
        *sorted((ROOT / "tests" / "gold").glob("*.txt")),
    ]
    return [p.read_text("utf-8") for p in files]


def work(name: str) -> Callable[[str], object]:
    if name == "plankg":
        from extract import extract_text

        return lambda text: extract_text(text)
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    if name == "jieba.cut":
        return lambda text: list(jieba.cut(text))
    import jieba.posseg

    return lambda text: list(jieba.posseg.cut(text))


def measure(name: str, paths: list[str]) -> float:
    """Thousand characters a second over all texts, after one warm-up."""
    run, corpus = work(name), texts(paths)
    run(corpus[0])
    start = time.perf_counter()
    for text in corpus:
        run(text)
    return sum(map(len, corpus)) / (time.perf_counter() - start) / 1000


def in_own_process(name: str, paths: list[str]) -> float:
    code = [sys.executable, __file__, "--one", name, *paths]
    return float(json.loads(subprocess.run(code, check=True, capture_output=True, text=True).stdout))


def growth(paths: list[str]) -> None:
    corpus = "\n".join(texts(paths))
    run = work("plankg")
    run(corpus[:3000])
    print(f"\n{'characters':>12} {'seconds':>9} {'kchar/s':>9}")
    for size in (10_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000):
        text = (corpus * (size // len(corpus) + 1))[:size]
        start = time.perf_counter()
        run(text)
        took = time.perf_counter() - start
        print(f"{size:>12} {took:>9.2f} {size / took / 1000:>9.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="show how the cost grows with the length of a text")
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, args.files)))
        return
    speeds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(args.rounds):
        for name in CONTENDERS:
            speeds[name].append(in_own_process(name, args.files))
    print(f"{'':<14} {'kchar/s':>8}   plankg is … times as fast (median of the rounds' ratios)")
    for name in CONTENDERS:
        ratio = statistics.median(a / b for a, b in zip(speeds["plankg"], speeds[name], strict=True))
        print(f"{name:<14} {statistics.median(speeds[name]):>8.0f}   {ratio:.2f}")
    if args.long:
        growth(args.files)


if __name__ == "__main__":
    main()
