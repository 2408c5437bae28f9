"""What is said to the person at the terminal: messages, warnings and progress, always on stderr."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal (nothing elsewhere, nor with ``--quiet``); gives the function that advances it."""
    if console.quiet or total < 2 or not is_terminal(sys.stderr):
        yield lambda step: None
        return
    from rich.console import Console as RichConsole
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    out = RichConsole(file=sys.stderr, no_color=not colour(sys.stderr))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda step: bar.advance(task, step)


def _line(text: str) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError):
        print(text, file=sys.stderr, flush=True)
