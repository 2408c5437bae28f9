"""The embedded store: one graph folder, no server.

How the database is opened and locked is in ``cypher.embedded_open``, how a load changes it in ``cypher.embedded_change``.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cypher import corrections, dialect, embedded_change, engine
from cypher.delta import split
from cypher.embedded_open import Access
from cypher.embedded_rows import fetch
from cypher.facts import Entry, Folder, Manifest, encode
from cypher.schema import check_params, record_from
from cypher.store import DEFAULT_TIMEOUT, DocumentInfo, LoadReport, Progress, Store, StoreInfo
from cypher.values import Result
from kg.corrections import Corrections
from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.linking import Linker

#: Seconds for which a thread may go on while another waits (Python's own: 0.005).
_TURN = 0.0005


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
        rebuild = partial(embedded_change.build, self.folder)
        self._access = Access(self.folder, rebuild, wait=wait, on_wait=on_wait)
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
        text = dialect.prepare(text)
        if write:
            return self._write_query(text, values, timeout, limit)
        for attempt in (1, 2):
            handle = self._access.reader()
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
        with self._access.writer() as handle:
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
        return self.folder.documents(self._access.manifest())

    def read_graph(self, ids: Iterable[str] | None = None) -> Graph:
        """See ``Store.read_graph``."""
        from cypher.embedded_read import plan_records, read_graph

        manifest = self._access.manifest()
        handle = self._access.reader()
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
        manifest = self._access.manifest()
        handle = self._access.reader()
        nodes, edges = handle.call(embedded_change.counts)
        size = sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())
        details = {"documents": len(manifest.documents), "bytes": size, "written by": f"PlanKG {manifest.plankg}"}
        version = engine.version(self.folder.log)
        return StoreInfo("embedded", str(self.path), engine.NAME, version, nodes, edges, details)

    # -- loading ----------------------------------------------------------------------------------

    def load(self, graphs: Graph | Iterable[Graph], *, progress: Progress | None = None) -> LoadReport:
        """See ``Store.load``."""
        parts = split(graphs)
        with _full_speed(), self._access.exclusive() as manifest:
            if not manifest.documents:
                return embedded_change.first_load(self.folder, manifest, parts, progress)
            embedded_change.check_parts(parts)
            data = {document: encode(graph) for document, graph in parts.items()}
            known = manifest.documents
            states = {doc: _state(known.get(doc), data[doc]) for doc in sorted(parts)}
            changed = {doc: parts[doc] for doc, state in states.items() if state != "unchanged"}
            report = LoadReport(states)
            if changed:
                with engine.engine_errors(self.path):
                    entries = self.folder.write_facts(changed, data)
                after = replace(manifest, documents={**known, **entries})
                report = embedded_change.change(self.folder, manifest, after, parts=changed, progress=progress)
                report.documents = states
            _count_unchanged(report, parts, changed)
            return report

    def remove(self, document: str) -> LoadReport:
        """See ``Store.remove``."""
        with self._access.exclusive() as manifest:
            if document not in manifest.documents:
                raise StoreError("E308", document=document, path=self.path)
            rest = {key: entry for key, entry in manifest.documents.items() if key != document}
            after = replace(manifest, documents=rest)
            report = embedded_change.change(self.folder, manifest, after, gone=[document])
            report.documents = {document: "removed"}
            return report

    def rebuild(self, *, progress: Progress | None = None) -> LoadReport:
        """Make the database again from the facts; changes made by hand (``--write``) are lost.

        Works on a damaged database or manifest, as long as the facts are whole. Raises ``StoreError`` (E309).
        """
        with _full_speed(), self._access.locked():
            return embedded_change.build(self.folder, self.folder.read_or_recover(), progress)

    # -- corrections and care ---------------------------------------------------------------------

    def correct(self, how: Callable[[Corrections], Corrections]) -> LoadReport | None:
        """Change the folder's corrections by ``how``, and the database with them; None if nothing changes.

        Raises ``GraphError``: a row that makes no sense (E220), rows that contradict each other (E221).
        """
        with _full_speed(), self._access.locked():
            manifest = self.folder.read_manifest() if self.folder.exists() else Manifest()
            with engine.engine_errors(self.path):
                changed = corrections.change(self.path, how)
            return embedded_change.build(self.folder, manifest) if changed and manifest.documents else None

    def linker(self) -> Linker:
        """The linker that carries out the folder's corrections."""
        return corrections.known_linker(self.path, self._access.manifest())

    def check(self) -> list[str]:
        """Problems found in the folder, one line each; see ``cypher.maintain.check``."""
        from cypher.maintain import check

        with self._access.locked():
            return check(self.folder, self.folder.read_manifest(), self.folder.log)

    def release(self) -> None:
        """Let others write until the next query (a long-lived prompt calls this between statements)."""
        self._access.release()

    def close(self) -> None:
        """See ``Store.close``."""
        self.release()


@contextlib.contextmanager
def _full_speed() -> Iterator[None]:
    """Without Python's search for cycles, which takes a third of the time of a load and finds none; and with quick turns
    between threads: the one that talks to the engine waits for its turn after each of many calls.
    """
    was, turn = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        if was:
            gc.enable()


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
