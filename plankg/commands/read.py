"""``plankg read``: a file's text and structure, before anything is extracted."""

from __future__ import annotations

import click

from plankg.lazy import Command


@click.command(cls=Command)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--format",
    "style",
    type=click.Choice(["lines", "text", "json"]),
    default="lines",
    show_default=True,
    help="Lines with what each was taken for, the text alone, or everything as JSON.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to a file (- is stdout).")
def command(file: str, style: str, output: str) -> None:
    """Print the text of a FILE and the structure that was understood.

    Shows what extraction starts from: paragraphs, headings and their levels, table rows with merged cells
    resolved, and the page or table each stands in.
    """
    from plankg.workflows.reading import show

    show(file, style, output)
