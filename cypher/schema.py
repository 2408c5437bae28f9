"""How a graph lies in a database: one form for both stores.

Node: its one label of the ontology, and the properties

* ``id``, ``name``, ``aliases`` (list of strings) and the ontology's scalar properties,
* ``docs``: ids of the plans that speak of it, sorted,
* ``facts``: JSON text; what each of those plans says of it (see ``cypher.delta``), with every mention.

A ``Document`` node of a plan that was loaded also has ``isPlan: true``, its ``text`` and ``record`` (JSON text: the
plan's record without its text). Edge: its type, ``id`` and the properties
it was read with; an edge that no passage states (a region within a region) has ``docs`` as nodes do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from kg.errors import StoreError
from kg.model import DocumentText, Edge, Mention, Node
from kg.ontology import ontology

Row = dict[str, Any]
"""The properties of one node or edge as the database holds them."""

#: Node properties that the stores add to the ontology's.
NODE_KEYS = ("id", "name", "aliases", "docs", "facts")
#: Properties of the ``Document`` node of a loaded plan.
PLAN_KEYS = ("isPlan", "record", "text")
#: Edge properties that the stores add.
EDGE_KEYS = ("id", "docs")

_MAX_INT = 2**63


def labels() -> tuple[str, ...]:
    """All node labels, in the ontology's order. The only names that may enter Cypher text."""
    return tuple(ontology().labels)


def types() -> tuple[str, ...]:
    """All edge types, in the ontology's order."""
    return tuple(ontology().types)


def dumps(value: Any) -> str:
    """Canonical JSON: equal values give equal text."""
    return _ENCODER.encode(value)


#: Bytes of a node's name, aliases and properties together that a record of the embedded engine has room for.
_MAX_TEXT = 60_000
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# -- checking values ------------------------------------------------------------------------------


def check_value(value: Any, what: str) -> None:
    """Raise ``StoreError`` (E307) for a value that a database would refuse or change."""
    reason = _refusal(value)
    if reason:
        raise StoreError("E307", what=what, reason=reason)


