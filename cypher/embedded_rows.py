"""Rows of the embedded engine as PlanKG's values.

The engine gives a node or edge as a map with ``@rid`` and ``@type``, an edge without its ends, and a path as
text (``(#13:0)-[#42:0]->(#13:1)``), which only counts as one where the statement binds a path. Ends and paths are looked up here, in as few statements as there are thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cypher.columns import columns_of
from cypher.dialect import in_neo4j_order
from cypher.engine import Handle, rows
from cypher.statements import chunks
from cypher.values import Node, Path, Relationship, Result, visible

_PATH = re.compile(r"\(#\d+:\d+\)(?:(?:<-|-)\[#\d+:\d+\](?:->|-)\(#\d+:\d+\))*")
#: A statement that can return a path at all: ``p = (…)``, ``p = shortestPath(…)``, ``p = ANY SHORTEST (…)``.
_BINDS_PATH = re.compile(r"=\s*+(?:\w++\s++){0,3}+\w*+\s*+\(")
_RID = re.compile(r"#\d+:\d+")
_CHUNK = 1000


def fetch(
    handle: Handle,
    db: Any,
    *,
    text: str,
    params: Mapping[str, Any],
    limit: int | None = None,
    write: bool = False,
) -> Result:
    """Run ``text`` and give its rows as values (at most ``limit``)."""
    arguments = [dict(params)] if params else []
    statement = (db.command if write else db.query)("opencypher", text, *arguments)
    found: list[dict[str, Any]] = []
    truncated = False
    if statement is not None:
        with statement:
            for row in statement:
                if limit is not None and len(found) == limit:
                    truncated = True
                    break
                found.append(row.to_dict())
    columns = in_neo4j_order(text, list(found[0])) if found else columns_of(text)
    convert = _Converter(handle, db, found, paths=bool(_BINDS_PATH.search(text)))
    return Result(columns, [[convert(row.get(name)) for name in columns] for row in found], truncated)


class _Converter:
    """Turns the engine's maps and path texts into values; knows the ends of all edges in the rows."""

    def __init__(self, handle: Handle, db: Any, found: list[dict[str, Any]], *, paths: bool) -> None:
        self.edge_types = handle.edge_types
        self.db = db
        self.paths = paths
        self.records: dict[str, dict[str, Any]] = {}
        edges: set[str] = set()
        on_paths: set[str] = set()
        for value in _walk(found):
            if isinstance(value, str):
                if paths:
                    on_paths.update(_RID.findall(value))
            elif value["@type"] in self.edge_types:
                edges.add(str(value["@rid"]))
        if on_paths:
            self.records = self._records(on_paths)
            edges |= {rid for rid, record in self.records.items() if record.get("@type") in self.edge_types}
        self.ends = self._ends(edges) if edges else {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, dict):
            if "@rid" in value and "@type" in value:
                return self._element(value)
            return {str(name): self(item) for name, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self(item) for item in value]
        if isinstance(value, str):
            return self._path(value) if self.paths and value.startswith("(#") and _PATH.fullmatch(value) else value
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return float(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        return str(value)

    def _element(self, record: dict[str, Any]) -> Node | Relationship:
        own = {k: self(v) for k, v in record.items() if not k.startswith("@") and v is not None}
        key = str(own.get("id", ""))
        properties = visible(own, record["@type"])
        if record["@type"] in self.edge_types:
            start, end = self.ends.get(str(record["@rid"]), ("", ""))
            return Relationship(key, record["@type"], start, end, properties)
        return Node(key, (record["@type"],), properties)

    def _path(self, text: str) -> Path | str:
        elements = [self._element(self.records[rid]) for rid in _RID.findall(text) if rid in self.records]
        nodes = tuple(e for e in elements[::2] if isinstance(e, Node))
        edges = tuple(e for e in elements[1::2] if isinstance(e, Relationship))
        if len(nodes) + len(edges) != len(_RID.findall(text)):
            return text
        for here, edge, there in zip(nodes, edges, nodes[1:], strict=False):
            if {edge.start, edge.end} != {here.id, there.id}:
                return text
        return Path(nodes, edges)

    def _records(self, rids: Iterable[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for chunk in chunks(sorted(rids), _CHUNK):
            for record in self._select("SELECT *, @rid, @type FROM ", chunk):
                found[str(record["@rid"])] = record
        return found

    def _ends(self, rids: Iterable[str]) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for chunk in chunks(sorted(rids), _CHUNK):
            for record in self._select("SELECT @rid, @out.id AS s, @in.id AS t FROM ", chunk):
                found[str(record["@rid"])] = (str(record.get("s") or ""), str(record.get("t") or ""))
        return found

    def _select(self, head: str, rids: list[str]) -> list[dict[str, Any]]:
        return rows(self.db, "sql", f"{head}[{', '.join(rids)}]")


def _walk(value: Any) -> Iterator[Any]:
    """Every record map and every path text in ``value``."""
    if isinstance(value, dict):
        if "@rid" in value and "@type" in value:
            yield value
        else:
            for item in value.values():
                yield from _walk(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, str) and value.startswith("(#") and _PATH.fullmatch(value):
        yield value
