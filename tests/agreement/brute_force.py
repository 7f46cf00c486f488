"""The best plan of a tiny problem, found by trying everything: the yardstick for solvers.

Every fate of every visit, every order of every shift, every place of the break and every choice of window is tried; each
stop then starts as early as it can, and the judge decides. That is exact where starting earlier never costs more: with
the weights of `EARLY_IS_BEST` or others that are 0 for the same rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import permutations, product

from scheduler.model.demand import RiskFlag, Visit, VisitId
from scheduler.model.place import LocationId
from scheduler.model.plan import LeftOut, Outcome, Plan, Route, Stop
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Shift, ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation import validate

EARLY_IS_BEST = Policy().with_weights(
    {RuleId.WAITING: 0, RuleId.DOOR_KNOCKS: 0, RuleId.SUPERVISION: 0, RuleId.START_MOVED: 0}
)
MOST_VISITS, MOST_SHIFTS = 4, 3

Task = tuple[VisitId, int]
"""A visit and which of its attendances."""


@dataclass(frozen=True)
class _Entry:
    """One thing on a shift's list: a stop, a fixed event, or the break."""

    minutes: int
    place: LocationId | None
    not_before: int
    task: Task | None = None
    is_event: bool = False


def best_by_brute_force(problem: Problem) -> tuple[Plan, int]:
    """The lawful plan of least cost, and its cost in points; the first found where several cost the same.

    Raises ValueError for a problem too large to try everything, or with no lawful plan at all.
    """
    if len(problem.visits) > MOST_VISITS or len(problem.shifts) > MOST_SHIFTS:
        raise ValueError(
            f"problem has {len(problem.visits)} visits and {len(problem.shifts)} shifts, expected at most {MOST_VISITS} and {MOST_SHIFTS}"
        )
    best: tuple[Plan, int] | None = None
    fates = [_fates(problem, visit) for visit in problem.visits]
    for plan in dict.fromkeys(_plans(problem, fates)):
        report = validate(problem, plan)
        if report.is_lawful and (best is None or report.cost < best[1]):
            best = plan, report.cost
    if best is None:
        raise ValueError("problem has no lawful plan")
    return best


def may_all_be_made(problem: Problem, where: Mapping[VisitId, ShiftId]) -> bool:
    """Whether some lawful plan leaves nothing out, with some visits in the shifts that are given."""
    shift_ids = [shift.id for shift in problem.shifts]
    fates = [
        [(where[visit.id],)] if visit.id in where else list(product(shift_ids, repeat=len(visit.attendances)))
        for visit in problem.visits
    ]
    return any(validate(problem, plan).is_lawful for plan in _plans(problem, fates))


def _plans(problem: Problem, fates_by_visit: Sequence[Sequence[LeftOut | tuple[ShiftId, ...]]]) -> Iterator[Plan]:
    for fates in product(*fates_by_visit):
        left_out = tuple(fate for fate in fates if isinstance(fate, LeftOut))
        tasks_by_shift: dict[ShiftId, list[Task]] = {shift.id: [] for shift in problem.shifts}
        for visit, fate in zip(problem.visits, fates, strict=True):
            for attendance, shift_id in enumerate(() if isinstance(fate, LeftOut) else fate):
                tasks_by_shift[shift_id].append((visit.id, attendance))
        planned = [visit for visit, fate in zip(problem.visits, fates, strict=True) if not isinstance(fate, LeftOut)]
        for choice in product(*(visit.windows for visit in planned)):
            window_of = {visit.id: window for visit, window in zip(planned, choice, strict=True)}
            for orders in product(
                *(_orders(problem, shift, tasks_by_shift[shift.id], window_of) for shift in problem.shifts)
            ):
                starts = _earliest_starts(problem, orders)
                if starts is not None:
                    yield Plan(tuple(_routes(problem, orders, starts)), left_out)


def _fates(problem: Problem, visit: Visit) -> list[LeftOut | tuple[ShiftId, ...]]:
    """Which shifts attend, or how the visit is left out."""
    tomorrow = problem.horizon.last_date + timedelta(days=1)
    shift_ids = [shift.id for shift in problem.shifts]
    return [
        *product(shift_ids, repeat=len(visit.attendances)),
        LeftOut(visit.id, Outcome.DEFERRED, "no room", tomorrow),
        LeftOut(visit.id, Outcome.ESCALATED, "no room"),
    ]


