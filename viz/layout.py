"""Coordinates for up to ten thousand nodes: deterministic, in seconds, and stable when nodes are added.

The method is a force-directed layout whose repulsion is worked out on a grid by a fast Fourier transform, as in
FIt-SNE (Linderman et al., Nature Methods 2019) and in particle-mesh simulations: each round costs O(nodes + edges + cells).
It starts from positions that are a digest of the node ids, smoothed along the edges, which amounts to a few steps of power
iteration towards the graph's slow modes; a node's start therefore depends on its id and its surroundings only, and a graph
to which something is added starts from nearly the same picture. There is no chance in it anywhere.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.graph import Graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

#: Coordinates by node id, in the units of the picture (a node is about 12 wide).
Positions = dict[str, tuple[float, float]]

#: How strongly an edge type holds its ends together; other types 1.
WEIGHTS = {"MENTIONS": 0.15, "APPLIES_TO": 0.25, "CONTAINS": 0.8, "PART_OF": 1.6, "MEASURES": 1.6}

#: Components of fewer nodes than this, or than this share of all nodes, stand in rows under the picture.
SMALL = 4
SMALL_SHARE = 0.01

_SPACING = 46.0

#: How hard two nodes of mass 1 push each other at that distance.
_PUSH = 1.2

#: Pictures are made a little wider than high, as screens are.
_WIDE = (1.18, 0.85)


def layout(graph: Graph, *, previous: Positions | None = None) -> Positions:
    """Coordinates for every node of ``graph``.

    Args:
        graph: what to lay out; up to about 10 000 nodes and 30 000 edges take seconds.
        previous: coordinates of an earlier picture; nodes in it start there and move little.
    """
    return layout_parts([n.id for n in graph.nodes()], _links(graph), previous=previous)


def layout_parts(
    ids: list[str], links: Iterable[tuple[str, str, float]], *, previous: Positions | None = None
) -> Positions:
    """Coordinates for nodes ``ids`` joined by ``links`` (source, target, weight); see ``layout``."""
    import numpy as np

    if not ids:
        return {}
    index = {id_: i for i, id_ in enumerate(ids)}
    pairs = [(index[a], index[b], w) for a, b, w in links if a != b]
    ends = np.array([(a, b) for a, b, _ in pairs], dtype=np.int64).reshape(-1, 2)
    weights = np.array([w for *_, w in pairs], dtype=np.float64)
    component = _components(len(ids), ends)
    sizes = np.bincount(component, minlength=len(ids))
    small = max(SMALL, SMALL_SHARE * len(ids))
    main = np.flatnonzero(sizes[component] >= small)
    places = np.zeros((len(ids), 2))
    if main.size:
        renumber = np.full(len(ids), -1)
        renumber[main] = np.arange(main.size)
        inside = np.flatnonzero(renumber[ends[:, 0]] >= 0) if ends.size else np.empty(0, dtype=np.int64)
        known = [previous.get(ids[i]) if previous else None for i in main]
        places[main] = _forces(
            _start([ids[i] for i in main]), renumber[ends[inside]], weights[inside], component[main], known
        )
    rest = np.flatnonzero(sizes[component] < small)
    if rest.size:
        _rows(places, rest, component, places[main] if main.size else None, ids)
    return {id_: (round(float(x), 1), round(float(y), 1)) for id_, (x, y) in zip(ids, places, strict=True)}


def _links(graph: Graph) -> list[tuple[str, str, float]]:
    """One link a pair of nodes, with the greatest weight of the edges between them."""
    found: dict[tuple[str, str], float] = {}
    for source, target, data in graph.nx.edges(data=True):
        pair = (source, target) if source < target else (target, source)
        weight = WEIGHTS.get(data["edge"].type, 1.0)
        found[pair] = max(found.get(pair, 0.0), weight)
    return [(a, b, found[a, b]) for a, b in sorted(found)]


def _start(ids: list[str]) -> Floats:
    """A point in the unit square for each id: eight bytes of its digest."""
    import numpy as np

    raw = b"".join(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest() for id_ in ids)
    return np.frombuffer(raw, dtype="<u4").reshape(-1, 2).astype(np.float64) / 2**32 - 0.5


def _components(count: int, ends: Ints) -> Ints:
    """For each node the smallest node number of its component (labels spread until nothing changes)."""
    import numpy as np

    label = np.arange(count)
    while ends.size:
        low = np.minimum(label[ends[:, 0]], label[ends[:, 1]])
        new = label.copy()
        np.minimum.at(new, ends[:, 0], low)
        np.minimum.at(new, ends[:, 1], low)
        new = new[new]
        if np.array_equal(new, label):
            break
        label = new
    return label


def _smooth(points: Floats, ends: Ints, weights: Floats, component: Ints, rounds: int) -> Floats:
    """Moves each point towards the mean of its neighbours, keeping the spread of each component."""
    import numpy as np

    n = len(points)
    strength = np.bincount(ends.ravel(), np.repeat(weights, 2), minlength=n) + 1e-9
    _, group = np.unique(component, return_inverse=True)
    members = np.bincount(group)
    for _ in range(rounds):
        summed = _gather(points, ends, weights, n)
        points = 0.35 * points + 0.65 * summed / strength[:, None]
        centre = np.stack([np.bincount(group, points[:, k]) / members for k in (0, 1)], axis=1)
        points = points - centre[group]
        spread = np.sqrt(np.bincount(group, (points**2).sum(axis=1)) / members)
        points = points / (spread[group, None] + 1e-12)
        points = _upright(points, group, members)
    return points


def _disc(points: Floats, group: Ints) -> Floats:
    """Spreads each component evenly over a disc: the order of the distances from its centre is kept, not their size."""
    import numpy as np

    radius = np.sqrt((points**2).sum(axis=1)) + 1e-12
    order = np.lexsort((np.arange(len(points)), radius, group))
    members = np.bincount(group)
    first = np.cumsum(members) - members
    rank = np.empty(len(points))
    rank[order] = np.arange(len(points)) - first[group[order]]
    spread: Floats = points / radius[:, None] * np.sqrt((rank + 0.5) / members[group])[:, None]
    return spread


def _upright(points: Floats, group: Ints, members: Ints) -> Floats:
    """Takes the first axis out of the second, so that a component does not fall onto a line."""
    import numpy as np

    x, y = points[:, 0], points[:, 1]
    share = np.bincount(group, x * y) / (np.bincount(group, x * x) + 1e-12)
    y = y - share[group] * x
    scale_x = np.sqrt(np.bincount(group, x * x) / members)[group] + 1e-12
    scale_y = np.sqrt(np.bincount(group, y * y) / members)[group] + 1e-12
    return np.stack([x / scale_x, y / scale_y], axis=1)


def _gather(points: Floats, ends: Ints, weights: Floats, n: int) -> Floats:
    import numpy as np

    a, b = ends[:, 0], ends[:, 1]
    return np.stack(
        [
            np.bincount(a, weights * points[b, k], minlength=n) + np.bincount(b, weights * points[a, k], minlength=n)
            for k in (0, 1)
        ],
        axis=1,
    )


def _forces(
    start: Floats, ends: Ints, weights: Floats, component: Ints, known: list[tuple[float, float] | None]
) -> Floats:
    """The layout of the connected parts."""
    import numpy as np

    n = len(start)
    extent = _SPACING * math.sqrt(n)
    group = np.unique(component, return_inverse=True)[1]
    share = np.sqrt(np.bincount(group)[group] / n)
    home = _start([str(int(c)) for c in range(int(group.max()) + 1)])[group] if group.max() else np.zeros((n, 2))
    smooth = _disc(_smooth(start, ends, weights, component, 60), group)
    points = (smooth * 0.5 * share[:, None] + home * (1 - share[:, None])) * extent + start * 3 * _SPACING
    fixed = np.array([p is not None for p in known])
    if fixed.any():
        points[fixed] = np.array([p for p in known if p is not None])
        points[~fixed] = _beside(points, fixed, ends, n)[~fixed]
    rounds = 60 if fixed.mean() > 0.5 else 240 if n > 3000 else 320
    degree: Floats = np.bincount(ends.ravel(), np.repeat(weights, 2), minlength=n).astype(np.float64)
    mass = 1.0 + np.minimum(degree, 40.0) * 0.22
    gravity = (0.006 + 0.05 * (1 - share) ** 2)[:, None]
    slow = np.where(fixed, 0.03, 1.0)[:, None]
    for step in range(rounds):
        heat = _SPACING * (1.2 * (1 - step / rounds) ** 1.4 + 0.02)
        force = _repulsion(points, mass) + _attraction(points, ends, weights, degree, n) - points * gravity
        size = np.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-9
        points = points + force / size * np.minimum(size, heat) * slow
        if step % 12 == 11 and not fixed.any():
            points = _unstack(points, _SPACING * 0.8, 1)
    return _unstack(points * _WIDE if not fixed.any() else points, _SPACING * 0.85)


def _beside(points: Floats, fixed: NDArray[np.bool_], ends: Ints, n: int) -> Floats:
    """New nodes next to the mean of the neighbours that have a place, a little aside."""
    import numpy as np

    weights = np.ones(len(ends))
    has = fixed.astype(np.float64)
    summed = _gather(points * has[:, None], ends, weights, n)
    count = _gather(np.stack([has, has], axis=1), ends, weights, n)
    aside = _SPACING * np.stack([np.cos(np.arange(n) * 2.4), np.sin(np.arange(n) * 2.4)], axis=1)
    return np.where(count > 0, summed / np.maximum(count, 1), points) + aside


def _attraction(points: Floats, ends: Ints, weights: Floats, degree: Floats, n: int) -> Floats:
    """Springs; those at a hub are softer, so that it does not pull everything into one heap."""
    import numpy as np

    a, b = ends[:, 0], ends[:, 1]
    across = points[b] - points[a]
    length = np.sqrt((across**2).sum(axis=1)) + 1e-9
    soft = weights / np.sqrt(1.0 + 0.35 * np.minimum(degree[a], degree[b]))
    pull = across * (soft * 0.12 * np.minimum(1.0, length / _SPACING))[:, None]
    return np.stack(
        [np.bincount(a, pull[:, k], minlength=n) - np.bincount(b, pull[:, k], minlength=n) for k in (0, 1)], axis=1
    )


def _repulsion(points: Floats, mass: Floats) -> Floats:
    """All nodes push each other away, as 1/distance²: masses on a grid, convolved with the kernel, read back."""
    import numpy as np

    g = 32 if len(points) < 400 else 64 if len(points) < 2500 else 128
    low = points.min(axis=0)
    cell = float(max((points.max(axis=0) - low).max(), 1.0)) / (g - 2)
    at = (points - low) / cell
    base = np.clip(at.astype(np.int64), 0, g - 2)
    part = at - base
    corners = [(0, 0), (1, 0), (0, 1), (1, 1)]
    shares = [np.where(i, part[:, 0], 1 - part[:, 0]) * np.where(j, part[:, 1], 1 - part[:, 1]) for i, j in corners]
    flat = [(base[:, 0] + i) * g + base[:, 1] + j for i, j in corners]
    grid = np.zeros(g * g)
    for where, share in zip(flat, shares, strict=True):
        grid += np.bincount(where, mass * share, minlength=g * g)
    padded = np.zeros((2 * g, 2 * g))
    padded[:g, :g] = grid.reshape(g, g)
    spectrum = np.fft.rfft2(padded)
    force = np.empty_like(points)
    for k, kernel in enumerate(_kernel(g)):
        field = np.fft.irfft2(spectrum * kernel, s=(2 * g, 2 * g))[:g, :g].ravel()
        force[:, k] = sum(field[where] * share for where, share in zip(flat, shares, strict=True))
    return force * (mass[:, None] * _PUSH * (_SPACING / cell) ** 2)


_KERNELS: dict[int, tuple[object, object]] = {}


def _kernel(g: int) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Spectra of the two components of d/|d|³ over a grid of ``g`` cells (softened below one cell)."""
    import numpy as np

    if g not in _KERNELS:
        d = np.fft.fftfreq(2 * g, 1 / (2 * g))
        dx, dy = np.meshgrid(d, d, indexing="ij")
        cube = (dx**2 + dy**2 + 0.5) ** 1.5
        _KERNELS[g] = (np.fft.rfft2(dx / cube), np.fft.rfft2(dy / cube))
    return _KERNELS[g]  # type: ignore[return-value]


