"""A saved query that gives a table, made to give the graph it speaks of: for tools that draw what a statement returns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cypher.columns import tokens_of
from cypher.saved import SavedQuery

#: Most rows of nodes, edges and paths that such a statement gives.
MOST = 500
_CLAUSES = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "CALL", "WHERE", "RETURN", "ORDER", "SKIP", "LIMIT"))
_WORD = re.compile(r"[^\W\d]\w*")


def graph_statement(query: SavedQuery) -> str | None:
    """The query, returning at most ``MOST`` rows of the nodes, edges and paths that are at hand at its end.

    None if there are none, or if the query's point is which rows come first (it ends in a LIMIT).
    """
    pieces = tokens_of(query.text)
    clauses = list(_clauses(pieces))
    if not clauses or clauses[-1][0] != "RETURN":
        return None
    if {"UNION", "LIMIT"} & {word.upper() for word in pieces[clauses[-1][1] :]}:
        return None
    kept: dict[str, None] = {}
    for name, start, end in clauses[:-1]:
        words = [piece for piece in pieces[start:end] if not piece.isspace()]
        if name == "MATCH":
            kept |= dict.fromkeys(_bound(words))
        elif name == "WITH" and words != ["*"]:
            kept = {item: None for item in _handed_on(words) if item in kept}
    if not kept:
        return None
    head = "".join(pieces[: clauses[-1][1] - 1]).rstrip()
    return f"{head}\nRETURN DISTINCT {', '.join(kept)}\nLIMIT {MOST}"


def _clauses(pieces: list[str]) -> Iterator[tuple[str, int, int]]:
    """Name, first and last position of the clauses outside brackets, up to the first RETURN."""
    depth, name, start, before = 0, "", 0, ""
    for at, piece in enumerate(pieces):
        depth += (piece in "([{") - (piece in ")]}")
        if piece.isspace():
            continue
        word = piece.upper()
        opens = word in _CLAUSES and before != "." and not (word == "WITH" and before.upper() in ("STARTS", "ENDS"))
        if depth == 0 and opens:
            if name:
                yield name, start, at
            name, start = word, at + 1
            if word == "RETURN":
                break
        before = piece
    if name == "RETURN":
        yield name, start, len(pieces)


def _bound(words: list[str]) -> Iterator[str]:
    """Names that a pattern binds: paths, nodes, edges."""
    depth = 0
    for at, word in enumerate(words):
        before = words[at - 1] if at else ","
        if _WORD.fullmatch(word) and (before == "(" or (before == "[" and at > 1 and words[at - 2] == "-")):
            if at + 1 < len(words) and words[at + 1] != "(":
                yield word
        elif depth == 0 and before == "," and _WORD.fullmatch(word) and words[at + 1 : at + 2] == ["="]:
            yield word
        depth += (word in "([{") - (word in ")]}")


def _handed_on(words: list[str]) -> Iterator[str]:
    """Names that a WITH hands on as they are."""
    item: list[str] = []
    depth = 0
    for word in [*words, ","]:
        depth += (word in "([{") - (word in ")]}")
        if depth == 0 and word == ",":
            if len(item) == 1:
                yield item[0]
            item = []
        elif word.upper() != "DISTINCT":
            item.append(word)
