"""Names of edges in a statement, where the embedded engine loses them.

The engine leaves out an edge's name that it thinks nobody needs, and does not see every need: a name used only in
the ``{…}`` or a WHERE inside a pattern, or in the ORDER BY of a WITH that hands on other things, is null there, and rows
are lost or ordered wrongly without a word. ``keep`` adds to the pattern that names the edge a condition which is always true and
uses the name (``WHERE e IS NOT NULL``); the engine then keeps it, and the statement means the same.

A name used again in a pattern that is an expression (``[(a)-[e]->(b) | …]``, ``WHERE (a)-[e]->(b)``) is taken by the
engine for a new edge; ``taken_again`` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cypher.columns import closing, is_word

_NAME = re.compile(r"[^\W\d]\w*|`(?:``|[^`])*`")
_CLAUSES = frozenset(
    ("MATCH", "OPTIONAL", "WITH", "RETURN", "UNWIND", "CALL", "CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE")
) | {"FOREACH", "UNION", "ORDER", "SKIP", "LIMIT", "OFFSET", "ON", ";"}
_UPDATING = frozenset(("CREATE", "MERGE"))


@dataclass(slots=True)
class _Pattern:
    """A pattern that binds names: from ``start`` to ``end``, its condition up to ``until``; positions in the words.

    ``end`` is the last word of the pattern; ``until`` the last word of its WHERE, or ``end`` where it has none.
    """

    start: int
    end: int
    until: int
    edges: list[str] = field(default_factory=list)


def keep(pieces: list[str]) -> list[str]:
    """``pieces`` (words, blanks and comments of a statement) with the conditions added that keep edges' names."""
    places = [i for i, piece in enumerate(pieces) if not _blank(piece)]
    words = [pieces[i] for i in places]
    patterns = [p for p in _patterns(words) if p.edges]
    if not patterns:
        return pieces
    needed = {name for p in _patterns(words) for name in _within(words[p.start : p.end + 1])} | set(_ordering(words))
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for pattern in patterns:
        condition = " AND ".join(f"{name} IS NOT NULL" for name in pattern.edges if name in needed)
        if not condition:
            continue
        if pattern.until > pattern.end:
            first = places[pattern.end + 2]
            before[first] = f"{condition} AND (" + before.get(first, "")
            after[places[pattern.until]] = after.get(places[pattern.until], "") + ")"
        else:
            after[places[pattern.end]] = f" WHERE {condition}" + after.get(places[pattern.end], "")
    return [before.get(i, "") + piece + after.get(i, "") for i, piece in enumerate(pieces)]


def taken_again(words: list[str]) -> str:
    """A name of an edge that is bound and stands again in a pattern that is an expression; empty if there is none."""
    bound = {at for p in _patterns(words) for at in range(p.start, p.end + 1)} | set(_updated(words))
    inner = _comprehensions(words)
    outside = {word for at, word in enumerate(words) if at not in inner and not is_word(words, at - 1, ".")}
    for at, word in enumerate(words):
        if word == "[" and at not in bound and (name := _edge_name(words, at)):
            comprehension = at in inner
            if not comprehension or name in outside:
                return name
    return ""


def _blank(piece: str) -> bool:
    return piece.isspace() or piece.startswith(("//", "/*"))


# -- where patterns stand -------------------------------------------------------------------------


def _patterns(words: list[str]) -> Iterator[_Pattern]:
    """The patterns after MATCH and those that are the whole of ``EXISTS {…}`` or ``COUNT {…}``."""
    for at, word in enumerate(words):
        matches = word.upper() == "MATCH" and not is_word(words, at - 1, ".", ":")
        whole = word == "{" and is_word(words, at - 1, "EXISTS", "COUNT") and _opens_pattern(words, at + 1)
        if not (matches or whole):
            continue
        start = at + 1
        end = _end(words, start)
        if end >= start:
            where = is_word(words, end + 1, "WHERE")
            until = max(end, _end(words, end + 2, condition=True)) if where else end
            yield _Pattern(start, end, until, list(dict.fromkeys(_edges(words, start, end))))


