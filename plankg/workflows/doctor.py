"""``plankg doctor``: what is installed, which settings count, whether the database is whole."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import PlanKGError
from plankg.output import RowOptions, emit
from plankg.settings import Target, config_files

OK, WARN, FAIL = "ok", "warning", "failed"
Row = tuple[str, str, str]

_PACKAGES = ("click", "networkx", "openpyxl", "pyvis", "spacy", "arcadedb", "neo4j")


def examine(db: Target, rows: RowOptions) -> int:
    """Print one row a check; returns the exit code (1 if one failed)."""
    found: list[Row] = []
    for check in (_python, _packages, _data, _settings, lambda: _database(db)):
        try:
            found += list(check())
        except PlanKGError as error:
            found.append((_name(check), FAIL, str(error)))
    emit(("check", "state", "detail"), found, rows)
    return 1 if any(state == FAIL for _, state, _ in found) else 0


def _name(check: Callable[[], Any]) -> str:
    return check.__name__.strip("_<>").replace("lambda", "database")


def _python() -> Iterator[Row]:
    version = platform.python_version()
    fits = (3, 11) <= sys.version_info[:2] <= (3, 14)
    yield "python", OK if fits else WARN, version if fits else f"{version}; 3.11 to 3.14 are tested"


def _packages() -> Iterator[Row]:
    from importlib import metadata

    for name in ("plankg", *_PACKAGES):
        try:
            yield name, OK, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, FAIL, f"not installed; `pip install {name}`"


def _data() -> Iterator[Row]:
    """The rules' data are there, and the pipeline starts."""
    import extract
    from extract import build_pipeline

    try:
        build_pipeline()
    except Exception as error:
        yield "extraction", FAIL, f"{type(error).__name__}: {error}"
        return
    yield "extraction", OK, f"rules {extract.RULES_VERSION}"


def _settings() -> Iterator[Row]:
    used = [str(path) for path in config_files() if path.is_file()]
    yield "config files", OK, ", ".join(used) or "none"


def _database(db: Target) -> Iterator[Row]:
    from plankg.workflows.stores import open_target

    if not db.is_server and not Path(db.place).exists():
        yield "database", WARN, f"no graph at {db.place} yet; make one with `plankg build`"
        return
    with open_target(db) as store:
        info = store.info()
        yield "database", OK, f"{info.location}: {info.engine} {info.version}"
        for name, value in info.details.items():
            yield name, OK, str(value)
        yield "content", OK, f"{sum(info.labels.values())} nodes, {sum(info.types.values())} edges"
        yield from _evidence(store)


def _evidence(store: Any) -> Iterator[Row]:
    """Every evidence is the text at its offsets: checked on the graph as it comes back from the database."""
    graph = store.read_graph()
    problems = list(graph.problems())
    if problems:
        yield "evidence", FAIL, f"{len(problems)} problems, the first: {problems[0]}"
    else:
        yield "evidence", OK, f"of {len(graph.documents)} documents agrees with their texts"
