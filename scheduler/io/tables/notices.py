"""What is lawful in a data folder but probably not meant: warnings, never faults."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from scheduler.io.tables.cells import cell_of, instant_of, minutes_between
from scheduler.io.tables.data_folder import TableWarning
from scheduler.io.tables.faults import file_of
from scheduler.io.tables.rows import (
    DelegationRow,
    PinRow,
    PracticeRow,
    Row,
    ShiftRow,
    StaffRow,
    StaffSkillRow,
    TeamRow,
    VisitAttendanceRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.io.tables.sheet import Sheets
from scheduler.model.geography import FEWEST_PRACTICES_PER_TEAM, MOST_PRACTICES_PER_TEAM
from scheduler.model.policy import Limits
from scheduler.model.skills import Band

LONGEST_WITHOUT_BREAK = timedelta(hours=6)
SHORTEST_BREAK_MINUTES = 20
"""Working Time Regulations 1998, regulation 12: 20 minutes where the day is longer than six hours."""


def teams_of_unusual_size(sheets: Sheets) -> Iterator[TableWarning]:
    """Teams with fewer than 4 or more than 6 practices."""
    num_practices = Counter(practice.team_id for practice in sheets.of(PracticeRow).rows.values())
    for line, team in sheets.of(TeamRow).rows.items():
        num = num_practices[team.team_id]
        if not FEWEST_PRACTICES_PER_TEAM <= num <= MOST_PRACTICES_PER_TEAM:
            expected = f"{FEWEST_PRACTICES_PER_TEAM} to {MOST_PRACTICES_PER_TEAM}"
            noun = "practice" if num == 1 else "practices"
            yield _warning(TeamRow, line, f"team {team.team_id} has {num} {noun}, expected {expected}")


def staff_without_skills(sheets: Sheets) -> Iterator[TableWarning]:
    """Staff whom no row of staff_skills names."""
    skilled = sheets.of(StaffSkillRow).ids
    for line, member in sheets.of(StaffRow).rows.items():
        if member.staff_id not in skilled:
            yield _warning(StaffRow, line, f"staff member {member.staff_id} has no skills")


def expired_skills(sheets: Sheets) -> Iterator[TableWarning]:
    """Skills that nobody may use any more on the folder's first day."""
    first_day = min(shift.starts_at for shift in sheets.of(ShiftRow).rows.values()).date()
    for line, held in sheets.of(StaffSkillRow).rows.items():
        if held.expires_on and held.expires_on < first_day:
            says = f"skill {held.skill_id} of {held.staff_id} expired on {held.expires_on}, before {first_day}"
            yield _warning(StaffSkillRow, line, says)


def broken_rests(sheets: Sheets) -> Iterator[TableWarning]:
    """Shifts that begin sooner after the same person's last one than the daily rest allows."""
    by_staff: defaultdict[str, list[tuple[ShiftRow, int]]] = defaultdict(list)
    for line, shift in sheets.of(ShiftRow).rows.items():
        by_staff[shift.staff_id].append((shift, line))
    for shifts in by_staff.values():
        shifts.sort(key=lambda item: instant_of(item[0].starts_at))
        for (before, _), (shift, line) in pairwise(shifts):
            rest = minutes_between(before.ends_at, shift.starts_at)
            if rest < Limits().rest_minutes:
                says = f"shift {shift.shift_id} starts {_hours(rest)} after {before.shift_id} ends"
                yield _warning(ShiftRow, line, f"{says}, expected {_hours(Limits().rest_minutes)} of rest")


def long_shifts_without_break(sheets: Sheets) -> Iterator[TableWarning]:
    """Shifts over six hours with less than 20 minutes of break."""
    for line, shift in sheets.of(ShiftRow).rows.items():
        length = instant_of(shift.ends_at) - instant_of(shift.starts_at)
        if length > LONGEST_WITHOUT_BREAK and shift.break_minutes < SHORTEST_BREAK_MINUTES:
            says = f"shift {shift.shift_id} of {_hours(length // timedelta(minutes=1))} has a break of"
            says = f"{says} {shift.break_minutes} minutes, expected {SHORTEST_BREAK_MINUTES} or more (over 6 hours)"
            yield _warning(ShiftRow, line, says)


