"""Small cases of visits that were left out, everything that could be asked for them, and whether they fit by brute force."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from scheduler.encoding.encode import encode
from scheduler.explaining.relaxing.relaxation import MOST_CHANGES
from scheduler.model.demand import Visit, VisitId, VisitLink
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, SkillHolding
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Delegation, ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from tests.agreement.brute_force import may_all_be_made
from tests.agreement.random_problems import a_random_problem
from tests.builders import MONDAY

MOST_MINUTES = 240
Loosening = tuple[int, Callable[[Problem], Problem]]
"""How many changes it counts for, and the problem with so much given way as is ever asked."""


class Kind(StrEnum):
    """Whom the visit takes."""

    ALONE = "one person"
    DOUBLE_UP = "two people"
    PARTNERS = "another visit within the hour"


class LeftOut(NamedTuple):
    """Two short shifts with visits of their own, each for one person and without links, and what was left out."""

    case: Case
    partners: tuple[VisitId, ...]
    beside: tuple[tuple[ShiftId, ...], ...]
    """Which shifts have to be looked at together."""


def a_left_out_visit(kind: Kind, seed: int) -> LeftOut:
    """Drawn from a seed; whatever insertion has no room for beside it is no part of the problem."""
    num_visits, num_left = (5, 1) if kind is Kind.ALONE else (4, 2 if kind is Kind.PARTNERS else 1)
    drawn = a_random_problem(seed, num_visits=num_visits, num_shifts=2)
    visits = [replace(visit, attendances=visit.attendances[:1]) for visit in drawn.visits]
    first = replace(visits[0], is_time_critical=True, windows=visits[0].windows[:1])
    if kind is Kind.ALONE:
        first = replace(first, duration_minutes=Minutes(60))
    if kind is Kind.DOUBLE_UP:
        first = replace(first, attendances=first.attendances * 2)
    partners = tuple(visit.id for visit in visits[1:num_left])
    links = tuple(VisitLink(first.id, each, Minutes(0), Minutes(60), is_both_or_none=True) for each in partners)
    shifts = [replace(shift, end=Minute(shift.end - 60), visit_limit=3) for shift in drawn.shifts]
    if kind is not Kind.ALONE:
        shifts = [replace(shift, rest_break=None) for shift in shifts]
    others = replace(drawn, visits=tuple(visits[num_left:]), shifts=tuple(shifts), links=(), published=None)
    plan = solve_by_insertion(encode(others), Stopwatch(Budget(iterations=1))).plan
    made = {stop.visit_id for _, stop in plan.stops()} | set(partners)
    kept = (first, *(visit for visit in visits[1:] if visit.id in made))
    case = open_case(replace(others, visits=kept, links=links), replace(plan, left_out=()), first.id)
    ids = tuple(shift.id for shift in shifts)
    return LeftOut(case, partners, tuple((each,) for each in ids) if kind is Kind.ALONE else (ids,))


def fits(case: Case, shift_ids: Sequence[ShiftId], loosened: Sequence[Loosening] = ()) -> bool:
    """Whether some shifts can make what is left out beside their own visits, in any order at any times."""
    problem = case.problem
    for _, loosen in loosened:
        problem = loosen(problem)
    where = {stop.visit_id: shift_id for shift_id, stop in case.plan.stops()}
    visits = tuple(visit for visit in problem.visits if where.get(visit.id, shift_ids[0]) in shift_ids)
    shifts = tuple(problem.shift_by_id[each] for each in shift_ids)
    return may_all_be_made(replace(problem, visits=visits, shifts=shifts), where)


def loosenings(case: Case, shift_ids: Sequence[ShiftId]) -> Iterator[Loosening]:
    """Everything that could be asked for some shifts to make what is left out, one by one."""
    for shift_id in shift_ids:
        yield from _of_one(case.problem, shift_id)
    own = {stop.visit_id for shift_id, stop in case.plan.stops() if shift_id not in shift_ids}
    for visit in case.problem.visits:
        if visit.id not in own:
            yield 1, partial(_with_wide_windows, visit_id=visit.id)
    yield 1, _with_much_care
    yield MOST_CHANGES + 1, _with_everybody_welcome


def _of_one(problem: Problem, shift_id: ShiftId) -> Iterator[Loosening]:
    """What could be asked of a shift and whoever works it."""
    staff_id = problem.shift_by_id[shift_id].staff_id

    def of_shift(before: Problem, **about: Any) -> Problem:
        changed = (replace(each, **about) if each.id == shift_id else each for each in before.shifts)
        return replace(before, shifts=tuple(changed))

    def of_staff(before: Problem, **about: Any) -> Problem:
        changed = (replace(each, **about) if each.id == staff_id else each for each in before.staff)
        return replace(before, staff=tuple(changed))

    def delegated(before: Problem) -> Problem:
        known = (each for each in before.delegations if each.staff_id != staff_id)
        given = (
            Delegation(patient.id, staff_id, skill.id, MONDAY) for patient in before.patients for skill in before.skills
        )
        return replace(before, delegations=(*known, *given))

    agreed = problem.shift_by_id[shift_id].overtime_limit_minutes
    yield 1, lambda before: of_shift(before, overtime_limit_minutes=Minutes(agreed + MOST_MINUTES))
    yield 1, lambda before: of_shift(before, visit_limit=99)
    yield 1, lambda before: of_staff(before, skills=tuple(SkillHolding(each.id) for each in before.skills))
    yield 1, lambda before: of_staff(before, band=max(Band))
    yield 1, delegated


def _with_everybody_welcome(before: Problem) -> Problem:
    return replace(before, patients=tuple(replace(each, excluded_staff_ids=()) for each in before.patients))


def _with_much_care(before: Problem) -> Problem:
    limits = replace(before.policy.limits, care_minutes=Minutes(9999))
    return replace(before, policy=replace(before.policy, limits=limits))


def _with_wide_windows(before: Problem, visit_id: VisitId) -> Problem:
    return replace(before, visits=tuple(_widened(each) if each.id == visit_id else each for each in before.visits))


def _widened(visit: Visit) -> Visit:
    """May start four hours earlier than its first window, and later than each as long as the next has not opened."""
    opens = [window.earliest_start for window in visit.windows]
    opens[0] = Minute(opens[0] - MOST_MINUTES)
    limits = [*(Minute(each - 1) for each in opens[1:]), Minute(1 << 20)]
    windows = (
        TimeWindow(since, min(Minute(window.latest_start + MOST_MINUTES), limit))
        for since, window, limit in zip(opens, visit.windows, limits, strict=True)
    )
    return replace(visit, windows=tuple(windows))
