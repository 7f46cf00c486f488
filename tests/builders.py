"""Small lawful nouns for tests: say only what matters, the rest is plain.

Places lie on a line: home ``h3`` is 3 units from the base at 0, and a unit is `minutes_per_unit` minutes by any mode.
One locality, one team, one practice, one organisation unless a test brings more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from scheduler.model.clock import Horizon
from scheduler.model.demand import Attendance, Patient, Visit, VisitId
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId, LocationKind
from scheduler.model.plan import LeftOut, Outcome, Plan, Route, Stop
from scheduler.model.policy import Policy
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

MONDAY = date(2026, 11, 23)
BASE_PLACE = LocationId("base")
TEAM, PRACTICE, EMPLOYER = TeamId("team"), PracticeCode("K84001"), OrganisationId("trust")


def home(units: int) -> Location:
    """A home so many units along the line."""
    return Location(LocationId(f"h{units}"), LocationKind.HOME, 51.7 + units / 1000, -1.5)


def a_patient(patient_id: str, *, at: int = 1, **changes: Any) -> Patient:
    plain = Patient(PatientId(patient_id), f"Patient {patient_id}", "9990000018", home(at).id, PRACTICE)
    return replace(plain, **changes)


def a_visit(
    visit_id: str,
    *,
    patient: str | None = None,
    window: tuple[int, int] = (480, 960),
    minutes: int = 30,
    **changes: Any,
) -> Visit:
    """A 30-minute visit that may start at any time of an ordinary day; the patient is ``p-<visit id>``."""
    plain = Visit(
        id=VisitId(visit_id),
        patient_id=PatientId(patient or f"p-{visit_id}"),
        organisation_id=EMPLOYER,
        service=changes.pop("service", "nursing"),
        visit_type="check",
        windows=(TimeWindow(Minute(window[0]), Minute(window[1])),),
        duration_minutes=Minutes(minutes),
    )
    return replace(plain, **changes)


def a_double_up(visit_id: str, **changes: Any) -> Visit:
    return a_visit(visit_id, attendances=(Attendance(), Attendance()), **changes)


def a_staff_member(staff_id: str, *, skills: Iterable[str] = (), **changes: Any) -> StaffMember:
    plain = StaffMember(
        id=StaffId(staff_id),
        name=f"Staff {staff_id}",
        organisation_id=EMPLOYER,
        role=Role.COMMUNITY_NURSE,
        band=Band.BAND_5,
        is_registered=True,
        team_ids=(TEAM,),
        skills=tuple(SkillHolding(SkillId(skill)) for skill in skills),
    )
    return replace(plain, **changes)


def a_shift(shift_id: str, *, staff: str | None = None, hours: tuple[int, int] = (480, 960), **changes: Any) -> Shift:
    """08:00 to 16:00 by car from and to the base, no break; the staff member is ``s-<shift id>``."""
    plain = Shift(
        ShiftId(shift_id), StaffId(staff or f"s-{shift_id}"), Minute(hours[0]), Minute(hours[1]), BASE_PLACE, BASE_PLACE
    )
    return replace(plain, **changes)


def a_line_of_places(locations: Sequence[Location], minutes_per_unit: int) -> TravelMatrix:
    units = np.array([0 if place.id == BASE_PLACE else int(place.id[1:]) for place in locations])
    apart = np.abs(units[:, None] - units[None, :])
    minutes = (apart * minutes_per_unit).astype(np.int32)
    return TravelMatrix(
        location_ids=tuple(place.id for place in locations),
        minutes={TravelLayer(mode, period): minutes for mode in TravelMode for period in TrafficPeriod},
        metres={mode: (apart * 1000).astype(np.int32) for mode in TravelMode},
        source="a line, for tests",
    )


def a_problem(
    visits: Sequence[Visit] = (),
    shifts: Sequence[Shift] = (),
    *,
    patients: Sequence[Patient] = (),
    staff: Sequence[StaffMember] = (),
    minutes_per_unit: int = 10,
    num_days: int = 1,
    skills: Sequence[Skill] = (),
    policy: Policy = Policy(),  # noqa: B008 - frozen
    **more: Any,
) -> Problem:
    """A problem around visits and shifts; patients (at home 1, 2, … in order), staff and plain skills are added as needed."""
    known_patients = {patient.id: patient for patient in patients}
    for units, patient_id in enumerate(dict.fromkeys(visit.patient_id for visit in visits), start=1):
        known_patients.setdefault(patient_id, a_patient(patient_id, at=units))
    known_staff = {member.id: member for member in staff}
    for shift in shifts:
        known_staff.setdefault(shift.staff_id, a_staff_member(shift.staff_id))
    known_skills = {skill.id: skill for skill in skills}
    held = [holding.skill_id for member in known_staff.values() for holding in member.skills]
    for skill_id in [*held, *(skill for visit in visits for need in visit.attendances for skill in need.skill_ids)]:
        known_skills.setdefault(skill_id, Skill(skill_id, skill_id))
    units_used = dict.fromkeys(int(patient.location_id[1:]) for patient in known_patients.values())
    base = Location(BASE_PLACE, LocationKind.BASE, 51.7, -1.5)
    locations = (base, *(home(units) for units in units_used))
    plain: dict[str, Any] = {
        "horizon": Horizon(MONDAY, num_days),
        "locations": locations,
        "bases": (Base(BaseId("base"), "The base", BASE_PLACE),),
        "localities": (Locality(LocalityId("west"), "West"),),
        "teams": (NeighbourhoodTeam(TEAM, "The team", LocalityId("west"), BaseId("base")),),
        "practices": (Practice(PRACTICE, "The practice", BASE_PLACE, TEAM),),
        "organisations": (Organisation(EMPLOYER, "The trust", OrganisationKind.COMMUNITY_HEALTH),),
        "skills": tuple(known_skills.values()),
        "staff": tuple(known_staff.values()),
        "shifts": tuple(shifts),
        "patients": tuple(known_patients.values()),
        "visits": tuple(visits),
        "travel": a_line_of_places(locations, minutes_per_unit),
        "policy": policy,
    }
    return Problem(**{**plain, **more})


def a_plan(
    routes: dict[str, Sequence[tuple[str, int] | tuple[str, int, int]]], left_out: Sequence[LeftOut] = ()
) -> Plan:
    """A plan from ``{"shift": [("visit", start), ("visit", start, attendance)]}``."""
    return Plan(
        tuple(
            Route(ShiftId(shift), tuple(Stop(VisitId(visit), Minute(start), *rest) for visit, start, *rest in stops))
            for shift, stops in routes.items()
        ),
        tuple(left_out),
    )


def deferred(visit_id: str, *, until: date = date(2026, 11, 30)) -> LeftOut:
    return LeftOut(VisitId(visit_id), Outcome.DEFERRED, "no room", until)


def escalated(visit_id: str) -> LeftOut:
    return LeftOut(VisitId(visit_id), Outcome.ESCALATED, "no room")
