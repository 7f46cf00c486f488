"""How long it takes from a folder of tables to a problem, and to a plan as made by hand."""

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.micro.conftest import WEST
from scheduler.io.tables.reading import read_folder
from scheduler.model.problem import Problem
from scheduler.solvers.manual.planner import solve_manually
from scheduler.travel.estimate import EstimatedTravel
from scheduler.travel.provider import EVERY_LAYER


def test_reading_the_folder(benchmark: BenchmarkFixture) -> None:
    folder = benchmark(read_folder, WEST)

    assert folder


def test_estimating_travel(benchmark: BenchmarkFixture, problem: Problem) -> None:
    matrix = benchmark(EstimatedTravel(), problem.locations, EVERY_LAYER)

    assert len(matrix.location_ids) == len(problem.locations)


def test_planning_as_by_hand(benchmark: BenchmarkFixture, problem: Problem) -> None:
    plan = benchmark(solve_manually, problem)

    assert plan.routes