def _refusal(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        return "" if -_MAX_INT <= value < _MAX_INT else f"{value} does not fit into 64 bits"
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"{value} is not a number"
    if isinstance(value, str):
        return _text_refusal(value)
    if isinstance(value, list | tuple):
        return next((reason for reason in map(_refusal, value) if reason), "")
    return f"a property cannot be a {type(value).__name__}"


def _text_refusal(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"half a surrogate pair at character {error.start}"
    return ""


def check_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a query as plain data. Raises ``StoreError`` (E307) naming the one that cannot be sent."""
    return {name: _check_param(value, name) for name, value in params.items()}


def _check_param(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _check_param(item, name) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_check_param(item, name) for item in value]
    check_value(value, f"the parameter {name}")
    return value


# -- rows -----------------------------------------------------------------------------------------


def all_fit(nodes: Iterable[Node], edges: Iterable[Edge]) -> bool:
    """Whether all of them can surely be stored: few passes over all values at once. If not, ``check_node`` and
    ``check_edge`` find out which cannot, if one cannot.
    """
    nodes, edges = list(nodes), list(edges)
    labels, types = ontology().labels.keys(), ontology().types.keys()
    if not ({node.label for node in nodes} <= labels and {edge.type for edge in edges} <= types):
        return False
    own = [text for node in nodes for text in (node.id, node.name, *node.aliases)]
    plain = [node.properties for node in nodes if node.label != "Document"]
    plans = [node.properties for node in nodes if node.label == "Document"]
    return (
        _values_fit(own)
        and _fit(plain, _RESERVED_NODE)
        and _fit(plans, _RESERVED_DOCUMENT)
        and _fit([edge.properties for edge in edges], _RESERVED_EDGE)
    )


def _fit(rows: Iterable[Mapping[str, Any]], reserved: frozenset[str]) -> bool:
    names: set[Any] = set()
    values: list[Any] = []
    for row in rows:
        names.update(row)
        values.extend(row.values())
    return reserved.isdisjoint(names) and set(map(type, names)) <= {str} and _values_fit([*names, *values])


def _values_fit(values: list[Any]) -> bool:
    """Whether they are texts, whole numbers, finite numbers and truth values that a database takes as they are."""
    kinds = set(map(type, values))
    if not kinds <= {str, int, float, bool}:
        return False
    whole = [value for value in values if type(value) is int] if int in kinds else []
    if whole and not -_MAX_INT <= min(whole) <= max(whole) < _MAX_INT:
        return False
    if float in kinds and not all(math.isfinite(value) for value in values if type(value) is float):
        return False
    return not _text_refusal("".join([value for value in values if type(value) is str]))


def check_size(node: Node) -> None:
    """Raise ``StoreError`` (E307) if the node's texts are longer than a record of the embedded engine."""
    texts = [node.name, *node.aliases, *(v for v in node.properties.values() if type(v) is str)]
    if sum(map(len, texts)) * 4 > _MAX_TEXT:
        size = sum(len(text.encode("utf-8", "replace")) for text in texts)
        if size > _MAX_TEXT:
            reason = f"its name, aliases and properties are {size} bytes of text, the limit is {_MAX_TEXT}"
            raise StoreError("E307", what=f"node {node.id}", reason=reason)


def check_node(node: Node) -> None:
    """Raise ``StoreError`` (E307) if the node has a label or property that cannot be stored."""
    if node.label not in ontology().labels:
        raise StoreError("E307", what=f"node {node.id}", reason=f"`{node.label}` is no label of the ontology")
    reserved = _RESERVED_DOCUMENT if node.label == "Document" else _RESERVED_NODE
    own = {"id": node.id, "name": node.name, "aliases": node.aliases}
    _check(f"node {node.id}", node.properties, reserved, own)


def check_edge(edge: Edge) -> None:
    """Raise ``StoreError`` (E307) if the edge has a type or property that cannot be stored."""
    if edge.type not in ontology().types:
        raise StoreError("E307", what=f"edge {edge.id}", reason=f"`{edge.type}` is no edge type of the ontology")
    _check(f"edge {edge.id}", edge.properties, _RESERVED_EDGE, {})


_RESERVED_NODE = frozenset(NODE_KEYS)
_RESERVED_DOCUMENT = frozenset(NODE_KEYS + PLAN_KEYS)
_RESERVED_EDGE = frozenset(EDGE_KEYS)


def _check(what: str, properties: Mapping[str, Any], reserved: frozenset[str], own: Mapping[str, Any]) -> None:
    """Raise the error that says which property does not fit, if one does not."""
    taken = reserved & set(properties)
    if taken:
        raise StoreError("E307", what=what, reason=f"property `{min(taken)}` is PlanKG's own")
    for name, value in (*own.items(), *properties.items()):
        check_value(name, f"a property name of {what}")
        check_value(value, f"`{name}` of {what}")


def record_text(document: DocumentText, digest: str = "") -> str:
    """The ``record`` property of a loaded plan: everything but its id and text (on a server also ``digest``)."""
    raw = document.to_dict()
    del raw["text"], raw["id"]
    return dumps({**raw, "digest": digest} if digest else raw)


def record_from(document_id: str, record: str, text: str) -> DocumentText:
    """The plan's record that ``record_text`` wrote, with its text put back."""
    return DocumentText.from_dict({**json.loads(record), "id": document_id, "text": text})


def pack_mention(mention: Mention, doc: str) -> list[Any]:
    """A mention in ``facts``: start, end, section, rule, confidence (and its document if that is another)."""
    packed = [mention.start, mention.end, mention.section, mention.rule, mention.confidence]
    return packed if mention.doc == doc else [*packed, mention.doc]


def unpack_mention(packed: list[Any], doc: str) -> Mention:
    """The mention that ``pack_mention`` wrote."""
    start, end, section, rule, confidence, *other = packed
    return Mention(other[0] if other else doc, start, end, section, rule, confidence)
