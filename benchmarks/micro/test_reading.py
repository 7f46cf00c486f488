"""How long it takes from a folder of tables to a problem."""

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.micro.conftest import WEST
from scheduler.io.tables.reading import read_folder
from scheduler.model.problem import Problem
from scheduler.travel.estimate import EstimatedTravel
from scheduler.travel.provider import EVERY_LAYER


def test_reading_the_folder(benchmark: BenchmarkFixture) -> None:
    folder = benchmark(read_folder, WEST)

    assert folder


def test_estimating_travel(benchmark: BenchmarkFixture, west: Problem) -> None:
    matrix = benchmark(EstimatedTravel(), west.locations, EVERY_LAYER)

    assert len(matrix.location_ids) == len(west.locations)
