"""What the README and the docs tell a new user to type works on the sample, and answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/queries.md")


def lines() -> list[str]:
    """The ``plankg query|search|export|view`` lines of the pages, without their comments."""
    found = []
    for page in PAGES:
        for line in (ROOT / page).read_text("utf-8").splitlines():
            match = re.match(r"    plankg ((?:query|search|export|view)\b.*)$", line)
            if match:
                found.append(re.sub(r"\s+#.*$", "", match[1]))
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cypher import open_store
    from extract import extract_file

    folder = tmp_path_factory.mktemp("readme")
    with open_store(str(folder / "plans.kg"), create=True) as store:
        store.load(extract_file(ROOT / "examples" / "gd-digital-economy-2018-2025.txt"))
    return folder


@pytest.mark.parametrize("line", lines())
def test_a_line_of_the_docs_runs_and_answers(line: str, built: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    done = run(*shlex.split(line))
    assert done.code == 0, done.err
    assert "no rows" not in done.err


def test_there_are_lines_to_try() -> None:
    assert len(lines()) >= 8
