"""The column names of a Cypher statement, read from its text.

Neo4j names the columns also when there are no rows; the embedded engine does not. So for an empty result they are
read from the last RETURN (or YIELD of a lone CALL): the name after AS, else the expression as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(
    r"""
    //[^\n]*|/\*.*?(?:\*/|\Z)                    # comments
    |'(?:\\.|[^'\\])*+(?:'|\Z)|"(?:\\.|[^"\\])*+(?:"|\Z)    # strings
    |`(?:``|[^`])*+(?:`|\Z)                      # quoted names
    |\$?[^\W\d]\w*|\d[\w.]*                   # words, parameters, numbers
    |\s+|.                                    # blanks, anything else
    """,
    re.VERBOSE | re.DOTALL,
)
_END = {"ORDER", "SKIP", "LIMIT", "OFFSET", "UNION"}


def columns_of(text: str) -> list[str]:
    """Names of the columns that ``text`` returns; empty if it returns nothing or everything (``RETURN *``)."""
    names = return_items(text)
    return [] if names in ([""], ["*"]) else names


def tokens_of(text: str) -> list[str]:
    """The words, strings, signs and blanks of ``text``, in order; no comments."""
    return [t for t in _TOKEN.findall(text) if not t.startswith(("//", "/*"))]


def pieces_of(text: str) -> list[str]:
    """As ``tokens_of``, with the comments: put together again they are ``text``."""
    return _TOKEN.findall(text)


def return_items(text: str) -> list[str]:
    """As ``columns_of``, with ``*`` where the statement has it."""
    tokens = tokens_of(text)
    start = _last_return(tokens)
    if start is None:
        return []
    items, depth, current = [], 0, []  # type: list[list[str]], int, list[str]
    before = ""
    for token in tokens[start + 1 :]:
        depth += (token in "([{") - (token in ")]}")
        if depth == 0 and ((token.upper() in _END and before != ".") or token == ";"):
            break
        before = token
        if depth == 0 and token == ",":
            items.append(current)
            current = []
        else:
            current.append(token)
    items.append(current)
    return [_name(item) for item in items]


def _last_return(tokens: list[str]) -> int | None:
    """The RETURN that gives the rows: the last one outside brackets, the first of a UNION."""
    depth, found = 0, None
    for position, token in enumerate(tokens):
        depth += (token in "([{") - (token in ")]}")
        if depth:
            continue
        if token.upper() == "UNION":
            break
        if token.upper() == "RETURN":
            found = position
    return found


def _name(item: list[str]) -> str:
    words = list(item)
    while words and (words[0].isspace() or words[0].upper() == "DISTINCT"):
        words.pop(0)
    while words and words[-1].isspace():
        words.pop()
    depth = 0
    for position, token in enumerate(words):
        depth += (token in "([{") - (token in ")]}")
        if depth == 0 and token.upper() == "AS" and words[position - 1] != ".":
            words = [w for w in words[position + 1 :] if not w.isspace()]
            break
    name = "".join(words)
    return name[1:-1].replace("``", "`") if re.fullmatch(r"`(?:``|[^`])*`", name) else name


def is_word(words: Sequence[str], at: int, *wanted: str) -> bool:
    """Whether ``words[at]`` is one of the ``wanted`` (upper case); False outside ``words``."""
    return 0 <= at < len(words) and words[at].upper() in wanted


def closing(words: Sequence[str], at: int) -> int:
    """Position of the bracket that closes the one at ``at``; the last word if none does."""
    depth = 0
    for position in range(at, len(words)):
        depth += (words[position] in "([{") - (words[position] in ")]}")
        if depth == 0:
            return position
    return len(words) - 1
