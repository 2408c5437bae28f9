"""Files for ``neo4j-admin database import full``: the fastest first load of millions of facts into an empty database.

Each label and each type (per pair of end labels) has a typed header file and a data file. ``import.sh`` holds the exact
command. The server must be stopped and the database empty; for updates use ``plankg load``.
"""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.formats.base import FolderExporter
from kg.formats.cypher import edge_row, node_row

#: Between the items of a list; a control character, which names cannot hold (they are cleaned of it).
ARRAY = "\x1f"

_README = """Import into an empty Neo4j 5 database (server stopped):

    ./import.sh [path of neo4j-admin] [database]

Then start the server and make the constraints and indexes:

    cypher-shell -f after-import.cypher
"""


class Neo4jAdminExporter(FolderExporter):
    """A folder of CSV files, ``import.sh`` and ``after-import.cypher``."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Header and data files, the command and the statements for afterwards."""
        arguments = []
        labels: dict[str, list[dict[str, Any]]] = {}
        for node in self.graph.nodes():
            labels.setdefault(node.label, []).append(node_row(node, self.graph))
        for label, rows in labels.items():
            name = f"nodes-{label}"
            yield from _pair(name, rows, ("id:ID", "name", "aliases"), {"id": "id:ID"})
            arguments.append(f"--nodes={label}={name}-header.csv,{name}.csv")
        types: dict[str, list[dict[str, Any]]] = {}
        for edge in self.graph.edges():
            row = edge_row(edge)
            types.setdefault(edge.type, []).append(
                {":START_ID": row["source"], ":END_ID": row["target"], **row["properties"]}
            )
        for type_, rows in types.items():
            name = f"relationships-{type_}"
            yield from _pair(name, rows, (":START_ID", ":END_ID", "id"), {})
            arguments.append(f"--relationships={type_}={name}-header.csv,{name}.csv")
        yield "import.sh", _command(arguments).encode()
        yield "after-import.cypher", _afterwards(labels).encode()
        yield "README.txt", _README.encode()


def _pair(
    name: str, rows: list[dict[str, Any]], first: Sequence[str], special: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Header file and data file of rows; ``first`` columns come first."""
    names = dict.fromkeys(special.get(key, key) for row in rows for key in row)
    columns = [c for c in first if c in names] + sorted(c for c in names if c not in first)
    back = {to: key for key, to in special.items()}
    keys = [back.get(c, c) for c in columns]
    kinds = [_kind(row.get(key) for row in rows) for key in keys]
    header = [c if ":" in c else f"{c}:{kind}" for c, kind in zip(columns, kinds, strict=True)]
    yield f"{name}-header.csv", _csv([header])
    data = ([_cell(row.get(key), kind) for key, kind in zip(keys, kinds, strict=True)] for row in rows)
    yield f"{name}.csv", _csv(data)


def _kind(values: Iterable[Any]) -> str:
    """The narrowest type that holds all values."""
    found = {type(value) for value in values if value is not None}
    if found == {list}:
        return "string[]"
    if found == {bool}:
        return "boolean"
    if found == {int}:
        return "long"
    if found and found <= {int, float}:
        return "double"
    return "string"


def _cell(value: Any, kind: str) -> str:
    """A cell; an empty string is quoted (``""``), which the importer tells from a missing value."""
    if value is None or value == []:
        return _MISSING
    if isinstance(value, list):
        return ARRAY.join(_text(str(item)) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(str(float(value)) if kind == "double" else str(value))


_MISSING = "\x00missing"


def _text(text: str) -> str:
    """What UTF-8 and the importer can hold: no NUL, no array delimiter, no lone surrogates."""
    return text.replace("\x00", "\ufffd").replace(ARRAY, "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    for row in rows:
        out.write(",".join("" if cell == _MISSING else '"' + cell.replace('"', '""') + '"' for cell in row) + "\n")
    return out.getvalue().encode("utf-8")


def _command(arguments: list[str]) -> str:
    lines = " \\\n  ".join(shlex.quote(argument) for argument in arguments)
    return (
        "#!/bin/sh\n"
        "# Import into an empty database while the server is stopped. $1: neo4j-admin, $2: name of the database.\n"
        'cd "$(dirname "$0")" || exit 1\n'
        'exec "${1:-neo4j-admin}" database import full "${2:-neo4j}" \\\n'
        "  --overwrite-destination --id-type=string --array-delimiter=U+001F --multiline-fields=true"
        + (f" \\\n  {lines}" if lines else "")
        + "\n"
    )


def _afterwards(labels: Iterable[str]) -> str:
    return "".join(
        f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n"
        f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.name);\n"
        for label in labels
    )
