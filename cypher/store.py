"""The interface that every graph database of PlanKG implements, and nothing else.

The embedded store (``cypher.embedded``) and the Neo4j store (``cypher.neo4j_store``) differ in how they
keep the graph; what they keep is fixed in ``cypher.schema``, and what a load changes is worked out once, in
``cypher.delta``. Everything above (commands, saved queries, search) talks to ``Store``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from cypher.values import Result
from kg.graph import Graph

#: Seconds a query may run, and rows it may give, where the caller says nothing. None = no limit.
DEFAULT_TIMEOUT: float = 60.0

Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all) while a load runs."""


@dataclass(slots=True)
class Counts:
    """What a load did to the nodes, or to the edges."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.changed or self.removed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )


@dataclass(slots=True)
class LoadReport:
    """What a load or a removal changed. ``documents`` holds, by document id, added/changed/removed/unchanged.

    ``notes`` are corrections of the user that could not be carried out, and why, one line each.
    """

    documents: dict[str, str] = field(default_factory=dict)
    nodes: Counts = field(default_factory=Counts)
    edges: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether the database is different from before."""
        return self.nodes.any or self.edges.any or any(word != "unchanged" for word in self.documents.values())


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A plan that is in the database."""

    id: str
    title: str
    source: str = ""
    sha256: str = ""
    meta: dict[str, Any] = field(default_factory=dict, hash=False)
    nodes: int = 0
    edges: int = 0


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What is behind a store, for ``plankg doctor`` and ``plankg stats``.

    ``kind`` is ``embedded`` or ``neo4j``; ``engine`` and ``version`` name the database; ``details`` holds
    whatever else that database can tell (edition, index states, size in bytes …).
    """

    kind: str
    location: str
    engine: str
    version: str
    labels: dict[str, int] = field(default_factory=dict, hash=False)
    types: dict[str, int] = field(default_factory=dict, hash=False)
    details: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a search looks through: the beginnings of three statements (see ``cypher.search``), and their parameters.

    ``names`` and ``passages`` bind nodes as ``n``; ``sentences`` binds an edge as ``r`` and its start as ``n``. They may leave
    out what cannot hold all words.
    """

    names: str = "MATCH (n)"
    passages: str = "MATCH (n)"
    sentences: str = "MATCH (n)-[r]->()"
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Store(ABC):
    """A graph in a database. A context manager: leaving it closes it."""

    @abstractmethod
    def load(self, graphs: Graph | Iterable[Graph], *, progress: Progress | None = None) -> LoadReport:
        """Put plans into the database.

        Each document in ``graphs`` (best one graph a document, as extraction gave it) replaces what that
        document said before; everything else stays. Loading the same again changes nothing.

        Raises:
            StoreError: the database cannot be written (E305) or a value cannot be stored (E307).
        """

    @abstractmethod
    def remove(self, document: str) -> LoadReport:
        """Take a document (by id) and all that only it says out. Raises ``StoreError`` (E308) if it is not there."""

    @abstractmethod
    def documents(self) -> list[DocumentInfo]:
        """The plans that were loaded, by title then id."""

    @abstractmethod
    def query(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT,
        limit: int | None = None,
    ) -> Result:
        """Run one Cypher statement.

        Args:
            text: the statement; values go in by ``$name`` only.
            params: values of the parameters: scalars, lists, maps.
            write: allow the statement to change the graph; else the database refuses it (E403).
            timeout: seconds until the statement is stopped (E402); None = no limit.
            limit: most rows to give back; ``Result.truncated`` says that there were more.

        Raises:
            QueryError: E401 with the database's own words, E402, E403.
        """

    @abstractmethod
    def search(self, words: str, *, limit: int = 20) -> Result:
        """Full text over names, aliases and evidence; see ``cypher.search``."""

    def lookup(self, words: Sequence[str]) -> Lookup:
        """What a search for ``words`` has to look through: everything, unless a store knows better."""
        return Lookup()

    @abstractmethod
    def read_graph(self, ids: Iterable[str] | None = None) -> Graph:
        """The graph as it was loaded, with mentions and texts; with ``ids``, those nodes and the edges among them."""

    @abstractmethod
    def info(self) -> StoreInfo:
        """What is behind this store and how much is in it."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database; does nothing the second time."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
