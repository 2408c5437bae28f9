"""The embedded engine (ArcadeDB), with its habits kept in this one file.

* What it reads from the environment is set before its import; its log goes into the graph folder.
* A statement cannot be interrupted from Python: it runs in a thread of its own, and whoever waits for it can
  leave at once (Ctrl-C, time limit). Closing the database ends most statements; one that goes on must not meet the
  end of the interpreter (the engine would crash), so the process then ends without unloading it.
* A database can be open once in a process: readers of one folder share a handle.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from cypher.schema import labels, types
from kg.errors import PlanKGError, QueryError, StoreError

T = TypeVar("T")

NAME = "ArcadeDB"
#: Seconds after which the engine itself ends a statement that nobody waits for any more.
HARD_LIMIT = 600.0
_GRACE = 0.5


def load(log: Path) -> Any:
    """The ``arcadedb`` module with its library loaded; the first folder opened gets the log.

    The library reads its settings from the environment when it is loaded. They are taken out again, so that child
    processes do not inherit one graph's log folder.
    """
    known = sys.modules.get("arcadedb")
    if known is not None and known in _loaded:
        return known
    limits = f"-Xmx1g -Darcadedb.command.timeout={int(HARD_LIMIT * 1000)}"
    settings = {
        "ARCADEDB_LOG_CONSOLE": "0",
        "ARCADEDB_LOG_DIR": str(_log_place(log).absolute()),
        "ARCADEDB_NATIVE_ISOLATE_ARGS": limits,
    }
    added = [name for name in settings if name not in os.environ]
    os.environ.update({name: settings[name] for name in added})
    try:
        import arcadedb

        arcadedb.database_exists(str(log))
    finally:
        for name in added:
            del os.environ[name]
    _loaded.append(arcadedb)
    return arcadedb


_loaded: list[Any] = []


def _log_place(log: Path) -> Path:
    """``log``, or a temporary folder if that cannot be written: the engine would complain of it on the terminal."""
    here = log if log.is_dir() else log.absolute().parent
    with contextlib.suppress(OSError):
        full = shutil.disk_usage(here).free < _LOG_ROOM
        if full or not os.access(here, os.W_OK | os.X_OK):
            place = tempfile.mkdtemp(prefix="plankg-log-")
            atexit.register(shutil.rmtree, place, ignore_errors=True)
            return Path(place)
    return log


#: Bytes that a disk must have left for the log.
_LOG_ROOM = 256 * 1024


def version(log: Path) -> str:
    """Version of the engine itself (not of the Python package around it)."""
    return str(load(log).ENGINE_VERSION)


# -- a database -----------------------------------------------------------------------------------


class Handle:
    """An open database and the thread in which its statements run."""

    def __init__(self, path: Path, log: Path, *, write: bool) -> None:
        self.path = path
        self.write = write
        self.users = 1
        self.dead = False
        self._worker: _Worker | None = None
        self._left: _Worker | None = None
        arcadedb = load(log)
        try:
            self.db = arcadedb.open_database(str(path.absolute()), read_only=not write)
            if write:
                self.db.set_wal_flush("yes_nometadata")
            rows = self.db.query("sql", "SELECT name, type FROM schema:types").to_list()
        except arcadedb.ArcadeDBError as error:
            raise StoreError("E304", path=path.parent, reason=reason_of(error)) from error
        missing = {*labels(), *types()} - {row["name"] for row in rows}
        if missing:
            self.db.close()
            raise StoreError("E304", path=path.parent, reason=f"it does not know `{min(missing)}`")
        self.edge_types = {row["name"] for row in rows if row["type"] == "edge"}

    def call(self, work: Callable[[Any], T], timeout: float | None = None) -> T:
        """``work(db)`` in the database's thread; leaves on Ctrl-C or after ``timeout`` seconds (E402)."""
        if self._worker is None:
            self._worker = _Worker()
        task = self._worker.submit(lambda: work(self.db))
        try:
            finished = task.wait(timeout)
        except BaseException:
            self._abandon("interrupt")
            raise
        if not finished:
            self._abandon("timeout")
            raise QueryError("E402", seconds=f"{timeout:g}")
        value: T = task.result()
        return value

    def _abandon(self, why: str) -> None:
        """Stop waiting for the running statement: close what is only read, and never use this handle again."""
        worker, self._worker = self._worker, None
        self._left = worker
        self.dead = True
        _forget(self)
        if not self.write:
            with contextlib.suppress(Exception):
                self.db.close()
        if worker is not None:
            worker.leave()
            if not worker.ended.wait(_GRACE):
                _outlive(worker, self.db, why)

    def when_ended(self, then: Callable[[], None]) -> None:
        """After a statement was left alone while writing: when it ends, close the database and call ``then``."""
        worker = self._left

        def finish() -> None:
            if worker is not None:
                worker.ended.wait()
            with contextlib.suppress(Exception):
                self.db.close()
            then()

        if worker is None or worker.ended.is_set():
            finish()
        else:
            threading.Thread(target=finish, name="plankg-close", daemon=True).start()

    def close(self) -> None:
        """Close the database (for good: a shared handle is closed by ``release``)."""
        if self.dead:
            return
        self.dead = True
        if self._worker is not None:
            self._worker.leave()
            self._worker.ended.wait()
        self.db.close()


