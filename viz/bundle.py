"""One script from the page's ES modules: no build step, no tool, the same bytes every time.

Each module in ``viz/web`` is plain ES with ``import { a, b } from "./x.js";`` lines and ``export`` in front of
functions, constants and classes. They are put in dependency order into one function; names at top level must be
unique over all modules, which is checked here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_IMPORT = re.compile(r'^import\s+\{([^}]*)\}\s+from\s+"\./([\w-]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.M)
_TOP = re.compile(r"^(?:export )?(?:async )?(?:function\*?|const|let|class)\s+(\w+)", re.M)


@cache
def module(name: str) -> str:
    """Source text of one of the page's files."""
    return resources.files("viz.web").joinpath(name).read_text("utf-8")


def order(entry: str = "main.js") -> list[str]:
    """Names of ``entry`` and of all modules it imports, each after the ones it needs."""
    done: list[str] = []
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise ValueError(f"modules import each other: {' -> '.join([*open_, name])}")
        open_.append(name)
        for _, needed in _IMPORT.findall(module(name)):
            visit(needed)
        open_.pop()
        done.append(name)

    visit(entry)
    return done


def exports(name: str) -> set[str]:
    """Names that a module exports."""
    return {
        m[1] for m in re.finditer(r"^export (?:async )?(?:function\*?|const|let|class)\s+(\w+)", module(name), re.M)
    }


def bundle(entry: str = "main.js", *, expose: str = "") -> str:
    """The script: ``entry`` and what it imports in one strict function.

    Args:
        entry: the module to start from.
        expose: name of a global that receives everything exported; for tests of the parts.
    """
    parts, owner = [], dict[str, str]()
    names = order(entry)
    for name in names:
        source = module(name)
        for wanted, needed in _IMPORT.findall(source):
            missing = {w.strip() for w in wanted.split(",") if w.strip()} - exports(needed)
            if missing:
                raise ValueError(f"{name} imports {sorted(missing)} which {needed} does not export")
        for top in _TOP.findall(source):
            if top in owner:
                raise ValueError(f"`{top}` is defined in {owner[top]} and in {name}")
            owner[top] = name
        parts.append(f"// {name}\n" + _EXPORT.sub("", _IMPORT.sub("", source)).strip())
    if expose:
        public = sorted(set().union(*(exports(name) for name in names)))
        parts.append(f"globalThis.{expose} = {{ {', '.join(public)} }};")
    return '(function () {\n"use strict";\n' + "\n\n".join(parts) + "\n})();\n"
