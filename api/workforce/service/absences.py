"""Absences: recorded and taken back, with the shifts and the published visits that they touch."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.assembly import midnight_of
from api.audit import record
from api.errors import NotFoundError, RefusedError
from api.security import Caller
from api.shapes import Page
from api.tables.workforce import AbsenceRecord
from api.workforce.repository import shifts as rows
from api.workforce.schemas.absences import AbsenceFilter, AbsencePart, NewAbsence, TouchedVisitPart
from api.workforce.service import staff
from scheduler.io.plan_document import PlanDocument


def page(session: Session, caller: Caller, asked: AbsenceFilter) -> Page[AbsencePart]:
    """Absences of the staff whom the caller may see, in order of start."""
    found, total = rows.absences(
        session,
        staff_ids=staff.seen_ids(session, caller, staff_id=asked.staff_id),
        opens=midnight_of(asked.first_date),
        closes=midnight_of(asked.first_date + timedelta(days=asked.num_days)),
        limit=asked.limit,
        offset=asked.offset,
    )
    entries = [_part(session, absence) for absence in found]
    return Page[AbsencePart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)


def make(session: Session, caller: Caller, asked: NewAbsence, *, now: datetime) -> AbsencePart:
    """Record that somebody is away: shifts that it touches are planned no more.

    Raises
    ------
    RefusedError
        It ends before it begins.
    """
    staff.reachable(session, caller, asked.staff_id)
    if asked.ends_at <= asked.starts_at:
        faults = [{"where": "body.ends_at", "expected": "a time after starts_at"}]
        raise RefusedError("The absence cannot be so.", code="bad-absence", faults=faults)
    absence = AbsenceRecord(**asked.model_dump(), recorded_by=caller.account_id, recorded_at=now)
    session.add(absence)
    session.flush()
    told = _part(session, absence)
    details = {"staff_id": absence.staff_id, "kind": absence.kind, "shift_ids": list(told.shift_ids)}
    record(session, caller, "create", "absence", absence.absence_id, details=details)
    return told


def take_back(session: Session, caller: Caller, absence_id: str) -> None:
    """Take an absence back: the shifts that it touched are planned again."""
    absence = rows.absence(session, absence_id)
    if absence is None or absence.staff_id not in staff.seen_ids(session, caller, staff_id=absence.staff_id):
        raise NotFoundError(f"There is no absence {absence_id}.", attempt=("absence", absence_id))
    session.delete(absence)
    record(session, caller, "take_back", "absence", absence_id, details={"staff_id": absence.staff_id})


def _part(session: Session, absence: AbsenceRecord) -> AbsencePart:
    shift_ids = rows.shifts_touched(session, absence.staff_id, absence.starts_at, absence.ends_at)
    columns = {name: getattr(absence, name) for name in AbsencePart.model_fields if name not in ("shift_ids", "visits")}
    return AbsencePart(
        **columns, shift_ids=tuple(shift_ids), visits=tuple(_visits(session, shift_ids, absence.ends_at))
    )


def _visits(session: Session, shift_ids: Sequence[str], until: datetime) -> Iterator[TouchedVisitPart]:
    if not shift_ids:
        return
    for roster_id, plan in rows.published_plans(session, until=until):
        for route in PlanDocument.model_validate(plan).routes:
            if route.shift_id in shift_ids:
                for stop in route.stops:
                    yield TouchedVisitPart(roster_id=roster_id, shift_id=route.shift_id, visit_id=stop.visit_id)
