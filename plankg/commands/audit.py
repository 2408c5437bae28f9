"""``plankg audit``: check a sample by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plankg.lazy import Command
from plankg.options import db_option, rows_options, selection_options
from plankg.output import RowOptions
from plankg.settings import Target

if TYPE_CHECKING:
    from kg.selection import Selection


@click.command(cls=Command)
@db_option()
@click.option("--sample", type=click.IntRange(min=1), default=50, show_default=True, help="Edges of each type.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other edges.")
@click.option("--read", "judged", metavar="FILE", help="Read a file with verdicts back: precision of each type.")
@click.option("--corrections", metavar="CSV", help="With --read: write what the verdicts correct, for later builds.")
@selection_options
@rows_options()
def command(
    db: Target,
    sample: int,
    seed: int,
    judged: str | None,
    corrections: str | None,
    selection: Selection,
    cypher: str | None,
    rows: RowOptions,
) -> None:
    """Draw edges of each type to check by hand; read the verdicts back.

    \b
    plankg audit --sample 50 --seed 1 -o audit.xlsx        edges with evidence, and a column for 对 or 错
    plankg audit --read audit.xlsx                         precision of each type, with a 95 % interval
    plankg audit --read audit.xlsx --corrections c.csv     and what is wrong, for plankg build --corrections c.csv
    """
    from plankg.workflows.auditing import read_audit, write_audit

    if judged is not None:
        read_audit(judged, rows, corrections)
        return
    if corrections is not None:
        raise click.UsageError("--corrections goes with --read")
    output = "audit.xlsx" if rows.output == "-" else rows.output
    if Path(output).suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError("the sample goes to an .xlsx or .csv file")
    write_audit(db, output, sample=sample, seed=seed, selection=selection, cypher=cypher)
