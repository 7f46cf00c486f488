"""Which of some rows belong to localities other than a coordinator's own."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.sharing import EVERYTHING, Sharing, cared_for
from api.slices import in_parts
from api.tables.caseloads import PatientRecord, VisitRecord
from api.tables.geography import BaseRecord, PracticeRecord, TeamRecord
from api.tables.workforce import ShiftRecord, StaffRecord
from scheduler.io.tables.rows import (
    CareHistoryRow,
    DelegationRow,
    EventRow,
    LocationRow,
    PatientRow,
    PinRow,
    Row,
    ShiftRow,
    StaffRow,
    StaffSkillRow,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)

OWNING_COLUMNS: Mapping[type[Row], tuple[str, ...]] = {
    LocationRow: ("location_id",),
    StaffRow: ("staff_id",),
    StaffSkillRow: ("staff_id",),
    ShiftRow: ("shift_id", "staff_id"),
    EventRow: ("shift_id",),
    PatientRow: ("patient_id",),
    VisitRow: ("visit_id", "patient_id"),
    VisitWindowRow: ("visit_id",),
    VisitAttendanceRow: ("visit_id",),
    VisitLinkRow: ("first_visit_id", "second_visit_id"),
    DelegationRow: ("patient_id",),
    CareHistoryRow: ("patient_id",),
    PinRow: ("visit_id",),
}
"""Whose a row is, told by its columns; rows of all other tables are everybody's."""
Owners = defaultdict[str, set[str]]
"""Ids by the column that names them: patient_id, visit_id, staff_id, shift_id, location_id."""


def owners_of(table: type[Row], records: Iterable[Mapping[str, Any]]) -> Owners:
    """Whose some records of a table are."""
    owners: Owners = defaultdict(set)
    for column in OWNING_COLUMNS.get(table, ()):
        owners[column.removeprefix("first_").removeprefix("second_")].update(record[column] for record in records)
    return owners


def foreign(session: Session, owners: Owners, locality_ids: Set[str]) -> set[tuple[str, str]]:
    """Column and id of those that no locality of these answers for; ids that are not there yet are nobody's."""
    found: set[tuple[str, str]] = set()
    for column, of_others in _OF_OTHERS.items():
        for part in in_parts(owners[column]):
            found |= {(column, id_) for id_ in of_others(session, part, locality_ids)}
    return found


def unshared(session: Session, owners: Owners, sharing: Sharing) -> set[tuple[str, str]]:
    """Column and id of patients, and of visits on them, whose fields are not all open to an organisation."""
    visits = dict(_pairs(session, select(VisitRecord.visit_id, VisitRecord.patient_id), owners["visit_id"]))
    patient_ids = owners["patient_id"] | set(visits.values())
    teams = select(PatientRecord.patient_id, PracticeRecord.team_id).join(
        PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code
    )
    own = {patient_id for part in in_parts(patient_ids) for patient_id in cared_for(session, sharing, part)}
    closed = {
        patient_id
        for patient_id, team_id in _pairs(session, teams, patient_ids)
        if sharing.is_voluntary or sharing.classes(team_id, is_cared_for=patient_id in own) != EVERYTHING
    }
    of_visits = {("visit_id", visit_id) for visit_id, patient_id in visits.items() if patient_id in closed}
    return {("patient_id", patient_id) for patient_id in closed} | of_visits


def _pairs(session: Session, pairs: Select[str, str], ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs whose first column is one of many ids."""
    first = pairs.selected_columns[0]
    for part in in_parts(ids):
        yield from ((row[0], row[1]) for row in session.execute(pairs.where(first.in_(part))))


def _patients_elsewhere(locality_ids: Set[str]) -> Select[str]:
    return (
        select(PatientRecord.patient_id)
        .join(PracticeRecord, PracticeRecord.ods_code == PatientRecord.ods_code)
        .join(TeamRecord, TeamRecord.team_id == PracticeRecord.team_id)
        .where(TeamRecord.locality_id.not_in(locality_ids))
    )


def _patients(session: Session, ids: list[str], locality_ids: Set[str]) -> Iterable[str]:
    return session.scalars(_patients_elsewhere(locality_ids).where(PatientRecord.patient_id.in_(ids)))


def _visits(session: Session, ids: list[str], locality_ids: Set[str]) -> Iterable[str]:
    elsewhere = VisitRecord.patient_id.in_(_patients_elsewhere(locality_ids))
    return session.scalars(select(VisitRecord.visit_id).where(VisitRecord.visit_id.in_(ids), elsewhere))


def _staff(session: Session, ids: list[str], locality_ids: Set[str]) -> Iterable[str]:
    own = _own_teams(session, locality_ids)
    members = session.execute(select(StaffRecord.staff_id, StaffRecord.team_ids).where(StaffRecord.staff_id.in_(ids)))
    return [staff_id for staff_id, team_ids in members if own.isdisjoint(team_ids)]


def _shifts(session: Session, ids: list[str], locality_ids: Set[str]) -> Iterable[str]:
    own = _own_teams(session, locality_ids)
    shifts = session.execute(
        select(ShiftRecord.shift_id, StaffRecord.team_ids)
        .join(StaffRecord, StaffRecord.staff_id == ShiftRecord.staff_id)
        .where(ShiftRecord.shift_id.in_(ids))
    )
    return [shift_id for shift_id, team_ids in shifts if own.isdisjoint(team_ids)]


def _locations(session: Session, ids: list[str], locality_ids: Set[str]) -> Iterable[str]:
    """Homes of others' patients, and places where a base or a practice stands."""
    homes = select(PatientRecord.location_id).where(PatientRecord.patient_id.in_(_patients_elsewhere(locality_ids)))
    standing = (
        homes.where(PatientRecord.location_id.in_(ids)),
        select(BaseRecord.location_id).where(BaseRecord.location_id.in_(ids)),
        select(PracticeRecord.location_id).where(PracticeRecord.location_id.in_(ids)),
    )
    return {found for wanted in standing for found in session.scalars(wanted)}


def _own_teams(session: Session, locality_ids: Set[str]) -> set[str]:
    return set(session.scalars(select(TeamRecord.team_id).where(TeamRecord.locality_id.in_(locality_ids))))


_OF_OTHERS: Mapping[str, Callable[[Session, list[str], Set[str]], Iterable[str]]] = {
    "patient_id": _patients,
    "visit_id": _visits,
    "staff_id": _staff,
    "shift_id": _shifts,
    "location_id": _locations,
}
