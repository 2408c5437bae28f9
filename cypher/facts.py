"""A graph folder (``plans.kg/``): the facts of each plan, and the database made from them.

::

    plans.kg/
      manifest.json          format, versions, which database is current, one entry a plan
      facts/<sha256>.json    one file a plan, its graph as extraction wrote it: the source of truth
      database-<n>/          the embedded database made from the facts
      corrections.csv        what the user says is the same, never the same, or wrong
      lock, holders/, log/   who uses it, and the engine's log

A facts file is named by the hash of its own bytes, so damage is seen when it is read. Every file is written beside its
place, flushed to the disk and then renamed; the manifest comes last, and what it does not name does not count.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from cypher.store import DocumentInfo
from kg.errors import GraphError, StoreError
from kg.graph import Graph
from kg.ontology import ontology

FORMAT = "plankg-folder"
VERSION = 1
MANIFEST = "manifest.json"
#: How the database lays out nodes and edges; one that was made in another way is made again from the facts.
LAYOUT = 1


@dataclass(slots=True)
class Entry:
    """A plan in the manifest: its facts file, and what lists of plans show."""

    facts: str
    title: str
    source: str
    sha256: str
    nodes: int
    edges: int
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Manifest:
    """What a graph folder holds. ``complete`` is false while the database is being changed in place.

    ``ontology`` is the version of the table that the database's types were made from. ``seal`` is what the database's
    files were like when PlanKG last closed it (empty: not known), because the engine does not notice a missing end.
    ``links`` is what of the user's corrections the database was made with (see ``cypher.corrections``), ``layout`` the
    ``LAYOUT`` it was made in.
    """

    engine: str = ""
    database: str = ""
    complete: bool = True
    documents: dict[str, Entry] = field(default_factory=dict)
    plankg: str = ""
    ontology: int = 0
    seal: dict[str, str] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    layout: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as written to ``manifest.json``."""
        head = {"format": FORMAT, "version": VERSION}
        return {**head, **asdict(self), "documents": {k: asdict(self.documents[k]) for k in sorted(self.documents)}}


def version_key(version: str) -> tuple[int, ...]:
    """A version's numbers, for comparing (``26.11.1.dev2`` comes before ``26.11.1``)."""
    numbers = [int(part) for part in re.findall(r"\d+", version.split("dev", maxsplit=1)[0])]
    return (*numbers, *([0] * (4 - len(numbers))), 0 if "dev" in version else 1)


def own_version() -> str:
    """PlanKG's version."""
    try:
        return metadata.version("plankg")
    except metadata.PackageNotFoundError:
        return "0"


