"""Pairs of reference and found graph, from files or folders, and their score."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import GraphError, InputError, SettingError
from kg.scoring import Score, score


def score_pairs(paths: Sequence[str]) -> Score:
    """The summed score of all pairs.

    Raises ``SettingError`` for paths that make no pairs, ``InputError``/``GraphError`` for files that cannot be read.
    """
    whole = Score()
    for gold, found in _pairs(paths):
        one = score(_graph(gold), _graph(found))
        one.errors = [(what, kind, f"{name}  [{gold.stem}]") for what, kind, name in one.errors]
        whole.add(one)
    return whole


def _pairs(paths: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    places = [Path(p) for p in paths]
    if len(places) == 2 and all(p.is_dir() for p in places):
        by_stem = {p.stem: p for p in sorted(places[1].iterdir()) if p.is_file()}
        golds = [g for g in sorted(places[0].glob("*.json")) if g.stem in by_stem]
        if not golds:
            raise InputError("E106", path=places[1], suffixes="files named like those in the first folder")
        yield from ((g, by_stem[g.stem]) for g in golds)
    elif len(places) % 2 == 0:
        yield from zip(places[::2], places[1::2], strict=True)
    else:
        raise SettingError("E601", name="paths", reason="give pairs GOLD FOUND, or two folders")


def _graph(path: Path) -> dict[str, Any]:
    """Plain graph data of a JSON file, or of a plan that is extracted now."""
    if not path.is_file():
        raise InputError("E101", path=path)
    if path.suffix.lower() != ".json":
        from extract import extract_file

        return extract_file(path).to_dict()
    try:
        raw = json.loads(path.read_text("utf-8"))
        for node in raw["nodes"]:
            node["id"], node["label"], node["name"]
        for edge in raw["edges"]:
            edge["source"], edge["target"], edge["type"]
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError("E201", path=path, reason=f"{type(error).__name__}: {error}") from error
    found: dict[str, Any] = raw
    return found
