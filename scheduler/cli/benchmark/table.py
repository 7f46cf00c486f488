"""`cilt benchmark table`: gaps to the best published costs."""

import csv
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.benchmark.arguments import EVERYTHING, Only, ResultsDir, runs_in
from scheduler.cli.rim import ERR, WIDE, counted

if TYPE_CHECKING:
    from benchmarks.harness.gaps import Row

_NUM_WORD_COLUMNS = 2


class TableFormat(StrEnum):
    """How a table is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"


def table(
    results_dir: ResultsDir,
    only: Only = EVERYTHING,
    by_instance: Annotated[bool, typer.Option("--all", help="A row for each instance.")] = False,
    table_format: Annotated[TableFormat, typer.Option("--format", help="How to write it.")] = TableFormat.TEXT,
) -> None:
    """Print the gap to the best published cost by family and size: mean, best and worst of all runs.

    A run that breaks a hard rule has no gap and is counted among the violations.

    Example: cilt benchmark table results --format markdown
    """
    from benchmarks.harness import gaps
    from benchmarks.harness.record import Failure
    from benchmarks.harness.results import Results

    results = Results(results_dir)
    rows_of = gaps.by_instance if by_instance else gaps.by_family_and_size
    tables = [(settings, rows_of(runs)) for settings, runs in gaps.by_settings(runs_in(results, only))]
    if table_format is TableFormat.CSV:
        _write_csv([{"settings": settings, **row} for settings, rows in tables for row in rows])
    else:
        for settings, rows in tables:
            _print(settings, rows, is_markdown=table_format is TableFormat.MARKDOWN)
    if num_failed := sum(isinstance(outcome, Failure) for outcome in results.outcomes().values()):
        ERR.print(f"Not in the table: {counted(num_failed, 'runs')} that failed.")


def _write_csv(rows: "list[Row]") -> None:
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print(settings: str, rows: "list[Row]", *, is_markdown: bool) -> None:
    from rich.box import MARKDOWN, SIMPLE_HEAD
    from rich.table import Table

    shown = Table(box=MARKDOWN if is_markdown else SIMPLE_HEAD, padding=(0, 1))
    for number, heading in enumerate(rows[0]):
        shown.add_column(heading, justify="left" if number < _NUM_WORD_COLUMNS else "right", no_wrap=True)
    for row in rows:
        shown.add_row(*row.values())
    WIDE.print(f"{settings}:\n", markup=False)
    WIDE.print(shown)
