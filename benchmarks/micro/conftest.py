"""The committed day of West, read once, and a plan of it as made by hand."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.manual.planner import solve_manually
from scheduler.travel.estimate import EstimatedTravel

WEST = Path(__file__).parents[2] / "data/west_weekday"


@pytest.fixture(scope="session")
def problem() -> Problem:
    """All services of West on one weekday."""
    return problem_for(read_folder(WEST), first_date=date(2026, 11, 23), locality="West", travel=EstimatedTravel())


@pytest.fixture(scope="session")
def plan(problem: Problem) -> Plan:
    """The manual-like plan."""
    return solve_manually(problem)
