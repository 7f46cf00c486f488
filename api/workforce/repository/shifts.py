"""Rows of shifts and absences, and what published rosters give to a shift."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.slices import slice_of
from api.tables.rosters import RosterRecord
from api.tables.workforce import AbsenceRecord, ShiftRecord


def shift(session: Session, shift_id: str, *, to_change: bool = False) -> ShiftRecord | None:
    """A shift."""
    return session.get(ShiftRecord, shift_id, with_for_update=to_change)


def shifts(
    session: Session,
    *,
    staff_ids: Collection[str],
    opens: datetime,
    closes: datetime,
    with_cancelled: bool,
    limit: int,
    offset: int,
) -> tuple[list[ShiftRecord], int]:
    """Shifts of some staff that start from one moment to before another, in that order, and how many there are."""
    wanted = select(ShiftRecord).where(
        ShiftRecord.staff_id.in_(staff_ids), ShiftRecord.starts_at >= opens, ShiftRecord.starts_at < closes
    )
    if not with_cancelled:
        wanted = wanted.where(ShiftRecord.cancelled_at.is_(None))
    in_order = wanted.order_by(ShiftRecord.starts_at, ShiftRecord.shift_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def shifts_touched(session: Session, staff_id: str, starts_at: datetime, ends_at: datetime) -> Sequence[str]:
    """Ids of a staff member's shifts that some time overlaps."""
    return session.scalars(
        select(ShiftRecord.shift_id)
        .where(ShiftRecord.staff_id == staff_id, ShiftRecord.cancelled_at.is_(None))
        .where(ShiftRecord.starts_at < ends_at, ShiftRecord.ends_at > starts_at)
        .order_by(ShiftRecord.starts_at)
    ).all()


def absence(session: Session, absence_id: str) -> AbsenceRecord | None:
    """An absence."""
    return session.get(AbsenceRecord, absence_id)


def same_absence(session: Session, staff_id: str, starts_at: datetime, ends_at: datetime) -> AbsenceRecord | None:
    """An absence of the same person and time."""
    own = select(AbsenceRecord).where(AbsenceRecord.staff_id == staff_id)
    return session.scalars(own.where(AbsenceRecord.starts_at == starts_at, AbsenceRecord.ends_at == ends_at)).first()


def absences(
    session: Session, *, staff_ids: Collection[str], opens: datetime, closes: datetime, limit: int, offset: int
) -> tuple[list[AbsenceRecord], int]:
    """Absences of some staff that reach into some time, in order of start, and how many there are."""
    wanted = select(AbsenceRecord).where(
        AbsenceRecord.staff_id.in_(staff_ids), AbsenceRecord.ends_at > opens, AbsenceRecord.starts_at < closes
    )
    in_order = wanted.order_by(AbsenceRecord.starts_at, AbsenceRecord.absence_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def published_plans(session: Session, *, until: datetime) -> Sequence[tuple[str, dict[str, object]]]:
    """Id and plan of each roster in force whose days begin before a moment, the latest first."""
    wanted = select(RosterRecord.roster_id, RosterRecord.plan).where(
        RosterRecord.state == "published", RosterRecord.first_date <= until.date()
    )
    return [(roster_id, plan) for roster_id, plan in session.execute(wanted.order_by(RosterRecord.first_date.desc()))]
