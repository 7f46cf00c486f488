"""Faults by which somebody may not make a visit any more: the data change after planning, the plan stays as it is."""

from collections.abc import Mapping
from datetime import timedelta

from scheduler.io.tables.rows import (
    DelegationRow,
    PatientRow,
    PolicyRow,
    PracticeRow,
    StaffRow,
    StaffSkillRow,
    VisitAttendanceRow,
    VisitRow,
)
from scheduler.model.demand import RiskFlag
from scheduler.model.skills import Band, SkillId
from scheduler.model.workforce import Gender
from scheduler.rules import RuleId
from tests.scheduler.cli.planted.lawful_day import Fault, Finding, LawfulDay, Placed, Planted, first


def a_must_serve_visit_was_deferred(day: LawfulDay) -> Planted:
    deferred = first(left.visit_id for left in day.plan.left_out if left.new_latest_on)
    row = day.row(VisitRow, visit_id=deferred)
    return day.with_cells(row, {"is_must_serve": True}, Finding(RuleId.MUST_SERVE, 1, deferred))


def a_skill_is_not_held(day: LawfulDay) -> Planted:
    placed, asked = used_once(day)
    row = day.row(StaffSkillRow, staff_id=placed.staff.id, skill_id=asked)
    return day.without_row(row, Finding(RuleId.SKILL, 1, placed.visit.id))


def a_skill_expired_yesterday(day: LawfulDay) -> Planted:
    placed, asked = used_once(day)
    row = day.row(StaffSkillRow, staff_id=placed.staff.id, skill_id=asked)
    yesterday = day.problem.horizon.first_date - timedelta(days=1)
    return day.with_cells(row, {"expires_on": yesterday}, Finding(RuleId.SKILL, 1, placed.visit.id))


def a_visit_asks_for_one_band_more(day: LawfulDay) -> Planted:
    placed = first(placed for placed in day.plain if placed.need.skill_ids and placed.staff.band < max(Band))
    row = day.row(VisitAttendanceRow, visit_id=placed.visit.id, attendance=1)
    return day.with_cells(row, {"minimum_band": placed.staff.band + 1}, Finding(RuleId.BAND, 1, placed.visit.id))


def a_delegation_is_withdrawn(day: LawfulDay) -> Planted:
    placed, row = delegated(day)
    return day.without_row(row, Finding(RuleId.DELEGATION, 1, placed.visit.id))


def a_delegation_was_reviewed_a_day_too_long_ago(day: LawfulDay) -> Planted:
    placed, row = delegated(day)
    days = day.problem.policy.limits.delegation_review_days + 1
    reviewed_on = day.problem.horizon.first_date - timedelta(days=days)
    return day.with_cells(row, {"reviewed_on": reviewed_on}, Finding(RuleId.DELEGATION, 1, placed.visit.id))


def the_registered_visit_of_a_delegation_is_due(day: LawfulDay) -> Planted:
    placed, row = delegated(day)
    visits = day.problem.policy.limits.delegation_review_visits - 1
    return day.with_cells(row, {"visits_since_review": visits}, Finding(RuleId.DELEGATION, 1, placed.visit.id))


def patient_and_staff_are_not_to_meet(day: LawfulDay) -> Planted:
    placed = day.plain[0]
    cells = {"excluded_staff_ids": (placed.staff.id,)}
    return of_patient(day, placed, cells, RuleId.EXCLUSION)


def a_patient_needs_staff_of_another_gender(day: LawfulDay) -> Planted:
    placed = day.plain[0]
    other = Gender.MALE if placed.staff.gender is Gender.FEMALE else Gender.FEMALE
    return of_patient(day, placed, {"gender_required": other}, RuleId.GENDER)


def a_patient_moves_to_a_practice_of_another_team(day: LawfulDay) -> Planted:
    placed, practice = first(
        (placed, practice)
        for placed in day.plain
        for practice in day.folder.rows(PracticeRow)
        if practice.team_id not in placed.staff.team_ids
    )
    return of_patient(day, placed, {"ods_code": practice.ods_code}, RuleId.TEAM)


def employers_no_longer_pool_their_staff(day: LawfulDay) -> Planted:
    """Breaks the rule once for every stop that one employer made for another."""
    lent = [placed for placed in day.placed if placed.staff.organisation_id != placed.visit.organisation_id]
    assert lent
    row = PolicyRow(setting="pools_across_organisations", value=0)
    return day.with_row(row, *(Finding(RuleId.ORGANISATION, 1, placed.visit.id) for placed in lent))


