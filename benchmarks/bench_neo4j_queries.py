"""How long every saved query, and a search, takes on a made-up graph, on both databases: median and worst of five.

    python benchmarks/bench_neo4j_queries.py [--size 100000x300000]

The server is a real Neo4j Community of its own (see tests/neo4j_server.py). The parameters are those of bench_queries.py; the rows
must be the same on both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "tests"))

from bench_queries import timed, values
from made_graphs import made_plans
from neo4j_server import Neo4jServer

from cypher import open_store, saved_queries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="100000x300000", help="nodes x edges")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    nodes, edges = (int(part) for part in options.size.split("x"))
    plans = made_plans(nodes, edges)
    with (
        tempfile.TemporaryDirectory() as folder,
        Neo4jServer(heap="3g", pagecache="512m", long_run=True) as server,
        open_store(Path(folder) / "plans.kg", create=True) as embedded,
        open_store(server.uri, user=server.auth[0], password=server.auth[1]) as there,
    ):
        embedded.load(plans)
        there.load(plans)
        given = values(embedded)
        heads = ("embedded", "worst", "neo4j", "worst", "rows", "same")
        print(f"{'seconds':28} " + " ".join(f"{head:>9}" for head in heads), flush=True)
        works = {
            name: lambda store, q=query: store.query(q.text, q.bind(given[q.name]), timeout=300)
            for name, query in saved_queries().items()
        }
        for words in ("数字经济", "Project 名称", "号行动计划 7"):
            works[f"search {words}"] = lambda store, w=words: store.search(w)
        for name, work in works.items():
            same = work(embedded).rows == work(there).rows
            here, on_server = (timed(lambda s=s, w=work: w(s), options.runs) for s in (embedded, there))
            cells = [f"{value:9.3f}" for value in (*here[:2], *on_server[:2])]
            print(f"{name:28} {' '.join(cells)} {here[2]:9} {same!s:>9}", flush=True)


if __name__ == "__main__":
    main()
