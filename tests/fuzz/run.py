"""Fuzz one target: ``python tests/fuzz/run.py TARGET --runs 100000 [--seed 1] [--corpus DIR] [--found DIR]``.

With atheris the run is guided by coverage; without it inputs are changed at random. Faults go to the folder
``--found`` (input and what it did), each place in the code once; the last line counts inputs and faults, the exit code is 1
if there were any. ``--replay FILE...`` runs single inputs and prints what they do.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
#: Packages that the coverage is taken of.
PACKAGES = ["kg", "extract", "cypher", "viz", "plankg"]


class Hunt:
    """Counts inputs and keeps the faults that they show."""

    def __init__(self, name: str, runs: int, found: Path) -> None:
        self.name, self.runs, self.found = name, runs, found
        self.count, self.start = 0, time.monotonic()
        self.places: dict[str, int] = {}

    def one(self, data: bytes) -> None:
        """Try one input; ends the process after the last (the fuzzing engine does not come back by itself)."""
        from targets import TooSlow, check

        try:
            check(self.name, data)
        except TooSlow as error:
            if _slow_alone(self.name, data):
                self._keep("slow", data, str(error))
        except Exception as error:
            self._keep(_place(error), data, traceback.format_exc())
        self.count += 1
        if self.count % 10_000 == 0:
            print(self.line(), file=sys.stderr, flush=True)
        if self.count >= self.runs:
            self.end()

    def end(self) -> None:
        """Say what was found, and end."""
        print(self.line(), flush=True)
        sys.stdout.flush()
        os._exit(1 if self.places else 0)

    def line(self) -> str:
        """What was found, as one line of JSON."""
        seconds = round(time.monotonic() - self.start, 1)
        return json.dumps({"target": self.name, "inputs": self.count, "seconds": seconds, "faults": self.places})

    def _keep(self, place: str, data: bytes, what: str) -> None:
        self.places[place] = self.places.get(place, 0) + 1
        if self.places[place] > 3:
            return
        self.found.mkdir(parents=True, exist_ok=True)
        name = f"{self.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        (self.found / name).write_bytes(data)
        (self.found / f"{name}.why").write_text(f"{place}\n{what}", "utf-8", errors="backslashreplace")
        print(f"{self.name}: {place} ({name})", file=sys.stderr, flush=True)


def _place(error: Exception) -> str:
    """The fault's type and the last line of ours that it went through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
    last = frames[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.name}:{last.lineno}"


def _slow_alone(name: str, data: bytes) -> bool:
    """Whether the input is too slow also where nothing watches the code."""
    done = subprocess.run(
        [sys.executable, __file__, name, "--replay", "-"], input=data, capture_output=True, timeout=600, check=False
    )
    return b"TooSlow" in done.stdout


def replay(name: str, paths: list[str]) -> int:
    """Run single inputs without coverage; prints a line each."""
    from targets import check, warm

    warm(name)
    bad = 0
    for path in paths:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        try:
            check(name, data)
            print(f"{path}: ok")
        except Exception as error:
            bad += 1
            print(f"{path}: {_place(error)}: {error}")
            if path != "-":
                traceback.print_exc()
    return 1 if bad else 0


def guided(hunt: Hunt, seed: int, corpus: list[str], max_len: int) -> None:
    """Let atheris choose the inputs."""
    import atheris

    with atheris.instrument_imports(include=PACKAGES, enable_loader_override=False):
        from targets import warm

        warm(hunt.name)
    from mutate import mutate, words

    words()

    def change(data: bytes, max_size: int, seed: int) -> bytes:
        return mutate(data, max_size, seed, atheris.Mutate)

    arguments = [
        "fuzz", f"-seed={seed}", f"-max_len={max_len}", "-timeout=60", "-rss_limit_mb=6000", "-verbosity=0",
        f"-artifact_prefix={hunt.found}/native-", "-print_final_stats=0", *corpus,
    ]  # fmt: skip
    hunt.found.mkdir(parents=True, exist_ok=True)
    atheris.Setup(arguments, hunt.one, custom_mutator=change)
    hunt.start = time.monotonic()
    atheris.Fuzz()


def unguided(hunt: Hunt, seed: int, corpus: list[str], max_len: int) -> None:
    """Change inputs at random."""
    from mutate import mutate

    rng = random.Random(seed)
    inputs = [p.read_bytes() for folder in corpus for p in sorted(Path(folder).glob("*")) if p.is_file()] or [b""]
    for data in inputs:
        hunt.one(data)
    while True:
        data = rng.choice(inputs)
        for _ in range(rng.randint(1, 4)):
            data = mutate(data, max_len, rng.getrandbits(32))
        hunt.one(data)


def main() -> int:
    from targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-len", type=int, default=10_000)
    parser.add_argument("--corpus", help="folder for inputs that reach new code (to go on from another time)")
    parser.add_argument("--found", default="fuzz-found", help="folder for inputs that show a fault")
    parser.add_argument("--unguided", action="store_true", help="without atheris")
    parser.add_argument("--replay", nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.replay:
        return replay(options.target, options.replay)
    grown = options.corpus or tempfile.mkdtemp(prefix="plankg-fuzz-")
    Path(grown).mkdir(parents=True, exist_ok=True)
    corpus = [grown, str(CORPUS / options.target)]  # the fuzzer writes into the first
    hunt = Hunt(options.target, options.runs, Path(options.found))
    with_atheris = importlib.util.find_spec("atheris") is not None and not options.unguided
    (guided if with_atheris else unguided)(hunt, options.seed, corpus, options.max_len)
    return 0


if __name__ == "__main__":
    sys.exit(main())
