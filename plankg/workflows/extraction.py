"""Many plans to graphs, in several processes, in the order given, whatever happens to one of them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import InputError, PlanKGError
from kg.graph import Graph
from plankg.console import Steps
from plankg.workflows.discover import STDIN

#: Called with a file, and how many of its pages were recognised of how many.
Note = Callable[[str, int, int], None]
#: What a process says: a page is done, the file is done.
_PAGE, _DONE = "page", "done"
#: Below so many bytes of input a second process costs more (its start-up) than it saves.
WORTH_A_PROCESS = 400_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How plans are read: the user's lexicon, a spaCy model to plug in, parts switched off."""

    lexicon: str | None = None
    model: str | None = None
    disable: tuple[str, ...] = ()

    def version(self) -> str:
        """What the result depends on besides the file: rules, lexicon, model, parts switched off."""
        from extract import RULES_VERSION

        parts = [RULES_VERSION]
        if self.lexicon:
            try:
                parts.append(hashlib.sha256(Path(self.lexicon).read_bytes()).hexdigest()[:12])
            except OSError as error:
                raise InputError("E105", path=self.lexicon, reason=error.strerror or error) from error
        parts += [text for text in (self.model, ",".join(sorted(self.disable))) if text]
        return "+".join(parts)


@dataclass(slots=True)
class Extracted:
    """What a file says, one graph a document, or why there is none; ``seconds`` is the time that reading and extraction took."""

    path: str
    graphs: list[Graph]
    error: PlanKGError | None
    seconds: float


def extract_one(path: str, reading: Reading) -> list[Graph]:
    """The graphs of one file (or of stdin), one a document. Raises ``PlanKGError``."""
    from extract.api import extract_graphs
    from extract.readers import read_file, read_text

    plan = read_text(decode_stdin(), source=STDIN) if path == STDIN else read_file(path)
    return extract_graphs(plan, lexicon=reading.lexicon, model=reading.model, disable=reading.disable)


def decode_stdin() -> str:
    """The text on stdin. Raises ``InputError`` as for a text file."""
    from extract.readers.plain import decode

    return decode(sys.stdin.buffer.read(), "stdin")


def extract_all(
    paths: Sequence[str], reading: Reading, jobs: int | None, note: Note = lambda path, done, total: None
) -> Iterator[Extracted]:
    """The graphs of ``paths``, in their order; ``jobs`` None lets the amount of work decide; ``note`` hears of pages of scans."""
    local = STDIN in paths
    count = 1 if local else jobs or _jobs_for(paths)
    if min(count, len(paths)) <= 1:
        for path in paths:
            yield _guarded(path, reading, partial(note, path))
        return
    yield from _in_processes(paths, reading, min(count, len(paths)), note)


def page_note(steps: Steps) -> Note:
    """Pages of scans told on a progress bar."""
    return lambda path, done, total: steps.note(f"{Path(path).name}: page {done} of {total} recognised")


def _jobs_for(paths: Sequence[str]) -> int:
    size = 0
    for path in paths:
        try:
            size += Path(path).stat().st_size
        except OSError:
            continue
    return min(available_cpus(), max(1, size // WORTH_A_PROCESS), len(paths))


def available_cpus() -> int:
    """Processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class _Worker:
    """A process that reads one file after another, with a pipe of its own: when it dies, we know over which file."""

    def __init__(self, context: Any, reading: Reading) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, reading), daemon=True)
        self.process.start()
        theirs.close()
        self.task: int | None = None
        self.dead = False

    def give(self, number: int, path: str) -> None:
        """Hand over the file ``path``, the ``number``-th of all (to a process that died: ``answer`` will tell)."""
        self.task = number
        with contextlib.suppress(OSError):
            self.pipe.send(path)

    def answer(self, path: str, note: Note) -> Extracted | None:
        """What became of the file at hand, once it is read: None until then. A process that died over it is such an answer, too."""
        try:
            word, *rest = self.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self.task, self.dead = None, True
            return Extracted(path, [], InputError("E110", path=path), 0.0)
        if word == _PAGE:
            note(path, *rest)
            return None
        self.task = None
        raw, error, seconds = rest
        return Extracted(path, [Graph.from_dict(one) for one in raw], error, seconds)

    def stop(self) -> None:
        """End the process now."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(2)


def _in_processes(paths: Sequence[str], reading: Reading, jobs: int, note: Note) -> Iterator[Extracted]:
    """``paths`` read by ``jobs`` processes, given out one by one, answers in the order of ``paths``."""
    import multiprocessing
    from multiprocessing.connection import wait

    context = multiprocessing.get_context("spawn")
    workers = [_Worker(context, reading) for _ in range(jobs)]
    waiting = iter(enumerate(paths))
    done: dict[int, Extracted] = {}
    try:
        for worker in workers:
            worker.give(*next(waiting))
        for number in range(len(paths)):
            while number not in done:
                busy = {w.pipe: w for w in workers if w.task is not None}
                for pipe in wait(list(busy)):
                    worker = busy[pipe]
                    task: int = worker.task  # type: ignore[assignment]
                    answer = worker.answer(paths[task], note)
                    if answer is None:
                        continue
                    if worker.dead:
                        worker.stop()
                        workers[workers.index(worker)] = worker = _Worker(context, reading)
                    done[task] = answer
                    if (following := next(waiting, None)) is not None:
                        worker.give(*following)
            yield done.pop(number)
    finally:
        for worker in workers:
            worker.stop()


def _serve(pipe: Any, reading: Reading) -> None:
    """The life of a worker. Ctrl-C is the parent's business: it ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            path = pipe.recv()
            done = _guarded(path, reading, lambda page, pages: pipe.send((_PAGE, page, pages)))
            pipe.send((_DONE, [graph.to_dict() for graph in done.graphs], done.error, done.seconds))
        except (EOFError, OSError):
            return


def _guarded(path: str, reading: Reading, page: Callable[[int, int], None]) -> Extracted:
    from extract.readers import watch

    start = time.perf_counter()
    watching = watch.set(page)
    graphs: list[Graph] = []
    error: PlanKGError | None = None
    try:
        graphs = extract_one(path, reading)
    except PlanKGError as caught:
        error = caught
    except MemoryError:
        error = InputError("E110", path=path)
    except Exception as caught:
        error = InputError("E111", path=path, reason=f"{type(caught).__name__}: {caught}")
        error.__cause__ = caught
    finally:
        watch.reset(watching)
    return Extracted(path, graphs, error, time.perf_counter() - start)
