"""What a user says about names and edges: two names are the same or never the same, an edge or a name is wrong.

One format for the corrections kept with a graph, for files given with ``--corrections``, and for what an audit
gives back. CSV with a header line; ``relation`` says what a row is, the other columns may be left out::

    relation,label,name,name2,type,source,target,role,document,evidence,id,note
    same,Organization,广东省发展改革委,广东省计划委员会
    never,Region,鼓楼区,南京鼓楼
    drop,Project,一批平台
    drop,,,,RESPONSIBLE_FOR,广东省科技厅,广东教育云,lead,广东省数字经济发展规划,…

``same``: ``name2`` is made one with ``name``, which becomes the name of both. ``never``: the two are not made one, and
are taken apart where extraction made them one. ``drop``: this edge is wrong (by ``id``, or by type, ends and whatever else is
given), or with ``label`` and ``name`` this thing is none. Where names are not enough, ``name`` and ``name2`` may be node ids.
JSON holds a list of objects with the same keys.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import GraphError, InputError
from kg.identity import fold
from kg.ontology import ontology

COLUMNS = (
    "relation", "label", "name", "name2", "type", "source", "target", "role", "document", "evidence", "id", "note",
)  # fmt: skip
#: What a spreadsheet may have put in front of a cell to keep it from being a formula.
_GUARDED = re.compile(r"^'(?=\s*[=+\-@\t\r\n＝＋－＠])")
_NODE_ID = re.compile(r"^([A-Z][A-Za-z]+):[0-9a-f]{12}$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are the same, or never are. ``line`` is where the row stands in its file."""

    relation: str
    label: str
    name: str
    name2: str
    note: str = ""
    line: int = field(default=0, compare=False)

    @property
    def keys(self) -> tuple[str, str]:
        """Both names as they are compared."""
        return name_key(self.label, self.name), name_key(self.label, self.name2)

    def to_row(self) -> dict[str, str]:
        """The row of this pair, without empty cells."""
        row = {"relation": self.relation, "label": self.label, "name": self.name, "name2": self.name2}
        return {**row, "note": self.note} if self.note else row


@dataclass(frozen=True, slots=True)
class Drop:
    """An edge (or, with ``label`` and ``name``, a node) that is wrong. Empty fields say nothing."""

    label: str = ""
    name: str = ""
    type: str = ""
    source: str = ""
    target: str = ""
    role: str = ""
    document: str = ""
    evidence: str = ""
    id: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)

    def to_row(self) -> dict[str, str]:
        """The row of this correction, without empty cells."""
        row = {"relation": "drop"} | {c: getattr(self, c) for c in COLUMNS if c not in ("relation", "name2")}
        return {name: value for name, value in row.items() if value}


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything said, in the order of the rows."""

    pairs: tuple[Pair, ...] = ()
    drops: tuple[Drop, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs or self.drops)

    def of(self, relation: str) -> list[Pair]:
        """The pairs of one relation, ``same`` or ``never``."""
        return [pair for pair in self.pairs if pair.relation == relation]

    def joined(self, other: Corrections) -> Corrections:
        """These and ``other``'s, each once."""
        return Corrections(
            tuple(dict.fromkeys((*self.pairs, *other.pairs))), tuple(dict.fromkeys((*self.drops, *other.drops)))
        )

    def without(self, names: Iterable[str]) -> Corrections:
        """These without the pairs that hold exactly these two names, in either order."""
        wanted = sorted(map(fold, names))
        return Corrections(tuple(p for p in self.pairs if sorted((fold(p.name), fold(p.name2))) != wanted), self.drops)

    def rows(self) -> Iterator[dict[str, str]]:
        """Plain rows, as in the file."""
        yield from (pair.to_row() for pair in self.pairs)
        yield from (drop.to_row() for drop in self.drops)

    def to_csv(self) -> bytes:
        """The file's bytes, safe to open in a spreadsheet."""
        from kg.formats.tabular import csv_bytes

        return csv_bytes(COLUMNS, ([row.get(c, "") for c in COLUMNS] for row in self.rows()), bom=True)

    def check(self, path: str | Path) -> None:
        """Raise ``GraphError`` (E221) if two names are never the same, but made one by other rows, also in steps."""
        joined: dict[str, list[tuple[str, Pair]]] = defaultdict(list)
        for pair in self.of("same"):
            one, two = pair.keys
            joined[one].append((two, pair))
            joined[two].append((one, pair))
        for never in self.of("never"):
            steps = _steps(joined, *never.keys)
            if steps is not None:
                chain = ", ".join(f"{p.name} = {p.name2}{_at(p)}" for p in steps)
                raise GraphError(
                    "E221", path=path, name=never.name, name2=never.name2, at=_at(never), chain=chain or "one name"
                )


def name_key(label: str, name: str) -> str:
    """What a rule's name is compared by: a node id as it is, a name folded, within its label."""
    return name if is_node_id(name) else f"{label}|{fold(name)}"


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return _GUARDED.sub("", cell)


