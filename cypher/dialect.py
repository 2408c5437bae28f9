"""Where the embedded engine's Cypher is not Neo4j's: such statements are rewritten or refused, never answered differently.

Found by running the same statements on both (``tests/cypher/conformance.cypher``); docs/databases.md lists all of it for users.
``prepare`` looks at a statement's words (comments and strings aside), not at its meaning: it may refuse a statement
that would have been right, and says how to write it instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cypher import edge_names
from cypher.columns import closing, is_word, pieces_of, return_items, tokens_of
from kg.errors import QueryError

AGGREGATES = frozenset(
    ("count", "sum", "avg", "min", "max", "collect", "stdev", "stdevp", "percentilecont", "percentiledisc")
)
#: What may not stand beside an aggregate in one expression: the engine groups wrongly then.
_BESIDE = frozenset(("IS", "NOT", "AND", "OR", "XOR", "IN", "STARTS", "ENDS", "CONTAINS"))
_CLAUSES = frozenset(
    ("ORDER", "SKIP", "LIMIT", "OFFSET", "WHERE", "MATCH", "OPTIONAL", "UNWIND", "RETURN", "WITH", "CALL", "UNION")
) | {"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", ";"}
_NAMESPACES = frozenset(("date", "datetime", "localdatetime", "localtime", "time", "duration", "point"))
_PROCEDURES = frozenset(("db.labels", "db.relationshiptypes"))
_CLOCKS = frozenset(("datetime", "localdatetime", "localtime", "time"))
_QUANTIFIERS = frozenset(("any", "all", "none", "single", "reduce"))
_NAME = re.compile(r"[^\W\d]\w*")

_AGGREGATE = "the embedded engine groups wrongly where an aggregate stands {where}; aggregate in a WITH first, then use its result"
_PERCENTILE = (
    "percentileCont gives another type here than on Neo4j; write toFloat(percentileCont(…)), or use percentileDisc"
)
_TO_STRING = (
    "toString writes times differently here than on Neo4j; return the time itself, or its parts (.hour, .minute)"
)
_FUNCTION = "`{name}` is no function of Cypher (Neo4j has it only with a plug-in)"
_STAR = "the embedded engine forgets what stands beside * in RETURN; name everything, or add it in a WITH *, … first"
_VALUE_TYPE = "valueType names the types of lists differently here than on Neo4j; use IS :: (x IS :: INTEGER)"
_DYNAMIC = "the embedded engine passes over labels and types that are worked out (:$(…)); write labels(n)[0] = … or type(r) = … in a WHERE"
_IMPORT_ALL = "WITH * at the head of a CALL {…} hands nothing on here; write CALL (*) {…}, or name what is handed on"
_AGAIN = "the embedded engine takes `{name}` in this pattern for a new edge; compare there instead (another name, and WHERE other = {name})"
_UNNAMED = "a column with a pattern in it needs a name here; add AS and a name"
_PROCEDURE = "the procedure `{name}` is not there, or not the same, on the embedded engine; `plankg schema` shows what is in the graph"


def prepare(text: str) -> str:
    """``text`` as the embedded engine must get it to answer as Neo4j does; ``QueryError`` (E401) if it never would."""
    words = [word for word in tokens_of(text) if not word.isspace()]
    _check_calls(words)
    _check_forms(words)
    if len(items := return_items(text)) > 1 and "*" in items:
        raise QueryError("E401", reason=_STAR)
    for item in _projected(words):
        _check_aggregates(item)
    if name := edge_names.taken_again(words):
        raise QueryError("E401", reason=_AGAIN.format(name=name))
    kept = "".join(edge_names.keep(pieces_of(text)))
    if kept != text and return_items(kept) != items:
        raise QueryError("E401", reason=_UNNAMED)
    return kept


def _check_forms(words: list[str]) -> None:
    """Refuse forms that the engine reads without doing what they say."""
    for at, word in enumerate(words):
        if word == "$" and is_word(words, at - 1, ":", "|", "&", "!"):
            raise QueryError("E401", reason=_DYNAMIC)
        if (
            word == "*"
            and is_word(words, at - 1, "WITH")
            and is_word(words, at - 2, "{")
            and is_word(words, at - 3, "CALL")
        ):
            raise QueryError("E401", reason=_IMPORT_ALL)


def in_neo4j_order(text: str, columns: list[str]) -> list[str]:
    """``columns`` of ``RETURN *`` as Neo4j orders them: by name."""
    return sorted(columns) if return_items(text) == ["*"] else columns


# -- functions and procedures ---------------------------------------------------------------------


def _check_calls(words: list[str]) -> None:
    called: set[str] = set()
    for at, word in enumerate(words):
        if word.upper() == "CALL" and _is_name(words, at + 1) and not is_word(words, at - 1, "."):
            name = _dotted(words, at + 1)
            if name.lower() not in _PROCEDURES:
                raise QueryError("E401", reason=_PROCEDURE.format(name=name))
        elif _is_name(words, at) and not is_word(words, at - 1, "."):
            name = _dotted(words, at)
            if not is_word(words, at + 2 * name.count(".") + 1, "("):
                continue
            called.add(name.lower())
            if name.lower() == "valuetype":
                raise QueryError("E401", reason=_VALUE_TYPE)
            if "." in name and name.partition(".")[0].lower() not in _NAMESPACES and not is_word(words, at - 1, "CALL"):
                raise QueryError("E401", reason=_FUNCTION.format(name=name))
            if name.lower() == "percentilecont" and not (
                is_word(words, at - 1, "(") and is_word(words, at - 2, "TOFLOAT")
            ):
                raise QueryError("E401", reason=_PERCENTILE)
    if "tostring" in called and any(name.partition(".")[0] in _CLOCKS for name in called):
        raise QueryError("E401", reason=_TO_STRING)


def _dotted(words: Sequence[str], at: int) -> str:
    name = words[at]
    while is_word(words, at + 1, ".") and _is_name(words, at + 2):
        name += "." + words[at + 2]
        at += 2
    return name


def _is_name(words: Sequence[str], at: int) -> bool:
    return 0 <= at < len(words) and bool(_NAME.fullmatch(words[at]))


# -- aggregates -----------------------------------------------------------------------------------


def _projected(words: list[str]) -> Iterator[list[str]]:
    """The expressions after every WITH and RETURN, without their ``AS name``."""
    for at, word in enumerate(words):
        if word.upper() not in ("WITH", "RETURN") or is_word(words, at - 1, "."):
            continue
        if word.upper() == "WITH" and (is_word(words, at - 1, "STARTS") or is_word(words, at - 1, "ENDS")):
            continue
        yield from _items(words, at + 1)


def _items(words: list[str], at: int) -> Iterator[list[str]]:
    item: list[str] = []
    depth = 0
    while at < len(words):
        word = words[at]
        depth += (word in "([{") - (word in ")]}")
        before = words[at - 1].upper()
        ends = (
            word.upper() in _CLAUSES and before != "." and not (word.upper() == "WITH" and before in ("STARTS", "ENDS"))
        )
        if depth < 0 or (depth == 0 and ends):
            break
        if depth == 0 and word == ",":
            yield item
            item = []
        elif depth == 0 and word.upper() == "AS" and before != ".":
            at += 1
        else:
            item.append(word)
        at += 1
    yield item


def _check_aggregates(item: list[str]) -> None:
    """Refuse an item in which an aggregate is part of a condition, of a map, or has a property taken from it."""
    inside = _arguments(item)
    if not inside:
        return
    comprehension = _comprehensions(item)
    for at, word in enumerate(item):
        if at in inside or at in comprehension:
            continue
        if word == "{" and any(at < start < closing(item, at) for start in inside):
            raise QueryError("E401", reason=_AGGREGATE.format(where="in a map"))
        if (word.upper() in _BESIDE and not is_word(item, at - 1, ".")) or (word == "~" and is_word(item, at - 1, "=")):
            raise QueryError("E401", reason=_AGGREGATE.format(where="in a condition"))
        if word == "." and at and (at - 1 in inside or item[at - 1] in ")]") and not is_word(item, at - 1, "}"):
            raise QueryError("E401", reason=_AGGREGATE.format(where="before a property"))


def _arguments(item: list[str]) -> set[int]:
    """Positions from an aggregate's name to the bracket that closes its arguments (``COUNT {…}`` is none)."""
    found: set[int] = set()
    for at, word in enumerate(item):
        if word.lower() in AGGREGATES and is_word(item, at + 1, "(") and not is_word(item, at - 1, "."):
            found.update(range(at, closing(item, at + 1) + 1))
        elif is_word(item, at + 1, "{") and word.upper() in ("COUNT", "EXISTS", "COLLECT"):
            found.difference_update(range(at, closing(item, at + 1) + 1))
    return found


def _comprehensions(item: list[str]) -> set[int]:
    """Positions within ``[x IN … WHERE … | …]``, ``any(x IN … WHERE …)`` and subqueries in braces."""
    found: set[int] = set()
    for at, word in enumerate(item):
        opens = word == "[" or (word == "(" and at and item[at - 1].lower() in _QUANTIFIERS)
        iterates = opens and (
            is_word(item, at - 1, "REDUCE") or (_is_name(item, at + 1) and is_word(item, at + 2, "IN"))
        )
        if iterates or (word == "{" and at and item[at - 1].upper() in ("COUNT", "EXISTS", "COLLECT")):
            found.update(range(at, closing(item, at) + 1))
    return found
