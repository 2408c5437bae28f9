"""Building: read plans, extract, and put them into the graph folder; unchanged ones are left alone."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cypher.facts import Folder
from kg.corrections import read_corrections
from kg.errors import PlanKGError
from plankg.console import console, progress
from plankg.settings import Target
from plankg.workflows.discover import STDIN, Found, discover
from plankg.workflows.extraction import Extracted, Reading, extract_all
from plankg.workflows.links import correct_from, tell
from plankg.workflows.stores import open_target, wait_for_turn

if TYPE_CHECKING:
    from cypher.store import Counts, DocumentInfo, LoadReport, Store
    from kg.graph import Graph

#: Documents that are put into the database in one go, and seconds after which that happens even with fewer.
BATCH, BATCH_SECONDS = 256, 60.0


@dataclass(slots=True)
class FileReport:
    """What became of one file. ``status``: added, replaced, unchanged, duplicate, removed, missing or failed."""

    path: str
    status: str
    document: str = ""
    title: str = ""
    nodes: int = 0
    edges: int = 0
    seconds: float = 0.0
    code: str = ""
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as in ``--report``."""
        return {name: getattr(self, name) for name in self.__slots__}


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


def build(
    paths: Sequence[str],
    db: Target,
    *,
    reading: Reading | None = None,
    jobs: int | None = None,
    force: bool = False,
    corrections: str | None = None,
) -> BuildReport:
    """Read plans into the graph folder ``db``, making it if there is none.

    Args:
        paths: files, folders (searched through), ``-`` for stdin.
        db: a graph folder.
        reading: lexicon, model and parts switched off.
        jobs: processes; None lets the amount of text decide. The result does not depend on it.
        force: read again what is unchanged, too.
        corrections: a file of corrections to add to those kept with the graph.

    Files that cannot be read are in the report; they never stop the others. Raises ``StoreError`` if the folder
    cannot be used or written, ``InputError`` for a lexicon that cannot be read.
    """
    from extract.readers import suffixes

    start = time.perf_counter()
    if corrections is not None:
        read_corrections(corrections)
    found = discover(paths, suffixes())
    if found.others:
        console.say(f"left out {found.others} files of other kinds than {' '.join(suffixes())}")
    report = BuildReport()
    report.files += [FileReport(path, "failed", code=e.code, message=str(e)) for path, e in found.failed]
    if found.files:
        _Builder(db, reading or Reading(), report, corrections).run(found, jobs, force)
    report.seconds["total"] = time.perf_counter() - start
    return report


