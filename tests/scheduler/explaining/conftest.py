"""The committed day of West with too few people, planned as by hand: a day on which much is left out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.manual.planner import solve_manually
from scheduler.travel.estimate import EstimatedTravel

WEST = Path(__file__).parents[3] / "data/west_weekday"


@pytest.fixture(scope="session")
def pressed() -> tuple[Problem, Plan]:
    """West without every seventh shift, and its plan."""
    west = problem_for(read_folder(WEST), first_date=date(2026, 11, 23), locality="West", travel=EstimatedTravel())
    problem = replace(west, shifts=tuple(shift for number, shift in enumerate(west.shifts) if number % 7), pins=())
    return problem, solve_manually(problem)
