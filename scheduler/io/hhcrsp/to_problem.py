"""The nouns of an instance: its patients, services, caregivers and distances in our words.

The format knows no shift end, break, team or limit of visits: what our rules ask for beyond it stands in `one_team`, or is
set here so that it never binds and never costs.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from scheduler.io import one_team
from scheduler.io.hhcrsp.document import InstanceDocument, NeedPart, PatientPart
from scheduler.io.one_team import Scale
from scheduler.io.public_parts import visit_id_of
from scheduler.model.demand import Attendance, LinkedStaff, Patient, Service, Visit, VisitLink
from scheduler.model.place import LocationId
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import PatientId, Shift, ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.units import Minute


def problem_of(document: InstanceDocument, scale: Scale, *, name: str, file: str) -> Problem:
    """The problem of an instance; `file` is named where figures have too many decimals."""
    return _Making(document, scale, name, file).problem()


@dataclass(frozen=True)
class _Making:
    document: InstanceDocument
    scale: Scale
    name: str
    file: str

    def problem(self) -> Problem:
        document = self.document
        depot, *homes = places = self._location_ids
        held = [ability for caregiver in document.caregivers for ability in caregiver.abilities]
        return Problem(
            horizon=one_team.HORIZON,
            locations=one_team.locations([depot], homes),
            bases=one_team.bases(depot),
            localities=one_team.LOCALITIES,
            teams=one_team.TEAMS,
            practices=one_team.practices(depot),
            organisations=one_team.ORGANISATIONS,
            skills=one_team.skills([need.service for _, need in self._needs] + held),
            staff=tuple(one_team.staff_member(each.id, each.abilities) for each in document.caregivers),
            shifts=self._shifts(),
            patients=self._patients(),
            visits=tuple(self._visit(patient, need) for patient, need in self._needs),
            links=tuple(self._link(patient, patient.gap) for patient in document.patients if patient.gap),
            travel=one_team.travel(
                places, document.distances, self.scale, source=f"distances of instance {self.name}", file=self.file
            ),
            policy=self._policy(),
        )

    @property
    def _location_ids(self) -> tuple[LocationId, ...]:
        office, patients = self.document.central_offices[0], self.document.patients
        return LocationId(office.id), *(LocationId(patient.id) for patient in patients)

    @cached_property
    def _needs(self) -> tuple[tuple[PatientPart, NeedPart], ...]:
        return tuple((patient, need) for patient in self.document.patients for need in patient.required_caregivers)

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
        return Minute(self.scale.minute(last_opening + care + gaps + ways) + 1)

    def _shifts(self) -> tuple[Shift, ...]:
        depot, end = self._location_ids[0], self._end
        return tuple(
            Shift(ShiftId(caregiver.id), StaffId(caregiver.id), Minute(0), end, depot, depot)
            for caregiver in self.document.caregivers
        )

    def _patients(self) -> tuple[Patient, ...]:
        return tuple(
            Patient(PatientId(patient.id), patient.id, "", LocationId(patient.id), one_team.PRACTICE)
            for patient in self.document.patients
        )

    def _visit(self, patient: PatientPart, need: NeedPart) -> Visit:
        # The authors read windows into whole minutes, so 401.99999999999994 is 401 wherever costs were published.
        opens, closes = (self.scale.minute(int(figure)) for figure in patient.time_window)
        return Visit(
            id=visit_id_of(patient.id, need.service),
            patient_id=PatientId(patient.id),
            organisation_id=one_team.EMPLOYER,
            service=Service.NURSING,
            visit_type=need.service,
            windows=(TimeWindow(opens, closes),),
            duration_minutes=self.scale.minutes(need.duration),
            attendances=(Attendance((SkillId(need.service),)),),
            is_must_serve=True,
        )

    def _link(self, patient: PatientPart, gap: tuple[Decimal, Decimal]) -> VisitLink:
        first, second = (visit_id_of(patient.id, need.service) for need in patient.required_caregivers)
        least, most = (self.scale.minutes(figure) for figure in gap)
        return VisitLink(first, second, least, most, LinkedStaff.DIFFERENT, is_both_or_none=True)

    def _policy(self) -> Policy:
        """Travel, total and largest lateness count alike, and every plan of all visits beats one of fewer."""
        end, num_visits = self._end, len(self._needs)
        weights = dict.fromkeys((RuleId.TRAVEL, RuleId.LATENESS, RuleId.LARGEST_LATENESS), 1)
        # Nobody is later than the end, the largest lateness counts once more, and all ways together are within two ends.
        weights[RuleId.ESCALATED] = weights[RuleId.DEFERRED] = (num_visits + 3) * end
        return Policy(
            name="HHCRSP",
            valid_from=one_team.ANY_DAY,
            weights=tuple(weights.get(rule, 0) for rule in RuleId),
            limits=one_team.limits(end, num_visits),
        )
