"""The few visits that nobody on duty may make, for reasons that a coordinator would recognise.

They are made so on purpose: an optimiser that can place everything has not been tried. None of them is must-serve, and
no other visit of the same patients suffers, for they have none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.synthetic.workforce import Member
from scheduler.io.tables.rows import PatientRow, StaffSkillRow, VisitAttendanceRow, VisitRow
from scheduler.model.demand import RiskFlag

_RARE_SKILL = "suprapubic_catheter"
_RARE_SKILL_HELPS = "catheter_bowel"
_REFUSED = "equipment_visit"
_NOT_YET_BOOKED_FOR_TWO = "mental_health"
_DAYS_EXPIRED = 23


@dataclass
class Demand:
    """The rows of one team that an exception may change, and why each changed visit cannot be placed."""

    visits: list[VisitRow]
    attendances: list[VisitAttendanceRow]
    patients: list[PatientRow]
    reason_by_visit_id: dict[str, str]


def make_exceptions(demand: Demand, members: Sequence[Member]) -> None:
    """Turn one visit of each kind, where there is one, into a visit that nobody may make."""
    for visit in _first_plain(demand, _RARE_SKILL_HELPS):
        _ask_for_rare_skill(demand.attendances, visit.visit_id)
        demand.reason_by_visit_id[visit.visit_id] = "nobody on duty holds the suprapubic catheter skill in date"
    for visit in _first_plain(demand, _REFUSED):
        holders = tuple(member.staff_id for member in members if "equipment" in member.expires_on_by_skill)
        _change_patient(demand.patients, visit.patient_id, {"excluded_staff_ids": holders})
        demand.reason_by_visit_id[visit.visit_id] = "the patient refuses whoever could fit the equipment"
    for visit in _first_plain(demand, _NOT_YET_BOOKED_FOR_TWO):
        _change_patient(demand.patients, visit.patient_id, {"risk_flag": RiskFlag.TWO_PEOPLE})
        demand.reason_by_visit_id[visit.visit_id] = "newly flagged for two people, still booked for one"


def expired_rare_skill(members: Sequence[Member], first_date: date) -> list[StaffSkillRow]:
    """The rare skill of the one nurse who held it until lately."""
    catheter_nurses = [member for member in members if "catheter" in member.expires_on_by_skill]
    return [
        StaffSkillRow(
            staff_id=member.staff_id, skill_id=_RARE_SKILL, expires_on=first_date - timedelta(days=_DAYS_EXPIRED)
        )
        for member in catheter_nurses[:1]
    ]


def _first_plain(demand: Demand, visit_type: str) -> Iterator[VisitRow]:
    """The first visit of a type for one person, whose patient has no other visit; or nothing."""
    num_visits = Counter(visit.patient_id for visit in demand.visits)
    double_ups = {row.visit_id for row in demand.attendances if row.attendance == 2}
    for visit in demand.visits:
        if (
            visit.visit_type == visit_type
            and num_visits[visit.patient_id] == 1
            and visit.visit_id not in double_ups
            and visit.visit_id not in demand.reason_by_visit_id
        ):
            yield visit
            return


def _ask_for_rare_skill(attendances: list[VisitAttendanceRow], visit_id: str) -> None:
    for index, row in enumerate(attendances):
        if row.visit_id == visit_id:
            attendances[index] = row.model_copy(update={"skill_ids": (*row.skill_ids, _RARE_SKILL)})


def _change_patient(patients: list[PatientRow], patient_id: str, changes: dict[str, object]) -> None:
    for index, row in enumerate(patients):
        if row.patient_id == patient_id:
            patients[index] = row.model_copy(update=changes)
