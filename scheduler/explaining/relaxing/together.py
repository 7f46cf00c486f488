"""The least that would have to change together for a visit to fit: CP-SAT proposes, the judge decides.

Who makes the visit is tried shift by shift (`seating`). For each, CP-SAT decides the hours: of the routes asked, every
visit may move in time and order, and windows, due times and ends of shifts may give way, as few and as little as possible.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from scheduler.encoding.codec import plan_of, routes_of
from scheduler.encoding.encode import encode
from scheduler.explaining.relaxing.mending import Mended, mend
from scheduler.explaining.relaxing.relaxation import MOST_CHANGES, POINTS_OF_A_CHANGE, Asks, points_of
from scheduler.explaining.relaxing.seating import ABOUT_TIMES, Seating, seatings
from scheduler.explaining.relaxing.times import MOST_MINUTES
from scheduler.model.demand import Visit, VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.easing import conflict, ease
from scheduler.solvers.cpsat.guards import Guard, Guarded, guarded, seat
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import Part, part_of
from scheduler.solvers.cpsat.search import Limits
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation.violation import Violation

WORK = 1.0
"""CP-SAT's own seconds for one visit, the same on any machine: one to two on a clock."""
_LIMITS = Limits(seed=1, workers=1, deterministic_seconds=0.2, is_brief=True)
_NO_WATCH = Stopwatch(Budget(iterations=1))
"""Never stopped: the work is limited, not the time."""
ANYTHING = points_of(Asks.THE_PERSON) * (MOST_CHANGES + 1)


class Least(NamedTuple):
    """What was found."""

    changes: tuple[Mended, ...]
    """Empty where the visit fits once others move in time and order."""
    plan: Plan
    """Lawful with the changes."""
    shift_ids: tuple[ShiftId, ...]
    conflicts: tuple[tuple[Guard, ...], ...]
    """For each time that gives way, with the other changes agreed: what cannot hold together there, by CP-SAT's proof."""