class _Task:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.value: Any = None
        self.error: BaseException | None = None
        self.done = threading.Event()

    def wait(self, timeout: float | None) -> bool:
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = 0.1 if deadline is None else min(0.1, deadline - time.monotonic())
            if self.done.wait(max(left, 0.0)):
                return True
            if deadline is not None and time.monotonic() >= deadline:
                return False

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class _Worker:
    """A thread that runs one task after another."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self.ended = threading.Event()
        threading.Thread(target=self._run, name="plankg-query", daemon=True).start()

    def submit(self, work: Callable[[], Any]) -> _Task:
        task = _Task(work)
        self._tasks.put(task)
        return task

    def leave(self) -> None:
        self._tasks.put(None)

    def _run(self) -> None:
        try:
            while (task := self._tasks.get()) is not None:
                try:
                    task.value = task.work()
                except BaseException as error:
                    task.error = error
                task.done.set()
        finally:
            self.ended.set()


# -- statements that outlive their query ----------------------------------------------------------

_running: list[tuple[_Worker, Any, str]] = []


def _outlive(worker: _Worker, db: Any, why: str) -> None:
    if not _running:
        atexit.register(_leave_hard)
    _running.append((worker, db, why))


def _leave_hard() -> None:
    """At exit: if a statement still runs, end the process without unloading the engine under it."""
    if all(worker.ended.wait(0.1) for worker, _, _ in _running):
        return
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    if any(why == "interrupt" for *_, why in _running) and os.name != "nt":
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(1)


# -- readers share a handle -----------------------------------------------------------------------

_shared: dict[str, Handle] = {}
_guard = threading.Lock()


def reader(path: Path, log: Path) -> Handle:
    """A handle to read ``path`` with; give it back with ``release``."""
    key = os.path.realpath(path)
    with _guard:
        known = _shared.get(key)
        if known is not None:
            known.users += 1
            return known
        handle = Handle(path, log, write=False)
        _shared[key] = handle
        return handle


def release(handle: Handle) -> None:
    """Give a reader's handle back; the last one closes the database."""
    with _guard:
        handle.users -= 1
        if handle.users > 0:
            return
        _drop(handle)
    handle.close()


def _forget(handle: Handle) -> None:
    with _guard:
        _drop(handle)


def _drop(handle: Handle) -> None:
    for key in [key for key, known in _shared.items() if known is handle]:
        del _shared[key]


# -- errors ---------------------------------------------------------------------------------------


def reason_of(error: BaseException) -> str:
    """The engine's own words in one line, without Java's names."""
    text = " ".join(str(error).split())
    for prefix in (
        "Query failed: ",
        "Command failed: ",
        "Reading the result set failed: ",
        "Failed to open database: ",
    ):
        text = text.removeprefix(prefix)
    head, _, rest = text.partition(": ")
    if rest and head.startswith(("java.", "com.arcadedb.", "org.")):
        text = rest
    return text.split(" (caused by ", 1)[0][:400] or type(error).__name__


def translate(error: BaseException, timeout: float | None) -> PlanKGError:
    """The error a user sees for one that the engine raised."""
    text = str(error)
    if "QueryNotIdempotentException" in text or "DatabaseIsReadOnlyException" in text:
        return QueryError("E403")
    if "TimeoutException" in text and "command.timeout" in text:
        return QueryError("E402", seconds=f"{timeout or HARD_LIMIT:g}")
    if "LOAD CSV" in text and "SecurityException" in text:
        return QueryError("E401", reason="LOAD CSV is switched off: a query reads the graph, not files or addresses")
    return QueryError("E401", reason=reason_of(error))


@contextlib.contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn what the engine or the disk says while writing into ``StoreError`` (E305)."""
    try:
        yield
    except PlanKGError:
        raise
    except OSError as error:
        raise StoreError("E305", path=path, reason=error.strerror or str(error)) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "arcadedb":
            raise
        raise StoreError("E305", path=path, reason=reason_of(error)) from error


def run(db: Any, statement: str, params: Mapping[str, Any] | None = None) -> None:
    """Run a writing Cypher statement whose rows nobody wants."""
    result = db.command("opencypher", statement, *([dict(params)] if params else []))
    if result is not None:
        result.to_list()


def rows(db: Any, language: str, statement: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """All rows of a reading statement."""
    found: list[dict[str, Any]] = db.query(language, statement, *([dict(params)] if params else [])).to_list()
    return found
