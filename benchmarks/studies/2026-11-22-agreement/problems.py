"""Problems of 10 to 60 visits in which every rule has something to bite on. How they are solved stands in `run.py`.

A problem grows by days, not by the size of a day, so that a proof stays thinkable; whatever joins days joins them here
too: rest, weekly hours, visits with windows on several days, links, published plans, the largest lateness.
"""

import random
from dataclasses import replace

from published import published

from scheduler.model.continuity import CareHistory, PastCare
from scheduler.model.demand import Attendance, LevelOfCare, LinkedStaff, Patient, RiskFlag, Visit, VisitLink
from scheduler.model.geography import LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import BaseId
from scheduler.model.policy import Limits, Policy
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, Skill, SkillHolding, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import (
    Break,
    Delegation,
    FixedEvent,
    Gender,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Shift,
    StaffId,
    StaffMember,
)
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes
from tests.builders import (
    BASE_PLACE,
    EMPLOYER,
    MONDAY,
    PRACTICE,
    TEAM,
    a_patient,
    a_problem,
    a_shift,
    a_staff_member,
    a_visit,
)

DAY = 1440
VISITS_A_DAY, STAFF = 8, 3
SKILLS = ("dressing", "insulin", "catheter")
POINTS_OF_RULES_THAT_FEW_WEIGH = {
    RuleId.WISHED_SKILL: (20, 40),
    RuleId.UNWELCOME: (30, 60),
    RuleId.MISSED_BREAK: (50, 100),
    RuleId.LARGEST_WAIT: (1, 3),
    RuleId.LARGEST_IDLE: (1, 2),
    RuleId.WORKED_MINUTES: (1, 2),
    RuleId.WORKLOAD_BALANCE: (1,),
}
"""Weights to draw from: without one these rules are not read."""
OTHER_TEAM, OTHER_PRACTICE, OTHER_EMPLOYER = TeamId("team-2"), PracticeCode("K84002"), OrganisationId("council")


def a_rich_problem(seed: int, num_visits: int) -> Problem:
    """A problem of so many visits, with pins and a published plan that can be kept."""
    draw = random.Random(seed)  # noqa: S311 - problems, no secret
    return published(draw, _unpublished(draw, num_visits))


