"""How long every saved query, and a search, takes on a made-up graph in the embedded store: median and worst of five.

    python benchmarks/bench_queries.py [--size 100000x300000]

The parameters are names that the made-up plans share, so that each query finds much.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made_graphs import made_plans

from cypher import Store, open_store, saved_queries


def values(store: Store) -> dict[str, dict[str, object]]:
    """For each saved query the names to ask for: the nodes with most edges."""

    def busiest(label: str) -> str:
        text = f"MATCH (n:{label})--() WITH n, count(*) AS c ORDER BY c DESC, n.id LIMIT 1 RETURN n.name"
        return str(store.query(text).value())

    names = {label: busiest(label) for label in ("Project", "Organization", "Region", "Sector", "Indicator")}
    plans = [document.title for document in store.documents()]
    by_query = {
        "duties-of": "Organization",
        "projects-of-region": "Region",
        "goals-by-sector": "Sector",
        "indicator-over-time": "Indicator",
    }
    found: dict[str, dict[str, object]] = {}
    for query in saved_queries().values():
        found[query.name] = {}
        for param in query.params:
            if param.name in ("left", "right"):
                found[query.name][param.name] = plans[param.name == "right"]
            elif param.name in ("from", "to") and param.type == "string":
                found[query.name][param.name] = names["Organization" if param.name == "from" else "Region"]
            elif param.name == "name":
                plan = "of-plan" in query.name or query.name in ("based-on", "versions")
                found[query.name]["name"] = plans[0] if plan else names[by_query.get(query.name, "Project")]
    return found


def timed(work: Callable[[], object], runs: int = 5) -> tuple[float, float, int]:
    """Median and worst seconds, and how many rows."""
    times, rows = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        rows = len(work())  # type: ignore[arg-type]
        times.append(time.perf_counter() - start)
    return statistics.median(times), max(times), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="100000x300000", help="nodes x edges")
    nodes, edges = (int(part) for part in parser.parse_args().size.split("x"))
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "plans.kg", create=True) as store:
        store.load(made_plans(nodes, edges))
        given = values(store)
        print(f"{'query':28} {'median s':>9} {'worst s':>9} {'rows':>8}")
        for query in saved_queries().values():
            params = query.bind(given[query.name])
            median, worst, rows = timed(lambda text=query.text, p=params: store.query(text, p, timeout=300))
            print(f"{query.name:28} {median:9.3f} {worst:9.3f} {rows:8}", flush=True)
        for words in ("数字经济", "Project 名称", "号行动计划 7"):
            median, worst, rows = timed(lambda w=words: store.search(w))
            print(f"{'search ' + words:28} {median:9.3f} {worst:9.3f} {rows:8}", flush=True)


if __name__ == "__main__":
    main()
