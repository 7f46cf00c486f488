"""Plans with one visit put into one shift by hand: at the minute asked for, else at the best lawful one."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.explaining.tries import Bench
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import open_case
from scheduler.planning import Desk
from scheduler.units import Minute

STEP_MINUTES = 5
MOST_MINUTES = 60
"""[assumption] How finely, and how often, a common start of two people is looked for by hand."""


def placings(
    problem: Problem, plan: Plan, visit_id: VisitId, shift_id: ShiftId, start: Minute | None, *, attendance: int
) -> Iterator[Plan]:
    """Ways to make an attendance of a visit in a shift, what moves least first; whether they are lawful is for the judge.

    Other stops keep their times; only where that finds no lawful way, those of the same route (and whoever waits for
    them) start at other times. The last way told says why nothing fits.
    """
    visit = problem.visit_by_id[visit_id]
    partner = _partner(plan, visit, attendance)
    if partner is not None:
        yield from _beside_partner(plan, visit, shift_id, start, partner, attendance)
        return
    if visit.is_double_up:
        # Nobody else attends yet: whoever is best joins at the same minute.
        yield from _found(problem, plan, visit_id, shift_id, start)
    if start is not None:
        yield _put(plan, visit_id, {shift_id: Stop(visit_id, start, attendance)})
        if not visit.is_double_up:
            yield from _found(problem, plan, visit_id, shift_id, start)
        return
    if not visit.is_double_up:
        yield from _found(problem, plan, visit_id, shift_id, start)
    case = open_case(problem, plan, visit_id)
    tries = sorted(Bench(case, shift_id).tries(attendance), key=lambda each: each.rank)
    yield from (case.with_routes(each.routes) for each in tries[:1])


def _found(problem: Problem, plan: Plan, visit_id: VisitId, shift_id: ShiftId, start: Minute | None) -> Iterator[Plan]:
    """What the compiled search finds in the shift."""
    within = None if start is None else TimeWindow(start, start)
    found = Desk(problem, plan).best_placements(visit_id, most=1, shift_id=shift_id, within=within)
    return (placement.plan for placement in found)


def _beside_partner(
    plan: Plan, visit: Visit, shift_id: ShiftId, start: Minute | None, partner: tuple[ShiftId, Stop], attendance: int
) -> Iterator[Plan]:
    """One of two people is exchanged; both start together, at the minute asked for, else as near to now as can be."""
    partner_shift, stop = partner
    if shift_id == partner_shift:
        return
    for minute in [start] if start is not None else _nearest(visit, stop.start):
        yield _put(
            plan, visit.id, {shift_id: Stop(visit.id, minute, attendance), partner_shift: replace(stop, start=minute)}
        )


def _nearest(visit: Visit, told: Minute) -> list[Minute]:
    """The minute told, and others in the windows, the nearest first."""
    others = [
        Minute(minute)
        for window in visit.windows
        for minute in range(window.earliest_start, window.latest_start + 1, STEP_MINUTES)
    ]
    return [told, *sorted(others, key=lambda minute: abs(minute - told))[:MOST_MINUTES]]


def _partner(plan: Plan, visit: Visit, attendance: int) -> tuple[ShiftId, Stop] | None:
    """Who fills the other attendance of a double-up."""
    others = (
        (shift_id, stop)
        for shift_id, stop in plan.stops()
        if stop.visit_id == visit.id and stop.attendance != attendance
    )
    return next(others, None) if visit.is_double_up else None


def _put(plan: Plan, visit_id: VisitId, stops: dict[ShiftId, Stop]) -> Plan:
    """The plan that makes a visit by these stops alone, everything else as it was."""
    remaining = plan.without((visit_id,))
    routes = {route.shift_id: route.stops for route in remaining.routes}
    for shift_id, stop in stops.items():
        in_order = sorted((*routes.get(shift_id, ()), stop), key=lambda each: each.start)
        routes[shift_id] = tuple(in_order)
    return replace(remaining, routes=tuple(Route(shift_id, own) for shift_id, own in routes.items()))
