"""A plan read once against its problem: every stop with the nouns it names, every worked shift with its agenda.

The checks loop over this. No rule is judged here.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from scheduler.errors import PlanMismatchError
from scheduler.model.demand import Attendance, Patient, Visit, VisitId
from scheduler.model.plan import LeftOut, Plan, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, ShiftId, StaffId, StaffMember
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from scheduler.validation.agenda import Agenda, Item, walk
from scheduler.validation.violation import Violation
from scheduler.validation.wording import clock

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class PlacedStop:
    """A stop with everything it names."""

    stop: Stop
    visit: Visit
    need: Attendance
    patient: Patient
    shift: Shift
    staff: StaffMember
    day: date
    """The local day on which care starts."""

    @property
    def start(self) -> Minute:
        """When care starts."""
        return self.stop.start

    @property
    def end(self) -> Minute:
        """When care ends."""
        return Minute(self.stop.start + self.visit.duration_minutes)

    def violation(self, rule: RuleId, amount: int, says: str) -> Violation:
        """A violation at this stop."""
        return Violation(rule, amount, says, self.visit.id, self.shift.id, self.staff.id, self.patient.id, self.start)


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """A shift with at least one stop, and its agenda."""

    shift: Shift
    staff: StaffMember
    stops: tuple[PlacedStop, ...]
    """In route order."""
    agenda: Agenda

    @property
    def care_minutes(self) -> Minutes:
        """Care given in this shift, remote care included."""
        return Minutes(sum(stop.visit.duration_minutes for stop in self.stops))

    @property
    def travel_minutes(self) -> Minutes:
        """Travel from the start place through every place to the end place."""
        return Minutes(sum(leg.travel_minutes for leg in self.agenda.legs))

    @property
    def worked_minutes(self) -> Minutes:
        """Care and travel together."""
        return Minutes(self.care_minutes + self.travel_minutes)

    @property
    def idle_minutes(self) -> Minutes:
        """What is left of the shift, and of overtime, after care, travel, events, admin and the break."""
        shift, agenda = self.shift, self.agenda
        busy = self.worked_minutes + shift.admin_minutes + sum(event.end - event.start for event in shift.events)
        if shift.rest_break is not None and agenda.break_leg is not None:
            busy += shift.rest_break.duration_minutes
        return Minutes(max(0, max(shift.end, agenda.finish) - shift.start - busy))

    def waits(self, *, from_leg: int) -> Iterator[Minutes]:
        """Minutes of each leg from a number on, the last left out, that neither travel, remote items nor the break fill."""
        rest_break = self.shift.rest_break
        for number, leg in list(enumerate(self.agenda.legs))[from_leg:-1]:
            resting = rest_break.duration_minutes if rest_break and number == self.agenda.break_leg else 0
            yield Minutes(max(0, leg.slack_minutes - resting))

    @property
    def overtime_minutes(self) -> Minutes:
        """Time after the shift's end until the way back and admin are done."""
        return Minutes(max(0, self.agenda.finish - self.shift.end))

    def violation(self, rule: RuleId, amount: int, says: str) -> Violation:
        """A violation of this shift as a whole."""
        return Violation(rule, amount, says, shift_id=self.shift.id, staff_id=self.staff.id, minute=self.shift.start)


