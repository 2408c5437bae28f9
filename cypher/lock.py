"""Who may use a graph folder: many readers or one writer, and a busy line that says who it is.

The lock itself is the operating system's, on the file ``lock`` in the folder, so it ends with its process however
that ends. The notes in ``holders/`` only say who holds it: they are hints for people, never trusted.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from kg.errors import StoreBusyError

_POLL = 0.05


class FolderLock:
    """A shared or an exclusive lock on one graph folder.

    Args:
        folder: the graph folder; it must exist.
        exclusive: to write; else to read along with other readers.
        wait: seconds to wait for others to end.
        on_wait: called once, with who holds the folder, before waiting.

    Raises:
        StoreBusyError: it is still held after ``wait`` seconds (E302, names the holder).
    """

    def __init__(
        self, folder: Path, *, exclusive: bool, wait: float = 0.0, on_wait: Callable[[str], None] | None = None
    ) -> None:
        self.folder = folder
        self.exclusive = exclusive
        self._file: IO[Any] | None = None
        self._note: Path | None = None
        self._acquire(wait, on_wait)

    def _acquire(self, wait: float, on_wait: Callable[[str], None] | None) -> None:
        import portalocker

        flags = portalocker.LockFlags.EXCLUSIVE if self.exclusive else portalocker.LockFlags.SHARED
        file = _open(self.folder / "lock", self.exclusive)
        deadline = time.monotonic() + wait
        try:
            while True:
                try:
                    portalocker.lock(file, flags | portalocker.LockFlags.NON_BLOCKING)
                    break
                except (portalocker.LockException, portalocker.AlreadyLocked):
                    holder = holders(self.folder)
                    if on_wait is not None and wait > 0:
                        on_wait(holder)
                        on_wait = None
                    if time.monotonic() >= deadline:
                        raise StoreBusyError("E302", path=self.folder, holder=holder) from None
                    time.sleep(_POLL)
        except BaseException:
            file.close()
            raise
        self._file = file
        self._write_note()

    def release(self) -> None:
        """Let go; does nothing the second time."""
        if self._file is None:
            return
        if self._note is not None:
            with contextlib.suppress(OSError):
                self._note.unlink()
        import portalocker

        with contextlib.suppress(OSError, portalocker.LockException):
            portalocker.unlock(self._file)
        self._file.close()
        self._file = None

    def _write_note(self) -> None:
        words = [Path(sys.argv[0]).name if sys.argv and sys.argv[0] else "python", *sys.argv[1:]]
        note = {"pid": os.getpid(), "command": shlex.join(words)[:200], "exclusive": self.exclusive}
        path = self.folder / "holders" / f"{os.getpid()}-{uuid4().hex[:8]}.json"
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(note, ensure_ascii=False), "utf-8")
            self._note = path


def _open(path: Path, exclusive: bool) -> IO[Any]:
    try:
        return path.open("a+b")
    except PermissionError:
        if exclusive:
            raise
        return path.open("rb")


def holders(folder: Path) -> str:
    """Who holds the folder, for people: ``process 4711 (plankg build plan.txt)``; dead processes' notes are dropped."""
    found = []
    for path in sorted((folder / "holders").glob("*.json")):
        try:
            note = json.loads(path.read_text("utf-8"))
            pid, command = int(note["pid"]), str(note["command"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if not alive(pid):
            with contextlib.suppress(OSError):
                path.unlink()
            continue
        own = " (this process)" if pid == os.getpid() else f" ({command})"
        found.append(f"process {pid}{own}")
    return ", ".join(dict.fromkeys(found)) or "another process"


def alive(pid: int) -> bool:
    """Whether a process with this id runs (or may: when in doubt, yes)."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