def is_node_id(name: str) -> bool:
    """Whether ``name`` is a node's id rather than its name."""
    return bool(_NODE_ID.match(name))


def read_corrections(path: str | Path) -> Corrections:
    """The corrections in a CSV or JSON file.

    Raises ``InputError`` (E101, E104, E105) if it cannot be read, ``GraphError`` for a row that makes no sense
    (E220) and for rows that contradict each other (E221).
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("E101", path=path) from error
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    return parse_corrections(data, path)


def parse_corrections(data: bytes, path: str | Path) -> Corrections:
    """The corrections in a file's bytes; ``path`` is what messages call it (see ``read_corrections``)."""
    text = _decode(data, path)
    numbered = _json_rows(text, path) if text.lstrip().startswith(("[", "{")) else _csv_rows(text, path)
    found = corrections_of(numbered, path)
    found.check(path)
    return found


def corrections_of(numbered: Iterable[tuple[int, Mapping[str, str]]], path: str | Path) -> Corrections:
    """Corrections from rows with their line numbers. Raises ``GraphError`` (E220)."""
    from kg.formats.base import clean
    from kg.formats.tabular import one_kind_of_line_end

    pairs: dict[Pair, None] = {}
    drops: dict[Drop, None] = {}
    for line, raw in numbered:
        row = {name: one_kind_of_line_end(clean(unguarded(str(raw.get(name) or "").strip()))) for name in COLUMNS}
        try:
            if row["relation"] in ("same", "never"):
                pairs[_pair(row, line)] = None
            elif row["relation"] == "drop":
                drops[_drop(row, line)] = None
            else:
                raise ValueError(f"relation is `{row['relation'][:40]}`; known are same, never, drop")
        except ValueError as error:
            raise GraphError("E220", path=path, line=line, reason=error) from error
    return Corrections(tuple(pairs), tuple(drops))


def _pair(row: dict[str, str], line: int) -> Pair:
    label = row["label"] or next((m[1] for n in ("name", "name2") if (m := _NODE_ID.match(row[n]))), "")
    _check_label(label)
    if not row["name"] or not row["name2"]:
        raise ValueError("it needs name and name2")
    pair = Pair(row["relation"], label, row["name"], row["name2"], row["note"], line)
    if pair.keys[0] == pair.keys[1]:
        raise ValueError(f"both names are {pair.name}; give node ids to tell namesakes apart")
    for name in (pair.name, pair.name2):
        if is_node_id(name) and not name.startswith(f"{label}:"):
            raise ValueError(f"{name} is no {label}")
    return pair


def _drop(row: dict[str, str], line: int) -> Drop:
    drop = Drop(**{c: row[c] for c in COLUMNS if c not in ("relation", "name2")}, line=line)
    if drop.type and drop.type not in ontology().types:
        raise ValueError(f"unknown edge type {drop.type}")
    if drop.name:
        _check_label(drop.label)
    elif not drop.id and not (drop.type and drop.source and drop.target):
        raise ValueError("to drop an edge give its id, or type, source and target; to drop a thing, label and name")
    return drop


def _check_label(label: str) -> None:
    spec = ontology().labels.get(label)
    if spec is None or spec.local:
        known = ", ".join(name for name, s in ontology().labels.items() if not s.local)
        raise ValueError(f"label is `{label[:40]}`; known are {known}")


def _decode(data: bytes, path: str | Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("E104", path=path)


def _csv_rows(text: str, path: str | Path) -> Iterator[tuple[int, dict[str, str]]]:
    lines = [(n, line) for n, line in enumerate(io.StringIO(text, newline=""), start=1) if not line.startswith("#")]
    reader = csv.DictReader(line for _, line in lines)
    try:
        header = [str(name).strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        if header and "relation" not in header:
            raise GraphError(
                "E220", path=path, line=1, reason=f"no column `relation`; the columns are {','.join(COLUMNS)}"
            )
        for row in reader:
            cells: dict[str, Any] = {k: v for k, v in row.items() if k}
            if any(cells.values()):
                yield lines[reader.line_num - 1][0], cells
    except csv.Error as error:
        raise GraphError("E220", path=path, line=reader.line_num, reason=error) from error


def _json_rows(text: str, path: str | Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise GraphError("E220", path=path, line=getattr(error, "lineno", 1), reason=error) from error
    rows = raw.get("corrections") if isinstance(raw, dict) else raw
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise GraphError("E220", path=path, line=1, reason="it is no list of objects")
    yield from enumerate(rows, start=1)


def _steps(joined: Mapping[str, list[tuple[str, Pair]]], start: str, goal: str) -> list[Pair] | None:
    """The rows that lead from one name to another, fewest first; None if none do."""
    came: dict[str, tuple[str, Pair] | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == goal:
            steps: list[Pair] = []
            while (before := came[here]) is not None:
                here = before[0]
                steps.append(before[1])
            return steps[::-1]
        for other, pair in joined.get(here, ()):
            if other not in came:
                came[other] = here, pair
                queue.append(other)
    return None


def _at(row: Pair) -> str:
    return f" (line {row.line})" if row.line else ""
