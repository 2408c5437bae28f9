"""Queries: typed parameters, saved ones, and the answer as rows, page or export."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from plankg.console import console
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.stores import open_target

#: Suffixes of a page.
PAGES = (".html", ".htm")


def ask(
    db: Target,
    *,
    text: str | None = None,
    saved: str | None = None,
    path: str | None = None,
    params: Sequence[str] = (),
    timeout: float | None = 60.0,
    write: bool = False,
    rows: RowOptions,
    graph_file: str | None = None,
) -> None:
    """Run one query and print its rows; with ``graph_file`` write its nodes and edges as a page or an export instead.

    Raises ``QueryError`` (E401–E405, E407) and ``StoreError``.
    """
    values = parse_params(params)
    if saved is not None:
        query = _saved(saved)
        text, values = query.text, query.bind(values)
    elif path is not None:
        text = _read(path)
    elif text == "-":
        text = sys.stdin.read()
    with open_target(db) as store:
        result = store.query(text or "", values, write=write, timeout=timeout, limit=rows.limit)
        part = store.read_graph(result.node_ids()) if graph_file else None
    for name, count in result.counters.items():
        console.say(f"{name}: {count}")
    if part is not None and graph_file:
        _write_part(part, result, graph_file)
        return
    shown = emit(result.columns, result.rows, rows, truncated=result.truncated)
    console.detail(f"{shown} rows")
    if not shown:
        console.say("no rows")


def parse_params(texts: Sequence[str]) -> dict[str, Any]:
    """``name=value`` pairs with typed values: JSON where it is JSON, else text. Raises ``QueryError`` (E407)."""
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise QueryError("E407", param=text, reason="write it as name=value")
        values[name.strip().removeprefix("$")] = _typed(value)
    return values


def _typed(text: str) -> Any:
    if text[:1] in '"[{-0123456789' or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _read(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError("E401", reason=f"cannot read `{path}`: {error}") from error


def _write_part(part: Any, result: Any, graph_file: str) -> None:
    from kg.errors import GraphError
    from kg.selection import Selection, select
    from plankg.workflows.exporting import write_graph
    from plankg.workflows.viewing import page

    edges = frozenset(edge.id for edge in result.relationships())
    ids = frozenset(result.node_ids())
    if not ids:
        raise GraphError("E209", what="the answer has no nodes or edges; RETURN the nodes themselves")
    graph = select(part, Selection(ids=ids, edge_ids=edges or None))
    if Path(graph_file).suffix.lower() in PAGES:
        page(graph, graph_file, selection=Selection())
    else:
        write_graph(graph, graph_file)


def _saved(name: str) -> Any:
    from cypher import saved_queries

    queries = saved_queries()
    if name not in queries:
        raise QueryError("E404", name=name)
    return queries[name]


def list_queries(rows: RowOptions) -> None:
    """Name, title and parameters of every saved query."""
    from cypher import saved_queries

    table = [(name, q.title, " ".join(_signature(p) for p in q.params)) for name, q in saved_queries().items()]
    emit(("name", "title", "parameters"), table, rows)


def _signature(param: Any) -> str:
    return f"{param.name}:{param.type}" if param.required else f"[{param.name}:{param.type}]"


def show_query(name: str, rows: RowOptions) -> None:
    """One saved query in full: as text, or as a row in the other formats."""
    query = _saved(name)
    if rows.format != "table":
        row = (name, query.title, query.description, " ".join(_signature(p) for p in query.params), query.text)
        emit(("name", "title", "description", "parameters", "text"), [row], rows)
        return
    print(f"{name}: {query.title}\n\n{query.description}\n")
    for param in query.params:
        print(f"  --param {param.name}=…  ({param.type}) {param.description}")
    print(f"\n{query.text.strip()}")
