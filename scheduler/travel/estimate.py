"""Travel times from positions alone: straight line, detour, speed, traffic, access. No road network, no files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduler.errors import InvalidNounError
from scheduler.model.place import Location
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer, TravelMatrix
from scheduler.model.workforce import TravelMode
from scheduler.travel.detour import DETOUR_SOURCE, RURAL_ENGLAND, DetourCurve
from scheduler.units import Minutes

EARTH_RADIUS_METRES = 6_371_008.8
"""IUGG mean radius."""
ELLIPSOID_FACTOR = 1.002
"""In England the ellipsoid's geodesic is 0.1 to 0.3 % longer than the mean sphere's great circle."""

FREE_FLOW: tuple[float, ...] = (1.0,) * 24
CAR_TRAFFIC: tuple[float, ...] = (
    *(0.95, 0.95, 0.95, 0.95, 0.95, 0.95),
    *(1.00, 1.20, 1.30, 1.15, 1.05, 1.05),
    *(1.05, 1.05, 1.10, 1.20, 1.25, 1.25),
    *(1.15, 1.05, 1.00, 1.00, 0.95, 0.95),
)  # fmt: skip
"""Driving time over that on an empty road, by hour of day from midnight [assumption]."""

_ROWS_AT_ONCE = 128


@dataclass(frozen=True)
class TravelParameters:
    """What the estimate assumes, by travel mode; a service puts its own figures here."""

    curves: Mapping[TravelMode, DetourCurve] = field(default_factory=lambda: dict(RURAL_ENGLAND))
    access_minutes: Mapping[TravelMode, Minutes] = field(
        default_factory=lambda: {
            TravelMode.CAR: Minutes(4),
            TravelMode.BICYCLE: Minutes(2),
            TravelMode.FOOT: Minutes(1),
        }
    )
    """Parking and getting to the door at the far end [assumption; 3 to 5 minutes by car]."""
    traffic_by_hour: Mapping[TravelMode, tuple[float, ...]] = field(
        default_factory=lambda: {
            TravelMode.CAR: CAR_TRAFFIC,
            TravelMode.BICYCLE: FREE_FLOW,
            TravelMode.FOOT: FREE_FLOW,
        }
    )
    """24 factors on time, one for each hour of the day."""
    same_building_metres: float = 25.0
    """Places no farther apart are one building: no travel and no access [assumption]."""

    def __post_init__(self) -> None:
        for mode, factors in self.traffic_by_hour.items():
            if len(factors) != 24 or min(factors) <= 0:
                raise InvalidNounError(f"traffic_by_hour of {mode} is {factors}, expected 24 factors above 0")
        for mode, minutes in self.access_minutes.items():
            if minutes < 0:
                raise InvalidNounError(f"access_minutes of {mode} is {minutes}, expected 0 or more")

    def traffic_factor(self, layer: TravelLayer) -> float:
        """The mean factor over the hours of the layer's period."""
        factors = self.traffic_by_hour[layer.mode]
        return float(np.mean([factors[hour] for hour in range(24) if TrafficPeriod.at(hour * 60) is layer.period]))


@dataclass(frozen=True)
class EstimatedTravel:
    """A `TravelProvider` that needs nothing but positions."""

    parameters: TravelParameters = field(default_factory=TravelParameters)

    def __call__(self, locations: Sequence[Location], layers: Sequence[TravelLayer]) -> TravelMatrix:
        """Estimate minutes (rounded up) and metres (rounded) between every two locations.

        2,000 locations take about a second a mode; beyond the answer itself only some rows are in memory at a time.
        """
        size = len(locations)
        modes = tuple(dict.fromkeys(layer.mode for layer in layers))
        # Tables in one array, in the order of layers: whoever needs them together need not copy them.
        in_order = sorted(set(layers))
        tables = np.zeros((len(in_order), size, size), dtype=np.int32)
        minutes = dict(zip(in_order, tables, strict=True))
        metres = {mode: np.zeros((size, size), dtype=np.int32) for mode in modes}
        factors = {layer: self.parameters.traffic_factor(layer) for layer in layers}
        for rows, apart in _straight_metres_by_rows(locations):
            is_same_building = apart <= self.parameters.same_building_metres
            for mode in modes:
                curve, access = self.parameters.curves[mode], self.parameters.access_minutes[mode]
                on_empty_road = curve.road_minutes(apart)
                metres[mode][rows] = np.where(is_same_building, 0, np.rint(curve.road_metres(apart)))
                for layer in (layer for layer in minutes if layer.mode is mode):
                    door_to_door = np.ceil(on_empty_road * factors[layer] + access)
                    minutes[layer][rows] = np.where(is_same_building, 0, door_to_door)
        return TravelMatrix(tuple(location.id for location in locations), minutes, metres, self._source(modes))

    def _source(self, modes: Sequence[TravelMode]) -> str:
        access = ", ".join(f"{mode} {self.parameters.access_minutes[mode]}" for mode in modes)
        return (
            f"Estimate: straight line times {ELLIPSOID_FACTOR}, detour and speed by distance band and mode ({DETOUR_SOURCE}); "
            f"access minutes ({access}) and traffic by hour of day are assumptions; "
            f"0 within {self.parameters.same_building_metres:g} m; rounded up to whole minutes"
        )


def straight_metres(origins: Sequence[Location], destinations: Sequence[Location]) -> NDArray[np.float64]:
    """Metres in a straight line over the ground, shape (num origins, num destinations).

    Haversine on the mean sphere times `ELLIPSOID_FACTOR`: within 0.5 % of the ellipsoid's geodesic in England.
    """
    return _between(_unit_vectors(origins), _unit_vectors(destinations))


def _straight_metres_by_rows(locations: Sequence[Location]) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    vectors = _unit_vectors(locations)
    for first in range(0, len(locations), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        yield rows, _between(vectors[rows], vectors)


def _unit_vectors(locations: Sequence[Location]) -> NDArray[np.float64]:
    latitudes = np.radians([location.latitude for location in locations])
    longitudes = np.radians([location.longitude for location in locations])
    across = np.cos(latitudes)
    return np.stack([across * np.cos(longitudes), across * np.sin(longitudes), np.sin(latitudes)], axis=1)


def _between(origins: NDArray[np.float64], destinations: NDArray[np.float64]) -> NDArray[np.float64]:
    # The haversine of the angle is the square of half the chord: the same formula, one arcsine a pair and nothing else.
    squared_chord = sum((origins[:, None, axis] - destinations[None, :, axis]) ** 2 for axis in range(3))
    half_chord = np.sqrt(squared_chord) / 2
    angles: NDArray[np.float64] = 2 * np.arcsin(np.minimum(half_chord, 1.0))
    return angles * (EARTH_RADIUS_METRES * ELLIPSOID_FACTOR)
