"""What the page knows: the graph and its texts as compact plain data.

Facts are packed in columns; evidence is not repeated where it can be cut out of the plan's text, which the page holds
anyway. Offsets are turned from code points into UTF-16 units, which is how a browser counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.graph import Graph
from kg.model import DocumentText, Edge, Node
from viz.carrier import network
from viz.layout import layout

#: Above this many nodes the page opens on a focused view.
FOCUS_ABOVE = 300
#: Up to this many nodes have coordinates and can be shown all at once.
SHOW_ALL_UP_TO = 10_000
#: Plan texts are kept whole up to this many characters in all.
TEXT_LIMIT = 12_000_000
#: Evidence of a plan whose text is not in the page is cut after this many characters.
EVIDENCE_LIMIT = 240

_PLACE = ("doc", "start", "end", "evidence")
_EDGE_COLUMNS = (*_PLACE, "section", "rule", "confidence")


@dataclass
class Options:
    """How a page is made; see ``viz.write_page``."""

    title: str | None = None
    lang: str = "zh"
    center: Sequence[str] = ()
    hops: int = 1
    positions: dict[str, tuple[float, float]] | None = None
    text_limit: int = TEXT_LIMIT
    notes: list[dict[str, Any]] = field(default_factory=list)


def page_data(graph: Graph, options: Options) -> dict[str, Any]:
    """All that the page's script reads, as plain data in a fixed order."""
    large = len(graph) > SHOW_ALL_UP_TO
    notes = list(options.notes)
    positions = options.positions or ({} if large else layout(graph))
    without = frozenset({"MENTIONS"}) if large else frozenset()
    if large:
        notes.append({"key": "note.large", "limit": SHOW_ALL_UP_TO})
    net = network(graph, positions, without=without)
    nodes = graph.nodes()
    edges = [edge for edge in graph.edges() if edge.type not in without]
    texts = _Texts(graph, options.text_limit)
    if texts.left_out:
        notes.append({"key": "note.texts", "count": len(texts.left_out), "limit": options.text_limit})
    index = {node.id: i for i, node in enumerate(nodes)}
    strings = _Strings()
    return {
        "title": options.title or "",
        "center": [index[i] for i in options.center if i in index],
        "hops": options.hops,
        "notes": notes,
        "limits": {"focus": FOCUS_ABOVE, "all": SHOW_ALL_UP_TO},
        "options": net.options,
        "documents": texts.records(index),
        "nodes": _node_columns(net.nodes, nodes, index, texts, strings),
        "edges": _edge_columns(net.edges, edges, index, texts, strings),
        "strings": strings.all,
    }


class _Strings:
    """Strings that occur again and again, by number."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.all)
            self.all.append(text)
        return found


class _Texts:
    """The plans' texts, those that fit into the page, and offsets into them in UTF-16 units."""

    def __init__(self, graph: Graph, limit: int) -> None:
        self.order = [graph.documents[key] for key in sorted(graph.documents)]
        self.numbers = {record.id: i for i, record in enumerate(self.order)}
        self.left_out: set[str] = set()
        for record in self.order:
            if len(record.text) > limit:
                self.left_out.add(record.id)
            else:
                limit -= len(record.text)
        self._wide = {r.id: [i for i, c in enumerate(r.text) if c > "\uffff"] for r in self.order if not _bmp(r.text)}

    def offset(self, doc: str, offset: int) -> int:
        """``offset`` (code points) in UTF-16 units."""
        wide = self._wide.get(doc)
        return offset + bisect_left(wide, offset) if wide else offset

    def place(self, p: dict[str, Any]) -> tuple[int, int, int, str | None]:
        """Document number (-1 none), start, end, and the evidence if it cannot be cut from the text."""
        doc, evidence = str(p.get("doc", "")), p.get("evidence")
        record_number = self.numbers.get(doc, -1)
        start, end = int(p.get("start", 0)), int(p.get("end", 0))
        text = "" if record_number < 0 or doc in self.left_out else self.order[record_number].text
        if text and 0 <= start < end <= len(text):
            same = evidence is None or text[start:end] == evidence
            return record_number, self.offset(doc, start), self.offset(doc, end), None if same else str(evidence)
        return record_number, -1, -1, None if evidence is None else str(evidence)[:EVIDENCE_LIMIT]

    def records(self, index: dict[str, int]) -> list[dict[str, Any]]:
        return [
            {
                "node": index.get(record.id, -1),
                "title": record.title,
                "text": None if record.id in self.left_out else record.text,
                "length": len(record.text),
                "source": record.source,
                "meta": {key: record.meta[key] for key in sorted(record.meta)},
                "places": self._places(record),
            }
            for record in self.order
        ]

    def _places(self, record: DocumentText) -> list[int | str] | None:
        """Offsets in UTF-16 units and the place in the source from each on, one after the other; None if not known."""
        if not record.places or record.id in self.left_out:
            return None
        return [one for offset, place in record.places for one in (self.offset(record.id, offset), place)]


