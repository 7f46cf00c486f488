"""Crowded random days with every feature that a rule speaks of, small enough to plan in a moment."""

from dataclasses import replace
from datetime import date
from random import Random

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Attendance, LevelOfCare, LinkedStaff, Patient, RiskFlag, Visit, VisitLink
from scheduler.model.problem import Pin, Problem
from scheduler.model.skills import Band, Skill, SkillId
from scheduler.model.workforce import Break, Delegation, FixedEvent, Gender, Shift, StaffMember
from scheduler.units import Minute, Minutes
from tests.builders import BASE_PLACE, a_patient, a_problem, a_shift, a_staff_member, a_visit

INSULIN, WOUND = SkillId("insulin"), SkillId("wound")
SKILLS = (Skill(INSULIN, "Insulin", is_registered=True, is_delegable=True), Skill(WOUND, "Wound care"))


def a_random_day(seed: int, *, num_visits: int = 30, num_shifts: int = 6) -> Problem:
    random = Random(seed)
    staff = [_staff_member(random, number) for number in range(num_shifts)]
    shifts = [_shift(random, member) for member in staff]
    patients = [a_patient("plain", at=2), *(_patient(random, number, staff) for number in range(num_visits * 3 // 4))]
    visits = [_visit(random, number, patients) for number in range(num_visits)]
    visits[0] = a_visit("v0", patient="plain", window=(600, 900))
    assistants = [member for member in staff if not member.is_registered]
    pinned_to = random.choice([shift for shift in shifts if _may_be_worked(shift, staff)])
    return a_problem(
        visits,
        shifts,
        patients=patients,
        staff=staff,
        skills=SKILLS,
        minutes_per_unit=3,
        links=tuple(_links(random, visits)),
        delegations=tuple(
            Delegation(patient.id, member.id, INSULIN, date(2026, 11, 20), visits_since_review=random.randint(0, 3))
            for patient in patients
            for member in assistants
            if random.random() < 0.3
        ),
        history=CareHistory(tuple(PastCare(each.id, random.choice(staff).id, 2) for each in patients[::2])),
        pins=(Pin(visits[0].id, pinned_to.id),),
    )


def _staff_member(random: Random, number: int) -> StaffMember:
    is_registered = number % 3 > 0
    return a_staff_member(
        f"s{number}",
        is_registered=is_registered,
        band=Band.BAND_5 if is_registered else Band.BAND_3,
        gender=random.choice(list(Gender)),
        skills=[INSULIN, WOUND] if number % 2 else [INSULIN],
        minutes_worked_this_week=Minutes(random.choice([0, 0, 0, 0, 2500])),
        last_shift_ended_at=Minute(random.choice([-600, -600, -200, -100])),
    )


def _may_be_worked(shift: Shift, staff: list[StaffMember]) -> bool:
    member = next(each for each in staff if each.id == shift.staff_id)
    is_rested = shift.start - (member.last_shift_ended_at or 0) >= 660
    return is_rested and member.minutes_worked_this_week == 0


def _shift(random: Random, member: StaffMember) -> Shift:
    start = random.choice([450, 480, 540, 750])
    event = random.choice([None, BASE_PLACE])
    return a_shift(
        f"shift-{member.id}",
        staff=member.id,
        hours=(start, start + 480),
        rest_break=Break(Minutes(30), Minute(start + 180), Minute(start + 300)) if random.random() < 0.8 else None,
        events=(FixedEvent("handover", Minute(start + 200), Minute(start + 230), event),) * random.randint(0, 1),
        admin_minutes=Minutes(random.choice([0, 30])),
    )


def _patient(random: Random, number: int, staff: list[StaffMember]) -> Patient:
    return a_patient(
        f"p{number}",
        at=random.randint(1, 12),
        named_staff_id=random.choice([None, random.choice(staff).id]),
        excluded_staff_ids=(random.choice(staff).id,) if random.random() < 0.2 else (),
        gender_required=random.choice([None] * 10 + list(Gender)),
        risk_flag=random.choice([RiskFlag.NONE] * 9 + list(RiskFlag)),
    )


def _visit(random: Random, number: int, patients: list[Patient]) -> Visit:
    opens = random.randrange(450, 1020, 15)
    need = Attendance(random.choice([(), (INSULIN,), (WOUND,)]), random.choice([Band.UNBANDED, Band.BAND_4]))
    visit = a_visit(
        f"v{number}",
        patient=random.choice(patients).id,
        window=(opens, opens + random.choice([0, 60, 120, 300])),
        minutes=random.choice([0, 15, 30, 60]),
        visit_type=random.choice(["insulin", "wound"]),
        level_of_care=random.choice(list(LevelOfCare)),
        attendances=random.choice([(need,), (need,), (need,), (need, Attendance())]),
        is_must_serve=random.random() < 0.2,
        is_time_critical=random.random() < 0.3,
        is_remote=random.random() < 0.15,
        latest_on=random.choice([None, date(2026, 11, 23), date(2026, 11, 25)]),
    )
    return replace(visit, respond_by=Minute(opens + 45)) if random.random() < 0.1 else visit


def _links(random: Random, visits: list[Visit]) -> list[VisitLink]:
    pairs = zip(visits[1::4], visits[2::4], strict=False)
    return [
        VisitLink(
            first.id,
            second.id,
            Minutes(random.choice([-600, 0])),
            Minutes(600),
            random.choice(list(LinkedStaff)),
            is_both_or_none=random.random() < 0.5,
        )
        for first, second in pairs
    ]
