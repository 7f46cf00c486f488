"""Rows of localities, teams, practices, patients and what is kept for each patient."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from api.slices import num_of, part_in_order
from api.tables.caseloads import CareHistoryRecord, CarePlanRecord, PatientRecord
from api.tables.geography import LocalityRecord, LocationRecord, PracticeRecord, TeamRecord
from api.tables.workforce import OrganisationRecord, StaffRecord


class Found(NamedTuple):
    """A patient, where they live and who answers for them."""

    patient: PatientRecord
    home: LocationRecord
    team_id: str
    locality_id: str


def localities(session: Session) -> Sequence[LocalityRecord]:
    """Every locality."""
    return session.scalars(select(LocalityRecord).order_by(LocalityRecord.locality_id)).all()


def teams(session: Session) -> Sequence[TeamRecord]:
    """Every team."""
    return session.scalars(select(TeamRecord).order_by(TeamRecord.team_id)).all()


def practices(session: Session) -> Sequence[PracticeRecord]:
    """Every practice."""
    return session.scalars(select(PracticeRecord).order_by(PracticeRecord.ods_code)).all()


def one(session: Session, patient_id: str) -> Found | None:
    """A patient."""
    return next(iter(by_ids(session, [patient_id])), None)


def by_ids(session: Session, patient_ids: Collection[str]) -> list[Found]:
    """Some patients."""
    return _found(session, _patients().where(PatientRecord.patient_id.in_(patient_ids)))


def every_id(session: Session) -> Sequence[str]:
    """The id of every patient."""
    return session.scalars(select(PatientRecord.patient_id)).all()


def by_nhs_number(session: Session, nhs_number: str) -> list[Found]:
    """The patient of an NHS number."""
    return _found(session, _patients().where(PatientRecord.nhs_number == nhs_number))


def page(
    session: Session,
    *,
    locality_ids: Collection[str] | None,
    team_id: str | None,
    ods_code: str | None,
    limit: int,
    offset: int,
    order: Callable[[str], str] | None = None,
) -> tuple[list[Found], int]:
    """Patients of some localities, or of all (None), by id or by what `order` makes of it, and how many there are."""
    conditions = [in_localities(locality_ids)]
    if team_id is not None:
        conditions.append(PracticeRecord.team_id == team_id)
    if ods_code is not None:
        conditions.append(PatientRecord.ods_code == ods_code)
    wanted = _patients().where(*conditions)
    if order is not None:
        ids, total = part_in_order(session, wanted, PatientRecord.patient_id, order, limit=limit, offset=offset)
        return sorted(by_ids(session, ids), key=lambda found: order(found.patient.patient_id)), total
    part = wanted.order_by(PatientRecord.patient_id).limit(limit).offset(offset)
    return _found(session, part), num_of(session, wanted)


def in_localities(locality_ids: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a team's locality is among some; None: any is."""
    return true() if locality_ids is None else TeamRecord.locality_id.in_(sorted(locality_ids))


def care_plan(session: Session, patient_id: str, *, to_change: bool = False) -> CarePlanRecord | None:
    """The one plan of a patient's care."""
    return session.get(CarePlanRecord, patient_id, with_for_update=to_change)


def care_history(session: Session, patient_id: str) -> Sequence[CareHistoryRecord]:
    """Who has cared for a patient, the most frequent first."""
    wanted = select(CareHistoryRecord).where(CareHistoryRecord.patient_id == patient_id)
    return session.scalars(wanted.order_by(CareHistoryRecord.num_visits.desc(), CareHistoryRecord.staff_id)).all()


def has_staff_member(session: Session, staff_id: str) -> bool:
    """Whether there is such a staff member."""
    return session.get(StaffRecord, staff_id) is not None


def has_organisation(session: Session, organisation_id: str) -> bool:
    """Whether there is such an employer."""
    return session.get(OrganisationRecord, organisation_id) is not None


def _patients() -> Select[PatientRecord, LocationRecord, str, str]:
    return (
        select(PatientRecord, LocationRecord, PracticeRecord.team_id, TeamRecord.locality_id)
        .join(LocationRecord, LocationRecord.location_id == PatientRecord.location_id)
        .join(PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code)
        .join(TeamRecord, TeamRecord.team_id == PracticeRecord.team_id)
    )


def _found(session: Session, wanted: Select[PatientRecord, LocationRecord, str, str]) -> list[Found]:
    return [Found(*row) for row in session.execute(wanted)]
