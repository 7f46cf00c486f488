"""Shifts: made, changed and called off by the coordinators of those who work them; judged as the CSV table is."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.assembly import bounds_of, judge_rows, record_of, row_from
from api.audit import record
from api.dependencies import check_version
from api.errors import ConflictError, NotFoundError
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.base import new_id
from api.tables.workforce import ShiftRecord
from api.workforce.repository import shifts as rows
from api.workforce.schemas.shifts import Cancellation, NewShift, ShiftChange, ShiftFilter, ShiftPart
from api.workforce.service import staff
from scheduler.io.tables.rows import ShiftRow


def page(session: Session, caller: Caller, asked: ShiftFilter) -> Page[ShiftPart]:
    """Shifts of the staff whom the caller may see; of staff, their own."""
    if caller.role is AccountRole.STAFF:
        is_asked = asked.staff_id in (None, caller.staff_id)
        staff_ids = [caller.staff_id] if is_asked and caller.staff_id else []
    else:
        staff_ids = staff.seen_ids(session, caller, team_id=asked.team_id, staff_id=asked.staff_id)
    opens, closes = bounds_of(asked)
    found, total = rows.shifts(
        session,
        staff_ids=staff_ids,
        opens=opens,
        closes=closes,
        with_cancelled=asked.with_cancelled,
        limit=asked.limit,
        offset=asked.offset,
    )
    entries = [ShiftPart.model_validate(shift) for shift in found]
    return Page[ShiftPart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)


def make(session: Session, caller: Caller, asked: NewShift) -> ShiftRecord:
    """A new shift of a staff member of the caller's localities."""
    staff.reachable(session, caller, asked.staff_id)
    row = row_from(ShiftRow, asked.model_dump() | {"shift_id": new_id()})
    judge_rows(session, {ShiftRow: [row]})
    shift = ShiftRecord(**record_of(row))
    session.add(shift)
    session.flush()
    record(session, caller, "create", "shift", shift.shift_id, details={"staff_id": shift.staff_id})
    return shift


def change(session: Session, caller: Caller, shift_id: str, asked: ShiftChange, *, if_match: str | None) -> ShiftRecord:
    """Change a shift that is not called off."""
    shift = _standing(session, caller, shift_id)
    check_version(shift, if_match)
    values = asked.model_dump(exclude_none=True)
    row = row_from(ShiftRow, {name: getattr(shift, name) for name in ShiftRow.model_fields} | values)
    judge_rows(session, {ShiftRow: [row]})
    for name, value in record_of(row).items():
        setattr(shift, name, value)
    record(session, caller, "change", "shift", shift_id, details={"fields": sorted(values)})
    return shift


def cancel(
    session: Session, caller: Caller, shift_id: str, asked: Cancellation, *, if_match: str | None, now: datetime
) -> ShiftRecord:
    """Call a shift off: it stays to be read, and is planned no more."""
    shift = _standing(session, caller, shift_id)
    check_version(shift, if_match)
    shift.cancelled_at, shift.cancelled_by, shift.cancel_reason = now, caller.account_id, asked.reason
    record(session, caller, "cancel", "shift", shift_id, details={"staff_id": shift.staff_id})
    return shift


def _standing(session: Session, caller: Caller, shift_id: str) -> ShiftRecord:
    shift = rows.shift(session, shift_id, to_change=True)
    if shift is None:
        raise NotFoundError(f"There is no shift {shift_id}.")
    try:
        staff.reachable(session, caller, shift.staff_id)
    except NotFoundError:
        raise NotFoundError(f"There is no shift {shift_id}.", attempt=("shift", shift_id)) from None
    if shift.cancelled_at is not None:
        raise ConflictError("The shift has been called off.", code="cancelled")
    return shift
