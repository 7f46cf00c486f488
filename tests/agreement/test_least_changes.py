"""No smaller set of changes lets a visit fit than the one that is told: every smaller one is tried by brute force."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any

import pytest

from scheduler.encoding.encode import encode
from scheduler.explaining.relaxing.mending import CHANGES
from scheduler.explaining.relaxing.relaxation import MOST_CHANGES, POINTS_OF_A_CHANGE, Change, together
from scheduler.explaining.relaxing.together import Least, least_together
from scheduler.model.demand import Visit, VisitId
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, SkillHolding
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Delegation, ShiftId
from scheduler.placing.case import Case, open_case
from scheduler.rules import RuleId
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation.violation import Violation
from tests.agreement.brute_force import may_all_be_made
from tests.agreement.random_problems import a_random_problem
from tests.builders import MONDAY

MOST_MINUTES = 240
Loosening = tuple[int, Callable[[Problem], Problem]]
"""How many changes it counts for, and the problem with so much given way as is ever asked."""


def a_left_out_visit(seed: int) -> Case:
    """Two short shifts with visits of their own, each for one person and without links, and one more visit."""
    drawn = a_random_problem(seed, num_visits=5, num_shifts=2)
    visits = [replace(visit, attendances=visit.attendances[:1]) for visit in drawn.visits]
    visits[0] = replace(visits[0], duration_minutes=Minutes(60), is_time_critical=True, windows=visits[0].windows[:1])
    shifts = [replace(shift, end=Minute(shift.end - 60), visit_limit=3) for shift in drawn.shifts]
    problem = replace(drawn, visits=tuple(visits), shifts=tuple(shifts), links=(), published=None)
    others = replace(problem, visits=problem.visits[1:])
    plan = solve_by_insertion(encode(others), Stopwatch(Budget(iterations=1))).plan
    made = {stop.visit_id for _, stop in plan.stops()}
    kept = tuple(visit for visit in problem.visits if visit.id in made or visit is problem.visits[0])
    return open_case(replace(problem, visits=kept), replace(plan, left_out=()), problem.visits[0].id)


def least_of(case: Case) -> Least | None:
    return least_together(case, (), [shift.id for shift in case.problem.shifts])


def count_of(least: Least | None) -> int:
    """Changes, where one that only the patient can answer counts for more than all others that are told together."""
    if least is None:
        return MOST_CHANGES + 1
    return sum(mended.change.points // POINTS_OF_A_CHANGE for mended in least.changes)


def fits(case: Case, shift_id: ShiftId, loosenings: tuple[Loosening, ...] = ()) -> bool:
    """Whether a shift can make the visit beside its own, in any order at any times."""
    own = {stop.visit_id for stop in case.stops_of(shift_id)} | {case.visit.id}
    problem = case.problem
    for _, loosened in loosenings:
        problem = loosened(problem)
    visits = tuple(visit for visit in problem.visits if visit.id in own)
    return may_all_be_made(replace(problem, visits=visits, shifts=(problem.shift_by_id[shift_id],)))


def loosenings(case: Case, shift_id: ShiftId) -> Iterator[Loosening]:
    """Everything that could be asked for a shift to make the visit, one by one."""
    staff_id, visit = case.problem.shift_by_id[shift_id].staff_id, case.visit
    skills = visit.attendances[0].skill_ids

    def of_shift(before: Problem, **about: Any) -> Problem:
        changed = (replace(each, **about) if each.id == shift_id else each for each in before.shifts)
        return replace(before, shifts=tuple(changed))

    def of_staff(before: Problem, **about: Any) -> Problem:
        changed = (replace(each, **about) if each.id == staff_id else each for each in before.staff)
        return replace(before, staff=tuple(changed))

    def delegated(before: Problem) -> Problem:
        known = (each for each in before.delegations if each.staff_id != staff_id)
        given = (Delegation(visit.patient_id, staff_id, each, MONDAY) for each in skills)
        return replace(before, delegations=(*known, *given))

    def welcome(before: Problem) -> Problem:
        return replace(before, patients=tuple(replace(each, excluded_staff_ids=()) for each in before.patients))

    def much_care(before: Problem) -> Problem:
        limits = replace(before.policy.limits, care_minutes=Minutes(9999))
        return replace(before, policy=replace(before.policy, limits=limits))

    agreed = case.problem.shift_by_id[shift_id].overtime_limit_minutes
    yield 1, lambda before: of_shift(before, overtime_limit_minutes=Minutes(agreed + MOST_MINUTES))
    yield 1, lambda before: of_shift(before, visit_limit=99)
    yield 1, lambda before: of_staff(before, skills=tuple(SkillHolding(each.id) for each in before.skills))
    yield 1, lambda before: of_staff(before, band=max(Band))
    yield 1, delegated
    yield 1, much_care
    yield MOST_CHANGES + 1, welcome
    for visit_id in [visit.id, *(stop.visit_id for stop in case.stops_of(shift_id))]:
        yield 1, partial(with_wide_windows, visit_id=visit_id)


def with_wide_windows(before: Problem, visit_id: VisitId) -> Problem:
    """The problem with wide windows of one visit."""
    return replace(before, visits=tuple(widened(each) if each.id == visit_id else each for each in before.visits))


def widened(visit: Visit) -> Visit:
    """May start four hours earlier than its first window, and later than each as long as the next has not opened."""
    opens = [window.earliest_start for window in visit.windows]
    opens[0] = Minute(opens[0] - MOST_MINUTES)
    limits = [*(Minute(each - 1) for each in opens[1:]), Minute(1 << 20)]
    windows = (
        TimeWindow(since, min(Minute(window.latest_start + MOST_MINUTES), limit))
        for since, window, limit in zip(opens, visit.windows, limits, strict=True)
    )
    return replace(visit, windows=tuple(windows))


SEEDS = (0, 1, 2, 8, 15, 19, 20, 21, 24, 26, 28, 30, 55)
"""None, one and two changes of several rules are among them."""


@pytest.mark.parametrize("seed", SEEDS)
def test_no_smaller_set_of_changes_would_do(seed: int) -> None:
    case = a_left_out_visit(seed)
    least = count_of(least_of(case))

    for shift in case.shifts_on_duty():
        known = list(loosenings(case, shift.id))
        for number in range(min(least, MOST_CHANGES + 1)):
            for some in combinations(known, number):
                if sum(count for count, _ in some) < least:
                    assert not fits(case, shift.id, some)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_is_lawful_and_would_not_be_with_a_minute_less(seed: int) -> None:
    case = a_left_out_visit(seed)
    least = least_of(case)
    assert least is not None
    (shift_id,) = least.shift_ids
    changes = [mended.change for mended in least.changes]

    assert not Case(together_or_none(changes, case.problem), case.plan, case.visit).judge(least.plan).broken

    for number, (found, change) in enumerate(least.changes):
        if change.rule in (RuleId.SHIFT_HOURS, RuleId.TIME_WINDOW) and change.amount > 1:
            (less,) = CHANGES[change.rule](case.problem, by_a_minute_less(case.problem, found))
            tighter = together_or_none([*changes[:number], less, *changes[number + 1 :]], case.problem)
            assert not fits(Case(tighter, case.plan, case.visit), shift_id)


def by_a_minute_less(problem: Problem, found: Violation) -> Violation:
    """The same, a minute nearer to what is allowed."""
    less = replace(found, amount=found.amount - 1)
    if found.visit_id is None or found.minute is None:
        return less
    is_early = found.minute < problem.visit_by_id[found.visit_id].windows[0].earliest_start
    return replace(less, minute=Minute(found.minute + is_early))


def together_or_none(changes: list[Change], problem: Problem) -> Problem:
    """The problem with all of some changes, if there are any."""
    return together(changes).apply(problem) if changes else problem


def test_there_are_visits_that_take_nothing_one_change_or_several_and_of_many_rules() -> None:
    found = [least_of(a_left_out_visit(seed)) for seed in SEEDS]

    assert {count_of(least) for least in found} == {0, 1, 2}
    rules = {mended.change.rule for least in found if least for mended in least.changes}
    assert rules >= {RuleId.SKILL, RuleId.TIME_WINDOW, RuleId.SHIFT_HOURS, RuleId.CONTACT_LIMIT}
