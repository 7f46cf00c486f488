"""The verdict: what counts as lawful, who answers for an override, how visits and costs add up."""

from dataclasses import replace

import pytest

from scheduler.errors import InvalidNounError, PlanMismatchError
from scheduler.model.demand import LevelOfCare
from scheduler.model.plan import Override, Plan
from scheduler.rules import RuleId
from scheduler.validation import Violation, validate
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_visit, deferred, escalated

LIMIT_OF_ONE = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1", visit_limit=1), a_shift("d2", visit_limit=1)])
BOTH_IN_ONE = a_plan({"d1": [("v1", 500), ("v2", 600)]})


def overriding(plan: Plan, rule: RuleId, shift_id: str) -> Plan:
    return replace(plan, overrides=(Override(rule, shift_id, "the team lead", "sickness"),))


def test_every_visit_in_is_planned_deferred_or_escalated() -> None:
    problem = a_problem([a_double_up("v1"), a_visit("v2"), a_visit("v3")], [a_shift("d1"), a_shift("d2")])
    plan = a_plan({"d1": [("v1", 500, 0)], "d2": [("v1", 500, 1)]}, [deferred("v2"), escalated("v3")])

    report = validate(problem, plan)

    assert report.is_lawful
    assert (report.num_visits_in, report.num_planned, report.num_deferred, report.num_escalated) == (3, 1, 1, 1)


def test_an_urgent_response_due_at_the_midnight_that_ends_the_horizon_may_wait_and_one_due_before_may_not() -> None:
    def deferred_though_due(minute: int) -> int:
        problem = a_problem([a_visit("v1", respond_by=minute)])
        return validate(problem, a_plan({}, [deferred("v1")])).amount_of(RuleId.MUST_SERVE)

    assert (deferred_though_due(24 * 60 - 1), deferred_though_due(24 * 60)) == (1, 0)


def test_an_empty_plan_leaves_every_visit_unaccounted_for_and_costs_nothing() -> None:
    report = validate(LIMIT_OF_ONE, Plan())

    assert report.amount_of(RuleId.ACCOUNTED_FOR) == 2
    assert report.cost == 0
    assert sum(report.amounts) == 2


def test_a_shift_without_stops_counts_nowhere() -> None:
    visits = [a_visit("v1")]
    plan = a_plan({"d1": [], "d2": [("v1", 600)]})

    idle = validate(a_problem(visits, [a_shift("d1", admin_minutes=600), a_shift("d2")]), plan)

    assert idle.amounts == validate(a_problem(visits, [a_shift("d2")]), a_plan({"d2": [("v1", 600)]})).amounts


def test_the_cost_is_the_weighted_sum_of_the_soft_amounts() -> None:
    problem = a_problem(
        [a_visit("v1", window=(480, 600)), a_visit("v2", level_of_care=LevelOfCare.URGENT)], [a_shift("d1")]
    )

    report = validate(problem, a_plan({"d1": [("v1", 605)]}, [deferred("v2")]))

    # 20 minutes of travel, 5 late and those 5 the largest, 8 level points deferred.
    assert report.cost == 20 * 10 + 5 * 20 + 5 * 10 + 8 * 600


def test_the_largest_lateness_is_not_a_sum() -> None:
    visits = [a_visit(name, window=(480, 600)) for name in ("v1", "v2")]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")])

    report = validate(problem, a_plan({"d1": [("v1", 605)], "d2": [("v2", 607)]}))

    assert report.amount_of(RuleId.LATENESS) == 12
    assert report.amount_of(RuleId.LARGEST_LATENESS) == 7


def test_an_overridden_violation_is_shown_with_who_answers_for_it_and_the_plan_is_lawful() -> None:
    report = validate(LIMIT_OF_ONE, overriding(BOTH_IN_ONE, RuleId.CONTACT_LIMIT, "d1"))

    assert report.is_lawful
    assert [(found.rule, found.overridden_by) for found in report.overridden] == [
        (RuleId.CONTACT_LIMIT, "the team lead")
    ]
    assert report.amount_of(RuleId.CONTACT_LIMIT) == 1


def test_an_override_holds_for_its_shift_and_its_rule_only() -> None:
    for rule, shift_id in ((RuleId.CONTACT_LIMIT, "d2"), (RuleId.CARE_LIMIT, "d1")):
        report = validate(LIMIT_OF_ONE, overriding(BOTH_IN_ONE, rule, shift_id))

        assert [found.rule for found in report.hard_violations] == [RuleId.CONTACT_LIMIT]
        assert report.overridden == ()


def test_a_rule_that_may_not_be_overridden_is_not() -> None:
    too_early = a_plan({"d1": [("v1", 489)], "d2": [("v2", 600)]})

    report = validate(LIMIT_OF_ONE, overriding(too_early, RuleId.TRAVEL_TIME, "d1"))

    assert [found.rule for found in report.hard_violations] == [RuleId.TRAVEL_TIME]


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        (a_plan({"d9": []}), "shift d9"),
        (a_plan({"d1": [("v9", 600)]}), "visit v9"),
        (a_plan({"d1": [("v1", 600, 1)]}), "attendance 1 of visit v1"),
        (a_plan({"d1": [("v1", 600, -1)]}), "attendance -1 of visit v1"),
        (a_plan({}, [deferred("v9")]), "visit v9"),
        (overriding(Plan(), RuleId.TEAM, "d9"), "shift d9"),
    ],
)
def test_a_plan_of_another_problem_is_refused_by_name(plan: Plan, named: str) -> None:
    with pytest.raises(PlanMismatchError, match=named):
        validate(LIMIT_OF_ONE, plan)


def test_every_mismatch_is_named_at_once() -> None:
    with pytest.raises(PlanMismatchError) as caught:
        validate(LIMIT_OF_ONE, a_plan({"d1": [("v8", 600)]}, [deferred("v9")]))

    assert "v8" in str(caught.value)
    assert "v9" in str(caught.value)


def test_a_violation_says_who_where_and_when() -> None:
    plan = a_plan({"d1": [("v1", 489)], "d2": [("v2", 600)]})

    (found,) = validate(LIMIT_OF_ONE, plan).hard_violations

    assert (found.rule, found.amount, found.minute) == (RuleId.TRAVEL_TIME, 1, 489)
    assert (found.visit_id, found.shift_id, found.staff_id) == ("v1", "d1", "s-d1")
    assert (
        found.says
        == "Visit v1 of shift d1 starts at 08:09, and it takes until 08:10 to be ready there, 1 minute later."
    )


def test_a_violation_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidNounError, match="expected 1 or more"):
        Violation(RuleId.TRAVEL, 0, "Nothing happened.")
