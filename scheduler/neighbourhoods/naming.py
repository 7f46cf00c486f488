"""Which designed team keeps the id of which team of today, and how far two designs are from each other."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from scheduler.model.geography import PracticeCode, TeamId
from scheduler.neighbourhoods.design import Design, DesignedTeam
from scheduler.neighbourhoods.question import DesignQuestion

Group = Collection[PracticeCode]


def named(groups: Iterable[Group], question: DesignQuestion, names: Mapping[TeamId, str]) -> Design:
    """The design that groups of practices make: as few practices as possible change their team of today.

    `names` are those of today's teams. A group that keeps no practice of a free team is a new team.
    """
    ordered = sorted((frozenset(group) for group in groups), key=min)
    today: dict[TeamId, set[PracticeCode]] = {}
    for patch in question.patches:
        if patch.team_id is not None:
            today.setdefault(patch.team_id, set()).add(patch.code)
    kept = dict(_matched(ordered, today))
    teams = []
    for group in ordered:
        if group in kept:
            teams.append(DesignedTeam(kept[group], names.get(kept[group], kept[group]), group))
        else:
            number = 1 + sum(team.id.startswith("new-") for team in teams)
            teams.append(DesignedTeam(TeamId(f"new-{number}"), f"New team {number}", group))
    return Design(tuple(sorted(teams, key=lambda team: team.id)))


def num_practices_apart(one: Design, other: Design) -> int:
    """How many practices would have to change team to make one design of the other, whatever the teams are called."""
    groups, others = ([team.practice_codes for team in design.teams] for design in (one, other))
    overlaps = np.array([[len(group & each) for each in others] for group in groups])
    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    return sum(map(len, groups)) - int(overlaps[rows, columns].sum())


def _matched(
    groups: Sequence[frozenset[PracticeCode]], today: Mapping[TeamId, set[PracticeCode]]
) -> list[tuple[frozenset[PracticeCode], TeamId]]:
    ids = sorted(today)
    if not ids:
        return []
    overlaps = np.array([[len(group & today[team_id]) for team_id in ids] for group in groups])
    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    return [
        (groups[int(row)], ids[int(column)]) for row, column in zip(rows, columns, strict=True) if overlaps[row, column]
    ]
