"""Annealing: lawful, honest about its cost, never worse than its start, repeatable, and stopped at any time."""

import threading
import time

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.cooling import Cooling
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.contract import Progress, SolveOutcome, SolveStatus
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.brute_force import EARLY_IS_BEST, best_by_brute_force
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_problem, a_shift, a_visit
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.kernel


def annealed(problem: Problem, *, moves: int = 3_000, seed: int = 1, workers: int = 1) -> SolveOutcome:
    return solve_by_annealing(encode(problem), Stopwatch(Budget(iterations=moves)), seed=seed, workers=workers)


@pytest.mark.parametrize("seed", range(10))
def test_every_plan_is_lawful_and_costs_what_is_claimed(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=20, num_shifts=5, num_days=1 + seed % 2)

    outcome = annealed(problem, seed=seed)

    report = validate(problem, outcome.plan)
    assert report.is_lawful, report.hard_violations
    assert report.cost == outcome.cost


@pytest.mark.parametrize("seed", range(5))
def test_no_plan_is_worse_than_the_first_one(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=20, num_shifts=5)
    first = solve_by_insertion(encode(problem), Stopwatch(Budget(seconds=60)))

    assert annealed(problem, moves=500, seed=seed).cost <= first.cost
    assert annealed(problem, moves=0, seed=seed).cost <= first.cost


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_tiny_problems_are_solved_as_well_as_by_trying_everything(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=3, num_shifts=2)
    problem = a_problem(
        problem.visits,
        problem.shifts,
        patients=problem.patients,
        staff=problem.staff,
        skills=problem.skills,
        policy=EARLY_IS_BEST,
        delegations=problem.delegations,
    )

    _, least = best_by_brute_force(problem)

    assert annealed(problem, moves=4_000).cost == least


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_problem_seed_moves_and_workers_give_the_same_plan(workers: int) -> None:
    problem = a_random_problem(3, num_visits=20, num_shifts=5)

    plans = [annealed(problem, moves=2_000, seed=5, workers=workers).plan for _ in range(2)]

    assert plans[0] == plans[1]


def test_somebody_who_stops_the_search_gets_the_best_plan_so_far() -> None:
    problem = a_random_problem(4, num_visits=20, num_shifts=5)
    watch = Stopwatch(Budget(seconds=600))
    reports: list[Progress] = []
    threading.Timer(1.0, watch.stop).start()

    outcome = solve_by_annealing(encode(problem), watch, seed=1, report=reports.append)

    assert outcome.status is SolveStatus.CANCELLED
    assert watch.seconds < 60
    assert validate(problem, outcome.plan).is_lawful
    assert reports
    assert min(each.cost for each in reports) >= outcome.cost


def test_a_budget_of_seconds_is_kept() -> None:
    problem = a_random_problem(4, num_visits=10, num_shifts=3)
    annealed(problem, moves=10)  # compiled before the clock starts
    started = time.monotonic()

    solve_by_annealing(encode(problem), Stopwatch(Budget(seconds=0.5)), seed=1)

    assert 0.4 < time.monotonic() - started < PATIENCE_SECONDS


def test_cooling_goes_from_hot_to_cold() -> None:
    cooling = Cooling(hot=100.0, cold=1.0)

    assert [cooling.at(share) for share in (0.0, 0.5, 1.0)] == pytest.approx([100.0, 10.0, 1.0])


def test_a_round_cools_within_its_own_share_of_the_budget() -> None:
    last = Cooling(hot=100.0, cold=1.0, since=0.6, until=1.0)

    assert [last.at(share) for share in (0.6, 0.8, 1.0)] == pytest.approx([100.0, 10.0, 1.0])


def test_no_shifts_and_no_visits_are_no_trouble() -> None:
    assert annealed(a_problem()).cost == 0
    assert len(annealed(a_problem([a_visit("v1")])).plan.left_out) == 1
    assert annealed(a_problem([], [a_shift("d1")])).plan.routes == ()
