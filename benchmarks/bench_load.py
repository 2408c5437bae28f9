"""How long a graph takes into the embedded store, beside the engine's own bulk route by hand in the same run.

    python benchmarks/bench_load.py [--sizes 10000x30000,100000x300000] [--runs 3]

Each measurement is a process of its own; times are from the plans in memory to the closed database, without making the plans and
without starting Python and the engine. ``ratio`` is of these times, run by run, ``cpu`` of the processors' time in all threads: on a machine
with a core to spare the first counts, on a busy one it goes towards the second. ``raw`` is ``graph_batch`` with the nodes' and edges' plain properties into a new database: no
facts files, no checks, no flush to the disk. ``load`` is ``store.load``. ``again`` loads the same once more, ``one plan`` one changed
plan of the many, ``rebuild`` makes the database from the facts files.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made_graphs import made_plans

from kg.graph import Graph


def raw(plans: list[Graph], folder: Path) -> dict[str, float]:
    """The least that can be done: every node once, every edge, through ``graph_batch``."""
    from cypher import engine
    from cypher.embedded_load import create_schema

    arcadedb = engine.load(folder / "log")
    start, work = time.perf_counter(), time.process_time()
    db = arcadedb.create_database(str(folder / "raw"))
    create_schema(db)
    nodes: dict[str, dict[str, dict[str, object]]] = {}
    edges: dict[str, list[tuple[str, str, dict[str, object]]]] = {}
    for plan in plans:
        for _, data in plan.nx.nodes(data=True):
            node = data["node"]
            row = {"id": node.id, "name": node.name, "aliases": node.aliases, **node.properties}
            nodes.setdefault(node.label, {})[node.id] = row
        for source, target, key, data in plan.nx.edges(keys=True, data=True):
            edge = data["edge"]
            edges.setdefault(edge.type, []).append((source, target, {"id": key, **edge.properties}))
    rids: dict[str, str] = {}
    with db.graph_batch(expected_edge_count=sum(map(len, edges.values()))) as batch:
        for label, rows in nodes.items():
            rids.update(zip(rows, batch.create_vertices(label, list(rows.values())), strict=True))
        for type_, found in edges.items():
            batch.new_edges(
                [rids[s] for s, _, _ in found], type_, [rids[t] for _, t, _ in found], [p for *_, p in found]
            )
    db.close()
    return {"raw": time.perf_counter() - start, "raw cpu": time.process_time() - work}


def ours(plans: list[Graph], folder: Path) -> dict[str, float]:
    """``store.load`` and what comes after it."""
    from cypher import engine, open_store

    engine.load(folder / "log")
    times: dict[str, float] = {}
    path = folder / "plans.kg"

    def timed(name: str, work: object) -> None:
        start, busy = time.perf_counter(), time.process_time()
        with open_store(path, create=True) as store:
            work(store)  # type: ignore[operator]
        times[name], times[f"{name} cpu"] = time.perf_counter() - start, time.process_time() - busy

    timed("load", lambda store: store.load(plans))
    timed("again", lambda store: store.load(plans))
    node = plans[0].nodes("Task")[0]
    node.properties["evidence"] = str(node.properties["evidence"])[:-1]
    timed("one plan", lambda store: store.load(plans[0]))
    timed("rebuild", lambda store: store.rebuild())
    return times


def measure(what: str, nodes: int, edges: int) -> None:
    plans = made_plans(nodes, edges)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"raw": raw, "ours": ours}[what](plans, Path(folder))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000x30000,100000x300000", help="nodes x edges, comma separated")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one[0], int(options.one[1]), int(options.one[2]))
        return
    print(
        f"{'nodes':>8} {'edges':>8} {'raw s':>8} {'load s':>8} {'ratio':>6} {'cpu':>5} {'ms/1000 rows':>13} {'again s':>8} {'one plan s':>10} {'rebuild s':>9}"
    )
    for size in options.sizes.split(","):
        nodes, edges = (int(part) for part in size.split("x"))
        found: dict[str, list[float]] = {}
        for _ in range(options.runs):
            for what in ("raw", "ours"):
                command = [sys.executable, __file__, "--one", what, str(nodes), str(edges)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                for name, seconds in json.loads(done.stdout).items():
                    found.setdefault(name, []).append(seconds)
        best = {name: min(times) for name, times in found.items()}
        ratio = statistics.median(b / a for a, b in zip(found["raw"], found["load"], strict=True))
        busy = statistics.median(b / a for a, b in zip(found["raw cpu"], found["load cpu"], strict=True))
        per = best["load"] / (nodes + edges) * 1e6
        print(
            f"{nodes:8} {edges:8} {best['raw']:8.2f} {best['load']:8.2f} {ratio:6.2f} {busy:5.2f} {per:13.1f} "
            f"{best['again']:8.2f} {best['one plan']:10.2f} {best['rebuild']:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
