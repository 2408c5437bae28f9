"""What a build tells while it runs (on a terminal only) and what its report says of each file."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from make_pdf import Page, pdf

from kg.errors import MESSAGES, InputError
from plankg.console import progress


def report(run: Any, *args: Any) -> dict[str, Any]:
    run(*args, "--report", "report.json")
    found: dict[str, Any] = json.loads(Path("report.json").read_text("utf-8"))
    return found


class TestReport:
    def test_every_outcome_has_what_is_worth_knowing(self, run: Any, plans: Path) -> None:
        run("build", plans)
        a = plans / "a.txt"
        a.write_text(a.read_text("utf-8").replace("智慧校园工程", "数字课堂工程"), "utf-8")
        (plans / "copy.txt").write_bytes((plans / "b.txt").read_bytes())
        (plans / "empty.txt").write_bytes(b"")
        (plans / "new.txt").write_text("云南省教育规划\n一、主要任务\n（一）建设云南教育云。\n", "utf-8")
        found = report(run, "build", plans)
        files = {Path(f["path"]).name: f for f in found["files"]}
        assert {name: f["status"] for name, f in files.items()} == {
            "a.txt": "replaced", "b.txt": "unchanged", "copy.txt": "duplicate", "empty.txt": "failed", "new.txt": "added",
        }  # fmt: skip
        replaced = files["a.txt"]
        assert replaced["added"]["nodes"] > 0 < replaced["removed"]["nodes"]
        assert replaced["added"]["edges"] > 0 < replaced["removed"]["edges"]
        assert files["b.txt"]["added"] == files["b.txt"]["removed"] == {"nodes": 0, "edges": 0}
        assert files["new.txt"]["added"] == {"nodes": files["new.txt"]["nodes"], "edges": files["new.txt"]["edges"]}
        failed = files["empty.txt"]
        assert failed["code"] == "E102"
        assert failed["message"].startswith("[E102] cannot read")
        assert failed["advice"] == "give a plan with text in it"
        assert "same file as plans/b.txt" in files["copy.txt"]["message"]
        assert found["statuses"] == {"added": 1, "duplicate": 1, "failed": 1, "replaced": 1, "unchanged": 1}
        assert sum(f["added"]["nodes"] for f in files.values()) >= found["nodes"]["added"]

    def test_what_was_replaced_is_told_with_its_change(self, run: Any, plans: Path) -> None:
        run("build", plans)
        a = plans / "a.txt"
        a.write_text(a.read_text("utf-8").replace("智慧校园工程", "数字课堂工程"), "utf-8")
        out = run("build", plans).out
        (line,) = [line for line in out.splitlines() if line.startswith("plans/a.txt: replaced (+")]
        assert "nodes" in line and "edges" in line and "−" in line

    @pytest.mark.parametrize("code", [c for c in MESSAGES if c.startswith("E1") and "; " in MESSAGES[c]])
    def test_every_input_error_says_what_to_do(self, code: str) -> None:
        values = dict.fromkeys(("path", "reason", "suffixes", "size", "limit", "kind", "hint", "at"), "x; y")
        assert InputError(code, **values).advice == MESSAGES[code].rpartition("; ")[2].format(**values)


def on_a_terminal(*args: str) -> str:
    """What ``plankg`` shows on a terminal of 120 columns."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "120", "TERM": "xterm"}
    command = [sys.executable, "-m", "plankg", *args]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=follower, env=env)
    os.close(follower)
    shown = b""
    while True:
        ready, _, _ = select.select([leader], [], [], 60)
        try:
            part = os.read(leader, 65536) if ready else b""
        except OSError:
            part = b""
        if not part:
            break
        shown += part
    os.close(leader)
    assert child.wait(60) == 0
    return shown.decode("utf-8", "replace")


class TestProgress:
    def test_on_a_terminal_there_is_a_bar_with_rate_and_time(self, plans: Path, sample: Path) -> None:
        shown = on_a_terminal("build", str(plans), str(sample))
        assert "reading plans" in shown
        assert "3/3" in shown
        assert "plans/s" in shown or "s/plan" in shown
        assert ":" in shown.partition("3/3")[2]

    def test_elsewhere_and_when_quiet_there_is_none(self, run: Any, plans: Path) -> None:
        assert "reading plans" not in run("build", plans).err
        assert "reading plans" not in on_a_terminal("build", "-q", str(plans))

    def test_a_note_shows_a_bar_for_one_file_too(self, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        monkeypatch.setattr("plankg.console.is_terminal", lambda stream: True)
        with progress("reading plans", 1) as steps:
            time.sleep(0.02)
        assert "reading" not in capsys.readouterr().err
        with progress("reading plans", 1) as steps:
            steps.note("scan\x1b[2J.pdf: page 1 of 3 recognised [bold]")
            steps(1)
        err = capsys.readouterr().err
        assert "page 1 of 3 recognised [bold]" in err
        assert "\x1b[2J" not in err


class TestScans:
    @pytest.fixture
    def notes(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Recognition played, and what is told on the bar."""
        text = "浙江省扫描规划为建设教育云制定本规划"

        def engine() -> Any:
            def recognise(pixels: Any, **options: Any) -> Any:
                box = [[100.0, 200.0], [1500.0, 200.0], [1500.0, 240.0], [100.0, 240.0]]
                return SimpleNamespace(boxes=[box], txts=[text], scores=[0.99])

            return recognise

        monkeypatch.setattr("extract.readers.pdf_ocr.engine", engine)
        monkeypatch.setattr("extract.readers.pdf_ocr._version", lambda: "0")
        told: list[str] = []

        class Told:
            def __call__(self, count: int) -> None:
                pass

            def note(self, text: str) -> None:
                told.append(text)

        import contextlib

        @contextlib.contextmanager
        def bar(title: str, total: int) -> Any:
            yield Told()

        monkeypatch.setattr("plankg.workflows.build.progress", bar)
        monkeypatch.setattr("plankg.workflows.gather.progress", bar)
        return told

    def test_pages_of_a_scan_are_told_one_by_one(
        self, run: Any, notes: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PLANKG_CACHE", str(tmp_path / "cache"))
        Path("scan.pdf").write_bytes(pdf([Page(image=True), Page(image=True), Page(image=True)]))
        assert run("build", "scan.pdf").code == 0
        assert notes == [f"scan.pdf: page {n} of 3 recognised" for n in (1, 2, 3)]
        run("extract", "scan.pdf", "-o", "x.json")
        assert len(notes) == 6

    def test_processes_tell_them_too(
        self, run: Any, notes: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plans: Path
    ) -> None:
        hook = tmp_path / "hook"
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(
            "import extract.readers as r\nold = r.read_file\n"
            "def read_file(path):\n"
            "    told = r.watch.get()\n"
            "    if told and str(path).endswith('a.txt'):\n        told(1, 2)\n        told(2, 2)\n"
            "    return old(path)\n"
            "r.read_file = read_file\n",
            "utf-8",
        )
        monkeypatch.setenv("PYTHONPATH", str(hook))
        assert run("build", plans, "--jobs", "2").code == 0
        assert notes == ["a.txt: page 1 of 2 recognised", "a.txt: page 2 of 2 recognised"]