def _bmp(text: str) -> bool:
    return text.isascii() or max(text, default="") <= "\uffff"


def _node_columns(
    carried: list[dict[str, Any]], nodes: list[Node], index: dict[str, int], texts: _Texts, strings: _Strings
) -> dict[str, Any]:
    return {
        "id": [node.id for node in nodes],
        "name": [row["label"] for row in carried],
        "label": [strings.number(row["group"]) for row in carried],
        "x": [row.get("x") for row in carried],
        "y": [row.get("y") for row in carried],
        "aliases": {i: node.aliases for i, node in enumerate(nodes) if node.aliases},
        "properties": {
            i: packed for i, node in enumerate(nodes) if (packed := _properties(node.properties, _PLACE, strings))
        },
        "place": {
            i: _place_row(texts.place(node.properties)) for i, node in enumerate(nodes) if "doc" in node.properties
        },
        "mentions": [_mentions(node, index, texts, strings) for node in nodes],
    }


def _place_row(place: tuple[int, int, int, str | None]) -> list[Any]:
    return list(place) if place[3] is not None else list(place[:3])


def _properties(properties: dict[str, Any], without: Iterable[str], strings: _Strings) -> list[Any]:
    packed: list[Any] = []
    for name in sorted(properties):
        if name not in without:
            packed += (strings.number(name), properties[name])
    return packed


def _mentions(node: Node, index: dict[str, int], texts: _Texts, strings: _Strings) -> list[int]:
    """Flat rows of six numbers: document, start, end, section node (-1 none), rule, confidence in percent."""
    flat: list[int] = []
    for m in node.mentions:
        if m.doc in texts.numbers:
            flat += (
                texts.numbers[m.doc],
                texts.offset(m.doc, m.start),
                texts.offset(m.doc, m.end),
                index.get(m.section, -1),
                strings.number(m.rule),
                round(m.confidence * 100),
            )
    return flat


def _edge_columns(
    carried: list[dict[str, Any]], edges: list[Edge], index: dict[str, int], texts: _Texts, strings: _Strings
) -> dict[str, Any]:
    places = [texts.place(edge.properties) for edge in edges]
    facts = [edge.properties for edge in edges]
    return {
        "from": [row["from"] for row in carried],
        "to": [row["to"] for row in carried],
        "type": [strings.number(row["label"]) for row in carried],
        "doc": [place[0] for place in places],
        "start": [place[1] for place in places],
        "end": [place[2] for place in places],
        "evidence": {i: place[3] for i, place in enumerate(places) if place[3] is not None},
        "section": [index.get(str(p.get("section", "")), -1) for p in facts],
        "rule": [strings.number(str(p.get("rule", ""))) for p in facts],
        "confidence": [round(float(p.get("confidence", 1.0)) * 100) for p in facts],
        "properties": {i: packed for i, p in enumerate(facts) if (packed := _properties(p, _EDGE_COLUMNS, strings))},
    }


def document_titles(documents: Iterable[DocumentText]) -> list[str]:
    """Titles of the plans, in a fixed order."""
    return [record.title for record in sorted(documents, key=lambda record: record.id)]