class _Builder:
    def __init__(self, db: Target, reading: Reading, report: BuildReport, corrections: str | None = None) -> None:
        self.db, self.reading, self.report, self.corrections = db, reading, report, corrections
        self.version = reading.version()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.pending: list[tuple[FileReport, Graph]] = []
        self.last_flush = time.perf_counter()
        self.taken: dict[str, str] = {}

    def run(self, found: Found, jobs: int | None, force: bool) -> None:
        """Read what is new or changed, loading it in batches as it comes."""
        opening = time.perf_counter()
        fresh = not Path(self.db.place).exists()
        try:
            self._run(found, jobs, force, opening)
        finally:
            if fresh:
                _drop_if_empty(Path(self.db.place))

    def _run(self, found: Found, jobs: int | None, force: bool, opening: float) -> None:
        with open_target(self.db, create=True) as store:
            wait_for_turn(self.db)
            if self.corrections is not None:
                correct_from(store, self.corrections)
            known = store.documents() if Folder(Path(self.db.place)).exists() else []
            self.seconds["open"] += time.perf_counter() - opening
            wanted = [path for path in found.files if not self._unchanged(path, known, force)]
            with progress("reading plans", len(wanted)) as step:
                begin = time.perf_counter()
                for extracted in extract_all(wanted, self.reading, jobs):
                    self.seconds["extract"] += time.perf_counter() - begin
                    self._take(extracted, store, known)
                    step(1)
                    begin = time.perf_counter()
                self._flush(store, known)
            begin = time.perf_counter()
            if Folder(Path(self.db.place)).exists():
                info = store.info()
                self.report.labels, self.report.types = dict(info.labels), dict(info.types)
            self.seconds["count"] += time.perf_counter() - begin
        self.report.seconds.update(self.seconds)
        order = {path: number for number, path in enumerate(found.files)}
        self.report.files.sort(key=lambda f: order.get(f.path, -1))

    def _unchanged(self, path: str, known: list[DocumentInfo], force: bool) -> bool:
        """Whether the very same text was read by the very same rules before; it is reported then."""
        if path == STDIN or force or not known:
            return False
        try:
            digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            return False
        for document in known:
            same = document.sha256 == digest and document.meta.get("rules") == self.version
            if same and self._still_there(document, path):
                self.taken[document.id] = path
                self.report.files.append(
                    FileReport(path, "unchanged", document.id, document.title, document.nodes, document.edges)
                )
                return True
        return False

    def _still_there(self, document: DocumentInfo, path: str) -> bool:
        """Whether ``path``, or else the file the document was read from, is still its file (it was not moved)."""
        before = source_path(document, self.db.place)
        return before is not None and (_relative(path, self.db.place) == document.meta["path"] or before.is_file())

    def _take(self, extracted: Extracted, store: Store, known: list[DocumentInfo]) -> None:
        """Report a file; keep its graph for the next batch."""
        entry = FileReport(extracted.path, "failed", seconds=round(extracted.seconds, 3))
        self.report.files.append(entry)
        if extracted.graph is None or not extracted.graph.documents:
            error = extracted.error or PlanKGError("E111", path=extracted.path, reason="no document came out")
            entry.code, entry.message = error.code, str(error)
            if console.verbose and error.__cause__ is not None:
                _print_cause(error)
            return
        graph = extracted.graph
        document = next(iter(graph.documents.values()))
        entry.document, entry.title = document.id, document.title
        entry.nodes, entry.edges = len(graph), graph.nx.number_of_edges()
        if document.id in self.taken and self.taken[document.id] != extracted.path:
            entry.status = "duplicate"
            entry.message = f"the same document as {self.taken[document.id]}"
            return
        self.taken[document.id] = extracted.path
        document.meta["rules"] = self.version
        if extracted.path != STDIN:
            document.meta["path"] = _relative(extracted.path, self.db.place)
        entry.status = "read"
        self.pending.append((entry, graph))
        if len(self.pending) >= BATCH or time.perf_counter() - self.last_flush > BATCH_SECONDS:
            self._flush(store, known)

    def _flush(self, store: Store, known: list[DocumentInfo]) -> None:
        """Load what is pending, and take out what a file said under another title before."""
        begin = time.perf_counter()
        batch, self.pending = self.pending, []
        if batch:
            loaded = store.load([graph for _, graph in batch])
            self._count(loaded, batch)
            tell(loaded)
            self._retitled(store, known, batch)
        self.last_flush = time.perf_counter()
        self.seconds["load"] += self.last_flush - begin

    def _retitled(self, store: Store, known: list[DocumentInfo], batch: list[tuple[FileReport, Graph]]) -> None:
        paths = {_relative(e.path, self.db.place): e.document for e, _ in batch if e.path != STDIN}
        for document in known:
            now = paths.get(str(document.meta.get("path", "")))
            if now is not None and now != document.id and document.id not in self.taken:
                self._count(store.remove(document.id), [])
                console.say(f"{document.title}: removed, its file is now another document")

    def _count(self, loaded: LoadReport, batch: list[tuple[FileReport, Graph]]) -> None:
        words = {"changed": "replaced"}
        for entry, _ in batch:
            word = loaded.documents.get(entry.document, "added")
            entry.status = words.get(word, word)
        add_counts(self.report.nodes, loaded.nodes)
        add_counts(self.report.edges, loaded.edges)


def add_counts(total: dict[str, int], counts: Counts) -> None:
    """Add what a load did to a running total."""
    for name in ("added", "changed", "removed", "unchanged"):
        total[name] = total.get(name, 0) + getattr(counts, name)


def _relative(path: str, db: str) -> str:
    """``path`` seen from the folder that the graph lies in, so that both can be moved together."""
    base = Path(db).resolve().parent
    try:
        return Path(os.path.relpath(Path(path).resolve(), base)).as_posix()
    except ValueError:
        return Path(path).resolve().as_posix()


def source_path(document: DocumentInfo, db: str) -> Path | None:
    """The file a document was read from, None if it came from stdin or another program."""
    path = str(document.meta.get("path", ""))
    return Path(db).resolve().parent / path if path else None


def _drop_if_empty(folder: Path) -> None:
    """Take away a graph folder that this build made and that no document got into."""
    if folder.is_dir() and not Folder(folder).exists():
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _print_cause(error: PlanKGError) -> None:
    import traceback

    traceback.print_exception(error.__cause__)
