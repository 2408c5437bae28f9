"""Many plans to graphs, in several processes, in the order given, whatever happens to one of them."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, PlanKGError
from kg.graph import Graph
from plankg.workflows.discover import STDIN

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
    """One plan's graph, or why there is none; ``seconds`` is the time that reading and extraction took."""

    path: str
    graph: Graph | None
    error: PlanKGError | None
    seconds: float


def extract_one(path: str, reading: Reading) -> Graph:
    """The graph of one file (or of stdin). Raises ``PlanKGError``."""
    from extract import extract_file, extract_text

    options: dict[str, Any] = {"lexicon": reading.lexicon, "model": reading.model, "disable": reading.disable}
    if path == STDIN:
        return extract_text(decode_stdin(), source=STDIN, **options)
    return extract_file(path, **options)


def decode_stdin() -> str:
    """The text on stdin. Raises ``InputError`` as for a text file."""
    from extract.readers.plain import decode

    return decode(sys.stdin.buffer.read(), "stdin")


def extract_all(paths: Sequence[str], reading: Reading, jobs: int | None) -> Iterator[Extracted]:
    """The graphs of ``paths``, in their order; ``jobs`` None lets the amount of work decide."""
    local = STDIN in paths
    count = 1 if local else jobs or _jobs_for(paths)
    if min(count, len(paths)) <= 1:
        for path in paths:
            yield _guarded(path, reading)
        return
    yield from _in_processes(paths, reading, min(count, len(paths)))


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


def _in_processes(paths: Sequence[str], reading: Reading, jobs: int) -> Iterator[Extracted]:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)
    futures: dict[str, Future[tuple[dict[str, Any] | None, PlanKGError | None, float]]] = {}
    try:
        for path in paths:
            futures[path] = pool.submit(_remote, path, reading)
        for done, path in enumerate(paths):
            try:
                yield _received(path, futures.pop(path).result())
            except BrokenProcessPool:
                yield from _one_by_one(paths[done:], reading)
                return
    except BaseException:
        _stop(pool)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(paths: Sequence[str], reading: Reading) -> Iterator[Extracted]:
    """After a process died: each remaining file in a process of its own, so that the deadly one is known."""
    import multiprocessing

    for path in paths:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context, initializer=_ignore_interrupts) as pool:
            try:
                yield _received(path, pool.submit(_remote, path, reading).result())
            except BrokenProcessPool:
                yield Extracted(path, None, InputError("E110", path=path), 0.0)


def _received(path: str, answer: tuple[dict[str, Any] | None, PlanKGError | None, float]) -> Extracted:
    raw, error, seconds = answer
    return Extracted(path, None if raw is None else Graph.from_dict(raw), error, seconds)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now; what they were doing is not wanted any more."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _remote(path: str, reading: Reading) -> tuple[dict[str, Any] | None, PlanKGError | None, float]:
    done = _guarded(path, reading)
    return None if done.graph is None else done.graph.to_dict(), done.error, done.seconds


def _guarded(path: str, reading: Reading) -> Extracted:
    start = time.perf_counter()
    graph: Graph | None = None
    error: PlanKGError | None = None
    try:
        graph = extract_one(path, reading)
    except PlanKGError as caught:
        error = caught
    except MemoryError:
        error = InputError("E110", path=path)
    except Exception as caught:
        error = InputError("E111", path=path, reason=f"{type(caught).__name__}: {caught}")
        error.__cause__ = caught
    return Extracted(path, graph, error, time.perf_counter() - start)
