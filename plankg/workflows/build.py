"""Building: read plans, extract, and put them into the graph folder; unchanged ones are left alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes, unquote_to_bytes

from cypher.facts import Folder
from kg.corrections import read_corrections
from kg.errors import PlanKGError, StoreError
from plankg.console import console, progress
from plankg.settings import Target
from plankg.workflows.discover import STDIN, Found, discover
from plankg.workflows.extraction import Extracted, Reading, extract_all, page_note
from plankg.workflows.identity import SHARED, Holder, Identities, Settled
from plankg.workflows.links import correct_from, tell
from plankg.workflows.reports import BuildReport, DocumentReport, FileReport, add_counts, compare
from plankg.workflows.stores import open_target, wait_for_turn

if TYPE_CHECKING:
    from cypher.store import DocumentInfo, LoadReport, Store
    from kg.graph import Graph

#: Documents that are put into the database in one go, and seconds after which that happens even with fewer.
BATCH, BATCH_SECONDS = 256, 60.0


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
    for path, error in found.failed:
        report.files.append(FileReport(path, "failed"))
        report.files[-1].fail(error)
    if found.files:
        _Builder(db, reading or Reading(), report, corrections).run(found, jobs, force)
    report.seconds["total"] = time.perf_counter() - start
    return report


class _Builder:
    def __init__(self, db: Target, reading: Reading, report: BuildReport, corrections: str | None = None) -> None:
        self.db, self.reading, self.report, self.corrections = db, reading, report, corrections
        self.version = reading.version()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.folder = Folder(Path(db.place))
        self.pending: list[tuple[FileReport, list[Settled]]] = []
        self.last_flush = time.perf_counter()
        self.known: list[DocumentInfo] = []
        self.taken: set[str] = set()
        self.identities = Identities()

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
            self.known = store.documents() if self.folder.exists() else []
            self.identities = Identities(map(self._holder, self.known))
            self.seconds["open"] += time.perf_counter() - opening
            wanted = self._wanted(found.files, force)
            with progress("reading plans", len(wanted)) as step:
                begin = time.perf_counter()
                for extracted in extract_all(wanted, self.reading, jobs, page_note(step)):
                    self.seconds["extract"] += time.perf_counter() - begin
                    self._take(extracted, store)
                    step(1)
                    begin = time.perf_counter()
                self._flush(store)
            begin = time.perf_counter()
            if self.folder.exists():
                info = store.info()
                self.report.labels, self.report.types = dict(info.labels), dict(info.types)
            self.seconds["count"] += time.perf_counter() - begin
        self.report.seconds.update(self.seconds)
        order = {path: number for number, path in enumerate(found.files)}
        self.report.files.sort(key=lambda f: order.get(f.path, -1))

    # -- what is known already ----------------------------------------------------------------------

    def _holder(self, document: DocumentInfo) -> Holder:
        path = str(document.meta.get("path", ""))
        file = source_path(document, self.db.place)
        plain = str(document.meta.get(SHARED, document.id))
        firm = file is not None and file.is_file()
        number, shown = str(document.meta.get("number", "")), path or document.source
        text, scanned = partial(self._text, document.id), bool(document.meta.get("pages_scanned"))
        return Holder(document.id, document.title, plain, number, path, shown, firm, text, scanned)

    def _text(self, document: str) -> str:
        """The text of a document that is in the graph; empty if its facts are damaged."""
        try:
            entry = self.folder.read_manifest().documents[document]
            return str(self.folder.read_raw(document, entry)["documents"][0]["text"])
        except (StoreError, KeyError):
            return ""

    def _wanted(self, files: Sequence[str], force: bool) -> list[str]:
        """Files that must be read: not those that the same rules read before, of which nothing is missing."""
        if force or not self.known:
            return list(files)
        by_file: dict[tuple[str, str], list[DocumentInfo]] = defaultdict(list)
        for document in self.known:
            if document.meta.get("rules") == self.version and "path" in document.meta:
                by_file[document.sha256, str(document.meta["path"])].append(document)
        by_text: dict[str, list[str]] = defaultdict(list)
        for digest, path in by_file:
            by_text[digest].append(path)
        return [path for path in files if path == STDIN or not self._unchanged(path, by_file, by_text)]

    def _unchanged(
        self, path: str, by_file: dict[tuple[str, str], list[DocumentInfo]], by_text: dict[str, list[str]]
    ) -> bool:
        """Whether the very same file, or a copy of it that is still there, was read before; it is reported then."""
        try:
            digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            return False
        here = _relative(path, self.db.place)
        for known in sorted(by_text.get(digest, ()), key=lambda known: (known != here, known)):
            documents = by_file[digest, known]
            whole = len(documents) == max(int(d.meta.get("kept", d.meta.get("parts", 1))) for d in documents)
            file = source_path(documents[0], self.db.place)
            if not whole or (known != here and not (file is not None and file.is_file())):
                continue
            status = "unchanged" if known == here else "duplicate"
            documents.sort(key=lambda d: (int(d.meta.get("part", 0)), d.id))
            entry = FileReport(
                path, status, [DocumentReport(d.id, d.title, status, d.nodes, d.edges) for d in documents]
            )
            entry.message = "" if known == here else f"the same file as {known}"
            self.report.files.append(entry)
            self.taken.update(d.id for d in documents)
            return True
        return False

    # -- what comes -----------------------------------------------------------------------------------

    def _take(self, extracted: Extracted, store: Store) -> None:
        """Report a file; keep its graphs for the next batch."""
        entry = FileReport(extracted.path, "read", seconds=round(extracted.seconds, 3))
        self.report.files.append(entry)
        if not extracted.graphs:
            error = extracted.error or PlanKGError("E111", path=extracted.path, reason="no document came out")
            entry.fail(error)
            if console.verbose and error.__cause__ is not None:
                _print_cause(error)
            return
        path = "" if extracted.path == STDIN else _relative(extracted.path, self.db.place)
        settled = self.identities.settle(extracted.graphs, path, extracted.path)
        kept = [s for s in settled if s.same is None]
        for one in settled:
            said = DocumentReport(one.document.id, one.document.title, "read", len(one.graph), _edges(one.graph))
            entry.documents.append(said)
            _note(said, one, len(settled), entry)
        for one in kept:
            one.document.meta["rules"] = self.version
            if path:
                one.document.meta["path"] = path
            if len(kept) != len(settled):
                one.document.meta["kept"] = len(kept)
        self.taken.update(s.document.id for s in kept)
        if not kept:
            entry.settle()
        self.pending.append((entry, kept))
        if len(self.pending) >= BATCH or time.perf_counter() - self.last_flush > BATCH_SECONDS:
            self._flush(store)

    def _flush(self, store: Store) -> None:
        """Load what is pending, and take out what a file said under another title before."""
        begin = time.perf_counter()
        batch, self.pending = self.pending, []
        graphs = {s.document.id: s.graph for _, settled in batch for s in settled}
        if graphs:
            before = self._facts([d.id for d in self.known if d.id in graphs])
            loaded = store.load(list(graphs.values()))
            add_counts(self.report.nodes, loaded.nodes)
            add_counts(self.report.edges, loaded.edges)
            tell(loaded)
            for entry, settled in batch:
                _count(entry, settled, loaded, before)
            for document in graphs:
                self.identities.later(document, partial(self._text, document))
        self._retitled(store, [entry for entry, _ in batch])
        self.last_flush = time.perf_counter()
        self.seconds["load"] += self.last_flush - begin

    def _facts(self, documents: Sequence[str]) -> dict[str, Graph]:
        """What documents said until now; those with damaged facts are left out."""
        found = {}
        entries = self.folder.read_manifest().documents if documents else {}
        for document in documents:
            with contextlib.suppress(StoreError, KeyError):
                found[document] = self.folder.read_facts(document, entries[document])
        return found

    def _retitled(self, store: Store, batch: list[FileReport]) -> None:
        """Take out what files of the batch said before and do not say any more."""
        now = {_relative(e.path, self.db.place): e for e in batch if e.path != STDIN and e.documents}
        for document in list(self.known):
            entry = now.get(str(document.meta.get("path", "")))
            if entry is None or document.id in self.taken:
                continue
            removed = store.remove(document.id)
            self.known.remove(document)
            add_counts(self.report.nodes, removed.nodes)
            add_counts(self.report.edges, removed.edges)
            gone = DocumentReport(document.id, document.title, "removed")
            gone.removed.update(nodes=document.nodes, edges=document.edges)
            entry.documents.append(gone)
            entry.settle()
            console.say(f"{document.title}: removed, its file is now another document")


def _count(entry: FileReport, settled: list[Settled], loaded: LoadReport, before: dict[str, Graph]) -> None:
    """Say what the load did to a file's documents."""
    graphs = {s.document.id: s.graph for s in settled}
    for document in entry.kept:
        word = loaded.documents.get(document.id, "added")
        document.status = "replaced" if word == "changed" else word
        if word != "unchanged":
            compare(document, before.get(document.id), graphs[document.id])
    if settled:
        entry.settle()


