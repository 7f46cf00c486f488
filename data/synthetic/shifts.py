"""Lays out who works when: shifts, breaks and handovers of drawn staff over the horizon."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from data.reference.catalogue import ClockSpan, ShiftPattern, StaffingLine, staffing
from data.synthetic.shares import num_for_teams
from data.synthetic.workforce import Member, Recruiter, Unit
from scheduler.draw import Draw
from scheduler.io.tables.rows import EventRow, ShiftRow, StaffRow

_SHIFTS_A_WEEK = 5
_SATURDAY = 5
_PERCENT_WORKED_THE_DAY_BEFORE = 60


@dataclass
class Workforce:
    """The members of a unit and the days on which each works."""

    members: list[Member] = field(default_factory=list)
    dates_by_staff_id: dict[str, list[date]] = field(default_factory=dict)

    def on_duty(self, day: date) -> list[Member]:
        """Who has a shift that begins on a day."""
        return [member for member in self.members if day in self.dates_by_staff_id[member.staff_id]]


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or Sunday."""
    return day.weekday() >= _SATURDAY


def paid_minutes(pattern: ShiftPattern) -> int:
    """A shift's length without its unpaid break, which no pattern carries over midnight."""
    ends, starts = pattern.ends, pattern.starts
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute - pattern.break_minutes


def fits(pattern: ShiftPattern, window: ClockSpan, duration_minutes: int) -> bool:
    """Whether every start in a window lies inside the shift, and its care ends inside."""
    first, last = datetime.combine(date.min, window[0]), datetime.combine(date.min, window[1])
    care_ends = last + timedelta(minutes=duration_minutes)
    return pattern.starts <= first.time() and care_ends <= datetime.combine(date.min, pattern.ends)


def recruit(recruiter: Recruiter, unit: Unit, dates: Sequence[date], scale: int) -> Workforce:
    """Draw everybody that a unit needs over the dates, and share the shifts out."""
    workforce = Workforce()
    for line in staffing():
        if line.serves != unit.serves:
            continue
        num = _num_on_duty(line, unit, scale)
        slots = Counter(line.shift_patterns[index % len(line.shift_patterns)] for index in range(num))
        for pattern_id in sorted(slots):
            num_weekday, num_weekend = slots[pattern_id], _num_on_weekend(line, num, pattern_id)
            pool_size = _pool_size(num_weekday, num_weekend, len(dates))
            # However the days off fall, one of these is on duty.
            num_complete = pool_size - min(num_weekday, num_weekend or num_weekday) + 1
            pool = recruiter.members(line, pattern_id, pool_size, num_complete=num_complete)
            workforce.members.extend(pool)
            workforce.dates_by_staff_id.update(_share_out(pool, dates, num_weekday, num_weekend))
    return workforce


def _num_on_duty(line: StaffingLine, unit: Unit, scale: int) -> int:
    proportional = num_for_teams(unit.team_ids, line.county_weekday_staff * scale)
    return max(line.least_staff * scale, proportional)


def _num_on_weekend(line: StaffingLine, num: int, pattern_id: str) -> int:
    """How many of a pattern work on a day of the weekend: the first slots of the line, so that each pattern keeps some."""
    num_kept = -(-num * line.weekend_percent // 100)
    return sum(line.shift_patterns[index % len(line.shift_patterns)] == pattern_id for index in range(num_kept))


def _pool_size(num_weekday: int, num_weekend: int, num_days: int) -> int:
    """How many people fill the slots without anybody working more than five shifts a week."""
    if num_days == 1:
        return num_weekday
    return -(-(5 * num_weekday + 2 * num_weekend) // _SHIFTS_A_WEEK)


def _share_out(
    pool: Sequence[Member], dates: Sequence[date], num_weekday: int, num_weekend: int
) -> dict[str, list[date]]:
    """Give each day's shifts to those who have worked least so far."""
    worked: dict[str, list[date]] = {member.staff_id: [] for member in pool}
    for day in dates:
        num = num_weekend if is_weekend(day) else num_weekday
        for staff_id in sorted(worked, key=lambda staff_id: len(worked[staff_id]))[:num]:
            worked[staff_id].append(day)
    return worked


def staff_row(member: Member, draw: Draw, dates: Sequence[date], num_rostered: int) -> StaffRow:
    """The staff table's row, with what the person worked before the horizon.

    Minutes of the week are known only where the horizon lies inside the calendar week that it starts in.
    """
    first_date = dates[0]
    days_before = first_date.weekday() if first_date.weekday() + len(dates) <= 7 else 0
    num_worked = sum(draw.chance(_PERCENT_WORKED_THE_DAY_BEFORE) for _ in range(days_before))
    num_worked = max(0, min(num_worked, _SHIFTS_A_WEEK - num_rostered))
    worked_before = draw.chance(_PERCENT_WORKED_THE_DAY_BEFORE if days_before else 20)
    return StaffRow(
        staff_id=member.staff_id,
        name=member.name,
        organisation_id=member.organisation_id,
        role=member.role.role,
        band=member.band,
        is_registered=member.role.is_registered,
        team_ids=member.team_ids,
        gender=member.gender,
        telephone=member.telephone,
        minutes_worked_this_week=num_worked * paid_minutes(member.pattern),
        last_shift_ended_at=_moment(first_date - timedelta(days=1), member.pattern.ends) if worked_before else None,
    )


def shift_row(member: Member, day: date) -> ShiftRow:
    """A member's shift on a day."""
    pattern = member.pattern
    return ShiftRow(
        shift_id=f"{member.staff_id}-{day:%m%d}",
        staff_id=member.staff_id,
        starts_at=_moment(day, pattern.starts),
        ends_at=_moment(day, pattern.ends),
        start_location_id=member.start_location_id,
        end_location_id=member.start_location_id,
        travel_mode=member.travel_mode,
        break_minutes=pattern.break_minutes,
        break_from=_moment(day, pattern.break_from) if pattern.break_from else None,
        break_to=_moment(day, pattern.break_to) if pattern.break_to else None,
        admin_minutes=pattern.admin_minutes,
        overtime_limit_minutes=member.line.overtime_limit_minutes,
        visit_limit=member.line.visit_limit,
    )


def event_rows(member: Member, day: date, base_location_id: str) -> list[EventRow]:
    """The handover of a shift, if its pattern has one."""
    pattern = member.pattern
    if pattern.event_from is None or pattern.event_to is None:
        return []
    is_at_base = pattern.event_at_base and member.starts_at_base
    return [
        EventRow(
            shift_id=f"{member.staff_id}-{day:%m%d}",
            name=pattern.event_name,
            starts_at=_moment(day, pattern.event_from),
            ends_at=_moment(day, pattern.event_to),
            location_id=base_location_id if is_at_base else None,
        )
    ]


def _moment(day: date, wall_clock: time) -> datetime:
    return datetime.combine(day, wall_clock)
