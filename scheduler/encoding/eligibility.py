"""Who may make which visit, and which rules stand in the way, before any route is known.

Only what can be told from one attendance and one shift lives here; what depends on the rest of a route is the
business of solvers. One vectorised definition serves both the solvers (may) and the explanations (why not).
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.index import Index
from scheduler.encoding.reach import BoolRows, hours_of, out_of_reach
from scheduler.model.demand import Attendance, RiskFlag, Visit, VisitId
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.workforce import Delegation, PatientId, ShiftId, StaffId, StaffMember
from scheduler.rules import RuleId
from scheduler.units import Minute

Key = TypeVar("Key", bound=Hashable)
MAY_NOT, MAY = 0, 255
"""In `Eligibility.may`; a figure between says how many visits are left before a delegation's review."""


@dataclass(frozen=True)
class Eligibility:
    """Obstacles between every attendance (row) and every shift (column), rule by rule."""

    index: Index

    @cached_property
    def may(self) -> NDArray[np.uint8]:
        """Who may, shape (num attendances, num shifts): MAY_NOT, MAY, or the visits left under a delegation."""
        barred = np.zeros((len(self.index.attendances), len(self._problem.shifts)), dtype=bool)
        for obstacle in _OBSTACLES.values():
            barred |= obstacle(self)
        may = np.where(barred, MAY_NOT, MAY).astype(np.uint8)
        for task, shift, visits_left in self._delegated:
            if not barred[task, shift]:
                may[task, shift] = min(visits_left, MAY - 1)
        return may

    def why_not(self, visit_id: VisitId, attendance: int, shift_id: ShiftId) -> tuple[RuleId, ...]:
        """Every rule that bars a shift from an attendance whatever else is planned; empty where none does."""
        task, shift = self.index.task_by_attendance[visit_id, attendance], self.index.shift_index[shift_id]
        return tuple(rule for rule in _OBSTACLES if self._bars[rule][task, shift])

    @cached_property
    def _bars(self) -> dict[RuleId, BoolRows]:
        return {rule: obstacle(self) for rule, obstacle in _OBSTACLES.items()}

    @property
    def _problem(self) -> Problem:
        return self.index.problem

    @cached_property
    def _staff(self) -> list[StaffMember]:
        """Whose shift each column is."""
        return [self._problem.staff_by_id[shift.staff_id] for shift in self._problem.shifts]

    def _needs(self) -> Iterator[tuple[int, Attendance]]:
        visits = self._problem.visit_by_id
        return (
            (task, visits[visit_id].attendances[number])
            for task, (visit_id, number) in enumerate(self.index.attendances)
        )

    def _by_need(self, bars: Callable[[Attendance], BoolRows]) -> BoolRows:
        """Rows for each attendance, computed once for each distinct need."""
        rows: dict[Attendance, BoolRows] = {}
        barred = self._clear()
        for task, need in self._needs():
            if need not in rows:
                rows[need] = bars(need)
            barred[task] = rows[need]
        return barred

    def _by_visit(self, key: Callable[[Visit], Key | None], bars: Callable[[Key], BoolRows]) -> BoolRows:
        """Rows for each attendance, computed once for each distinct key of a visit; clear where the key is None."""
        rows: dict[Key, BoolRows] = {}
        barred = self._clear()
        for task, (visit_id, _) in enumerate(self.index.attendances):
            asked = key(self._problem.visit_by_id[visit_id])
            if asked is None:
                continue
            if asked not in rows:
                rows[asked] = bars(asked)
            barred[task] = rows[asked]
        return barred

    def _whose(self, is_so: Callable[[StaffMember], bool]) -> BoolRows:
        """The shifts of staff of whom something is so, shape (num shifts,)."""
        by_id = {member.id: is_so(member) for member in self._problem.staff}
        return np.array([by_id[shift.staff_id] for shift in self._problem.shifts], dtype=bool)

    def _clear(self) -> BoolRows:
        return np.zeros((len(self.index.attendances), len(self._problem.shifts)), dtype=bool)

    @cached_property
    def _days(self) -> list[tuple[date, date]]:
        """First and last day on which care may start in each shift, overtime included: the minute it ends is no start."""
        date_of = self._problem.horizon.date_of
        starts, ends = hours_of(self._problem)
        return [
            (date_of(Minute(start)), date_of(Minute(max(start, end - 1))))
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]

    def skill(self) -> BoolRows:
        """Shifts whose staff member lacks a skill on a day of the shift."""
        pairs = list(zip(self._staff, self._days, strict=True))
        lacking = {
            skill.id: np.array([not all(who.holds(skill.id, day) for day in days) for who, days in pairs], dtype=bool)
            for skill in self._problem.skills
        }
        nobody = np.zeros(len(pairs), dtype=bool)
        return self._by_need(lambda need: np.any([nobody, *(lacking[skill_id] for skill_id in need.skill_ids)], axis=0))

    def band(self) -> BoolRows:
        """Shifts whose staff member is below the band asked for."""
        return self._by_need(lambda need: self._whose(lambda member: member.band < need.minimum_band))

    def team(self) -> BoolRows:
        """Shifts of staff who do not serve the patient's team."""
        return self._by_visit(
            lambda visit: self._problem.team_of(visit.patient_id),
            lambda team_id: self._whose(lambda member: team_id not in member.team_ids),
        )

    def organisation(self) -> BoolRows:
        """Shifts of another employer, where employers do not pool."""
        if self._problem.policy.pools_across_organisations:
            return self._clear()
        return self._by_visit(
            lambda visit: visit.organisation_id,
            lambda holder: self._whose(lambda member: member.organisation_id != holder),
        )

    def exclusion(self) -> BoolRows:
        """Shifts of staff whom the patient must not meet."""
        return self._by_visit(
            lambda visit: self._problem.patient_by_id[visit.patient_id].excluded_staff_ids or None,
            lambda excluded: self._whose(lambda member: member.id in excluded),
        )

    def gender(self) -> BoolRows:
        """Shifts of staff of another gender than the patient needs."""
        return self._by_visit(
            lambda visit: self._problem.patient_by_id[visit.patient_id].gender_required,
            lambda needed: self._whose(lambda member: member.gender is not needed),
        )

    def lone_working(self) -> BoolRows:
        """Single visits at an address where nobody goes alone; daylight is a matter of the hour, not of the shift."""

        def is_barred(visit: Visit) -> bool | None:
            goes_alone = not visit.is_remote and not visit.is_double_up
            return (goes_alone and self._problem.patient_of(visit.id).risk_flag is RiskFlag.TWO_PEOPLE) or None

        return self._by_visit(is_barred, lambda _: self._whose(lambda _: True))

    def delegation(self) -> BoolRows:
        """Shifts of non-registered staff without a delegation in date for every registered skill asked for."""
        barred = self._by_need(lambda need: self._whose(lambda member: self._needs_delegation(need, member)))
        for task, shift, _ in self._delegated:
            barred[task, shift] = False
        return barred

    def _needs_delegation(self, need: Attendance, member: StaffMember) -> bool:
        """Whether somebody uses a registered skill without registration; one that is not held is SKILL's business."""
        held = {holding.skill_id for holding in member.skills}
        return not member.is_registered and any(skill_id in held for skill_id in self._registered(need))

    def _registered(self, need: Attendance) -> list[SkillId]:
        return [skill_id for skill_id in need.skill_ids if self._problem.skill_by_id[skill_id].is_registered]

    @cached_property
    def _delegated(self) -> list[tuple[int, int, int]]:
        """Task, shift and visits left before review, wherever a delegation lets a non-registered worker attend."""
        granted: dict[tuple[PatientId, StaffId], dict[SkillId, Delegation]] = {}
        for each in self._problem.delegations:
            granted.setdefault((each.patient_id, each.staff_id), {})[each.skill_id] = each
        workers: dict[PatientId, set[StaffId]] = {}
        for patient_id, staff_id in granted:
            workers.setdefault(patient_id, set()).add(staff_id)
        found = []
        for task, need in self._needs():
            patient_id = self._problem.visit_by_id[self.index.attendances[task][0]].patient_id
            registered = self._registered(need)
            for staff_id in workers.get(patient_id, ()) if registered else ():
                used = [granted[patient_id, staff_id].get(skill_id) for skill_id in registered]
                found += [(task, shift, left) for shift, left in self._carried_by(staff_id, used)]
        return found

    def _carried_by(self, staff_id: StaffId, used: list[Delegation | None]) -> Iterator[tuple[int, int]]:
        """Shifts of a worker, and visits left before review, where delegations carry an attendance."""
        limits = self._problem.policy.limits
        if self._problem.staff_by_id[staff_id].is_registered:
            return
        for shift in self._shifts_of.get(staff_id, ()):
            _, last_day = self._days[shift]
            left = [
                limits.delegation_review_visits - 1 - each.visits_since_review
                for each in used
                if each is not None
                and self._problem.skill_by_id[each.skill_id].is_delegable
                and last_day <= each.reviewed_on + timedelta(days=limits.delegation_review_days)
            ]
            if len(left) == len(used) and min(left) > 0:
                yield shift, min(left)

    @cached_property
    def _shifts_of(self) -> dict[StaffId, list[int]]:
        shifts: dict[StaffId, list[int]] = {}
        for row, shift in enumerate(self._problem.shifts):
            shifts.setdefault(shift.staff_id, []).append(row)
        return shifts


_OBSTACLES: dict[RuleId, Callable[[Eligibility], BoolRows]] = {
    RuleId.SKILL: Eligibility.skill,
    RuleId.BAND: Eligibility.band,
    RuleId.DELEGATION: Eligibility.delegation,
    RuleId.EXCLUSION: Eligibility.exclusion,
    RuleId.GENDER: Eligibility.gender,
    RuleId.TEAM: Eligibility.team,
    RuleId.ORGANISATION: Eligibility.organisation,
    RuleId.LONE_WORKING: Eligibility.lone_working,
    RuleId.TIME_WINDOW: lambda eligibility: out_of_reach(eligibility.index),
}
