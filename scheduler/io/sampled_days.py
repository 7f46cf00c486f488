"""Days of a data folder on which scenarios are planned, each as a problem of its own."""

from collections.abc import Sequence
from datetime import date

from scheduler.errors import InputError
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.problem import Problem
from scheduler.scenarios.editing import without_visits
from scheduler.scenarios.task import SampledDay
from scheduler.travel.provider import TravelProvider


def sampled_days(
    folder: DataFolder,
    num_days: int,
    *,
    first_date: date | None = None,
    locality: str | None = None,
    teams: Sequence[str] = (),
    travel: TravelProvider,
) -> list[SampledDay]:
    """The first days of a folder that have visits, from a date on; fewer where it has no more.

    Each is planned as though all that was due before had been done: a visit that may wait is asked for on the day on
    which it is due, and on no other.

    Raises
    ------
    InputError
        A locality, team or date that the folder does not have.
    """
    dates = [day for day in folder.dates() if first_date is None or day >= first_date]
    if not dates:
        raise InputError([f"the folder has no visits from {first_date} on, expected a day up to {folder.dates()[-1]}"])
    problems = (
        problem_for(folder, first_date=day, locality=locality, teams=teams, travel=travel) for day in dates[:num_days]
    )
    return [SampledDay(str(problem.horizon.first_date), _due_on_the_day(problem)) for problem in problems]


def _due_on_the_day(problem: Problem) -> Problem:
    overdue = {
        visit.id for visit in problem.visits if visit.due_on is not None and visit.due_on < problem.horizon.first_date
    }
    return without_visits(problem, overdue) if overdue else problem
