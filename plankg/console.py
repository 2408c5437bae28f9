"""What is said to the person at the terminal: messages, warnings and progress, always on stderr."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Console:
    """How much to say. One per process: ``plankg.console.console``."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """A line about what was done; not with ``--quiet``."""
        if not self.quiet:
            _line(text)

    def detail(self, text: str) -> None:
        """A line that only ``--verbose`` shows."""
        if self.verbose and not self.quiet:
            _line(text)

    def warn(self, text: str) -> None:
        """A line that matters, also with ``--quiet``."""
        _line(f"plankg: {text}")

    def error(self, text: str) -> None:
        """The line that says why a command failed."""
        _line(f"plankg: error: {one_line(text)}")


console = Console()


def one_line(text: str) -> str:
    """``text`` on one line, without control characters that could steer the terminal."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """``text`` with control characters (escape sequences among them) replaced."""
    return "".join(c if c.isprintable() or c in "\u3000" else " " if c.isspace() else "\ufffd" for c in text)


def is_terminal(stream: object) -> bool:
    """Whether a person looks at ``stream``."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False


def colour(stream: object) -> bool:
    """Whether colours are wanted on ``stream``: a terminal, no NO_COLOR, not a dumb one."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str, stream: object) -> str:
    """``text`` in bold where colours are wanted."""
    return f"\x1b[1m{text}\x1b[0m" if colour(stream) else text


class Steps:
    """A progress bar: ``steps(n)`` says that n more are done, ``steps.note(text)`` what is being done. This one shows nothing."""

    def __call__(self, count: int) -> None:
        """``count`` more are done."""

    def note(self, text: str) -> None:
        """What takes long at the moment (``page 3 of 20 of scan.pdf``); empty: nothing worth a word."""


class _Bar(Steps):
    """A bar with rate and remaining time, shown from the second thing or the first note on."""

    def __init__(self, title: str, total: int, unit: str) -> None:
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        out = RichConsole(file=sys.stderr, no_color=not colour(sys.stderr), force_terminal=True)
        rate = TextColumn("{task.fields[rate]}")
        note = TextColumn("{task.fields[note]}", markup=False)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            rate,
            TimeRemainingColumn(),
            note,
        )
        self.bar = Progress(*columns, console=out, transient=True)
        self.unit, self.begin, self.done, self.started = unit, time.monotonic(), 0, False
        self.task = self.bar.add_task(title, total=total, rate="", note="")
        if total > 1:
            self._start()

    def __call__(self, count: int) -> None:
        """See ``Steps``."""
        self.done += count
        seconds = max(time.monotonic() - self.begin, 1e-9)
        pace = self.done / seconds
        rate = (
            f"{pace:.1f} {self.unit}/s"
            if pace >= 1
            else f"{1 / pace:.1f} s/{self.unit.removesuffix('s')}"
            if pace
            else ""
        )
        self.bar.update(self.task, advance=count, rate=rate, note="")

    def note(self, text: str) -> None:
        """See ``Steps``."""
        self.bar.update(self.task, note=one_line(text))
        self._start()

    def _start(self) -> None:
        if not self.started:
            self.started = True
            self.bar.start()

    def stop(self) -> None:
        """Take the bar away."""
        if self.started:
            self.bar.stop()


@contextlib.contextmanager
def progress(title: str, total: int, unit: str = "plans") -> Iterator[Steps]:
    """A progress bar on a terminal (nothing elsewhere, nor with ``--quiet``)."""
    if console.quiet or total < 1 or not is_terminal(sys.stderr):
        yield Steps()
        return
    bar = _Bar(title, total, unit)
    try:
        yield bar
    finally:
        bar.stop()


def _line(text: str) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError):
        print(text, file=sys.stderr, flush=True)
