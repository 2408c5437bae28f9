"""Files for Neo4j's own tools, made from the ontology, the page's look and the saved queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from kg.errors import GraphError
from kg.formats.base import atomic
from plankg.console import console

Tool = Literal["browser", "bloom"]


def write_for(tool: Tool, folder: str) -> None:
    """Write the files of ``tool`` into ``folder`` (made if need be) and say how to use them. Raises E208."""
    files = {"browser": _browser, "bloom": _bloom}[tool]()
    place = Path(folder)
    try:
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            with atomic(place / name) as out:
                out.write(content)
    except OSError as error:
        raise GraphError("E208", path=place, reason=error.strerror or error) from error
    for name, how in _HOW[tool].items():
        console.say(f"wrote {place / name}: {how}")


_HOW = {
    "browser": {
        "plankg.grass": "drop it on Neo4j Browser (colours, captions)",
        "plankg-favourites.zip": "drop it on Neo4j Browser (the saved queries as favourites)",
    },
    "bloom": {"plankg-perspective.json": "Bloom: Perspectives, Import"},
}


def _browser() -> dict[str, bytes]:
    from cypher import saved_queries
    from cypher.browser import favourites, favourites_zip, style

    queries = saved_queries()
    scripts = {path: script.encode() for path, script in favourites(queries).items()}
    return {
        "plankg.grass": style(_look()).encode(),
        "plankg-favourites.zip": favourites_zip(queries),
        **scripts,
    }


def _bloom() -> dict[str, bytes]:
    from cypher import saved_queries
    from cypher.bloom import perspective

    text = json.dumps(perspective(_look(), saved_queries()), ensure_ascii=False, indent=1)
    return {"plankg-perspective.json": text.encode() + b"\n"}


def _look() -> dict[str, dict[str, dict[str, object]]]:
    from viz.bundle import module

    look: dict[str, dict[str, dict[str, object]]] = json.loads(module("look.json"))
    return look
