"""The prompt: statements, and a few commands of its own."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import PlanKGError, QueryError
from plankg.console import console, is_terminal
from plankg.output import RowOptions, emit
from plankg.settings import Target

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

    from cypher.store import Store

COMMANDS = {
    ":help": "these commands",
    ":queries": "the saved queries",
    ":saved": "run a saved query: :saved NAME name=value …",
    ":param": "set a parameter: :param name=value (without a value: forget it)",
    ":params": "the parameters",
    ":format": "how rows are printed: table, json, jsonl, csv, tsv, md",
    ":limit": "at most so many rows (0: all)",
    ":timeout": "stop a query after so many seconds (0: never)",
    ":quit": "leave (as Ctrl-D)",
}
#: Names that are read for completion at most.
_NAMES = 50_000


@dataclass(slots=True)
class Shell:
    """One session with a store. ``run`` takes what was typed; errors become a line."""

    store: Store
    write: bool = False
    format: str = "table"
    limit: int = 100
    timeout: float = 60.0
    params: dict[str, Any] = field(default_factory=dict)
    failed: bool = False

    def run(self, text: str) -> bool:
        """Run a statement or a command; false when the session is to end."""
        text = text.strip()
        if not text or text == ";":
            return True
        try:
            if text.startswith(":"):
                return self._command(text)
            self._query(text.rstrip("; \n"), self.params)
        except PlanKGError as error:
            self.failed = True
            console.error(str(error))
        except KeyboardInterrupt:
            console.warn("stopped")
        finally:
            release = getattr(self.store, "release", None)
            if release is not None:
                release()
        return True

    def names(self) -> list[str]:
        """Names of nodes, for completion; none if they cannot be had."""
        with contextlib.suppress(PlanKGError):
            text = "MATCH (n) WHERE n.name IS NOT NULL RETURN DISTINCT n.name AS name LIMIT $most"
            return [str(name) for name in self.store.query(text, {"most": _NAMES}, timeout=5).column("name")]
        return []

    def _query(self, text: str, params: dict[str, Any]) -> None:
        result = self.store.query(
            text, params, write=self.write, timeout=self.timeout or None, limit=self.limit or None
        )
        for name, count in result.counters.items():
            console.say(f"{name}: {count}")
        if result.columns:
            shown = emit(result.columns, result.rows, RowOptions(self.format, "-", None))
            console.say(f"{shown} rows" + (f"; :limit 0 shows all, now {self.limit}" if result.truncated else ""))

    def _command(self, line: str) -> bool:
        name, _, rest = line.partition(" ")
        known = [command for command in COMMANDS if command.startswith(name)]
        if name in COMMANDS or len(known) == 1:
            command = name if name in COMMANDS else known[0]
        else:
            raise QueryError("E410", name=name)
        if command == ":quit":
            return False
        getattr(self, "_" + command[1:])(rest.strip())
        return True

    def _help(self, _: str) -> None:
        for name, meaning in COMMANDS.items():
            print(f"{name:10} {meaning}")

    def _queries(self, _: str) -> None:
        from plankg.workflows.asking import list_queries

        list_queries(RowOptions(self.format, "-", None))

    def _saved(self, rest: str) -> None:
        from cypher.saved import saved_query
        from plankg.workflows.asking import parse_params

        try:
            name, *pairs = shlex.split(rest)
        except ValueError:
            raise QueryError("E410", name=":saved (say which: :saved NAME name=value)") from None
        query = saved_query(name)
        self._query(query.text, query.bind(parse_params(pairs, typed=False)))

    def _param(self, rest: str) -> None:
        from plankg.workflows.asking import parse_params

        if "=" in rest:
            self.params.update(parse_params([rest]))
        else:
            self.params.pop(rest.removeprefix("$"), None)

    def _params(self, _: str) -> None:
        emit(("name", "value"), sorted(self.params.items()), RowOptions(self.format, "-", None))

    def _format(self, rest: str) -> None:
        from plankg.options import ROW_FORMATS

        if rest not in ROW_FORMATS[:-1]:
            raise QueryError("E407", param="format", reason=f"known are {', '.join(ROW_FORMATS[:-1])}")
        self.format = rest

    def _limit(self, rest: str) -> None:
        self.limit = int(_number("limit", rest))

    def _timeout(self, rest: str) -> None:
        self.timeout = _number("timeout", rest)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if value < 0:
        raise QueryError("E407", param=name, reason=f"`{text}` is no number of 0 or more")
    return value


def shell(db: Target, *, write: bool = False, row_format: str = "table", limit: int = 100) -> None:
    """Ask ``db`` until the person leaves; statements come from a prompt, or from stdin where that is no terminal.

    Raises ``StoreError`` and ``ServerError`` if the graph cannot be opened; with statements on stdin also ``QueryError``
    (E411) at the end if one of them failed.
    """
    from plankg.workflows.stores import open_target

    with open_target(db) as store:
        session = Shell(store, write, row_format, limit)
        if not is_terminal(sys.stdin):
            for statement in split_statements(sys.stdin.read()):
                if not session.run(statement):
                    break
            if session.failed:
                raise QueryError("E411")
            return
        console.say(f"{db.place}; :help lists commands, ; or an empty line runs a statement, Ctrl-D leaves")
        talk(session, prompt_session(session))


def talk(session: Shell, prompt: PromptSession[str]) -> None:
    """Ask for statements and run them until the person leaves."""
    while True:
        try:
            text = prompt.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if not session.run(text):
            return


def prompt_session(session: Shell, **options: Any) -> PromptSession[str]:
    """The prompt: several lines, history on disk, completion. ``options`` go to ``PromptSession``."""
    import platformdirs
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    from plankg.workflows.completing import CypherCompleter

    history: History = InMemoryHistory()
    with contextlib.suppress(OSError):
        folder = platformdirs.user_state_path("plankg")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        history = FileHistory(str(folder / "shell_history"))
    completer = CypherCompleter(COMMANDS, session.names, lambda: session.params)
    return PromptSession(
        "plankg> ",
        history=history,
        completer=completer,
        complete_in_thread=True,
        complete_while_typing=False,
        multiline=True,
        prompt_continuation="      > ",
        key_bindings=_bindings(),
        **options,
    )


def _bindings() -> Any:
    """Enter runs what is finished, else begins a new line."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if finished(buffer.text) or not buffer.document.current_line.strip():
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return bindings


def finished(text: str) -> bool:
    """Whether Enter runs ``text``: a command, nothing at all, or a statement that ends with ``;``."""
    return text.lstrip().startswith(":") or not text.strip() or text.rstrip().endswith(";")


def split_statements(text: str) -> Iterator[str]:
    """The statements in ``text``: each ends with ``;`` (outside quotes and comments), commands with their line."""
    from cypher.columns import tokens_of

    yield from _split(tokens_of, text)


def _split(tokens_of: Callable[[str], list[str]], text: str) -> Iterator[str]:
    while text.strip():
        text = text.lstrip()
        if text.startswith(":"):
            line, _, text = text.partition("\n")
            yield line
            continue
        words: list[str] = []
        rest = tokens_of(text)
        for at, word in enumerate(rest):
            if word == ";":
                text = "".join(rest[at + 1 :])
                break
            words.append(word)
        else:
            text = ""
        yield "".join(words)
