"""Rosters as a workbook for coordinators: a line for each team and day, each shift, each item, and what is unallocated.

Every text is written as text, so no cell is a formula. Figures come from the itineraries' totals.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io import roster_words as words
from scheduler.io.roster_rows import ItemRow, LeftOutRow, item_rows, left_out_rows
from scheduler.model.problem import Problem
from scheduler.roster.itinerary import Itinerary, sum_if_known
from scheduler.roster.roster import PlanIdentity, Roster
from scheduler.units import METRES_PER_MILE

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = str | int | float

_SUMS = ("Visits", "Care min", "Travel min", "Miles", "Waiting min", "Overtime min")
_TEAMS = ("Date", "Team", "Shifts", "Available", *_SUMS)
_SHIFTS = ("Date", "Team", "Staff member", "Role", "Organisation", "Shift", "Leaves", "Back", *_SUMS)
_WIDEST = 48
"""Characters; longer cells wrap."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a header and rows of text and figures."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_workbook(roster: Roster, identity: PlanIdentity, problem: Problem, path: Path) -> None:
    """Write the workbook: Teams, Shifts, Items, Unallocated. The same input gives the same workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - not needed to plan

    sheets = (
        Sheet("Teams", _TEAMS, list(_team_rows(roster, problem))),
        Sheet("Shifts", _SHIFTS, [_shift_row(itinerary, problem) for itinerary in roster.itineraries]),
        Sheet("Items", _headings(ItemRow._fields), list(item_rows(roster, problem))),
        Sheet("Unallocated", _headings(LeftOutRow._fields), list(left_out_rows(roster, problem))),
    )
    with Workbook(path) as workbook:
        workbook.set_properties(
            {
                "title": f"Rosters, plan {identity.number}",
                # The time of printing, not the clock's: the same input gives the same bytes.
                "created": identity.printed_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        for sheet in sheets:
            _write_sheet(workbook, sheet, identity)


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


def _write_sheet(workbook: "Workbook", sheet: Sheet, identity: PlanIdentity) -> None:
    page, header = workbook.add_worksheet(sheet.name), workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(sheet.columns):
        cells = [row[column] for row in sheet.rows]
        page.write_string(0, column, heading, header)
        page.set_column(column, column, min(_WIDEST, 2 + max(len(str(cell)) for cell in (heading, *cells))))
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                page.write_string(row, column, cell, wrapped)
            else:
                page.write_number(row, column, cell, wrapped)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{_plain(f'Plan {identity.number}')}&C&A&RPage &P of &N")


def _plain(text: str) -> str:
    """Text in a page's foot, where an ampersand is a command."""
    return text.replace("&", "&&")
