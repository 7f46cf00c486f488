"""Where things are: locations, and the bases that teams work from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from scheduler.errors import InvalidNounError

LocationId = NewType("LocationId", str)
BaseId = NewType("BaseId", str)


class LocationKind(StrEnum):
    """What stands at a location."""

    HOME = "home"
    CARE_HOME = "care_home"
    PRACTICE = "practice"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map that people travel to. Several patients may share one (a care home, a couple)."""

    id: LocationId
    kind: LocationKind
    latitude: float
    longitude: float
    address: str = ""
    area: str = ""
    """The part of an address that may be shown on a roster: street or village, never the house."""
    access_notes: str = ""

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:
            raise InvalidNounError(f"location {self.id} latitude is {self.latitude}, expected -90 to 90")
        if not -180 <= self.longitude <= 180:
            raise InvalidNounError(f"location {self.id} longitude is {self.longitude}, expected -180 to 180")


@dataclass(frozen=True, slots=True)
class Base:
    """A building from which a team works."""

    id: BaseId
    name: str
    location_id: LocationId
    telephone: str = ""