def least_together(
    case: Case, partners: Sequence[VisitId], order: Sequence[ShiftId], *, below: int = ANYTHING
) -> Least | None:
    """The least that would have to change, if it weighs less than so many points; what is found is the judge's word.

    Shifts are asked in the order of what they ask of people, and then in the order given, until the work is used up.
    """
    best: tuple[tuple[Mended, ...], Plan, Seating] | None = None
    work = 0.0
    most = min(MOST_CHANGES, below // POINTS_OF_A_CHANGE)
    for bound, seating in seatings(case, partners, order, most=most):
        if bound >= below or work >= WORK:
            break
        if seating.points >= below:
            continue
        room = _Room(seating)
        found = ease(
            room.guarded(),
            room.price_of,
            below=below - seating.points,
            most_guards=MOST_CHANGES - len(seating.changes),
            limits=_LIMITS,
            watch=_NO_WATCH,
        )
        work += found.deterministic_seconds
        if found.routes is None:
            continue
        routes = plan_of(room.loose, found.routes).routes
        open_ids = {seating.case.problem.shifts[row].id for row in room.part.shifts}
        plan = case.with_routes(route for route in routes if route.shift_id in open_ids)
        changes = mend(case, plan, tuple(RuleId), most=MOST_CHANGES)
        if changes is not None:
            best, below = (changes, plan, seating), found.points + seating.points
    if best is None:
        return None
    changes, plan, seating = best
    return Least(changes, plan, seating.shift_ids, _conflicts(_Room(seating), changes))


def _conflicts(room: "_Room", changes: Iterable[Mended]) -> tuple[tuple[Guard, ...], ...]:
    """For each guard that was let go, those that cannot hold beside it."""
    model = room.guarded()
    let_go = [_guard_of(mended.found) for mended in changes if mended.found.rule in ABOUT_TIMES]
    found = (
        conflict(model, [guard for guard in model.holds if guard == each or guard not in let_go], _LIMITS, _NO_WATCH)
        for each in let_go
    )
    return tuple(dict.fromkeys(against for against in found if against))


def _guard_of(found: Violation) -> Guard:
    if found.rule is RuleId.SHIFT_HOURS:
        return Guard(found.rule, shift_id=found.shift_id)
    return Guard(found.rule, visit_id=found.visit_id)


class _Room:
    """The routes of some shifts, with the visits in question to be fitted in."""

    def __init__(self, seating: Seating) -> None:
        case, self._seats = seating.case, seating.seats
        self._problem = case.problem
        stops = {stop.visit_id for shift_id in seating.shift_ids for stop in case.stops_of(shift_id)}
        stops |= {each.visit_id for each in seating.seats}
        self._asked = encode(case.problem)
        self.loose = encode(_loosened(case.problem, frozenset(seating.shift_ids), frozenset(stops)))
        self.part = self._part(case, seating)

    def _part(self, case: Case, seating: Seating) -> Part:
        index, facts = self.loose.index, self.loose.facts
        routes = routes_of(self.loose, case.plan)
        shifts = [index.shift_index[shift_id] for shift_id in seating.shift_ids]
        # What the judge finds wrongly placed already stays where it is.
        kept = [task for shift in shifts for task, _ in routes.get(shift, ()) if facts.may[task, shift]]
        seats = [index.task_by_attendance[each.visit_id, each.attendance] for each in seating.seats]
        return part_of(self.loose, routes, shifts=shifts, free=[*kept, *seats])

    def guarded(self) -> Guarded:
        """A fresh model in which everybody keeps their shift."""
        built, index = build(self.loose, self.part), self.loose.index
        now = [(task, shift) for shift, stops in self.part.routes.items() for task, _ in stops]
        seats = [
            (index.task_by_attendance[each.visit_id, each.attendance], index.shift_index[each.shift_id])
            for each in self._seats
        ]
        for task, shift in [*now, *seats]:
            if task in self.part.free:
                seat(built.routes, task, shift)
        return guarded(built, self._asked)

    def price_of(self, guard: Guard) -> int:
        """What it asks to let a guard go, without the minutes."""
        is_small = guard.rule is RuleId.SHIFT_HOURS or (
            guard.rule is RuleId.TIME_WINDOW
            and guard.visit_id is not None
            and not self._problem.visit_by_id[guard.visit_id].is_time_critical
        )
        return points_of(Asks.A_FEW_MINUTES if is_small else Asks.A_CLINICAL_TIME)


def _loosened(problem: Problem, shift_ids: frozenset[ShiftId], visit_ids: frozenset[VisitId]) -> Problem:
    """A problem in which some shifts end as late, and some visits start as early and late, as may ever be asked; nothing costs."""
    shifts = (
        replace(shift, overtime_limit_minutes=Minutes(shift.overtime_limit_minutes + MOST_MINUTES))
        if shift.id in shift_ids
        else shift
        for shift in problem.shifts
    )
    visits = (_widened(visit) if visit.id in visit_ids else visit for visit in problem.visits)
    free = replace(problem.policy, weights=(0,) * len(problem.policy.weights))
    return replace(problem, shifts=tuple(shifts), visits=tuple(visits), policy=free)


def _widened(visit: Visit) -> Visit:
    first, *others = visit.windows
    windows = [replace(first, earliest_start=Minute(max(0, first.earliest_start - MOST_MINUTES))), *others]
    limits = [*(window.earliest_start - 1 for window in others), windows[-1].latest_start + MOST_MINUTES]
    later = (
        TimeWindow(window.earliest_start, Minute(min(window.latest_start + MOST_MINUTES, limit)))
        for window, limit in zip(windows, limits, strict=True)
    )
    due = None if visit.respond_by is None else Minute(visit.respond_by + MOST_MINUTES)
    return replace(visit, windows=tuple(later), respond_by=due)