def a_patient_may_only_be_attended_by_two(day: LawfulDay) -> Planted:
    return of_patient(day, day.plain[0], {"risk_flag": RiskFlag.TWO_PEOPLE}, RuleId.LONE_WORKING)


def a_patient_may_only_be_attended_alone_by_daylight(day: LawfulDay) -> Planted:
    dark = day.problem.policy.limits.daylight_to_minute_of_day
    placed = first(placed for placed in day.plain if placed.end > dark)
    return of_patient(day, placed, {"risk_flag": RiskFlag.DAYLIGHT_ONLY}, RuleId.LONE_WORKING)


def somebody_rested_a_minute_too_little(day: LawfulDay) -> Planted:
    rest = day.problem.policy.limits.rest_minutes
    placed = first(placed for placed in day.plain if placed.shift.start < rest)
    row = day.row(StaffRow, staff_id=placed.staff.id)
    ended_at = day.moment(placed.shift.start - rest + 1)
    return day.with_cells(row, {"last_shift_ended_at": ended_at}, Finding(RuleId.REST, 1, placed.shift.id))


def somebody_has_worked_a_minute_too_much_this_week(day: LawfulDay) -> Planted:
    placed = day.plain[0]
    paid = sum(itinerary.totals.paid_minutes for itinerary in day.roster.by_staff[placed.staff.id])
    row = day.row(StaffRow, staff_id=placed.staff.id)
    worked = day.problem.policy.limits.week_minutes - paid + 1
    return day.with_cells(row, {"minutes_worked_this_week": worked}, Finding(RuleId.WEEKLY_HOURS, 1, placed.staff.id))


def used_once(day: LawfulDay) -> tuple[Placed, SkillId]:
    """A stop and an asked skill that whoever makes it uses nowhere else."""
    uses = [(placed.staff.id, asked) for placed in day.placed for asked in placed.need.skill_ids]
    return first(
        (placed, asked)
        for placed in day.plain
        for asked in placed.need.skill_ids
        if uses.count((placed.staff.id, asked)) == 1
    )


def delegated(day: LawfulDay) -> tuple[Placed, DelegationRow]:
    """A stop that rests on a delegation, the only one that does."""
    return first(
        (placed, row)
        for row in day.folder.rows(DelegationRow)
        for stops in (
            [
                placed
                for placed in day.placed
                if (placed.patient.id, placed.staff.id) == (row.patient_id, row.staff_id)
                and row.skill_id in placed.need.skill_ids
            ],
        )
        if len(stops) == 1
        for placed in stops
    )


def of_patient(day: LawfulDay, placed: Placed, cells: Mapping[str, object], rule: RuleId) -> Planted:
    """The day with other cells of a patient who is attended once, which breaks a rule once."""
    return day.with_cells(day.row(PatientRow, patient_id=placed.patient.id), cells, Finding(rule, 1, placed.visit.id))


FAULTS = (
    Fault(RuleId.MUST_SERVE, a_must_serve_visit_was_deferred),
    Fault(RuleId.SKILL, a_skill_is_not_held),
    Fault(RuleId.SKILL, a_skill_expired_yesterday),
    Fault(RuleId.BAND, a_visit_asks_for_one_band_more),
    Fault(RuleId.DELEGATION, a_delegation_is_withdrawn),
    Fault(RuleId.DELEGATION, a_delegation_was_reviewed_a_day_too_long_ago),
    Fault(RuleId.DELEGATION, the_registered_visit_of_a_delegation_is_due),
    Fault(RuleId.EXCLUSION, patient_and_staff_are_not_to_meet),
    Fault(RuleId.GENDER, a_patient_needs_staff_of_another_gender),
    Fault(RuleId.TEAM, a_patient_moves_to_a_practice_of_another_team),
    Fault(RuleId.ORGANISATION, employers_no_longer_pool_their_staff),
    Fault(RuleId.LONE_WORKING, a_patient_may_only_be_attended_by_two),
    Fault(RuleId.LONE_WORKING, a_patient_may_only_be_attended_alone_by_daylight),
    Fault(RuleId.REST, somebody_rested_a_minute_too_little),
    Fault(RuleId.WEEKLY_HOURS, somebody_has_worked_a_minute_too_much_this_week),
)
