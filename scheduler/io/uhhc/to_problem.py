"""The nouns of an instance: its patients, services, caregivers, breaks and distances in our words.

What the cost counts, and what it forbids, is in the policy, in skills and wishes, and in who may meet whom.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from scheduler.errors import InputError
from scheduler.io import one_team
from scheduler.io.json_document import DocumentFault
from scheduler.io.public_parts import visit_id_of
from scheduler.io.uhhc.document import CaregiverPart, InstanceDocument, NeedPart, PatientPart
from scheduler.io.uhhc.faults import places_of
from scheduler.io.uhhc.weights import MINUTES, NUMBERS, Weights
from scheduler.model.demand import Attendance, LevelOfCare, LinkedStaff, Patient, Service, Visit, VisitLink
from scheduler.model.place import LocationId
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.skills import SkillId
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Break, PatientId, Shift, ShiftId, StaffId
from scheduler.rules import RuleId
from scheduler.units import Minute, Minutes

_POINTS_BY_LEVEL = (0, 0, 1, 1, 1, 1)
"""The second service of an optional patient is routine: a patient left out counts once."""


def problem_of(document: InstanceDocument, weights: Weights, *, name: str, file: str) -> Problem:
    """The problem of an instance without faults; `file` is named where figures have too many decimals."""
    return _Making(document, weights, name, file).problem()


@dataclass(frozen=True)
class _Making:
    document: InstanceDocument
    weights: Weights
    name: str
    file: str

    def problem(self) -> Problem:
        document, scale = self.document, self.weights.scale
        depots = [LocationId(point.id) for point in document.terminal_points]
        places = [LocationId(place) for _, place in sorted(places_of(document).items())]
        held = [ability for caregiver in document.caregivers for ability in caregiver.abilities]
        return Problem(
            horizon=one_team.HORIZON,
            locations=one_team.locations(depots, [LocationId(patient.id) for patient in document.patients]),
            bases=one_team.bases(depots[0]),
            localities=one_team.LOCALITIES,
            teams=one_team.TEAMS,
            practices=one_team.practices(depots[0]),
            organisations=one_team.ORGANISATIONS,
            skills=one_team.skills([need.service for _, need in self._needs] + held),
            staff=tuple(one_team.staff_member(each.id, each.abilities) for each in document.caregivers),
            shifts=tuple(self._shift(caregiver) for caregiver in document.caregivers),
            patients=tuple(self._patient(patient) for patient in document.patients),
            visits=tuple(self._visit(patient, need) for patient, need in self._needs),
            links=tuple(self._link(each) for each in document.patients if len(each.required_services) == 2),
            travel=one_team.travel(
                places, document.distances, scale, source=f"distances of instance {self.name}", file=self.file
            ),
            policy=self._policy(),
        )

    @cached_property
    def _needs(self) -> tuple[tuple[PatientPart, NeedPart], ...]:
        return tuple((patient, need) for patient in self.document.patients for need in patient.required_services)

    def _duration(self, need: NeedPart) -> Decimal:
        lasting = {service.id: service.default_duration for service in self.document.services}
        figure = lasting.get(need.service) if need.duration is None else need.duration
        return figure if figure is not None else Decimal(0)

    @cached_property
    def _end(self) -> Minute:
        """A minute by which everybody is back who starts each visit as soon as they can.

        What holds a start back is a chain of visits, breaks, ways and gaps from the opening of some window or shift,
        none of them twice.
        """
        document = self.document
        openings = [window.start for patient in document.patients for window in patient.time_windows]
        openings += [each.working_shift.start for each in document.caregivers if each.working_shift]
        ends = [each.working_shift.end for each in document.caregivers if each.working_shift]
        gaps = [max(map(abs, gap)) for patient in document.patients if (gap := _gap_of(patient)) is not None]
        care = sum((self._duration(need) for _, need in self._needs), Decimal(0))
        ways = max(figure for row in document.distances for figure in row) * (len(self._needs) + 1)
        rest = document.lunch_breaks.end + document.lunch_breaks.min_duration if document.lunch_breaks else Decimal(0)
        last = max([*openings, *ends, rest], default=Decimal(0))
        return Minute(self.weights.scale.minute(last + care + sum(gaps, Decimal(0)) + ways) + 1)

    def _shift(self, caregiver: CaregiverPart) -> Shift:
        scale, hours = self.weights.scale, caregiver.working_shift
        start, end = (scale.minute(hours.start), scale.minute(hours.end)) if hours else (Minute(0), self._end)
        is_limited = self.weights.is_hard("total_extra_time", "working_time")
        return Shift(
            ShiftId(caregiver.id),
            StaffId(caregiver.id),
            start,
            end,
            LocationId(caregiver.departing_point),
            LocationId(caregiver.arrival_point or caregiver.departing_point),
            rest_break=self._break() if caregiver.lunch_break else None,
            overtime_limit_minutes=Minutes(0 if is_limited else max(0, self._end - end)),
        )

    def _break(self) -> Break | None:
        lunch, scale = self.document.lunch_breaks, self.weights.scale
        if lunch is None or not lunch.min_duration or not self.weights.counts("missed_lunch_break"):
            return None
        return Break(
            scale.minutes(lunch.min_duration),
            scale.minute(lunch.start),
            scale.minute(lunch.end),
            may_be_missed=not self.weights.is_hard("missed_lunch_break"),
        )

    def _patient(self, patient: PatientPart) -> Patient:
        weights = self.weights
        preferred, incompatible = patient.preferred_caregivers or (), patient.incompatible_caregivers or ()
        may_not = (
            [] if weights.counts("incompabilities") and not weights.is_hard("incompabilities") else [*incompatible]
        )
        if preferred and weights.is_hard("caregiver_preferences"):
            may_not += [caregiver.id for caregiver in self.document.caregivers if caregiver.id not in preferred]
        return Patient(
            PatientId(patient.id),
            patient.id,
            "",
            LocationId(patient.id),
            one_team.PRACTICE,
            preferred_staff_ids=tuple(StaffId(caregiver) for caregiver in sorted(set(preferred))),
            excluded_staff_ids=tuple(StaffId(caregiver) for caregiver in dict.fromkeys(may_not)),
            unwelcome_staff_ids=tuple(StaffId(caregiver) for caregiver in incompatible if caregiver not in may_not),
        )

    def _visit(self, patient: PatientPart, need: NeedPart) -> Visit:
        weights, skill = self.weights, (SkillId(need.service),)
        is_wished = weights.counts("qualification") and not weights.is_hard("qualification")
        must_serve = not patient.optional or weights.is_hard("optional_patients")
        counts = must_serve or need is patient.required_services[0]
        return Visit(
            id=visit_id_of(patient.id, need.service),
            patient_id=PatientId(patient.id),
            organisation_id=one_team.EMPLOYER,
            service=Service.NURSING,
            visit_type=need.service,
            windows=self._windows(patient),
            duration_minutes=weights.scale.minutes(self._duration(need)),
            attendances=(Attendance(wished_skill_ids=skill) if is_wished else Attendance(skill),),
            level_of_care=LevelOfCare.MANAGED if counts else LevelOfCare.ROUTINE,
            is_must_serve=must_serve,
            is_time_critical=weights.is_hard("total_tardiness", "highest_tardiness"),
        )

    def _windows(self, patient: PatientPart) -> tuple[TimeWindow, ...]:
        """Windows in order; one ends before the next opens, since a start is judged by the last that has opened."""
        scale = self.weights.scale
        spans = sorted({(scale.minute(window.start), scale.minute(window.end)) for window in patient.time_windows})
        last_of = dict(spans)
        starts = sorted(last_of)
        return tuple(
            TimeWindow(start, Minute(min(last_of[start], following - 1)))
            for start, following in zip(starts, [*starts[1:], self._end + 1], strict=True)
        )

    def _link(self, patient: PatientPart) -> VisitLink:
        first, second = (visit_id_of(patient.id, need.service) for need in patient.required_services)
        gap = _gap_of(patient)
        least, most = (-self._end, self._end) if gap is None else (self.weights.scale.minutes(each) for each in gap)
        return VisitLink(first, second, Minutes(least), Minutes(most), LinkedStaff.DIFFERENT, is_both_or_none=True)

    def _policy(self) -> Policy:
        """The weights of the instance; every plan of all patients who must be visited beats one of fewer."""
        end, num_visits, points = self._end, len(self._needs), self._points()
        points[RuleId.ESCALATED] = 2 * end * (sum(points.values()) + 1)
        metadata = self.document.metadata
        return Policy(
            name="UHHC",
            valid_from=one_team.ANY_DAY,
            weights=tuple(points.get(rule, 0) for rule in RuleId),
            points_by_level=_POINTS_BY_LEVEL,
            limits=one_team.limits(end, num_visits),
            waits_before_first_stop=metadata.leaves_at_shift_start,
            care_ends_in_window=metadata.time_window_met == "at_service_end",
        )

    def _points(self) -> dict[RuleId, int]:
        """Points that solvers can add up.

        Who attends is priced in 32 bits, by up to three rules at once; a broken hard rule costs 4 ends times the sum
        of all weights a minute, and all of that must stay below 2^60.
        """
        points = self.weights.points()
        most = min(np.iinfo(np.int32).max // 3, 2**60 // (4 * self._end**2 * (len(points) + 1)))
        heavy = {name: points[rule] for name, rule in (MINUTES | NUMBERS).items() if points.get(rule, 0) > most}
        if heavy:
            expected = f"at most {most:,}: smaller weights, or weights and times of fewer decimals"
            raise InputError(
                [
                    DocumentFault(self.file, f"metadata.cost_components.{name}", f"{each:,} points", expected)
                    for name, each in heavy.items()
                ]
            )
        return points


def _gap_of(patient: PatientPart) -> tuple[Decimal, Decimal] | None:
    """Least and most minutes from the first start to the second; None where nothing is asked."""
    together = patient.synchronization
    if together is None or len(patient.required_services) == 1 or together.type == "independent":
        return None
    return (Decimal(0), Decimal(0)) if together.type == "simultaneous" else together.distance
