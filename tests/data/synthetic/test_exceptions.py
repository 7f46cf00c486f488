"""Who may make each generated visit, worked out here from the rows alone."""

from collections import defaultdict
from datetime import timedelta
from typing import TypeVar

from data.synthetic.generator import County
from scheduler.io.tables.rows import (
    DelegationRow,
    PatientRow,
    PracticeRow,
    Row,
    ShiftRow,
    SkillRow,
    StaffRow,
    StaffSkillRow,
    VisitAttendanceRow,
    VisitRow,
    VisitWindowRow,
)
from scheduler.model.demand import RiskFlag

R = TypeVar("R", bound=Row)


class _WhoMay:
    """Looks up everything that lets or stops a person."""

    def __init__(self, county: County) -> None:
        def rows(table: type[R]) -> list[R]:
            return [row for row in county.rows[table] if isinstance(row, table)]

        self.visits = rows(VisitRow)
        self.needs: defaultdict[str, list[VisitAttendanceRow]] = defaultdict(list)
        for need in rows(VisitAttendanceRow):
            self.needs[need.visit_id].append(need)
        self.windows = {row.visit_id: row for row in rows(VisitWindowRow)}
        self.patients = {row.patient_id: row for row in rows(PatientRow)}
        self.team_of = {row.ods_code: row.team_id for row in rows(PracticeRow)}
        self.registered_skills = {row.skill_id for row in rows(SkillRow) if row.is_registered}
        self.held = {(row.staff_id, row.skill_id): row.expires_on for row in rows(StaffSkillRow)}
        self.delegated = {(row.patient_id, row.staff_id, row.skill_id) for row in rows(DelegationRow)}
        self.staff = {row.staff_id: row for row in rows(StaffRow)}
        self.shifts = rows(ShiftRow)

    def teams_that_can(self, visit: VisitRow) -> list[set[str]]:
        return [
            {shift.staff_id for shift in self.shifts if self._covers(shift, visit) and self._suits(shift, visit, need)}
            for need in self.needs[visit.visit_id]
        ]

    def _covers(self, shift: ShiftRow, visit: VisitRow) -> bool:
        window = self.windows[visit.visit_id]
        care_ends = window.latest_start + timedelta(minutes=visit.duration_minutes)
        return shift.starts_at <= window.earliest_start and care_ends <= shift.ends_at

    def _suits(self, shift: ShiftRow, visit: VisitRow, need: VisitAttendanceRow) -> bool:
        member, patient = self.staff[shift.staff_id], self.patients[visit.patient_id]
        if self.team_of[patient.ods_code] not in member.team_ids or member.band < need.minimum_band:
            return False
        if member.staff_id in patient.excluded_staff_ids:
            return False
        if patient.gender_required is not None and member.gender is not patient.gender_required:
            return False
        is_alone = len(self.needs[visit.visit_id]) == 1 and not visit.is_remote
        if is_alone and patient.risk_flag is RiskFlag.TWO_PEOPLE:
            return False
        return all(self._may_use(member, patient, skill_id, shift) for skill_id in need.skill_ids)

    def _may_use(self, member: StaffRow, patient: PatientRow, skill_id: str, shift: ShiftRow) -> bool:
        if (member.staff_id, skill_id) not in self.held:
            return False
        expires_on = self.held[member.staff_id, skill_id]
        if expires_on is not None and expires_on < shift.starts_at.date():
            return False
        is_lawful = member.is_registered or skill_id not in self.registered_skills
        return is_lawful or (patient.patient_id, member.staff_id, skill_id) in self.delegated


def test_every_visit_has_somebody_whose_shift_covers_its_window_but_for_the_deliberate_ones(county: County) -> None:
    who_may = _WhoMay(county)

    impossible = set()
    for visit in who_may.visits:
        able = who_may.teams_that_can(visit)
        if not all(able) or len(set().union(*able)) < len(able):
            impossible.add(visit.visit_id)

    assert impossible == set(county.reason_by_unplaceable_visit_id)


def test_the_deliberate_ones_are_one_to_three_percent_and_never_must_serve(county: County, west: County) -> None:
    for made in (county, west):
        visits = {row.visit_id: row for row in made.rows[VisitRow] if isinstance(row, VisitRow)}
        deliberate = made.reason_by_unplaceable_visit_id

        assert 0.01 <= len(deliberate) / len(visits) <= 0.03
        assert not any(visits[visit_id].is_must_serve for visit_id in deliberate)
