"""Changes of where people work from: bases that move, open and close, a practice that moves to another team."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.errors import ScenarioMismatchError
from scheduler.model.geography import PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift
from scheduler.scenarios.change import AS_DATA, Change, known
from scheduler.scenarios.editing import reaching, with_shifts_as
from scheduler.scenarios.means import Means
from scheduler.scenarios.point import Latitude, Longitude, a_new_place

Id = Annotated[str, Field(min_length=1, max_length=64)]


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class MoveBase(Change):
    """A base moves to another place; whoever set out from it does so from there."""

    change: Literal["move_base"] = "move_base"
    base: Id
    """The id of the base."""
    latitude: Latitude
    """Where it moves, in degrees."""
    longitude: Longitude

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        base = known("base", BaseId(self.base), problem.base_by_id)
        place = a_new_place(problem, f"moved-{base.id}", LocationKind.BASE, self.latitude, self.longitude)
        problem = reaching(problem, means, places=[place])
        moved = replace(base, location_id=place.id)
        problem = replace(problem, bases=tuple(moved if one.id == base.id else one for one in problem.bases))
        return _shifts_from(problem, means, base.location_id, place.id, problem.shifts)

    @property
    @override
    def sentence(self) -> str:
        return f"base {self.base} moves to {self.latitude:g}, {self.longitude:g}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class OpenBase(Change):
    """A new base, from which some teams work from now on."""

    change: Literal["open_base"] = "open_base"
    base: Id
    """A new id."""
    name: Annotated[str, Field(min_length=1)]
    """As people will say it."""
    latitude: Latitude
    """Where it stands, in degrees."""
    longitude: Longitude
    teams: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The ids of the teams that move in; staff who serve others, too, stay where they are."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        if self.base in problem.base_by_id:
            raise ScenarioMismatchError(f"there is a base {self.base} already, expected a new id")
        place = a_new_place(problem, f"base-{self.base}", LocationKind.BASE, self.latitude, self.longitude)
        base = Base(BaseId(self.base), self.name, place.id)
        problem = reaching(problem, means, places=[place])
        return teams_at(
            replace(problem, bases=(*problem.bases, base)), means, dict.fromkeys(map(TeamId, self.teams), base)
        )

    @property
    @override
    def sentence(self) -> str:
        return f"a base opens: {self.name}, for {', '.join(self.teams)}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class CloseBase(Change):
    """A base closes, and everybody who worked from it works from another."""

    change: Literal["close_base"] = "close_base"
    base: Id
    """The id of the base that closes."""
    to: Id
    """The id of the base that takes its people in."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        old = known("base", BaseId(self.base), problem.base_by_id)
        new = known("base", BaseId(self.to), problem.base_by_id)
        if old.id == new.id:
            raise ScenarioMismatchError(f"base {old.id} closes into itself, expected another base")
        problem = reaching(problem, means, places=[problem.location_by_id[new.location_id]])
        teams = tuple(replace(team, base_id=new.id) if team.base_id == old.id else team for team in problem.teams)
        bases = tuple(base for base in problem.bases if base.id != old.id)
        problem = replace(problem, teams=teams, bases=bases)
        return _shifts_from(problem, means, old.location_id, new.location_id, problem.shifts)

    @property
    @override
    def sentence(self) -> str:
        return f"base {self.base} closes; its people work from {self.to}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class MovePractice(Change):
    """A practice and its patients move to another team; staff stay where they are."""

    change: Literal["move_practice"] = "move_practice"
    practice: Id
    """The ODS code of the practice."""
    to: Id
    """The id of the team that answers for its patients from now on."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        code, team = PracticeCode(self.practice), known("team", TeamId(self.to), problem.team_by_id)
        known("practice", code, problem.practice_by_code)
        return practices_in(problem, {code: team.id})

    @property
    @override
    def sentence(self) -> str:
        return f"practice {self.practice} moves to team {self.to}"


def practices_in(problem: Problem, team_by_practice: Mapping[PracticeCode, TeamId]) -> Problem:
    """The problem with some practices in other teams."""
    practices = tuple(replace(one, team_id=team_by_practice.get(one.code, one.team_id)) for one in problem.practices)
    return replace(problem, practices=practices)


def teams_at(problem: Problem, means: Means, base_by_team: Mapping[TeamId, Base]) -> Problem:
    """The problem with some teams at other bases, and the shifts of whoever serves these teams alone with them."""
    old_by_team = {team_id: known("team", team_id, problem.team_by_id).base_id for team_id in base_by_team}
    teams = tuple(
        replace(team, base_id=base_by_team[team.id].id) if team.id in base_by_team else team for team in problem.teams
    )
    problem = replace(problem, teams=teams)
    for team_id, base in base_by_team.items():
        old = problem.base_by_id[old_by_team[team_id]].location_id
        own = [
            shift
            for shift in problem.shifts
            if (serves := problem.staff_of(shift.id).team_ids)
            and serves[0] == team_id
            and base_by_team.keys() >= set(serves)
        ]
        problem = _shifts_from(problem, means, old, base.location_id, own)
    return problem


def _shifts_from(
    problem: Problem, means: Means, old: LocationId, new: LocationId, shifts: Collection[Shift]
) -> Problem:
    """The problem in which some shifts start, end and meet at a new place where they did at an old one."""

    def moved(place: LocationId) -> LocationId:
        return new if place == old else place

    changed = [
        replace(
            shift,
            start_location_id=moved(shift.start_location_id),
            end_location_id=moved(shift.end_location_id),
            events=tuple(
                replace(event, location_id=event.location_id and moved(event.location_id)) for event in shift.events
            ),
        )
        for shift in shifts
    ]
    return with_shifts_as(problem, means, changed)
