"""kill -9 at any moment of build, update and remove: what was committed is whole, nothing is half there, a second run completes.

20 rounds in all; ``PLANKG_KILL_ROUNDS=200 pytest tests/plankg/test_kill.py`` does more, ``PLANKG_KILL_SEED`` others. The moments are
spread evenly over the time that the same command takes undisturbed. The command runs in a copy of a process that has
loaded everything already, so that the moments fall into its work and not into imports.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROUNDS = int(os.environ.get("PLANKG_KILL_ROUNDS", "20"))
SEED = int(os.environ.get("PLANKG_KILL_SEED", "1"))
#: Rows up to which a load is done in place: both ways of loading are killed.
ALWAYS, NEVER = 100_000, 0

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

PLACES = ("广州市", "深圳市", "珠海市", "佛山市", "东莞市")

#: Reads a command a line, runs it in a copy of itself; tells its process id, then how it ended.
SERVER = """
import json, os, sys
from cypher import embedded, open_store
from extract import extract_text
from plankg.main import main
from plankg.workflows import build
extract_text("某市规划\\n一、目标\\n到2025年达到5%。")
print("ready", flush=True)
for line in sys.stdin:
    job = json.loads(line)
    pid = os.fork()
    if pid == 0:
        os.chdir(job["folder"])
        for number in (1, 2):
            os.dup2(os.open(f"{number}.log", os.O_WRONLY | os.O_CREAT), number)
        build.BATCH = job["batch"]
        embedded._IN_PLACE_ROWS, embedded._IN_PLACE_PART = job["rows"], 0
        os._exit(main(job["args"]))
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


def plan(number: int, more: str = "") -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"广东省第{number}期教育云建设规划（2020-2025年）\n\n一、建设内容\n（一）建设教育云。\n"
        f"在{place}建设第{number}教育云平台，依托广东省政务云平台。（省教育厅牵头，省财政厅配合）\n"
        f"到2025年，第{number}期覆盖率达到{90 + number}%。\n{more}"
    )


def changes_of(kind: str, folder: Path) -> list[str]:
    """Change the plans as ``kind`` wants it; gives the command that brings the graph up to date."""
    plans = folder / "plans"
    if kind == "build":
        for number in range(3, 6):
            (plans / f"{number}.txt").write_text(plan(number), "utf-8")
        return ["build", "plans", "--jobs", "1"]
    if kind == "update":
        for number in range(2):
            (plans / f"{number}.txt").write_text(plan(number, "（二）培育人工智能产业。（省科技厅负责）\n"), "utf-8")
        (plans / "2.txt").unlink()
        return ["update", "--prune"]
    return ["remove", "第1期"]


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        try:
            yield started
        finally:
            started.kill()


class Arena:
    """A folder with three plans and their graph, and what a command makes of it undisturbed."""

    def __init__(self, kind: str, base: Path, server: Any, run: Any) -> None:
        self.base, self.server, self.run = base, server, run
        first = base / "first"
        (first / "plans").mkdir(parents=True)
        for number in range(3):
            (first / "plans" / f"{number}.txt").write_text(plan(number), "utf-8")
        assert run("build", first / "plans", "--db", first / "plans.kg", "-q").code == 0
        self.args = changes_of(kind, first)
        self.facts = _facts(first)
        undisturbed = self.copy("undisturbed")
        start = time.monotonic()
        assert self.start(undisturbed, ALWAYS, None) == 0
        self.seconds = time.monotonic() - start
        self.facts |= _facts(undisturbed)
        self.expected = self.export(undisturbed)

    def copy(self, name: str) -> Path:
        shutil.copytree(self.base / "first", self.base / name)
        return self.base / name

    def start(self, folder: Path, rows: int, kill_after: float | None) -> int:
        """Run the command in ``folder``; the status it ends with (9 where it was killed)."""
        job = {"folder": str(folder), "args": self.args, "rows": rows, "batch": 1}
        self.server.stdin.write(json.dumps(job) + "\n")
        self.server.stdin.flush()
        pid = int(self.server.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self.server.stdout.readline())

    def export(self, folder: Path) -> Any:
        done = self.run("export", "--db", folder / "plans.kg", "--format", "json")
        assert done.code == 0, done.err
        return json.loads(done.out)


def _facts(folder: Path) -> set[str]:
    return {p.name for p in (folder / "plans.kg" / "facts").glob("*.json")}


def _round(arena: Arena, number: int, rounds: int, rng: random.Random) -> bool:
    """One kill; returns whether the command was still at work."""
    folder = arena.copy(f"round-{number}")
    moment = arena.seconds * 1.05 * (number + rng.random()) / rounds
    status = arena.start(folder, rng.choice((ALWAYS, NEVER)), moment)
    assert status in (0, signal.SIGKILL), (folder / "2.log").read_text("utf-8")
    db = folder / "plans.kg"
    manifest = json.loads((db / "manifest.json").read_text("utf-8"))
    committed = {f"{entry['facts']}.json" for entry in manifest["documents"].values()}
    assert committed <= arena.facts & _facts(folder), "a document that is neither the old nor the new one"
    found = arena.export(folder)
    assert {d["id"] for d in found["documents"]} == set(manifest["documents"])
    for command in (["db", "check"], ["doctor"])[: 1 + (number % 7 == 0)]:
        done = arena.run(*command, "--db", db)
        assert done.code == 0, done.err + done.out
    again = arena.start(folder, ALWAYS, None)
    if arena.args[0] == "remove":
        assert (again == 0) == (len(committed) == 3), "removed before, or now"
    else:
        assert again == 0, (folder / "2.log").read_text("utf-8")
    assert arena.export(folder) == arena.expected
    assert len(list(db.glob("database-*"))) == 1, "what a killed load left is taken away"
    shutil.rmtree(folder)
    return status == signal.SIGKILL


@pytest.mark.parametrize("kind", ["build", "update", "remove"])
def test_kill_9(kind: str, server: Any, run: Any, tmp_path: Path) -> None:
    kinds = ["build", "update", "remove"]
    rounds = len(range(kinds.index(kind), ROUNDS, len(kinds)))
    rng = random.Random(f"{kind}:{SEED}")
    arena = Arena(kind, tmp_path / "arena", server, run)
    killed = sum(_round(arena, number, rounds, rng) for number in range(rounds))
    assert killed, "some of the moments fall into the work (on a busy machine not all do)"
