"""What a search on a Neo4j server looks through: the hits of full-text indexes instead of everything.

The indexes know Chinese as overlapping pairs of characters. So of each word the stretches of two and more Chinese characters
are looked up, as phrases; a text that holds the word holds them. Whether it does hold the word is then checked as on the
embedded database, so both find the same. Words without such a stretch (one character, Latin letters, digits, which may begin
within a longer one) constrain nothing; where no word constrains, and where an index is missing, all is looked through. Only
Chinese characters and quotes get into the text for the index, so nothing in a word can be an operator there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cypher.neo4j_schema import EDGE_EVIDENCE, NAMES, NODE_EVIDENCE, REFRESH
from cypher.store import Lookup

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: Chinese characters that every version of the index takes for such.
_HAN = re.compile("[\u4e00-\u9fa5]{2,}")
#: The oldest server whose full-text index was seen to know lists of texts (aliases).
_LISTS = (5, 26)
_INDEXES = "SHOW FULLTEXT INDEXES YIELD name, state, labelsOrTypes, properties, options WHERE name IN $names"
_COVERED = {NAMES: {"name", "aliases"}, NODE_EVIDENCE: {"evidence"}, EDGE_EVIDENCE: {"evidence"}}


def phrases(words: Iterable[str]) -> str:
    """What to ask an index for, in Lucene's language; empty if it cannot help."""
    runs = dict.fromkeys(run for word in words for run in _HAN.findall(word))
    return " AND ".join(f'"{run}"' for run in runs)


def lookup(tx: ManagedTransaction, words: Sequence[str], version: str) -> Lookup:
    """Where to look for ``words``. ``version`` is the server's."""
    asked = phrases(words)
    if not asked:
        return Lookup()
    found = {row["name"]: row for row in tx.run(_INDEXES, names=list(_COVERED)) if _usable(row)}
    if any(_index_config(row).get("fulltext.eventually_consistent") for row in found.values()):
        tx.run(REFRESH).consume()
    labels = set(tx.run("CALL db.labels()").value())
    types = set(tx.run("CALL db.relationshipTypes()").value())
    if tuple(int(number) for number in re.findall(r"\d+", version)[:2]) < _LISTS:
        found.pop(NAMES, None)
    return Lookup(
        _head("n", found.get(NAMES), labels, "(n:{})"),
        _head("n", found.get(NODE_EVIDENCE), labels, "(n:{})"),
        _head("r", found.get(EDGE_EVIDENCE), types, "()-[r:{}]->()"),
        {"phrases": asked},
    )


def _usable(row: Mapping[str, Any]) -> bool:
    """Whether an index is as PlanKG makes it, and ready."""
    right = set(row["properties"]) >= _COVERED[row["name"]] and _index_config(row).get("fulltext.analyzer") == "cjk"
    return right and row["state"] == "ONLINE"


def _index_config(row: Mapping[str, Any]) -> Mapping[str, Any]:
    config: Mapping[str, Any] = (row["options"] or {}).get("indexConfig") or {}
    return config


def _head(name: str, index: Mapping[str, Any] | None, kinds: set[str], pattern: str) -> str:
    """The beginning of a statement that binds ``name`` to the hits of ``index``, and to all of the kinds that it does not hold."""
    node = name == "n"
    if index is None:
        return Lookup().names if node else Lookup().sentences
    procedure, value = ("queryNodes", "node") if node else ("queryRelationships", "relationship")
    hits = f"CALL db.index.fulltext.{procedure}('{index['name']}', $phrases) YIELD {value} AS {name}"
    others = sorted(kinds - set(index["labelsOrTypes"]))
    if others:
        quoted = "|".join("`" + kind.replace("`", "``") + "`" for kind in others)
        hits = f"CALL {{ {hits} RETURN {name} UNION ALL MATCH {pattern.format(quoted)} RETURN {name} }}"
    return f"{hits} WITH n" if node else f"{hits} WITH r, startNode(r) AS n"
