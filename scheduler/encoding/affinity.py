"""What it costs to give an attendance to a shift, whatever else is planned: familiarity, wishes, band, stability."""

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.index import Index
from scheduler.model.demand import Attendance, Patient
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, StaffMember
from scheduler.rules import RuleId


def points_of_pairing(index: Index) -> NDArray[np.int32]:
    """Points of each attendance in each shift, shape (num attendances, num shifts)."""
    problem = index.problem
    points = np.zeros((len(index.attendances), len(problem.staff)), dtype=np.int32)
    published = published_staff(problem)
    weights = problem.policy.weights
    for task, (visit_id, number) in enumerate(index.attendances):
        visit = problem.visit_by_id[visit_id]
        patient, need = problem.patient_by_id[visit.patient_id], visit.attendances[number]
        row = points[task]
        if need.minimum_band:
            row += above_band_per_minute(problem, need) * visit.duration_minutes * weights[RuleId.ABOVE_BAND]
        if problem.history.has_any(patient.id):
            row += unfamiliar(problem, patient) * weights[RuleId.CONTINUITY]
        named = named_staff_for(problem, patient, need)
        if named is not None:
            row += (_everyone(problem) != named) * weights[RuleId.NAMED_STAFF]
        if need.wished_skill_ids:
            row += lacking_wished(problem, need) * weights[RuleId.WISHED_SKILL]
        if patient.unwelcome_staff_ids:
            row += unwelcome(problem, patient) * weights[RuleId.UNWELCOME]
        if patient.preferred_staff_ids or patient.gender_preferred:
            row += unmet_wishes(problem, patient) * weights[RuleId.PREFERENCE]
        if visit_id in published:
            kept = published[visit_id]
            row += np.array([m.id not in kept for m in problem.staff], dtype=np.int32) * weights[RuleId.STAFF_CHANGED]
    staff_of_shift = np.array([index.staff_index[shift.staff_id] for shift in problem.shifts], dtype=np.int64)
    return points[:, staff_of_shift] if problem.shifts else points[:, :0]


def _everyone(problem: Problem) -> NDArray[np.str_]:
    return np.array([member.id for member in problem.staff])


def above_band_per_minute(problem: Problem, need: Attendance) -> NDArray[np.int32]:
    """Bands above the one asked for, by staff member."""
    return np.array([max(0, member.band - need.minimum_band) for member in problem.staff], dtype=np.int32)


def unfamiliar(problem: Problem, patient: Patient) -> NDArray[np.int32]:
    """1 for each staff member who has not cared for a patient lately and is not the named one."""

    def is_stranger(member: StaffMember) -> bool:
        return member.id != patient.named_staff_id and not problem.history.num_visits(patient.id, member.id)

    return np.array([is_stranger(member) for member in problem.staff], dtype=np.int32)


def named_staff_for(problem: Problem, patient: Patient, need: Attendance) -> StaffId | None:
    """The patient's named staff member, where that person could fill the attendance."""
    if patient.named_staff_id is None:
        return None
    named = problem.staff_by_id[patient.named_staff_id]
    held = {holding.skill_id for holding in named.skills}
    return named.id if held.issuperset(need.skill_ids) and named.band >= need.minimum_band else None


def lacking_wished(problem: Problem, need: Attendance) -> NDArray[np.int32]:
    """How many of the wished skills each staff member does not hold."""
    wished = set(need.wished_skill_ids)
    held = [{holding.skill_id for holding in member.skills} for member in problem.staff]
    return np.array([len(wished - skills) for skills in held], dtype=np.int32)


def unwelcome(problem: Problem, patient: Patient) -> NDArray[np.int32]:
    """1 for each staff member whom a patient would rather not meet."""
    return np.array([member.id in patient.unwelcome_staff_ids for member in problem.staff], dtype=np.int32)


def unmet_wishes(problem: Problem, patient: Patient) -> NDArray[np.int32]:
    """How many wishes of a patient each staff member does not meet: 0, 1 or 2."""

    def unmet(member: StaffMember) -> int:
        stranger = bool(patient.preferred_staff_ids) and member.id not in patient.preferred_staff_ids
        return int(stranger) + int(patient.gender_preferred is not None and member.gender != patient.gender_preferred)

    return np.array([unmet(member) for member in problem.staff], dtype=np.int32)


def published_staff(problem: Problem) -> dict[str, set[StaffId]]:
    """Who attends each visit of the published plan, as far as their shifts still exist."""
    staff: dict[str, set[StaffId]] = {}
    for shift_id, stop in problem.published.stops() if problem.published else ():
        members = staff.setdefault(stop.visit_id, set())
        if shift_id in problem.shift_by_id:
            members.add(problem.shift_by_id[shift_id].staff_id)
    return staff
