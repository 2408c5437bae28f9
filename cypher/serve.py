"""The embedded graph over Bolt, for any Neo4j tool: drivers, cypher-shell, notebooks.

The engine's own Bolt listener runs in this process, on a copy of the database in a temporary folder: nothing that a client
does can reach the graph folder. The one user, ``analyst``, is in a group that may read records and nothing else; the engine
checks that on every write. The graph folder stays locked for reading, so that what is served is what is in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import tempfile
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cypher import engine
from cypher.facts import Folder
from cypher.lock import FolderLock
from kg.errors import ServerError

USER = "analyst"
#: The name under which clients see the graph (also their default database).
DATABASE = "plans"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_READER = {"access": [], "resultSetLimit": -1, "readTimeout": -1, "types": {"*": {"access": ["readRecord"]}}}
_NOTHING = {"access": [], "resultSetLimit": -1, "readTimeout": -1, "types": {"*": {"access": []}}}
_GROUPS = {"databases": {"*": {"groups": {"reader": _READER, "*": _NOTHING}}}, "version": 1}


class BoltServer:
    """A graph folder served for reading. A context manager: entering starts it, leaving stops it.

    Args:
        path: the graph folder.
        host: address to listen on; anything but loopback lets other machines in.
        port: for Bolt; 0 takes a free one.
        password: of the user ``analyst`` (at least 8 characters); None = a random one.
        wait, on_wait: as for ``open_store``.

    Raises (on start):
        StoreError: no graph there (E301), in use by a writer (E302), not usable (E303, E304, E306).
        ServerError: the port is taken, or the engine refuses (E509).
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        host: str = "127.0.0.1",
        port: int = 7687,
        password: str | None = None,
        wait: float = 10.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self.path = Path(path)
        self.host, self.port = host, port
        self.password = password or secrets.token_urlsafe(12)
        self._wait, self._on_wait = wait, on_wait
        self._root: Path | None = None
        self._lock: FolderLock | None = None
        self._server: Any = None

    @property
    def uri(self) -> str:
        """The address for clients."""
        host = self.host if self.host not in ("0.0.0.0", "::") else socket.gethostname()
        return f"bolt://[{host}]:{self.port}" if ":" in host else f"bolt://{host}:{self.port}"

    @property
    def open_to_others(self) -> bool:
        """Whether other machines can reach it."""
        return self.host not in LOOPBACK

    def start(self) -> None:
        """Copy the database and listen."""
        if len(self.password) < 8:
            raise ServerError("E509", path=self.path, reason="the password is shorter than 8 characters")
        try:
            self.port = self._free(self.port)
            self._copy()
            self._listen()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop listening, remove the copy and let go of the folder; does nothing the second time."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(Exception):
                server.stop()
        root, self._root = self._root, None
        if root is not None:
            shutil.rmtree(root, ignore_errors=True)
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- starting ---------------------------------------------------------------------------------

    def _free(self, port: int) -> int:
        """``port`` if nobody listens there, a free one for 0."""
        host = self.host if self.host != "localhost" else "127.0.0.1"
        try:
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
                if os.name != "nt":
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
                return int(probe.getsockname()[1])
        except OSError as error:
            reason = f"cannot listen on {self.host} port {port} ({error.strerror}); give another --port"
            raise ServerError("E509", path=self.path, reason=reason) from error

    def _copy(self) -> None:
        """A copy of the database, taken while no writer can change it (one left half changed is made whole first)."""
        from cypher.embedded import EmbeddedStore

        with EmbeddedStore(self.path, wait=self._wait, on_wait=self._on_wait) as store:
            store.query("RETURN 1 AS one")
        self._lock = FolderLock(self.path, exclusive=False, wait=self._wait, on_wait=self._on_wait)
        folder = Folder(self.path)
        self._root = Path(tempfile.mkdtemp(prefix="plankg-serve-"))
        (self._root / "config").mkdir()
        (self._root / "config" / "server-groups.json").write_text(json.dumps(_GROUPS), "utf-8")
        with engine.engine_errors(self.path):
            source = folder.database_path(folder.read_manifest())
            shutil.copytree(source, self._root / "databases" / DATABASE)

    def _listen(self) -> None:
        assert self._root is not None
        arcadedb = engine.load(self.path / "log")
        root_password = secrets.token_urlsafe(24)
        http = self._free_loopback()
        config = {
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": self.port,
            "bolt_host": self.host,
            "host": "127.0.0.1",
            "http_port": http,
            "mode": "development",
            "server_databaseDirectory": str(self._root / "databases"),
        }
        try:
            server = arcadedb.create_server(root_path=str(self._root), root_password=root_password, config=config)
            server.start()
            self._server = server
            self._make_user(http, root_password)
        except (arcadedb.ArcadeDBError, urllib.error.URLError, OSError) as error:
            raise ServerError("E509", path=self.path, reason=engine.reason_of(error)) from error

    def _free_loopback(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    def _make_user(self, http: int, root_password: str) -> None:
        user = {"name": USER, "password": self.password, "databases": {DATABASE: ["reader"]}}
        login = b64encode(f"root:{root_password}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{http}/api/v1/server",
            data=json.dumps({"command": f"create user {json.dumps(user)}"}).encode(),
            headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=30):
            pass
