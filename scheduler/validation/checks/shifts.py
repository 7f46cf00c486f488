"""Shifts: the agenda of each worked shift: travel, break, waiting, the way back. How it is walked stands in `agenda`."""

from collections.abc import Iterator

from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading
from scheduler.validation.violation import Violation
from scheduler.validation.wording import duration


def travel_time(reading: Reading) -> Iterator[Violation]:
    """Minutes by which an item starts before whoever does it can be there."""
    for worked in reading.worked_shifts:
        for item, short in zip(worked.agenda.items, worked.agenda.short_minutes, strict=True):
            if short:
                label = item.label[0].upper() + item.label[1:]
                says = f"{label} of shift {worked.shift.id} starts at {reading.clock(item.start)}, and it takes until {reading.clock(item.start + short)} to be ready there, {duration(short)} later."
                yield Violation(
                    RuleId.TRAVEL_TIME,
                    short,
                    says,
                    visit_id=item.visit_id,
                    shift_id=worked.shift.id,
                    staff_id=worked.staff.id,
                    minute=item.start,
                )


def shift_hours(reading: Reading) -> Iterator[Violation]:
    """Minutes of overtime beyond what was agreed."""
    for worked in reading.worked_shifts:
        agreed = worked.shift.overtime_limit_minutes
        beyond = worked.overtime_minutes - agreed
        if beyond > 0:
            says = f"Shift {worked.shift.id} is over at {reading.clock(worked.agenda.finish)}, {duration(beyond)} after its end at {reading.clock(worked.shift.end)}{f' and {duration(agreed)} of agreed overtime' if agreed else ''}."
            yield worked.violation(RuleId.SHIFT_HOURS, beyond, says)


def rest_break(reading: Reading) -> Iterator[Violation]:
    """Minutes of breaks that are owed and fit nowhere."""
    for worked in reading.worked_shifts:
        owed = worked.shift.rest_break
        if owed is not None and not owed.may_be_missed and worked.agenda.break_leg is None:
            says = f"Shift {worked.shift.id} has no room for its break of {duration(owed.duration_minutes)} starting between {reading.clock(owed.earliest_start)} and {reading.clock(owed.latest_start)}."
            yield worked.violation(RuleId.BREAK, owed.duration_minutes, says)


def missed_break(reading: Reading) -> Iterator[Violation]:
    """Breaks that are wished for and not taken."""
    for worked in reading.worked_shifts:
        wished = worked.shift.rest_break
        if wished is not None and wished.may_be_missed and worked.agenda.break_leg is None:
            says = f"Shift {worked.shift.id} misses its break of {duration(wished.duration_minutes)} starting between {reading.clock(wished.earliest_start)} and {reading.clock(wished.latest_start)}."
            yield worked.violation(RuleId.MISSED_BREAK, 1, says)


def overtime(reading: Reading) -> Iterator[Violation]:
    """Minutes after the end of the shift, agreed or not."""
    for worked in reading.worked_shifts:
        if worked.overtime_minutes:
            says = f"Shift {worked.shift.id} is over at {reading.clock(worked.agenda.finish)}, {duration(worked.overtime_minutes)} after its end at {reading.clock(worked.shift.end)}."
            yield worked.violation(RuleId.OVERTIME, worked.overtime_minutes, says)


def travel(reading: Reading) -> Iterator[Violation]:
    """Minutes of travel, the way out and the way back included."""
    for worked in reading.worked_shifts:
        if worked.travel_minutes:
            says = f"Shift {worked.shift.id} travels for {duration(worked.travel_minutes)}."
            yield worked.violation(RuleId.TRAVEL, worked.travel_minutes, says)


def waiting(reading: Reading) -> Iterator[Violation]:
    """Minutes between the first and the last place that neither travel, care, events nor the break fill."""
    for worked in reading.worked_shifts:
        waits = sum(reading.waits_of(worked))
        if waits:
            yield worked.violation(
                RuleId.WAITING, waits, f"Shift {worked.shift.id} waits for {duration(waits)} in all."
            )


def largest_wait(reading: Reading) -> Iterator[Violation]:
    """The largest wait of any leg, once, where the policy weighs it."""
    if not reading.weighs(RuleId.LARGEST_WAIT):
        return
    waits = [(max(reading.waits_of(worked), default=0), worked) for worked in reading.worked_shifts]
    largest, longest = max(waits, key=lambda each: each[0], default=(0, None))
    if longest is not None and largest:
        says = f"Shift {longest.shift.id} waits for {duration(largest)} on end; nobody waits longer."
        yield longest.violation(RuleId.LARGEST_WAIT, largest, says)


def largest_idle(reading: Reading) -> Iterator[Violation]:
    """The idle minutes of the idlest of all shifts, once, where the policy weighs it."""
    if not reading.weighs(RuleId.LARGEST_IDLE):
        return
    idle = {shift.id: shift.end - shift.start for shift in reading.problem.shifts}
    idle |= {worked.shift.id: worked.idle_minutes for worked in reading.worked_shifts}
    shift_id = max(idle, key=lambda each: idle[each], default=None)
    if shift_id is not None and idle[shift_id]:
        shift = reading.problem.shift_by_id[shift_id]
        says = f"Shift {shift_id} is idle for {duration(idle[shift_id])} in all; nobody is idle longer."
        yield Violation(
            RuleId.LARGEST_IDLE, idle[shift_id], says, shift_id=shift_id, staff_id=shift.staff_id, minute=shift.start
        )


CHECKS: dict[RuleId, Check] = {
    RuleId.TRAVEL_TIME: travel_time,
    RuleId.SHIFT_HOURS: shift_hours,
    RuleId.BREAK: rest_break,
    RuleId.MISSED_BREAK: missed_break,
    RuleId.OVERTIME: overtime,
    RuleId.TRAVEL: travel,
    RuleId.WAITING: waiting,
    RuleId.LARGEST_WAIT: largest_wait,
    RuleId.LARGEST_IDLE: largest_idle,
}
