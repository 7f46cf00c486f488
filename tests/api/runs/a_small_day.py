"""A day small enough to be planned in a moment: some visits and shifts of the demonstration day of West."""

from functools import cache
from pathlib import Path

from api.assembly import add_rows
from api.database import Database
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.rows import (
    TABLES,
    PinRow,
    Row,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)

WEST = Path(__file__).parents[3] / "data" / "west_weekday"
FIRST_DATE, LOCALITY, NUM_VISITS = "2026-11-23", "west", 12


@cache
def small_day() -> dict[type[Row], tuple[Row, ...]]:
    """The tables of West with the first visits that need one person, and no links."""
    folder = read_folder(WEST)
    alone = {row.visit_id for row in folder.rows(VisitAttendanceRow) if row.attendance == 2}
    linked = {visit for row in folder.rows(VisitLinkRow) for visit in (row.first_visit_id, row.second_visit_id)}
    visits = [row.visit_id for row in folder.rows(VisitRow) if row.visit_id not in alone | linked][:NUM_VISITS]
    tables: dict[type[Row], tuple[Row, ...]] = {table: tuple(folder.rows(table)) for table in TABLES}
    for table in (VisitRow, VisitWindowRow, VisitAttendanceRow):
        tables[table] = tuple(row for row in folder.rows(table) if row.visit_id in visits)
    return {**tables, VisitLinkRow: (), PinRow: ()}


def fill(database: Database) -> None:
    """Put the small day into an empty database."""
    with database.writing() as session:
        add_rows(session, small_day())