def _unstack(points: Floats, distance: float, rounds: int = 40) -> Floats:
    """Moves nodes apart that lie closer than ``distance``: each looks at the cells around its own."""
    import numpy as np

    for _ in range(rounds):
        cells = np.floor(points / distance).astype(np.int64)
        cells -= cells.min(axis=0)
        width = int(cells[:, 1].max()) + 3
        key = (cells[:, 0] + 1) * width + cells[:, 1] + 1
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        shift = np.zeros_like(points)
        for offset in (0, 1, width - 1, width, width + 1):
            _push(points, shift, order, ordered, key, offset, distance)
        if not shift.any():
            break
        points = points + np.clip(shift, -distance, distance)
    return points


def _push(points: Floats, shift: Floats, order: Ints, ordered: Ints, key: Ints, offset: int, distance: float) -> None:
    """Adds to ``shift`` what pairs in cells ``offset`` apart need; pairs within one cell once."""
    import numpy as np

    first = np.searchsorted(ordered, key + offset, "left")
    count = np.minimum(np.searchsorted(ordered, key + offset, "right") - first, 24)
    a = np.repeat(np.arange(len(points)), count)
    b = order[np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)]
    keep = a < b if offset == 0 else a != b
    a, b = a[keep], b[keep]
    across = points[a] - points[b]
    length = np.sqrt((across**2).sum(axis=1))
    near = length < distance
    a, b, across, length = a[near], b[near], across[near], length[near]
    turn = (a * 0.7548776662 + b * 0.5698402910) * 2 * np.pi
    same = length < 1e-6
    across[same] = np.stack([np.cos(turn[same]), np.sin(turn[same])], axis=1)
    move = across / np.maximum(length, 1.0 * same + 1e-9)[:, None] * ((distance - length) * 0.45)[:, None]
    for k in (0, 1):
        shift[:, k] += np.bincount(a, move[:, k], minlength=len(points))
        shift[:, k] -= np.bincount(b, move[:, k], minlength=len(points))


def _rows(places: Floats, rest: Ints, component: Ints, main: Floats | None, ids: list[str]) -> None:
    """Puts small components in rows under the picture, by id."""
    import numpy as np

    step = _SPACING * 1.1
    if main is None:
        width, left, top = step * max(1.0, math.ceil(math.sqrt(len(rest) * 1.8))), 0.0, 0.0
    else:
        low, high = main.min(axis=0), main.max(axis=0)
        width = max(float(high[0] - low[0]), step * math.ceil(math.sqrt(len(rest))))
        left, top = float(low[0]), float(high[1]) + 2.2 * step
    a_row = max(1, int(width // step) + 1)
    by_component = sorted(rest.tolist(), key=lambda i: (ids[int(component[i])], ids[i]))
    for k, i in enumerate(by_component):
        places[i] = np.array([left + (k % a_row) * step, top + (k // a_row) * step])
