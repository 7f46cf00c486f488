"""The whole question: everything a solver or the validator may know."""

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from scheduler.errors import InvalidProblemError
from scheduler.model.clock import Horizon
from scheduler.model.continuity import CareHistory
from scheduler.model.demand import Patient, Visit, VisitId, VisitLink
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId
from scheduler.model.plan import Plan
from scheduler.model.policy import Policy
from scheduler.model.skills import Skill, SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import (
    Delegation,
    Organisation,
    OrganisationId,
    PatientId,
    Shift,
    ShiftId,
    StaffId,
    StaffMember,
)
from scheduler.units import Minute

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pin:
    """A coordinator's decision that the solver leaves alone: this attendance in this shift, perhaps at this minute."""

    visit_id: VisitId
    shift_id: ShiftId
    attendance: int = 0
    start: Minute | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """One or more days of visits, and the staff and shifts to make them."""

    horizon: Horizon
    locations: tuple[Location, ...]
    bases: tuple[Base, ...]
    localities: tuple[Locality, ...]
    teams: tuple[NeighbourhoodTeam, ...]
    practices: tuple[Practice, ...]
    organisations: tuple[Organisation, ...]
    skills: tuple[Skill, ...]
    staff: tuple[StaffMember, ...]
    shifts: tuple[Shift, ...]
    patients: tuple[Patient, ...]
    visits: tuple[Visit, ...]
    travel: TravelMatrix
    links: tuple[VisitLink, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    history: CareHistory = CareHistory()
    policy: Policy = Policy()
    pins: tuple[Pin, ...] = ()
    published: Plan | None = None
    """The plan that staff and patients have been told, if any: the yardstick of stability."""
    frozen_until: Minute = Minute(0)
    """Published stops that start before this minute are not changed."""

    def __post_init__(self) -> None:
        faults = [*_duplicates(self), *_dangling(self)]
        if faults:
            raise InvalidProblemError(faults)

    @cached_property
    def location_by_id(self) -> dict[LocationId, Location]:
        """Locations by id."""
        return {location.id: location for location in self.locations}

    @cached_property
    def base_by_id(self) -> dict[BaseId, Base]:
        """Bases by id."""
        return {base.id: base for base in self.bases}

    @cached_property
    def locality_by_id(self) -> dict[LocalityId, Locality]:
        """Localities by id."""
        return {locality.id: locality for locality in self.localities}

    @cached_property
    def team_by_id(self) -> dict[TeamId, NeighbourhoodTeam]:
        """Teams by id."""
        return {team.id: team for team in self.teams}

    @cached_property
    def practice_by_code(self) -> dict[PracticeCode, Practice]:
        """Practices by ODS code."""
        return {practice.code: practice for practice in self.practices}

    @cached_property
    def organisation_by_id(self) -> dict[OrganisationId, Organisation]:
        """Organisations by id."""
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def skill_by_id(self) -> dict[SkillId, Skill]:
        """Skills by id."""
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def staff_by_id(self) -> dict[StaffId, StaffMember]:
        """Staff members by id."""
        return {member.id: member for member in self.staff}

    @cached_property
    def shift_by_id(self) -> dict[ShiftId, Shift]:
        """Shifts by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def patient_by_id(self) -> dict[PatientId, Patient]:
        """Patients by id."""
        return {patient.id: patient for patient in self.patients}

    @cached_property
    def visit_by_id(self) -> dict[VisitId, Visit]:
        """Visits by id."""
        return {visit.id: visit for visit in self.visits}

    def staff_of(self, shift_id: ShiftId) -> StaffMember:
        """Whose shift it is."""
        return self.staff_by_id[self.shift_by_id[shift_id].staff_id]

    def patient_of(self, visit_id: VisitId) -> Patient:
        """Who is visited."""
        return self.patient_by_id[self.visit_by_id[visit_id].patient_id]

    def team_of(self, patient_id: PatientId) -> TeamId:
        """The neighbourhood team that answers for a patient, through the practice."""
        return self.practice_by_code[self.patient_by_id[patient_id].practice_code].team_id

    def location_of(self, visit_id: VisitId) -> LocationId | None:
        """Where a visit is made; None for a remote one, made wherever the staff member is."""
        visit = self.visit_by_id[visit_id]
        return None if visit.is_remote else self.patient_by_id[visit.patient_id].location_id

    def travel_layer_of(self, shift: Shift) -> TravelLayer:
        """The table of the travel matrix that a shift is planned with: its mode, and the traffic at its midpoint."""
        midpoint = Minute((shift.start + shift.end) // 2)
        return TravelLayer(shift.travel_mode, TrafficPeriod.at(self.horizon.minute_of_day(midpoint)))

    def visit_limit_of(self, shift: Shift) -> int:
        """Most visits in a shift: its own limit, else the policy's."""
        return self.policy.limits.contact_visits if shift.visit_limit is None else shift.visit_limit

    def closing_of(self, visit: Visit, window: TimeWindow) -> Minute:
        """The last start in time for a window; before its opening where care must end in it and takes longer."""
        return Minute(window.latest_start - (visit.duration_minutes if self.policy.care_ends_in_window else 0))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything in the problem: the same question has the same digest, on any machine."""
        return sha256(json.dumps(_canonical(self), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _canonical(value: object) -> object:
    """A value as plain JSON types, the same on every machine."""
    if isinstance(value, TravelMatrix):
        return value.digest
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _canonical(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _duplicates(problem: Problem) -> Iterator[str]:
    tables: tuple[tuple[str, Sequence[Hashable]], ...] = (
        ("location", [location.id for location in problem.locations]),
        ("base", [base.id for base in problem.bases]),
        ("locality", [locality.id for locality in problem.localities]),
        ("team", [team.id for team in problem.teams]),
        ("practice", [practice.code for practice in problem.practices]),
        ("organisation", [organisation.id for organisation in problem.organisations]),
        ("skill", [skill.id for skill in problem.skills]),
        ("staff member", [member.id for member in problem.staff]),
        ("shift", [shift.id for shift in problem.shifts]),
        ("patient", [patient.id for patient in problem.patients]),
        ("visit", [visit.id for visit in problem.visits]),
        ("travel place", problem.travel.location_ids),
    )
    for noun, ids in tables:
        seen: set[Hashable] = set()
        for identifier in ids:
            if identifier in seen:
                yield f"{noun} {identifier} stands there twice, expected once"
            seen.add(identifier)


def _dangling(problem: Problem) -> Iterator[str]:
    """Every reference that leads nowhere."""
    locations, staff, shifts = problem.location_by_id.keys(), problem.staff_by_id.keys(), problem.shift_by_id.keys()
    skills, organisations, teams = (
        problem.skill_by_id.keys(),
        problem.organisation_by_id.keys(),
        problem.team_by_id.keys(),
    )
    patients, visits = problem.patient_by_id.keys(), problem.visit_by_id.keys()

    def missing(owner: str, noun: str, wanted: Iterable[Key | None], known: Iterable[Key]) -> Iterator[str]:
        return (
            f"{owner} names {noun} {key}, expected one that exists"
            for key in wanted
            if key is not None and key not in known
        )

    yield from missing("the travel matrix", "location", problem.travel.location_ids, locations)
    for base in problem.bases:
        yield from missing(f"base {base.id}", "location", [base.location_id], locations)
    for team in problem.teams:
        yield from missing(f"team {team.id}", "locality", [team.locality_id], problem.locality_by_id)
        yield from missing(f"team {team.id}", "base", [team.base_id], problem.base_by_id)
    for practice in problem.practices:
        yield from missing(f"practice {practice.code}", "team", [practice.team_id], teams)
        yield from missing(f"practice {practice.code}", "location", [practice.location_id], locations)
    for member in problem.staff:
        yield from missing(f"staff member {member.id}", "organisation", [member.organisation_id], organisations)
        yield from missing(f"staff member {member.id}", "team", member.team_ids, teams)
        yield from missing(
            f"staff member {member.id}", "skill", [holding.skill_id for holding in member.skills], skills
        )
    for shift in problem.shifts:
        yield from missing(f"shift {shift.id}", "staff member", [shift.staff_id], staff)
        places = [shift.start_location_id, shift.end_location_id, *(event.location_id for event in shift.events)]
        yield from missing(f"shift {shift.id}", "place in the travel matrix", places, problem.travel.index_by_location)
    for patient in problem.patients:
        yield from missing(f"patient {patient.id}", "location", [patient.location_id], locations)
        yield from missing(f"patient {patient.id}", "practice", [patient.practice_code], problem.practice_by_code)
        told_apart = (*patient.preferred_staff_ids, *patient.excluded_staff_ids, *patient.unwelcome_staff_ids)
        known_staff = [patient.named_staff_id, *told_apart]
        yield from missing(f"patient {patient.id}", "staff member", known_staff, staff)
    for visit in problem.visits:
        yield from missing(f"visit {visit.id}", "patient", [visit.patient_id], patients)
        yield from missing(f"visit {visit.id}", "organisation", [visit.organisation_id], organisations)
        yield from missing(
            f"visit {visit.id}",
            "skill",
            [skill for need in visit.attendances for skill in (*need.skill_ids, *need.wished_skill_ids)],
            skills,
        )
        if visit.patient_id in patients and not visit.is_remote:
            place = problem.patient_by_id[visit.patient_id].location_id
            yield from missing(
                f"visit {visit.id}", "place in the travel matrix", [place], problem.travel.index_by_location
            )
    for link in problem.links:
        yield from missing("a link", "visit", [link.first, link.second], visits)
    for delegation in problem.delegations:
        yield from missing("a delegation", "patient", [delegation.patient_id], patients)
        yield from missing("a delegation", "staff member", [delegation.staff_id], staff)
        yield from missing("a delegation", "skill", [delegation.skill_id], skills)
    for record in problem.history.records:
        yield from missing("care history", "patient", [record.patient_id], patients)
        yield from missing("care history", "staff member", [record.staff_id], staff)
    for pin in problem.pins:
        yield from missing("a pin", "visit", [pin.visit_id], visits)
        yield from missing("a pin", "shift", [pin.shift_id], shifts)
