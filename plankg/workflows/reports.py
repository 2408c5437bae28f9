"""What a build reports: each file with its documents, facts that changed, where the time went."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import PlanKGError

if TYPE_CHECKING:
    from cypher.store import Counts
    from kg.graph import Graph


@dataclass(slots=True)
class DocumentReport:
    """What became of one document of a file: its id, title, facts, and what came and went.

    ``status``: added, replaced, unchanged, duplicate or removed. ``added`` and ``removed`` count nodes and edges that the document
    says now and did not say before, and the other way round.
    """

    id: str
    title: str
    status: str = "read"
    nodes: int = 0
    edges: int = 0
    added: dict[str, int] = field(default_factory=lambda: {"nodes": 0, "edges": 0})
    removed: dict[str, int] = field(default_factory=lambda: {"nodes": 0, "edges": 0})
    message: str = ""


@dataclass(slots=True)
class FileReport:
    """What became of one file. ``status``: added, replaced, unchanged, duplicate, removed, missing or failed.

    A file that carries several plans has several ``documents``. ``code``, ``message`` and ``advice`` say why a file failed and what
    to do; ``message`` of any other file is what is worth knowing about it.
    """

    path: str
    status: str
    documents: list[DocumentReport] = field(default_factory=list)
    seconds: float = 0.0
    code: str = ""
    message: str = ""
    advice: str = ""

    @property
    def kept(self) -> list[DocumentReport]:
        """The documents that are in the graph because of this file."""
        return [d for d in self.documents if d.status not in ("duplicate", "removed")]

    def fail(self, error: PlanKGError) -> None:
        """Say why the file could not be read."""
        self.status, self.code, self.message, self.advice = "failed", error.code, str(error), error.advice

    def settle(self) -> None:
        """The file's status, from its documents'."""
        found = {d.status for d in self.documents}
        if not self.kept:
            self.status = "duplicate" if found else self.status
        elif found <= {"added", "duplicate"}:
            self.status = "added"
        else:
            self.status = "unchanged" if found <= {"unchanged", "duplicate"} else "replaced"

    def change(self) -> str:
        """What came and went, as people read it: ``+3 −2 nodes, +5 −1 edges``; empty if nothing did."""
        parts = []
        for kind in ("nodes", "edges"):
            more, less = (sum(getattr(d, name)[kind] for d in self.documents) for name in ("added", "removed"))
            if more or less:
                parts.append(f"+{more} −{less} {kind}")
        return ", ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as in ``--report``; ``document``, ``title`` and sizes of the first document stand at the top, too."""
        first = self.documents[0] if self.documents else DocumentReport("", "")
        return {
            "path": self.path,
            "status": self.status,
            "document": first.id,
            "title": first.title,
            "nodes": sum(d.nodes for d in self.documents),
            "edges": sum(d.edges for d in self.documents),
            "added": {k: sum(d.added[k] for d in self.documents) for k in ("nodes", "edges")},
            "removed": {k: sum(d.removed[k] for d in self.documents) for k in ("nodes", "edges")},
            "documents": [asdict(d) for d in self.documents],
            "seconds": self.seconds,
            "code": self.code,
            "message": self.message,
            "advice": self.advice,
        }


@dataclass(slots=True)
class BuildReport:
    """What a build did: files in their order, facts that changed, where the time went."""

    files: list[FileReport] = field(default_factory=list)
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def statuses(self) -> Counter[str]:
        """How many files of each status."""
        return Counter(f.status for f in self.files)

    @property
    def failed(self) -> list[FileReport]:
        """Files that could not be read."""
        return [f for f in self.files if f.status == "failed"]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as in ``--report``."""
        return {
            "files": [f.to_dict() for f in self.files],
            "statuses": dict(sorted(self.statuses.items())),
            "nodes": self.nodes,
            "edges": self.edges,
            "labels": self.labels,
            "types": self.types,
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
        }


def add_counts(total: dict[str, int], counts: Counts) -> None:
    """Add what a load did to a running total."""
    for name in ("added", "changed", "removed", "unchanged"):
        total[name] = total.get(name, 0) + getattr(counts, name)


def compare(entry: DocumentReport, before: Graph | None, after: Graph | None) -> None:
    """Fill in what a document says now and did not say before, and the other way round."""
    for kind in ("nodes", "edges"):
        old, new = _ids(before, kind), _ids(after, kind)
        entry.added[kind], entry.removed[kind] = len(new - old), len(old - new)


def _ids(graph: Graph | None, kind: str) -> set[str]:
    if graph is None:
        return set()
    return set(graph.nx) if kind == "nodes" else {key for *_, key in graph.nx.edges(keys=True)}