def encode(graph: Graph) -> bytes:
    """The bytes of a facts file; equal graphs give equal bytes."""
    return json.dumps(graph.to_dict(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def write_atomic(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write ``data`` so that ``path`` holds either what it held before or all of ``data``, also after a power cut.

    ``sync=False`` leaves the flush of the folder to the caller (``sync_folder``, once for many files).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if sync:
        sync_folder(path.parent)


#: Files of a database that decide how the rest is read: sealed with their hash, the others with their size.
_SEALED_WHOLE = ("configuration.json", "schema.json")
#: What the engine writes anew whenever a database is closed, and does without.
STATISTICS = "statistics.json"


def seal_of(database: Path) -> dict[str, str]:
    """What the files of a closed database are like, by name."""
    return {p.name: _seal(p) for p in sorted(database.iterdir()) if p.is_file() and p.name != STATISTICS}


def broken_seal(database: Path, seal: dict[str, str]) -> str:
    """What is wrong with the files of ``database``; empty if they are as they were sealed. More files are no harm."""
    for name, was in seal.items():
        if name == STATISTICS:
            continue
        path = database / name
        if not path.is_file():
            return f"`{name}` is missing"
        if _seal(path) != was:
            return f"`{name}` was changed from outside"
    return ""


def left_open(database: Path) -> bool:
    """Whether a process ended while it had ``database`` open for writing: the engine's mark of it is still there."""
    return (database / "database.lck").exists()


def _seal(path: Path) -> str:
    if path.name in _SEALED_WHOLE:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return str(path.stat().st_size)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk (where the system can)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Folder:
    """The files of one graph folder. Locking is the caller's (see ``cypher.lock``)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    # -- the folder -------------------------------------------------------------------------------

    @property
    def log(self) -> Path:
        """Where the engine writes its log."""
        return self.path / "log"

    def exists(self) -> bool:
        """Whether there is a graph here."""
        return (self.path / MANIFEST).is_file()

    def check_place(self, create: bool) -> None:
        """Raise ``StoreError`` if there is no graph here (E301) or something else (E306)."""
        if self.exists():
            return
        if self.path.exists() and not self.path.is_dir():
            raise StoreError("E306", path=self.path)
        ours = {"lock", "holders", "log", "facts", "corrections.csv"}
        if self.path.is_dir() and any(
            item.name not in ours and not item.name.startswith(("database-", ".")) for item in self.path.iterdir()
        ):
            raise StoreError("E306", path=self.path)
        if not create:
            raise StoreError("E301", path=self.path)

    def make(self) -> None:
        """Make the folder and what belongs in it."""
        (self.path / "facts").mkdir(parents=True, exist_ok=True)

    # -- the manifest -----------------------------------------------------------------------------

    def read_manifest(self) -> Manifest:
        """The manifest. Raises ``StoreError``: a newer format (E303), not a manifest (E304)."""
        try:
            raw = json.loads((self.path / MANIFEST).read_bytes())
            if raw["format"] != FORMAT:
                raise ValueError(f"its format is {raw['format']!r}")
            theirs = int(raw["version"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError("E310", path=self.path / MANIFEST, reason=_short(error)) from error
        if theirs > VERSION:
            raise self._newer(raw, f"folder format {theirs}", f"format {VERSION}")
        try:
            documents = {key: Entry(**entry) for key, entry in raw["documents"].items()}
            manifest = Manifest(
                raw["engine"],
                raw["database"],
                bool(raw["complete"]),
                documents,
                raw["plankg"],
                int(raw["ontology"]),
                dict(raw["seal"]),
                dict(raw.get("links", {})),
                int(raw.get("layout", 0)),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise StoreError("E310", path=self.path / MANIFEST, reason=_short(error)) from error
        if manifest.ontology > ontology().version:
            raise self._newer(raw, f"ontology {manifest.ontology}", f"ontology {ontology().version}")
        return manifest

    def _newer(self, raw: dict[str, Any], theirs: str, ours: str) -> StoreError:
        return StoreError(
            "E303",
            path=self.path,
            theirs=f"PlanKG {raw.get('plankg', '?')} ({theirs})",
            ours=f"PlanKG {own_version()} ({ours})",
            advice="update PlanKG, or build the plans again into a new --db",
        )

    def read_or_recover(self) -> Manifest:
        """The manifest, or where it is lost one made from the facts files (of two for one plan the later)."""
        try:
            return self.read_manifest()
        except StoreError as error:
            if error.code != "E310":
                raise
        manifest = Manifest(complete=False)
        for path in sorted((self.path / "facts").glob("*.json"), key=lambda p: (p.stat().st_mtime_ns, p.name)):
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == path.stem:
                graph = Graph.from_dict(json.loads(data))
                manifest.documents[next(iter(graph.documents))] = _entry(graph, path.stem)
        if not manifest.documents:
            raise StoreError("E301", path=self.path)
        return manifest

    def write_manifest(self, manifest: Manifest) -> None:
        """Make ``manifest`` the one that counts."""
        manifest.plankg = own_version()
        data = json.dumps(manifest.to_dict(), ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
        write_atomic(self.path / MANIFEST, data + b"\n")

    # -- facts ------------------------------------------------------------------------------------

    def write_facts(self, parts: Mapping[str, Graph], data: Mapping[str, bytes] | None = None) -> dict[str, Entry]:
        """Keep the facts of ``parts`` (one graph a document) on the disk; returns their entries for the manifest.

        ``data`` has their bytes (see ``encode``) where they are at hand.
        """
        entries = {}
        for document, graph in parts.items():
            content = data[document] if data and document in data else encode(graph)
            name = hashlib.sha256(content).hexdigest()
            path = self._facts_path(name)
            if not path.exists():
                write_atomic(path, content, sync=False)
            entries[document] = _entry(graph, name)
        sync_folder(self.path / "facts")
        return entries

    def read_raw(self, document: str, entry: Entry) -> dict[str, Any]:
        """One plan's facts as plain data. Raises ``StoreError`` (E309) if the file is missing or damaged."""
        try:
            data = self._facts_path(entry.facts).read_bytes()
        except OSError as error:
            raise StoreError("E309", document=entry.title, path=self.path, reason=_short(error)) from error
        if hashlib.sha256(data).hexdigest() != entry.facts:
            raise StoreError("E309", document=entry.title, path=self.path, reason="the file was changed")
        raw: dict[str, Any] = json.loads(data)
        return raw

    def read_facts(self, document: str, entry: Entry) -> Graph:
        """One plan's graph. Raises ``StoreError`` (E309) if its facts are missing or damaged."""
        try:
            return Graph.from_dict(self.read_raw(document, entry))
        except (GraphError, ValueError) as error:
            raise StoreError("E309", document=entry.title, path=self.path, reason=_short(error)) from error

    def _facts_path(self, name: str) -> Path:
        return self.path / "facts" / f"{name}.json"

    # -- databases and litter ---------------------------------------------------------------------

    def database_path(self, manifest: Manifest) -> Path:
        """Where the current database lies."""
        return self.path / manifest.database

    def new_database_name(self) -> str:
        """A name for the next database that no folder has yet."""
        taken = [int(m[1]) for p in self.path.glob("database-*") if (m := re.fullmatch(r"database-(\d+)", p.name))]
        return f"database-{max(taken, default=0) + 1}"

    def tidy(self, manifest: Manifest) -> None:
        """Take away what a load left behind: databases and facts that the manifest does not name, temporary files."""
        wanted = {entry.facts for entry in manifest.documents.values()}
        for path in self._litter(manifest.database, wanted):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _litter(self, database: str, facts: set[str]) -> Iterator[Path]:
        yield from (path for path in self.path.glob("database-*") if path.name != database)
        yield from (path for path in (self.path / "facts").glob("*.json") if path.stem not in facts)
        yield from self.path.glob(".*.tmp")
        yield from (self.path / "facts").glob(".*.tmp")

    def documents(self, manifest: Manifest) -> list[DocumentInfo]:
        """The plans in the folder, by title then id."""
        found = [
            DocumentInfo(key, e.title, e.source, e.sha256, dict(e.meta), e.nodes, e.edges)
            for key, e in manifest.documents.items()
        ]
        return sorted(found, key=lambda d: (d.title, d.id))


def _entry(graph: Graph, facts: str) -> Entry:
    document = next(iter(graph.documents.values()))
    return Entry(
        facts=facts,
        title=document.title,
        source=document.source,
        sha256=document.sha256,
        nodes=len(graph),
        edges=graph.nx.number_of_edges(),
        meta=dict(sorted(document.meta.items())),
    )


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
