"""How work is spread over people: load, and hours that others have off."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import fmean, pstdev

from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster
from scheduler.units import Minute, Minutes

UNSOCIAL_UNTIL, UNSOCIAL_FROM = time(6), time(20)
"""Agenda for Change: nights from 8 pm to 6 am and Saturdays at one rate, Sundays and bank holidays at a higher."""
SATURDAY, SUNDAY = 5, 6

BANK_HOLIDAYS: frozenset[date] = frozenset(
    {
        *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)),
        *(date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)),
        *(date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3)),
        *(date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28)),
    }
)
"""England and Wales, 2026 and 2027 (gov.uk/bank-holidays)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How unequal some figures are."""

    least: float
    most: float
    mean: float
    standard_deviation: float
    """Of the whole group, not of a sample."""
    gini: float
    """0: all equal; towards 1: one has it all."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Work over people on duty, in minutes; spreads are None where nobody is on duty."""

    workload_minutes: Spread | None
    """Care and travel of each staff member with a shift, idle ones included."""
    travel_minutes: Spread | None
    unsocial_minutes: Minutes
    """Minutes of worked shifts at night or on Saturday, breaks included."""
    sunday_minutes: Minutes
    """The same on Sundays and bank holidays, at any hour."""


def fairness_of(problem: Problem, roster: Roster, *, bank_holidays: Collection[date] = BANK_HOLIDAYS) -> Fairness:
    """Read the spread of work from a roster."""
    by_staff = [[itinerary.totals for itinerary in own] for own in roster.by_staff.values()]
    worked = [problem.shift_by_id[read.shift_id] for read in roster.itineraries if read.totals.num_visits]
    unsocial = [
        unsocial_hours(problem.horizon, shift.start, shift.end, bank_holidays=bank_holidays) for shift in worked
    ]
    return Fairness(
        workload_minutes=spread_of([sum(each.care_minutes + each.travel_minutes for each in own) for own in by_staff]),
        travel_minutes=spread_of([sum(each.travel_minutes for each in own) for own in by_staff]),
        unsocial_minutes=Minutes(sum(minutes for minutes, _ in unsocial)),
        sunday_minutes=Minutes(sum(minutes for _, minutes in unsocial)),
    )


def spread_of(figures: Sequence[float]) -> Spread | None:
    """Describe the spread of figures, 0 or more each; None for none."""
    if not figures:
        return None
    return Spread(min(figures), max(figures), fmean(figures), pstdev(figures), _gini(figures))


def unsocial_hours(
    horizon: Horizon, start: Minute, end: Minute, *, bank_holidays: Collection[date] = BANK_HOLIDAYS
) -> tuple[Minutes, Minutes]:
    """Minutes between two moments at night or on Saturday, and those on Sunday or a bank holiday; none counts in both."""
    at_night = on_sunday = 0
    for day, midnight, next_midnight in _days(horizon, start, end):
        minutes = _overlap(start, end, midnight, next_midnight)
        if day.weekday() == SUNDAY or day in bank_holidays:
            on_sunday += minutes
        elif day.weekday() == SATURDAY:
            at_night += minutes
        else:
            social = _overlap(start, end, horizon.minute_at(day, UNSOCIAL_UNTIL), horizon.minute_at(day, UNSOCIAL_FROM))
            at_night += minutes - social
    return Minutes(at_night), Minutes(on_sunday)


def _days(horizon: Horizon, start: Minute, end: Minute) -> Iterator[tuple[date, Minute, Minute]]:
    day = horizon.date_of(start)
    while (midnight := horizon.minute_at(day, time())) < end:
        following = day + timedelta(days=1)
        yield day, midnight, horizon.minute_at(following, time())
        day = following


def _overlap(start: int, end: int, since: int, until: int) -> int:
    return max(0, min(end, until) - max(start, since))


def _gini(figures: Sequence[float]) -> float:
    total, size = sum(figures), len(figures)
    if not total:
        return 0.0
    return sum((2 * rank - size - 1) * figure for rank, figure in enumerate(sorted(figures), start=1)) / (size * total)
