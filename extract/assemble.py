"""From what the components found to one plan's graph: ids, sections, evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from extract.calibration import calibrated
from extract.mentions import EntityMention, RelationMention, entities
from extract.plantext import PlanText, Section
from kg.graph import Graph, in_order
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node
from kg.ontology import ontology

#: Kinds of section that segment an item without being nodes of the tree.
_SEGMENTS = ("lead", "dash")


def assemble(doc: Any) -> Graph:
    """The graph of a processed ``Doc``: every node and edge with its place in the text."""
    return _Assembler(doc).graph()


class _Assembler:
    def __init__(self, doc: Any) -> None:
        self.doc = doc
        self.plan: PlanText = doc._.plan
        main: EntityMention | None = doc._.document
        self.title = main.name if main else (self.plan.masthead.title or self.plan.source)
        self.doc_id = node_id("Document", *(main.key if main else (self.title,)))
        self.main = main
        self.out = Graph()
        self.section_ids: dict[int, str] = {}
        self.around: dict[int, str] = {}  # section of the plan -> id of the section of the graph around it
        self.shared: dict[tuple[str, ...], str] = {}  # label and key -> id, of nodes that plans share
        self.ids: dict[int, str] = {}

    def graph(self) -> Graph:
        self._document()
        self._sections()
        self._entities()
        self._relations()
        self._mentions()
        return self.out

    # -- the document and its tree ----------------------------------------------------------------

    def _document(self) -> None:
        plan, head = self.plan, self.plan.masthead
        meta = dict(plan.meta)
        issue = plan.issue
        number, date = head.number or (issue.number if issue else ""), head.date or (issue.date if issue else "")
        for name, value in (("number", number), ("date", date)):
            if value:
                meta[name] = value
        place = self.doc._.jurisdiction
        if place is not None:
            meta["jurisdiction"] = place.name
        self.out.add_document(
            DocumentText(
                id=self.doc_id,
                title=self.title,
                text=plan.text,
                source=plan.source,
                sha256=plan.sha256,
                meta=meta,
                origin=plan.origin,
                places=plan.places,
            )
        )
        properties = {k: v for k, v in meta.items() if k in ontology().labels["Document"].properties}
        aliases = sorted({*head.aliases, *((head.number,) if head.number else ())} - {self.title})
        self.out.add_node(Node(self.doc_id, "Document", self.title, aliases, properties))

    def _sections(self) -> None:
        text = self.plan.text
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for section in self.plan.sections:
            if section.kind in _SEGMENTS:
                continue
            path = tuple(reversed([f"{s.number}{s.title}" for s in self.plan.ancestors(section)]))
            seen[path] += 1
            self.section_ids[section.index] = node_id("Section", self.doc_id, *path, str(seen[path]))
            heading_end = max(section.title_end, section.start + 1)
            while heading_end > section.start + 1 and text[heading_end - 1].isspace():
                heading_end -= 1
            properties: dict[str, Any] = {
                "doc": self.doc_id,
                "start": section.start,
                "end": heading_end,
                "evidence": text[section.start : heading_end],
                "number": section.number,
                "level": section.level,
                "kind": section.kind,
            }
            mention = Mention(self.doc_id, section.start, heading_end, "", f"structure.{section.kind}")
            self.out.add_node(
                Node(
                    self.section_ids[section.index],
                    "Section",
                    section.title or section.number,
                    [],
                    properties,
                    [mention],
                )
            )
        orders: dict[str, int] = defaultdict(int)
        for section in self.plan.sections:
            if section.index not in self.section_ids:
                continue
            parent = self._section_id(self.plan.sections[section.parent] if section.parent >= 0 else None)
            source = parent or self.doc_id
            orders[source] += 1
            node = self.out.node(self.section_ids[section.index])
            self._edge(
                "CONTAINS",
                source,
                node.id,
                int(node.properties["start"]),
                int(node.properties["end"]),
                {"order": orders[source]},
                f"structure.{section.kind}",
                1.0,
            )

    def _section_id(self, section: Section | None) -> str:
        """The id of the innermost section of the graph around a section of the plan; empty above the first."""
        if section is None:
            return ""
        known = self.around.get(section.index)
        if known is None:
            chain = self.plan.ancestors(section)
            known = next((self.section_ids[s.index] for s in chain if s.index in self.section_ids), "")
            self.around[section.index] = known
        return known

    # -- entities and relations -------------------------------------------------------------------

    def _entities(self) -> None:
        local_seen: dict[tuple[str, ...], int] = defaultdict(int)
        groups: dict[str, list[EntityMention]] = {}
        for m in entities(self.doc):
            identity = self._identity(m, local_seen)
            self.ids[id(m)] = identity
            groups.setdefault(identity, []).append(m)
        for identity, found in groups.items():
            self.out.add_node(self._node(identity, found))

    def _identity(self, m: EntityMention, local_seen: dict[tuple[str, ...], int]) -> str:
        if m is self.main or (m.label == "Document" and self.main is not None and m.key == self.main.key):
            return self.doc_id
        key = (m.label, *m.key)
        if not ontology().labels[m.label].local:
            known = self.shared.get(key)
            if known is None:
                known = self.shared[key] = node_id(*key)
            return known
        local_seen[key] += 1
        return node_id(m.label, self.doc_id, *m.key, str(local_seen[key]))

    def _node(self, identity: str, found: list[EntityMention]) -> Node:
        """One node of all its mentions; the first one's name, everybody's aliases and properties."""
        text, first = self.plan.text, found[0]
        local = ontology().labels[first.label].local
        names: set[str] = set()
        properties: dict[str, Any] = {}
        mentions: set[Mention] = set()
        for m in found:
            names.update(m.aliases)
            names.add(m.name)
            surface = text[m.start : m.end]
            if not m.expanded and not local and "\n" not in surface and "\t" not in surface:
                names.add(surface)
            for name, value in m.properties.items():
                properties.setdefault(name, value)
            section = self._section_id(self.plan.section_at(m.start))
            mentions.add(Mention(self.doc_id, m.start, m.end, section, m.rule, _sure(m)))
        if local:
            properties |= {
                "doc": self.doc_id,
                "start": first.start,
                "end": first.end,
                "evidence": text[first.start : first.end],
            }
        names.discard(first.name)
        return Node(identity, first.label, first.name, sorted(names), properties, in_order(mentions))

    def _relations(self) -> None:
        for r in self.doc._.relations:
            ends = self.ids.get(id(r.source)), self.ids.get(id(r.target))
            if None in ends or ends[0] == ends[1]:
                continue
            self._edge(r.type, ends[0], ends[1], r.start, r.end, r.properties, r.rule, _sure(r))  # type: ignore[arg-type]

    def _edge(
        self,
        type_: str,
        source: str,
        target: str,
        start: int,
        end: int,
        properties: dict[str, Any],
        rule: str,
        confidence: float,
    ) -> None:
        full = {
            **properties,
            "doc": self.doc_id,
            "start": start,
            "end": end,
            "evidence": self.plan.text[start:end],
            "section": self._section_id(self.plan.section_at(start)),
            "rule": rule,
            "confidence": round(confidence, 4),
        }
        self.out.add_edge(Edge(source, target, type_, full))

    def _mentions(self) -> None:
        """One MENTIONS edge from a section to each thing it names, at the first place, with the count."""
        counted: dict[tuple[str, str], list[EntityMention]] = defaultdict(list)
        for m in entities(self.doc):
            section = self._section_id(self.plan.section_at(m.start))
            if section and m is not self.main:
                counted[section, self.ids[id(m)]].append(m)
        for (section, target), found in counted.items():
            first = min(found, key=lambda m: (m.start, m.end))
            self._edge(
                "MENTIONS",
                section,
                target,
                first.start,
                first.end,
                {"count": len(found)},
                first.rule,
                max(map(_sure, found)),
            )


def _sure(found: EntityMention | RelationMention) -> float:
    """The confidence of a reading: its rule's own, corrected by what was measured (``extract.calibration``)."""
    kind = found.label if isinstance(found, EntityMention) else found.type
    return round(calibrated(kind, found.rule, found.confidence), 4)
