"""Writing a graph where the command line says, and the list of formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.formats import format_of, formats, get_format, write
from plankg.console import console, is_terminal
from plankg.output import RowOptions, emit

if TYPE_CHECKING:
    from kg.graph import Graph


def check_output(name: str | None, output: str) -> None:
    """Find out before the work whether format and file go together.

    Raises ``GraphError`` (E202, E206) and ``click.UsageError`` for bytes on a terminal.
    """
    fmt = get_format(name) if name else get_format("json") if output == "-" else format_of(output)
    if output == "-" and fmt.kind == "binary" and is_terminal(sys.stdout):
        raise click.UsageError(f"{fmt.name} is not for a terminal; give a file with -o")
    if output == "-" and fmt.name == "neo4j-admin":
        raise click.UsageError("neo4j-admin writes a folder; give one with -o")


def write_graph(graph: Graph, output: str, name: str | None = None) -> None:
    """Write ``graph`` and say what was written."""
    files = write(graph, output, name)
    if files:
        shown = ", ".join(str(path) for path in files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")
        console.say(f"wrote {shown} ({len(graph)} nodes, {graph.nx.number_of_edges()} edges)")
    if name == "neo4j-admin" and files:
        console.say(f"import it with {Path(output) / 'import.sh'} while the server is stopped")


def list_formats() -> None:
    """The formats, what each is good for, and its suffixes."""
    rows = [(f.name, f.title, " ".join(f.suffixes), f.kind) for f in formats()]
    emit(("format", "good for", "suffixes", "kind"), rows, RowOptions("table", "-", None))
