"""What it costs to give an attendance to a shift, whatever else is planned: familiarity, wishes, band, stability."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.index import Index
from scheduler.model.demand import Attendance, Patient, VisitId
from scheduler.model.workforce import PatientId, StaffId
from scheduler.rules import RuleId

Amounts = NDArray[np.int32]


def points_of_pairing(index: Index) -> Amounts:
    """Points of each task in each shift, shape (num tasks, num shifts); fixed events have none."""
    problem = index.problem
    points = np.zeros((index.num_tasks, len(problem.shifts)), dtype=np.int32)
    staff_of_shift = np.array([index.staff_index[shift.staff_id] for shift in problem.shifts], dtype=np.int64)
    affinity, weights = Affinity(index), problem.policy.weights
    for task, (visit_id, number) in enumerate(index.attendances):
        by_staff = np.zeros(len(problem.staff), dtype=np.int32)
        for rule, amounts in affinity.amounts(visit_id, number).items():
            by_staff += amounts * weights[rule]
        points[task] = by_staff[staff_of_shift]
    return points


class Affinity:
    """Amounts of the soft rules that depend on who attends alone; each array has one item per staff member."""

    def __init__(self, index: Index) -> None:
        self._index, self._problem = index, index.problem
        staff = index.problem.staff
        self._bands = np.array([member.band for member in staff], dtype=np.int32)
        self._genders = np.array([member.gender for member in staff], dtype=object)
        self._skills = [{holding.skill_id for holding in member.skills} for member in staff]
        self._lacking: dict[tuple[str, ...], Amounts] = {}

    def amounts(self, visit_id: VisitId, attendance: int) -> dict[RuleId, Amounts]:
        """Amounts of every rule that has something to say about an attendance, in the rule's unit."""
        visit = self._problem.visit_by_id[visit_id]
        patient, need = self._problem.patient_by_id[visit.patient_id], visit.attendances[attendance]
        named = self._named_staff_for(patient, need)
        amounts = {}
        if need.minimum_band:
            amounts[RuleId.ABOVE_BAND] = np.maximum(0, self._bands - need.minimum_band) * visit.duration_minutes
        if patient.id in self._known_by:
            familiar = [*self._known_by[patient.id], *([patient.named_staff_id] if patient.named_staff_id else [])]
            amounts[RuleId.CONTINUITY] = self._all_but(familiar)
        if named is not None:
            amounts[RuleId.NAMED_STAFF] = self._all_but([named])
        if need.wished_skill_ids:
            amounts[RuleId.WISHED_SKILL] = self._lacking_wished(need)
        if patient.unwelcome_staff_ids:
            amounts[RuleId.UNWELCOME] = 1 - self._all_but(patient.unwelcome_staff_ids)
        if patient.preferred_staff_ids or patient.gender_preferred:
            amounts[RuleId.PREFERENCE] = self._unmet_wishes(patient)
        if visit_id in self._published:
            amounts[RuleId.STAFF_CHANGED] = self._all_but(self._published[visit_id])
        return amounts

    def _all_but(self, staff_ids: Iterable[StaffId]) -> Amounts:
        """1 for everybody but some."""
        others = np.ones(len(self._bands), dtype=np.int32)
        others[[self._index.staff_index[staff_id] for staff_id in staff_ids]] = 0
        return others

    @cached_property
    def _known_by(self) -> dict[PatientId, list[StaffId]]:
        """Who has cared for each patient lately."""
        known: dict[PatientId, list[StaffId]] = {}
        for care in self._problem.history.records:
            known.setdefault(care.patient_id, []).append(care.staff_id)
        return known

    def _named_staff_for(self, patient: Patient, need: Attendance) -> StaffId | None:
        """The patient's named staff member, where that person could fill the attendance."""
        if patient.named_staff_id is None:
            return None
        row = self._index.staff_index[patient.named_staff_id]
        could = self._skills[row].issuperset(need.skill_ids) and self._bands[row] >= need.minimum_band
        return patient.named_staff_id if could else None

    def _lacking_wished(self, need: Attendance) -> Amounts:
        """How many of the wished skills each staff member does not hold."""
        wished = need.wished_skill_ids
        if wished not in self._lacking:
            self._lacking[wished] = np.array([len(set(wished) - held) for held in self._skills], dtype=np.int32)
        return self._lacking[wished]

    def _unmet_wishes(self, patient: Patient) -> Amounts:
        """How many wishes of a patient each staff member does not meet: 0, 1 or 2."""
        unmet = np.zeros(len(self._bands), dtype=np.int32)
        if patient.preferred_staff_ids:
            unmet += self._all_but(patient.preferred_staff_ids)
        if patient.gender_preferred is not None:
            unmet += self._genders != patient.gender_preferred
        return unmet

    @cached_property
    def _published(self) -> dict[VisitId, set[StaffId]]:
        """Who attends each visit of the published plan, as far as their shifts still exist."""
        staff: dict[VisitId, set[StaffId]] = {}
        for shift_id, stop in self._problem.published.stops() if self._problem.published else ():
            members = staff.setdefault(stop.visit_id, set())
            if shift_id in self._problem.shift_by_id:
                members.add(self._problem.shift_by_id[shift_id].staff_id)
        return staff
