"""What the files of the unified format hold, part by part. Keys that are not read are left out.

What only several parts together can say, such as an id that leads nowhere, stands in `faults`; the way to a `Problem`
in `to_problem`.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from scheduler.io.public_parts import (
    Figure,
    Length,
    Part,
    expect_distance_if_sequential,
    expect_services_that_go_together,
)

HARD = "HARD"
Component = Length | Literal["HARD"] | None
"""A weight, a constraint, or nothing that counts."""
LUNCH = "lunch_break"
"""The service that is a break."""


class ComponentsPart(Part):
    """What counts, and how much."""

    travel_time: Component = None
    total_tardiness: Component = None
    highest_tardiness: Component = None
    total_waiting_time: Component = None
    max_waiting_time: Component = None
    total_extra_time: Component = None
    max_idle_time: Component = None
    caregiver_preferences: Component = None
    optional_patients: Component = None
    missed_lunch_break: Component = None
    workload_balance: Component = None
    working_time: Component = None
    qualification: Component = None
    incompabilities: Component = None


class MetadataPart(Part):
    """What an instance asks for as a whole."""

    time_window_met: Literal["at_service_start", "at_service_end"] = "at_service_start"
    origin: str = "generated"
    cost_components: ComponentsPart

    @property
    def leaves_at_shift_start(self) -> bool:
        """Whether people leave when their shift starts, as in Bazirha's families; else as late as they can."""
        return self.origin.startswith("bazirha")


class SpanPart(Part):
    """From when until when."""

    start: Figure
    end: Figure

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end < self.start:
            raise ValueError("expected an end that is not before the start")
        return self


class LunchPart(SpanPart):
    """When breaks may start, and how long they are."""

    min_duration: Length


class PointPart(Part):
    """Where caregivers leave or arrive."""

    id: str
    distance_matrix_index: Annotated[int, Field(ge=0)] | None = None


class CaregiverPart(Part):
    """A caregiver."""

    id: str
    abilities: tuple[str, ...]
    departing_point: str
    arrival_point: str | None = None
    """None: where they left."""
    working_shift: SpanPart | None = None
    lunch_break: bool | None = None


class ServicePart(Part):
    """A kind of care."""

    id: str
    default_duration: Length | None = None


class NeedPart(Part):
    """One service that a patient needs."""

    service: str
    duration: Length | None = None
    """None: the service's own."""


def _as_span(distance: object) -> object:
    """Least and most, from an object, a pair or one figure for both."""
    if isinstance(distance, dict):
        return [distance[key] for key in ("min", "max") if key in distance]
    return [distance, distance] if isinstance(distance, int | float | Decimal) else distance


class SynchronizationPart(Part):
    """How the two services of a patient hang together."""

    type: Literal["independent", "simultaneous", "sequential"]
    distance: Annotated[tuple[Figure, Figure], BeforeValidator(_as_span)] | None = None
    """Of a sequential pair: least and most minutes from the start of the first listed to that of the second."""

    @model_validator(mode="after")
    def _has_a_distance_if_sequential(self) -> Self:
        expect_distance_if_sequential(self.type, self.distance)
        return self


class PatientPart(Part):
    """A patient."""

    id: str
    required_services: Annotated[tuple[NeedPart, ...], Field(min_length=1, max_length=2)]
    time_windows: Annotated[tuple[SpanPart, ...], Field(min_length=1)]
    distance_matrix_index: Annotated[int, Field(ge=0)] | None = None
    synchronization: SynchronizationPart | None = None
    optional: bool | None = None
    preferred_caregivers: tuple[str, ...] | None = None
    incompatible_caregivers: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        expect_services_that_go_together([need.service for need in self.required_services], self.synchronization)
        return self


class InstanceDocument(Part):
    """An instance."""

    metadata: MetadataPart
    terminal_points: Annotated[tuple[PointPart, ...], Field(min_length=1)]
    caregivers: tuple[CaregiverPart, ...]
    patients: tuple[PatientPart, ...]
    services: tuple[ServicePart, ...] = ()
    lunch_breaks: LunchPart | None = None
    distances: tuple[tuple[Length, ...], ...]
    """Minutes from row to column."""


class LocationPart(Part):
    """A service given, a break, or the way out or back, which holds no patient."""

    patient: str | None = None
    service: str | None = None
    start: Figure | None = Field(
        default=None, validation_alias=AliasChoices("start_service_time", "arrival_time", "start_time")
    )
    end: Figure | None = Field(
        default=None, validation_alias=AliasChoices("end_service_time", "departure_time", "end_time")
    )

    @model_validator(mode="after")
    def _has_its_times(self) -> Self:
        if self.patient is not None and (self.service is None or self.start is None or self.end is None):
            raise ValueError("expected a service with the times of its start and end")
        return self


class RoutePart(Part):
    """What one caregiver does, in any order."""

    caregiver_id: str
    locations: tuple[LocationPart, ...] | None = None


class SolutionDocument(Part):
    """A solution."""

    routes: tuple[RoutePart, ...]
