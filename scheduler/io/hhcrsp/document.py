"""What the files of the format hold, part by part: instances and solutions. Keys that are not read are left out.

The way to a `Problem` stands in `to_problem`, the way to a `Plan` in `solution`.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from scheduler.io.public_parts import (
    Figure,
    Length,
    Part,
    expect_distance_if_sequential,
    expect_services_that_go_together,
)


class NeedPart(Part):
    """One service that a patient needs, in minutes."""

    service: str
    duration: Length


class SynchronizationPart(Part):
    """How the two services of a patient hang together."""

    type: Literal["simultaneous", "sequential"]
    distance: tuple[Figure, Figure] | None = None
    """Of a sequential pair: least and most minutes from the start of the first listed to that of the second."""

    @model_validator(mode="after")
    def _has_a_distance_if_sequential(self) -> Self:
        expect_distance_if_sequential(self.type, self.distance)
        return self


class PatientPart(Part):
    """A patient; the n-th has row n of the distances."""

    id: str
    time_window: tuple[Figure, Figure]
    required_caregivers: Annotated[tuple[NeedPart, ...], Field(min_length=1, max_length=2)]
    synchronization: SynchronizationPart | None = None

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.time_window[1] < self.time_window[0]:
            raise ValueError("expected a time_window that ends after it starts")
        expect_services_that_go_together([need.service for need in self.required_caregivers], self.synchronization)
        return self

    @property
    def gap(self) -> tuple[Figure, Figure] | None:
        """Least and most minutes from the first start to the second; None for one service."""
        if self.synchronization is None or len(self.required_caregivers) == 1:
            return None
        is_simultaneous = self.synchronization.type == "simultaneous"
        return (Figure(0), Figure(0)) if is_simultaneous else self.synchronization.distance


class CaregiverPart(Part):
    """A caregiver."""

    id: str
    abilities: tuple[str, ...]


class OfficePart(Part):
    """Where everybody starts and ends; row 0 of the distances."""

    id: str


class InstanceDocument(Part):
    """An instance."""

    central_offices: Annotated[tuple[OfficePart, ...], Field(min_length=1, max_length=1)]
    patients: tuple[PatientPart, ...]
    caregivers: tuple[CaregiverPart, ...]
    distances: tuple[tuple[Length, ...], ...]
    """Minutes from row to column."""

    @field_validator("distances", mode="after")
    @classmethod
    def _lead_from_each_place_to_each(
        cls, distances: tuple[tuple[Decimal, ...], ...], info: ValidationInfo
    ) -> tuple[tuple[Decimal, ...], ...]:
        size = 1 + len(info.data["patients"]) if "patients" in info.data else len(distances)
        if {len(distances), *map(len, distances)} != {size}:
            raise ValueError(f"expected {size} figures in each of {size} rows")
        if any(row[place] for place, row in enumerate(distances)):
            raise ValueError("expected 0 from each place to itself")
        return distances


class LocationPart(Part):
    """A service given; the arrival is the start of the service."""

    patient: str
    service: str
    arrival_time: Figure


class RoutePart(Part):
    """What one caregiver does, in order."""

    caregiver_id: str
    locations: tuple[LocationPart, ...] = ()


class SolutionDocument(Part):
    """A solution."""

    routes: tuple[RoutePart, ...]
