"""Full text over names, aliases and evidence, the same on either database.

Words are matched as they are written, case and character width aside: a Chinese word is a substring, so nothing depends on how an
index cuts Chinese into tokens, and one character is enough. All words must occur in one place (a node's name and
aliases, or one sentence). The database gives the candidates (a Neo4j server by its full-text indexes, see
``cypher.neo4j_search``); the score is worked out here.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from cypher.schema import unpack_mention
from cypher.values import Result
from kg.errors import QueryError

if TYPE_CHECKING:
    from cypher.store import Store

COLUMNS = ["score", "field", "label", "name", "evidence", "plan", "start", "end", "id"]
MAX_WORDS = 12

_NAMES = """
WHERE all(w IN $words WHERE any(f IN w WHERE toLower(n.name) CONTAINS f OR any(a IN n.aliases WHERE toLower(a) CONTAINS f)))
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.aliases AS aliases, n.evidence AS evidence,
  n.doc AS doc, n.start AS start, n.end AS end, n.docs AS docs, n.facts AS facts
"""

#: The sentences that say little else come first here as in the score, so the best of many are among the first.
_SENTENCES = """
WHERE all(w IN $words WHERE any(f IN w WHERE toLower(r.evidence) CONTAINS f))
  AND coalesce(r.confidence, 1.0) >= $sure
WITH r.doc AS doc, r.start AS start, r.end AS end, r.evidence AS evidence, min(r.id + '|' + n.name) AS edge
RETURN doc, start, end, evidence, edge ORDER BY size(evidence), doc, start, end LIMIT $most
"""

_PASSAGES = """
WHERE n.evidence IS NOT NULL AND all(w IN $words WHERE any(f IN w WHERE toLower(n.evidence) CONTAINS f))
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.evidence AS evidence, n.doc AS doc, n.start AS start, n.end AS end,
  n.facts AS facts
ORDER BY size(n.evidence), n.doc, n.start, n.end, n.id LIMIT $most
"""

_PLANS = "MATCH (d:Document) WHERE d.isPlan = true RETURN d.id AS id, d.name AS name"


def split_words(text: str) -> list[str]:
    """The words of a search as they were typed, without repeats. Raises ``QueryError`` (E409) if there is none."""
    words = list(dict.fromkeys(text.split()))
    if not words:
        raise QueryError("E409")
    return words[:MAX_WORDS]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _forms(word: str) -> list[str]:
    """A word as it may stand in a text: as it was typed, half-width and full-width."""
    return sorted({word.lower(), _fold(word), _fold(word).translate(_WIDE)})


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def search(store: Store, words: str, *, limit: int = 20, min_confidence: float = 0.0) -> Result:
    """Names and sentences with all ``words``, best first.

    Columns: ``score`` (0 to 1), ``field`` (name, alias or evidence), ``label`` (of the node, or the type of the edge whose evidence
    it is), ``name`` (of the node, or of the edge's first end), ``evidence``, ``plan``, ``start``, ``end``, ``id``.
    Equal scores are in the order of name, plan and place. A sentence that several edges share comes once.
    With ``min_confidence`` only edges that are so sure, and nodes with a mention that is.

    Raises:
        QueryError: there is no word to look for (E409).
    """
    typed = split_words(words)
    wanted = list(dict.fromkeys(map(_fold, typed)))
    look = store.lookup(typed)
    params: dict[str, Any] = {**look.params, "words": [_forms(word) for word in typed]}
    plans = {row["id"]: row["name"] for row in store.query(_PLANS)}

    def matches(statement: str) -> list[dict[str, Any]]:
        rows = list(store.query(statement, params))
        return [row for row in rows if _sure(row) >= min_confidence] if min_confidence else rows

    found = [_name_row(row, wanted, plans) for row in matches(look.names + _NAMES)]
    params |= {"most": 10 * limit + 200, "sure": min_confidence}
    seen: set[tuple[Any, ...]] = set()
    for row in [*matches(look.passages + _PASSAGES), *map(_edge, store.query(look.sentences + _SENTENCES, params))]:
        place = (row["doc"], row["start"], row["end"])
        if place not in seen:
            seen.add(place)
            found.append(_sentence_row(row, wanted, plans))
    found.sort(key=_order)
    rows = [[row[column] for column in COLUMNS] for row in found]
    return Result(list(COLUMNS), rows[:limit], truncated=len(rows) > limit)


def _sure(row: dict[str, Any]) -> float:
    """The confidence of the surest mention of a node; what no rule read (a plan itself) is sure."""
    said = json.loads(row.get("facts") or "{}").values()
    return max((unpack_mention(m, "").confidence for fact in said for m in fact["mentions"]), default=1.0)


def _edge(row: dict[str, Any]) -> dict[str, Any]:
    key, _, name = row["edge"].partition("|")
    return {**row, "id": key, "label": key.partition(":")[0], "name": name}


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (-row["score"], str(row["name"]), str(row["plan"] or ""), row["start"] or 0, str(row["id"]))


def _name_row(row: dict[str, Any], words: list[str], plans: dict[str, str]) -> dict[str, Any]:
    name = _score(_fold(row["name"]), words)
    alias = max((_score(_fold(alias), words) for alias in row["aliases"] or []), default=0.0)
    spread = 0.0 if max(name, alias) else 0.3
    by_name = name >= alias * 0.9
    score = max(name, alias * 0.9, spread)
    plan = next((plans[doc] for doc in row["docs"] or [] if doc in plans), None)
    return {**row, "score": round(score, 4), "field": "name" if by_name and name else "alias", "plan": plan}


def _sentence_row(row: dict[str, Any], words: list[str], plans: dict[str, str]) -> dict[str, Any]:
    score = 0.5 * _score(_fold(row["evidence"]), words)
    return {**row, "score": round(score, 4), "field": "evidence", "plan": plans.get(row["doc"])}


def _score(text: str, words: list[str]) -> float:
    """1 for the words alone; less the more else there is; 0 if a word is not in ``text``."""
    if not all(word in text for word in words):
        return 0.0
    share = min(1.0, sum(len(word) for word in words) / max(1, len("".join(text.split()))))
    begins = 0.1 if text.startswith(words[0]) else 0.0
    return 1.0 if share == 1.0 else min(0.99, 0.5 + 0.4 * share + begins)
