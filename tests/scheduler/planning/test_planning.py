import threading

import pytest

from scheduler.errors import PlanMismatchError
from scheduler.model.plan import Outcome, Plan
from scheduler.model.problem import Pin, Problem
from scheduler.planning import PlanningResult, baseline_of, check_plan, lawful_part, plan_visits
from scheduler.rules import RuleId
from scheduler.solvers.contract import Progress, SolveStatus
from scheduler.solvers.stopping import Budget
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_visit


def a_day(**more: object) -> Problem:
    """Three visits, two staff, room for all."""
    return a_problem([a_visit("v1"), a_visit("v2"), a_visit("v3")], [a_shift("d1"), a_shift("d2")], **more)


def planned(problem: Problem, **more: object) -> PlanningResult:
    return plan_visits(problem, **{"budget": Budget(iterations=2_000), "seed": 1, **more})  # type: ignore[arg-type]


def visits_of(plan: Plan) -> list[str]:
    return [stop.visit_id for _, stop in plan.stops()]


def test_a_day_with_room_is_planned_whole_judged_and_measured() -> None:
    result = planned(a_day())

    assert sorted(visits_of(result.plan)) == ["v1", "v2", "v3"]
    assert result.report == check_plan(a_day(), result.plan)
    assert result.report.is_lawful
    assert result.scorecard.coverage.all.planned == 3
    assert result.scorecard.cost <= result.baseline.cost
    assert result.taken_out == ()


def test_a_plan_says_where_it_comes_from() -> None:
    problem = a_day()

    provenance = planned(problem, seed=7, workers=2).provenance

    assert provenance.problem_digest == problem.digest
    assert provenance.travel_source == "a line, for tests"
    assert (provenance.seed, provenance.workers, provenance.budget) == (7, 2, Budget(iterations=2_000))
    assert provenance.iterations >= 2_000


def test_the_same_problem_seed_and_iterations_give_the_same_plan() -> None:
    visits = [a_visit(f"v{number}", window=(480, 480 + 40 * number)) for number in range(1, 9)]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")], minutes_per_unit=7)

    assert planned(problem).plan == planned(problem).plan


def test_a_search_cancelled_before_it_starts_still_plans_what_fits_at_first_sight() -> None:
    cancelled = threading.Event()
    cancelled.set()

    result = planned(a_day(), cancelled=cancelled)

    assert result.provenance.status is SolveStatus.CANCELLED
    assert result.report.num_planned == 3


def test_a_search_that_is_cancelled_ends_long_before_its_budget() -> None:
    cancelled = threading.Event()

    result = planned(a_day(), budget=Budget(seconds=600), cancelled=cancelled, report=lambda _: cancelled.set())

    assert result.provenance.seconds < 60
    assert sorted(visits_of(result.plan)) == ["v1", "v2", "v3"]


def test_who_watches_a_search_is_told_what_the_best_plan_costs_rule_by_rule() -> None:
    told: list[Progress] = []

    planned(a_day(), report=told.append)

    of_rules = [progress for progress in told if progress.cost_by_rule]
    assert of_rules
    assert of_rules[0].cost_by_rule is not None
    assert RuleId.TRAVEL in of_rules[0].cost_by_rule
    assert sum(of_rules[0].cost_by_rule.values()) == of_rules[0].cost


def test_the_baseline_is_the_day_planned_by_hand() -> None:
    assert baseline_of(a_day()).coverage.all.planned == 3


def test_a_plan_of_other_visits_is_no_plan_for_the_problem() -> None:
    with pytest.raises(PlanMismatchError, match="visit x"):
        check_plan(a_day(), a_plan({"d1": [("x", 500)]}))


def test_a_lawful_plan_is_left_as_it_is() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])
    plan = a_plan({"d1": [("v1", 490)]})

    assert lawful_part(problem, plan)[0] is plan


def test_a_visit_planned_too_soon_to_be_reached_is_left_out_with_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    plan, report, taken_out = lawful_part(problem, a_plan({"d1": [("v1", 489)]}))

    assert taken_out == ("v1",)
    assert report.is_lawful
    assert [(left.visit_id, left.outcome) for left in plan.left_out] == [("v1", Outcome.DEFERRED)]
    assert "travel_time" in plan.left_out[0].reason
    assert "visit v1 was planned against travel_time" in caplog.text


def test_of_a_shift_that_is_too_full_the_last_visits_are_taken_out() -> None:
    problem = a_problem([a_visit("v1", minutes=200), a_visit("v2", minutes=200)], [a_shift("d1", hours=(480, 1200))])

    plan, report, taken_out = lawful_part(problem, a_plan({"d1": [("v1", 490), ("v2", 700)]}))

    assert taken_out == ("v2",)
    assert visits_of(plan) == ["v1"]
    assert report.is_lawful


def test_half_a_double_up_is_taken_out_whole() -> None:
    problem = a_problem([a_double_up("v1")], [a_shift("d1"), a_shift("d2")])

    plan, report, _ = lawful_part(problem, a_plan({"d1": [("v1", 500)]}))

    assert visits_of(plan) == []
    assert report.is_lawful


def test_a_visit_that_was_lost_is_left_out() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    plan, report, taken_out = lawful_part(problem, Plan())

    assert taken_out == ("v1",)
    assert [left.visit_id for left in plan.left_out] == ["v1"]
    assert report.is_lawful


def test_a_pin_that_cannot_be_kept_stays_a_violation() -> None:
    visit = a_visit("v1", window=(480, 490), is_time_critical=True)
    problem = a_problem([visit], [a_shift("d1")], minutes_per_unit=60, pins=(Pin(visit.id, a_shift("d1").id),))

    result = planned(problem)

    assert [found.rule for found in result.report.hard_violations] == [RuleId.PIN]
    assert result.report.num_visits_in == result.report.num_planned + result.report.num_deferred
