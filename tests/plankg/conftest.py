"""The command as a user meets it: run in this process for speed, or as a process where that is the point."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

for _name in ("make_docx", "make_pdf"):  # scripts that make files, importable by their names
    if _name not in sys.modules:
        _spec = importlib.util.spec_from_file_location(_name, Path(__file__).parents[1] / f"{_name}.py")
        assert _spec is not None and _spec.loader is not None
        sys.modules[_name] = importlib.util.module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules[_name])

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"

#: Two short plans, enough for what a command does with several documents.
PLAN_A = """广东省教育云建设规划（2020-2025年）

一、建设内容
（一）建设教育云。
建设广东教育云，覆盖全省各类学校。（省教育厅牵头，省科技厅、省财政厅配合）
（二）推进智慧校园工程。
在深圳市开展智慧校园工程试点。到2025年，学校宽带接入率达到100%。
"""
PLAN_B = """浙江省算力网建设规划（2023-2027年）

一、建设内容
（一）建设省级算力网。
建设浙江算力网，支持杭州市建设人工智能计算中心。（省发展改革委牵头，省财政厅配合）
到2027年，总算力规模达到40EFLOPS。
"""


@dataclass(frozen=True)
class Done:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Stderr by line."""
        return [line for line in self.err.splitlines() if line.strip()]


Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def clean_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine reach a test, and each works in a folder of its own."""
    for name in list(os.environ):
        if name.startswith(("NEO4J_", "PLANKG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``plankg`` with arguments in this process."""
    from plankg.main import main

    def call(*args: Any) -> Done:
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def process() -> Run:
    """Run ``plankg`` as a process of its own."""

    def call(*args: Any, stdin: str | bytes | None = None, before: Sequence[str] = (), **env: str) -> Done:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [*before, sys.executable, "-m", "plankg", *map(str, args)],
            input=data,
            capture_output=True,
            env={**os.environ, **env},
            timeout=180,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture(scope="session")
def sample() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from plankg.main import main

    folder = tmp_path_factory.mktemp("built")
    (folder / "a.txt").write_text(PLAN_A, "utf-8")
    (folder / "b.txt").write_text(PLAN_B, "utf-8")
    assert main(["build", "-q", str(SAMPLE), str(folder / "a.txt"), "--db", str(folder / "plans.kg")]) == 0
    return folder


@pytest.fixture
def db(_built: Path) -> Path:
    """A graph of the sample and one short plan, a copy for this test: ``plans.kg`` in the current folder."""
    shutil.copytree(_built, Path.cwd(), dirs_exist_ok=True)
    return Path("plans.kg")


@pytest.fixture
def plans() -> Path:
    """A folder with two short plans."""
    folder = Path("plans")
    folder.mkdir()
    (folder / "a.txt").write_text(PLAN_A, "utf-8")
    (folder / "b.txt").write_text(PLAN_B, "utf-8")
    return folder
