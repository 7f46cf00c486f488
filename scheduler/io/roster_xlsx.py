"""Rosters as a workbook for coordinators: a line for each team and day, each shift, each item, and what is unallocated.

Figures come from the itineraries' totals.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from pathlib import Path

from scheduler.io import roster_words as words
from scheduler.io.roster_rows import ItemRow, LeftOutRow, item_rows, left_out_rows
from scheduler.io.sheets import Cell, Sheet, write_sheets
from scheduler.model.problem import Problem
from scheduler.roster.itinerary import Itinerary, sum_if_known
from scheduler.roster.roster import PlanIdentity, Roster
from scheduler.units import METRES_PER_MILE

_SUMS = ("Visits", "Care min", "Travel min", "Miles", "Waiting min", "Overtime min")
_TEAMS = ("Date", "Team", "Shifts", "Available", *_SUMS)
_SHIFTS = ("Date", "Team", "Staff member", "Role", "Organisation", "Shift", "Leaves", "Back", *_SUMS)


def write_workbook(roster: Roster, identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write the workbook: Teams, Shifts, Items, Unallocated. The same input gives the same workbook."""
    sheets = (
        Sheet("Teams", _TEAMS, list(_team_rows(roster, problem))),
        Sheet("Shifts", _SHIFTS, [_shift_row(itinerary, problem) for itinerary in roster.itineraries]),
        Sheet("Items", _headings(ItemRow._fields), list(item_rows(roster, problem))),
        Sheet("Unallocated", _headings(LeftOutRow._fields), list(left_out_rows(roster, problem))),
    )
    write_sheets(
        sheets,
        path,
        title=f"Rosters, plan {identity.number}",
        foot=f"Plan {identity.number}",
        created=identity.printed_at.astimezone(UTC).replace(tzinfo=None),
    )


def _headings(fields: Sequence[str]) -> list[str]:
    return [words.spoken(field) for field in fields]


def _sums(itineraries: Iterable[Itinerary]) -> tuple[Cell, ...]:
    totals = [itinerary.totals for itinerary in itineraries]
    metres = sum_if_known([total.metres for total in totals])
    return (
        sum(total.num_visits for total in totals),
        sum(total.care_minutes for total in totals),
        sum(total.travel_minutes for total in totals),
        "" if metres is None else round(metres / METRES_PER_MILE, 1),
        sum(total.waiting_minutes for total in totals),
        sum(total.overtime_minutes for total in totals),
    )


def _team_rows(roster: Roster, problem: Problem) -> Iterator[tuple[Cell, ...]]:
    for day, itineraries in sorted(roster.by_day.items()):
        by_team: dict[str, list[Itinerary]] = {}
        for itinerary in itineraries:
            by_team.setdefault(words.team_of(problem, problem.staff_by_id[itinerary.staff_id]), []).append(itinerary)
        for team, reads in sorted(by_team.items()):
            num_available = sum(not read.visits for read in reads)
            yield (day.isoformat(), team, len(reads), num_available, *_sums(reads))


def _shift_row(itinerary: Itinerary, problem: Problem) -> tuple[Cell, ...]:
    shift, member, horizon = (
        problem.shift_by_id[itinerary.shift_id],
        problem.staff_by_id[itinerary.staff_id],
        problem.horizon,
    )
    leaves, back = (words.clock(horizon, at, day_of=shift.start) for at in (itinerary.leaves_at, itinerary.returns_at))
    return (
        horizon.date_of(shift.start).isoformat(),
        words.team_of(problem, member),
        member.name,
        words.spoken(member.role),
        problem.organisation_by_id[member.organisation_id].name,
        words.shift_hours(horizon, shift),
        leaves if itinerary.visits else "available",
        back if itinerary.visits else "",
        *_sums([itinerary]),
    )
