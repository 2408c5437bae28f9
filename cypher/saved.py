"""Saved queries: ``.cypher`` files that say what they are for, with typed parameters.

A file begins with a comment block in YAML and goes on with one statement of Cypher 5 that runs unchanged on
the embedded database and on Neo4j::

    /*
    title: {en: Who is responsible …, zh: 谁负责…}
    description: {en: …, zh: …}
    params:
      name: {type: string, example: 广东教育云, en: name or alias, zh: 名称或别名}
      limit: {type: integer, default: 20, example: 20, en: most rows, zh: 最多行数}
    */
    MATCH …

A parameter without ``default`` must be given. The order of the rows is fixed in the statement.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from kg.errors import QueryError

_HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
_TRUE, _FALSE = {"true", "yes", "1", "是"}, {"false", "no", "0", "否"}


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a saved query. ``type``: string, integer, float, boolean or strings (a list)."""

    name: str
    type: str
    en: str
    zh: str
    example: Any
    required: bool
    default: Any = None

    def read(self, value: Any) -> Any:
        """``value`` (often text from the command line) as this parameter's type. Raises ``QueryError`` (E407)."""
        if value is None:
            return None
        try:
            return _READERS[self.type](value)
        except (ValueError, TypeError):
            reason = f"`{value}` is no {self.type}; for example {self.name}={self.example}"
            raise QueryError("E407", param=self.name, reason=reason) from None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question that analysts ask, ready to run. ``titles`` and ``descriptions`` hold ``en`` and ``zh``."""

    name: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    params: tuple[Param, ...]
    text: str

    def title(self, lang: str = "en") -> str:
        """The title in ``en`` or ``zh``."""
        return self.titles.get(lang) or self.titles["en"]

    def description(self, lang: str = "en") -> str:
        """The description in ``en`` or ``zh``."""
        return self.descriptions.get(lang) or self.descriptions["en"]

    def bind(self, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Every parameter with its value, typed.

        Raises:
            QueryError: one is missing (E405), unknown or of the wrong type (E407).
        """
        given = dict(values or {})
        bound: dict[str, Any] = {}
        for param in self.params:
            if param.name in given:
                bound[param.name] = param.read(given.pop(param.name))
            elif param.required:
                raise QueryError("E405", name=self.name, param=param.name)
            else:
                bound[param.name] = param.default
        if given:
            known = ", ".join(param.name for param in self.params) or "none"
            reason = f"`{self.name}` has no such parameter (it has: {known})"
            raise QueryError("E407", param=min(given), reason=reason)
        return bound

    def example(self) -> dict[str, Any]:
        """Values that show how it is called."""
        return {param.name: param.example for param in self.params if param.required}

    def command(self) -> str:
        """The example as a command line."""
        words = ["plankg", "query", "--saved", self.name]
        for name, value in self.example().items():
            words += ["--param", f"{name}={value}"]
        return " ".join(words) if _harmless(words) else shlex.join(words)


def _harmless(words: list[str]) -> bool:
    return all(re.fullmatch(r"[\w=.:/-]+", word) for word in words)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    return int(value)


def _boolean(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(value)
    return word in _TRUE


def _string(value: Any) -> str:
    if isinstance(value, dict | list):
        raise TypeError(value)
    return str(value)


def _strings(value: Any) -> list[str]:
    items = re.split(r"[,，、]", value) if isinstance(value, str) else list(value)
    return [str(item).strip() for item in items if str(item).strip()]


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "integer": _integer,
    "float": float,
    "boolean": _boolean,
    "strings": _strings,
}


def parse(name: str, source: str) -> SavedQuery:
    """The saved query in ``source``. Raises ``QueryError`` (E408) if its header is not as it must be."""
    import yaml

    found = _HEADER.match(source)
    if found is None:
        raise QueryError("E408", name=name, reason="it does not begin with a /* header */")
    try:
        raw = yaml.safe_load(found[1])
        params = tuple(_param(key, spec) for key, spec in (raw.get("params") or {}).items())
        titles, descriptions = dict(raw["title"]), dict(raw["description"])
        if not (titles["en"] and titles["zh"] and descriptions["en"] and descriptions["zh"]):
            raise ValueError("an empty title or description")
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise QueryError("E408", name=name, reason=reason) from error
    return SavedQuery(name, titles, descriptions, params, source[found.end() :].strip())


def _param(name: str, spec: Mapping[str, Any]) -> Param:
    if spec["type"] not in _READERS:
        raise ValueError(f"`{name}` has unknown type `{spec['type']}`")
    default = spec.get("default")
    return Param(name, spec["type"], spec["en"], spec["zh"], spec["example"], "default" not in spec, default)


@cache
def _shipped() -> dict[str, SavedQuery]:
    files = (f for f in resources.files("cypher").joinpath("queries").iterdir() if f.name.endswith(".cypher"))
    found = [parse(f.name.removesuffix(".cypher"), f.read_text("utf-8")) for f in files]
    return {query.name: query for query in sorted(found, key=lambda q: q.name)}


def saved_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """All saved queries by name; those in ``folder`` (a user's own) come on top and win over shipped ones."""
    own = [parse(p.stem, p.read_text("utf-8")) for p in sorted(folder.glob("*.cypher"))] if folder else []
    return {**_shipped(), **{query.name: query for query in own}}


def saved_query(name: str, folder: Path | None = None) -> SavedQuery:
    """The saved query called ``name``. Raises ``QueryError`` (E404)."""
    queries = saved_queries(folder)
    if name not in queries:
        raise QueryError("E404", name=name)
    return queries[name]
