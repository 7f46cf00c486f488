"""Places as points on a picture."""

from collections.abc import Sequence
from math import cos, radians

from scheduler.model.place import Location

_METRES_PER_DEGREE = 111_195


class Projection:
    """Degrees to kilometres east and north of the south-west corner: true enough for a county."""

    def __init__(self, locations: Sequence[Location]) -> None:
        self._south = min(place.latitude for place in locations)
        self._west = min(place.longitude for place in locations)
        north, east = max(place.latitude for place in locations), max(place.longitude for place in locations)
        self._narrowing = cos(radians((self._south + north) / 2))
        self.aspect = min(2.5, max(0.4, (east - self._west) * self._narrowing / max(north - self._south, 1e-6)))
        """Width over height of the map."""

    def at(self, place: Location) -> dict[str, float]:
        """Where a location lies on the map, in kilometres."""
        east = (place.longitude - self._west) * self._narrowing * _METRES_PER_DEGREE / 1000
        return {"east": east, "north": (place.latitude - self._south) * _METRES_PER_DEGREE / 1000}
