"""How much longer and how fast the road is than the straight line, by distance and mode: figures, and reading them.

Fitted on road times of OSRM 26.10 (default profiles) between 200 postcodes of Rutland, Geofabrik extract of 20 July 2022,
© OpenStreetMap contributors, ODbL 1.0. Error on pairs held out: car 16 % of the time, bicycle 17 %, foot 10 %; inside a
city centre a car's may be 35 %. Parking, access and traffic are not in these figures: see `estimate.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.errors import InvalidNounError
from scheduler.model.workforce import TravelMode

DETOUR_SOURCE = (
    "OSRM 26.10 default profiles on the Geofabrik Rutland extract 2022-07-20, © OpenStreetMap contributors, ODbL"
)


@dataclass(frozen=True, slots=True)
class DetourCurve:
    """Detour factor and speed at knots of straight-line distance; linear between them, constant beyond both ends."""

    knots_metres: tuple[float, ...]
    detour_factors: tuple[float, ...]
    """Road distance over straight-line distance, 1 or more."""
    metres_per_second: tuple[float, ...]
    """Speed along the road."""

    def __post_init__(self) -> None:
        if not len(self.knots_metres) == len(self.detour_factors) == len(self.metres_per_second) > 0:
            raise InvalidNounError(
                f"detour curve has {len(self.knots_metres)} knots, {len(self.detour_factors)} factors and "
                f"{len(self.metres_per_second)} speeds, expected as many of each and at least one"
            )
        if list(self.knots_metres) != sorted(set(self.knots_metres)):
            raise InvalidNounError(f"detour curve knots are {self.knots_metres}, expected each above the one before")
        if min(self.detour_factors) < 1 or min(self.metres_per_second) <= 0:
            raise InvalidNounError(
                f"detour curve holds a factor of {min(self.detour_factors)} and a speed of "
                f"{min(self.metres_per_second)}, expected 1 or more and more than 0"
            )

    def road_metres(self, straight_metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres along the road for straight-line metres, of the same shape."""
        return straight_metres * np.interp(straight_metres, self.knots_metres, self.detour_factors)

    def road_minutes(self, straight_metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Minutes along an empty road for straight-line metres, of the same shape."""
        speeds = np.interp(straight_metres, self.knots_metres, self.metres_per_second)
        return self.road_metres(straight_metres) / speeds / 60


_KNOTS_METRES = (300.0, 733.0, 1439.0, 3562.0, 7944.0, 13248.0, 20985.0)

RURAL_ENGLAND: Mapping[TravelMode, DetourCurve] = {
    TravelMode.CAR: DetourCurve(
        _KNOTS_METRES,
        (1.930, 1.661, 1.510, 1.377, 1.343, 1.325, 1.284),
        (6.595, 8.175, 8.622, 10.668, 14.107, 15.289, 15.508),
    ),
    TravelMode.BICYCLE: DetourCurve(
        _KNOTS_METRES,
        (1.727, 1.590, 1.416, 1.387, 1.364, 1.370, 1.387),
        (3.197, 3.483, 3.749, 3.926, 3.986, 4.030, 3.944),
    ),
    TravelMode.FOOT: DetourCurve(
        _KNOTS_METRES,
        (1.617, 1.426, 1.324, 1.303, 1.301, 1.295, 1.211),
        (1.389, 1.389, 1.389, 1.389, 1.389, 1.389, 1.389),
    ),
}
"""Median detour and speed in seven distance bands, from under 0.5 km to 20 to 40 km."""
