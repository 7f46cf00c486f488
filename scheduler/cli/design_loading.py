"""From a data folder and the options of `cilt design-teams` to the ground that it asks about."""

import re
from datetime import datetime
from pathlib import Path

import typer

from scheduler.errors import InputError
from scheduler.io.designs.borders_csv import read_borders
from scheduler.io.designs.ground import Ground, ground_of
from scheduler.io.designs.over_65_csv import read_over_65
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.rows import PracticeRow
from scheduler.io.tables.selection import locality_id_of
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.geography import LocalityId, PracticeCode
from scheduler.model.problem import Problem
from scheduler.travel.estimate import EstimatedTravel

_NUMBERS = re.compile(r"([1-9][0-9]?)(?:-([1-9][0-9]?))?")


def ground_in(
    folder: DataFolder,
    *,
    locality: str | None,
    borders: Path | None,
    over_65: Path | None,
    day: datetime | None,
    days: int | None,
) -> Ground:
    """The ground of a data folder: all of its days unless some are given."""
    locality_id = None if locality is None else LocalityId(locality_id_of(folder, locality))
    codes = [PracticeCode(row.ods_code) for row in folder.rows(PracticeRow)]
    return ground_of(
        problem_between(folder, locality=None, day=day, days=days),
        locality_id=locality_id,
        borders=None if borders is None else read_borders(borders, codes),
        borders_from="" if borders is None else f"borders from {borders.name}",
        num_over_65=None if over_65 is None else read_over_65(over_65, codes),
    )


def problem_between(folder: DataFolder, *, locality: str | None, day: datetime | None, days: int | None) -> Problem:
    """The problem of some days of a folder, of all it has unless they are given."""
    dates = folder.dates()
    if not dates:
        raise InputError(["visit_windows.csv: no window belongs to a day with a shift, expected days with visits"])
    first = dates[0] if day is None else day.date()
    num_days = days or (1 if day is not None else (dates[-1] - first).days + 1)
    return problem_for(folder, first_date=first, num_days=num_days, locality=locality, travel=EstimatedTravel())


def numbers_of_teams(text: str | None, ground: Ground) -> tuple[int, ...]:
    """What ``--teams`` says; without it, as many as there are today."""
    if text is None:
        return (ground.num_teams_today,)
    found = _NUMBERS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        expected = f"{text} is no number of teams, expected one such as 2, or a range such as 11-16"
        raise typer.BadParameter(expected, param_hint="--teams")
    return tuple(range(first, last + 1))
