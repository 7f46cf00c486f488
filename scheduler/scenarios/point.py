"""New points on the map."""

from typing import Annotated

from pydantic import Field

from scheduler.model.place import Location, LocationId, LocationKind
from scheduler.model.problem import Problem

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


def a_new_place(problem: Problem, name: str, kind: LocationKind, latitude: float, longitude: float) -> Location:
    """A location that the problem does not have yet, under an id of its own."""
    location_id = name
    while location_id in problem.location_by_id:
        location_id += ".new"
    return Location(LocationId(location_id), kind, latitude, longitude)
