"""Absences: recorded and taken back, with the shifts and the published visits that they touch."""

from collections.abc import Sequence, Set
from datetime import datetime

from sqlalchemy.orm import Session

from api.assembly import bounds_of
from api.audit import record
from api.errors import ConflictError, NotFoundError, RefusedError
from api.security import Caller
from api.shapes import Page
from api.sharing import patient_by_visit
from api.tables.workforce import AbsenceRecord
from api.workforce.repository import shifts as rows
from api.workforce.schemas.absences import AbsenceFilter, AbsencePart, NewAbsence, TouchedVisitPart
from api.workforce.service import staff
from scheduler.io.plan_document import PlanDocument


def page(session: Session, caller: Caller, asked: AbsenceFilter) -> tuple[Page[AbsencePart], list[str]]:
    """Absences of the staff whom the caller may see, in order of start, and the patients whose visits they touch."""
    opens, closes = bounds_of(asked)
    found, total = rows.absences(
        session,
        staff_ids=staff.seen_ids(session, caller, staff_id=asked.staff_id),
        opens=opens,
        closes=closes,
        limit=asked.limit,
        offset=asked.offset,
    )
    entries = _parts(session, found)
    page = Page[AbsencePart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)
    return page, _patients_in(session, entries)


def make(session: Session, caller: Caller, asked: NewAbsence, *, now: datetime) -> AbsencePart:
    """Record that somebody is away: shifts that it touches are planned no more.

    Raises
    ------
    RefusedError, ConflictError
        It ends before it begins; it is recorded already.
    """
    staff.reachable(session, caller, asked.staff_id)
    if asked.ends_at <= asked.starts_at:
        faults = [{"where": "body.ends_at", "expected": "a time after starts_at"}]
        raise RefusedError("The absence cannot be so.", code="bad-absence", faults=faults)
    if (same := rows.same_absence(session, asked.staff_id, asked.starts_at, asked.ends_at)) is not None:
        raise ConflictError(
            "This absence is recorded already.", code="already-recorded", more={"absence_id": same.absence_id}
        )
    absence = AbsenceRecord(**asked.model_dump(), recorded_by=caller.account_id, recorded_at=now)
    session.add(absence)
    session.flush()
    told = _parts(session, [absence])[0]
    details = {"staff_id": absence.staff_id, "kind": absence.kind, "shift_ids": list(told.shift_ids)}
    touched = _patients_in(session, [told])
    record(session, caller, "create", "absence", absence.absence_id, patient_ids=touched, details=details)
    return told


def take_back(session: Session, caller: Caller, absence_id: str) -> None:
    """Take an absence back: the shifts that it touched are planned again."""
    absence = rows.absence(session, absence_id)
    if absence is None or absence.staff_id not in staff.seen_ids(session, caller, staff_id=absence.staff_id):
        attempt = ("absence", absence_id) if absence else None
        raise NotFoundError(f"There is no absence {absence_id}.", attempt=attempt)
    session.delete(absence)
    record(session, caller, "take_back", "absence", absence_id, details={"staff_id": absence.staff_id})


def _patients_in(session: Session, absences: Sequence[AbsencePart]) -> list[str]:
    visit_ids = {visit.visit_id for absence in absences for visit in absence.visits}
    return sorted(set(patient_by_visit(session, visit_ids).values()))


def _parts(session: Session, absences: Sequence[AbsenceRecord]) -> list[AbsencePart]:
    """Absences with what they touch."""
    shifts = [rows.shifts_touched(session, one.staff_id, one.starts_at, one.ends_at) for one in absences]
    visits = _visits(session, {shift_id for ids in shifts for shift_id in ids}, absences)
    columns = [name for name in AbsencePart.model_fields if name not in ("shift_ids", "visits")]
    return [
        AbsencePart(
            **{name: getattr(absence, name) for name in columns},
            shift_ids=tuple(shift_ids),
            visits=tuple(visit for visit in visits if visit.shift_id in shift_ids),
        )
        for absence, shift_ids in zip(absences, shifts, strict=True)
    ]


def _visits(session: Session, shift_ids: Set[str], absences: Sequence[AbsenceRecord]) -> list[TouchedVisitPart]:
    """The visits that rosters in force give to some shifts, those of the latest days first."""
    if not shift_ids:
        return []
    plans = rows.published_plans(session, until=max(absence.ends_at for absence in absences))
    return [
        TouchedVisitPart(roster_id=roster_id, shift_id=route.shift_id, visit_id=stop.visit_id)
        for roster_id, plan in plans
        for route in PlanDocument.model_validate(plan).routes
        if route.shift_id in shift_ids
        for stop in route.stops
    ]
