"""The nouns of an instance: its patients, services, caregivers and distances in our words.

The format knows no shift end, break, team or limit of visits: what our rules ask for beyond it is set so that it never
binds and never costs. The calendar means nothing here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np

from scheduler.io.hhcrsp.document import InstanceDocument, NeedPart, PatientPart
from scheduler.model.clock import Horizon
from scheduler.model.demand import Attendance, LinkedStaff, Patient, Service, Visit, VisitId, VisitLink
from scheduler.model.geography import Locality, LocalityId, NeighbourhoodTeam, Practice, PracticeCode, TeamId
from scheduler.model.place import Base, BaseId, Location, LocationId, LocationKind
from scheduler.model.policy import Limits, Policy
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
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes

_ANY_DAY = date(2026, 1, 5)
_LOCALITY, _TEAM, _PRACTICE = LocalityId("locality"), TeamId("team"), PracticeCode("practice")
_BASE, _EMPLOYER = BaseId("base"), OrganisationId("employer")


def problem_of(document: InstanceDocument, scale: int, *, name: str) -> Problem:
    """The problem of an instance, in minutes that are `scale` to a minute of the file."""
    return _Making(document, scale, name).problem()


def visit_id_of(patient_id: str, service: str) -> VisitId:
    """The visit that gives a patient a service."""
    return VisitId(f"{patient_id}/{service}")


@dataclass(frozen=True)
class _Making:
    document: InstanceDocument
    scale: int
    name: str

    def problem(self) -> Problem:
        depot = self._location_ids[0]
        return Problem(
            horizon=Horizon(_ANY_DAY),
            locations=self._locations(),
            bases=(Base(_BASE, "Base", depot),),
            localities=(Locality(_LOCALITY, "Locality"),),
            teams=(NeighbourhoodTeam(_TEAM, "Team", _LOCALITY, _BASE),),
            practices=(Practice(_PRACTICE, "Practice", depot, _TEAM),),
            organisations=(Organisation(_EMPLOYER, "Employer", OrganisationKind.COMMUNITY_HEALTH),),
            skills=self._skills(),
            staff=self._staff(),
            shifts=self._shifts(),
            patients=self._patients(),
            visits=tuple(self._visit(patient, need) for patient, need in self._needs),
            links=tuple(self._link(patient, patient.gap) for patient in self.document.patients if patient.gap),
            travel=self._travel(),
            policy=self._policy(),
        )

    @property
    def _location_ids(self) -> tuple[LocationId, ...]:
        office, patients = self.document.central_offices[0], self.document.patients
        return LocationId(office.id), *(LocationId(patient.id) for patient in patients)

    @cached_property
    def _needs(self) -> tuple[tuple[PatientPart, NeedPart], ...]:
        return tuple((patient, need) for patient in self.document.patients for need in patient.required_caregivers)

    def _scaled(self, figure: Decimal) -> Minutes:
        return Minutes(int(figure * self.scale))

    @cached_property
    def _end(self) -> Minute:
        """A minute by which everybody is back who starts each visit as soon as they can.

        What holds a start back is a chain of visits, ways and gaps from the opening of some window, none of them twice.
        """
        patients = self.document.patients
        longest_way = max(figure for row in self.document.distances for figure in row)
        last_opening = max((patient.time_window[0] for patient in patients), default=Decimal(0))
        care = sum((need.duration for _, need in self._needs), Decimal(0))
        gaps = sum((max(abs(minutes) for minutes in patient.gap) for patient in patients if patient.gap), Decimal(0))
        ways = longest_way * (len(self._needs) + 1)
        return Minute(self._scaled(last_opening + care + gaps + ways) + 1)

    def _locations(self) -> tuple[Location, ...]:
        """Places without a place on the map: the distances are all that counts."""
        depot, *homes = self._location_ids
        return (
            Location(depot, LocationKind.BASE, 0.0, 0.0),
            *(Location(home, LocationKind.HOME, 0.0, 0.0) for home in homes),
        )

    def _skills(self) -> tuple[Skill, ...]:
        asked = [need.service for _, need in self._needs]
        held = [ability for caregiver in self.document.caregivers for ability in caregiver.abilities]
        return tuple(Skill(SkillId(service), service) for service in dict.fromkeys([*asked, *held]))

    def _staff(self) -> tuple[StaffMember, ...]:
        return tuple(
            StaffMember(
                StaffId(caregiver.id),
                caregiver.id,
                _EMPLOYER,
                Role.COMMUNITY_NURSE,
                Band.UNBANDED,
                is_registered=True,
                team_ids=(_TEAM,),
                skills=tuple(SkillHolding(SkillId(ability)) for ability in caregiver.abilities),
            )
            for caregiver in self.document.caregivers
        )

    def _shifts(self) -> tuple[Shift, ...]:
        depot, end = self._location_ids[0], self._end
        return tuple(
            Shift(ShiftId(caregiver.id), StaffId(caregiver.id), Minute(0), end, depot, depot)
            for caregiver in self.document.caregivers
        )

    def _patients(self) -> tuple[Patient, ...]:
        return tuple(
            Patient(PatientId(patient.id), patient.id, "", LocationId(patient.id), _PRACTICE)
            for patient in self.document.patients
        )

    def _visit(self, patient: PatientPart, need: NeedPart) -> Visit:
        # The authors read windows into whole minutes, so 401.99999999999994 is 401 wherever costs were published.
        opens, closes = (Minute(int(figure) * self.scale) for figure in patient.time_window)
        return Visit(
            id=visit_id_of(patient.id, need.service),
            patient_id=PatientId(patient.id),
            organisation_id=_EMPLOYER,
            service=Service.NURSING,
            visit_type=need.service,
            windows=(TimeWindow(opens, closes),),
            duration_minutes=self._scaled(need.duration),
            attendances=(Attendance((SkillId(need.service),)),),
            is_must_serve=True,
        )

    def _link(self, patient: PatientPart, gap: tuple[Decimal, Decimal]) -> VisitLink:
        first, second = (visit_id_of(patient.id, need.service) for need in patient.required_caregivers)
        least, most = (self._scaled(figure) for figure in gap)
        return VisitLink(first, second, least, most, LinkedStaff.DIFFERENT, is_both_or_none=True)

    def _travel(self) -> TravelMatrix:
        figures = [[self._scaled(figure) for figure in row] for row in self.document.distances]
        minutes = np.array(figures, dtype=np.int32)
        layers = {TravelLayer(TravelMode.CAR, period): minutes for period in TrafficPeriod}
        return TravelMatrix(self._location_ids, layers, {}, f"distances of instance {self.name}")

    def _policy(self) -> Policy:
        """Travel, total and largest lateness count alike, and every plan of all visits beats one of fewer."""
        end, num_visits = self._end, len(self._needs)
        weights = dict.fromkeys((RuleId.TRAVEL, RuleId.LATENESS, RuleId.LARGEST_LATENESS), 1)
        # Nobody is later than the end, the largest lateness counts once more, and all ways together are within two ends.
        weights[RuleId.ESCALATED] = weights[RuleId.DEFERRED] = (num_visits + 3) * end
        return Policy(
            name="HHCRSP",
            valid_from=_ANY_DAY,
            weights=tuple(weights.get(rule, 0) for rule in RuleId),
            limits=Limits(
                lateness_minutes=Minutes(end),
                contact_visits=num_visits,
                busy_from_visits=num_visits + 1,
                care_minutes=Minutes(end),
                workload_percent=100,
                week_minutes=Minutes(2 * end),
            ),
        )
