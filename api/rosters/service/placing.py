"""Plans with one visit put into one shift by hand: at the minute asked for, else at the best lawful one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.rosters.schemas.moves import MOST_PLACEMENTS
from scheduler.explaining.tries import Bench
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.placing.placement import Placement
from scheduler.planning import Desk
from scheduler.units import Minute

STEP_MINUTES = 5
MOST_MINUTES = 60
"""[assumption] How finely, and how often, a common start of two people is looked for by hand."""


@dataclass(frozen=True)
class Wanted:
    """Where somebody wants an attendance of a visit."""

    visit_id: VisitId
    shift_id: ShiftId
    start: Minute | None
    attendance: int
    """From 0."""
    with_shift_id: ShiftId | None = None
    """Who is to make the other attendance; None: whoever does, else whoever is best."""


def placings(desk: Desk, wanted: Wanted) -> Iterator[Plan]:
    """Ways to make an attendance of a visit where it is wanted, what was offered first and then what moves least.

    A place that the desk tells is found again as it was told, cost and all. Otherwise other stops keep their times; only
    where that finds no lawful way, those of the same route (and whoever waits for them) start at other times. Whether a
    way is lawful is for the judge. The last way told says why nothing fits.
    """
    problem, plan = desk.problem, desk.plan
    visit = problem.visit_by_id[wanted.visit_id]
    partner = _partner(plan, visit, wanted)
    yield from _offered(desk, wanted, partner and partner[0])
    if partner is not None:
        if partner[0] != wanted.shift_id:
            yield from _beside_partner(plan, visit, wanted, partner)
        if partner[0] != wanted.shift_id and wanted.with_shift_id is None:
            yield from _between(open_case(problem, plan, visit.id, attendance=wanted.attendance), wanted)
        return
    if visit.is_double_up or wanted.start is None:
        # Of a double-up nobody else attends yet: whoever is best joins at the same minute.
        yield from _found(desk, wanted)
    if wanted.start is not None:
        stop = Stop(visit.id, wanted.start, wanted.attendance)
        yield _put(plan, visit.id, {wanted.shift_id: stop})
        if not visit.is_double_up:
            yield from _found(desk, wanted)
    yield from _between(open_case(problem, plan, visit.id), wanted)


def _offered(desk: Desk, wanted: Wanted, partner_shift: ShiftId | None) -> Iterator[Plan]:
    """The place as the desk tells it to whoever asks for places, if it is among them."""
    shifts = {wanted.attendance: wanted.shift_id}
    if partner_shift is not None:
        shifts[1 - wanted.attendance] = partner_shift
    if wanted.start is None or 0 not in shifts:
        return

    def is_wanted(placement: Placement) -> bool:
        own = {place.attendance: place for place in placement.places if place.visit_id == wanted.visit_id}
        are = ((own[attendance].shift_id, shift_id) for attendance, shift_id in shifts.items() if attendance in own)
        return own[0].start == wanted.start and all(is_in == shift_id for is_in, shift_id in are)

    told = desk.best_placements(wanted.visit_id, most=MOST_PLACEMENTS, shift_id=shifts[0])
    yield from (placement.plan for placement in told if is_wanted(placement))


def _found(desk: Desk, wanted: Wanted) -> Iterator[Plan]:
    """What the compiled search finds in the shift."""
    within = None if wanted.start is None else TimeWindow(wanted.start, wanted.start)
    found = desk.best_placements(wanted.visit_id, most=1, shift_id=wanted.shift_id, within=within)
    return (placement.plan for placement in found)


def _between(case: Case, wanted: Wanted) -> Iterator[Plan]:
    """The best place between the stops of the shift, of which the others may start at other times."""
    bench = Bench(case, wanted.shift_id)
    if wanted.start is None:
        tries = list(bench.tries(wanted.attendance))
    else:
        positions = range(len(case.stops_of(wanted.shift_id)) + 1)
        tries = [each for place in positions for each in bench.tries_together(wanted.attendance, place, wanted.start)]
    yield from (case.with_routes(each.routes) for each in sorted(tries, key=lambda each: each.rank)[:1])


def _beside_partner(plan: Plan, visit: Visit, wanted: Wanted, partner: tuple[ShiftId, Stop]) -> Iterator[Plan]:
    """One of two people is exchanged; both start together, at the minute asked for, else as near to now as can be."""
    partner_shift, stop = partner
    for minute in [wanted.start] if wanted.start is not None else _nearest(visit, stop.start):
        own = Stop(visit.id, minute, wanted.attendance)
        yield _put(plan, visit.id, {wanted.shift_id: own, partner_shift: replace(stop, start=minute)})


def _nearest(visit: Visit, told: Minute) -> list[Minute]:
    """The minute told, and others in the windows, the nearest first."""
    others = [
        Minute(minute)
        for window in visit.windows
        for minute in range(window.earliest_start, window.latest_start + 1, STEP_MINUTES)
    ]
    return [told, *sorted(others, key=lambda minute: abs(minute - told))[:MOST_MINUTES]]


def _partner(plan: Plan, visit: Visit, wanted: Wanted) -> tuple[ShiftId, Stop] | None:
    """Who fills, or is to fill, the other attendance of a double-up."""
    if not visit.is_double_up:
        return None
    others = (
        (shift_id, stop)
        for shift_id, stop in plan.stops()
        if stop.visit_id == visit.id and stop.attendance != wanted.attendance
    )
    partner = next(others, None)
    if wanted.with_shift_id is None:
        return partner
    told = visit.windows[0].earliest_start if partner is None else partner[1].start
    return wanted.with_shift_id, Stop(visit.id, told, 1 - wanted.attendance)


def _put(plan: Plan, visit_id: VisitId, stops: dict[ShiftId, Stop]) -> Plan:
    """The plan that makes a visit by these stops alone, everything else as it was."""
    remaining = plan.without((visit_id,))
    routes = {route.shift_id: route.stops for route in remaining.routes}
    for shift_id, stop in stops.items():
        in_order = sorted((*routes.get(shift_id, ()), stop), key=lambda each: each.start)
        routes[shift_id] = tuple(in_order)
    return replace(remaining, routes=tuple(Route(shift_id, own) for shift_id, own in routes.items()))
