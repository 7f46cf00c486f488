from dataclasses import replace

from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.planning import PlanningResult, repair
from scheduler.rules import RuleId
from scheduler.solvers.stopping import Budget
from tests.builders import a_plan, a_problem, a_shift, a_visit, deferred

BRIEFLY = Budget(iterations=2_000)


def where(plan: Plan) -> dict[str, tuple[str, int]]:
    return {stop.visit_id: (shift_id, stop.start) for shift_id, stop in plan.stops()}


def repaired(problem: Problem, plan: Plan) -> PlanningResult:
    return repair(problem, plan, budget=BRIEFLY, seed=1)


VISITS = [
    a_visit("v1", window=(500, 500)),
    a_visit("v2", window=(560, 560)),
    a_visit("v3", window=(520, 520), minutes=90),
]
STANDING = a_plan({"d1": [("v1", 500), ("v2", 560)], "d2": [("v3", 520)]})


def a_day(*shift_ids: str) -> Problem:
    """No one person can make v3 and another; homes are so near that a changed face costs more than a way saved."""
    return a_problem(VISITS, [a_shift(each) for each in shift_ids], minutes_per_unit=3)


def test_a_plan_that_is_still_lawful_stays_as_it_is() -> None:
    result = repaired(a_day("d1", "d2"), STANDING)

    assert where(result.plan) == where(STANDING)
    assert result.provenance.solver == "repair"


def test_visits_of_a_shift_that_is_gone_are_made_by_others_and_the_rest_stays() -> None:
    result = repaired(a_day("d2", "d3"), STANDING)

    assert result.report.is_lawful
    assert set(where(result.plan)) == {"v1", "v2", "v3"}
    assert where(result.plan)["v3"] == ("d2", 520)
    assert result.baseline.coverage.all.planned == 1


def test_visits_that_a_shortened_shift_cannot_make_are_lifted_and_placed_anew() -> None:
    shifts = (a_shift("d1", hours=(480, 560)), a_shift("d2"), a_shift("d3"))

    result = repaired(replace(a_day("d1", "d2", "d3"), shifts=shifts), STANDING)

    assert result.report.is_lawful
    assert set(where(result.plan)) == {"v1", "v2", "v3"}
    assert where(result.plan)["v1"] == ("d1", 500)
    assert where(result.plan)["v2"][0] == "d3"


def test_what_finds_no_place_is_left_out_with_a_reason() -> None:
    visits = [a_visit("v1", window=(500, 500)), a_visit("v2", window=(500, 500))]
    problem = a_problem(visits, [a_shift("d2")])

    result = repaired(problem, a_plan({"d1": [("v1", 500)], "d2": [("v2", 500)]}))

    assert result.report.is_lawful
    assert len(result.plan.left_out) == 1
    assert result.plan.left_out[0].reason
    assert result.taken_out == ()


def test_a_new_visit_is_placed_and_a_cancelled_one_is_gone() -> None:
    problem = a_problem([a_visit("v2"), a_visit("v3"), a_visit("new")], [a_shift("d1"), a_shift("d2")])

    result = repaired(problem, STANDING)

    assert set(where(result.plan)) == {"v2", "v3", "new"}


def test_a_visit_that_was_left_out_is_tried_again() -> None:
    plan = a_plan({"d2": [("v3", 520)]}, [deferred("v1"), deferred("v2")])

    assert set(where(repaired(a_day("d1", "d2"), plan).plan)) == {"v1", "v2", "v3"}


def test_a_published_visit_does_not_change_hands_for_a_shorter_way() -> None:
    # Planned from nothing, one shift would make both; told apart, they stay apart.
    told = a_plan({"d1": [("v1", 490)], "d2": [("v2", 500)]})
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1"), a_shift("d2")], minutes_per_unit=3)

    result = repaired(replace(problem, published=told), told)

    assert result.report.amount_of(RuleId.STAFF_CHANGED) == 0
    assert where(result.plan) == where(told)


def test_the_same_repair_gives_the_same_plan() -> None:
    assert repaired(a_day("d2", "d3"), STANDING).plan == repaired(a_day("d2", "d3"), STANDING).plan
