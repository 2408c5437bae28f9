"""For Neo4j Bloom (Explore): a perspective with categories, captions and search phrases.

Bloom has no published schema; the fields are those of perspectives that Bloom exports (2.6 to 2.21). It draws what a phrase
returns, so a saved query becomes a phrase where it can give a graph (see ``cypher.as_graph``); queries that only count are left out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from cypher.as_graph import graph_statement
from cypher.browser import Look, literal
from cypher.columns import tokens_of
from cypher.saved import Param, SavedQuery
from kg.ontology import ontology

NAME = "PlanKG"
VERSION = "2.21.0"
#: Bloom writes when something was made; a moment that is always the same keeps the bytes the same.
_WHEN = 1577836800000
_SPACE = uuid.UUID("6b1c1f0e-3f4c-5d6e-8a57-706c616e6b67")
_KINDS = {
    **dict.fromkeys(("start", "end", "year", "count", "order"), "bigint"),
    **dict.fromkeys(("value", "valueMax", "confidence"), "number"),
    **dict.fromkeys(("aliases", "docs"), "array"),
    "isPlan": "boolean",
}
_TYPES = {"string": "String", "integer": "Integer", "float": "Float", "boolean": "Boolean"}


def perspective(look: Look, queries: Mapping[str, SavedQuery]) -> dict[str, Any]:
    """The perspective as JSON data."""
    labels = {label: ["name", "aliases", *spec.properties] for label, spec in ontology().labels.items()}
    types = {name: [*ontology().edge_properties, *spec.properties] for name, spec in ontology().types.items()}
    for name, spec in ontology().types.items():
        if spec.qualifier and spec.qualifier not in types[name]:
            types[name].append(spec.qualifier)
    return {
        "name": NAME,
        "id": str(uuid.uuid5(_SPACE, NAME)),
        "version": VERSION,
        "type": "STANDARD_PERSPECTIVE",
        "createdAt": _WHEN,
        "lastEditedAt": _WHEN,
        "isAuto": False,
        "parentPerspectiveId": None,
        "hideUncategorisedData": False,
        "categories": [_category(i, label, names, look) for i, (label, names) in enumerate(labels.items(), 1)],
        "labels": {label: [_property(label, name) for name in names] for label, names in labels.items()},
        "relationshipTypes": [_relationship(name, names, look) for name, names in types.items()],
        "templates": [phrase for query in queries.values() if (phrase := _phrase(query))],
        "sceneActions": [],
        "hiddenCategories": [],
        "hiddenRelationshipTypes": [],
        "palette": {"colors": [look["labels"][label]["color"] for label in labels], "currentIndex": 0},
        "metadata": {"pathSegments": list(_segments()), "indexes": [_index(label) for label in labels]},
    }


def _kind(owner: str, name: str) -> str:
    if name == "level":
        return "bigint" if owner == "Section" else "string"
    return _KINDS.get(name, "string")


def _property(owner: str, name: str) -> dict[str, str]:
    return {"propertyKey": name, "type": owner, "dataType": _kind(owner, name)}


def _category(number: int, label: str, names: list[str], look: Look) -> dict[str, Any]:
    return {
        "id": number,
        "name": ontology().labels[label].zh,
        "labels": [label],
        "properties": [{"name": name, "exclude": False, "dataType": _kind(label, name)} for name in names],
        "color": look["labels"][label]["color"],
        "size": round(look["labels"][label]["size"] / 12, 2),
        "icon": "no-icon",
        "textSize": 1,
        "textAlign": "top",
        "captions": [_caption("name", "property")],
        "captionKeys": ["name"],
        "styleRules": [],
        "createdAt": _WHEN,
        "lastEditedAt": _WHEN,
    }


def _relationship(name: str, names: list[str], look: Look) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "properties": [_property(name, key) for key in names],
        "color": look["types"][name]["color"],
        "size": 1,
        "textSize": 1,
        "textAlign": "top",
        "captions": [_caption(name, "relationship")],
        "captionKeys": ["0_REL_TYPE_CAPTION_KEY"],
        "styleRules": [],
    }


def _caption(key: str, kind: str) -> dict[str, Any]:
    return {"key": key, "type": kind, "isCaption": True, "inTooltip": True, "styles": [], "isGdsData": False}


def _segments() -> Iterator[dict[str, str]]:
    for name, spec in ontology().types.items():
        for source in spec.sources:
            for target in spec.targets:
                yield {"source": source, "relationshipType": name, "target": target}


def _index(label: str) -> dict[str, Any]:
    return {"label": label, "type": "native", "propertyKeys": [{"key": "name", "metadataProp": False}]}


# -- search phrases -------------------------------------------------------------------------------


def _phrase(query: SavedQuery) -> dict[str, Any] | None:
    cypher = graph_statement(query)
    if cypher is None:
        return None
    asked = [param for param in query.params if param.required or param.default is not None]
    known = {f"${param.name}": literal(param.default) for param in query.params if param not in asked}
    return {
        "name": query.title("zh"),
        "id": f"tmpl:{uuid.uuid5(_SPACE, query.name)}",
        "createdAt": _WHEN,
        "text": " ".join([query.title("zh"), *(f"${param.name}" for param in asked)]),
        "cypher": "".join(known.get(piece, piece) for piece in tokens_of(cypher)),
        "isUpdateQuery": False,
        "params": [_param(query, param) for param in asked],
        "hasCypherErrors": False,
    }


def _param(query: SavedQuery, param: Param) -> dict[str, Any]:
    label = _label_of(query.text, param.name)
    return {
        "name": f"${param.name}",
        "dataType": _TYPES.get(param.type, "String"),
        "collapsed": False,
        "suggestionLabel": label,
        "suggestionProp": "name" if label else None,
        "suggestionBoolean": False,
        "cypher": None,
    }


def _label_of(text: str, param: str) -> str | None:
    """The label of what ``param`` names: of ``x`` in ``(x:Label) … x.name = $param``."""
    named = re.search(rf"(\w+)\.name = \${param}\b", text)
    found = re.search(rf"\({named[1]}:(\w+)\)", text) if named else None
    return found[1] if found and found[1] in ontology().labels else None
