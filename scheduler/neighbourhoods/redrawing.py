"""A problem with a design's teams in place of today's: practices change team, and staff go with the work."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from scheduler.model.geography import NeighbourhoodTeam, TeamId
from scheduler.model.place import BaseId
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, StaffMember
from scheduler.neighbourhoods.design import Design, DesignedTeam
from scheduler.neighbourhoods.dividing import divided
from scheduler.travel.estimate import straight_metres


class StaffRule(StrEnum):
    """Where staff of one team go; those of several serve every team that has a practice of theirs."""

    DIVIDED = "divided"
    """Each role's hours follow the care; then most past care stays; then fewest change team."""
    KEPT = "kept"
    """Everybody stays with the team of the same id; a team without a successor goes where most of its practices go."""


def redrawn(problem: Problem, design: Design, staff_rule: StaffRule) -> Problem:
    """The same patients, visits, shifts and bases under a design's teams; shifts start and end where they did."""
    team_by_practice = design.team_by_practice
    practices = tuple(
        replace(practice, team_id=team_by_practice[practice.code].id) if practice.code in team_by_practice else practice
        for practice in problem.practices
    )
    known = problem.team_by_id.keys()
    new = tuple(_new_team(problem, team) for team in design.teams if team.id not in known)
    moved = replace(problem, practices=practices, teams=(*problem.teams, *new))
    successors = successors_of(problem, moved)
    alone = {member.id: successors[member.team_ids[0]] for member in problem.staff if len(member.team_ids) == 1}
    chosen = divided(problem, moved, alone) if staff_rule is StaffRule.DIVIDED else _kept(problem, alone)
    return replace(moved, staff=tuple(_served(member, successors, chosen) for member in problem.staff))


def successors_of(before: Problem, after: Problem) -> dict[TeamId, tuple[TeamId, ...]]:
    """For each team of today, the teams that have its practices afterwards, the one with most of them first."""
    counts: dict[TeamId, dict[TeamId, int]] = {team.id: {} for team in before.teams}
    for practice in before.practices:
        new = after.practice_by_code[practice.code].team_id
        counts[practice.team_id][new] = counts[practice.team_id].get(new, 0) + 1
    return {
        old: tuple(sorted(found, key=lambda new: (-found[new], new != old, new))) or (old,)
        for old, found in counts.items()
    }


def _kept(problem: Problem, alone: Mapping[StaffId, tuple[TeamId, ...]]) -> dict[StaffId, TeamId]:
    own = {member.id: member.team_ids[0] for member in problem.staff if member.id in alone}
    return {staff_id: own[staff_id] if own[staff_id] in teams else teams[0] for staff_id, teams in alone.items()}


def _served(
    member: StaffMember, successors: Mapping[TeamId, tuple[TeamId, ...]], chosen: Mapping[StaffId, TeamId]
) -> StaffMember:
    if member.id in chosen:
        return replace(member, team_ids=(chosen[member.id],))
    served = dict.fromkeys(team for old in member.team_ids for team in successors[old])
    return replace(member, team_ids=tuple(served))


def _new_team(problem: Problem, team: DesignedTeam) -> NeighbourhoodTeam:
    """A team that does not exist today: in the locality of most of its practices, at the base nearest to them."""
    practices = [problem.practice_by_code[code] for code in sorted(team.practice_codes)]
    localities = [problem.team_by_id[practice.team_id].locality_id for practice in practices]
    places = [problem.location_by_id[practice.location_id] for practice in practices]
    bases = [problem.location_by_id[base.location_id] for base in problem.bases]
    nearest = int(np.argmin(straight_metres(places, bases).sum(axis=0)))
    base_id: BaseId = problem.bases[nearest].id
    return NeighbourhoodTeam(team.id, team.name, max(sorted(set(localities)), key=localities.count), base_id)
