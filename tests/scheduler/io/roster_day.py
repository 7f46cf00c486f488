"""A working day with one of everything a roster can show. All people and places are invented."""

from dataclasses import replace
from datetime import UTC, date, datetime

from scheduler.model.demand import Attendance, LevelOfCare, RiskFlag, Service
from scheduler.model.geography import LocalityId, NeighbourhoodTeam
from scheduler.model.place import Base, BaseId, Location
from scheduler.model.plan import LeftOut, Outcome, Plan
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, Skill, SkillId
from scheduler.model.workforce import (
    Break,
    FixedEvent,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Role,
)
from scheduler.roster.roster import PlanIdentity, Roster, read_roster
from scheduler.units import Minute, Minutes
from tests.builders import BASE_PLACE, EMPLOYER, TEAM, a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit

IDENTITY = PlanIdentity(
    number="2026-11-23/4",
    made_at=datetime(2026, 11, 22, 16, 2, tzinfo=UTC),
    printed_at=datetime(2026, 11, 22, 16, 5, tzinfo=UTC),
    travel_source="estimate from straight lines",
    problem_digest="0123456789abcdef",
)

CHARITY = OrganisationId("charity")
HANDOVER = FixedEvent("Handover", Minute(480), Minute(495), BASE_PLACE)
HUDDLE = FixedEvent("Team huddle", Minute(845), Minute(860))
STAFF = (
    a_staff_member("ann", name="Ann Fletcher", band=Band.BAND_6, telephone="07700 900111", skills=["wound", "insulin"]),
    a_staff_member("ben", name="Ben Okoro", band=Band.BAND_3, is_registered=False, telephone="07700 900222"),
    a_staff_member(
        "vera", name="Vera Lis", band=Band.UNBANDED, is_registered=False, organisation_id=CHARITY, role=Role.VOLUNTEER
    ),
    a_staff_member("idle", name="Ida Free"),
)
SHIFTS = (
    a_shift(
        "ann-mon",
        staff="ann",
        events=(HANDOVER, HUDDLE),
        admin_minutes=30,
        rest_break=Break(Minutes(30), Minute(690), Minute(840)),
    ),
    a_shift("ben-mon", staff="ben"),
    a_shift("vera-mon", staff="vera"),
    a_shift("idle-mon", staff="idle"),
)
PATIENTS = (
    a_patient("p1", at=2, name="Mrs Edna Marsh", nhs_number="9990001111", telephone="01993 555101"),
    a_patient(
        "p2",
        at=5,
        name="Albert Quill",
        nhs_number="9990002222",
        telephone="01993 555102",
        risk_flag=RiskFlag.TWO_PEOPLE,
    ),
    a_patient("p3", at=5, name="Joan Sparrow", nhs_number="9990003333", telephone="01993 555103"),
)
ADDRESSES = {
    "h2": ("14 Lavender Row, Ducklington", "Ducklington", "Key safe by the side door, code with the team."),
    "h5": ("Willow House, Mill Street, Witney", "Witney, Mill Street", "Ring for the matron; parking behind."),
}
VISITS = (
    a_visit(
        "v1",
        patient="p1",
        window=(510, 600),
        minutes=20,
        visit_type="insulin_morning",
        what_to_do="Insulin as charted; check blood glucose first",
        kit=("glucose_meter", "sharps_box"),
        attendances=(Attendance((SkillId("insulin"),), Band.BAND_5),),
        is_time_critical=True,
        is_must_serve=True,
        level_of_care=LevelOfCare.URGENT,
    ),
    a_visit(
        "v2",
        patient="p2",
        window=(570, 720),
        minutes=45,
        visit_type="pressure_ulcer",
        what_to_do="Dressing of the left heel; turn with two",
        kit=("dressing_pack", "slide_sheet"),
        attendances=(Attendance((SkillId("wound"),), Band.BAND_5), Attendance()),
    ),
    a_visit(
        "v3",
        patient="p3",
        window=(480, 960),
        minutes=15,
        visit_type="review",
        is_remote=True,
        service=Service.VIRTUAL_WARD,
    ),
    a_visit(
        "v4",
        patient="p3",
        window=(600, 900),
        minutes=60,
        visit_type="befriending",
        service=Service.VOLUNTARY,
        what_to_do="Tea and a walk round the garden",
    ),
    a_visit("v5", patient="p1", visit_type="blood_test", window=(480, 780)),
)


def a_working_day() -> tuple[Problem, Plan]:
    """Ann with a full morning, Ben as her partner, Vera the volunteer, Ida available; one visit deferred."""
    problem = a_problem(
        VISITS,
        SHIFTS,
        patients=PATIENTS,
        staff=STAFF,
        skills=(Skill(SkillId("insulin"), "Insulin"), Skill(SkillId("wound"), "Wound care")),
        minutes_per_unit=6,
        bases=(Base(BaseId("base"), "Windrush Base", BASE_PLACE, "01993 555000"),),
        teams=(NeighbourhoodTeam(TEAM, "Witney team", LocalityId("west"), BaseId("base"), "01993 555900"),),
        organisations=(
            Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),
            Organisation(CHARITY, "Circles of Support", OrganisationKind.VOLUNTARY),
        ),
    )
    plan = a_plan(
        {
            "ann-mon": [("v1", 510), ("v2", 570), ("v3", 630)],
            "ben-mon": [("v2", 570, 1)],
            "vera-mon": [("v4", 700)],
        },
        [LeftOut(VISITS[4].id, Outcome.DEFERRED, "no capacity before 13:00", date(2026, 11, 25))],
    )
    return with_addresses(problem), plan


def with_addresses(problem: Problem) -> Problem:
    """The same problem with words on its homes."""
    return replace(problem, locations=tuple(_with_address(location) for location in problem.locations))


def _with_address(location: Location) -> Location:
    address, area, access_notes = ADDRESSES.get(location.id, ("", "", ""))
    return replace(location, address=address, area=area, access_notes=access_notes)


def a_roster(problem_and_plan: tuple[Problem, Plan]) -> tuple[Problem, Roster]:
    """The roster of a plan, with its problem."""
    problem, plan = problem_and_plan
    return problem, read_roster(problem, plan)
