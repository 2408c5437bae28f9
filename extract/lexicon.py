"""Data files of the rules: CSV rows with an id, what they match and an example sentence."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from pathlib import Path

from kg.errors import InputError, SettingError


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``extract/data/<name>`` (a CSV with a header line; lines that start with ``#`` are comments)."""
    text = resources.files("extract").joinpath("data", name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines))


@cache
def words(name: str, column: str = "name") -> tuple[str, ...]:
    """One column of a data file."""
    return tuple(row[column] for row in rows(name))


#: Columns of a user's own lexicon (``--lexicon my.csv``).
USER_COLUMNS = ("label", "name", "aliases", "kind")


def user_rows(path: str | Path) -> tuple[dict[str, str], ...]:
    """Rows of a user's lexicon: ``label,name[,aliases][,kind]``, aliases separated by ``|``.

    Raises ``InputError`` if the file cannot be read and ``SettingError`` if a row makes no sense.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise InputError("E105", path=path, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise InputError("E104", path=path) from error
    found = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        label, name = (row.get("label") or "").strip(), (row.get("name") or "").strip()
        if label not in ("Region", "Organization", "Project", "Sector") or not name:
            raise SettingError(
                "E601",
                name=f"--lexicon {path} line {number}",
                reason="needs a label (Region, Organization, Project or Sector) and a name",
            )
        found.append({column: (row.get(column) or "").strip() for column in USER_COLUMNS})
    return tuple(found)