def needs_that_nobody_meets(sheets: Sheets) -> Iterator[TableWarning]:
    """Visits that ask one person for skills and a band that no staff member has together, on any day of the visit."""
    holders: defaultdict[str, dict[str, StaffSkillRow]] = defaultdict(dict)
    for held in sheets.of(StaffSkillRow).rows.values():
        holders[held.skill_id][held.staff_id] = held
    first_days: dict[str, str] = {}
    for window in sheets.of(VisitWindowRow).rows.values():
        day = cell_of(window.earliest_start.date())
        first_days[window.visit_id] = min(day, first_days.get(window.visit_id, day))
    bands = {member.staff_id: member.band for member in sheets.of(StaffRow).rows.values()}

    @cache  # A county asks for the same few needs thousands of times.
    def is_met(skill_ids: tuple[str, ...], minimum_band: Band, on: str) -> bool:
        able = {staff_id for staff_id, band in bands.items() if band >= minimum_band}
        for skill_id in skill_ids:
            able &= {
                who for who, held in holders[skill_id].items() if not held.expires_on or str(held.expires_on) >= on
            }
        return bool(able)

    for line, need in sheets.of(VisitAttendanceRow).rows.items():
        if not is_met(need.skill_ids, need.minimum_band, first_days[need.visit_id]):
            asked = " and ".join([*need.skill_ids, *([f"band {need.minimum_band}"] if need.minimum_band else [])])
            says = (
                f"visit {need.visit_id} asks person {need.attendance} for {asked}, which no staff member has together"
            )
            yield _warning(VisitAttendanceRow, line, says)


def pins_that_cannot_be_kept(sheets: Sheets) -> Iterator[TableWarning]:
    """Pins to somebody without the skill or band, and starts outside the shift or the visit's windows."""
    shifts = {shift.shift_id: shift for shift in sheets.of(ShiftRow).rows.values()}
    bands = {member.staff_id: member.band for member in sheets.of(StaffRow).rows.values()}
    delegated = {(row.patient_id, row.staff_id, row.skill_id) for row in sheets.of(DelegationRow).rows.values()}
    held = {(row.staff_id, row.skill_id): row.expires_on for row in sheets.of(StaffSkillRow).rows.values()}
    needs = {(row.visit_id, row.attendance): row for row in sheets.of(VisitAttendanceRow).rows.values()}
    patients = {visit.visit_id: visit.patient_id for visit in sheets.of(VisitRow).rows.values()}
    windows: defaultdict[str, list[VisitWindowRow]] = defaultdict(list)
    for window in sheets.of(VisitWindowRow).rows.values():
        windows[window.visit_id].append(window)
    for line, pin in sheets.of(PinRow).rows.items():
        shift, need = shifts[pin.shift_id], needs.get((pin.visit_id, pin.attendance))
        who, day = shift.staff_id, shift.starts_at.date()
        reasons = []
        if need and bands[who] < need.minimum_band:
            reasons.append(f"{who} is of band {bands[who]}, expected {need.minimum_band} or more")
        for skill in need.skill_ids if need else ():
            expires_on = held.get((who, skill), day if (patients[pin.visit_id], who, skill) in delegated else date.min)
            if expires_on and expires_on < day:
                reasons.append(f"{who} does not hold {skill}")
        if pin.starts_at and not _lies_in(pin.starts_at, shift.starts_at, shift.ends_at):
            reasons.append(f"{cell_of(pin.starts_at)} lies outside the shift")
        if pin.starts_at and not any(
            _lies_in(pin.starts_at, window.earliest_start, window.latest_start) for window in windows[pin.visit_id]
        ):
            reasons.append(f"{cell_of(pin.starts_at)} lies in no window of the visit")
        if reasons:
            says = f"visit {pin.visit_id} cannot be kept on shift {pin.shift_id}: {'; '.join(reasons)}"
            yield _warning(PinRow, line, says)


NOTICES: tuple[Callable[[Sheets], Iterator[TableWarning]], ...] = (
    teams_of_unusual_size,
    staff_without_skills,
    expired_skills,
    broken_rests,
    long_shifts_without_break,
    needs_that_nobody_meets,
    pins_that_cannot_be_kept,
)


def _warning(table: type[Row], line: int, says: str) -> TableWarning:
    return TableWarning(file_of(table), line, says)


def _lies_in(moment: datetime, first: datetime, last: datetime) -> bool:
    return instant_of(first) <= instant_of(moment) <= instant_of(last)


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}"
