"""Run the code cells of a notebook in order, in plain Python, and write what they print and give into the file.

``python scripts/run_notebook.py docs/notebook.ipynb``; no Jupyter needed. A cell's pictures and pages are left out.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def run(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The code cells of ``notebook`` with their outputs as Jupyter keeps them. What a cell raises is raised."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            value = _run_cell("".join(cell["source"]), names, f"cell {number}")
        cell["execution_count"] = number
        cell["outputs"] = []
        if said.getvalue():
            cell["outputs"].append({"name": "stdout", "output_type": "stream", "text": _lines(said.getvalue())})
        if value is not None and not hasattr(value, "_repr_html_"):
            data = {"text/plain": _lines(repr(value))}
            cell["outputs"].append(
                {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
            )
    return cells


def _run_cell(source: str, names: dict[str, Any], where: str) -> Any:
    """Run a cell; the value of its last line, if that is an expression."""
    tree = ast.parse(source, where)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), names)
    return eval(compile(ast.Expression(last.value), where, "eval"), names) if isinstance(last, ast.Expr) else None


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(path: Path) -> None:
    """Run the notebook at ``path`` and write it back with its outputs."""
    notebook = json.loads(path.read_text("utf-8"))
    run(notebook)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