def _orders(
    problem: Problem, shift: Shift, tasks: Sequence[Task], window_of: dict[VisitId, TimeWindow]
) -> Iterator[tuple[_Entry, ...]]:
    """Every order of a shift's stops, its break and its fixed events; events keep their own order."""
    if not tasks:
        yield ()
        return
    entries = [_stop(problem, shift, task, window_of[task[0]]) for task in tasks]
    entries += [
        _Entry(event.end - event.start, event.location_id, event.start, is_event=True) for event in shift.events
    ]
    if shift.rest_break is not None:
        entries.append(_Entry(shift.rest_break.duration_minutes, None, shift.rest_break.earliest_start))
    for order in permutations(entries):
        events = [entry.not_before for entry in order if entry.is_event]
        if events == sorted(events):
            yield order


def _stop(problem: Problem, shift: Shift, task: Task, window: TimeWindow) -> _Entry:
    visit_id, attendance = task
    visit, patient = problem.visit_by_id[visit_id], problem.patient_of(visit_id)
    bounds = [window.earliest_start]
    bounds += [
        pin.start
        for pin in problem.pins
        if (pin.visit_id, pin.attendance, pin.shift_id) == (visit_id, attendance, shift.id) and pin.start is not None
    ]
    bounds += [
        stop.start
        for shift_id, stop in (problem.published.stops() if problem.published else ())
        if (stop.visit_id, stop.attendance, shift_id) == (visit_id, attendance, shift.id)
        and stop.start < problem.frozen_until
    ]
    if patient.risk_flag is RiskFlag.DAYLIGHT_ONLY and not (visit.is_double_up or visit.is_remote):
        hour, minute = divmod(problem.policy.limits.daylight_from_minute_of_day, 60)
        bounds.append(problem.horizon.minute_at(problem.horizon.date_of(window.earliest_start), time(hour, minute)))
    return _Entry(visit.duration_minutes, problem.location_of(visit_id), max(bounds), task)


def _earliest_starts(problem: Problem, orders: Sequence[tuple[_Entry, ...]]) -> dict[Task, int] | None:
    """The least starts that keep the orders, the travel, the double-ups and the gaps; None where there are none.

    Bounds only ever rise, and each is the least that the others ask for.
    """
    bounds = {entry.task: entry.not_before for order in orders for entry in order if entry.task}
    while True:
        starts: dict[Task, int] = {}
        for shift, order in zip(problem.shifts, orders, strict=True):
            starts |= _earliest_in(problem, shift, order, bounds)
        raised = dict(starts)
        for visit in problem.visits:
            if visit.is_double_up and (visit.id, 0) in starts:
                raised[visit.id, 0] = raised[visit.id, 1] = max(starts[visit.id, 0], starts[visit.id, 1])
        for link in problem.links:
            first, second = (link.first, 0), (link.second, 0)
            if first in starts and second in starts:
                raised[second] = max(raised[second], starts[first] + link.gap_least_minutes)
                raised[first] = max(raised[first], starts[second] - link.gap_most_minutes)
        if raised == starts:
            return starts
        if max(raised.values()) > problem.horizon.end:
            return None
        bounds = raised


def _earliest_in(problem: Problem, shift: Shift, order: tuple[_Entry, ...], bounds: dict[Task, int]) -> dict[Task, int]:
    """The earliest starts of one shift's stops, none before its bound."""
    layer = problem.travel_layer_of(shift)
    place, ready, free = shift.start_location_id, int(shift.start), 0
    starts: dict[Task, int] = {}
    for entry in order:
        arrival = ready
        if entry.place is not None:
            arrival += max(0, problem.travel.minutes_between(layer, place, entry.place) - free)
        start = (
            entry.not_before if entry.is_event else max(arrival, bounds[entry.task] if entry.task else entry.not_before)
        )
        if entry.place is None:
            free += max(0, start - ready)
        else:
            place, free = entry.place, 0
        ready = start + entry.minutes
        if entry.task:
            starts[entry.task] = start
    return starts


def _routes(problem: Problem, orders: Sequence[tuple[_Entry, ...]], starts: dict[Task, int]) -> Iterator[Route]:
    for shift, order in zip(problem.shifts, orders, strict=True):
        tasks = [entry.task for entry in order if entry.task]
        # An event too early for its place in the order may leave stops out of order; the judge then sees them sorted.
        stops = [Stop(visit_id, Minute(starts[visit_id, attendance]), attendance) for visit_id, attendance in tasks]
        if stops:
            yield Route(shift.id, tuple(sorted(stops, key=lambda stop: stop.start)))
