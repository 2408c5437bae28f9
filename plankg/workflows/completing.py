"""What Tab offers in ``plankg shell``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

KEYWORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "RETURN DISTINCT", "WITH", "ORDER BY", "SKIP", "LIMIT", "UNWIND", "CALL", "UNION",
    "EXISTS", "COUNT", "AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL", "STARTS WITH", "ENDS WITH", "CONTAINS", "CASE", "WHEN",
    "THEN", "ELSE", "END", "AS", "DESC", "count(", "collect(", "labels(", "type(", "size(", "nodes(", "relationships(",
    "shortestPath(",
)  # fmt: skip
#: How many fit on a screen.
_MOST = 40
_QUOTED = re.compile(r"""(?:^|[^\\])(['"])([^'"]*)$""")
_TYPE = re.compile(r"\[\s{0,9}\w{0,40}\s{0,9}:[^\]]{0,300}?(\w{0,80})$")
_LABEL = re.compile(r":\s{0,9}(?:\w{1,80}\s{0,9}[|&]\s{0,9}){0,30}(\w{0,80})$")
_PROPERTY = re.compile(r"[\w)\]]\.(\w*)$|\{\s{0,9}(?:[^{}]{0,300},\s{0,9})?(\w{0,80})$")
_PARAMETER = re.compile(r"\$(\w*)$")
_WORD = re.compile(r"(?<!\w)(\w+)$")


class CypherCompleter(Completer):
    """Completes from the ontology, the saved queries, and the names in the graph.

    Args:
        commands: the prompt's own commands (``:help`` …) with what they do.
        names: gives all names of nodes; called once, when the first quoted text is completed.
        params: gives the names of the parameters that are set.
    """

    def __init__(
        self, commands: dict[str, str], names: Callable[[], Iterable[str]], params: Callable[[], Iterable[str]]
    ) -> None:
        from cypher import saved_queries
        from cypher.schema import NODE_KEYS
        from kg.ontology import ontology

        table = ontology()
        self.commands, self._names, self._params = commands, names, params
        self._known: list[str] | None = None
        self.labels = {name: spec.zh for name, spec in table.labels.items()}
        self.types = {name: spec.zh for name, spec in table.types.items()}
        own = [p for spec in table.labels.values() for p in spec.properties]
        on_edges = [p for spec in table.types.values() for p in (*spec.properties, spec.qualifier or "")]
        self.properties = sorted({*NODE_KEYS, *own, *on_edges, *table.edge_properties} - {"", "facts"})
        self.saved = {name: query.title() for name, query in saved_queries().items()}

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Completions for the text before the cursor."""
        line = document.text_before_cursor
        first = line.lstrip()
        if first.startswith(":"):
            yield from self._command(first)
        elif found := _QUOTED.search(line):
            yield from self._in_quotes(line, found)
        elif found := _PARAMETER.search(line):
            yield from _offer(found[1], dict.fromkeys(self._params(), ""))
        elif found := _TYPE.search(line):
            yield from _offer(found[1], self.types)
        elif found := _LABEL.search(line):
            yield from _offer(found[1], self.labels)
        elif found := _PROPERTY.search(line):
            yield from _offer(found[1] if found[1] is not None else found[2], dict.fromkeys(self.properties, ""))
        elif found := _WORD.search(line):
            yield from _offer(found[1], dict.fromkeys(KEYWORDS, ""))

    def _command(self, line: str) -> Iterator[Completion]:
        head, blank, rest = line.partition(" ")
        if not blank:
            yield from _offer(head, self.commands)
        elif head == ":saved" and " " not in rest:
            yield from _offer(rest, self.saved)
        elif head == ":saved":
            yield from self._saved_param(rest)

    def _saved_param(self, rest: str) -> Iterator[Completion]:
        from cypher import saved_queries

        query = saved_queries().get(rest.split(" ", 1)[0])
        if query is not None:
            word = rest.rsplit(" ", 1)[-1]
            name, equals, value = word.partition("=")
            if not equals:
                yield from _offer(name, {f"{param.name}=": param.zh for param in query.params})
            else:
                yield from _offer(value, dict.fromkeys(self._starting(value), ""))

    def _in_quotes(self, line: str, found: re.Match[str]) -> Iterator[Completion]:
        if line.count(found[1]) % 2:
            yield from _offer(found[2], dict.fromkeys(self._starting(found[2]), ""))

    def _starting(self, text: str) -> list[str]:
        """Names that begin with ``text``, then names that contain it."""
        if self._known is None:
            self._known = sorted({name for name in self._names() if "'" not in name and '"' not in name})
        begin = [name for name in self._known if name.startswith(text)]
        inside = [name for name in self._known if text in name and not name.startswith(text)] if text else []
        return (begin + inside)[:_MOST]


def _offer(typed: str, choices: dict[str, Any]) -> Iterator[Completion]:
    wanted = typed.lower()
    for name, meaning in choices.items():
        if name.lower().startswith(wanted) or ((len(wanted) > 1 or not wanted.isascii()) and wanted in name.lower()):
            yield Completion(name, start_position=-len(typed), display_meta=str(meaning))
