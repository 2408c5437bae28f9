"""How fast the page is, next to plain pyvis on the same graph in the same run.

    python benchmarks/bench_page.py            # all sizes, some minutes (plain pyvis takes most of them)
    python benchmarks/bench_page.py --quick    # without plain pyvis and without the 100 000-node page

Needs a Chromium (`apt-get install chromium`, or `playwright install chromium`) and `pip install 'plankg[dev]'`.
"ready" is the time from opening the file to the first drawn frame with search working; frames a second are counted
while the mouse drags the picture for two seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.graph import Graph
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node

SAMPLE = Path(__file__).parent.parent / "examples" / "gd-digital-economy-2018-2025.txt"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_TEXT = "数字经济智慧产业创新平台工程公共服务数据安全医疗教育交通农业海洋低碳算力网络园区"
_WORDS = [_TEXT[i : i + 2] for i in range(0, len(_TEXT), 2)]
_SHARES = [
    ("Task", 0.3),
    ("Project", 0.25),
    ("Goal", 0.12),
    ("Sector", 0.1),
    ("Indicator", 0.1),
    ("Organization", 0.05),
]


def synthetic(size: int, edges: int, seed: int = 1) -> Graph:
    """A graph like those of many plans: ``size`` nodes, ``edges`` edges, every edge with a sentence of a text."""
    rng = random.Random(seed)
    graph = Graph()
    documents = max(1, size // 2500)
    parts: dict[str, list[str]] = {label: [] for label, _ in _SHARES}
    sections: list[tuple[str, str]] = []
    texts: dict[str, list[str]] = {}
    for d in range(documents):
        doc = node_id("Document", f"规划{d}")
        graph.add_node(Node(doc, "Document", f"第{d + 1}号数字经济发展规划"))
        texts[doc] = []
        _sections(graph, doc, max(4, size // documents // 14), texts[doc], sections)
    for label, share in _SHARES:
        for k in range(int(size * share)):
            section, doc = rng.choice(sections)
            name = "".join(rng.sample(_WORDS, 3)) + f"{label[0]}{k}"
            start, end = _say(texts[doc], f"推进{name}建设")
            node = Node(node_id(label, name), label, name, mentions=[Mention(doc, start, end, section, "synthetic")])
            graph.add_node(node)
            parts[label].append(node.id)
            graph.add_edge(_edge(section, node.id, "MENTIONS", doc, start, end, section))
    for k in range(max(0, size - len(graph))):
        graph.add_node(Node(node_id("Region", f"区{k}"), "Region", f"第{k}区"))
        parts.setdefault("Region", []).append(node_id("Region", f"区{k}"))
    kinds = _kinds(parts)
    missing = edges - graph.nx.number_of_edges()
    while missing > 0:
        sources, type_, targets, properties = rng.choice(kinds)
        a = rng.randrange(len(sources))
        b = min(len(targets) - 1, int(a / len(sources) * len(targets) + abs(rng.gauss(0, 9))))
        section, doc = rng.choice(sections)
        if sources[a] != targets[b]:
            start, end = _say(texts[doc], "，".join("".join(rng.sample(_WORDS, 2)) for _ in range(4)))
            graph.add_edge(_edge(sources[a], targets[b], type_, doc, start, end, section, **properties))
            missing -= 1
    for doc, pieces in texts.items():
        graph.add_document(DocumentText(doc, graph.node(doc).name, "".join(pieces[1:])))
    return graph


def _kinds(parts: dict[str, list[str]]) -> list[tuple[list[str], str, list[str], dict[str, Any]]]:
    roles: list[dict[str, Any]] = [{"role": "lead"}, {"role": "support"}]
    rows: list[tuple[list[str], str, list[str], dict[str, Any]]] = [
        *((parts["Organization"], "RESPONSIBLE_FOR", parts["Task"], role) for role in roles),
        (parts["Project"], "PART_OF", parts["Task"], {}),
        (parts["Project"], "IN_SECTOR", parts["Sector"], {}),
        (parts["Task"], "HAS_GOAL", parts["Goal"], {}),
        (parts["Goal"], "MEASURES", parts["Indicator"], {}),
        (parts["Project"], "LOCATED_IN", parts.get("Region", []), {}),
    ]
    return [row for row in rows if row[0] and row[2]]


def _sections(graph: Graph, doc: str, count: int, text: list[str], sections: list[tuple[str, str]]) -> None:
    text.append("0")
    parent = doc
    for k in range(count):
        top = k % 9 == 0
        start, end = _say(text, f"{'第' if top else '（'}{k}{'章' if top else '）'}加快发展")
        section = node_id("Section", doc, str(k))
        properties = {
            "doc": doc,
            "start": start,
            "end": end,
            "level": 1 if top else 2,
            "kind": "chapter" if top else "clause",
        }
        graph.add_node(Node(section, "Section", f"加快发展{k}", [], properties, [Mention(doc, start, end)]))
        graph.add_edge(_edge(doc if top else parent, section, "CONTAINS", doc, start, end, ""))
        parent = section if top else parent
        sections.append((section, doc))


def _say(text: list[str], sentence: str) -> tuple[int, int]:
    """Appends a sentence to a text (whose first piece holds its length) and returns its span."""
    start = int(text[0])
    text.append(sentence + "。\n")
    text[0] = str(start + len(sentence) + 2)
    return start, start + len(sentence)


def _edge(source: str, target: str, type_: str, doc: str, start: int, end: int, section: str, **more: Any) -> Edge:
    place = {"doc": doc, "start": start, "end": end, "section": section, "rule": "synthetic", "confidence": 0.9}
    return Edge(source, target, type_, {**place, **more})


def sample() -> Graph:
    """The graph of the project's own sample plan."""
    from extract import extract_file

    return extract_file(SAMPLE)


