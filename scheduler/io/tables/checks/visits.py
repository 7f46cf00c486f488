"""Visits have windows that somebody works in, persons counted from one, and links that can be kept."""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.io.tables.cells import cell_of, instant_of, minutes_between
from scheduler.io.tables.days import RosteredHours
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.rows import PinRow, ShiftRow, VisitAttendanceRow, VisitLinkRow, VisitRow, VisitWindowRow
from scheduler.io.tables.sheet import Flaw, Sheets

MOST_PAIRS_OF_WINDOWS = 1_000
"""A link between visits of more windows than this is not judged: hardly a gap is impossible, and it takes long."""


def impossible_dates(sheets: Sheets) -> Iterator[Flaw]:
    """Visits whose latest day comes before the day they are meant for."""
    sheet = sheets.of(VisitRow)
    for line, visit in sheet.rows.items():
        if visit.due_on and visit.latest_on and visit.latest_on < visit.due_on:
            yield sheet.flaw(line, "latest_on", f"a day not before due_on, {cell_of(visit.due_on)}")


def impossible_windows(sheets: Sheets) -> Iterator[Flaw]:
    """Windows that end before they start or overlap another of their visit, and visits without any."""
    sheet, visits = sheets.of(VisitWindowRow), sheets.of(VisitRow)
    last_windows: dict[str, VisitWindowRow] = {}
    for line, window in sorted(sheet.rows.items(), key=lambda item: (instant_of(item[1].earliest_start), item[0])):
        if not _is_possible(window):
            yield sheet.flaw(line, "latest_start", f"a time not before {cell_of(window.earliest_start)}")
            continue
        before = last_windows.get(window.visit_id)
        if before and instant_of(window.earliest_start) <= instant_of(before.latest_start):
            expected = f"a time after the visit's window before, {cell_of(before.latest_start)}"
            yield sheet.flaw(line, "earliest_start", expected)
        last_windows[window.visit_id] = window
    if sheet.is_whole:
        for line, visit in visits.rows.items():
            if visit.visit_id not in sheet.ids:
                yield visits.flaw(line, "visit_id", f"a visit with at least one row in {file_of(VisitWindowRow)}")


def windows_outside_every_shift(sheets: Sheets) -> Iterator[Flaw]:
    """Windows in which nobody at all is on duty."""
    sheet, shifts = sheets.of(VisitWindowRow), sheets.of(ShiftRow)
    if not shifts.is_whole:
        return
    hours = RosteredHours(shifts.rows.values())
    for line, window in sheet.own_rows.items():
        if _is_possible(window) and not hours.cover(window):
            yield sheet.flaw(line, "earliest_start", "a window that some shift covers at least in part")


def impossible_attendances(sheets: Sheets) -> Iterator[Flaw]:
    """A second person without a first."""
    sheet = sheets.of(VisitAttendanceRow)
    with_first = {row.visit_id for row in sheet.rows.values() if row.attendance == 1}
    for line, row in sheet.rows.items():
        if sheet.is_whole and row.attendance == 2 and row.visit_id not in with_first:
            yield sheet.flaw(line, "attendance", "1, or another row with 1 for the same visit")


def impossible_links(sheets: Sheets) -> Iterator[Flaw]:
    """Links of a visit to itself, gaps the wrong way round, and gaps that no pair of windows allows."""
    sheet = sheets.of(VisitLinkRow)
    windows: defaultdict[str, list[VisitWindowRow]] = defaultdict(list)
    for window in sheets.of(VisitWindowRow).rows.values():
        if _is_possible(window):
            windows[window.visit_id].append(window)
    for line, link in sheet.rows.items():
        if link.first_visit_id == link.second_visit_id:
            yield sheet.flaw(line, "second_visit_id", "another visit than first_visit_id")
            continue
        if link.gap_most_minutes < link.gap_least_minutes:
            yield sheet.flaw(line, "gap_most_minutes", f"gap_least_minutes, {link.gap_least_minutes}, or more")
            continue
        if len(windows[link.first_visit_id]) * len(windows[link.second_visit_id]) > MOST_PAIRS_OF_WINDOWS:
            continue
        gaps = [
            _gap(first, second) for first in windows[link.first_visit_id] for second in windows[link.second_visit_id]
        ]
        if gaps and not any(least <= link.gap_most_minutes and most >= link.gap_least_minutes for least, most in gaps):
            allowed = " or ".join(f"{least} to {most}" for least, most in gaps[:3])
            yield sheet.flaw(line, "gap_least_minutes", f"a gap that the visits' windows allow: {allowed} minutes")


def impossible_pins(sheets: Sheets) -> Iterator[Flaw]:
    """Pins of a second person where the visit asks for one."""
    sheet, attendances = sheets.of(PinRow), sheets.of(VisitAttendanceRow)
    doubles = {row.visit_id for row in attendances.rows.values() if row.attendance == 2}
    for line, pin in sheet.rows.items():
        if pin.attendance == 2 and attendances.is_whole and pin.visit_id not in doubles:
            yield sheet.flaw(line, "attendance", "1: the visit asks for one person")


def _gap(first: VisitWindowRow, second: VisitWindowRow) -> tuple[int, int]:
    """The least and most minutes from a start in one window to a start in the other."""
    least = minutes_between(first.latest_start, second.earliest_start)
    return least, minutes_between(first.earliest_start, second.latest_start)


def _is_possible(window: VisitWindowRow) -> bool:
    return instant_of(window.earliest_start) <= instant_of(window.latest_start)
