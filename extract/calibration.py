"""How often rules are right, measured: what a rule says of its confidence is corrected by what references say.

``calibration.csv`` has, for a kind (a label or edge type) and the beginning of a rule id, how many of its readings of texts with a
reference were right. A rule's own confidence is the prior, worth ``WEIGHT`` readings; the counts of ``project``,
``project.head`` and ``project.head.平台`` are taken in that order, so that a rule seen twice leans on its family. Without
rows nothing changes. Written by ``benchmarks/calibrate.py``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache

from extract.lexicon import rows

#: Readings that a prior counts for.
WEIGHT = 16.0

Counts = Mapping[tuple[str, str], tuple[int, int]]
"""(kind, beginning of a rule id) -> (right, seen)."""

_OFF = False


@cache
def measured() -> Counts:
    """The counts of ``calibration.csv``."""
    return {(row["kind"], row["rule"]): (int(row["right"]), int(row["seen"])) for row in rows("calibration.csv")}


def calibrated(kind: str, rule: str, confidence: float) -> float:
    """How sure a reading is, 0 to 1: ``confidence`` as the rule gives it, corrected by what was measured."""
    if _OFF or not measured():
        return confidence
    return _cached(kind, rule, confidence)


@cache
def _cached(kind: str, rule: str, confidence: float) -> float:
    return corrected(measured(), kind, rule, confidence)


def corrected(counts: Counts, kind: str, rule: str, confidence: float) -> float:
    """``confidence`` corrected by ``counts``: the mean of a beta distribution, family after family."""
    sure = confidence
    for stem in stems(rule):
        right, seen = counts.get((kind, stem), (0, 0))
        sure = (right + WEIGHT * sure) / (seen + WEIGHT)
    return sure


def stems(rule: str) -> list[str]:
    """The families of a rule, widest first: all rules (``*``), project, project.head, project.head.平台."""
    parts = rule.split(".")
    return ["*", *(".".join(parts[:n]) for n in range(1, len(parts) + 1))] if rule else ["*"]


@contextlib.contextmanager
def uncalibrated() -> Iterator[None]:
    """Within the block every reading is as sure as its rule says, for measuring."""
    global _OFF
    before, _OFF = _OFF, True
    try:
        yield
    finally:
        _OFF = before
