"""No smaller set of changes lets a visit fit than the one that is told: every smaller one is tried by brute force."""

from dataclasses import replace
from itertools import combinations

import pytest

from scheduler.explaining.relaxing.mending import CHANGES
from scheduler.explaining.relaxing.relaxation import MOST_CHANGES, POINTS_OF_A_CHANGE, Change, together
from scheduler.explaining.relaxing.together import Least, least_together
from scheduler.model.problem import Problem
from scheduler.placing.case import Case
from scheduler.rules import RuleId
from scheduler.units import Minute
from scheduler.validation.violation import Violation
from tests.agreement.left_out_visits import Kind, LeftOut, a_left_out_visit, fits, loosenings

DRAWN = [
    *((Kind.ALONE, seed) for seed in (0, 1, 2, 8, 15, 19, 20, 21, 24, 26, 28, 30, 55)),
    *((Kind.DOUBLE_UP, seed) for seed in (0, 1, 2, 3, 4)),
    *((Kind.PARTNERS, seed) for seed in (0, 1, 4, 20, 24)),
]
"""None, one and two changes of several rules are among them."""


def least_of(left: LeftOut) -> Least | None:
    return least_together(left.case, left.partners, [shift.id for shift in left.case.problem.shifts])


def count_of(least: Least | None) -> int:
    """Changes, where one that only the patient can answer counts for more than all others that are told together."""
    if least is None:
        return MOST_CHANGES + 1
    return sum(mended.change.points // POINTS_OF_A_CHANGE for mended in least.changes)


@pytest.mark.parametrize(("kind", "seed"), DRAWN)
def test_no_smaller_set_of_changes_would_do(kind: Kind, seed: int) -> None:
    left = a_left_out_visit(kind, seed)
    least = count_of(least_of(left))

    for shift_ids in left.beside:
        known = list(loosenings(left.case, shift_ids))
        for number in range(min(least, MOST_CHANGES + 1)):
            for some in combinations(known, number):
                if sum(count for count, _ in some) < least:
                    assert not fits(left.case, shift_ids, some)


@pytest.mark.parametrize(("kind", "seed"), DRAWN)
def test_what_is_told_is_lawful_and_would_not_be_with_a_minute_less(kind: Kind, seed: int) -> None:
    left = a_left_out_visit(kind, seed)
    case, least = left.case, least_of(left)
    assert least is not None
    changes = [mended.change for mended in least.changes]

    assert not Case(with_all(changes, case.problem), case.plan, case.visit).judge(least.plan).broken

    for number, (found, change) in enumerate(least.changes):
        if change.rule in (RuleId.SHIFT_HOURS, RuleId.TIME_WINDOW) and change.amount > 1:
            (less,) = CHANGES[change.rule](case.problem, by_a_minute_less(case.problem, found))
            tighter = with_all([*changes[:number], less, *changes[number + 1 :]], case.problem)
            # Of a window that is too short for care that must end in it, what is less early is later.
            assert less.amount >= change.amount or not fits(Case(tighter, case.plan, case.visit), least.shift_ids)


def by_a_minute_less(problem: Problem, found: Violation) -> Violation:
    """The same, a minute nearer to what is allowed."""
    less = replace(found, amount=found.amount - 1)
    if found.visit_id is None or found.minute is None:
        return less
    is_early = found.minute < problem.visit_by_id[found.visit_id].windows[0].earliest_start
    return replace(less, minute=Minute(found.minute + is_early))


def with_all(changes: list[Change], problem: Problem) -> Problem:
    """The problem with all of some changes, if there are any."""
    return together(changes).apply(problem) if changes else problem


def test_there_are_visits_that_take_nothing_one_change_or_several_and_of_many_rules() -> None:
    found = [least_of(a_left_out_visit(kind, seed)) for kind, seed in DRAWN]

    assert {count_of(least) for least in found} == {0, 1, 2}
    rules = {mended.change.rule for least in found if least for mended in least.changes}
    assert rules >= {RuleId.SKILL, RuleId.TIME_WINDOW, RuleId.SHIFT_HOURS, RuleId.CONTACT_LIMIT}
