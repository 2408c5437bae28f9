"""The notebook in the docs: its cells run in order (in plain Python, without Jupyter) and find what the text says."""

from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def notebook():
    return json.loads(NOTEBOOK.read_text("utf-8"))


def test_cells_run_and_say_something(notebook, monkeypatch):
    monkeypatch.chdir(ROOT / "docs")
    run = run_path(str(ROOT / "scripts" / "run_notebook.py"))["run"]
    said = ["".join(line for out in cell["outputs"] for line in out.get("text", [])) for cell in run(notebook)]
    assert "个节点" in said[0] and "who-is-responsible" not in said[1] and "某规划依据什么" in said[1]
    assert any(line.startswith("2020  ") for line in said[2].splitlines())
    assert len(said[3].splitlines()) == 5 and "—PILOTS→" in said[3]
    assert len(said[4].splitlines()) == 5 and "领域" in said[5] and "█" in said[6]
    assert "周围" in said[7]


def test_file_is_a_notebook_with_the_outputs_of_one_run():
    found = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"])
    code = [cell for cell in found["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(cell["outputs"] for cell in code[:-1]) and NOTEBOOK.stat().st_size < 40_000
    assert str(Path.home()) not in NOTEBOOK.read_text("utf-8")