def _note(said: DocumentReport, one: Settled, count: int, entry: FileReport) -> None:
    """Say of a document that it is known already, or shares its title with another."""
    if one.same is not None:
        said.status, said.id, said.title = "duplicate", one.same.id, one.same.title
        said.message = f"the same document as {one.same.shown}"
    elif one.other is not None:
        said.message = f"other words than in {one.other.shown} under the same title; kept as {one.document.title}"
    if said.message:
        words = f"{said.title}: {said.message}" if count > 1 else said.message
        entry.message = "; ".join(filter(None, (entry.message, words)))


def _edges(graph: Graph) -> int:
    return int(graph.nx.number_of_edges())


#: What stands before a path kept as quoted bytes, because it is no text that a database could hold.
_BYTES = "bytes:"


def _relative(path: str, db: str) -> str:
    """``path`` seen from the folder that the graph lies in, so that both can be moved together."""
    base = Path(db).resolve().parent
    try:
        found = Path(os.path.relpath(Path(path).resolve(), base)).as_posix()
    except ValueError:
        found = Path(path).resolve().as_posix()
    try:
        found.encode("utf-8")
    except UnicodeEncodeError:  # a name that is no text
        return _BYTES + quote_from_bytes(os.fsencode(found))
    return found


def source_path(document: DocumentInfo, db: str) -> Path | None:
    """The file a document was read from, None if it came from stdin or another program."""
    path = str(document.meta.get("path", ""))
    if path.startswith(_BYTES):
        path = os.fsdecode(unquote_to_bytes(path.removeprefix(_BYTES)))
    return Path(db).resolve().parent / path if path else None


def _drop_if_empty(folder: Path) -> None:
    """Take away a graph folder that this build made and that no document got into."""
    if folder.is_dir() and not Folder(folder).exists():
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _print_cause(error: PlanKGError) -> None:
    import traceback

    traceback.print_exception(error.__cause__)
