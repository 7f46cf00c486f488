"""Days in the manner of Gehring and Homberger, with skills, as plain problems: own generator, seeded.

A square of an hour's travel across, one depot in its middle, homes in clusters, anywhere, or half and half; half of the
visits have a window of one or two hours, the others all day. Slightly more work than the staff can do.
"""

from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.peers.plain import PLAIN_POLICY
from scheduler.model.clock import Horizon
from scheduler.model.demand import Attendance, LevelOfCare, Patient, Service, Visit, VisitId
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId, LocationKind
from scheduler.model.problem import Problem
from scheduler.model.skills import Band, Skill, SkillHolding, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import (
    Organisation,
    OrganisationId,
    OrganisationKind,
    PatientId,
    Role,
    Shift,
    ShiftId,
    StaffId,
    StaffMember,
    TravelMode,
)
from scheduler.units import Minute, Minutes

LAYOUTS = ("clustered", "random", "mixed")
SQUARE_MINUTES = 60
VISITS_A_SHIFT = 11
VISITS_A_CLUSTER = 20
CLUSTER_SPREAD_MINUTES = 3.0
SHIFT_START, SHIFT_END = 480, 960
SKILLS = tuple(SkillId(skill) for skill in ("wound", "insulin", "line"))
DEPOT, TEAM, PRACTICE, EMPLOYER = LocationId("depot"), TeamId("team"), PracticeCode("K84001"), OrganisationId("trust")


def generated_day(layout: str, num_visits: int, *, seed: int) -> Problem:
    """A day of one layout (see `LAYOUTS`); the same arguments give the same problem."""
    draw = np.random.default_rng([seed, LAYOUTS.index(layout), num_visits])
    points = _points(draw, layout, num_visits)
    depot = Location(DEPOT, LocationKind.BASE, 51.75, -1.25)
    homes = [Location(LocationId(f"h{row}"), LocationKind.HOME, 51.75, -1.25) for row in range(num_visits)]
    staff = [_staff_member(draw, number) for number in range(-(-num_visits // VISITS_A_SHIFT))]
    return Problem(
        horizon=Horizon(date(2026, 11, 23), 1),
        locations=(depot, *homes),
        bases=(Base(BaseId("base"), "The base", DEPOT),),
        localities=(Locality(LocalityId("square"), "The square"),),
        teams=(NeighbourhoodTeam(TEAM, "The team", LocalityId("square"), BaseId("base")),),
        practices=(Practice(PRACTICE, "The practice", DEPOT, TEAM),),
        organisations=(Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),),
        skills=tuple(Skill(skill, skill) for skill in SKILLS),
        staff=tuple(staff),
        shifts=tuple(_shift(member) for member in staff),
        patients=tuple(
            Patient(_patient_id(row), f"Patient {row}", "", home.id, PRACTICE) for row, home in enumerate(homes)
        ),
        visits=tuple(_visit(draw, row) for row in range(num_visits)),
        travel=_travel((depot, *homes), points),
        policy=PLAIN_POLICY,
    )


def _points(draw: Generator, layout: str, num_visits: int) -> NDArray[np.float64]:
    """Where depot and homes lie, in minutes, shape (num visits + 1, 2)."""
    num_clustered = {"clustered": num_visits, "random": 0, "mixed": num_visits // 2}[layout]
    centres = draw.uniform(0, SQUARE_MINUTES, (-(-num_clustered // VISITS_A_CLUSTER), 2))
    around = np.repeat(centres, VISITS_A_CLUSTER, axis=0)[:num_clustered]
    clustered = around + draw.normal(0, CLUSTER_SPREAD_MINUTES, (num_clustered, 2))
    anywhere = draw.uniform(0, SQUARE_MINUTES, (num_visits - num_clustered, 2))
    middle = np.full((1, 2), SQUARE_MINUTES / 2)
    return np.concatenate([middle, clustered, anywhere])


def _travel(places: tuple[Location, ...], points: NDArray[np.float64]) -> TravelMatrix:
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    minutes = np.ceil(apart).astype(np.int32)
    layer = TravelLayer(TravelMode.CAR, TrafficPeriod.DAY)
    return TravelMatrix(
        tuple(place.id for place in places), {layer: minutes}, {TravelMode.CAR: minutes * 800}, "a square"
    )


def _staff_member(draw: Generator, number: int) -> StaffMember:
    held = draw.permutation(SKILLS)[: draw.integers(1, len(SKILLS) + 1)]
    return StaffMember(
        id=StaffId(f"s{number}"),
        name=f"Staff {number}",
        organisation_id=EMPLOYER,
        role=Role.COMMUNITY_NURSE,
        band=Band.BAND_5,
        is_registered=True,
        team_ids=(TEAM,),
        skills=tuple(SkillHolding(SkillId(str(skill))) for skill in sorted(held)),
    )


def _shift(member: StaffMember) -> Shift:
    return Shift(ShiftId(f"{member.id}-day"), member.id, Minute(SHIFT_START), Minute(SHIFT_END), DEPOT, DEPOT)


def _visit(draw: Generator, row: int) -> Visit:
    care = int(draw.choice([20, 30, 40, 50]))
    needed = (SKILLS[int(draw.integers(len(SKILLS)))],) if draw.random() < 0.5 else ()
    return Visit(
        id=VisitId(f"v{row}"),
        patient_id=_patient_id(row),
        organisation_id=EMPLOYER,
        service=Service.NURSING,
        visit_type="check",
        windows=(_window(draw, care),),
        duration_minutes=Minutes(care),
        attendances=(Attendance(needed),),
        level_of_care=LevelOfCare.ROUTINE,
        is_time_critical=True,
    )


def _window(draw: Generator, care: int) -> TimeWindow:
    """All day, or one or two hours of it, always so that care can end before the shift does."""
    last = SHIFT_END - SQUARE_MINUTES - care
    if draw.random() < 0.5:
        return TimeWindow(Minute(SHIFT_START), Minute(last))
    width = int(draw.choice([60, 120]))
    opens = SHIFT_START + int(draw.integers(0, last - SHIFT_START - width + 1))
    return TimeWindow(Minute(opens), Minute(opens + width))


def _patient_id(row: int) -> PatientId:
    return PatientId(f"p{row}")
