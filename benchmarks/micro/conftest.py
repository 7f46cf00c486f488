"""The two days that are measured, read and encoded once: the committed day of West, and 200 patients of a public format."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.micro.public_day import write_public_day
from scheduler.encoding.encode import Encoding, encode
from scheduler.io.hhcrsp import read_instance
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.travel.estimate import EstimatedTravel

WEST = Path(__file__).parents[2] / "data/west_weekday"


@pytest.fixture(scope="session")
def west() -> Problem:
    """All services of West on one weekday."""
    return problem_for(read_folder(WEST), first_date=date(2026, 11, 23), locality="West", travel=EstimatedTravel())


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """One day in the public format."""
    path = tmp_path_factory.mktemp("public") / "public.json"
    return read_instance(write_public_day(path, num_patients=200, seed=1)).problem


@pytest.fixture(scope="session", params=["west", "public"])
def problem(request: pytest.FixtureRequest) -> Problem:
    """The one, then the other."""
    day: Problem = request.getfixturevalue(request.param)
    return day


@pytest.fixture(scope="session")
def encoding(problem: Problem) -> Encoding:
    """The day in arrays."""
    return encode(problem)


@pytest.fixture(scope="session")
def plan(encoding: Encoding) -> Plan:
    """The first plan, by insertion."""
    return solve_by_insertion(encoding, Stopwatch(Budget(iterations=1))).plan
