"""What is wrong with an instance where several of its parts must fit together. What one part must be stands in `document`."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scheduler.io.json_document import DocumentFault
from scheduler.io.uhhc.document import CaregiverPart, InstanceDocument, PatientPart, PointPart


def faults_of(document: InstanceDocument, file: str) -> list[DocumentFault]:
    """Every id that leads nowhere, place without a row of the distances, and service without a duration."""
    return [*_Looking(document, file).faults()]


def places_of(document: InstanceDocument) -> dict[int, str]:
    """Terminal points and patients by their row of the distances; those without stand in the order of the file."""
    parts: tuple[PointPart | PatientPart, ...] = (*document.terminal_points, *document.patients)
    rows = [row if part.distance_matrix_index is None else part.distance_matrix_index for row, part in enumerate(parts)]
    return {row: part.id for row, part in zip(rows, parts, strict=True)}


@dataclass(frozen=True)
class _Looking:
    document: InstanceDocument
    file: str

    def faults(self) -> Iterator[DocumentFault]:
        yield from self._faults_of_distances()
        for row, caregiver in enumerate(self.document.caregivers):
            yield from self._faults_of_caregiver(f"caregivers[{row}]", caregiver)
        for row, patient in enumerate(self.document.patients):
            yield from self._faults_of_patient(f"patients[{row}]", patient)
            yield from self._faults_of_windows(f"patients[{row}].time_windows", patient)

    def _faults_of_distances(self) -> Iterator[DocumentFault]:
        document, distances = self.document, self.document.distances
        size = len(document.terminal_points) + len(document.patients)
        if {len(distances), *map(len, distances)} != {size}:
            yield self._fault("distances", f"of {len(distances)} rows", f"{size} figures in each of {size} rows")
        elif any(row[place] for place, row in enumerate(distances)):
            yield self._fault("distances", "more than 0 on its diagonal", "0 from each place to itself")
        rows = sorted(places_of(document))
        if rows != list(range(size)):
            yield self._fault("distance_matrix_index", f"one of {rows}", f"each of 0 to {size - 1} once")

    def _faults_of_caregiver(self, where: str, caregiver: CaregiverPart) -> Iterator[DocumentFault]:
        points = {point.id for point in self.document.terminal_points}
        ends = {"departing_point": caregiver.departing_point, "arrival_point": caregiver.arrival_point}
        for key, point in ends.items():
            if point is not None and point not in points:
                yield self._fault(f"{where}.{key}", point, "a terminal point of the instance")

    def _faults_of_patient(self, where: str, patient: PatientPart) -> Iterator[DocumentFault]:
        caregivers = {caregiver.id for caregiver in self.document.caregivers}
        lasting = {service.id for service in self.document.services if service.default_duration is not None}
        for number, need in enumerate(patient.required_services):
            if need.duration is None and need.service not in lasting:
                expected = "a duration, or a service with one"
                yield self._fault(f"{where}.required_services[{number}].duration", None, expected)
        for key in ("preferred_caregivers", "incompatible_caregivers"):
            for caregiver in getattr(patient, key) or ():
                if caregiver not in caregivers:
                    yield self._fault(f"{where}.{key}", caregiver, "caregivers of the instance")

    def _faults_of_windows(self, where: str, patient: PatientPart) -> Iterator[DocumentFault]:
        """Care is late by the window in which it starts: one cut where the next opens would close too early for its end."""
        spans = sorted({(window.start, window.end) for window in patient.time_windows})
        for (_, end), (start, _) in pairwise(spans):
            if start < end and self.document.metadata.time_window_met == "at_service_end":
                expected = f"windows that do not overlap where care must end in them, so {end} or later"
                yield self._fault(where, f"open from {start}", expected)

    def _fault(self, where: str, value: object, expected: str) -> DocumentFault:
        return DocumentFault(self.file, where, None if value is None else str(value), expected)
