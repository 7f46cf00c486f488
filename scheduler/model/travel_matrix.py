"""How long and how far it is between places. Getting such a matrix is the work of `scheduler.travel`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.errors import InvalidNounError
from scheduler.model.place import LocationId
from scheduler.model.workforce import TravelMode
from scheduler.units import Metres, Minutes


class TrafficPeriod(StrEnum):
    """The part of the day whose traffic a whole shift is planned with.

    One period a shift, not one an hour: so that solver, judge and exact model agree to the minute.
    """

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"

    @classmethod
    def at(cls, minute_of_day: int) -> "TrafficPeriod":
        """The period of a wall-clock minute: day 06:00 to 18:00, evening to 23:00, else night."""
        if 360 <= minute_of_day < 1080:
            return cls.DAY
        return cls.EVENING if 1080 <= minute_of_day < 1380 else cls.NIGHT


class TravelLayer(NamedTuple):
    """What selects one table of the matrix."""

    mode: TravelMode
    period: TrafficPeriod


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Minutes (by layer) and metres (by mode) between every two locations, not necessarily symmetric.

    `minutes` include access and parking at the far end and are rounded up; from a place to itself both are 0.
    Each array has shape (num locations, num locations), dtype int32, row = from, column = to.
    """

    location_ids: tuple[LocationId, ...]
    minutes: Mapping[TravelLayer, NDArray[np.int32]]
    metres: Mapping[TravelMode, NDArray[np.int32]]
    """A mode that is missing: how far it is by it is not known."""
    source: str
    """Where the figures come from, in words for the foot of a roster."""

    def __post_init__(self) -> None:
        size = len(self.location_ids)
        tables: list[tuple[str, NDArray[np.int32]]] = [
            (f"minutes {layer.mode} {layer.period}", table) for layer, table in self.minutes.items()
        ]
        tables += [(f"metres {mode}", table) for mode, table in self.metres.items()]
        for name, table in tables:
            if table.shape != (size, size) or table.dtype != np.int32:
                raise InvalidNounError(
                    f"travel matrix {name} is {table.dtype} of shape {table.shape}, expected int32 of shape {(size, size)}"
                )
            if size and (table.min() < 0 or np.diagonal(table).any()):
                raise InvalidNounError(
                    f"travel matrix {name} holds a negative figure or a way from a place to itself, expected 0 or more and 0"
                )

    @cached_property
    def index_by_location(self) -> dict[LocationId, int]:
        """Row and column of each location."""
        return {location_id: index for index, location_id in enumerate(self.location_ids)}

    def minutes_between(self, layer: TravelLayer, origin: LocationId, destination: LocationId) -> Minutes:
        """Travel time in one layer; raises KeyError for a location or layer that is not there."""
        rows = self.index_by_location
        return Minutes(int(self.minutes[layer][rows[origin], rows[destination]]))

    def metres_between(self, mode: TravelMode, origin: LocationId, destination: LocationId) -> Metres | None:
        """Road distance by one mode, None where it is not known; raises KeyError for a location that is not there."""
        rows = self.index_by_location
        way = rows[origin], rows[destination]
        return Metres(int(self.metres[mode][way])) if mode in self.metres else None

    @cached_property
    def digest(self) -> str:
        """SHA-256 over places, figures and source."""
        digest = sha256("\n".join((self.source, *self.location_ids)).encode())
        for layer in sorted(self.minutes):
            digest.update("/".join(layer).encode() + self.minutes[layer].tobytes())
        for mode in sorted(self.metres):
            digest.update(mode.encode() + self.metres[mode].tobytes())
        return digest.hexdigest()
