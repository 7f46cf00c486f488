"""Rows judged beside those that stand, by the checks of the CSV tables: what they refer to, share a day with or would replace."""

from collections.abc import Mapping, Sequence, Set
from datetime import timedelta
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy.orm import Session

from api.assembly.records import ids_among, rows_where, rows_with
from api.errors import RefusedError
from api.tables.workforce import ShiftRecord
from scheduler.errors import InputError
from scheduler.io.tables.additions import Additions
from scheduler.io.tables.cells import instant_of
from scheduler.io.tables.checks import CHECKS, Check
from scheduler.io.tables.checks.visits import windows_outside_every_shift
from scheduler.io.tables.columns import columns_of, references
from scheduler.io.tables.faults import file_of
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
from scheduler.io.tables.writing import bytes_of

R = TypeVar("R", bound=Row)
OF_REQUESTS = tuple(check for check in CHECKS if check is not windows_outside_every_shift)
"""A visit may be asked for before anybody's shift is known."""
A_DAY = timedelta(days=1)


def judge(session: Session, additions: Additions, checks: Sequence[Check] = CHECKS) -> None:
    """See that tables are without fault beside what stands.

    Raises
    ------
    InputError
        With every fault.
    """
    additions.judge(_standing_beside(session, additions), _standing_ids(session, additions), checks)


def row_from(table: type[R], values: Mapping[str, object]) -> R:
    """A row of a table from values of a request, whose fields have the names of its columns.

    Raises
    ------
    RefusedError
        With every field that cannot be so.
    """
    try:
        return table.model_validate({name: values[name] for name in table.model_fields if name in values})
    except ValidationError as error:
        columns = columns_of(table)
        named = [str(detail["loc"][0]) for detail in error.errors(include_input=False, include_url=False)]
        faults = [{"where": f"body.{name}", "expected": columns[name].expected} for name in named]
        raise RefusedError("This cannot be; nothing was changed.", code="bad-input", faults=faults) from None


def judge_rows(session: Session, rows_by_table: Mapping[type[Row], Sequence[Row]]) -> None:
    """See that rows which a request makes or changes are without fault beside what stands.

    Raises
    ------
    RefusedError
        With every fault, each by the field that its column has in the request.
    """
    files = {file_of(table): bytes_of(table, rows) for table, rows in rows_by_table.items() if rows}
    try:
        judge(session, Additions(files), OF_REQUESTS)
    except InputError as error:
        faults = [
            {
                "where": f"body.{getattr(fault, 'column', None) or getattr(fault, 'file', '')}",
                "value": getattr(fault, "value", None),
                "expected": getattr(fault, "expected", None) or str(fault),
            }
            for fault in error.faults
        ]
        raise RefusedError("This cannot be; nothing was changed.", code="bad-input", faults=faults) from None


def _standing_beside(session: Session, additions: Additions) -> dict[type[Row], Sequence[Row]]:
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


def _standing_ids(session: Session, additions: Additions) -> dict[type[Row], Set[str]]:
    """Of the ids that cells refer to, those that stand."""
    targets = {reference.target for reference in references()}
    return {target: ids_among(session, target, additions.named(target)) for target in targets}
