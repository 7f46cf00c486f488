"""Who could take a visit and those that only make sense with it, and what that asks whatever the hour.

Skills, teams, limits and pins do not depend on times: the judge says at once what would have to give way. How it fits
in time stands in `together`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from operator import attrgetter
from typing import NamedTuple

from scheduler.explaining.relaxing.mending import CHANGES, Mended, mend
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.rules import RuleId
from scheduler.units import Minute

ABOUT_TIMES = frozenset({RuleId.TIME_WINDOW, RuleId.URGENT_RESPONSE, RuleId.SHIFT_HOURS})
_WHATEVER_THE_HOUR = CHANGES.keys() - ABOUT_TIMES
SHIFTS_A_SEAT = 12
"""Where several are to be seated together, so many shifts are asked for each, those that ask least first."""


class Seat(NamedTuple):
    """An attendance in a shift."""

    visit_id: VisitId
    attendance: int
    shift_id: ShiftId


class Seating(NamedTuple):
    """All attendances in question in their shifts, and what that asks of who makes them."""

    case: Case
    """The excerpt that these shifts can touch, in the problem as it is after the changes."""
    seats: tuple[Seat, ...]
    changes: tuple[Mended, ...]

    @property
    def points(self) -> int:
        """What the changes weigh."""
        return sum(mended.change.points for mended in self.changes)

    @property
    def shift_ids(self) -> tuple[ShiftId, ...]:
        """The shifts, each once."""
        return tuple(dict.fromkeys(seat.shift_id for seat in self.seats))


def seatings(
    case: Case, partners: Sequence[VisitId], order: Sequence[ShiftId], *, most: int
) -> Iterator[tuple[int, Seating]]:
    """Ways to seat a visit and its partners, with a bound on what they ask, the lowest first; then by the order given.

    Left out are those that take more than so many changes, or that something stands against which never gives way.
    """
    asked = {visit_id: case.problem.visit_by_id[visit_id] for visit_id in (case.visit.id, *partners)}
    wanted = [
        Seat(visit.id, number, ShiftId("")) for visit in asked.values() for number in range(len(visit.attendances))
    ]
    turn = {shift_id: number for number, shift_id in enumerate(order)}
    alone = [_alone(case, seat, most) for seat in wanted]
    known = {seated.seats: seated for choices in alone for seated in choices}
    ways: dict[object, tuple[int, int, tuple[Seat, ...]]] = {}
    for way in product(*(choices if len(wanted) == 1 else choices[:SHIFTS_A_SEAT] for choices in alone)):
        seats = tuple(seat for seated in way for seat in seated.seats)
        if _are_apart(case.problem, seats):
            # Two who bring the same may change places.
            kind = frozenset(
                (asked[each.visit_id].attendances[each.attendance], each.visit_id, each.shift_id) for each in seats
            )
            later = sum(turn.get(seat.shift_id, len(turn)) for seat in seats)
            ways.setdefault(kind, (max(seated.points for seated in way), later, seats))
    for bound, _, seats in sorted(ways.values()):
        seated = known.get(seats) or _seated(case, seats, most)
        if seated is not None:
            yield bound, seated


def _alone(case: Case, wanted: Seat, most: int) -> list[Seating]:
    """Where an attendance could be made by itself, those shifts first that ask least."""
    beside = open_case(case.problem, case.plan, wanted.visit_id)
    tried = (_seated(beside, (wanted._replace(shift_id=shift.id),), most) for shift in beside.shifts_on_duty())
    return sorted((seated for seated in tried if seated is not None), key=attrgetter("points"))


def _seated(case: Case, seats: tuple[Seat, ...], most: int) -> Seating | None:
    excerpt = case.excerpt(*(seat.shift_id for seat in seats), beside=[seat.visit_id for seat in seats])
    changes = mend(excerpt, _at_some_hour(excerpt, seats), _WHATEVER_THE_HOUR, most=most)
    if changes is None:
        return None
    problem = excerpt.problem
    for mended in changes:
        problem = mended.change.apply(problem)
    return Seating(Case(problem, excerpt.plan, excerpt.visit), seats, changes)


def _at_some_hour(case: Case, seats: Iterable[Seat]) -> Plan:
    """A plan with the seats taken, each near the window that is nearest to the shift: who makes them is all that is asked."""
    routes = {route.shift_id: route for route in case.plan.routes}
    for seat in seats:
        visit, shift = case.problem.visit_by_id[seat.visit_id], case.problem.shift_by_id[seat.shift_id]
        fixing = case.fixed.get((visit.id, seat.attendance))
        window = min(
            visit.windows, key=lambda each: max(each.earliest_start - shift.end, shift.start - each.latest_start)
        )
        start = Minute(max(window.earliest_start, min(shift.start, window.latest_start)))
        if fixing is not None and fixing.start is not None:
            start = fixing.start
        stops = (*(routes[shift.id].stops if shift.id in routes else ()), Stop(visit.id, start, seat.attendance))
        routes[shift.id] = Route(shift.id, tuple(sorted(stops, key=lambda stop: stop.start)))
    return case.with_routes(routes.values())


def _are_apart(problem: Problem, seats: Sequence[Seat]) -> bool:
    """Whether nobody fills both attendances of a visit."""
    who = [(seat.visit_id, problem.shift_by_id[seat.shift_id].staff_id) for seat in seats]
    return len(set(who)) == len(who)
