"""Which document a file's text is: one that is known in another format, one of the same title with other words, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kg.graph import Graph
from kg.identity import digest, node_id
from kg.model import DocumentText, Edge, Node
from kg.renaming import rename_documents
from kg.sameness import same_text

#: Kept in a document's ``meta`` where another document has its title: the id that the title alone gives.
SHARED = "same_title"


@dataclass(slots=True)
class Holder:
    """A document that has an id: what is known of it, and how to get its text.

    ``path`` is the file it comes from as the graph knows it (empty: none), ``shown`` as messages name it. ``firm`` tells that this
    file is there, so that another file with the same title does not simply take its place.
    """

    id: str
    title: str
    plain: str
    number: str
    path: str
    shown: str
    firm: bool
    text: Callable[[], str]
    scanned: bool = False


@dataclass(slots=True)
class Settled:
    """A document as it goes into the graph; ``same`` is the document that it already is, ``other`` the one whose title it has."""

    graph: Graph
    document: DocumentText
    same: Holder | None = None
    other: Holder | None = None


class Identities:
    """Gives each document that comes its id, in the order in which they come."""

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        self._by_id: dict[str, Holder] = {}
        self._by_plain: dict[str, list[str]] = {}
        self._by_number: dict[str, list[str]] = {}
        for holder in holders:
            self.hold(holder)

    def hold(self, holder: Holder) -> None:
        """Take note of a document (again: what was known of that id is forgotten)."""
        self._by_id[holder.id] = holder
        for table, key in ((self._by_plain, holder.plain), (self._by_number, holder.number)):
            if key and holder.id not in table.setdefault(key, []):
                table[key].append(holder.id)

    def later(self, document: str, text: Callable[[], str]) -> None:
        """Get the text of a document by ``text`` from now on, so that it need not stay in memory."""
        self._by_id[document].text = text

    def settle(self, graphs: list[Graph], path: str, shown: str) -> list[Settled]:
        """The documents of one file, each under its id; they are held from now on.

        Args:
            graphs: one graph a document, as extraction gave them.
            path: the file as the graph knows it, so that its own documents of earlier are recognised.
            shown: the file as messages name it.
        """
        settled, moves = [], {}
        for graph in graphs:
            document = next(iter(graph.documents.values()))
            found = self._who(document, path)
            if found.id != document.id:
                moves[document.id] = found.id, found.title
            settled.append(Settled(graph, document, found.same, found.other))
            if found.same is None:
                self.hold(_holder(document, found, path, shown))
        for entry in settled:
            entry.graph = rename_documents(entry.graph, moves)
            entry.document = next(iter(entry.graph.documents.values()))
            plain = next((old for old, (new, _) in moves.items() if new == entry.document.id), "")
            if entry.same is None and plain:
                _mark_version(entry.graph, entry.document, plain, entry.other)
        return settled

    def _who(self, document: DocumentText, path: str) -> _Identity:
        number = str(document.meta.get("number", ""))
        own = [h for h in self._held(self._by_plain, document.id) if path and h.path == path]
        others = [h for h in self._held(self._by_plain, document.id) if h not in own and h.firm]
        near = [h for h in self._held(self._by_number, number) if h.path != path and h.firm and h not in others]
        scanned = _scanned(document)
        for holder in [*others, *near]:
            one, two = document.text, holder.text()
            if holder in near:  # the titles were read, or written, in two ways
                one, two = one.replace(document.title, "", 1), two.replace(holder.title, "", 1)
            if same_text(one, two, scanned=scanned or holder.scanned):
                return _Identity(holder.id, holder.title, same=holder)
        if own:
            return _Identity(
                own[0].id, own[0].title if own[0].id != document.id else document.title, other=_first(others)
            )
        plain = self._by_id.get(document.id)
        if plain is None or not plain.firm or not others:
            return _Identity(document.id, document.title)
        return self._apart(document, plain, path)

    def _apart(self, document: DocumentText, plain: Holder, path: str) -> _Identity:
        """An id of its own for a document whose title another has: by 文号, date, file or text, what first tells them apart."""
        meta = document.meta
        marks = [str(meta.get("number", "")), str(meta.get("date", "")), document.source, digest(document.text)]
        if marks[0] == plain.number:
            marks[0] = ""
        for mark in filter(None, marks):
            own = node_id("Document", document.title, mark)
            known = self._by_id.get(own)
            if known is None or not known.firm or (path and known.path == path):
                break
        return _Identity(own, f"{document.title}（{mark}）", other=plain)

    def _held(self, table: dict[str, list[str]], key: str) -> list[Holder]:
        return [self._by_id[i] for i in table.get(key, ())] if key else []


@dataclass(slots=True)
class _Identity:
    id: str
    title: str
    same: Holder | None = None
    other: Holder | None = None


def _first(holders: list[Holder]) -> Holder | None:
    return holders[0] if holders else None


def _holder(document: DocumentText, found: _Identity, path: str, shown: str) -> Holder:
    number = str(document.meta.get("number", ""))
    text = document.text
    return Holder(found.id, found.title, document.id, number, path, shown, True, lambda: text, _scanned(document))


def _scanned(document: DocumentText) -> bool:
    return any("scan" in place for _, place in document.places)


def _mark_version(graph: Graph, document: DocumentText, plain: str, other: Holder | None) -> None:
    """Say that a document with another's title is a version of that title; the title line is the evidence."""
    document.meta[SHARED] = plain
    own = graph.node(document.id)
    title = next((m for m in own.mentions if m.rule == "document.title"), None)
    if title is None:
        return
    said = document.text[title.start : title.end]
    name = "".join(said.split("\n"))
    graph.add_node(
        Node(plain, "Document", other.title if other else name, [], {}, [replace(title, rule="document.version")])
    )
    mark = document.title.removeprefix(name).strip("（）")
    properties: dict[str, str | int | float | bool] = {
        "doc": document.id, "start": title.start, "end": title.end, "evidence": said, "section": title.section,
        "rule": "version.same_title", "confidence": 0.8, "version": mark,
    }  # fmt: skip
    graph.add_edge(Edge(document.id, plain, "VERSION_OF", properties))
