"""The embedded store: one graph folder, no server.

The folder's facts are the source of truth and the database is made from them (see ``cypher.facts``). A load that
changes little is written in place; a first or a large one builds a new database beside the old and switches over
in one rename of the manifest. Killed at any moment, the folder holds the graph from before or from after.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cypher import corrections, dialect, embedded_load, engine
from cypher.delta import Delta, Snapshot, check_part, plan_load, split
from cypher.embedded_rows import fetch
from cypher.facts import Entry, Folder, Manifest, broken_seal, encode, seal_of, sync_folder, version_key
from cypher.lock import FolderLock
from cypher.schema import check_params, labels, record_from, types
from cypher.store import DEFAULT_TIMEOUT, DocumentInfo, LoadReport, Progress, Store, StoreInfo
from cypher.values import Result
from kg.corrections import Corrections
from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.linking import Linker
from kg.ontology import ontology

#: A load in place writes at most this many rows, or this part of the graph; beyond it a new database is faster.
_IN_PLACE_ROWS = 5_000
_IN_PLACE_PART = 0.3

#: Bytes of disk that a load needs at least, and for each node or edge when the database is made anew.
_ROOM, _ROOM_A_ROW = 12_000_000, 3_000


class EmbeddedStore(Store):
    """A graph folder. Reading starts with the first query and lasts until ``close`` or ``release``.

    Args:
        path: the folder (``plans.kg``).
        create: make an empty graph if there is none.
        wait: seconds to wait for another process that holds the folder.
        on_wait: called once with who holds it, before waiting.

    Raises:
        StoreError: E301, E303, E306, E310.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = False,
        wait: float = 10.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self.folder = Folder(Path(path))
        self.wait, self.on_wait = wait, on_wait
        self._lock: FolderLock | None = None
        self._handle: engine.Handle | None = None
        self.folder.check_place(create)
        if self.folder.exists():
            self.folder.read_manifest()
        else:
            with engine.engine_errors(self.folder.path):
                self.folder.make()

    @property
    def path(self) -> Path:
        """The graph folder."""
        return self.folder.path

    @property
    def log(self) -> Path:
        """Where the engine writes its log."""
        return self.path / "log"

    # -- asking -----------------------------------------------------------------------------------

    def query(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT,
        limit: int | None = None,
    ) -> Result:
        """See ``Store.query``."""
        values = check_params(params or {})
        dialect.check(text)
        if write:
            return self._write_query(text, values, timeout, limit)
        for attempt in (1, 2):
            handle = self._reader()
            try:
                return handle.call(partial(fetch, handle, text=text, params=values, limit=limit), timeout)
            except QueryError:
                raise
            except Exception as error:
                closed_by_another = "DatabaseIsClosed" in str(error) or handle.dead
                if not (closed_by_another and attempt == 1):
                    raise engine.translate(error, timeout) from error
            finally:
                if handle.dead:
                    self.release()
        raise AssertionError("unreachable")

    def _write_query(self, text: str, values: Mapping[str, Any], timeout: float | None, limit: int | None) -> Result:
        with self._writer() as (handle, _):
            left: list[bool] = []

            def work(db: Any) -> Result:
                with db.transaction():
                    result = fetch(handle, db, text=text, params=values, write=True)
                    if left:
                        raise QueryError("E402", seconds=f"{timeout:g}" if timeout else "?")
                    return result

            try:
                result = handle.call(work, timeout)
            except QueryError:
                raise
            except Exception as error:
                raise engine.translate(error, timeout) from error
            finally:
                left.append(True)
        if limit is not None and len(result.rows) > limit:
            result = Result(result.columns, result.rows[:limit], True)
        return result

    def search(self, words: str, *, limit: int = 20) -> Result:
        """See ``Store.search``."""
        from cypher.search import search

        return search(self, words, limit=limit)

    # -- reading ----------------------------------------------------------------------------------

    def documents(self) -> list[DocumentInfo]:
        """See ``Store.documents``."""
        return self.folder.documents(self._manifest())

    def read_graph(self, ids: Iterable[str] | None = None) -> Graph:
        """See ``Store.read_graph``."""
        from cypher.embedded_read import plan_records, read_graph

        manifest = self._manifest()
        handle = self._reader()
        graph = handle.call(lambda db: read_graph(db, None if ids is None else list(ids)))
        wanted = set(manifest.documents)
        if ids is not None:
            wanted &= {m.doc for n in graph.nodes() for m in n.mentions} | set(graph.nx)
        records = handle.call(plan_records)
        for document in sorted(wanted & set(records)):
            text = self.folder.read_raw(document, manifest.documents[document])["documents"][0]["text"]
            graph.add_document(record_from(document, records[document], text))
        return graph

    def info(self) -> StoreInfo:
        """See ``Store.info``."""
        manifest = self._manifest()
        handle = self._reader()
        nodes, edges = handle.call(_counts)
        size = sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())
        details = {"documents": len(manifest.documents), "bytes": size, "written by": f"PlanKG {manifest.plankg}"}
        return StoreInfo("embedded", str(self.path), engine.NAME, engine.version(self.log), nodes, edges, details)

    # -- loading ----------------------------------------------------------------------------------

    def load(self, graphs: Graph | Iterable[Graph], *, progress: Progress | None = None) -> LoadReport:
        """See ``Store.load``."""
        parts = split(graphs)
        with _collector_off(), self._exclusive() as manifest:
            if not manifest.documents:
                return self._first_load(manifest, parts, progress)
            _check(parts)
            data = {document: encode(graph) for document, graph in parts.items()}
            known = manifest.documents
            states = {doc: _state(known.get(doc), data[doc]) for doc in sorted(parts)}
            changed = {doc: parts[doc] for doc, state in states.items() if state != "unchanged"}
            report = LoadReport(states)
            if changed:
                with engine.engine_errors(self.path):
                    entries = self.folder.write_facts(changed, data)
                after = replace(manifest, documents={**known, **entries})
                report = self._change(manifest, after, changed, (), progress)
                report.documents = states
            _count_unchanged(report, parts, changed)
            return report

    def _first_load(self, manifest: Manifest, parts: Mapping[str, Graph], progress: Progress | None) -> LoadReport:
        """Into an empty folder: the graphs are checked and the facts written while the engine builds the database."""
        from concurrent.futures import ThreadPoolExecutor

        def keep() -> dict[str, Entry]:
            _check(parts)
            return self.folder.write_facts(parts)

        with ThreadPoolExecutor(1) as pool:
            entries = pool.submit(keep)
            try:
                report = self._build(manifest, progress, parts, entries.result)
            except Exception:
                entries.result()
                raise
        report.documents = dict.fromkeys(sorted(parts), "added")
        return report

    def remove(self, document: str) -> LoadReport:
        """See ``Store.remove``."""
        with self._exclusive() as manifest:
            if document not in manifest.documents:
                raise StoreError("E308", document=document, path=self.path)
            rest = {key: entry for key, entry in manifest.documents.items() if key != document}
            report = self._change(manifest, replace(manifest, documents=rest), {}, (document,), None)
            report.documents = {document: "removed"}
            return report

    def rebuild(self, *, progress: Progress | None = None) -> LoadReport:
        """Make the database again from the facts; changes made by hand (``--write``) are lost.

        Works on a damaged database or manifest, as long as the facts are whole. Raises ``StoreError`` (E309).
        """
        self.release()
        with _collector_off(), self._locked():
            manifest = self.folder.read_or_recover()
            return self._build(manifest, progress)

    def correct(self, how: Callable[[Corrections], Corrections]) -> LoadReport | None:
        """Change the folder's corrections by ``how``, and the database with them; None if nothing changes.

        Raises ``GraphError``: a row that makes no sense (E220), rows that contradict each other (E221).
        """
        self.release()
        with _collector_off(), self._locked():
            manifest = self.folder.read_manifest() if self.folder.exists() else Manifest()
            with engine.engine_errors(self.path):
                changed = corrections.change(self.path, how)
            return self._build(manifest) if changed and manifest.documents else None

    def linker(self) -> Linker:
        """The linker that carries out the folder's corrections."""
        return corrections.known_linker(self.path, self._manifest())

    def check(self) -> list[str]:
        """Problems found in the folder, one line each; see ``cypher.maintain.check``."""
        from cypher.maintain import check

        self.release()
        with self._locked():
            return check(self.folder, self.folder.read_manifest(), self.log)

    def _change(
        self,
        before: Manifest,
        after: Manifest,
        parts: Mapping[str, Graph],
        gone: Iterable[str],
        progress: Progress | None,
    ) -> LoadReport:
        """Bring the database from ``before`` to ``after``; on any failure it stays (or will be made) ``before``."""
        if not before.documents:
            return self._build(after, progress, parts)
        gone = list(gone)
        linker = corrections.changed_linker(self.path, before, parts, gone)
        if linker is None:
            return self._build(after, progress, parts)
        after = replace(after, links=corrections.state(self.path, linker))
        linked = {document: linker.apply(graph) for document, graph in parts.items()}
        with self._open_for_writing(before) as handle:
            now = embedded_load.snapshot(handle.db, linked, [*parts, *gone])
            delta = plan_load(linked, now, gone, checked=True)
            delta.report.notes = linker.notes
            total = sum(_counts(handle.db)[0].values()) + sum(_counts(handle.db)[1].values())
            in_place = delta.size <= max(_IN_PLACE_ROWS, int(total * _IN_PLACE_PART))
            if in_place:
                self._apply(handle, before, after, delta, progress)
        if not in_place:
            self._build(after, progress, parts)
        return delta.report

    def _apply(
        self, handle: engine.Handle, before: Manifest, after: Manifest, delta: Delta, progress: Progress | None
    ) -> None:
        self._check_room(_ROOM)
        with engine.engine_errors(self.path):
            self.folder.write_manifest(replace(after, complete=False, seal={}))
            try:
                embedded_load.apply(handle.db, delta, progress)
                handle.close()
                done = replace(after, engine=engine.version(self.log), seal=seal_of(handle.path))
                self.folder.write_manifest(done)
            except BaseException:
                with contextlib.suppress(Exception):
                    self.folder.write_manifest(replace(before, complete=False, seal={}))
                raise
        self.folder.tidy(after)

    def _build(
        self,
        manifest: Manifest,
        progress: Progress | None = None,
        parts: Mapping[str, Graph] | None = None,
        entries: Callable[[], dict[str, Entry]] = dict,
    ) -> LoadReport:
        """A new database from the facts of ``manifest`` and the graphs in ``parts``, then the switch to it.

        ``entries`` gives, when the database is ready, entries of documents that ``manifest`` does not have yet.
        """
        graphs = dict(parts or {})
        for document, entry in manifest.documents.items():
            if document not in graphs:
                graphs[document] = self.folder.read_facts(document, entry)
        linker = corrections.linker(self.path, graphs)
        linked = {document: linker.apply(graph) for document, graph in graphs.items()}
        delta = plan_load(linked, Snapshot(), checked=True)
        delta.report.notes = linker.notes
        self._check_room(_ROOM + _ROOM_A_ROW * delta.size)
        with engine.engine_errors(self.path):
            self.folder.make()
            name = self.folder.new_database_name()
            path = self.path / name
            try:
                embedded_load.build(path, self.log, delta, progress)
                _flush(path)
                new = entries()
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            done = replace(
                manifest,
                documents={**manifest.documents, **new},
                database=name,
                complete=True,
                engine=engine.version(self.log),
                ontology=ontology().version,
                seal=seal_of(path),
                links=corrections.state(self.path, linker),
            )
            self.folder.write_manifest(done)
        self.folder.tidy(done)
        return delta.report

    def _check_room(self, wanted: int) -> None:
        """Raise ``StoreError`` (E305) before a load for which the disk has no room.

        The engine writes pages in the background and does not tell when that fails: a disk that fills during a load
        leaves a damaged database behind and no error.
        """
        place = self.path if self.path.exists() else self.path.absolute().parent
        free = shutil.disk_usage(place).free
        if free < wanted:
            reason = f"No space left on device ({free / 1e6:.1f} MB free, {wanted / 1e6:.0f} MB needed)"
            raise StoreError("E305", path=self.path, reason=reason)

    # -- opening and locking ----------------------------------------------------------------------

    def release(self) -> None:
        """Let others write until the next query (a long-lived prompt calls this between statements)."""
        handle, self._handle = self._handle, None
        lock, self._lock = self._lock, None
        try:
            if handle is not None and not handle.dead:
                engine.release(handle)
        finally:
            if lock is not None:
                lock.release()

    def close(self) -> None:
        """See ``Store.close``."""
        self.release()

    def _manifest(self) -> Manifest:
        if not self.folder.exists():
            raise StoreError("E301", path=self.path)
        return self.folder.read_manifest()

    def _reader(self) -> engine.Handle:
        if self._handle is not None and not self._handle.dead:
            return self._handle
        self.release()
        self._manifest()
        for _ in range(3):
            lock = FolderLock(self.path, exclusive=False, wait=self.wait, on_wait=self.on_wait)
            try:
                manifest = self._manifest()
                self._check_engine(manifest)
                if self._is_current(manifest):
                    self._handle = engine.reader(self._database(manifest), self.log)
                    self._lock = lock
                    return self._handle
            except BaseException:
                lock.release()
                raise
            lock.release()
            with self._exclusive():
                pass
        raise StoreError("E304", path=self.path, reason="it was left half changed")

    def _is_current(self, manifest: Manifest) -> bool:
        """Whether the database is whole and made as it would be made now; else it is made again from the facts."""
        return _current(manifest) and corrections.is_current(self.path, manifest)

    def _database(self, manifest: Manifest) -> Path:
        path = self.folder.database_path(manifest)
        if not manifest.database or not path.is_dir():
            raise StoreError("E304", path=self.path, reason=f"`{manifest.database}` is missing")
        broken = broken_seal(path, manifest.seal)
        if broken:
            raise StoreError("E304", path=self.path, reason=broken)
        return path

    def _check_engine(self, manifest: Manifest) -> None:
        ours = engine.version(self.log)
        if manifest.engine and version_key(manifest.engine) > version_key(ours):
            advice = (
                f"update `arcadedb` to engine {manifest.engine}, or make the database again with `plankg db rebuild`"
            )
            raise StoreError(
                "E303", path=self.path, theirs=f"{engine.NAME} {manifest.engine}", ours=ours, advice=advice
            )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[FolderLock]:
        self.folder.check_place(True)
        with engine.engine_errors(self.path):
            self.folder.make()
            lock = FolderLock(self.path, exclusive=True, wait=self.wait, on_wait=self.on_wait)
        try:
            yield lock
        finally:
            lock.release()

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[Manifest]:
        """The folder for writing, with a whole database in it (one left half changed is made again first)."""
        self.release()
        with self._locked():
            manifest = self.folder.read_manifest() if self.folder.exists() else Manifest()
            self._check_engine(manifest)
            if manifest.database and (
                not self._is_current(manifest) or not self.folder.database_path(manifest).is_dir()
            ):
                self._build(manifest)
                manifest = self.folder.read_manifest()
            yield manifest

    @contextlib.contextmanager
    def _writer(self) -> Iterator[tuple[engine.Handle, Manifest]]:
        """The database open for writing by hand."""
        if not self.folder.exists():
            raise StoreError("E301", path=self.path)
        self.release()
        lock = FolderLock(self.path, exclusive=True, wait=self.wait, on_wait=self.on_wait)
        handle: engine.Handle | None = None
        try:
            manifest = self._manifest()
            self._check_engine(manifest)
            database = self._database(manifest)
            with engine.engine_errors(self.path):
                self.folder.write_manifest(replace(manifest, seal={}))
            handle = engine.Handle(database, self.log, write=True)
            yield handle, manifest
        finally:
            if handle is None:
                lock.release()
            elif handle.dead:
                handle.when_ended(lock.release)
            else:
                handle.close()
                with contextlib.suppress(OSError):
                    self.folder.write_manifest(replace(manifest, seal=seal_of(database)))
                lock.release()

    @contextlib.contextmanager
    def _open_for_writing(self, manifest: Manifest) -> Iterator[engine.Handle]:
        handle = engine.Handle(self._database(manifest), self.log, write=True)
        try:
            yield handle
        finally:
            handle.close()


