"""``plankg score``: how good a graph is against a reference."""

from __future__ import annotations

import click

from plankg.lazy import Command
from plankg.options import rows_options
from plankg.output import RowOptions

COLUMNS = (
    "kind", "gold", "found", "strict_precision", "strict_recall", "strict_f1", "relaxed_precision", "relaxed_recall",
    "relaxed_f1", "role",
)  # fmt: skip


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD FOUND [GOLD FOUND]...", type=click.Path())
@click.option("--errors", is_flag=True, help="List what was missed and what is wrong instead of the figures.")
@rows_options()
def command(paths: tuple[str, ...], errors: bool, rows: RowOptions) -> None:
    """Score graphs against reference annotations: precision, recall and F1 for each label and edge type.

    Give pairs of files, or two folders whose files are paired by name. Both are graph JSON; what a reference marks
    "optional" counts neither way. A FOUND that is a plan (txt, md …) is extracted first.
    """
    from plankg.output import emit
    from plankg.workflows.scoring import score_pairs

    result = score_pairs(paths)
    if errors:
        emit(("what", "kind", "name"), result.errors, rows)
    else:
        emit(COLUMNS, ([row.get(column) for column in COLUMNS] for row in result.rows()), rows)
