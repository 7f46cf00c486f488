"""Rows and ids that an import is judged beside: those that its own rows refer to, share a day with or would replace."""

from collections.abc import Sequence, Set
from datetime import timedelta

from sqlalchemy.orm import Session

from api.assembly import ids_among, rows_where, rows_with
from api.tables.workforce import ShiftRecord
from scheduler.io.tables.additions import Additions
from scheduler.io.tables.cells import instant_of
from scheduler.io.tables.columns import references
from scheduler.io.tables.rows import (
    EventRow,
    PatientRow,
    PinRow,
    Row,
    ShiftRow,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)

A_DAY = timedelta(days=1)


def standing_beside(session: Session, additions: Additions) -> dict[type[Row], Sequence[Row]]:
    """The rows that checks must see beside those that are added."""
    visits = additions.named(VisitRow) | additions.ids(VisitRow)
    shifts = additions.named(ShiftRow) | additions.ids(ShiftRow)
    links = {
        (link.first_visit_id, link.second_visit_id): link
        for column in ("first_visit_id", "second_visit_id")
        for link in rows_with(session, VisitLinkRow, column, visits)
    }
    linked = {*visits, *(visit_id for pair in links for visit_id in pair)}
    numbers = {row.nhs_number for row in additions.rows(PatientRow) if isinstance(row, PatientRow)}
    return {
        ShiftRow: _shifts(session, additions, shifts),
        EventRow: rows_with(session, EventRow, "shift_id", shifts),
        PatientRow: rows_with(session, PatientRow, "nhs_number", numbers),
        VisitRow: rows_with(session, VisitRow, "visit_id", visits),
        VisitWindowRow: rows_with(session, VisitWindowRow, "visit_id", linked),
        VisitAttendanceRow: rows_with(session, VisitAttendanceRow, "visit_id", visits),
        VisitLinkRow: tuple(links.values()),
        PinRow: rows_with(session, PinRow, "visit_id", visits),
    }


def _shifts(session: Session, additions: Additions, shift_ids: Set[str]) -> tuple[ShiftRow, ...]:
    """Those that are named, and all of the days of the shifts and windows that are added."""
    moments = [instant_of(row.starts_at) for row in additions.rows(ShiftRow) if isinstance(row, ShiftRow)]
    for window in additions.rows(VisitWindowRow):
        if isinstance(window, VisitWindowRow):
            moments += [instant_of(window.earliest_start), instant_of(window.latest_start)]
    found = {row.shift_id: row for row in rows_with(session, ShiftRow, "shift_id", shift_ids)}
    if moments:
        first, last = min(moments) - A_DAY, max(moments) + A_DAY
        of_days = (ShiftRecord.starts_at >= first, ShiftRecord.starts_at <= last, ShiftRecord.cancelled_at.is_(None))
        found |= {row.shift_id: row for row in rows_where(session, ShiftRow, *of_days)}
    return tuple(found.values())


def standing_ids(session: Session, additions: Additions) -> dict[type[Row], Set[str]]:
    """Of the ids that cells refer to, those that stand."""
    targets = {reference.target for reference in references()}
    return {target: ids_among(session, target, additions.named(target)) for target in targets}