@contextlib.contextmanager
def _collector_off() -> Iterator[None]:
    """Without Python's search for cycles, which takes a third of the time of a load and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _current(manifest: Manifest) -> bool:
    """Whether the database is whole and made from this ontology."""
    return manifest.complete and manifest.ontology == ontology().version


def _check(parts: Mapping[str, Graph]) -> None:
    for document, graph in parts.items():
        check_part(document, graph)


def _state(known: Entry | None, data: bytes) -> str:
    if known is None:
        return "added"
    return "unchanged" if known.facts == hashlib.sha256(data).hexdigest() else "changed"


def _count_unchanged(report: LoadReport, parts: Mapping[str, Graph], changed: Mapping[str, Graph]) -> None:
    """Add to the report what the documents that did not change say and the others do not."""
    nodes = {n for doc in parts if doc not in changed for n in parts[doc].nx}
    nodes -= {n for graph in changed.values() for n in graph.nx}
    edges = {key for doc in parts if doc not in changed for *_, key in parts[doc].nx.edges(keys=True)}
    edges -= {key for graph in changed.values() for *_, key in graph.nx.edges(keys=True)}
    report.nodes.unchanged += len(nodes)
    report.edges.unchanged += len(edges)


def _counts(db: Any) -> tuple[dict[str, int], dict[str, int]]:
    """How many nodes a label and edges a type (those that occur, in the ontology's order)."""
    nodes = {label: int(db.count_type(label)) for label in labels()}
    edges = {type_: int(db.count_type(type_)) for type_ in types()}
    return {k: v for k, v in nodes.items() if v}, {k: v for k, v in edges.items() if v}


def _flush(path: Path) -> None:
    """Put a new database on the disk before anything names it."""
    for file in path.iterdir():
        if file.is_file() and os.name != "nt":
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    sync_folder(path)
    sync_folder(path.parent)
