"""What the documents of both public formats have in common: figures, and how two services and a route must be.

What our nouns ask for beyond a document stands in `one_team`; what only one format says, in its own room.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scheduler.io.json_document import DocumentFault
from scheduler.model.demand import VisitId
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId

Figure = Decimal
Length = Annotated[Decimal, Field(ge=0)]
NOISE = Decimal("1e-6")
"""Minutes by which a figure may miss the instance's own steps: what floating point leaves behind."""


class Part(BaseModel):
    """A part of a document; it ignores keys it does not know."""

    model_config = ConfigDict(frozen=True)


def visit_id_of(patient_id: str, service: str) -> VisitId:
    """The visit that gives a patient a service."""
    return VisitId(f"{patient_id}/{service}")


def expect_distance_if_sequential(kind: str, distance: tuple[Figure, Figure] | None) -> None:
    """Raise ValueError where one service follows another and least and most minutes between them are not told."""
    if kind == "sequential" and (distance is None or distance[1] < distance[0]):
        raise ValueError("expected a distance of least and most minutes, in this order")


def expect_services_that_go_together(services: Sequence[str], synchronization: object | None) -> None:
    """Raise ValueError where a patient needs two services that are the same, or that nothing holds together."""
    if len(services) == 2:
        if services[0] == services[1]:
            raise ValueError("expected two different services")
        if synchronization is None:
            raise ValueError("expected a synchronization of the two services")


def faults_of_routes(
    problem: Problem, caregiver_ids: Iterable[str], file: str, faults_within: Callable[[int], Iterator[DocumentFault]]
) -> Iterator[DocumentFault]:
    """Routes of a solution whose caregiver the instance does not have, or who has one already, and faults within each."""
    seen: set[str] = set()
    for row, caregiver_id in enumerate(caregiver_ids):
        where = f"routes[{row}].caregiver_id"
        if ShiftId(caregiver_id) not in problem.shift_by_id:
            yield DocumentFault(file, where, caregiver_id, "a caregiver of the instance")
        if caregiver_id in seen:
            yield DocumentFault(file, where, caregiver_id, "one route for each caregiver")
        seen.add(caregiver_id)
        yield from faults_within(row)