def plain_pyvis(graph: Graph, path: Path, positions: dict[str, tuple[float, float]] | None) -> None:
    """What pyvis makes of the graph by itself, in one file; lists filled directly, or making it would take hours."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for node in graph.nodes():
        x, y = (positions or {}).get(node.id, (None, None))
        place = {} if x is None else {"x": x, "y": y}
        net.nodes.append({"id": node.id, "label": node.name, "shape": "dot", "title": node.name, **place})
    net.edges = [{"from": e.source, "to": e.target, "title": e.type, "arrows": "to"} for e in graph.edges()]
    if positions:
        net.toggle_physics(False)
    path.write_text(net.generate_html(), "utf-8")


def browser_path() -> str | None:
    """A Chromium on this machine, or None for the one that Playwright has installed."""
    for name in (os.environ.get("PLANKG_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    return None


_FRAMES = """() => new Promise(done => { const t = []; const f = now => { t.push(now);
  if (now - t[0] < 2000) requestAnimationFrame(f); else done((t.length - 1) / (t[t.length - 1] - t[0]) * 1000); };
  requestAnimationFrame(f); })"""

_PYVIS_DONE = """() => new Promise(done => { const go = () => { if (!window.network) return setTimeout(go, 20);
  const bar = document.getElementById('loadingBar');
  network.once('afterDrawing', () => { if (!bar || bar.style.display === 'none') done(performance.now()); });
  network.once('stabilizationIterationsDone', () => done(performance.now()));
  network.redraw(); }; go(); })"""


def frames(page: Any, selector: str) -> float:
    """Frames a second while the picture is dragged in circles for two seconds."""
    box = page.locator(selector).bounding_box()
    x, y = box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.47
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("f => { window.__fps = eval('(' + f + ')')() }", _FRAMES)
    import math

    end = time.monotonic() + 2.2
    step = 0
    while time.monotonic() < end:
        step += 1
        page.mouse.move(x + 420 * math.sin(step / 14), y + 200 * math.sin(step / 11))
    page.mouse.up()
    return float(page.evaluate("() => window.__fps"))


def opened(browser: Any, path: Path, ready: str, limit: float) -> tuple[Any, float | None]:
    """The page at ``path`` and the seconds until it was ready, None if that took more than ``limit``."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page.set_default_timeout(limit * 1000)
    start = time.monotonic()
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function(ready)
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        return page, None
    return page, time.monotonic() - start


def measure(browser: Any, folder: Path, name: str, graph: Graph, arguments: argparse.Namespace) -> Iterator[str]:
    """Lines of the report for one graph."""
    from viz import write_page
    from viz.layout import layout
    from viz.payload import SHOW_ALL_UP_TO

    path = folder / f"{name}.html"
    start = time.monotonic()
    write_page(graph, path)
    written = time.monotonic() - start
    nodes, edges = len(graph), graph.nx.number_of_edges()
    yield f"\n{name}: {nodes:,} nodes, {edges:,} edges"
    yield f"  written in {written:.1f} s, {path.stat().st_size / 1e6:.1f} MB"
    page, ready = opened(browser, path, "() => document.documentElement.dataset.ready", 120)
    yield f"  ready in {ready:.2f} s ({page.evaluate('() => document.documentElement.dataset.ready')} ms by the page's own clock)"
    focused = frames(page, "#stage")
    yield f"  {focused:.0f} frames/s panned as it opens"
    everything = None
    if 1200 < nodes <= SHOW_ALL_UP_TO:
        start = time.monotonic()
        page.locator("#t-all").click()
        page.evaluate("() => new Promise(requestAnimationFrame)")
        yield f"  all shown {time.monotonic() - start:.2f} s after the click"
        everything = frames(page, "#stage")
        yield f"  {everything:.0f} frames/s panned with all shown"
    page.close()
    if arguments.quick or nodes > SHOW_ALL_UP_TO:
        return
    positions = layout(graph) if nodes > 1200 else None
    other = folder / f"{name}-pyvis.html"
    plain_pyvis(graph, other, positions)
    how = "coordinates given" if positions else "its own physics"
    page, plain = opened(browser, other, f"({_PYVIS_DONE})().then(() => true)", 180)
    if plain is None:
        yield f"  plain pyvis ({how}): not ready in 180 s; this page is more than {180 / (ready or 1):.0f} times as fast"
    else:
        rate = frames(page, "#mynetwork")
        mine = everything or focused
        yield f"  plain pyvis ({how}): ready in {plain:.2f} s, {rate:.1f} frames/s, {other.stat().st_size / 1e6:.1f} MB"
        yield f"  ratio: ready {plain / (ready or 1):.1f} times as fast, {mine / max(rate, 0.01):.1f} times the frames"
    page.close()


def main() -> int:
    """Prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without plain pyvis and the largest page")
    parser.add_argument("--only", action="append", help="sample, 300, 500, 10000 or 100000; may be repeated")
    arguments = parser.parse_args()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("playwright is missing: pip install 'plankg[dev]'", file=sys.stderr)
        return 1
    graphs = {"sample": sample}
    sizes = [(300, 700), (500, 1500), (10_000, 30_000), *([] if arguments.quick else [(100_000, 300_000)])]
    for nodes, edges in sizes:
        graphs[str(nodes)] = lambda nodes=nodes, edges=edges: synthetic(nodes, edges)  # type: ignore[misc]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGS)
        print(f"Chromium {browser.version}, {os.cpu_count()} CPUs")
        for name, make in graphs.items():
            if not arguments.only or name in arguments.only:
                for line in measure(browser, Path(folder), name, make(), arguments):
                    print(line, flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
