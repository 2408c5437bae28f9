"""How long a graph takes onto a Neo4j server over Bolt, beside hand-written UNWIND loaders on the same server in the same run.

    python benchmarks/bench_neo4j_load.py [--sizes 3333x10000,10000x30000,33333x100000,100000x300000] [--runs 3]

The server is a real Neo4j Community of its own (see tests/neo4j_server.py); it is warmed up, and emptied before each measurement.
``hand`` is the fastest loader that could be written by hand: one CREATE statement a label or (type, ends), batches of 10,000, ids
unique, no other index; nodes and edges with their plain properties. ``hand, indexed`` is the same onto the constraints and indexes that PlanKG
makes (names, years, full text over names and evidence). ``load`` is ``store.load``: those indexes, what each plan says of each node, the
plans' texts, and the bookkeeping that lets a plan be replaced. ``again`` loads the same once more, ``one plan`` one changed plan. Times
are from the plans in memory until the server has committed all and its full-text indexes are up to date.

On a machine that does other things as well the wall clock tells little. So the processor seconds of client and server together are
printed too, and the ratios are medians of what each run measured one after the other.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "tests"))

import neo4j
from made_graphs import made_plans
from neo4j_server import Neo4jServer

from cypher import neo4j_schema, open_store
from kg.graph import Graph

BATCH = 10_000


def hand(driver: neo4j.Driver, plans: list[Graph]) -> None:
    """Nodes by label, edges by type and ends, one transaction a batch."""
    nodes: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for plan in plans:
        labels = {}
        for node_id, data in plan.nx.nodes(data=True):
            node = data["node"]
            labels[node_id] = node.label
            nodes[node.label][node_id] = {"id": node_id, "name": node.name, "aliases": node.aliases, **node.properties}
        for source, target, key, data in plan.nx.edges(keys=True, data=True):
            edge = data["edge"]
            row = {"s": source, "t": target, "p": {"id": key, **edge.properties}}
            edges[edge.type, labels[source], labels[target]].append(row)
    with driver.session() as session:

        def write(text: Any, rows: list[Any]) -> None:
            for start in range(0, len(rows), BATCH):
                chunk = rows[start : start + BATCH]
                session.execute_write(lambda tx: tx.run(text, rows=chunk).consume())  # noqa: B023

        for label, found in nodes.items():
            write(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", list(found.values()))
        for (type_, s, t), rows in edges.items():
            match = f"MATCH (a:{s} {{id: row.s}}) MATCH (b:{t} {{id: row.t}})"
            write(f"UNWIND $rows AS row {match} CREATE (a)-[r:{type_}]->(b) SET r = row.p", rows)


def unique_ids(driver: neo4j.Driver, plans: list[Graph]) -> None:
    for label in sorted({d["node"].label for plan in plans for _, d in plan.nx.nodes(data=True)}):
        driver.execute_query(f"CREATE CONSTRAINT hand_{label} FOR (n:{label}) REQUIRE n.id IS UNIQUE")
    driver.execute_query("CALL db.awaitIndexes(600)")


def empty(driver: neo4j.Driver) -> None:
    """No nodes, no constraints, no indexes."""
    with driver.session() as session:
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
            session.run(f"DROP INDEX `{name}`").consume()
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()


def measure(server: Neo4jServer, plans: list[Graph], only: str = "") -> dict[str, float]:
    """Seconds of each way, each into an empty database."""
    times: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start, spent = time.perf_counter(), processor(server)
        work()
        driver.execute_query(neo4j_schema.REFRESH)
        times[name] = time.perf_counter() - start
        times[f"{name}, processor"] = processor(server) - spent

    user, password = server.auth
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver,
        open_store(server.uri, user=user, password=password) as store,
    ):
        empty(driver)
        unique_ids(driver, plans)
        timed("hand", lambda: hand(driver, plans))
        empty(driver)
        store.load([])
        _schema(server)
        timed("hand, indexed", lambda: hand(driver, plans))
        empty(driver)
        _schema(server)
        timed("load", lambda: store.load(plans))
        timed("again", lambda: store.load(plans))
        assert not store.written, store.written
        node = plans[0].nodes("Task")[0]
        node.properties["evidence"] = str(node.properties["evidence"])[:-1]
        timed("one plan", lambda: store.load(plans[0]))
        assert store.written
    return times


def processor(server: Neo4jServer) -> float:
    """Processor seconds that this process and the server have used (0 where the system does not tell)."""
    try:
        fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _schema(server: Neo4jServer) -> None:
    """PlanKG's constraints and indexes: a fixed cost of a new database, not one of loading."""
    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth) as driver:
        neo4j_schema.ensure(driver, None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="3333x10000,10000x30000,33333x100000,100000x300000", help="nodes x edges")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    fast = importlib.util.find_spec("neo4j._rust") or importlib.util.find_spec("neo4j._codec.packstream._rust")
    print(f"driver neo4j {neo4j.__version__} {'with' if fast else 'without'} neo4j-rust-ext")
    with Neo4jServer(heap="3g", pagecache="512m", long_run=True) as server:
        for _ in range(2):
            measure(server, made_plans(5_000, 15_000))
        heads = (
            "hand s",
            "indexed s",
            "load s",
            "/ hand",
            "/ indexed",
            "cpu / hand",
            "ms/1000 rows",
            "again s",
            "one plan s",
        )
        print(f"{'nodes':>8} {'edges':>8} " + " ".join(f"{head:>12}" for head in heads), flush=True)
        for size in options.sizes.split(","):
            nodes, edges = (int(part) for part in size.split("x"))
            runs = [measure(server, made_plans(nodes, edges)) for _ in range(options.runs)]
            best = {name: min(run[name] for run in runs) for name in runs[0]}
            ratios = [_ratio(runs, "load", name) for name in ("hand", "hand, indexed")]
            ratios.append(_ratio(runs, "load, processor", "hand, processor"))
            per = best["load"] / (nodes + edges) * 1e6
            row = (best["hand"], best["hand, indexed"], best["load"], *ratios, per, best["again"], best["one plan"])
            print(f"{nodes:8} {edges:8} " + " ".join(f"{value:12.2f}" for value in row), flush=True)


def _ratio(runs: list[dict[str, float]], name: str, other: str) -> float:
    return statistics.median(run[name] / max(run[other], 1e-9) for run in runs)


if __name__ == "__main__":
    main()
