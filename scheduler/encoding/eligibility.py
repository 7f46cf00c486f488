"""Who may make which visit, and which rules stand in the way, before any route is known.

Only what can be told from one attendance and one shift lives here; what depends on the rest of a route is the
business of solvers. One vectorised definition serves both the solvers (may) and the explanations (why not).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.index import Index
from scheduler.model.demand import Attendance, RiskFlag, VisitId
from scheduler.model.problem import Problem
from scheduler.model.workforce import Delegation, Shift, ShiftId, StaffMember
from scheduler.rules import RuleId
from scheduler.units import Minute

BoolRows = NDArray[np.bool_]
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
        return [self._problem.staff_by_id[shift.staff_id] for shift in self._problem.shifts]

    def _needs(self) -> Iterator[tuple[int, Attendance]]:
        visits = self._problem.visit_by_id
        return (
            (task, visits[visit_id].attendances[number])
            for task, (visit_id, number) in enumerate(self.index.attendances)
        )

    def _by_need(self, bars: Callable[[Attendance, Shift, StaffMember], bool]) -> BoolRows:
        """Rows for each attendance, computed once for each distinct need."""
        rows: dict[Attendance, NDArray[np.bool_]] = {}
        for _, need in self._needs():
            if need not in rows:
                pairs = zip(self._problem.shifts, self._staff, strict=True)
                rows[need] = np.array([bars(need, shift, member) for shift, member in pairs], dtype=bool)
        return self._stack([rows[need] for _, need in self._needs()])

    def _by_staff(
        self, bars: Callable[[VisitId, StaffMember], bool], *, concerns: Callable[[VisitId], bool]
    ) -> BoolRows:
        """Rows for each attendance of the visits that a rule concerns; others stay clear."""
        barred = self._clear()
        for task, (visit_id, _) in enumerate(self.index.attendances):
            if concerns(visit_id):
                barred[task] = [bars(visit_id, member) for member in self._staff]
        return barred

    def _clear(self) -> BoolRows:
        return np.zeros((len(self.index.attendances), len(self._problem.shifts)), dtype=bool)

    def _stack(self, rows: list[NDArray[np.bool_]]) -> BoolRows:
        return np.array(rows, dtype=bool).reshape(len(self.index.attendances), len(self._problem.shifts))

    def _days_of(self, shift: Shift) -> tuple[date, date]:
        """First and last day on which care may start in a shift, overtime included: the minute it ends is no start."""
        horizon, ends = self._problem.horizon, shift.end + shift.overtime_limit_minutes - shift.admin_minutes
        return horizon.date_of(shift.start), horizon.date_of(Minute(max(shift.start, ends - 1)))

    def skill(self) -> BoolRows:
        """Shifts whose staff member lacks a skill on a day of the shift."""

        def lacks(need: Attendance, shift: Shift, member: StaffMember) -> bool:
            return any(not member.holds(skill_id, day) for skill_id in need.skill_ids for day in self._days_of(shift))

        return self._by_need(lacks)

    def band(self) -> BoolRows:
        """Shifts whose staff member is below the band asked for."""
        return self._by_need(lambda need, _, member: member.band < need.minimum_band)

    def team(self) -> BoolRows:
        """Shifts of staff who do not serve the patient's team."""
        problem = self._problem
        members_of = {
            team.id: np.array([team.id in m.team_ids for m in self._staff], dtype=bool) for team in problem.teams
        }
        patients = [problem.visit_by_id[visit_id].patient_id for visit_id, _ in self.index.attendances]
        return self._stack([~members_of[problem.team_of(patient_id)] for patient_id in patients])

    def organisation(self) -> BoolRows:
        """Shifts of another employer, where employers do not pool."""
        pools = self._problem.policy.pools_across_organisations
        holder = {visit.id: visit.organisation_id for visit in self._problem.visits}
        return self._by_staff(
            lambda visit, member: member.organisation_id != holder[visit], concerns=lambda _: not pools
        )

    def exclusion(self) -> BoolRows:
        """Shifts of staff whom the patient must not meet."""
        excluded = {visit.id: self._problem.patient_of(visit.id).excluded_staff_ids for visit in self._problem.visits}
        return self._by_staff(lambda visit, member: member.id in excluded[visit], concerns=lambda v: bool(excluded[v]))

    def gender(self) -> BoolRows:
        """Shifts of staff of another gender than the patient needs."""
        needed = {visit.id: self._problem.patient_of(visit.id).gender_required for visit in self._problem.visits}
        return self._by_staff(
            lambda visit, member: member.gender is not needed[visit], concerns=lambda v: needed[v] is not None
        )

    def lone_working(self) -> BoolRows:
        """Single visits at an address where nobody goes alone; daylight is a matter of the hour, not of the shift."""
        flagged = {
            visit.id
            for visit in self._problem.visits
            if not visit.is_remote
            and not visit.is_double_up
            and self._problem.patient_of(visit.id).risk_flag is RiskFlag.TWO_PEOPLE
        }
        return self._by_staff(lambda _, __: True, concerns=lambda visit: visit in flagged)

    def delegation(self) -> BoolRows:
        """Shifts of non-registered staff without a delegation in date for every registered skill asked for."""
        barred = self._by_need(self._needs_delegation)
        for task, shift, _ in self._delegated:
            barred[task, shift] = False
        return barred

    def _needs_delegation(self, need: Attendance, _: Shift, member: StaffMember) -> bool:
        """Whether somebody uses a registered skill without registration; one that is not held is SKILL's business."""
        held = {holding.skill_id for holding in member.skills}
        return not member.is_registered and any(skill_id in held for skill_id in self._registered(need))

    def _registered(self, need: Attendance) -> list[str]:
        return [skill_id for skill_id in need.skill_ids if self._problem.skill_by_id[skill_id].is_registered]

    @cached_property
    def _delegated(self) -> list[tuple[int, int, int]]:
        """Task, shift and visits left before review, wherever a delegation lets a non-registered worker attend."""
        problem, limits = self._problem, self._problem.policy.limits
        granted: dict[tuple[str, str, str], Delegation] = {
            (each.patient_id, each.staff_id, each.skill_id): each for each in problem.delegations
        }
        cared_for = {each.patient_id for each in problem.delegations}
        found = []
        for task, need in self._needs():
            patient_id = problem.visit_by_id[self.index.attendances[task][0]].patient_id
            registered = self._registered(need)
            if not registered or patient_id not in cared_for:
                continue
            for column, (shift, member) in enumerate(zip(problem.shifts, self._staff, strict=True)):
                used = [granted.get((patient_id, member.id, skill_id)) for skill_id in registered]
                _, last_day = self._days_of(shift)
                if member.is_registered or not all(
                    each is not None
                    and problem.skill_by_id[each.skill_id].is_delegable
                    and last_day <= each.reviewed_on + timedelta(days=limits.delegation_review_days)
                    for each in used
                ):
                    continue
                left = [limits.delegation_review_visits - 1 - each.visits_since_review for each in used if each]
                if min(left) > 0:
                    found.append((task, column, min(left)))
        return found

    def time_window(self) -> BoolRows:
        """Shifts that cannot reach the visit before its last window (with tolerance) closes, or return from it in time."""
        problem = self._problem
        rows = [self._out_of_reach(visit_id) for visit_id, _ in self.index.attendances]
        return self._stack(rows) if problem.shifts else self._clear()

    @cached_property
    def _hours(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last minute at which each shift may work: its start, and its end with overtime and without admin."""
        shifts = self._problem.shifts
        starts = np.array([shift.start for shift in shifts], dtype=np.int64)
        ends = np.array([s.end + s.overtime_limit_minutes - s.admin_minutes for s in shifts], dtype=np.int64)
        return starts, ends

    def _way(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Minutes from each shift's start place to a place, and from there to its end place."""
        travel = self._problem.travel
        out, back = [], []
        for shift in self._problem.shifts:
            table = travel.minutes[self._problem.travel_layer_of(shift)]
            out.append(table[self.index.place_index(shift.start_location_id), place])
            back.append(table[place, self.index.place_index(shift.end_location_id)])
        return np.array(out, dtype=np.int64), np.array(back, dtype=np.int64)

    @cached_property
    def _way_by_place(self) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        locations = {self._problem.location_of(visit.id) for visit in self._problem.visits} - {None}
        places = (self.index.place_index(location) for location in locations if location is not None)
        return {place: self._way(place) for place in places}

    def _out_of_reach(self, visit_id: VisitId) -> NDArray[np.bool_]:
        visit = self._problem.visit_by_id[visit_id]
        location = self._problem.location_of(visit_id)
        starts, ends = self._hours
        nowhere = np.zeros_like(starts)
        out, back = (nowhere, nowhere) if location is None else self._way_by_place[self.index.place_index(location)]
        late = 0 if visit.is_time_critical else self._problem.policy.limits.lateness_minutes
        reachable = np.zeros(len(starts), dtype=bool)
        for window in visit.windows:
            earliest = np.maximum(starts + out, window.earliest_start)
            latest = self._problem.closing_of(visit, window) + late
            if visit.respond_by is not None:
                latest = min(latest, visit.respond_by)
            reachable |= (earliest <= latest) & (earliest + visit.duration_minutes + back <= ends)
        return ~reachable


_OBSTACLES: dict[RuleId, Callable[[Eligibility], BoolRows]] = {
    RuleId.SKILL: Eligibility.skill,
    RuleId.BAND: Eligibility.band,
    RuleId.DELEGATION: Eligibility.delegation,
    RuleId.EXCLUSION: Eligibility.exclusion,
    RuleId.GENDER: Eligibility.gender,
    RuleId.TEAM: Eligibility.team,
    RuleId.ORGANISATION: Eligibility.organisation,
    RuleId.LONE_WORKING: Eligibility.lone_working,
    RuleId.TIME_WINDOW: Eligibility.time_window,
}