@dataclass(frozen=True, eq=False)
class Reading:
    """A problem and a plan that speaks of nothing else, read together; build it with `read`."""

    problem: Problem
    plan: Plan

    def weighs(self, rule: RuleId) -> bool:
        """Whether the policy gives a soft rule any weight."""
        return self.problem.policy.weight_of(rule) > 0

    def waits_of(self, worked: WorkedShift) -> tuple[Minutes, ...]:
        """The waits of a shift that count, leg by leg: between stops, and before the first where the policy says so."""
        return tuple(worked.waits(from_leg=0 if self.problem.policy.waits_before_first_stop else 1))

    def clock(self, minute: int) -> str:
        """Wall-clock time in words."""
        return clock(self.problem.horizon, Minute(minute))

    @cached_property
    def stops(self) -> tuple[PlacedStop, ...]:
        """Every stop, in the order of the plan."""
        return tuple(self._placed(shift_id, stop) for shift_id, stop in self.plan.stops())

    @cached_property
    def stops_by_start(self) -> tuple[PlacedStop, ...]:
        """Every stop, by its start."""
        return tuple(sorted(self.stops, key=lambda placed: placed.start))

    @cached_property
    def stops_by_visit(self) -> dict[VisitId, tuple[PlacedStop, ...]]:
        """The stops of each planned visit, by attendance."""
        groups = grouped((placed.visit.id, placed) for placed in self.stops)
        return {
            visit_id: tuple(sorted(stops, key=lambda placed: placed.stop.attendance))
            for visit_id, stops in groups.items()
        }

    @cached_property
    def left_out_by_visit(self) -> dict[VisitId, tuple[LeftOut, ...]]:
        """What is said of each visit left out."""
        return grouped((left.visit_id, left) for left in self.plan.left_out)

    @cached_property
    def worked_shifts(self) -> tuple[WorkedShift, ...]:
        """Every shift with at least one stop, in the order of the plan."""
        return tuple(
            self._worked(stops) for stops in grouped((placed.shift.id, placed) for placed in self.stops).values()
        )

    @cached_property
    def worked_shifts_by_staff(self) -> dict[StaffId, tuple[WorkedShift, ...]]:
        """Each person's worked shifts, by their start."""
        in_order = sorted(self.worked_shifts, key=lambda worked: worked.shift.start)
        return grouped((worked.staff.id, worked) for worked in in_order)

    def _placed(self, shift_id: ShiftId, stop: Stop) -> PlacedStop:
        problem = self.problem
        shift, visit = problem.shift_by_id[shift_id], problem.visit_by_id[stop.visit_id]
        return PlacedStop(
            stop,
            visit,
            visit.attendances[stop.attendance],
            problem.patient_by_id[visit.patient_id],
            shift,
            problem.staff_by_id[shift.staff_id],
            problem.horizon.date_of(stop.start),
        )

    def _worked(self, stops: tuple[PlacedStop, ...]) -> WorkedShift:
        shift = stops[0].shift
        items = [
            Item(
                f"visit {placed.visit.id}",
                placed.start,
                placed.end,
                None if placed.visit.is_remote else placed.patient.location_id,
                placed.visit.id,
            )
            for placed in stops
        ]
        minutes_between = partial(self.problem.travel.minutes_between, self.problem.travel_layer_of(shift))
        agenda = walk(shift, items, minutes_between, self.plan.rest_starts(shift))
        return WorkedShift(shift, stops[0].staff, stops, agenda)


def read(problem: Problem, plan: Plan) -> Reading:
    """Read a plan against its problem; raises PlanMismatchError, naming every id that the problem does not have."""
    mismatches = list(_mismatches(problem, plan))
    if mismatches:
        raise PlanMismatchError(f"the plan does not belong to the problem: {'; '.join(mismatches)}")
    return Reading(problem, plan)


def grouped(pairs: Iterable[tuple[Key, Thing]]) -> dict[Key, tuple[Thing, ...]]:
    """Things by their key, both in the order in which they come."""
    groups: defaultdict[Key, list[Thing]] = defaultdict(list)
    for key, thing in pairs:
        groups[key].append(thing)
    return {key: tuple(things) for key, things in groups.items()}


def _mismatches(problem: Problem, plan: Plan) -> Iterator[str]:
    for route in plan.routes:
        if route.shift_id not in problem.shift_by_id:
            yield f"a route names shift {route.shift_id}, expected one that exists"
    for shift_id, stop in plan.stops():
        visit = problem.visit_by_id.get(stop.visit_id)
        if visit is None:
            yield f"shift {shift_id} stops at visit {stop.visit_id}, expected one that exists"
        elif not 0 <= stop.attendance < len(visit.attendances):
            yield f"shift {shift_id} fills attendance {stop.attendance} of visit {stop.visit_id}, expected 0 to {len(visit.attendances) - 1}"
    for left in plan.left_out:
        if left.visit_id not in problem.visit_by_id:
            yield f"visit {left.visit_id} is left out, expected one that exists"
    for taken in plan.breaks or ():
        if taken.shift_id not in problem.shift_by_id:
            yield f"a break names shift {taken.shift_id}, expected one that exists"
    for override in plan.overrides:
        if override.shift_id not in problem.shift_by_id:
            yield f"an override names shift {override.shift_id}, expected one that exists"
