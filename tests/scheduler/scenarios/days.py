"""A small day for scenarios: two teams of one practice each at one base, two employers, four nurses and an assistant."""

from scheduler.draw import Draw
from scheduler.model.demand import Attendance
from scheduler.model.geography import LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, Skill, SkillId
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import Organisation, OrganisationId, OrganisationKind, Role, TravelMode
from scheduler.scenarios.change import Change
from scheduler.scenarios.means import Means
from scheduler.scenarios.task import SampledDay
from scheduler.solvers.stopping import Budget
from scheduler.travel.estimate import EstimatedTravel
from tests.builders import (
    BASE_PLACE,
    EMPLOYER,
    PRACTICE,
    TEAM,
    a_patient,
    a_problem,
    a_shift,
    a_staff_member,
    a_visit,
    home,
)

TRAVEL = EstimatedTravel()
BUDGET = Budget(iterations=1500)
OTHER_TEAM, OTHER_PRACTICE, COUNCIL = TeamId("other"), PracticeCode("K84002"), OrganisationId("council")
SURGERY = Location(LocationId("surgery"), LocationKind.PRACTICE, 51.72, -1.45)
BASE = Location(BASE_PLACE, LocationKind.BASE, 51.7, -1.5)
TEAMS = (
    NeighbourhoodTeam(TEAM, "The team", LocalityId("west"), BaseId("base")),
    NeighbourhoodTeam(OTHER_TEAM, "The other team", LocalityId("west"), BaseId("base")),
)
STAFF = (
    a_staff_member("n1", skills=["insulin"]),
    a_staff_member("n2", skills=["insulin"], band=Band.BAND_6),
    a_staff_member("n3", skills=["insulin"], team_ids=(OTHER_TEAM,)),
    a_staff_member("n4", skills=["insulin"], team_ids=(OTHER_TEAM,), organisation_id=COUNCIL),
    a_staff_member(
        "hca",
        skills=["insulin"],
        team_ids=(TEAM, OTHER_TEAM),
        role=Role.HEALTHCARE_ASSISTANT,
        band=Band.BAND_3,
        is_registered=False,
    ),
)
"""Two nurses for `team`, two for `other`, one of them of another employer, and an assistant for both."""


def a_day(*, visits_each: int = 3, minutes: int = 30) -> Problem:
    """Monday: so many insulin visits to patients of each team, at any time of the day."""
    patients = [a_patient(f"a{n}", at=n) for n in range(1, visits_each + 1)]
    patients += [a_patient(f"b{n}", at=n + 20, practice_code=OTHER_PRACTICE) for n in range(1, visits_each + 1)]
    need = (Attendance((SkillId("insulin"),)),)
    visits = [a_visit(f"v-{one.id}", patient=one.id, attendances=need, minutes=minutes) for one in patients]
    shifts = [a_shift(f"d-{member.id}", staff=member.id) for member in STAFF]
    homes = [home(int(one.location_id[1:])) for one in patients]
    layers = [TravelLayer(TravelMode.CAR, TrafficPeriod.DAY)]
    return a_problem(
        visits,
        shifts,
        patients=patients,
        staff=STAFF,
        skills=[Skill(SkillId("insulin"), "Insulin", is_registered=True, is_delegable=True)],
        locations=(BASE, SURGERY, *homes),
        bases=(Base(BaseId("base"), "The base", BASE_PLACE),),
        teams=TEAMS,
        practices=(
            Practice(PRACTICE, "The practice", BASE_PLACE, TEAM, list_size=1000),
            Practice(OTHER_PRACTICE, "The surgery", SURGERY.id, OTHER_TEAM, list_size=2000),
        ),
        organisations=(
            Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),
            Organisation(COUNCIL, "The council", OrganisationKind.SOCIAL_CARE),
        ),
        travel=TRAVEL([BASE, *homes], layers),
    )


def sampled(problem: Problem, name: str = "Monday") -> SampledDay:
    return SampledDay(name, problem)


def changed(problem: Problem, *changes: Change, seed: int = 1) -> Problem:
    for change in changes:
        problem = change.apply(problem, Means(Draw(seed), TRAVEL))
    return problem


def on_duty(problem: Problem) -> set[str]:
    return {shift.staff_id for shift in problem.shifts}
