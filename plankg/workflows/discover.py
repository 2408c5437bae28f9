"""From the paths on the command line to the files that are plans."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError, PlanKGError

STDIN = "-"


@dataclass(slots=True)
class Found:
    """``files`` to read, in order and once each; ``failed``: paths that cannot be, with why; ``others``: how many files
    of other kinds lay in the folders."""

    files: list[str] = field(default_factory=list)
    failed: list[tuple[str, PlanKGError]] = field(default_factory=list)
    others: int = 0


def discover(paths: Iterable[str], suffixes: Iterable[str]) -> Found:
    """Files as given, and in folders (with theirs) every file with one of ``suffixes``, sorted by path.

    Hidden files and graph folders are left out; a folder that links lead to a second time is not entered again.
    """
    found, wanted = Found(), {s.lower() for s in suffixes}
    seen: set[str] = set()
    for given in paths:
        if given == STDIN:
            _add(found, seen, STDIN)
        elif (hidden := _out_of_reach(given)) is not None:
            found.failed.append((given, hidden))
        elif Path(given).is_dir():
            before = len(found.files)
            inside = 0
            for path in _walk(Path(given), set(), found):
                if path.suffix.lower() in wanted:
                    inside += 1
                    _add(found, seen, str(path))
                else:
                    found.others += 1
            if not inside and len(found.files) == before and not any(p.startswith(given) for p, _ in found.failed):
                error = InputError("E106", path=given, suffixes=" ".join(sorted(wanted)))
                found.failed.append((given, error))
        elif not os.path.lexists(given):
            found.failed.append((given, InputError("E101", path=given)))
        else:
            _add(found, seen, given)
    return found


def _out_of_reach(path: str) -> InputError | None:
    """Why the file or folder cannot even be looked at, if so."""
    try:
        Path(path).is_dir()
    except OSError as error:
        return InputError("E105", path=path, reason=error.strerror or error)
    return None


def _add(found: Found, seen: set[str], path: str) -> None:
    key = path if path == STDIN else os.path.realpath(path)
    if key not in seen:
        seen.add(key)
        found.files.append(path)


def _walk(folder: Path, visited: set[str], found: Found) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in visited:
        return
    visited.add(real)
    try:
        if (folder / "manifest.json").is_file() and (folder / "facts").is_dir():
            return
        entries = [(entry, entry.is_dir()) for entry in sorted(folder.iterdir())]
    except OSError as error:
        found.failed.append((str(folder), InputError("E105", path=folder, reason=error.strerror or error)))
        return
    for entry, is_folder in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if is_folder:
            yield from _walk(entry, visited, found)
        elif entry.is_file() or entry.is_symlink():
            yield entry
