"""One Neo4j server for a whole test run, started when a test that needs it was collected.

With ``pytest -n`` all workers share it and take turns (``neo4j_turn``): Neo4j Community has one database.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

#: Test files that use the server (with all of them on one worker the other does not have to wait for its turn).
ON_SERVER = (
    "test_conformance",
    "test_neo4j_load",
    "test_neo4j_store",
    "test_neo4j_search",
    "test_admin_import",
)
#: Test files with a server of their own: all their tests on one worker, whichever.
OWN_SERVER = ("test_neo4j_restart", "test_real_neo4j")
_STATE, _OWNER = "PLANKG_TEST_NEO4J", "PLANKG_TEST_OWNER"


def _server_module():
    known = sys.modules.get("neo4j_server")
    if known is None:
        spec = importlib.util.spec_from_file_location("neo4j_server", Path(__file__).with_name("neo4j_server.py"))
        known = sys.modules["neo4j_server"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(known)
    return known


def _state() -> Path:
    return Path(os.environ[_STATE]) / "server.json"


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        os.environ[_STATE] = tempfile.mkdtemp(prefix="plankg-tests-")
        os.environ[_OWNER] = str(os.getpid())
        for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
            os.environ.pop(name, None)


def pytest_xdist_make_scheduler(config, log):
    """Tests of the server go to one worker, first of all; the others go one by one to whoever is free."""
    if config.option.dist not in ("load", "loadgroup"):
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            stem = Path(nodeid.split("::")[0]).stem
            return "neo4j" if stem in ON_SERVER else stem if stem in OWN_SERVER else nodeid

    return Scheduling(config, log)


def pytest_collection_finish(session):
    wanted = any("neo4j_server" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and not session.config.option.collectonly:
        _server_module().spawn(_state(), int(os.environ[_OWNER]))


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput") and _STATE in os.environ:
        _server_module().end(_state())
        shutil.rmtree(os.environ.pop(_STATE), ignore_errors=True)


@pytest.fixture(scope="session")
def neo4j_server():
    """Address and login of a real server: a dict with ``uri``, ``user``, ``password``. Skips where there is no Java."""
    found = _server_module().await_state(_state())
    if "missing" in found:
        pytest.skip(found["missing"])
    if "failed" in found:
        pytest.fail(found["failed"], pytrace=False)
    return found


@pytest.fixture(scope="module")
def neo4j_turn(neo4j_server):
    """The server for this module alone: no other worker changes its database meanwhile."""
    import portalocker

    with portalocker.Lock(_state().with_suffix(".turn"), timeout=600):
        yield neo4j_server


@pytest.fixture(scope="module")
def neo4j_store(neo4j_turn):
    """An open store on the server; the database is empty when the module begins."""
    from cypher import open_store

    with open_store(neo4j_turn["uri"], user=neo4j_turn["user"], password=neo4j_turn["password"]) as store:
        store.query("MATCH (n) DETACH DELETE n", write=True)
        yield store


@pytest.fixture(scope="session")
def powerless() -> list[str]:
    """What goes before a command so that file permissions count for root, too; nothing for other users."""
    if os.name != "posix" or os.geteuid():
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root without setpriv (util-linux): permissions mean nothing")
    less = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={less}", f"--inh-caps={less}"]
