"""When a visit may start, with every rule of the clock folded in: windows, lateness, urgent response, daylight."""

from collections.abc import Iterable, Iterator
from datetime import time
from itertools import zip_longest

from scheduler.model.demand import RiskFlag, Visit
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.units import MINUTES_PER_DAY, Minute, Minutes

Openings = tuple[TimeWindow, ...]
"""Stretches of lawful starts, in order, not overlapping."""


def openings_of(problem: Problem, visit: Visit, *, lateness: Minutes) -> Openings:
    """The starts that the clock allows; a visit that is not time-critical may be late by so many minutes."""
    openings = tuple(_windows_with_lateness(problem, visit, Minutes(0) if visit.is_time_critical else lateness))
    return common(openings, _daylight(problem, visit)) if _is_daylight_only(problem, visit) else openings


def exactly(start: Minute) -> Openings:
    """One start and no other."""
    return (TimeWindow(start, start),)


def common(some: Iterable[TimeWindow], others: Iterable[TimeWindow]) -> Openings:
    """The starts that lie in both."""
    others = tuple(others)
    found = []
    for one in some:
        for other in others:
            earliest = max(one.earliest_start, other.earliest_start)
            latest = min(one.latest_start, other.latest_start)
            if earliest <= latest:
                found.append(TimeWindow(earliest, latest))
    return tuple(found)


def _windows_with_lateness(problem: Problem, visit: Visit, lateness: Minutes) -> Iterator[TimeWindow]:
    for window, following in zip_longest(visit.windows, visit.windows[1:]):
        latest = problem.closing_of(visit, window) + lateness
        if following is not None:
            latest = min(latest, following.earliest_start - 1)
        if visit.respond_by is not None:
            latest = min(latest, visit.respond_by)
        if latest >= window.earliest_start:
            yield TimeWindow(window.earliest_start, Minute(latest))


def _is_daylight_only(problem: Problem, visit: Visit) -> bool:
    is_alone = not visit.is_remote and not visit.is_double_up
    return is_alone and problem.patient_by_id[visit.patient_id].risk_flag is RiskFlag.DAYLIGHT_ONLY


def _daylight(problem: Problem, visit: Visit) -> Iterator[TimeWindow]:
    limits = problem.policy.limits
    last = min(limits.daylight_to_minute_of_day - visit.duration_minutes, MINUTES_PER_DAY - 1)
    if last < limits.daylight_from_minute_of_day:
        return
    for day in problem.horizon.dates():
        yield TimeWindow(
            problem.horizon.minute_at(day, time(*divmod(limits.daylight_from_minute_of_day, 60))),
            problem.horizon.minute_at(day, time(*divmod(last, 60))),
        )
