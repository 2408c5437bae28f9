"""The commands, one file each. This table is all that ``plankg --help`` needs, so it imports none of them.

A command named ``db-check`` would live in ``plankg/commands/db_check.py`` as the click object ``command``.
"""

from __future__ import annotations

#: Heading in the help, then name and one line for each command, in the order in which people meet them.
COMMANDS: dict[str, dict[str, str]] = {
    "Build": {
        "build": "Read plans into a graph: files or folders.",
        "update": "Read again what changed since the last build.",
        "remove": "Take out documents and what only they say.",
        "documents": "List the documents in the graph.",
        "read": "Print a file's text and structure, as understood.",
        "extract": "Print the graph of plans, without a database.",
    },
    "Ask": {
        "query": "Ask in Cypher, or run a saved query.",
        "queries": "List the saved queries, or show one.",
        "search": "Find names and evidence by words.",
        "stats": "Show what is in the graph.",
        "schema": "Show labels, edge types and properties.",
        "shell": "Ask in Cypher, one question after another.",
        "serve": "Serve the graph to Neo4j tools, for reading.",
    },
    "See and take away": {
        "view": "Write an interactive page of all or a part.",
        "export": "Write all or a part to a file.",
    },
    "Trust": {
        "explain": "Say why: sentence, rule, and what was dropped.",
        "links": "Show every merge of names; say what is the same or never is.",
        "audit": "Draw edges to check by hand, and read the verdicts back.",
        "score": "Score graphs against reference annotations.",
    },
    "Look after": {
        "load": "Load the graph into Neo4j, or graph files into a graph.",
        "db": "Check or rebuild the embedded database.",
        "doctor": "Check this installation and the database.",
        "completion": "Print the shell completion script.",
    },
}


def module_of(name: str) -> str:
    """The module in which the command ``name`` lives."""
    return f"plankg.commands.{name.replace('-', '_')}"


def names() -> list[str]:
    """All command names."""
    return [name for group in COMMANDS.values() for name in group]
