"""JSON (node-link: documents, nodes, edges) and JSON lines; both read back equal."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.formats.base import Exporter
from kg.graph import FORMAT, VERSION, Graph
from kg.model import DocumentText, Edge, Node

if TYPE_CHECKING:
    from collections.abc import Iterator


class JsonExporter(Exporter):
    """What ``Graph.to_dict`` gives, one record a line so that two versions of a graph can be compared."""

    def __init__(self, graph: Graph, out: IO[Any]) -> None:
        super().__init__(graph, out)
        self._open = ""
        self._first = True

    def document(self, document: DocumentText) -> None:
        """One line under ``documents``."""
        self._record("documents", document.to_dict())

    def node(self, node: Node) -> None:
        """One line under ``nodes``."""
        self._record("nodes", node.to_dict())

    def edge(self, edge: Edge) -> None:
        """One line under ``edges``."""
        self._record("edges", edge.to_dict())

    def finalize(self) -> None:
        """Close the lists, in order, also those that are empty."""
        self._list("")
        self.out.write("\n}\n")

    def _record(self, part: str, raw: dict[str, Any]) -> None:
        self._list(part)
        self.out.write(("\n" if self._first else ",\n") + dump(raw))
        self._first = False

    def _list(self, part: str) -> None:
        """Be inside the list ``part``, opening and closing what comes before it."""
        if part == self._open and part:
            return
        parts = ["", "documents", "nodes", "edges"]
        last = parts.index(part) if part else len(parts) - 1
        if not self._open:
            self.out.write(f'{{"format": "{FORMAT}", "version": {VERSION}')
        else:
            self.out.write("\n]")
        for name in parts[parts.index(self._open) + 1 : last + 1]:
            self.out.write(f',\n"{name}": [')
            if name != part:
                self.out.write("]")
        self._open, self._first = part, True


class JsonLinesExporter(Exporter):
    """One record a line with ``kind`` (graph, document, node, edge): for streams and for ``jq``."""

    def __init__(self, graph: Graph, out: IO[Any]) -> None:
        super().__init__(graph, out)
        self.out.write(dump({"kind": "graph", "format": FORMAT, "version": VERSION}) + "\n")

    def document(self, document: DocumentText) -> None:
        """A line of kind ``document``."""
        self.out.write(dump({"kind": "document", **document.to_dict()}) + "\n")

    def node(self, node: Node) -> None:
        """A line of kind ``node``."""
        self.out.write(dump({"kind": "node", **node.to_dict()}) + "\n")

    def edge(self, edge: Edge) -> None:
        """A line of kind ``edge``."""
        self.out.write(dump({"kind": "edge", **edge.to_dict()}) + "\n")


def dump(raw: Any) -> str:
    """JSON on one line; readable Chinese, but escapes where a character has no UTF-8 (lone surrogates)."""
    try:
        text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise GraphError("E203", reason=f"a value cannot be written as JSON ({error})") from error
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(raw, ensure_ascii=True, allow_nan=False)
    return text


def parse(data: bytes | str, name: str) -> Graph:
    """The graph in ``data``, JSON or JSON lines. Raises ``GraphError`` (E201) naming ``name``."""
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise GraphError("E201", path=name, reason="it is not UTF-8 text") from error
    if not text.strip():
        raise GraphError("E201", path=name, reason="it is empty")
    try:
        raw = _lines(text) if _is_lines(text) else json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise GraphError("E201", path=name, reason=f"bad JSON: {error}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("nodes"), list) or not isinstance(raw.get("edges"), list):
        raise GraphError("E201", path=name, reason="it has no lists `nodes` and `edges`")
    if raw.get("version", VERSION) != VERSION:
        raise GraphError("E201", path=name, reason=f"it is of version {raw['version']}, known is {VERSION}")
    try:
        return Graph.from_dict(raw)
    except GraphError as error:
        reason = error.values.get("reason", str(error))
        raise GraphError("E201", path=name, reason=reason) from error


def _is_lines(text: str) -> bool:
    head = text.lstrip().partition("\n")[0]
    return head.startswith('{"kind"')


def _lines(text: str) -> dict[str, Any]:
    raw: dict[str, Any] = {"documents": [], "nodes": [], "edges": []}
    for number, record in _numbered(text):
        kind = record.pop("kind", None) if isinstance(record, dict) else None
        if kind == "graph":
            raw.update(record)
        elif kind in ("document", "node", "edge"):
            raw[f"{kind}s"].append(record)
        else:
            raise ValueError(f"line {number} is no graph, document, node or edge")
    return raw


def _numbered(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line, parse_constant=_refuse)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
