"""How long it takes to judge a plan and to read it in time."""

from pytest_benchmark.fixture import BenchmarkFixture

from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.roster.roster import read_roster
from scheduler.solvers.manual.planner import solve_manually
from scheduler.validation.validator import validate


def test_judging_a_plan(benchmark: BenchmarkFixture, problem: Problem, plan: Plan) -> None:
    report = benchmark(validate, problem, plan)

    assert report.is_lawful


def test_reading_a_plan_in_time(benchmark: BenchmarkFixture, west: Problem) -> None:
    roster = benchmark(read_roster, west, solve_manually(west))

    assert len(roster.by_shift) == len(west.shifts)
