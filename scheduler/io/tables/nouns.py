"""From rows to nouns, one function for each noun; moments become minutes of the horizon. Nothing is left out here."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.io.tables.cells import minutes_between
from scheduler.io.tables.rows import (
    SWITCHES,
    BaseRow,
    CareHistoryRow,
    DelegationRow,
    EventRow,
    LocalityRow,
    LocationRow,
    OrganisationRow,
    PatientRow,
    PinRow,
    PolicyRow,
    PracticeRow,
    ShiftRow,
    SkillRow,
    StaffRow,
    StaffSkillRow,
    TeamRow,
    VisitAttendanceRow,
    VisitLinkRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.model.clock import LONDON, Horizon
from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Attendance, LevelOfCare, Patient, Visit, VisitId, VisitLink
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin
from scheduler.model.skills import Band, Skill, SkillHolding, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import (
    Break,
    Delegation,
    FixedEvent,
    Organisation,
    OrganisationId,
    PatientId,
    Shift,
    ShiftId,
    StaffId,
    StaffMember,
)
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes

FIRST_MINUTE = Minute(0)


def minute_of(horizon: Horizon, moment: datetime) -> Minute:
    """The minute of a cell's local wall-clock time."""
    return horizon.minute_of(moment.replace(tzinfo=LONDON))


def location_of(row: LocationRow) -> Location:
    """A point on the map."""
    return Location(
        LocationId(row.location_id), row.kind, row.latitude, row.longitude, row.address, row.area, row.access_notes
    )


def base_of(row: BaseRow) -> Base:
    """A building that a team works from."""
    return Base(BaseId(row.base_id), row.name, LocationId(row.location_id), row.telephone)


def locality_of(row: LocalityRow) -> Locality:
    """A part of the county."""
    return Locality(LocalityId(row.locality_id), row.name)


def team_of(row: TeamRow) -> NeighbourhoodTeam:
    """A neighbourhood team."""
    return NeighbourhoodTeam(
        TeamId(row.team_id), row.name, LocalityId(row.locality_id), BaseId(row.base_id), row.telephone
    )


def practice_of(row: PracticeRow) -> Practice:
    """A GP practice."""
    code, place, team_id = PracticeCode(row.ods_code), LocationId(row.location_id), TeamId(row.team_id)
    return Practice(code, row.name, place, team_id, row.list_size, row.share_over_65)


def organisation_of(row: OrganisationRow) -> Organisation:
    """An employer."""
    return Organisation(OrganisationId(row.organisation_id), row.name, row.kind)


def skill_of(row: SkillRow) -> Skill:
    """A competence."""
    return Skill(SkillId(row.skill_id), row.name, row.is_registered, row.is_delegable)


def staff_member_of(
    row: StaffRow, held: Iterable[StaffSkillRow], earlier_shifts: Sequence[ShiftRow], horizon: Horizon
) -> StaffMember:
    """A staff member; of the row and of `earlier_shifts`, the latest end before the horizon and the most work count."""
    ends = [minute_of(horizon, shift.ends_at) for shift in earlier_shifts]
    if row.last_shift_ended_at is not None:
        ends.append(minute_of(horizon, row.last_shift_ended_at))
    return StaffMember(
        id=StaffId(row.staff_id),
        name=row.name,
        organisation_id=OrganisationId(row.organisation_id),
        role=row.role,
        band=Band(row.band),
        is_registered=row.is_registered,
        team_ids=tuple(map(TeamId, row.team_ids)),
        skills=tuple(SkillHolding(SkillId(skill.skill_id), skill.expires_on) for skill in held),
        gender=row.gender,
        telephone=row.telephone,
        minutes_worked_this_week=max(
            Minutes(row.minutes_worked_this_week), _paid_minutes_of_the_week(earlier_shifts, horizon)
        ),
        last_shift_ended_at=max(ends, default=None),
    )


def _paid_minutes_of_the_week(earlier_shifts: Iterable[ShiftRow], horizon: Horizon) -> Minutes:
    """Of shifts that start in the week of the horizon's first day, Monday first, before that day."""
    monday = horizon.first_date - timedelta(days=horizon.first_date.weekday())
    return Minutes(
        sum(
            minutes_between(shift.starts_at, shift.ends_at) - shift.break_minutes
            for shift in earlier_shifts
            if monday <= shift.starts_at.date() < horizon.first_date
        )
    )


def shift_of(row: ShiftRow, events: Iterable[EventRow], horizon: Horizon) -> Shift:
    """A shift with its break and, in order of start, its events."""
    rest_break = None
    if row.break_from is not None and row.break_to is not None:
        earliest, latest = minute_of(horizon, row.break_from), minute_of(horizon, row.break_to)
        rest_break = Break(Minutes(row.break_minutes), earliest, latest, row.break_may_be_missed)
    return Shift(
        id=ShiftId(row.shift_id),
        staff_id=StaffId(row.staff_id),
        start=minute_of(horizon, row.starts_at),
        end=minute_of(horizon, row.ends_at),
        start_location_id=LocationId(row.start_location_id),
        end_location_id=LocationId(row.end_location_id),
        travel_mode=row.travel_mode,
        rest_break=rest_break,
        events=tuple(sorted((_event_of(event, horizon) for event in events), key=lambda event: event.start)),
        admin_minutes=Minutes(row.admin_minutes),
        overtime_limit_minutes=Minutes(row.overtime_limit_minutes),
        visit_limit=row.visit_limit,
    )


