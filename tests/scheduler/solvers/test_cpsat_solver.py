"""The exact solver: proves, begins with what it is given, stops when asked, answers the same twice."""

import threading

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.demand import VisitId
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin
from scheduler.model.workforce import Break, ShiftId
from scheduler.rules import RuleId
from scheduler.solvers.contract import Progress, SolveStatus
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute, Minutes
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_plan, a_problem, a_shift, a_visit


def test_a_small_problem_is_proved_and_the_bound_meets_the_cost() -> None:
    problem = a_random_problem(3)
    reports: list[Progress] = []

    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=20)), seed=1, workers=2, report=reports.append)

    assert solved.status is SolveStatus.OPTIMAL
    assert solved.bound == solved.cost == validate(problem, solved.plan).cost
    assert reports[-1].cost == solved.cost
    assert all(report.bound is not None and report.bound <= report.cost for report in reports)


@pytest.mark.parametrize(
    ("rest_break", "status"),
    [(None, SolveStatus.OPTIMAL), (Break(Minutes(30), Minute(660), Minute(840)), SolveStatus.FEASIBLE)],
)
def test_the_longest_wait_is_proved_only_where_no_break_is_owed(rest_break: Break | None, status: SolveStatus) -> None:
    policy = Policy().with_weights({RuleId.LARGEST_WAIT: 3})
    visits = [a_visit("v1", window=(500, 500)), a_visit("v2", window=(800, 800))]
    problem = a_problem(visits, [a_shift("d1", rest_break=rest_break)], policy=policy)

    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=20)), seed=1, workers=1)

    assert solved.status is status
    assert solved.bound is not None
    assert solved.bound <= solved.cost == validate(problem, solved.plan).cost


def test_without_time_to_search_the_given_plan_comes_back() -> None:
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1")])
    given = a_plan({"d1": [("v1", 600), ("v2", 700)]})

    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=0)), seed=1, workers=1, start=given)

    assert solved.plan == given
    assert solved.cost == validate(problem, given).cost
    assert solved.status is SolveStatus.FEASIBLE


def test_an_unlawful_plan_is_no_start_and_never_comes_back() -> None:
    problem = a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1")])
    given = a_plan({"d1": [("v1", 600), ("v2", 601)]})

    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=0)), seed=1, workers=1, start=given)

    assert validate(problem, solved.plan).is_lawful
    assert not solved.plan.routes


def test_a_pin_that_nothing_lawful_can_keep_leaves_the_empty_plan_without_proof() -> None:
    pin = Pin(VisitId("v1"), ShiftId("d1"))
    pinned = a_problem([a_visit("v1", window=(480, 490))], [a_shift("d1", hours=(900, 960))], pins=(pin,))

    solved = solve_exactly(encode(pinned), Stopwatch(Budget(seconds=5)), seed=1, workers=1)

    assert not solved.plan.routes
    assert (solved.status, solved.bound) == (SolveStatus.FEASIBLE, None)


def test_the_same_problem_seed_and_iterations_give_the_same_plan() -> None:
    encoding = encode(a_random_problem(4, num_visits=14))

    first, second = (solve_exactly(encoding, Stopwatch(Budget(iterations=200)), seed=7, workers=1) for _ in range(2))

    assert first.plan == second.plan
    assert first.iterations == second.iterations


def test_whoever_stops_the_watch_gets_the_best_plan_so_far() -> None:
    problem = a_random_problem(3, num_visits=40, num_shifts=5)
    watch = Stopwatch(Budget(seconds=60))
    threading.Timer(1.0, watch.stop).start()

    solved = solve_exactly(encode(problem), watch, seed=1, workers=2)

    assert solved.status is SolveStatus.CANCELLED
    assert solved.seconds < 20
    assert validate(problem, solved.plan).is_lawful
