"""Opening the database of a graph folder: who may read or write it, and whether it is the right one.

Readers share the folder, a writer has it alone (see ``cypher.lock``). A database that is not whole, or was made with
another ontology, other corrections or by an older way of laying out rows, is made again before it is opened.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from cypher import corrections, engine
from cypher.facts import LAYOUT, STATISTICS, Folder, Manifest, broken_seal, left_open, seal_of, version_key
from cypher.lock import FolderLock
from kg.errors import StoreError
from kg.ontology import ontology


def database_of(folder: Folder, manifest: Manifest) -> Path:
    """Where the database lies. Raises ``StoreError`` (E304) if it is missing or was changed from outside."""
    path = folder.database_path(manifest)
    if not manifest.database or not path.is_dir():
        raise StoreError("E304", path=folder.path, reason=f"`{manifest.database}` is missing")
    broken = broken_seal(path, manifest.seal)
    if broken:
        raise StoreError("E304", path=folder.path, reason=broken)
    return path


def check_engine(folder: Folder, manifest: Manifest) -> None:
    """Raise ``StoreError`` (E303) if a newer engine wrote the database."""
    ours = engine.version(folder.log)
    if manifest.engine and version_key(manifest.engine) > version_key(ours):
        advice = f"update `arcadedb` to engine {manifest.engine}, or make the database again with `plankg db rebuild`"
        raise StoreError("E303", path=folder.path, theirs=f"{engine.NAME} {manifest.engine}", ours=ours, advice=advice)


def is_current(folder: Folder, manifest: Manifest) -> bool:
    """Whether the database is whole and made as it would be made now; else it is made again from the facts."""
    made_now = manifest.complete and manifest.ontology == ontology().version and manifest.layout == LAYOUT
    return made_now and corrections.is_current(folder.path, manifest)


def put_in_order(folder: Folder, manifest: Manifest) -> bool:
    """Let the engine finish or undo what a process was at that was killed with the database open for writing.

    Says whether the database is whole then; if not, it must be made again.
    """
    path = folder.database_path(manifest)
    try:
        (path / STATISTICS).unlink(missing_ok=True)
        engine.Handle(database_of(folder, manifest), folder.log, write=True).close()
    except (OSError, StoreError):
        return False
    with engine.engine_errors(folder.path):
        folder.write_manifest(replace(manifest, seal=seal_of(path)))
    return True


@contextlib.contextmanager
def open_for_writing(folder: Folder, manifest: Manifest) -> Iterator[engine.Handle]:
    """The database for a load; the caller has the folder alone."""
    handle = engine.Handle(database_of(folder, manifest), folder.log, write=True)
    try:
        yield handle
    finally:
        handle.close()


class Access:
    """One store's access to a folder: a reader's handle that lasts from query to query, or the folder alone.

    Args:
        folder: the graph folder.
        rebuild: makes the database again from the facts of a manifest; called with the folder held alone.
        wait: seconds to wait for another process that holds the folder.
        on_wait: called once with who holds it, before waiting.
    """

    def __init__(
        self,
        folder: Folder,
        rebuild: Callable[[Manifest], object],
        *,
        wait: float,
        on_wait: Callable[[str], None] | None,
    ) -> None:
        self.folder = folder
        self.wait, self.on_wait = wait, on_wait
        self._rebuild = rebuild
        self._lock: FolderLock | None = None
        self._handle: engine.Handle | None = None

    def manifest(self) -> Manifest:
        """What the folder holds now. Raises ``StoreError``: E301, E303, E310."""
        if not self.folder.exists():
            raise StoreError("E301", path=self.folder.path)
        return self.folder.read_manifest()

    def reader(self) -> engine.Handle:
        """The database to read, kept open until ``release``. Raises ``StoreError``: E301 to E304, E310."""
        if self._handle is not None and not self._handle.dead:
            return self._handle
        self.release()
        self.manifest()
        for _ in range(3):
            lock = self._take(exclusive=False)
            try:
                manifest = self.manifest()
                check_engine(self.folder, manifest)
                if is_current(self.folder, manifest) and not left_open(self.folder.database_path(manifest)):
                    self._handle = engine.reader(database_of(self.folder, manifest), self.folder.log)
                    self._lock = lock
                    return self._handle
            except BaseException:
                lock.release()
                raise
            lock.release()
            with self.exclusive():
                pass
        raise StoreError("E304", path=self.folder.path, reason="it was left half changed")

    def release(self) -> None:
        """Let others write until the next query."""
        handle, self._handle = self._handle, None
        lock, self._lock = self._lock, None
        try:
            if handle is not None and not handle.dead:
                engine.release(handle)
        finally:
            if lock is not None:
                lock.release()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """The folder alone, whatever is in it (made if there is none)."""
        self.release()
        self.folder.check_place(True)
        with engine.engine_errors(self.folder.path):
            self.folder.make()
            lock = self._take(exclusive=True)
        try:
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[Manifest]:
        """The folder alone, with a whole database in it."""
        with self.locked():
            yield self._whole()

    @contextlib.contextmanager
    def writer(self) -> Iterator[engine.Handle]:
        """The database open for writing by hand; a statement left alone keeps the folder locked until it ends."""
        if not self.folder.exists():
            raise StoreError("E301", path=self.folder.path)
        self.release()
        lock = self._take(exclusive=True)
        handle: engine.Handle | None = None
        try:
            manifest = self._whole()
            database = database_of(self.folder, manifest)
            with engine.engine_errors(self.folder.path):
                self.folder.write_manifest(replace(manifest, seal={}))
            handle = engine.Handle(database, self.folder.log, write=True)
            yield handle
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

    def _whole(self) -> Manifest:
        """The manifest after the database was made again or recovered, if it had to be; the folder is held alone."""
        manifest = self.folder.read_manifest() if self.folder.exists() else Manifest()
        check_engine(self.folder, manifest)
        path = self.folder.database_path(manifest)
        if not manifest.database or (is_current(self.folder, manifest) and path.is_dir() and not left_open(path)):
            return manifest
        if not (is_current(self.folder, manifest) and path.is_dir() and put_in_order(self.folder, manifest)):
            self._rebuild(manifest)
        return self.folder.read_manifest()

    def _take(self, *, exclusive: bool) -> FolderLock:
        return FolderLock(self.folder.path, exclusive=exclusive, wait=self.wait, on_wait=self.on_wait)
