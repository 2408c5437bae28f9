"""Every error text of PlanKG in one place.

An error has a code, says what failed and where, and tells the user what to do next. Commands print
``str(error)`` on one line; nobody else formats error texts. ``transient`` errors are worth a retry.
"""

from __future__ import annotations

from typing import Any

MESSAGES: dict[str, str] = {
    # E1xx input
    "E101": "cannot read `{path}`: no such file or folder; check the path",
    "E102": "cannot read `{path}`: it is empty; give a plan with text in it",
    "E103": "cannot read `{path}`: it is binary, not text; give a text, web page, Word file or PDF",
    "E104": "cannot decode `{path}`: not Chinese in UTF-8, GB18030, Big5 or UTF-16; save it as UTF-8 and try again",
    "E105": "cannot read `{path}`: {reason}; check the file's permissions",
    "E106": "no readable plan in `{path}`; supported: {suffixes}",
    "E107": "`{path}` has {size} MB, the limit is {limit} MB; split it into one file a plan",
    "E108": "no reader for `{path}` ({kind}); supported: {suffixes}",
    "E109": "`{path}` has no Chinese text to read; check that it is a plan and its encoding",
    "E110": "reading `{path}` took more memory than there is; split it, or give fewer --jobs",
    "E111": "`{path}` made the reader fail ({reason}); this is a fault of PlanKG: run with --verbose and report it",
    "E112": "the text of `{path}` is garbled (saved after a wrong decoding); get the original file",
    "E113": "`{path}` is encrypted; save it without its password and try again",
    "E114": "cannot read `{path}`: {reason}; open it in a program that can, save it anew and try again",
    "E115": "`{path}` is refused: {reason}; it is no ordinary document",
    "E116": "`{path}` needs LibreOffice to be read ({reason}); install it, or save the file as docx",
    "E117": "`{path}` has no text, only pictures of pages{hint}",
    "E118": "nothing at `{at}` in `{path}`; {hint}",
    # E2xx graph and formats
    "E201": "not a PlanKG graph in `{path}`: {reason}; export it again with `plankg extract`",
    "E202": "unknown format `{name}`; known: {known}",
    "E203": "the graph breaks the ontology: {reason}",
    "E204": "nothing in the graph is called `{name}`; look it up with `plankg search {name}`",
    "E205": "unknown {what} `{name}`; known: {known}",
    "E206": "`{path}` does not tell the format by its suffix; give --format, one of {known}",
    "E207": "format `{name}` cannot go to this stream; give a file or folder with -o",
    "E208": "cannot write `{path}`: {reason}; nothing was left half written",
    "E209": "the graph has nothing that fits the selection ({what}); see `plankg stats` for what it holds",
    "E220": "`{path}` line {line}: {reason}; correct the row",
    "E221": "`{path}` contradicts itself: {name} and {name2} are never the same{at}, but are made one by {chain}; take a row out",
    "E222": "cannot read the audit in `{path}`: {reason}; give the file that `plankg audit -o` wrote",
    "E223": "`{name}` means {count} things: {found}; give an id",
    # E3xx database
    "E301": "no graph at `{path}`; make one with `plankg build`",
    "E302": "`{path}` is in use by {holder}; wait for it to end, or give another --db",
    "E303": "`{path}` was written by {theirs}, this is {ours}; {advice}",
    "E304": "the database in `{path}` is damaged ({reason}); make it again with `plankg db rebuild`",
    "E305": "cannot write to `{path}`: {reason}; nothing was changed",
    "E306": "`{path}` is not a graph folder of PlanKG; give another --db",
    "E307": "cannot store {what}: {reason}; correct the value and load again",
    "E308": "no document `{document}` in `{path}`; `plankg documents` lists them",
    "E309": "the facts of `{document}` in `{path}` are damaged ({reason}); build that plan again with `plankg build`",
    "E310": "cannot read `{path}` ({reason}); put it back from a copy, or build the plans again into a new --db",
    "E312": "`{document}` names several documents: {titles}; give an id",
    # E4xx queries
    "E401": "the query failed: {reason}",
    "E402": "the query was stopped after {seconds} s; narrow it or give a longer --timeout",
    "E403": "the query writes, and queries are read-only; add --write if that is meant",
    "E404": "no saved query `{name}`; `plankg queries` lists them",
    "E405": "the saved query `{name}` needs --param {param}=…; see `plankg queries {name}`",
    "E406": "`{package}` is not installed; install it with `pip install {package}`",
    "E407": "bad value for --param {param}: {reason}",
    "E408": "the saved query `{name}` cannot be read: {reason}; correct the comment block at its top",
    "E409": "nothing to search for; give at least one word",
    "E410": "the shell does not know `{name}`; :help lists its commands",
    "E411": "not every statement could be run; see the lines above",
    # E5xx server
    "E501": "cannot reach `{uri}`: {reason}; check that the server runs and the address is right",
    "E502": "`{uri}` refused user `{user}`; check NEO4J_USERNAME and NEO4J_PASSWORD",
    "E503": "the server at `{uri}` is Neo4j {version}; 5.13 or newer is needed",
    "E504": "user `{user}` may not write at `{uri}`; load as a user with write rights (or ask without --write)",
    "E505": "`{uri}` has no database `{database}`; leave --database out for the server's default, or create it",
    "E506": "cannot use `{uri}`: {reason}",
    "E507": "`{uri}` could not do it: {reason}",
    "E508": "the connection to `{uri}` broke while loading ({reason}); load again, what is there already is kept",
    "E509": "cannot serve `{path}`: {reason}",
    # E6xx settings
    "E601": "bad setting {name}: {reason}",
    # E7xx page
    "E701": "cannot write the page to `{path}`: {reason}; give another -o",
}


class PlanKGError(Exception):
    """Root of every error a user can meet.

    Args:
        code: a key of ``MESSAGES``.
        values: what the message's placeholders stand for.
    """

    exit_code = 1
    transient = False

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values
        super().__init__(f"[{code}] " + MESSAGES[code].format(**values))

    @property
    def advice(self) -> str:
        """What the user can do, as the message ends; empty if it gives none."""
        return MESSAGES[self.code].rpartition("; ")[2].format(**self.values) if "; " in MESSAGES[self.code] else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.code, self.values)


def _again(cls: type[PlanKGError], code: str, values: dict[str, Any]) -> PlanKGError:
    """The error that another process sent."""
    return cls(code, **values)


class InputError(PlanKGError):
    """A file or text that cannot be read as a plan."""


class GraphError(PlanKGError):
    """A graph that is malformed, or something asked of it that it does not hold."""


class StoreError(PlanKGError):
    """A database that cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """A database that another process holds; worth a retry."""

    transient = True


class QueryError(PlanKGError):
    """A query that the database refused, failed or did not finish in time."""


class ServerError(StoreError):
    """A Neo4j server that cannot be used."""


class SettingError(PlanKGError):
    """A flag, environment variable or config entry that makes no sense."""

    exit_code = 2
