"""Where invented people live: points drawn around settlements, by people aged 65 or over near their practice.

A home lies 120 to 300 metres from the rounded point of its small area and at least 120 metres from every other small
area, practice and site, so none stands on a published point or on the middle of a postcode we know.
"""

from collections.abc import Sequence
from functools import cache
from math import cos, exp, hypot, pi, radians, sin

from data.oxfordshire.facts import PracticeLine, SmallAreaLine, practices, sites, small_areas
from data.synthetic import names
from scheduler.draw import Draw
from scheduler.io.tables.rows import LocationRow
from scheduler.model.place import LocationKind

_METRES_PER_DEGREE = 111_200
_NEAREST_METRES, _FARTHEST_METRES = 120, 300
_CATCHMENT_METRES = 2_500
"""How fast a practice's patients thin out with distance [assumption]."""
_PEOPLE_PER_CARE_HOME = 4


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Distance on the flat, good to a few parts in a thousand inside the county."""
    east = (longitude - other_longitude) * cos(radians(51.75))
    return hypot(latitude - other_latitude, east) * _METRES_PER_DEGREE


@cache
def _published_points() -> tuple[tuple[float, float], ...]:
    return (
        *((area.latitude, area.longitude) for area in small_areas()),
        *((practice.latitude, practice.longitude) for practice in practices().values()),
        *((site.latitude, site.longitude) for site in sites().values()),
    )


@cache
def _catchment(practice: PracticeLine) -> tuple[float, ...]:
    """How likely each small area is the home of one of the practice's older patients."""
    return tuple(
        area.population_over_65
        * exp(-metres_between(area.latitude, area.longitude, practice.latitude, practice.longitude) / _CATCHMENT_METRES)
        for area in small_areas()
    )


class Homes:
    """The homes and care homes of one team's patients; `rows` grows with each new one."""

    def __init__(self, draw: Draw, prefix: str, practices: Sequence[PracticeLine]) -> None:
        self._draw, self._prefix, self._practices = draw, prefix, practices
        self._care_homes: list[tuple[LocationRow, str]] = []
        self._num_care_home_people = 0
        self.rows: list[LocationRow] = []

    def home(self, practice: PracticeLine) -> LocationRow:
        """A new home near a practice."""
        area = self._draw.weighted(small_areas(), _catchment(practice))
        house, street = names.address(self._draw)
        return self._add(LocationKind.HOME, area, f"{house}, {area.settlement}", f"{street}, {area.settlement}")

    def place_in_care_home(self) -> tuple[LocationRow, str]:
        """A place in one of the team's care homes, and the code of the practice that looks after it."""
        if self._num_care_home_people >= len(self._care_homes) * _PEOPLE_PER_CARE_HOME:
            practice = self._draw.weighted(self._practices, [practice.num_over_65 for practice in self._practices])
            area = self._draw.weighted(small_areas(), _catchment(practice))
            name = names.care_home_name(self._draw)
            row = self._add(LocationKind.CARE_HOME, area, f"{name}, {area.settlement}", f"{name}, {area.settlement}")
            self._care_homes.append((row, practice.ods_code))
        self._num_care_home_people += 1
        return self._draw.pick(self._care_homes)

    def _add(self, kind: LocationKind, area: SmallAreaLine, address: str, shown_area: str) -> LocationRow:
        latitude, longitude = self._point_near(area)
        row = LocationRow(
            location_id=f"{self._prefix}-{'H' if kind is LocationKind.HOME else 'C'}{len(self.rows) + 1:04d}",
            kind=kind,
            latitude=latitude,
            longitude=longitude,
            address=address,
            area=shown_area,
            access_notes=names.access_notes(self._draw),
        )
        self.rows.append(row)
        return row

    def _point_near(self, area: SmallAreaLine) -> tuple[float, float]:
        while True:
            angle = self._draw.between(0, 2 * pi)
            metres = self._draw.between(_NEAREST_METRES, _FARTHEST_METRES)
            latitude = round(area.latitude + metres * cos(angle) / _METRES_PER_DEGREE, 5)
            east = metres * sin(angle) / (_METRES_PER_DEGREE * cos(radians(51.75)))
            longitude = round(area.longitude + east, 5)
            if all(metres_between(latitude, longitude, *point) >= _NEAREST_METRES for point in _published_points()):
                return latitude, longitude
