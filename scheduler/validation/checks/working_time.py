"""Working time: a person's shifts seen together, over the whole horizon. One shift alone stands in `shifts`."""

from collections.abc import Iterator

from scheduler.rules import RuleId
from scheduler.validation.check import Check
from scheduler.validation.reading import Reading, WorkedShift, grouped
from scheduler.validation.violation import Violation
from scheduler.validation.wording import duration


def rest(reading: Reading) -> Iterator[Violation]:
    """Minutes of rest missing before each worked shift."""
    asked = reading.problem.policy.limits.rest_minutes
    for shifts in reading.worked_shifts_by_staff.values():
        free_from: int | None = shifts[0].staff.last_shift_ended_at
        for worked in shifts:
            if free_from is not None and asked > worked.shift.start - free_from:
                missing = asked - (worked.shift.start - free_from)
                says = f"Shift {worked.shift.id} starts at {reading.clock(worked.shift.start)}; the last work of {worked.staff.id} is over at {reading.clock(free_from)}, which leaves {duration(missing)} less than the rest of {duration(asked)}."
                yield worked.violation(RuleId.REST, missing, says)
            free_from = max(worked.shift.end, worked.agenda.finish)


def weekly_hours(reading: Reading) -> Iterator[Violation]:
    """Minutes of paid time and overtime beyond the weekly limit, for everyone who works in that week."""
    limit = reading.problem.policy.limits.week_minutes
    for staff_id, shifts in reading.worked_shifts_by_staff.items():
        for week, in_week in grouped((_week_of(reading, worked), worked) for worked in shifts).items():
            before = in_week[0].staff.minutes_worked_this_week if week == 0 else 0
            total = before + sum(worked.shift.paid_minutes + worked.overtime_minutes for worked in in_week)
            if total > limit:
                says = f"Staff member {staff_id} is planned for {duration(total)} in week {week + 1}, all employers together, {duration(total - limit)} over the limit of {duration(limit)}."
                yield Violation(
                    RuleId.WEEKLY_HOURS, total - limit, says, staff_id=staff_id, minute=in_week[0].shift.start
                )


def _week_of(reading: Reading, worked: WorkedShift) -> int:
    """Weeks count from the horizon's first day."""
    return reading.problem.horizon.day_index_of(worked.shift.start) // 7


CHECKS: dict[RuleId, Check] = {RuleId.REST: rest, RuleId.WEEKLY_HOURS: weekly_hours}
