"""``stats`` and ``schema``: figures and vocabulary as rows."""

from __future__ import annotations

from typing import Any

from kg.ontology import ontology
from plankg.console import bold
from plankg.output import RowOptions, emit, emit_json
from plankg.settings import Target
from plankg.workflows.stores import open_target


def show_stats(db: Target, top: int, rows: RowOptions, min_confidence: float = 0.0) -> None:
    """Print the summary of the graph in ``db``, or of what in it is at least so sure."""
    from kg.analysis import summary

    with open_target(db) as store:
        graph = store.read_graph()
    if min_confidence:
        from kg.selection import Selection, select

        graph = select(graph, Selection(min_confidence=min_confidence))
    figures = summary(graph, top)
    if rows.format == "json":
        emit_json(figures, rows.output)
    elif rows.format == "table" and rows.output == "-":
        _tables(figures)
    else:
        emit(("section", "name", "中文", "value"), _flat(figures), rows)


def _flat(figures: dict[str, Any]) -> list[tuple[str, str, str, Any]]:
    words = ontology()
    table = [("total", "nodes", "节点", figures["nodes"]), ("total", "edges", "关系", figures["edges"])]
    table += [("document", d["title"], "", d["characters"]) for d in figures["documents"]]
    table += [("node", n, words.labels[n].zh if n in words.labels else "", c) for n, c in figures["labels"].items()]
    table += [("edge", n, words.types[n].zh if n in words.types else "", c) for n, c in figures["types"].items()]
    table += [("body", b["name"], "", b["total"]) for b in figures["bodies"]]
    table += [("central", c["name"], words.labels[c["label"]].zh, c["neighbours"]) for c in figures["central"]]
    table += [("component", f"part {i}", "", size) for i, size in enumerate(figures["components"], start=1)]
    table += [("isolated", n, words.labels[n].zh, c) for n, c in figures["isolated"].items()]
    return table


def _tables(figures: dict[str, Any]) -> None:
    words, plain = ontology(), RowOptions("table", "-", None)

    def section(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        import sys

        if rows:
            print(bold(f"\n{title}", sys.stdout), flush=True)
            emit(columns, rows, plain)

    print(f"{figures['nodes']} nodes, {figures['edges']} edges, {len(figures['documents'])} documents", flush=True)
    section(
        "文件 documents",
        ("title", "characters", "nodes", "edges"),
        [(d["title"], d["characters"], d["nodes"], d["edges"]) for d in figures["documents"]],
    )
    section(
        "节点 nodes", ("label", "中文", "count"), [(n, words.labels[n].zh, c) for n, c in figures["labels"].items()]
    )
    section("关系 edges", ("type", "中文", "count"), [(n, words.types[n].zh, c) for n, c in figures["types"].items()])
    roles = list(words.roles)
    section(
        "承担最多 who carries most",
        ("body", *(words.roles[r] for r in roles), "total"),
        [(b["name"], *(b[r] for r in roles), b["total"]) for b in figures["bodies"]],
    )
    section(
        "居中 what stands in the middle",
        ("name", "label", "neighbours", "between"),
        [(c["name"], words.labels[c["label"]].zh, c["neighbours"], c["between"]) for c in figures["central"]],
    )
    sizes = figures["components"]
    alone = ", ".join(f"{words.labels[n].zh} {c}" for n, c in figures["isolated"].items())
    print(f"\nconnected parts: {len(sizes)}" + (f" (largest {sizes[0]} things)" if sizes else ""))
    print(f"without any relation: {alone or 'nothing'}")


def show_schema(rows: RowOptions) -> None:
    """Print the ontology: one row a label and one a type."""
    table: list[tuple[str, str, str, str, str, str]] = []
    words = ontology()
    for spec in words.labels.values():
        table.append(("node", spec.name, spec.zh, "", "", ", ".join(("name", "aliases", *spec.properties))))
    for type_ in words.types.values():
        values = {"role": words.roles, "kind": words.kinds}.get(type_.qualifier or "", {})
        own = [f"{type_.qualifier} ({' '.join(values)})"] if type_.qualifier else []
        properties = ", ".join([*own, *type_.properties, *words.edge_properties])
        table.append(("edge", type_.name, type_.zh, "/".join(type_.sources), "/".join(type_.targets), properties))
    emit(("kind", "name", "中文", "from", "to", "properties"), table, rows)
