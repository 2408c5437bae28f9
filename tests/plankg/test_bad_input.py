"""Every way an input, a database or a machine can be bad: one clear line, the right exit code, nothing lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = os.name == "posix" and os.geteuid() == 0


def documents(run: Any) -> int:
    return len(json.loads(run("documents", "--format", "json").out))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "E102"),
        ("blank.txt", b" \n\n\t ", "E102"),
        ("binary.txt", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "E103"),
        ("shift-jis.txt", "これは計画です。".encode("shift-jis") * 20, "E104"),
        ("noise.txt", bytes(range(128, 256)) * 40, "E104"),
        ("english.txt", b"A plan in English only.\n", "E109"),
        ("slides.pptx", b"PK", "E108"),
    ],
)
def test_a_file_that_is_no_plan(run: Any, name: str, content: bytes, code: str) -> None:
    Path(name).write_bytes(content)
    done = run("build", name)
    assert done.code == 1
    assert f"[{code}]" in done.lines[0]
    assert name in done.lines[0]
    assert not Path("plans.kg").exists(), "nothing was read, so nothing is left"
    alone = run("extract", name)
    assert (alone.code, alone.out, len(alone.lines)) == (1, "", 1)
    assert f"[{code}]" in alone.err


def test_gb18030_is_read(run: Any, plans: Path) -> None:
    a = plans / "a.txt"
    a.write_bytes(a.read_text("utf-8").encode("gb18030"))
    assert run("build", a).code == 0


def test_nothing_is_there(run: Any) -> None:
    done = run("build", "nowhere")
    assert done.code == 1
    assert "[E101]" in done.err


def test_a_folder_with_nothing_readable(run: Any) -> None:
    Path("folder").mkdir()
    Path("folder/x.bin").write_bytes(b"\0")
    done = run("build", "folder")
    assert done.code == 1
    assert "[E106]" in done.err
    assert ".txt" in done.err
    assert not Path("plans.kg").exists()


def test_a_bad_file_among_good_ones(run: Any, plans: Path) -> None:
    (plans / "bad.txt").symlink_to("/nowhere/at/all.txt")
    (plans / "c.txt").write_bytes(b"\0\1")
    done = run("build", plans)
    assert done.code == 1
    assert documents(run) == 2
    named = [line for line in done.lines if "bad.txt" in line or "c.txt" in line]
    assert len(named) == 2
    assert "2 of 4 could not be read" in done.lines[-1]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_without_read_permission(run: Any, process: Any, powerless: list[str], plans: Path) -> None:
    (plans / "a.txt").chmod(0)
    done = process("build", plans, before=powerless)
    assert done.code == 1
    assert "[E105]" in done.err
    assert documents(run) == 1


def test_fifty_megabytes(run: Any, plans: Path) -> None:
    with Path("big.txt").open("w", encoding="utf-8") as out:
        for _ in range(50):
            out.write("建设平台。" * 66_667 + "\n")
    done = run("build", "big.txt", plans / "a.txt")
    assert done.code == 1
    assert "[E107]" in done.err
    assert "limit" in done.err
    assert documents(run) == 1


def test_a_database_of_a_newer_version(run: Any, db: Path) -> None:
    manifest = json.loads((db / "manifest.json").read_text("utf-8"))
    (db / "manifest.json").write_text(json.dumps({**manifest, "version": 99}), "utf-8")
    before = sorted(p.name for p in db.iterdir())
    for command in (["stats"], ["build", "a.txt"], ["query", "RETURN 1"]):
        done = run(*command)
        assert (done.code, len(done.lines)) == (1, 1), done.err
        assert "[E303]" in done.err
    assert sorted(p.name for p in db.iterdir()) == before


def test_a_folder_that_is_no_graph(run: Any, plans: Path) -> None:
    done = run("build", plans / "a.txt", "--db", plans)
    assert (done.code, len(done.lines)) == (1, 1)
    assert "[E306]" in done.err
    assert sorted(p.name for p in plans.iterdir()) == ["a.txt", "b.txt"]


@contextlib.contextmanager
def holder(db: Path) -> Iterator[int]:
    """A process that holds the graph for writing."""
    program = (
        "import sys, time; from pathlib import Path; from cypher.lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1]), exclusive=True); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, db], stdout=subprocess.PIPE) as held:
        assert held.stdout is not None
        assert held.stdout.readline().strip() == b"held"
        try:
            yield held.pid
        finally:
            held.kill()


def test_a_locked_database_names_who_holds_it(run: Any, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plankg.workflows.stores.WAIT", 0.2)
    with holder(db) as pid:
        for command in (["build", "b.txt"], ["query", "RETURN 1"], ["remove", "教育云"]):
            done = run(*command)
            assert done.code == 1
            assert "waiting for process" in done.lines[0]
            assert "[E302]" in done.lines[-1]
            assert str(pid) in done.lines[-1]
    assert run("build", "b.txt").code == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_read_only_folder(process: Any, powerless: list[str], db: Path) -> None:
    for path in (db, *db.rglob("*")):
        if path.is_dir():
            path.chmod(0o555)
    try:
        done = process("build", "b.txt", before=powerless)
        assert (done.code, len(done.lines)) == (1, 1), done.err
        assert "[E305]" in done.err
        assert process("stats", "--format", "json", before=powerless).code == 0, "it can be read all the same"
    finally:
        for path in (db, *db.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 40 MB (Linux, as root)."""
    mount = Path("disk")
    mount.mkdir()
    made = ROOT and sys.platform == "linux" and _quiet("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(mount))
    if not made:
        pytest.skip("needs root to mount a small tmpfs")
    try:
        yield mount
    finally:
        _quiet("umount", "-l", str(mount))


def _quiet(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_full_disk(process: Any, small_disk: Path, plans: Path) -> None:
    db = small_disk / "plans.kg"
    assert process("build", plans / "a.txt", "--db", db, "-q").code == 0
    (small_disk / "filler").write_bytes(b"x" * _free(small_disk))
    full = process("build", plans / "b.txt", "--db", db)
    assert full.code == 1, full.out
    assert len(full.lines) == 1, full.err
    assert "No space left" in full.err
    page = process("view", "--db", db, "-o", small_disk / "x.html")
    assert (page.code, len(page.lines)) == (1, 1), page.err
    export = process("export", "--db", db, "-o", small_disk / "x.json")
    assert (export.code, len(export.lines)) == (1, 1), export.err
    (small_disk / "filler").unlink()
    assert process("db", "check", "--db", db).code == 0
    again = process("build", plans / "b.txt", "--db", db)
    assert again.code == 0, again.err
    assert "1 added" in again.out


def test_a_disk_too_small_for_the_database(process: Any, small_disk: Path, plans: Path) -> None:
    """The engine would not notice, and leave a damaged database."""
    (small_disk / "filler").write_bytes(b"x" * (_free(small_disk) - 5_000_000))
    done = process("build", plans, "--db", small_disk / "plans.kg")
    assert (done.code, len(done.lines)) == (1, 1), done.err
    assert "[E305]" in done.err
    assert not (small_disk / "plans.kg" / "manifest.json").exists()


def _free(folder: Path) -> int:
    found = os.statvfs(folder)
    return max(found.f_bavail * found.f_frsize - 4096, 0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_in_the_middle(run: Any, plans: Path, sample: Path) -> None:
    run("build", plans)
    many = Path("many")
    many.mkdir()
    text = sample.read_text("utf-8")
    for number in range(60):
        (many / f"{number}.txt").write_text(text.replace("广东省数字经济", f"广东省第{number}次数字经济"), "utf-8")
    command = [sys.executable, "-m", "plankg", "build", "many", "--jobs", "2", "-v"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as started:
        time.sleep(3)
        os.killpg(started.pid, signal.SIGINT)
        try:
            out, err = started.communicate(timeout=60)
        finally:
            started.kill()
    assert started.returncode == 130, err.decode()
    assert out == b""
    assert [line for line in err.decode().splitlines() if line] == [
        "plankg: interrupted; what was finished before is kept"
    ]
    assert run("db", "check").code == 0
    assert documents(run) >= 2
    assert run("build", "many", "-q").code == 0
    assert documents(run) == 62


def test_a_process_that_dies_takes_only_its_file_with_it(
    run: Any, plans: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As when the system ends a process that took too much memory."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import os\nimport extract.readers as r\nold = r.read_file\n"
        "def read_file(path):\n    if 'deadly' in str(path): os._exit(9)\n    return old(path)\n"
        "r.read_file = read_file\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(hook))
    (plans / "deadly.txt").write_text("规划", "utf-8")
    done = run("build", plans, "--jobs", "2")
    assert done.code == 1
    assert "[E110]" in done.err
    assert "deadly.txt" in done.err
    assert documents(run) == 2


def test_a_fault_of_ours_is_one_line_and_verbose_shows_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("plankg.workflows.figures.show_schema", broken)
    done = run("schema")
    assert (done.code, len(done.lines)) == (1, 1)
    assert "RuntimeError: boom" in done.err
    assert "--verbose" in done.err
    assert "Traceback" in run("schema", "--verbose").err


def test_a_reader_that_fails_never_stops_the_others(run: Any, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extract.api

    old = extract.api.extract_graphs

    def broken(plan: Any, **options: Any) -> Any:
        if plan.source == "a.txt":
            raise ZeroDivisionError("x")
        return old(plan, **options)

    monkeypatch.setattr("extract.api.extract_graphs", broken)
    done = run("build", plans)
    assert done.code == 1
    assert "[E111]" in done.err
    assert documents(run) == 1
