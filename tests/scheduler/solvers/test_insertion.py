"""Insertion gives a lawful first plan, each visit at its cheapest place."""

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin, Problem
from scheduler.rules import RuleId
from scheduler.solvers.contract import SolveOutcome
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_double_up, a_patient, a_plan, a_problem, a_shift, a_visit

pytestmark = pytest.mark.kernel


def inserted(problem: Problem, **more: object) -> SolveOutcome:
    return solve_by_insertion(encode(problem), Stopwatch(Budget(seconds=60)), **more)  # type: ignore[arg-type]


def test_a_visit_goes_where_it_costs_the_least_travel() -> None:
    visits = [a_visit(f"v{number}", patient="far") for number in range(3)]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2")], patients=[a_patient("far", at=2)])

    report = validate(problem, inserted(problem).plan)

    assert report.amount_of(RuleId.TRAVEL) == 2 * 20, "one person goes there and back: 2 units at 10 minutes"


def test_a_double_up_gets_two_people_at_one_start_or_is_left_out() -> None:
    alone = a_problem([a_double_up("v1")], [a_shift("d1")])
    together = a_problem([a_double_up("v1")], [a_shift("d1"), a_shift("d2", hours=(600, 960))])

    assert [each.visit_id for each in inserted(alone).plan.left_out] == ["v1"]
    assert {stop.start for _, stop in inserted(together).plan.stops()} == {620 - 10}
    assert len(list(inserted(together).plan.stops())) == 2


def test_what_stands_in_the_first_plan_stays_in_its_shift() -> None:
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1"), a_shift("d2")])
    first = a_plan({"d2": [("v1", 490)]})

    plan = inserted(problem, start=first).plan

    assert {shift for shift, stop in plan.stops() if stop.visit_id == "v1"} == {"d2"}
    assert not plan.left_out


def test_a_pin_is_kept_to_the_minute() -> None:
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1"), a_shift("d2")], pins=(Pin("v2", "d2", 0, 700),))

    report = validate(problem, inserted(problem).plan)

    assert report.is_lawful
    assert report.num_planned == 2


def test_a_visit_that_costs_more_to_make_than_to_leave_is_left() -> None:
    policy = Policy().with_weights({RuleId.DEFERRED: 1000})
    worth_it = a_problem([a_visit("v1")], [a_shift("d1")], patients=[a_patient("p-v1", at=4)], policy=policy)
    not_worth_it = a_problem([a_visit("v1")], [a_shift("d1")], patients=[a_patient("p-v1", at=6)], policy=policy)

    assert not inserted(worth_it).plan.left_out
    assert len(inserted(not_worth_it).plan.left_out) == 1


@pytest.mark.parametrize("seed", range(20))
def test_every_plan_is_lawful_and_costs_what_is_claimed(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=20, num_shifts=5, num_days=1 + seed % 2)

    outcome = inserted(problem)

    report = validate(problem, outcome.plan)
    assert report.is_lawful, report.hard_violations
    assert report.cost == outcome.cost


def test_no_shifts_and_no_visits_are_no_trouble() -> None:
    assert inserted(a_problem()).plan.routes == ()
    assert len(inserted(a_problem([a_visit("v1")])).plan.left_out) == 1
    assert inserted(a_problem([], [a_shift("d1")])).cost == 0
