"""Rosters and what is unallocated as CSV, UTF-8 with a mark so that spreadsheets read it right. Columns: `roster_rows`."""

import csv
from collections.abc import Iterable
from pathlib import Path

from scheduler.io.roster_rows import ItemRow, LeftOutRow, item_rows, left_out_rows
from scheduler.model.problem import Problem
from scheduler.roster.roster import PlanIdentity, Roster

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rosters(roster: Roster, identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write one row for each item of each shift, the plan's number in the first column."""
    _write(path, ItemRow._fields, item_rows(roster, problem), identity)


def write_unallocated(roster: Roster, identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write one row for each visit deferred or escalated, the plan's number in the first column."""
    _write(path, LeftOutRow._fields, left_out_rows(roster, problem), identity)


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str | int, ...]], identity: PlanIdentity) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("plan_number", *columns))
        writer.writerows([as_text(str(cell)) for cell in (identity.number, *row)] for row in rows)


def as_text(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would run it as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