def _event_of(row: EventRow, horizon: Horizon) -> FixedEvent:
    place = None if row.location_id is None else LocationId(row.location_id)
    return FixedEvent(row.name, minute_of(horizon, row.starts_at), minute_of(horizon, row.ends_at), place)


def patient_of(row: PatientRow) -> Patient:
    """A person who is visited."""
    return Patient(
        id=PatientId(row.patient_id),
        name=row.name,
        nhs_number=row.nhs_number,
        location_id=LocationId(row.location_id),
        practice_code=PracticeCode(row.ods_code),
        telephone=row.telephone,
        gender=row.gender,
        gender_required=row.gender_required,
        gender_preferred=row.gender_preferred,
        named_staff_id=None if row.named_staff_id is None else StaffId(row.named_staff_id),
        preferred_staff_ids=tuple(map(StaffId, row.preferred_staff_ids)),
        excluded_staff_ids=tuple(map(StaffId, row.excluded_staff_ids)),
        risk_flag=row.risk_flag,
    )


def visit_of(
    row: VisitRow, windows: Sequence[VisitWindowRow], attendances: Sequence[VisitAttendanceRow], horizon: Horizon
) -> Visit:
    """A visit with those of its windows that belong to the horizon, in order; without attendances for one person."""
    asked = sorted(attendances, key=lambda attendance: attendance.attendance)
    return Visit(
        id=VisitId(row.visit_id),
        patient_id=PatientId(row.patient_id),
        organisation_id=OrganisationId(row.organisation_id),
        service=row.service,
        visit_type=row.visit_type,
        windows=tuple(_window_of(window, horizon) for window in windows),
        duration_minutes=Minutes(row.duration_minutes),
        attendances=tuple(map(_attendance_of, asked)) or (Attendance(),),
        level_of_care=LevelOfCare(row.level_of_care),
        is_must_serve=row.is_must_serve,
        is_time_critical=row.is_time_critical,
        is_remote=row.is_remote,
        due_on=row.due_on,
        latest_on=row.latest_on,
        respond_by=None if row.respond_by is None else minute_of(horizon, row.respond_by),
        what_to_do=row.what_to_do,
        kit=row.kit,
    )


def _window_of(row: VisitWindowRow, horizon: Horizon) -> TimeWindow:
    # No shift of the horizon starts before its first midnight, so nothing is lost; last night's shift may pass the end.
    earliest = max(FIRST_MINUTE, minute_of(horizon, row.earliest_start))
    return TimeWindow(earliest, minute_of(horizon, row.latest_start))


def _attendance_of(row: VisitAttendanceRow) -> Attendance:
    return Attendance(tuple(map(SkillId, row.skill_ids)), Band(row.minimum_band))


def link_of(row: VisitLinkRow) -> VisitLink:
    """Two visits that belong together."""
    first, second = VisitId(row.first_visit_id), VisitId(row.second_visit_id)
    least, most = Minutes(row.gap_least_minutes), Minutes(row.gap_most_minutes)
    return VisitLink(first, second, least, most, row.staff, row.is_both_or_none, row.reason)


def delegation_of(row: DelegationRow) -> Delegation:
    """A delegated task."""
    patient_id, staff_id, skill_id = PatientId(row.patient_id), StaffId(row.staff_id), SkillId(row.skill_id)
    return Delegation(patient_id, staff_id, skill_id, row.reviewed_on, row.visits_since_review)


def history_of(rows: Iterable[CareHistoryRow]) -> CareHistory:
    """Who has cared for whom."""
    return CareHistory(
        tuple(PastCare(PatientId(row.patient_id), StaffId(row.staff_id), row.num_visits) for row in rows)
    )


def pin_of(row: PinRow, horizon: Horizon) -> Pin:
    """A coordinator's decision; attendances count from 0 inside."""
    start = None if row.starts_at is None else minute_of(horizon, row.starts_at)
    return Pin(VisitId(row.visit_id), ShiftId(row.shift_id), row.attendance - 1, start)


def policy_of(rows: Iterable[PolicyRow]) -> Policy:
    """The default policy with the folder's own weights, limits and switches."""
    values = {row.setting: row.value for row in rows}
    named = [(kind, name, value) for kind, _, name, value in ((*key.partition("."), n) for key, n in values.items())]
    weights = {RuleId.from_code(name): value for kind, name, value in named if kind == "weight"}
    limits = {name: Minutes(value) for kind, name, value in named if kind == "limit"}
    switches: dict[str, Any] = {name: bool(values[name]) for name in SWITCHES if name in values}
    policy = Policy().with_weights(weights)
    return replace(
        policy,
        name="CILT default, changed" if values else policy.name,
        limits=replace(policy.limits, **limits),
        **switches,
    )
