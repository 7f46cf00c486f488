"""From a data folder to the question that `cilt design-teams` asks: practices, what they weigh, which border which."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from data.oxfordshire import facts
from scheduler.errors import InputError
from scheduler.io.designs.borders_csv import read_borders
from scheduler.io.tables.data_folder import DataFolder
from scheduler.io.tables.reading import read_folder
from scheduler.io.tables.selection import locality_id_of
from scheduler.io.tables.to_problem import problem_for
from scheduler.model.geography import LocalityId, PracticeCode, TeamId
from scheduler.model.place import Location, LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.neighbourhoods.nearness import ASSUMPTION, neighbours_by_distance
from scheduler.neighbourhoods.patches import patches_of
from scheduler.neighbourhoods.question import Pair, Patch
from scheduler.neighbourhoods.repairs import County
from scheduler.travel.estimate import EstimatedTravel

_NUMBERS = re.compile(r"([1-9][0-9]?)(?:-([1-9][0-9]?))?")
OURS = "borders of catchments of Oxfordshire's practices (data/oxfordshire)"


@dataclass(frozen=True)
class Ground:
    """What a folder says about practices, and what is known around them."""

    folder: DataFolder
    problem: Problem
    """The days looked at, for all localities."""
    patches: tuple[Patch, ...]
    """Those to design for."""
    county: County
    borders_from: str
    locality_id: LocalityId | None

    @property
    def names(self) -> dict[TeamId, str]:
        """Today's teams by id."""
        return {team.id: team.name for team in self.problem.teams}

    @property
    def title(self) -> str:
        """What the design is for."""
        return "All localities" if self.locality_id is None else self.locality_name(self.locality_id)

    def locality_name(self, locality_id: LocalityId) -> str:
        """As people say it."""
        names = {line.locality_id: line.name for line in facts.localities()}
        names |= {str(locality.id): locality.name for locality in self.problem.localities}
        return names.get(locality_id, locality_id)


def ground_of(
    data_dir: Path, *, locality: str | None, borders: Path | None, day: datetime | None, days: int | None
) -> Ground:
    """Read a data folder for a design: all of its days unless some are given."""
    folder = read_folder(data_dir)
    locality_id = None if locality is None else LocalityId(locality_id_of(folder, locality))
    problem = problem_between(folder, locality=None, day=day, days=days)
    own = patches_of(problem)
    county, borders_from = _county(own, borders)
    patches = tuple(patch for patch in own if locality_id is None or patch.locality_id == locality_id)
    return Ground(folder, problem, patches, county, borders_from, locality_id)


def problem_between(folder: DataFolder, *, locality: str | None, day: datetime | None, days: int | None) -> Problem:
    """The problem of some days of a folder, of all it has unless they are given."""
    dates = folder.dates()
    if not dates:
        raise InputError(["visit_windows.csv: no window belongs to a day with a shift, expected days with visits"])
    first = dates[0] if day is None else day.date()
    num_days = days or (1 if day is not None else (dates[-1] - first).days + 1)
    return problem_for(folder, first_date=first, num_days=num_days, locality=locality, travel=EstimatedTravel())


def numbers_of_teams(text: str | None, patches: tuple[Patch, ...]) -> tuple[int, ...]:
    """What ``--teams`` says; without it, as many as there are today."""
    if text is None:
        return (max(1, len({patch.team_id for patch in patches})),)
    found = _NUMBERS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        expected = f"{text} is no number of teams, expected one such as 2, or a range such as 11-16"
        raise typer.BadParameter(expected, param_hint="--teams")
    return tuple(range(first, last + 1))


def _county(own: tuple[Patch, ...], borders: Path | None) -> tuple[County, str]:
    """The folder's practices, and those around them where the borders are ours and so tell of them."""
    if borders is not None:
        pairs = read_borders(borders, [patch.code for patch in own])
        return County(own, pairs), f"borders from {borders.name}"
    known = facts.practices()
    if all(patch.code in known for patch in own):
        codes = {patch.code for patch in own}
        around = tuple(_public(line) for code, line in known.items() if PracticeCode(code) not in codes)
        return County((*own, *around), _public_borders()), OURS
    return County(own, neighbours_by_distance(own)), f"Assumption: {ASSUMPTION}"


def _public(line: facts.PracticeLine) -> Patch:
    """A practice that the folder does not have: from the county's public facts, without visits."""
    place = LocationId(f"practice-{line.ods_code}")
    return Patch(
        code=PracticeCode(line.ods_code),
        name=line.name,
        locality_id=LocalityId(line.locality_id),
        location=Location(place, LocationKind.PRACTICE, line.latitude, line.longitude),
        list_size=line.list_size,
        num_over_65=line.num_over_65,
    )


def _public_borders() -> frozenset[Pair]:
    return frozenset(
        frozenset((PracticeCode(line.first_ods_code), PracticeCode(line.second_ods_code))) for line in facts.borders()
    )
