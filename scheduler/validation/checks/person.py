"""The whole person: who comes to a patient and how often somebody knocks, seen from the patient's side."""

from collections.abc import Iterator
from datetime import date

from scheduler.model.workforce import PatientId, StaffId
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import PlacedStop, Reading, grouped
from scheduler.validation.violation import Violation
from scheduler.validation.wording import calendar_day


def continuity(reading: Reading) -> Iterator[Violation]:
    """Stops by staff whom the patient, who knows others, does not know."""
    history = reading.problem.history
    for placed in reading.stops:
        patient_id, staff_id = placed.patient.id, placed.staff.id
        is_familiar = staff_id == placed.patient.named_staff_id or history.num_visits(patient_id, staff_id) > 0
        if history.has_any(patient_id) and not is_familiar:
            says = f"Visit {placed.visit.id} is the first meeting of patient {patient_id} and {staff_id} in 28 days."
            yield placed.violation(RuleId.CONTINUITY, 1, says)


def named_staff(reading: Reading) -> Iterator[Violation]:
    """Stops that the patient's named staff member could fill and does not."""
    for placed in reading.stops:
        named = placed.patient.named_staff_id
        if named is not None and named != placed.staff.id and _could_fill(reading, named, placed):
            says = f"Visit {placed.visit.id} is made by {placed.staff.id}; the named staff member of patient {placed.patient.id} is {named}."
            yield placed.violation(RuleId.NAMED_STAFF, 1, says)


def preference(reading: Reading) -> Iterator[Violation]:
    """Wishes for certain staff, and for a gender, that a stop does not meet."""
    for placed in reading.stops:
        patient = placed.patient
        if patient.preferred_staff_ids and placed.staff.id not in patient.preferred_staff_ids:
            says = f"Patient {patient.id} prefers {' or '.join(patient.preferred_staff_ids)}; visit {placed.visit.id} is made by {placed.staff.id}."
            yield placed.violation(RuleId.PREFERENCE, 1, says)
        if patient.gender_preferred is not None and placed.staff.gender != patient.gender_preferred:
            says = f"Patient {patient.id} prefers {patient.gender_preferred} staff; shift {placed.shift.id}, which makes visit {placed.visit.id}, is not recorded as such."
            yield placed.violation(RuleId.PREFERENCE, 1, says)


def unwelcome(reading: Reading) -> Iterator[Violation]:
    """Stops by staff whom the patient would rather not meet."""
    for placed in reading.stops:
        if placed.staff.id in placed.patient.unwelcome_staff_ids:
            says = f"Patient {placed.patient.id} would rather not meet {placed.staff.id}, who makes visit {placed.visit.id}."
            yield placed.violation(RuleId.UNWELCOME, 1, says)


def distinct_staff(reading: Reading) -> Iterator[Violation]:
    """Staff beyond the first whom a patient meets in a day, remote visits included."""
    for (patient_id, day), stops in _by_patient_and_day(reading).items():
        num_staff = len({placed.staff.id for placed in stops})
        if num_staff > 1:
            says = f"Patient {patient_id} meets {num_staff} different staff members on {calendar_day(day)}."
            yield Violation(RuleId.DISTINCT_STAFF, num_staff - 1, says, patient_id=patient_id, minute=stops[0].start)


def door_knocks(reading: Reading) -> Iterator[Violation]:
    """Knocks at the door beyond the first in a day; who follows closely enough belongs to the same knock."""
    joint_minutes = reading.problem.policy.limits.joint_knock_minutes
    for (patient_id, day), stops in _by_patient_and_day(reading).items():
        num_knocks, last_end = 0, None
        for placed in stops:
            if placed.visit.is_remote:
                continue
            if last_end is None or placed.start > last_end + joint_minutes:
                num_knocks += 1
            last_end = placed.end if last_end is None else max(last_end, placed.end)
        if num_knocks > 1:
            says = f"Somebody comes to patient {patient_id} {num_knocks} separate times on {calendar_day(day)}."
            yield Violation(RuleId.DOOR_KNOCKS, num_knocks - 1, says, patient_id=patient_id, minute=stops[0].start)


def _could_fill(reading: Reading, staff_id: StaffId, placed: PlacedStop) -> bool:
    """Whether somebody has the skills, in date or not, and the band that a stop asks for."""
    member = reading.problem.staff_by_id[staff_id]
    held = {holding.skill_id for holding in member.skills}
    return member.band >= placed.need.minimum_band and held.issuperset(placed.need.skill_ids)


def _by_patient_and_day(reading: Reading) -> dict[tuple[PatientId, date], tuple[PlacedStop, ...]]:
    """What each patient meets on each local day, by start."""
    return grouped(((placed.patient.id, placed.day), placed) for placed in reading.stops_by_start)


CHECKS: dict[RuleId, Check] = {
    RuleId.CONTINUITY: continuity,
    RuleId.NAMED_STAFF: named_staff,
    RuleId.PREFERENCE: preference,
    RuleId.UNWELCOME: unwelcome,
    RuleId.DISTINCT_STAFF: distinct_staff,
    RuleId.DOOR_KNOCKS: door_knocks,
}
