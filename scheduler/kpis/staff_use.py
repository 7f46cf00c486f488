"""How much of the time on duty goes into care and travel, by team and by band."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.model.problem import Problem
from scheduler.roster.roster import Roster

SHARED = "shared"
"""Stands for the team of those who serve several."""


@dataclass(frozen=True, slots=True)
class StaffUse:
    """Care and travel over the paid minutes of all shifts on duty, idle ones included: 0 to 1, more with overtime."""

    all: float | None
    """None where nobody is on duty."""
    by_team: Mapping[str, float]
    """By the team's id; those who serve several teams count as `SHARED`."""
    by_band: Mapping[int, float]


def staff_use_of(problem: Problem, roster: Roster) -> StaffUse:
    """Read how staff are used from a roster."""
    totals, by_team, by_band = _Time(), defaultdict[str, _Time](_Time), defaultdict[int, _Time](_Time)
    for itinerary in roster.itineraries:
        member = problem.staff_by_id[itinerary.staff_id]
        team = member.team_ids[0] if len(member.team_ids) == 1 else SHARED
        for time in (totals, by_team[team], by_band[int(member.band)]):
            time.busy += itinerary.totals.care_minutes + itinerary.totals.travel_minutes
            time.paid += problem.shift_by_id[itinerary.shift_id].paid_minutes
    return StaffUse(
        all=totals.busy / totals.paid if totals.paid else None,
        by_team={team: time.busy / time.paid for team, time in sorted(by_team.items())},
        by_band={band: time.busy / time.paid for band, time in sorted(by_band.items())},
    )


@dataclass(slots=True)
class _Time:
    busy: int = 0
    paid: int = 0
