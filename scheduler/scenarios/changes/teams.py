"""Changes of who looks after whom: teams merged, split and drawn anew, staff shared between them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from typing_extensions import override

from scheduler.errors import ScenarioMismatchError
from scheduler.model.geography import NeighbourhoodTeam, PracticeCode, TeamId
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, StaffMember
from scheduler.scenarios.change import AS_DATA, Change, known
from scheduler.scenarios.changes.places import Id, practices_in
from scheduler.scenarios.means import Means
from scheduler.scenarios.selecting import Who, portion


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class MergeTeams(Change):
    """Some teams become one: its staff may visit the patients of all. Bases stay as they are."""

    change: Literal["merge_teams"] = "merge_teams"
    teams: Annotated[tuple[Id, ...], Field(min_length=2)]
    """The ids of the teams; the first one stays."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        merged = [known("team", TeamId(team), problem.team_by_id).id for team in self.teams]
        first, gone = merged[0], set(merged[1:]) - {merged[0]}
        moved = practices_in(problem, {one.code: first for one in problem.practices if one.team_id in gone})
        renamed = dict.fromkeys(gone, first)
        staff = tuple(_serving(member, (renamed.get(team, team) for team in member.team_ids)) for member in moved.staff)
        return replace(moved, staff=staff, teams=tuple(team for team in moved.teams if team.id not in gone))

    @property
    @override
    def sentence(self) -> str:
        return f"teams {', '.join(self.teams)} become one"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class SplitTeam(Change):
    """Some practices of a team become a team of their own, at the same base, with its share of the staff."""

    change: Literal["split_team"] = "split_team"
    team: Id
    """The id of the team that is split."""
    practices: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The ODS codes of the practices that leave it."""
    new_team: Id
    """A new id."""
    name: Annotated[str, Field(min_length=1)]
    """As people will say it."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        old = known("team", TeamId(self.team), problem.team_by_id)
        if self.new_team in problem.team_by_id:
            raise ScenarioMismatchError(f"there is a team {self.new_team} already, expected a new id")
        own = {one.code: one for one in problem.practices if one.team_id == old.id}
        leaving = {known(f"practice of team {old.id}", PracticeCode(code), own).code for code in self.practices}
        new = NeighbourhoodTeam(TeamId(self.new_team), self.name, old.locality_id, old.base_id)
        split = practices_in(replace(problem, teams=(*problem.teams, new)), dict.fromkeys(leaving, new.id))
        return staff_dealt_out(split, means, (old.id, new.id), {old.id})

    @property
    @override
    def sentence(self) -> str:
        return f"team {self.team} is split: {', '.join(self.practices)} become team {self.name}"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class RedrawTeams(Change):
    """New borders between teams that there are: each practice that is named goes to its team."""

    change: Literal["redraw_teams"] = "redraw_teams"
    practices_by_team: Annotated[dict[Id, tuple[Id, ...]], Field(min_length=1)]
    """The ODS codes of its practices for each team's id; practices that are not named stay where they are."""
    staff_follow: bool = True
    """Whether staff are dealt out anew, to each team in proportion to its work; else they stay with their team."""

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        team_by_practice: dict[PracticeCode, TeamId] = {}
        for team_id, codes in self.practices_by_team.items():
            team = known("team", TeamId(team_id), problem.team_by_id)
            for code in codes:
                practice = known("practice", PracticeCode(code), problem.practice_by_code)
                if practice.code in team_by_practice:
                    raise ScenarioMismatchError(f"practice {code} is named in two teams, expected one")
                team_by_practice[practice.code] = team.id
        redrawn = practices_in(problem, team_by_practice)
        teams = tuple(map(TeamId, self.practices_by_team))
        return staff_dealt_out(redrawn, means, teams, set(teams)) if self.staff_follow else redrawn

    @property
    @override
    def sentence(self) -> str:
        said = "; ".join(f"{team}: {', '.join(codes)}" for team, codes in self.practices_by_team.items())
        return f"teams are drawn anew ({said}), {'with' if self.staff_follow else 'without'} their staff"


@dataclass(frozen=True, config=AS_DATA, kw_only=True)
class ShareAcrossTeams(Change):
    """A share of the staff may visit the patients of every team of their locality, whoever chance picks."""

    change: Literal["share_across_teams"] = "share_across_teams"
    percent: Annotated[float, Field(ge=0, le=100)]
    """Of those who do not yet serve all of it."""
    who: Who = Who()

    @override
    def apply(self, problem: Problem, means: Means) -> Problem:
        teams_of_locality: dict[str, list[TeamId]] = {}
        for team in problem.teams:
            teams_of_locality.setdefault(team.locality_id, []).append(team.id)
        reach = {
            member.id: [t for own in member.team_ids for t in teams_of_locality[problem.team_by_id[own].locality_id]]
            for member in self.who.on_duty(problem)
        }
        could = [member for member in self.who.on_duty(problem) if set(reach[member.id]) > set(member.team_ids)]
        shared = {one.id for one in means.draw.some(could, portion(means.draw, len(could), self.percent))}
        staff = tuple(
            _serving(one, (*one.team_ids, *reach[one.id])) if one.id in shared else one for one in problem.staff
        )
        return replace(problem, staff=staff)

    @property
    @override
    def sentence(self) -> str:
        return f"{self.percent:g} % of {self.who.phrase} are shared between the teams of their locality"


def staff_dealt_out(problem: Problem, means: Means, teams: Collection[TeamId], served: Collection[TeamId]) -> Problem:
    """Staff who serve one team of `served` alone serve one of `teams`, each team in proportion to its minutes of care.

    Role by role, so that every team keeps its skill mix; who goes where is left to chance.
    """
    # At least one, so that a team without work can be compared.
    minutes = Counter(dict.fromkeys(teams, 1))
    for visit in problem.visits:
        if (team_id := problem.team_of(visit.patient_id)) in minutes:
            minutes[team_id] += visit.duration_minutes * len(visit.attendances)
    by_role: dict[str, list[StaffMember]] = {}
    for member in problem.staff:
        if len(member.team_ids) == 1 and member.team_ids[0] in served:
            by_role.setdefault(member.role, []).append(member)
    team_of: dict[StaffId, TeamId] = {}
    for members in by_role.values():
        team_of |= _dealt(means.draw.some(members, len(members)), minutes)
    staff = tuple(_serving(one, [team_of[one.id]]) if one.id in team_of else one for one in problem.staff)
    return replace(problem, staff=staff)


def _dealt(members: Collection[StaffMember], minutes: Mapping[TeamId, int]) -> dict[StaffId, TeamId]:
    """Each in turn to the team that has least staff for its work."""
    had: Counter[TeamId] = Counter()
    team_of: dict[StaffId, TeamId] = {}
    for member in members:
        team_of[member.id] = min(minutes, key=lambda team_id: ((had[team_id] + 1) / minutes[team_id], team_id))
        had[team_of[member.id]] += 1
    return team_of


def _serving(member: StaffMember, teams: Iterable[TeamId]) -> StaffMember:
    return replace(member, team_ids=tuple(dict.fromkeys(teams)))
