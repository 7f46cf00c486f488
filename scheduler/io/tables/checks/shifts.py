"""Shifts, their breaks and events can be worked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from scheduler.io.tables.cells import cell_of, instant_of
from scheduler.io.tables.days import LONGEST_SHIFT
from scheduler.io.tables.rows import EventRow, ShiftRow
from scheduler.io.tables.sheet import Flaw, Sheets


def impossible_hours(sheets: Sheets) -> Iterator[Flaw]:
    """Shifts that end before they start, or a day and more after it."""
    sheet = sheets.of(ShiftRow)
    for line, shift in sheet.rows.items():
        if not _is_possible(shift):
            yield sheet.flaw(line, "ends_at", f"a time up to 24 hours after starts_at, {cell_of(shift.starts_at)}")


def impossible_breaks(sheets: Sheets) -> Iterator[Flaw]:
    """Breaks without a window, windows without a break, and breaks that do not fit into their shift."""
    sheet = sheets.of(ShiftRow)
    for line, shift in sheet.rows.items():
        if not shift.break_minutes:
            for column in ("break_from", "break_to"):
                if getattr(shift, column) is not None:
                    yield sheet.flaw(line, column, "nothing, for break_minutes is 0")
            if shift.break_may_be_missed:
                yield sheet.flaw(line, "break_may_be_missed", "false or nothing, for break_minutes is 0")
        elif shift.break_from is None or shift.break_to is None:
            column = "break_from" if shift.break_from is None else "break_to"
            yield sheet.flaw(line, column, f"a time: the shift has a break of {shift.break_minutes} minutes")
        elif _is_possible(shift):
            latest = instant_of(shift.ends_at) - timedelta(minutes=shift.break_minutes)
            if instant_of(shift.break_to) < max(instant_of(shift.starts_at), instant_of(shift.break_from)):
                yield sheet.flaw(line, "break_to", "a time in the shift, not before break_from")
            elif instant_of(shift.break_from) > latest:
                yield sheet.flaw(line, "break_from", "a time that leaves room for the break in the shift")


def impossible_events(sheets: Sheets) -> Iterator[Flaw]:
    """Events that end before they start, lie outside their shift or overlap."""
    sheet = sheets.of(EventRow)
    shifts = {shift.shift_id: shift for shift in sheets.of(ShiftRow).rows.values() if _is_possible(shift)}
    last_ends: dict[str, EventRow] = {}
    for line, event in sorted(sheet.rows.items(), key=lambda item: (item[1].starts_at, item[0])):
        shift, before = shifts.get(event.shift_id), last_ends.get(event.shift_id)
        if instant_of(event.ends_at) <= instant_of(event.starts_at):
            yield sheet.flaw(line, "ends_at", f"a time after starts_at, {cell_of(event.starts_at)}")
            continue
        if shift and instant_of(event.starts_at) < instant_of(shift.starts_at):
            yield sheet.flaw(line, "starts_at", f"a time in its shift, from {cell_of(shift.starts_at)}")
        if shift and instant_of(event.ends_at) > instant_of(shift.ends_at):
            yield sheet.flaw(line, "ends_at", f"a time in its shift, to {cell_of(shift.ends_at)}")
        if before and instant_of(event.starts_at) < instant_of(before.ends_at):
            yield sheet.flaw(line, "starts_at", f"a time after the shift's event before, {cell_of(before.ends_at)}")
        last_ends[event.shift_id] = event


def overlapping_shifts(sheets: Sheets) -> Iterator[Flaw]:
    """Shifts that begin before the same person's shift before them has ended."""
    sheet = sheets.of(ShiftRow)
    by_staff: defaultdict[str, list[tuple[ShiftRow, int]]] = defaultdict(list)
    for line, shift in sheet.rows.items():
        if _is_possible(shift):
            by_staff[shift.staff_id].append((shift, line))
    for shifts in by_staff.values():
        shifts.sort(key=lambda item: (instant_of(item[0].starts_at), item[1]))
        longest = shifts[0][0]
        for shift, line in shifts[1:]:
            if instant_of(shift.starts_at) < instant_of(longest.ends_at):
                yield sheet.flaw(line, "starts_at", f"a time after {longest.shift_id} ends, {cell_of(longest.ends_at)}")
            if instant_of(shift.ends_at) > instant_of(longest.ends_at):
                longest = shift


def _is_possible(shift: ShiftRow) -> bool:
    return timedelta(0) < instant_of(shift.ends_at) - instant_of(shift.starts_at) <= LONGEST_SHIFT