def _unpublished(draw: random.Random, num_visits: int) -> Problem:
    num_days = -(-num_visits // VISITS_A_DAY)
    staff = [_skilled(draw, _a_member(draw, f"s{number}", num_days)) for number in range(STAFF)]
    shifts = [_a_shift(draw, member.id, day) for day in range(num_days) for member in staff]
    patients = [_a_patient(draw, f"p{number}", staff) for number in range(num_visits * 3 // 4)]
    visits = [
        _a_visit(draw, f"v{number}", draw.choice(patients), number % num_days, num_days) for number in range(num_visits)
    ]
    return a_problem(
        visits,
        shifts,
        patients=patients,
        staff=staff,
        minutes_per_unit=draw.choice([3, 5, 8]),
        num_days=num_days,
        skills=[Skill(SkillId(skill), skill, skill == "insulin", skill == "insulin") for skill in SKILLS],
        policy=_a_policy(draw),
        links=_links(draw, visits),
        organisations=(
            Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),
            Organisation(OTHER_EMPLOYER, "The council", OrganisationKind.SOCIAL_CARE),
        ),
        teams=tuple(NeighbourhoodTeam(team, team, LocalityId("west"), BaseId("base")) for team in (TEAM, OTHER_TEAM)),
        practices=(
            Practice(PRACTICE, "One", BASE_PLACE, TEAM),
            Practice(OTHER_PRACTICE, "Two", BASE_PLACE, OTHER_TEAM),
        ),
        delegations=tuple(
            Delegation(patient.id, member.id, SkillId("insulin"), MONDAY, draw.choice([0, 1, 2]))
            for patient in patients
            for member in staff
            if draw.random() < 0.8
        ),
        history=CareHistory(
            tuple(PastCare(patient.id, draw.choice(staff).id, 2) for patient in patients if draw.random() < 0.6)
        ),
    )


def _a_policy(draw: random.Random) -> Policy:
    limits = Limits(
        contact_visits=draw.choice([5, 6, 9]),
        busy_from_visits=draw.choice([3, 4]),
        care_minutes=Minutes(draw.choice([150, 200, 390])),
        lateness_minutes=Minutes(draw.choice([20, 45])),
    )
    policy = Policy(
        limits=limits,
        pools_across_organisations=draw.random() < 0.9,
        waits_before_first_stop=draw.random() < 0.3,
        care_ends_in_window=draw.random() < 0.3,
    )
    return policy.with_weights({rule: draw.choice(points) for rule, points in POINTS_OF_RULES_THAT_FEW_WEIGH.items()})


def _a_member(draw: random.Random, staff_id: str, num_days: int) -> StaffMember:
    return a_staff_member(
        staff_id,
        organisation_id=OTHER_EMPLOYER if draw.random() < 0.15 else EMPLOYER,
        team_ids=draw.choice([*[(TEAM, OTHER_TEAM)] * 7, (TEAM,), (OTHER_TEAM,)]),
        band=draw.choice([Band.BAND_3, Band.BAND_5, Band.BAND_5, Band.BAND_6]),
        is_registered=draw.random() < 0.75,
        gender=draw.choice(list(Gender)),
        last_shift_ended_at=draw.choice([None, None, Minute(-200)]),
        minutes_worked_this_week=Minutes(draw.choice([0, 0, 0, 0, 48 * 60 - 330 * num_days])),
    )


def _skilled(draw: random.Random, member: StaffMember) -> StaffMember:
    held = [SkillId(skill) for skill in SKILLS if draw.random() < 0.95]
    return replace(member, skills=tuple(SkillHolding(skill, MONDAY if draw.random() < 0.1 else None) for skill in held))


def _a_shift(draw: random.Random, staff_id: StaffId, day: int) -> Shift:
    start = day * DAY + draw.choice([420, 450, 480, 540])
    end = start + draw.choice([300, 360, 420])
    events = []
    if draw.random() < 0.3:
        begins = start + draw.choice([0, 90, 150])
        events.append(FixedEvent("meeting", Minute(begins), Minute(begins + 30), draw.choice([None, BASE_PLACE])))
    return a_shift(
        f"d{day}-{staff_id}",
        staff=staff_id,
        hours=(start, end),
        rest_break=_a_break(draw, start) if draw.random() < 0.5 else None,
        events=tuple(events),
        admin_minutes=Minutes(draw.choice([0, 20])),
        overtime_limit_minutes=Minutes(draw.choice([0, 30])),
    )


def _a_break(draw: random.Random, start: int) -> Break:
    opens = start + draw.choice([60, 90])
    return Break(Minutes(draw.choice([20, 40])), Minute(opens), Minute(opens + 45), may_be_missed=draw.random() < 0.5)


def _a_patient(draw: random.Random, patient_id: str, staff: list[StaffMember]) -> Patient:
    """Somebody known by a few of the staff; wishes and flags are rare, so that most visits have several takers."""
    return a_patient(
        patient_id,
        at=draw.randint(1, 6),
        practice_code=draw.choice([PRACTICE, OTHER_PRACTICE]),
        named_staff_id=draw.choice(staff).id if draw.random() < 0.4 else None,
        preferred_staff_ids=(draw.choice(staff).id,) if draw.random() < 0.3 else (),
        excluded_staff_ids=(draw.choice(staff).id,) if draw.random() < 0.1 else (),
        unwelcome_staff_ids=(draw.choice(staff).id,) if draw.random() < 0.3 else (),
        gender_preferred=draw.choice([None, None, Gender.FEMALE]),
        gender_required=Gender.FEMALE if draw.random() < 0.05 else None,
        risk_flag=draw.choices(list(RiskFlag), weights=[88, 10, 2])[0],
    )


def _a_visit(draw: random.Random, visit_id: str, patient: Patient, day: int, num_days: int) -> Visit:
    opens, minutes = day * DAY + draw.randrange(480, 780, 15), draw.choice([5, 15, 30, 45])
    # As long as the care, so that care may end in its window where the policy asks for that.
    windows = [TimeWindow(Minute(opens), Minute(opens + max(minutes, draw.choice([15, 45, 90]))))]
    if draw.random() < 0.2:
        later = opens + draw.choice([180, DAY])
        windows.append(TimeWindow(Minute(later), Minute(later + 45)))
    asked = [((SkillId(skill),), draw.choice([Band.BAND_3, Band.BAND_4])) for skill in SKILLS if draw.random() < 0.25]
    needs = [Attendance(skills, band, _a_wish(draw)) for skills, band in asked] or [
        Attendance(wished_skill_ids=_a_wish(draw))
    ]
    return a_visit(
        visit_id,
        patient=patient.id,
        minutes=minutes,
        windows=tuple(window for window in windows if window.latest_start < num_days * DAY),
        attendances=(needs[0], needs[-1]) if draw.random() < 0.15 else (needs[0],),
        organisation_id=OTHER_EMPLOYER if draw.random() < 0.1 else EMPLOYER,
        is_remote=draw.random() < 0.1,
        is_time_critical=draw.random() < 0.3,
        is_must_serve=draw.random() < 0.05,
        level_of_care=draw.choice([LevelOfCare.ROUTINE, LevelOfCare.MANAGED, LevelOfCare.COMPLEX]),
        respond_by=Minute(opens + 30) if draw.random() < 0.05 else None,
        latest_on=draw.choice([None, None, MONDAY]),
    )


def _a_wish(draw: random.Random) -> tuple[SkillId, ...]:
    return (SkillId(draw.choice(SKILLS)),) if draw.random() < 0.3 else ()


def _links(draw: random.Random, visits: list[Visit]) -> tuple[VisitLink, ...]:
    """Pairs of visits close in time, some of them to be made by the same person or by two, or both or neither."""
    links = []
    in_order = sorted(visits, key=lambda visit: visit.windows[0].earliest_start)
    for first, second in zip(in_order[::6], in_order[1::6], strict=False):
        least, most = draw.choice([(0, 0), (0, 90), (15, 300), (-45, 45)])
        staff, is_both_or_none = draw.choice(list(LinkedStaff)), draw.random() < 0.4
        links.append(VisitLink(first.id, second.id, Minutes(least), Minutes(most), staff, is_both_or_none))
    return tuple(links)
