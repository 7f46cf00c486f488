"""Who may fill a stop, beyond the smallest steps in `tests/agreement/spoilers`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.model.demand import Attendance
from scheduler.model.skills import Band, Skill, SkillHolding
from scheduler.model.workforce import Delegation
from scheduler.rules import RuleId
from scheduler.validation import ValidationReport, validate
from tests.builders import MONDAY, a_double_up, a_plan, a_problem, a_shift, a_staff_member, a_visit

SKILLS = [
    Skill("insulin", "Insulin", is_registered=True, is_delegable=True),
    Skill("dressing", "Dressing", is_registered=True, is_delegable=True),
    Skill("driver", "Syringe driver", is_registered=True),
    Skill("washing", "Washing"),
]


def judged_insulin_visits(
    num_visits: int,
    *,
    skills: Sequence[str] = ("insulin",),
    since_review: Sequence[int] = (0,),
    is_registered: bool = False,
    held: Sequence[str] | None = None,
) -> ValidationReport:
    """One support worker makes visits to one patient; a delegation for each figure of `since_review`, in order of skill."""
    visits = [
        a_visit(f"v{number}", patient="p", minutes=10, is_remote=True, attendances=(Attendance(tuple(skills)),))
        for number in range(num_visits)
    ]
    member = a_staff_member("s1", is_registered=is_registered, skills=skills if held is None else held)
    delegations = tuple(
        Delegation("p", "s1", skill, MONDAY, count) for skill, count in zip(skills, since_review, strict=False)
    )
    problem = a_problem(visits, [a_shift("d1", staff="s1")], staff=[member], skills=SKILLS, delegations=delegations)
    return validate(problem, a_plan({"d1": [(visit.id, 500 + 20 * place) for place, visit in enumerate(visits)]}))


def test_every_missing_skill_counts() -> None:
    visit = a_visit("v1", attendances=(Attendance(("wound", "insulin", "catheter")),))
    problem = a_problem([visit], [a_shift("d1", staff="s1")], staff=[a_staff_member("s1", skills=["insulin"])])

    assert validate(problem, a_plan({"d1": [("v1", 600)]})).amount_of(RuleId.SKILL) == 2


def test_each_person_of_a_double_up_needs_what_their_own_place_asks() -> None:
    visit = a_double_up("v1", is_remote=True)
    visit = replace(visit, attendances=(Attendance(("wound",), Band.BAND_5), Attendance()))
    staff = [a_staff_member("s1", skills=["wound"]), a_staff_member("s2", band=Band.BAND_2)]
    problem = a_problem([visit], [a_shift("d1", staff="s1"), a_shift("d2", staff="s2")], staff=staff)

    right_way_round = validate(problem, a_plan({"d1": [("v1", 600, 0)], "d2": [("v1", 600, 1)]}))
    wrong_way_round = validate(problem, a_plan({"d1": [("v1", 600, 1)], "d2": [("v1", 600, 0)]}))

    assert right_way_round.is_lawful
    assert {(found.rule, found.amount) for found in wrong_way_round.hard_violations} == {
        (RuleId.SKILL, 1),
        (RuleId.BAND, 3),
    }


def test_a_skill_is_judged_on_the_local_day_on_which_care_starts() -> None:
    visit = a_visit("v1", window=(1380, 1500), attendances=(Attendance(("wound",)),), is_remote=True)
    member = replace(a_staff_member("s1"), skills=(SkillHolding("wound", MONDAY),))
    problem = a_problem([visit], [a_shift("night", staff="s1", hours=(1320, 1900))], staff=[member], num_days=2)

    assert validate(problem, a_plan({"night": [("v1", 1439)]})).amount_of(RuleId.SKILL) == 0
    assert validate(problem, a_plan({"night": [("v1", 1440)]})).amount_of(RuleId.SKILL) == 1


@pytest.mark.parametrize(
    ("since_review", "num_visits", "amount"), [(0, 3, 0), (0, 4, 1), (0, 5, 2), (3, 1, 1), (9, 2, 2)]
)
def test_three_visits_lie_between_reviews(since_review: int, num_visits: int, amount: int) -> None:
    report = judged_insulin_visits(num_visits, since_review=[since_review])

    assert report.amount_of(RuleId.DELEGATION) == amount


def test_a_stop_that_uses_two_delegations_past_their_review_counts_once() -> None:
    report = judged_insulin_visits(2, skills=("insulin", "dressing"), since_review=[3, 2])

    assert report.amount_of(RuleId.DELEGATION) == 2
    assert all(found.amount == 1 for found in report.hard_violations)


def test_one_of_two_registered_skills_delegated_is_not_enough() -> None:
    assert judged_insulin_visits(1, skills=("insulin", "dressing"), since_review=[0]).amount_of(RuleId.DELEGATION) == 1


def test_a_skill_that_may_not_be_delegated_is_not_whatever_was_written() -> None:
    assert judged_insulin_visits(1, skills=("driver",)).amount_of(RuleId.DELEGATION) == 1


def test_unregistered_skills_and_registered_workers_need_no_delegation() -> None:
    assert judged_insulin_visits(9, skills=("washing",), since_review=[]).amount_of(RuleId.DELEGATION) == 0
    assert judged_insulin_visits(9, since_review=[], is_registered=True).amount_of(RuleId.DELEGATION) == 0


def test_a_registered_skill_that_the_worker_does_not_hold_is_missing_and_not_undelegated() -> None:
    report = judged_insulin_visits(1, since_review=[], held=())

    assert report.amount_of(RuleId.DELEGATION) == 0
    assert report.amount_of(RuleId.SKILL) == 1


def test_the_latest_of_two_reviews_counts() -> None:
    old, new = (Delegation("p-v1", "s1", "insulin", day) for day in (MONDAY - timedelta(days=60), date(2026, 11, 20)))
    visit = a_visit("v1", attendances=(Attendance(("insulin",)),))
    worker = a_staff_member("s1", is_registered=False, skills=["insulin"])
    problem = a_problem([visit], [a_shift("d1", staff="s1")], staff=[worker], skills=SKILLS, delegations=(new, old))

    assert validate(problem, a_plan({"d1": [("v1", 600)]})).is_lawful


def test_employers_that_pool_make_each_others_visits() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])
    council = replace(problem.organisations[0], id="council")
    pooled = replace(
        problem,
        organisations=(*problem.organisations, council),
        visits=(replace(problem.visits[0], organisation_id="council"),),
    )

    assert validate(pooled, a_plan({"d1": [("v1", 600)]})).is_lawful