def _opens_pattern(words: list[str], at: int) -> bool:
    return is_word(words, at, "(") or (is_word(words, at + 1, "=") and is_word(words, at + 2, "("))


def _end(words: list[str], start: int, *, condition: bool = False) -> int:
    """The last word of what begins at ``start``: before the next clause, or the bracket that closes around it."""
    depth = 0
    for at in range(start, len(words)):
        word, before = words[at], words[at - 1].upper()
        depth += (word in "([{") - (word in ")]}")
        if depth < 0:
            return at - 1
        if depth or before == "." or (word.upper() == "WITH" and before in ("STARTS", "ENDS")):
            continue
        if word.upper() in _CLAUSES or (word.upper() == "WHERE" and not condition):
            return at - 1
    return len(words) - 1


def _edges(words: list[str], start: int, end: int) -> Iterator[str]:
    """Names of the single edges in a pattern (not of those of variable length, nor within brackets)."""
    depth = 0
    for at in range(start, end + 1):
        if words[at] == "[" and depth == 0 and (name := _edge_name(words, at)) and not _variable(words, at):
            yield name
        depth += (words[at] in "([{") - (words[at] in ")]}")


def _edge_name(words: list[str], at: int) -> str:
    """The name in ``-[name …]-`` whose bracket opens at ``at``; empty if there is none."""
    if not (is_word(words, at - 1, "-") and at + 2 < len(words) and _NAME.fullmatch(words[at + 1])):
        return ""
    return words[at + 1] if is_word(words, closing(words, at) + 1, "-") else ""


def _variable(words: list[str], at: int) -> bool:
    """Whether ``[…]`` at ``at`` is of variable length (``[r*1..2]``, ``[r]->+``)."""
    close, depth = closing(words, at), 0
    for position in range(at + 1, close):
        if words[position] == "*" and depth == 0:
            return True
        depth += (words[position] in "([{") - (words[position] in ")]}")
    arrow = close + 1
    while is_word(words, arrow, "-", ">"):
        arrow += 1
    return is_word(words, arrow, "+", "*", "{")


# -- where names are needed -----------------------------------------------------------------------


def _within(words: list[str]) -> Iterator[str]:
    """The words within the braces of a pattern, and within the conditions inside its brackets."""
    opened: list[bool] = []
    for at, word in enumerate(words):
        if word in ")]}":
            opened = opened[:-1]
        elif any(opened) and _NAME.fullmatch(word):
            yield word
        elif opened and word.upper() == "WHERE" and not is_word(words, at - 1, "."):
            opened[-1] = True
        if word in "([{":
            opened.append(word == "{")


def _ordering(words: list[str]) -> Iterator[str]:
    """The words of every ORDER BY that belongs to a WITH which does not use them itself."""
    for at, word in enumerate(words):
        if word.upper() != "WITH" or is_word(words, at - 1, ".", "STARTS", "ENDS"):
            continue
        order = _end(words, at + 1) + 1
        if is_word(words, order, "ORDER") and is_word(words, order + 1, "BY"):
            used = set(words[at:order])
            ordering = words[order + 2 : _end(words, order + 2) + 1]
            yield from (word for word in ordering if word not in used and _NAME.fullmatch(word))


# -- patterns that are expressions ----------------------------------------------------------------


def _updated(words: list[str]) -> Iterator[int]:
    """Positions of the patterns after CREATE and MERGE."""
    for at, word in enumerate(words):
        if word.upper() in _UPDATING and not is_word(words, at - 1, ".", ":"):
            yield from range(at + 1, _end(words, at + 1) + 1)


def _comprehensions(words: list[str]) -> set[int]:
    """Positions within pattern comprehensions (``[(a)-->(b) | …]``, ``[p = (a)-->(b) | …]``)."""
    found: set[int] = set()
    for at, word in enumerate(words):
        if word == "[" and not is_word(words, at - 1, "-") and _opens_pattern(words, at + 1):
            close, depth = closing(words, at), 0
            for position in range(at + 1, close):
                if words[position] == "|" and depth == 0:
                    found.update(range(at, close + 1))
                    break
                depth += (words[position] in "([{") - (words[position] in ")]}")
    return found
