"""Options that several commands share, each set given by one decorator."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from plankg.settings import Config, Target, target

if TYPE_CHECKING:
    from kg.selection import Selection

F = TypeVar("F", bound=Callable[..., Any])

ROW_FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md", "xlsx")


def config_of(ctx: click.Context) -> Config:
    """The config that the front door read (an empty one if a command is run on its own)."""
    found = ctx.find_root().obj
    return found if isinstance(found, Config) else Config()


def db_option(folder_only: bool = False) -> Callable[[F], F]:
    """``--db``, and for commands that can ask a server ``--user`` and ``--database``. The command gets ``db: Target``."""

    def resolve(ctx: click.Context, _: click.Parameter, value: str | None) -> Target:
        flags = {} if folder_only else {"username": ctx.params.get("user"), "database": ctx.params.get("database")}
        return target(config_of(ctx), value, folder_only=folder_only, **flags)

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, user: str | None, database: str | None, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        places = "a folder" if folder_only else "a folder, a server (bolt://…), or `neo4j` for NEO4J_URI"
        wrapped: Any = function if folder_only else call
        if not folder_only:
            for name, what in (("database", "database (else NEO4J_DATABASE)"), ("user", "user (else NEO4J_USERNAME)")):
                wrapped = click.option(f"--{name}", metavar="NAME", is_eager=True, help=f"The server's {what}.")(
                    wrapped
                )
        wrapped = click.option(
            "--db",
            metavar="PATH" if folder_only else "PATH|URI",
            envvar="PLANKG_DB",
            show_envvar=True,
            callback=resolve,
            help=f"The graph: {places}.  [default: plans.kg]",
        )(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


def rows_options(default_limit: int | None = None) -> Callable[[F], F]:
    """``--format``, ``-o`` and ``--limit``: what every command that prints rows takes. The command gets ``rows: RowOptions``."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, row_format: str | None, output: str, limit: int | None, **kwargs: Any) -> Any:
            from plankg.output import RowOptions

            return function(*args, rows=RowOptions.of(row_format, output, limit), **kwargs)

        wrapped: Any = call
        shown = f"  [default: {default_limit}]" if default_limit else ""
        for option in reversed(
            [
                click.option(
                    "--format", "row_format", type=click.Choice(ROW_FORMATS), help="How to print.  [default: table]"
                ),
                click.option("-o", "--output", default="-", metavar="FILE", help="Write to a file (- is stdout)."),
                click.option(
                    "--limit",
                    type=click.IntRange(min=0),
                    default=default_limit,
                    help=f"At most so many rows (0: all).{shown}",
                ),
            ]
        ):
            wrapped = option(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


def selection_options(function: F) -> F:
    """``--center``, ``--region``, …: which part of the graph. The command gets ``selection: Selection`` and ``cypher: str``."""

    @functools.wraps(function)
    def call(*args: Any, cypher: str | None, **kwargs: Any) -> Any:
        from kg.selection import Selection, parse_years

        selection = Selection(
            center=kwargs.pop("center"),
            hops=kwargs.pop("hops"),
            regions=kwargs.pop("region"),
            labels=kwargs.pop("label"),
            types=kwargs.pop("edge_type"),
            documents=kwargs.pop("document"),
            years=parse_years(kwargs.pop("year")),
            min_confidence=kwargs.pop("min_confidence"),
        )
        return function(*args, selection=selection, cypher=cypher, **kwargs)

    wrapped: Any = call
    for option in reversed(
        [
            click.option("--center", multiple=True, metavar="NAME", help="Around this thing (name or id); repeatable."),
            click.option("--hops", type=click.IntRange(0, 10), default=1, show_default=True, help="How far around it."),
            click.option("--region", multiple=True, metavar="NAME", help="In this region, with what lies in it."),
            click.option(
                "--label", multiple=True, metavar="LABEL", shell_complete=_complete_labels, help="Only this node label."
            ),
            click.option(
                "--type",
                "edge_type",
                multiple=True,
                metavar="TYPE",
                shell_complete=_complete_types,
                help="Only this edge type.",
            ),
            click.option("--document", multiple=True, metavar="TITLE", help="Only what this document says."),
            click.option("--year", multiple=True, metavar="YEAR", help="Goals and tasks of 2025, or of 2020-2025."),
            confidence_option,
            click.option("--query", "cypher", metavar="CYPHER", help="Only the nodes and edges this query returns."),
        ]
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[no-any-return]


def extraction_options(function: F) -> F:
    """``--lexicon``, ``--model`` and ``--disable``: how plans are read."""
    for option in reversed(
        [
            click.option(
                "--lexicon", type=click.Path(), metavar="CSV", help="Your own names: label,name[,aliases][,kind]."
            ),
            click.option("--model", metavar="NAME", help="A spaCy model you installed, to plug in."),
            click.option(
                "--disable", multiple=True, metavar="PART", help="Switch a part of the pipeline off; repeatable."
            ),
        ]
    ):
        function = option(function)
    return function


def corrections_option(function: F) -> F:
    """``--corrections``: what is the same, never the same, or wrong."""
    return click.option(
        "--corrections",
        metavar="CSV|JSON",
        help="Same and never-same names, wrong edges; kept with the graph from then on.",
    )(function)


def confidence_option(function: F) -> F:
    """``--min-confidence``: only what is so sure."""
    return click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Only facts that are so sure (0 to 1)."
    )(function)


def narrowed(selection: Selection) -> bool:
    """Whether a part of the graph is asked for."""
    return not selection.everything


def _complete_labels(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.ontology import ontology

    return [
        CompletionItem(n, help=s.zh) for n, s in ontology().labels.items() if n.lower().startswith(incomplete.lower())
    ]


def _complete_types(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from kg.ontology import ontology

    return [CompletionItem(n, help=s.zh) for n, s in ontology().types.items() if n.startswith(incomplete.upper())]
