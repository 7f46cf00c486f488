"""Minutes that could give way: windows, urgent responses, overtime."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.explaining.relaxing.nouns import with_shift, with_visit
from scheduler.explaining.relaxing.relaxation import Asks, Change, of_minutes
from scheduler.model.demand import Visit
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.rules import RuleId, RuleUnit
from scheduler.units import Minute, Minutes
from scheduler.validation.violation import Violation
from scheduler.validation.wording import clock, duration

MOST_MINUTES = 240
"""A start or an end further away than this is no relaxation but another day's work [assumption]."""


def time_window(problem: Problem, broken: Violation) -> Iterator[Change]:
    """A window that opens earlier, or closes later, by as much as is missing."""
    if broken.visit_id is None or broken.minute is None or broken.amount > MOST_MINUTES:
        return
    visit, start, amount = problem.visit_by_id[broken.visit_id], broken.minute, broken.amount
    window = visit.window_at(start)
    if start < window.earliest_start:
        # A window in which care must end may be too short for it, and has to close later too.
        later = max(0, start - problem.closing_of(visit, window))
        wider = TimeWindow(start, Minute(window.latest_start + later))
        when = f"{duration(amount)} before its window opens"
        amount = max(amount, later)
    else:
        wider = replace(window, latest_start=Minute(window.latest_start + amount))
        when = f"{duration(amount)} later than its window{'' if visit.is_time_critical else ' and the tolerance'} allow{'s' if visit.is_time_critical else ''}"
    sentence = f"Visit {visit.id} may start {when}, at {clock(problem.horizon, start)}."
    asks = Asks.A_CLINICAL_TIME if visit.is_time_critical else of_minutes(amount)

    def apply(before: Problem) -> Problem:
        return with_visit(before, _with_window(before.visit_by_id[visit.id], window, wider))

    yield Change(RuleId.TIME_WINDOW, asks, sentence, amount, RuleUnit.MINUTES, apply)


def urgent_response(problem: Problem, broken: Violation) -> Iterator[Change]:
    """An urgent response that is due later."""
    if broken.visit_id is None or broken.minute is None:
        return
    visit_id, start = broken.visit_id, broken.minute
    sentence = f"The urgent response of visit {visit_id} is due {duration(broken.amount)} later, at {clock(problem.horizon, start)}."

    def apply(before: Problem) -> Problem:
        return with_visit(before, replace(before.visit_by_id[visit_id], respond_by=start))

    yield Change(RuleId.URGENT_RESPONSE, Asks.A_CLINICAL_TIME, sentence, broken.amount, RuleUnit.MINUTES, apply)


def shift_hours(problem: Problem, broken: Violation) -> Iterator[Change]:
    """Overtime that is agreed for one shift."""
    if broken.shift_id is None or broken.amount > MOST_MINUTES:
        return
    shift_id, amount = broken.shift_id, broken.amount
    agreed = problem.shift_by_id[shift_id].overtime_limit_minutes
    until = clock(problem.horizon, Minute(problem.shift_by_id[shift_id].end + agreed + amount))
    beyond = f" beyond the {duration(agreed)} agreed" if agreed else ""
    sentence = f"Shift {shift_id} agrees to {duration(amount)} of overtime{beyond}, until {until}."

    def apply(before: Problem) -> Problem:
        shift = before.shift_by_id[shift_id]
        longer = Minutes(shift.overtime_limit_minutes + amount)
        return with_shift(before, replace(shift, overtime_limit_minutes=longer))

    yield Change(RuleId.SHIFT_HOURS, of_minutes(amount), sentence, amount, RuleUnit.MINUTES, apply)


def _with_window(visit: Visit, old: TimeWindow, new: TimeWindow) -> Visit:
    return replace(visit, windows=tuple(new if window == old else window for window in visit.windows))
