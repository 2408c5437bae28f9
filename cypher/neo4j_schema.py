"""Constraints and indexes on a Neo4j server, made from the ontology.

Neo4j Community knows uniqueness constraints only, and that is all this needs: ``id`` is unique per label, names and years
are indexed, and full-text indexes with the ``cjk`` analyzer (Chinese as overlapping pairs of characters) hold names with aliases, and
evidence. Those of the evidence are brought up to date in the background, so that a load does not wait for them; who asks them waits
(``REFRESH``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cypher.schema import labels, types
from kg.ontology import ontology

if TYPE_CHECKING:
    from neo4j import Driver

#: Full-text indexes: over nodes' names and aliases, nodes' evidence, edges' evidence.
NAMES, NODE_EVIDENCE, EDGE_EVIDENCE = "plankg_names", "plankg_node_evidence", "plankg_edge_evidence"
REFRESH = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"
_AWAIT_SECONDS = 600


def statements() -> dict[str, str]:
    """Name and ``CREATE … IF NOT EXISTS`` of every constraint and index."""
    found = {}
    for label in labels():
        name = f"plankg_{label}_id"
        found[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label, prop in _properties():
        name = f"plankg_{label}_{prop}"
        found[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})"
    nodes, edges = "|".join(labels()), "|".join(types())
    for name, pattern, properties, later in (
        (NAMES, f"(n:{nodes})", "n.name, n.aliases", "false"),
        (NODE_EVIDENCE, f"(n:{nodes})", "n.evidence", "true"),
        (EDGE_EVIDENCE, f"()-[n:{edges}]-()", "n.evidence", "true"),
    ):
        settings = f"`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: {later}"
        options = f"OPTIONS {{indexConfig: {{{settings}}}}}"
        found[name] = f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR {pattern} ON EACH [{properties}] {options}"
    return found


def _properties() -> Iterator[tuple[str, str]]:
    for name, spec in ontology().labels.items():
        yield name, "name"
        if "year" in spec.properties:
            yield name, "year"


def index_states(driver: Driver, database: str | None) -> dict[str, str]:
    """State (ONLINE, POPULATING, FAILED) of PlanKG's indexes by name."""
    rows = driver.execute_query(
        "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'plankg_' RETURN name, state", database_=database
    ).records
    return {row["name"]: row["state"] for row in rows}


def ensure(driver: Driver, database: str | None) -> int:
    """Make what is missing and wait until all of it is usable; returns how many were made."""
    states: dict[str, str] = index_states(driver, database)
    missing = [text for name, text in statements().items() if name not in states]
    for text in missing:
        driver.execute_query(_literal(text), database_=database)
    if missing or any(state != "ONLINE" for state in states.values()):
        driver.execute_query("CALL db.awaitIndexes($seconds)", seconds=_AWAIT_SECONDS, database_=database)
    return len(missing)


def _literal(text: str) -> Any:
    """A statement put together from the ontology alone (the driver's types ask for a literal)."""
    return text
