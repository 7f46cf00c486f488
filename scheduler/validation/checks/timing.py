"""Timing: when care starts at each stop, against windows, due times and risk flags. Gaps between visits stand in `links`."""

from collections.abc import Iterator
from functools import partial

from scheduler.model.demand import RiskFlag
from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import PlacedStop, Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import duration


def time_window(reading: Reading) -> Iterator[Violation]:
    """Minutes before the window opens, and minutes after it closes that are not tolerated."""
    for placed in reading.stops:
        window = placed.visit.window_at(placed.start)
        early = window.earliest_start - placed.start
        late = _minutes_late(reading, placed)
        tolerated = 0 if placed.visit.is_time_critical else reading.problem.policy.limits.lateness_minutes
        starts = f"Visit {placed.visit.id} starts at {reading.clock(placed.start)}"
        if early > 0:
            says = f"{starts}, {duration(early)} before its window opens at {reading.clock(window.earliest_start)}."
            yield placed.violation(RuleId.TIME_WINDOW, early, says)
        elif late > tolerated:
            beyond = f"; at most {duration(tolerated)} is tolerated" if tolerated else "; the visit is time-critical"
            says = f"{starts}, {duration(late)} after {_closing(reading, placed.start - late)}{beyond}."
            yield placed.violation(RuleId.TIME_WINDOW, late - tolerated, says)


def urgent_response(reading: Reading) -> Iterator[Violation]:
    """Minutes after the time by which an urgent response is due."""
    for placed in reading.stops:
        due = placed.visit.respond_by
        if due is not None and placed.start > due:
            late = placed.start - due
            says = f"Visit {placed.visit.id} starts at {reading.clock(placed.start)}, {duration(late)} after the urgent response is due at {reading.clock(due)}."
            yield placed.violation(RuleId.URGENT_RESPONSE, late, says)


def lone_working(reading: Reading) -> Iterator[Violation]:
    """Single attendances at flagged addresses, ever or outside daylight."""
    limits = reading.problem.policy.limits
    for placed in reading.stops:
        if placed.visit.is_remote or placed.visit.is_double_up:
            continue
        if placed.patient.risk_flag is RiskFlag.TWO_PEOPLE:
            says = f"Visit {placed.visit.id} is planned for one person; patient {placed.patient.id} is attended by two."
            yield placed.violation(RuleId.LONE_WORKING, 1, says)
        elif placed.patient.risk_flag is RiskFlag.DAYLIGHT_ONLY:
            starts = reading.problem.horizon.minute_of_day(placed.start)
            ends = starts + placed.visit.duration_minutes
            if starts < limits.daylight_from_minute_of_day or ends > limits.daylight_to_minute_of_day:
                says = f"Visit {placed.visit.id} runs from {reading.clock(placed.start)} to {reading.clock(placed.end)}; one person attends patient {placed.patient.id} by daylight only."
                yield placed.violation(RuleId.LONE_WORKING, 1, says)


def lateness(reading: Reading) -> Iterator[Violation]:
    """Minutes after the window closed, where the visit is not time-critical."""
    for placed in reading.stops:
        late = _tradable_lateness(reading, placed)
        if late:
            yield _late(reading, placed, RuleId.LATENESS, late)


def largest_lateness(reading: Reading) -> Iterator[Violation]:
    """The largest lateness of any stop, once."""
    latest = max(reading.stops, key=partial(_tradable_lateness, reading), default=None)
    if latest is not None and (late := _tradable_lateness(reading, latest)):
        yield _late(reading, latest, RuleId.LARGEST_LATENESS, late)


def _minutes_late(reading: Reading, placed: PlacedStop) -> int:
    window = placed.visit.window_at(placed.start)
    return max(0, placed.start - reading.problem.closing_of(placed.visit, window))


def _tradable_lateness(reading: Reading, placed: PlacedStop) -> int:
    return 0 if placed.visit.is_time_critical else _minutes_late(reading, placed)


def _late(reading: Reading, placed: PlacedStop, rule: RuleId, late: int) -> Violation:
    closed = _closing(reading, placed.start - late)
    ending = "; nobody waits longer" if rule is RuleId.LARGEST_LATENESS else ""
    says = f"Visit {placed.visit.id} starts at {reading.clock(placed.start)}, {duration(late)} after {closed}{ending}."
    return placed.violation(rule, late, says)


def _closing(reading: Reading, minute: int) -> str:
    """The last minute in time, in words."""
    is_early = reading.problem.policy.care_ends_in_window
    return f"{'the last start in time' if is_early else 'its window closed'} at {reading.clock(minute)}"


CHECKS: dict[RuleId, Check] = {
    RuleId.TIME_WINDOW: time_window,
    RuleId.URGENT_RESPONSE: urgent_response,
    RuleId.LONE_WORKING: lone_working,
    RuleId.LATENESS: lateness,
    RuleId.LARGEST_LATENESS: largest_lateness,
}
