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
        elif Path(given).is_dir():
            before = len(found.files)
            inside = 0
            for path in _walk(Path(given), set()):
                if path.suffix.lower() in wanted:
                    inside += 1
                    _add(found, seen, str(path))
                else:
                    found.others += 1
            if not inside and len(found.files) == before:
                error = InputError("E106", path=given, suffixes=" ".join(sorted(wanted)))
                found.failed.append((given, error))
        elif not os.path.lexists(given):
            found.failed.append((given, InputError("E101", path=given)))
        else:
            _add(found, seen, given)
    return found


def _add(found: Found, seen: set[str], path: str) -> None:
    key = path if path == STDIN else os.path.realpath(path)
    if key not in seen:
        seen.add(key)
        found.files.append(path)


def _walk(folder: Path, visited: set[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in visited or ((folder / "manifest.json").is_file() and (folder / "facts").is_dir()):
        return
    visited.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield from _walk(entry, visited)
        elif entry.is_file() or entry.is_symlink():
            yield entry
