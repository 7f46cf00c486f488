"""Two people together: each shift's best places, beside the shifts that could best send the second person."""

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.explaining.tries import Bench, Try
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.units import Minute

PLACES_TRIED = 2
"""Places of the first person that are tried with each second person."""
MATES_TRIED = 4
"""Shifts asked for the second person, those that break least alone first."""
_ALONE = frozenset({RuleId.DOUBLE_UP, RuleId.DIFFERENT_STAFF})


class _Side(NamedTuple):
    """A shift with its places for one attendance, best first."""

    bench: Bench
    places: list[Try]


def tries_of_a_pair(case: Case) -> dict[ShiftId, list[Try]]:
    """Tries of a double-up, by the shift that is asked first; both attendances are placed in each."""
    benches = [Bench(case, shift.id, ignored=_ALONE) for shift in case.shifts_on_duty()]
    first, second = case.visit.attendances
    sides = [[_side(bench, attendance) for bench in benches] for attendance in (0, 1)]
    orders = [(0, 1)] if first == second else [(0, 1), (1, 0)]
    return {
        bench.shift_id: [each for one, other in orders for each in _together(case, sides[one][number], sides[other])]
        for number, bench in enumerate(benches)
    }


def _side(bench: Bench, attendance: int) -> _Side:
    return _Side(bench, sorted(bench.tries(attendance), key=lambda each: each.rank))


def _together(case: Case, side: _Side, others: list[_Side]) -> Iterator[Try]:
    """The best places of one person with those of the second people who are most likely to fit; alone without any."""
    staff_of = {shift.id: shift.staff_id for shift in case.problem.shifts}
    mates = [
        other for other in others if other.places and staff_of[other.bench.shift_id] != staff_of[side.bench.shift_id]
    ]
    if not mates:
        yield from side.places[:1]
    for place in side.places[:PLACES_TRIED]:

        def misfit(mate: _Side, start: Minute = place.start) -> tuple[int, int, int]:
            rules, amount, _ = mate.places[0].rank
            return rules, amount, abs(mate.places[0].start - start)

        for mate in sorted(mates, key=misfit)[:MATES_TRIED]:
            yield from _meet(side.bench, place, mate)


def _meet(bench: Bench, place: Try, mate: _Side) -> Iterator[Try]:
    """Both at the later of their two starts."""
    for other in mate.places[:PLACES_TRIED]:
        start = max(place.start, other.start)
        ones = bench.tries_together(place.attendance, place.position, start)
        twos = mate.bench.tries_together(other.attendance, other.position, start)
        if not ones or not twos:
            continue
        one, two = (min(tries, key=lambda each: each.rank) for tries in (ones, twos))
        if one.start == two.start:
            broken = (*one.broken, *two.broken)
            yield Try(
                one.shift_id,
                one.attendance,
                one.position,
                start,
                (*one.routes, *two.routes),
                broken,
                one.cost + two.cost,
            )
