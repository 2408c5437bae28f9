"""Coordinates: the same every time, near to what they were when something is added, never on one heap."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import Graph
from viz.layout import layout, layout_parts


def web(size: int, groups: int = 6) -> tuple[list[str], list[tuple[str, str, float]]]:
    """Groups of nodes, each a chain with short cuts, joined in a ring."""
    ids = [f"n{i}" for i in range(size)]
    links = [(ids[i], ids[i + 1], 1.0) for i in range(size - 1)]
    per = size // groups
    links += [(ids[g * per], ids[g * per + k], 1.0) for g in range(groups) for k in range(2, per)]
    return ids, links


def test_same_in_every_process() -> None:
    ids, links = web(60)
    here = layout_parts(ids, links)
    code = f"import json; from viz.layout import layout_parts; print(json.dumps(layout_parts({ids!r}, {links!r})))"
    for seed in ("1",):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        assert {k: tuple(v) for k, v in json.loads(there.stdout).items()} == here


def test_neighbours_are_nearer_than_strangers() -> None:
    ids, links = web(300)
    places = {k: np.array(v) for k, v in layout_parts(ids, links).items()}
    near = np.median([np.linalg.norm(places[a] - places[b]) for a, b, _ in links])
    far = np.median([np.linalg.norm(places[a] - places[b]) for a, b in combinations(ids[::7], 2)])
    assert near < far / 2.5


def test_adding_nodes_moves_the_picture_little() -> None:
    ids, links = web(400)
    before = layout_parts(ids, links)
    added = [f"x{i}" for i in range(8)]
    after = layout_parts([*ids, *added], [*links, *((x, ids[i * 41], 1.0) for i, x in enumerate(added))])
    extent = np.ptp(np.array(list(before.values())), axis=0).max()
    moved = [np.linalg.norm(np.array(before[i]) - after[i]) for i in ids]
    assert np.median(moved) < 0.08 * extent


def test_with_an_earlier_picture_old_nodes_stay() -> None:
    ids, links = web(400)
    before = layout_parts(ids, links)
    after = layout_parts([*ids, "new"], [*links, ("new", ids[50], 1.0)], previous=before)
    extent = np.ptp(np.array(list(before.values())), axis=0).max()
    moved = [np.linalg.norm(np.array(before[i]) - after[i]) for i in ids]
    assert np.median(moved) < 0.03 * extent
    assert np.linalg.norm(np.array(after["new"]) - after[ids[50]]) < 0.15 * extent


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_any_graph_gets_finite_and_distinct_places(size: int, raw: list[tuple[int, int]]) -> None:
    ids = [f"n{i}" for i in range(size)]
    links = [(ids[a % size], ids[b % size], 1.0) for a, b in raw]
    places = layout_parts(ids, links)
    assert set(places) == set(ids)
    points = np.array(list(places.values()))
    assert np.isfinite(points).all()
    assert len({tuple(p) for p in places.values()}) == size


def test_lonely_nodes_stand_in_rows_under_the_picture() -> None:
    ids, links = web(60)
    lonely = [f"z{i}" for i in range(30)]
    places = layout_parts([*ids, *lonely], links)
    bottom = max(places[i][1] for i in ids)
    assert all(places[i][1] > bottom for i in lonely)
    rows = sorted({places[i][1] for i in lonely})
    assert 1 <= len(rows) <= 6


def test_a_large_graph_is_spread_out() -> None:
    ids, links = web(3000, 60)
    points = np.array(list(layout_parts(ids, links).values()))
    cells = {tuple(c) for c in np.floor(points / 20).astype(int)}
    assert len(cells) > 0.9 * len(ids)


@pytest.mark.parametrize("ids", [[], ["a"], ["a", "b"]])
def test_tiny_graphs(ids: list[str]) -> None:
    places = layout_parts(ids, [(a, b, 1.0) for a, b in pairwise(ids)])
    assert set(places) == set(ids)


def test_of_a_graph(plan: Graph) -> None:
    assert set(layout(plan)) == {n.id for n in plan.nodes()}
