"""The days that are put to every engine, by name: nursing in the demonstration county, and generated ones."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.generated import LAYOUTS, generated_day
from benchmarks.peers.plain import plain
from data.synthetic.generator import generate
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.to_problem import problem_for
from scheduler.io.tables.writing import write_folder
from scheduler.model.demand import Service
from scheduler.model.problem import Problem
from scheduler.model.workforce import Role
from scheduler.travel.estimate import EstimatedTravel

MONDAY = date(2026, 11, 23)
SEED = 1
NURSING_ROLES = frozenset({Role.COMMUNITY_NURSE, Role.HEALTHCARE_ASSISTANT, Role.END_OF_LIFE_NURSE})
ONE_IN = 3
"""On a short day one shift in so many is not worked."""


def nursing_day(*, teams: Sequence[str] | None = None, localities: Sequence[str] | None = None) -> Problem:
    """A plain Monday of nursing visits and nursing staff, in part of the county or (neither given) all of it."""
    with TemporaryDirectory() as folder:
        write_folder(generate(SEED, day=MONDAY, teams=teams, localities=localities), Path(folder))
        problem = problem_for(read_folder(Path(folder)), first_date=MONDAY, travel=EstimatedTravel())
    nursing = replace(
        problem,
        visits=tuple(visit for visit in problem.visits if visit.service == Service.NURSING),
        shifts=tuple(shift for shift in problem.shifts if problem.staff_of(shift.id).role in NURSING_ROLES),
        links=(),
        pins=(),
    )
    return plain(nursing)


def short_of_staff(problem: Problem) -> Problem:
    """The same day without one shift in three, so that not every visit can be made."""
    worked = (shift for number, shift in enumerate(problem.shifts) if number % ONE_IN != ONE_IN - 1)
    return replace(problem, shifts=tuple(worked))


def _team() -> Problem:
    return nursing_day(teams=["SE1"])


def _locality() -> Problem:
    return nursing_day(localities=["South West"])


DAYS: dict[str, Callable[[], Problem]] = {
    "team": _team,
    "team-short": lambda: short_of_staff(_team()),
    "locality": _locality,
    "locality-short": lambda: short_of_staff(_locality()),
    "county": nursing_day,
    **{
        f"{layout}-{num_visits}": partial(generated_day, layout, num_visits, seed=SEED)
        for layout in LAYOUTS
        for num_visits in (200, 400)
    },
}
"""Every day by its name in results; the same problem on any machine."""
