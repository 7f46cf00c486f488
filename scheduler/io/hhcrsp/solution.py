"""Solution files of the format: read into a `Plan`, written from one. Whether a plan is lawful is the validator's to say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from scheduler.errors import InputError
from scheduler.io.hhcrsp.document import LocationPart, RoutePart, SolutionDocument
from scheduler.io.hhcrsp.instance import HhcrspInstance
from scheduler.io.json_document import DocumentFault, read_document
from scheduler.io.public_parts import NOISE, faults_of_routes, visit_id_of
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.workforce import ShiftId
from scheduler.units import Minute


def read_solution(instance: HhcrspInstance, path: Path) -> Plan:
    """Read anyone's solution of an instance. What it does not plan is not in the plan, for the validator to find.

    Raises
    ------
    InputError
        With every fault: a caregiver, patient or service that the instance does not have, a caregiver with two routes,
        an arrival between the steps in which the instance counts time or before the one above it.
    """
    document = read_document(path, SolutionDocument)
    reading = _Reading(instance, str(path))
    if faults := [*reading.faults_of(document.routes)]:
        raise InputError(faults)
    return Plan(
        tuple(
            Route(ShiftId(route.caregiver_id), tuple(reading.stop(location) for location in route.locations))
            for route in document.routes
            if route.locations
        )
    )


def write_solution(instance: HhcrspInstance, plan: Plan, path: Path) -> None:
    """Write a plan as a solution file; a caregiver without visits has no locations, as in the published files."""
    stops_by_shift = {route.shift_id: route.stops for route in plan.routes if route.stops}
    routes: list[dict[str, object]] = []
    for shift in instance.problem.shifts:
        route: dict[str, object] = {"caregiver_id": shift.staff_id}
        if shift.id in stops_by_shift:
            route["locations"] = [_location(instance, stop) for stop in stops_by_shift[shift.id]]
        routes.append(route)
    path.write_text(json.dumps({"routes": routes}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _location(instance: HhcrspInstance, stop: Stop) -> dict[str, object]:
    visit = instance.problem.visit_by_id[stop.visit_id]
    return {
        "patient": visit.patient_id,
        "service": visit.visit_type,
        "arrival_time": stop.start / instance.scale,
        "departure_time": (stop.start + visit.duration_minutes) / instance.scale,
    }


@dataclass(frozen=True)
class _Reading:
    instance: HhcrspInstance
    file: str

    def stop(self, location: LocationPart) -> Stop:
        return Stop(visit_id_of(location.patient, location.service), self._start(location))

    def _start(self, location: LocationPart) -> Minute:
        return Minute(round(location.arrival_time * self.instance.scale))

    def faults_of(self, routes: tuple[RoutePart, ...]) -> Iterator[DocumentFault]:
        def within(row: int) -> Iterator[DocumentFault]:
            yield from self._faults_of_locations(f"routes[{row}]", routes[row].locations)

        caregivers = [route.caregiver_id for route in routes]
        return faults_of_routes(self.instance.problem, caregivers, self.file, within)

    def _faults_of_locations(self, route: str, locations: tuple[LocationPart, ...]) -> Iterator[DocumentFault]:
        before = Decimal("-Infinity")
        for row, location in enumerate(locations):
            where, arrival = f"{route}.locations[{row}]", location.arrival_time
            if visit_id_of(location.patient, location.service) not in self.instance.problem.visit_by_id:
                value = f"{location.service} for {location.patient}"
                yield self._fault(where, value, "a service that this patient of the instance needs")
            if abs(arrival - Decimal(self._start(location)) / self.instance.scale) > NOISE:
                step = Decimal(1) / self.instance.scale
                yield self._fault(f"{where}.arrival_time", arrival, f"a multiple of {step} minutes")
            if arrival < before:
                yield self._fault(f"{where}.arrival_time", arrival, f"{before} or later, as services are in order")
            before = arrival

    def _fault(self, where: str, value: object, expected: str) -> DocumentFault:
        return DocumentFault(self.file, where, str(value), expected)
