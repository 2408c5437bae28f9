"""No regular expression takes more than linear time, whatever the line (see ``regexes.py`` for how that is found out)."""

from __future__ import annotations

import re
import re._parser as parser
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

import regexes  # noqa: E402

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX timers")


def test_every_pattern_of_the_packages() -> None:
    done = subprocess.run(
        [sys.executable, HERE / "regexes.py"], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[-4]) > 400, "patterns built from data are among them"


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"(?:共同|联合)*承办", True),
        (r"(?:共同|联合){0,6}承办", False),
        (r"(?<!\s)\s++$", False),
        (r"《[^》。]*》", True),
        (r"《[^《》]{0,80}》", False),
        (r"[，；]", False),
    ],
)
def test_bad_ones_are_told_from_good_ones(pattern: str, bad: bool) -> None:
    before = signal.signal(signal.SIGALRM, regexes._give_up)
    try:
        compiled = re.compile(pattern)
        assert any(regexes.is_bad(compiled, *line) for line in regexes.lines(parser.parse(pattern))) == bad
    finally:
        signal.signal(signal.SIGALRM, before)
