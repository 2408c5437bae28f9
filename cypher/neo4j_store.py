"""The Neo4j store: the same graph on a server, over Bolt with the official driver. No APOC needed."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cypher import neo4j_schema
from cypher.delta import check_part, split
from cypher.neo4j_driver import Place, connect, query_error, server_errors
from cypher.neo4j_load import Loader
from cypher.neo4j_read import Asker, read_graph
from cypher.schema import check_params, labels, record_from, types
from cypher.store import DEFAULT_TIMEOUT, DocumentInfo, LoadReport, Lookup, Progress, Store, StoreInfo
from cypher.values import Result
from kg.errors import ServerError, StoreError
from kg.graph import Graph

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: Evidences that ``info`` checks against the texts on the server.
_CHECKED = 1000


class Neo4jStore(Store):
    """A database on a Neo4j server (5.13 or newer).

    Args:
        uri: ``bolt://…``, ``neo4j://…`` or with ``+s`` / ``+ssc``, without user and password.
        user: defaults to NEO4J_USERNAME, then ``neo4j``.
        password: defaults to NEO4J_PASSWORD; None = a server without login.
        database: defaults to NEO4J_DATABASE, then the user's default database.

    Raises:
        ServerError: E501 (not reachable), E502 (login refused), E503 (too old), E506 (address of no use).
    """

    def __init__(
        self, uri: str, *, user: str | None = None, password: str | None = None, database: str | None = None
    ) -> None:
        user = user or os.environ.get("NEO4J_USERNAME") or "neo4j"
        password = password if password is not None else os.environ.get("NEO4J_PASSWORD")
        self.database = database or os.environ.get("NEO4J_DATABASE") or None
        self.place = Place(uri, user, self.database or "")
        self._driver, self.server = connect(self.place, password)
        self._asker = Asker(self._driver, self.database)
        #: The server's own counters of what the last load or removal wrote (empty: nothing).
        self.written: Counter[str] = Counter()

    # -- asking -----------------------------------------------------------------------------------

    def query(
        self,
        text: str,
        params: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float | None = DEFAULT_TIMEOUT,
        limit: int | None = None,
    ) -> Result:
        """See ``Store.query``."""
        values = check_params(params or {})
        run = self._asker.write if write else self._asker.read
        try:
            return run(text, values, timeout, limit)
        except Exception as error:
            raise query_error(error, self.place, timeout) from error

    def search(self, words: str, *, limit: int = 20) -> Result:
        """See ``Store.search``."""
        from cypher.search import search

        return search(self, words, limit=limit)

    def lookup(self, words: Sequence[str]) -> Lookup:
        """See ``Store.lookup``: hits of the full-text indexes."""
        from neo4j.exceptions import Neo4jError

        from cypher.neo4j_search import lookup

        def work(tx: ManagedTransaction) -> Lookup:
            return lookup(tx, words, self.server.version)

        with server_errors(self.place), self._driver.session(database=self.database) as session:
            try:
                return session.execute_read(work)
            except Neo4jError:  # a server that has no such indexes; what else is wrong the search itself will say
                return Lookup()

    # -- loading ----------------------------------------------------------------------------------

    def load(self, graphs: Graph | Iterable[Graph], *, progress: Progress | None = None) -> LoadReport:
        """See ``Store.load``. Other loads into the same database are waited for."""
        parts = split(graphs)
        for document, graph in parts.items():
            check_part(document, graph)
        loader = Loader(self._driver, self.database, progress)
        with self._loading(loader):
            return loader.load(parts) if parts else LoadReport()

    def remove(self, document: str) -> LoadReport:
        """See ``Store.remove``."""
        loader = Loader(self._driver, self.database)
        with self._loading(loader):
            report = loader.remove(document)
        if report is None:
            raise StoreError("E308", document=document, path=self.place.uri)
        return report

    @contextlib.contextmanager
    def _loading(self, loader: Loader) -> Any:
        from neo4j.exceptions import ServiceUnavailable, SessionExpired

        try:
            with server_errors(self.place):
                yield
        except ServerError as error:
            if isinstance(error.__cause__, ServiceUnavailable | SessionExpired):
                reason = error.values.get("reason", "")
                raise ServerError("E508", uri=self.place.uri, reason=reason) from error.__cause__
            raise
        finally:
            self.written = loader.written

    # -- reading ----------------------------------------------------------------------------------

    def documents(self) -> list[DocumentInfo]:
        """See ``Store.documents``."""
        with server_errors(self.place):
            plans = self._rows("MATCH (d:Document) WHERE d.isPlan = true RETURN d.id AS id, d.record AS record")
            if not plans:
                return []
            nodes = self._rows("MATCH (n) WHERE n.facts IS NOT NULL UNWIND n.docs AS doc RETURN doc, count(*) AS n")
            edges = self._rows(
                "MATCH ()-[r]->() UNWIND CASE WHEN r.docs IS NULL THEN [r.doc] ELSE r.docs END AS doc "
                "RETURN doc, count(*) AS n"
            )
        of_nodes = {row["doc"]: row["n"] for row in nodes}
        of_edges = {row["doc"]: row["n"] for row in edges}
        found = []
        for row in plans:
            plan = record_from(row["id"], row["record"], "")
            sizes = of_nodes.get(plan.id, 0), of_edges.get(plan.id, 0)
            found.append(DocumentInfo(plan.id, plan.title, plan.source, plan.sha256, dict(plan.meta), *sizes))
        return sorted(found, key=lambda d: (d.title, d.id))

    def read_graph(self, ids: Iterable[str] | None = None) -> Graph:
        """See ``Store.read_graph``."""
        wanted = None if ids is None else list(ids)

        def work(tx: ManagedTransaction) -> Graph:
            return read_graph(tx, wanted)

        with server_errors(self.place), self._driver.session(database=self.database, fetch_size=5000) as session:
            return session.execute_read(work)

    def info(self) -> StoreInfo:
        """See ``Store.info``. ``details``: edition, Bolt and driver versions, indexes, rights, plans, evidence checked."""
        with server_errors(self.place):
            nodes = {label: self._count(f"MATCH (n:{label}) RETURN count(n) AS n") for label in labels()}
            edges = {type_: self._count(f"MATCH ()-[r:{type_}]->() RETURN count(r) AS n") for type_ in types()}
            details = self._details()
        return StoreInfo(
            "neo4j",
            self.place.uri,
            self.server.name,
            self.server.version,
            {label: n for label, n in nodes.items() if n},
            {type_: n for type_, n in edges.items() if n},
            details,
        )

    def _details(self) -> dict[str, Any]:
        import neo4j

        states = neo4j_schema.index_states(self._driver, self.database)
        wanted = len(neo4j_schema.statements())
        online = sum(state == "ONLINE" for state in states.values())
        hint = "" if online >= wanted else ("; made by the first load" if not states else "; a load makes the others")
        plans = self._rows("MATCH (d:Document) WHERE d.isPlan = true RETURN d.record AS record")
        rules = sorted({str(json.loads(row["record"])["meta"].get("rules", "?")) for row in plans})
        return {
            "edition": self._edition(),
            "driver": f"neo4j {neo4j.__version__}, Bolt {self.server.bolt}",
            "database": self.database or "the user's default",
            "user": f"{self.place.user}, {'may write' if self._may_write() else 'only reads'}",
            "indexes": f"{online} of {wanted} online{hint}",
            "documents": len(plans),
            "rules": ", ".join(rules) or "none",
            "evidence on the server": self._evidence(),
        }

    def _edition(self) -> str:
        with contextlib.suppress(Exception):
            rows = self._rows("CALL dbms.components() YIELD name, edition WHERE name = 'Neo4j Kernel' RETURN edition")
            return str(rows[0]["edition"])
        return "unknown"

    def _may_write(self) -> bool:
        """Whether a node can be made; it is taken back at once."""
        from neo4j.exceptions import Neo4jError

        with self._driver.session(database=self.database) as session:
            tx = session.begin_transaction()
            try:
                tx.run("CREATE (n:Document) DELETE n").consume()
            except Neo4jError:
                return False
            finally:
                with contextlib.suppress(Exception):
                    tx.rollback()
        return True

    def _evidence(self) -> str:
        """Whether the server counts characters as Python does: evidence = the text from ``start`` to ``end``."""
        text = (
            "MATCH (d:Document) WHERE d.isPlan = true WITH d LIMIT 20 "
            "MATCH (n)-[r]->() WHERE r.doc = d.id AND d.id IN n.docs AND r.evidence IS NOT NULL WITH d, r LIMIT $most "
            "RETURN count(r) AS n, sum(CASE WHEN substring(d.text, r.start, r.end - r.start) = r.evidence "
            "THEN 0 ELSE 1 END) AS wrong"
        )
        row = self._rows(text, most=_CHECKED)[0]
        if row["wrong"]:
            return f"{row['wrong']} of {row['n']} differ from the text at their offsets; load the plans again"
        return f"{row['n']} checked, all are the text at their offsets"

    def _count(self, text: str) -> int:
        return int(self._rows(text)[0]["n"])

    def _rows(self, text: Any, **params: Any) -> list[Any]:
        return self._driver.execute_query(text, params, database_=self.database, routing_="r").records

    def close(self) -> None:
        """See ``Store.close``."""
        self._driver.close()
