"""A short fuzzing run of every target (docs/testing.md has the command for long ones), and inputs that once were faults."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from mutate import mutate  # noqa: E402
from targets import COSTLY, TARGETS, check, warm  # noqa: E402


def inputs(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((HERE / "corpus" / name).iterdir())]


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"any_of_them"}))
def test_seeds_and_changed_seeds(name: str) -> None:
    warm(name)
    seeds = inputs(name)
    for data in seeds:
        check(name, data)
    rng = random.Random(name)
    for _ in range(8 if name in COSTLY else 40):
        data = rng.choice(seeds)
        for _ in range(rng.randint(1, 3)):
            data = mutate(data, 700 if name in COSTLY else 2_000, rng.getrandbits(32))
        try:
            check(name, data)
        except BaseException:
            print(f"the input is {data!r}")
            raise


def test_guided_by_coverage(tmp_path: Path) -> None:
    """All quick targets in one run of the real fuzzer (at random where it cannot be installed)."""
    command = [sys.executable, HERE / "run.py", "any_of_them", "--runs", "1000", "--max-len", "1200"]
    done = subprocess.run(
        [*command, "--found", tmp_path / "found"], capture_output=True, text=True, timeout=300, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["inputs"], result["faults"]) == (1000, {})


def test_a_fault_is_noticed(tmp_path: Path) -> None:
    """The fuzzer itself: a fault that only one branch has is found, kept and told."""
    (tmp_path / "faulty.py").write_text(
        "import sys; sys.argv[0] = sys.argv.pop(1)\n"
        "sys.path.insert(0, sys.argv[0].rpartition('/')[0])\n"
        "import extract.numbers\n"
        "def broken(text, match, low, high, old=extract.numbers._checked):\n"
        "    if match['one']: raise RuntimeError('x')\n"
        "    return old(text, match, low, high)\n"
        "extract.numbers._checked = broken\n"
        "import run; sys.exit(run.main())\n"
    )
    command = [
        sys.executable,
        "faulty.py",
        HERE / "run.py",
        "numbers",
        "--runs",
        "200",
        "--max-len",
        "400",
        "--unguided",
        "--found",
        "found",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    (place,) = json.loads(done.stdout.splitlines()[-1])["faults"]
    assert place.startswith("RuntimeError faulty.py:broken")
    assert list((tmp_path / "found").glob("numbers-*.why"))
