"""Serving a graph folder until somebody stops it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

from plankg.console import console
from plankg.settings import Target
from plankg.workflows.stores import WAIT

PASSWORD = "PLANKG_SERVE_PASSWORD"


def serve(db: Target, host: str, port: int) -> None:
    """Serve ``db`` and say how to reach it; returns after Ctrl-C or SIGTERM, with everything stopped.

    Raises ``StoreError`` and ``ServerError`` as ``cypher.serve.BoltServer`` does.
    """
    from cypher.serve import DATABASE, USER, BoltServer

    password = os.environ.get(PASSWORD)
    server = BoltServer(
        db.place,
        host=host,
        port=port,
        password=password,
        wait=WAIT,
        on_wait=lambda holder: console.say(f"waiting for {holder} …"),
    )
    if server.open_to_others:
        console.warn(f"other machines can reach {host}; the connection is not encrypted")
    with _stopped() as stop, server:
        print(f"{db.place} at {server.uri}, database {DATABASE}, user {USER}, for reading")
        shown = password if password is None else f"the one in {PASSWORD}"
        print(f"password: {shown or server.password}", flush=True)
        console.say("Ctrl-C stops it")
        while not stop.wait(0.5):
            pass
    console.say("stopped")


@contextlib.contextmanager
def _stopped() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second one acts as it always does."""
    stop = threading.Event()
    before: dict[signal.Signals, Any] = {}

    def on_signal(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for kind in (signal.SIGINT, signal.SIGTERM):
        before[kind] = signal.signal(kind, on_signal)
    try:
        yield stop
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
