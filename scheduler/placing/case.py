"""One attendance and the plan around it without it: what every try is measured against."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from scheduler.encoding.fixing import Fixing, fixings
from scheduler.encoding.index import Index
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, ShiftId
from scheduler.placing.costs import newly_broken
from scheduler.units import Minute
from scheduler.validation.validator import ValidationReport, validate
from scheduler.validation.violation import Violation


class Verdict(NamedTuple):
    """What the judge says of a try."""

    broken: tuple[Violation, ...]
    """Hard rules that the plan around the visit does not break already."""
    report: ValidationReport


@dataclass(frozen=True, eq=False)
class Case:
    """A visit with the attendances in question taken out of the plan."""

    problem: Problem
    plan: Plan
    """Neither makes these attendances nor lists the visit as left out."""
    visit: Visit

    def with_routes(self, routes: Iterable[Route]) -> Plan:
        """The plan with some shifts' routes replaced, or added; what they make is left out no more."""
        routes = tuple(routes)
        by_shift = {route.shift_id: route for route in (*self.plan.routes, *routes)}
        made = {stop.visit_id for route in routes for stop in route.stops}
        left_out = tuple(left for left in self.plan.left_out if left.visit_id not in made)
        return replace(self.plan, routes=tuple(by_shift.values()), left_out=left_out)

    def judge(self, plan: Plan) -> Verdict:
        """What a try breaks beyond what is broken without it; what is said of the visit itself always counts."""
        report = validate(self.problem, plan)
        return Verdict(newly_broken(self._before, report.hard_violations), report)

    def stops_of(self, shift_id: ShiftId) -> tuple[Stop, ...]:
        """The stops of a shift, none where it has no route."""
        return self._stops.get(shift_id, ())

    @cached_property
    def placed(self) -> dict[tuple[VisitId, int], tuple[ShiftId, Stop]]:
        """Where each attendance is planned."""
        return {(stop.visit_id, stop.attendance): (shift_id, stop) for shift_id, stop in self.plan.stops()}

    @cached_property
    def fixed(self) -> dict[tuple[VisitId, int], Fixing]:
        """What is pinned or frozen, by attendance."""
        attendances = Index(self.problem).attendances
        return {attendances[task]: fixing for task, fixing in fixings(self.problem).items()}

    def shifts_on_duty(self) -> tuple[Shift, ...]:
        """Shifts on the days on which the visit has a window."""
        days = {day for window in self.visit.windows for day in self._days(window.earliest_start, window.latest_start)}
        return tuple(shift for shift in self.problem.shifts if days & self._days(shift.start, shift.end))

    def excerpt(self, *shift_ids: ShiftId, beside: Iterable[VisitId] = ()) -> "Case":
        """The same case with nothing in it but what a change in some shifts can touch: it is judged in a fraction of the time.

        That is all shifts of their staff members, what is linked to their visits, and the patient's other visits; other
        visits are `beside` it where they are to be placed too.
        """
        staff_ids = {self.problem.shift_by_id[each].staff_id for each in shift_ids}
        own = {
            stop.visit_id for each, stop in self.plan.stops() if self.problem.shift_by_id[each].staff_id in staff_ids
        } | {self.visit.id, *beside}
        ends = [{link.first, link.second} for link in self.problem.links]
        kept = own.union(*(pair for pair in ends if pair & own))
        kept |= {visit.id for visit in self.problem.visits if visit.patient_id == self.visit.patient_id}
        problem = replace(
            self.problem,
            visits=tuple(visit for visit in self.problem.visits if visit.id in kept),
            links=tuple(link for link in self.problem.links if {link.first, link.second} <= kept),
            pins=tuple(pin for pin in self.problem.pins if pin.visit_id in kept),
        )
        routes = (
            Route(route.shift_id, tuple(stop for stop in route.stops if stop.visit_id in kept))
            for route in self.plan.routes
        )
        left_out = tuple(left for left in self.plan.left_out if left.visit_id in kept)
        return Case(
            problem, Plan(tuple(route for route in routes if route.stops), left_out, self.plan.overrides), self.visit
        )

    @cached_property
    def _stops(self) -> dict[ShiftId, tuple[Stop, ...]]:
        return {route.shift_id: route.stops for route in self.plan.routes}

    @cached_property
    def _before(self) -> tuple[Violation, ...]:
        report = validate(self.problem, self.plan)
        return tuple(found for found in report.hard_violations if found.visit_id != self.visit.id)

    def _days(self, start: Minute, end: Minute) -> set[int]:
        horizon = self.problem.horizon
        return set(range(horizon.day_index_of(start), horizon.day_index_of(end) + 1))


def open_case(problem: Problem, plan: Plan, visit_id: VisitId, *, attendance: int | None = None) -> Case:
    """Take one attendance of a visit, or (None) all of it, out of a plan; everything else stays as it is."""
    remaining = plan.without((visit_id,), attendance=attendance)
    return Case(problem, remaining, problem.visit_by_id[visit_id])
