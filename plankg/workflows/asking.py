"""Queries: typed parameters, saved ones, and the answer as rows, page or export."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from plankg.console import console
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.stores import open_target

if TYPE_CHECKING:
    from cypher.saved import Param, SavedQuery
    from cypher.values import Result
    from kg.graph import Graph

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
    values = parse_params(params, typed=saved is None)
    if saved is not None:
        query = saved_query(saved)
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


def parse_params(texts: Sequence[str], *, typed: bool = True) -> dict[str, Any]:
    """``name=value`` pairs as a dict; values are JSON where they are JSON, else text.

    Saved queries know the types of their parameters, so their values stay text (``typed`` false).
    Raises ``QueryError`` (E407).
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise QueryError("E407", param=text, reason="write it as name=value")
        values[name.strip().removeprefix("$")] = _typed(value) if typed else value
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


def _write_part(part: Graph, result: Result, graph_file: str) -> None:
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


def saved_query(name: str) -> SavedQuery:
    """The saved query called ``name``. Raises ``QueryError`` (E404)."""
    from cypher.saved import saved_query as find

    return find(name)


def list_queries(rows: RowOptions) -> None:
    """Name, title and parameters of every saved query."""
    from cypher import saved_queries

    table = [
        (name, q.title("zh"), q.title("en"), " ".join(_signature(p) for p in q.params))
        for name, q in saved_queries().items()
    ]
    emit(("name", "问题", "question", "parameters"), table, rows)


def _signature(param: Param) -> str:
    return f"{param.name}:{param.type}" if param.required else f"[{param.name}:{param.type}]"


def show_query(name: str, rows: RowOptions) -> None:
    """One saved query in full: as text, or as a row in the other formats."""
    query = saved_query(name)
    if rows.format != "table":
        parameters = " ".join(_signature(p) for p in query.params)
        row = (name, query.title(), query.description(), parameters, query.command(), query.text)
        emit(("name", "title", "description", "parameters", "example", "text"), [row], rows)
        return
    for lang in ("zh", "en"):
        print(f"{query.title(lang)}\n  {query.description(lang)}")
    for param in query.params:
        more = "" if param.required else f" (else {param.default})"
        print(f"  --param {param.name}=…  {param.type}: {param.zh} / {param.en}{more}")
    print(f"\n{query.command()}\n\n{query.text.strip()}")
