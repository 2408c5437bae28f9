"""The page as one file: template, style, library, scripts and data put together under a strict content policy."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from kg.errors import GraphError, PlanKGError
from kg.graph import Graph
from kg.ontology import ontology
from viz.bundle import bundle, module
from viz.carrier import library
from viz.payload import TEXT_LIMIT, Options, document_titles, page_data

LANGUAGES = ("zh", "en")


class PageError(PlanKGError):
    """A page that cannot be made or written."""


def page_html(
    graph: Graph,
    *,
    title: str | None = None,
    lang: str = "zh",
    center: str | Sequence[str] | None = None,
    hops: int = 1,
    positions: dict[str, tuple[float, float]] | None = None,
    text_limit: int = TEXT_LIMIT,
) -> str:
    """The page of ``graph`` as text; the same graph gives the same text.

    Args:
        graph: what to show, with the plans' texts in ``graph.documents``.
        title: what the page is called; made from the plans' titles if not given.
        lang: ``zh`` or ``en``, the language of the page's own words.
        center: id or name of the node (or several) to open on.
        hops: how far around ``center`` to open, 1 or 2.
        positions: coordinates by node id, instead of computed ones.
        text_limit: characters of plan text that are kept in the page, in all.

    Raises:
        GraphError: E204 if nothing is called ``center``; E205 for another ``lang``.
    """
    if lang not in LANGUAGES:
        raise GraphError("E205", what="language", name=lang, known=", ".join(LANGUAGES))
    messages = json.loads(module("messages.json"))[lang]
    options = Options(
        title=title or _title(graph, messages),
        lang=lang,
        center=_centers(graph, center),
        hops=hops,
        positions=positions,
        text_limit=text_limit,
    )
    data = page_data(graph, options)
    data["lang"] = lang
    data["messages"] = messages
    data["ontology"] = _vocabulary(lang, messages)
    return _fill(
        {
            "lang": "zh-CN" if lang == "zh" else "en",
            "title": html.escape(options.title or ""),
            "policy": "",
            "style": module("style.css") + _palette(),
            "data": _json(data),
            "library": library(),
            "script": bundle(),
            **{f"t:{key}": html.escape(value) for key, value in messages.items() if isinstance(value, str)},
        }
    )


def write_page(graph: Graph, target: str | Path | IO[Any], **options: Any) -> None:
    """Write the page of ``graph`` to ``target``: a path, or an open file (text or binary).

    A file at a path is replaced whole or not at all. ``options`` are those of ``page_html``.

    Raises:
        PageError: E701 if the file cannot be written.
        GraphError: see ``page_html``.
    """
    content = page_html(graph, **options).encode("utf-8", "replace")
    if not isinstance(target, str | Path):
        try:
            target.write(content)
        except TypeError:
            target.write(content.decode("utf-8"))
        return
    try:
        _replace(Path(target), content)
    except OSError as error:
        raise PageError("E701", path=target, reason=error.strerror or str(error)) from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _title(graph: Graph, messages: dict[str, Any]) -> str:
    titles = document_titles(graph.documents.values())
    if not titles:
        return str(messages["app"])
    return titles[0] if len(titles) == 1 else str(messages["title.many"]).format(first=titles[0], count=len(titles))


def _centers(graph: Graph, center: str | Sequence[str] | None) -> list[str]:
    wanted = [center] if isinstance(center, str) else list(center or ())
    found: list[str] = []
    for name in wanted:
        ids = [name] if name in graph else [node.id for node in graph.find(name)]
        if not ids:
            raise GraphError("E204", name=name)
        found += ids
    return found


def _vocabulary(lang: str, messages: dict[str, Any]) -> dict[str, Any]:
    """Labels, edge types and roles in their order, with the words and marks the page shows."""
    table, look = ontology(), json.loads(module("look.json"))
    named = messages["vocabulary"]
    return {
        "labels": [
            {"name": name, "word": spec.zh if lang == "zh" else named["labels"][name], **look["labels"][name]}
            for name, spec in table.labels.items()
        ],
        "types": [
            {
                "name": name,
                "word": named["types"][name][0],
                "back": named["types"][name][1],
                "qualifier": spec.qualifier,
                **look["types"][name],
            }
            for name, spec in table.types.items()
        ],
        "roles": [{"name": name, "word": named["roles"][name]} for name in table.roles],
        "kinds": {name: named["kinds"][name] for name in table.kinds},
    }


def _palette() -> str:
    """Rules for the colours of labels and edge types, in light and dark, from ``look.json``."""
    look = json.loads(module("look.json"))
    looks = {**look["labels"], **look["types"]}
    light = "".join(f"--c-{name}:{row['color']};" for name, row in looks.items())
    dark = "".join(f"--c-{name}:{row['dark']};" for name, row in looks.items())
    rules = [f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"]
    for name in looks:
        rules.append(f".mark .fill-{name}{{fill:var(--c-{name})}}.mark .stroke-{name}{{stroke:var(--c-{name})}}")
        rules.append(
            f".tint-{name}{{--c:var(--c-{name})}}.under-{name}{{--u:var(--c-{name})}}.line-{name}{{--l:var(--c-{name});border-color:var(--c-{name})}}"
        )
    return "\n".join(rules)


def _json(data: Any) -> str:
    """JSON that can stand in a ``<script>`` element whatever the names in it are."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _fill(values: dict[str, str]) -> str:
    """The template, with the hashes of the scripts and the style it may run."""
    sources = {name: _hash(values[name]) for name in ("library", "script", "style")}
    values["policy"] = (
        f"default-src 'none'; script-src {sources['library']} {sources['script']}; style-src {sources['style']}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return fill("template.html", values)


def fill(name: str, values: dict[str, str]) -> str:
    """The file ``name`` with its ``{{places}}`` filled in one pass, so that no value is read as template."""
    return re.sub(r"\{\{([\w.:-]+)\}\}", lambda place: values[place[1]], module(name))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode()}'"
