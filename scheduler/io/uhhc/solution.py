"""Solution files of the unified format, read into a `Plan`. Whether a plan is lawful is the validator's to say."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from scheduler.encoding.left_out import leave_out
from scheduler.errors import InputError
from scheduler.io.json_document import DocumentFault, read_document
from scheduler.io.public_parts import NOISE, faults_of_routes, visit_id_of
from scheduler.io.uhhc.document import LUNCH, LocationPart, RoutePart, SolutionDocument
from scheduler.io.uhhc.instance import UhhcInstance
from scheduler.model.plan import BreakTaken, LeftOut, Plan, Route, Stop
from scheduler.model.workforce import ShiftId


def read_solution(instance: UhhcInstance, path: Path) -> Plan:
    """Read anyone's solution of an instance; its breaks are those listed, and optional patients without stops are deferred.

    What else it does not plan is not in the plan, for the validator to find.

    Raises
    ------
    InputError
        With every fault: a caregiver, patient or service that the instance does not have, a caregiver with two routes,
        a start between the steps in which the instance counts time, care of another length than asked.
    """
    document = read_document(path, SolutionDocument)
    reading = _Reading(instance, str(path))
    if faults := [*reading.faults_of(document.routes)]:
        raise InputError(faults)
    routes = [Route(ShiftId(route.caregiver_id), reading.stops(route)) for route in document.routes]
    breaks = [taken for route in document.routes for taken in reading.breaks(route)]
    return Plan(
        tuple(route for route in routes if route.stops),
        tuple(reading.left_out({stop.visit_id for route in routes for stop in route.stops})),
        breaks=tuple(breaks),
    )


@dataclass(frozen=True)
class _Reading:
    instance: UhhcInstance
    file: str

    def stops(self, route: RoutePart) -> tuple[Stop, ...]:
        """The services that a caregiver gives, in order of start."""
        scale = self.instance.scale
        stops = [
            Stop(visit_id_of(patient, service), scale.nearest(start))
            for patient, service, start, _ in _given(route)
            if service != LUNCH
        ]
        return tuple(sorted(stops, key=lambda stop: stop.start))

    def breaks(self, route: RoutePart) -> Iterator[BreakTaken]:
        """The breaks of a caregiver that are long enough."""
        shift, scale = self.instance.problem.shift_by_id[ShiftId(route.caregiver_id)], self.instance.scale
        for _, service, start, end in _given(route):
            owed = shift.rest_break
            if service == LUNCH and owed and scale.nearest(end - start) >= owed.duration_minutes:
                yield BreakTaken(shift.id, scale.nearest(start))

    def left_out(self, planned: set[str]) -> Iterator[LeftOut]:
        """Optional patients of whom nothing is planned."""
        problem = self.instance.problem
        visited = {problem.visit_by_id[visit.id].patient_id for visit in problem.visits if visit.id in planned}
        for visit in problem.visits:
            if not visit.is_must_serve and visit.patient_id not in visited:
                yield leave_out(problem, visit, "The solution does not visit this optional patient.")

    def faults_of(self, routes: tuple[RoutePart, ...]) -> Iterator[DocumentFault]:
        def within(row: int) -> Iterator[DocumentFault]:
            for number, location in enumerate(routes[row].locations or ()):
                yield from self._faults_of_location(f"routes[{row}].locations[{number}]", location)

        caregivers = [route.caregiver_id for route in routes]
        return faults_of_routes(self.instance.problem, caregivers, self.file, within)

    def _faults_of_location(self, where: str, location: LocationPart) -> Iterator[DocumentFault]:
        if location.patient is None or location.service is None or location.start is None or location.end is None:
            return
        scale, problem = self.instance.scale, self.instance.problem
        visit_id = visit_id_of(location.patient, location.service)
        if abs(location.start - Decimal(scale.nearest(location.start)) / scale.factor) > NOISE:
            yield self._fault(
                f"{where}.arrival_time", location.start, f"a multiple of {Decimal(1) / scale.factor} minutes"
            )
        if location.service == LUNCH:
            return
        if visit_id not in problem.visit_by_id:
            value = f"{location.service} for {location.patient}"
            yield self._fault(where, value, "a service that this patient of the instance needs")
        elif problem.visit_by_id[visit_id].duration_minutes != scale.minutes(location.end - location.start + NOISE):
            duration = Decimal(problem.visit_by_id[visit_id].duration_minutes) / scale.factor
            yield self._fault(f"{where}.departure_time", location.end, f"{duration} minutes of care")

    def _fault(self, where: str, value: object, expected: str) -> DocumentFault:
        return DocumentFault(self.file, where, str(value), expected)


def _given(route: RoutePart) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """Patient, service, start and end of everything but the way out and back."""
    for each in route.locations or ():
        if each.patient is not None and each.service is not None and each.start is not None and each.end is not None:
            yield each.patient, each.service, each.start, each.end
