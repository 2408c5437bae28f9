"""What every exporter is made from: ``write`` takes one record after another, ``finalize`` ends the file."""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import GraphError
from kg.model import DocumentText, Edge, Node

if TYPE_CHECKING:
    from kg.graph import Graph

Record = DocumentText | Node | Edge

#: Characters that XML 1.0 and spreadsheets cannot hold: controls but tab, newline, return; surrogates; noncharacters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """``text`` with every character that XML or a spreadsheet cannot hold replaced by U+FFFD."""
    return UNWRITABLE.sub("\ufffd", text)


class Exporter:
    """Writes one graph to one stream. Subclasses override ``document``, ``node``, ``edge`` and ``finalize``.

    Args:
        graph: what is written, for exporters that need to look up the ends of an edge.
        out: an open file, binary if ``binary`` else text.
    """

    binary = False

    def __init__(self, graph: Graph, out: IO[Any]) -> None:
        self.graph = graph
        self.out = out

    def write(self, record: Record) -> None:
        """Take one document, node or edge."""
        if isinstance(record, Node):
            self.node(record)
        elif isinstance(record, Edge):
            self.edge(record)
        else:
            self.document(record)

    def document(self, document: DocumentText) -> None:
        """Take a document's text (most formats leave it out)."""

    def node(self, node: Node) -> None:
        """Take a node."""

    def edge(self, edge: Edge) -> None:
        """Take an edge; its ends have been taken before."""

    def finalize(self) -> None:
        """End the file."""

    def run(self) -> None:
        """Take every record of the graph in canonical order, and end the file."""
        for record in records(self.graph):
            self.write(record)
        self.finalize()

    @classmethod
    def to_stream(cls, graph: Graph, stream: IO[Any]) -> None:
        """Write to an open text or binary file, which stays open."""
        with _fitting(stream, cls.binary) as out:
            cls(graph, out).run()

    @classmethod
    def to_path(cls, graph: Graph, path: Path) -> Iterable[Path]:
        """Write to a file, whole or not at all; returns its path."""
        with atomic(path) as raw:
            cls.to_stream(graph, raw)
        return [path]


class FolderExporter(Exporter):
    """Writes one graph to several files: ``files`` gives their names and what is in them."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file."""
        raise NotImplementedError

    @classmethod
    def to_stream(cls, graph: Graph, stream: IO[Any]) -> None:
        """Several files do not fit into one stream."""
        raise GraphError("E207", name=cls.__name__.removesuffix("Exporter").lower())

    @classmethod
    def to_path(cls, graph: Graph, path: Path) -> Iterable[Path]:
        """Write the files into the folder ``path``, which is made if need be."""
        path.mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in cls(graph, io.BytesIO()).files():
            with atomic(path / name) as raw:
                raw.write(content)
            written.append(path / name)
        return written


def records(graph: Graph) -> Iterator[Record]:
    """Documents, nodes and edges in canonical order."""
    for key in sorted(graph.documents):
        yield graph.documents[key]
    yield from graph.nodes()
    yield from graph.edges()


@contextlib.contextmanager
def atomic(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of ``path`` when the block ends well, and vanishes when it does not.

    A path that exists and is no regular file (a pipe, ``/dev/stdout``) is written to directly.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as direct:
            yield direct
        return
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _fitting(stream: IO[Any], binary: bool) -> Iterator[IO[Any]]:
    """``stream`` as text (UTF-8, ``\\n``) or binary, whichever is wanted, without closing it."""
    takes_text = isinstance(stream, io.TextIOBase)
    if binary and takes_text:
        stream.flush()
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            raise GraphError("E207", name="binary")
        yield buffer
        buffer.flush()
    elif not binary and takes_text and getattr(stream, "buffer", None) is not None:
        stream.flush()
        with _wrapped(stream.buffer) as out:  # type: ignore[attr-defined]
            yield out
    elif not binary and not takes_text:
        with _wrapped(stream) as out:
            yield out
    else:
        yield stream


@contextlib.contextmanager
def _wrapped(raw: IO[bytes]) -> Iterator[IO[str]]:
    out = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n", write_through=False)
    try:
        yield out
    finally:
        out.flush()
        out.detach()
