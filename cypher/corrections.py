"""A graph folder's corrections: kept beside the facts, carried out whenever the database is made from them.

``corrections.csv`` in the folder is the user's (see ``kg.corrections``): written by ``plankg links`` and ``--corrections``, or by
hand. The facts stay as extraction wrote them. The manifest holds what the database was made with: the file's hash, and
which nodes of each plan the corrections speak of; a file that was changed since makes the database again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cypher.facts import Folder, Manifest, write_atomic
from kg.corrections import Corrections, parse_corrections
from kg.errors import InputError
from kg.graph import Graph
from kg.linking import Linker

FILE = "corrections.csv"


def fingerprint(folder: Path) -> str:
    """The hash of the folder's corrections, empty if there are none. Raises ``InputError`` (E105)."""
    data = _read(folder)
    return hashlib.sha256(data).hexdigest() if data else ""


def read(folder: Path) -> Corrections:
    """The folder's corrections. Raises ``InputError`` (E104, E105) and ``GraphError`` (E220, E221)."""
    data = _read(folder)
    return parse_corrections(data, folder / FILE) if data else Corrections()


def change(folder: Path, how: Callable[[Corrections], Corrections]) -> bool:
    """Write what ``how`` makes of the corrections, if that is something else; says whether it is.

    Raises ``GraphError`` (E221) if the result contradicts itself; the file is as it was then.
    """
    before = read(folder)
    after = how(before)
    if after == before:
        return False
    after.check(folder / FILE)
    write_atomic(folder / FILE, after.to_csv())
    return True


def is_current(folder: Path, manifest: Manifest) -> bool:
    """Whether the database was made with the corrections as they are now."""
    return str(manifest.links.get("corrections", "")) == fingerprint(folder)


def linker(folder: Path, graphs: Mapping[str, Graph]) -> Linker:
    """A linker that knows ``graphs``, one a plan: all plans of the folder."""
    new = Linker(read(folder))
    for document, graph in graphs.items():
        new.learn(document, graph)
    return new


def changed_linker(folder: Path, manifest: Manifest, graphs: Mapping[str, Graph], gone: Iterable[str]) -> Linker | None:
    """The linker after ``graphs`` come and ``gone`` leave; None if other plans are changed by that, too."""
    before = known_linker(folder, manifest)
    after = Linker(before.corrections, before.found)
    for document in gone:
        after.forget(document)
    for document, graph in graphs.items():
        after.learn(document, graph)
    return after if after.same_outcome(before) else None


def known_linker(folder: Path, manifest: Manifest) -> Linker:
    """The linker that the database was made with."""
    return Linker(read(folder), manifest.links.get("found"))


def state(folder: Path, linker: Linker) -> dict[str, Any]:
    """What the manifest keeps of a linker."""
    known = fingerprint(folder)
    return {"corrections": known, "found": linker.found} if known else {}


def linked_facts(folder: Folder) -> Iterator[Graph]:
    """The facts of every plan in the folder after the corrections, one graph a plan."""
    manifest = folder.read_manifest()
    known = known_linker(folder.path, manifest)
    if known.corrections and not is_current(folder.path, manifest):
        known = Linker(known.corrections)
        for document, entry in manifest.documents.items():
            known.learn(document, folder.read_facts(document, entry))
    for document, entry in manifest.documents.items():
        yield known.apply(folder.read_facts(document, entry))


def _read(folder: Path) -> bytes:
    path = folder / FILE
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
