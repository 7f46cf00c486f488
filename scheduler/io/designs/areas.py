"""Areas on the map: each practice's is the ground nearest to it, a team's is those of its practices; and as GeoJSON.

The areas show where a team lies. They are not catchments: those are not public, and borders come from elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from scheduler.model.geography import PracticeCode, TeamId
from scheduler.neighbourhoods.answering import Proposal
from scheduler.neighbourhoods.question import DesignQuestion, Patch

_METRES_PER_DEGREE = 111_195
_MARGIN_METRES = 3_000
"""How far areas reach beyond the outermost practices."""
_APART_METRES = 120
"""Practices of one building are drawn so far from their middle, or one would hide the other."""
_DECIMALS = 5
"""Of degrees: about a metre."""


@dataclass(frozen=True)
class Plane:
    """Degrees to metres east and north of the first practice, and back: true enough for a county."""

    latitude: float
    longitude: float

    @classmethod
    def around(cls, patches: Sequence[Patch]) -> "Plane":
        """The plane that touches the ground amid some practices."""
        places = [patch.location for patch in patches]
        return cls(
            sum(place.latitude for place in places) / len(places),
            sum(place.longitude for place in places) / len(places),
        )

    def metres(self, latitude: float, longitude: float) -> tuple[float, float]:
        """East and north."""
        narrowing = cos(radians(self.latitude))
        east = (longitude - self.longitude) * narrowing * _METRES_PER_DEGREE
        return east, (latitude - self.latitude) * _METRES_PER_DEGREE

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """Longitude and latitude, the order of GeoJSON."""
        narrowing = cos(radians(self.latitude))
        longitude = self.longitude + east / (narrowing * _METRES_PER_DEGREE)
        return round(longitude, _DECIMALS), round(self.latitude + north / _METRES_PER_DEGREE, _DECIMALS)


def spots(question: DesignQuestion, plane: Plane) -> dict[PracticeCode, tuple[float, float]]:
    """Where each practice is drawn, in metres: those of one building around their middle."""
    found = {patch.code: plane.metres(patch.location.latitude, patch.location.longitude) for patch in question.patches}
    for together in _buildings(question):
        east = sum(found[code][0] for code in together) / len(together)
        north = sum(found[code][1] for code in together) / len(together)
        for number, code in enumerate(sorted(together)):
            angle = 2 * pi * number / len(together) + pi / 2
            found[code] = (east + _APART_METRES * cos(angle), north + _APART_METRES * sin(angle))
    return found


def areas(
    question: DesignQuestion, proposal: Proposal, at: Mapping[PracticeCode, tuple[float, float]]
) -> dict[TeamId, BaseGeometry]:
    """The area of each team of a design, in metres."""
    points = shapely.MultiPoint([at[patch.code] for patch in question.patches])
    land = points.convex_hull.buffer(_MARGIN_METRES)
    cells = shapely.voronoi_polygons(points, extend_to=land, ordered=True) if len(question.patches) > 1 else points
    by_code = {
        patch.code: cell.intersection(land) if len(question.patches) > 1 else land
        for patch, cell in zip(question.patches, cells.geoms, strict=True)
    }
    return {
        team.id: shapely.union_all([by_code[code] for code in sorted(team.practice_codes)])
        for team in proposal.design.teams
    }


def geojson_of(question: DesignQuestion, proposal: Proposal) -> dict[str, object]:
    """A design as a FeatureCollection (RFC 7946, WGS 84): an area for each team, a point for each practice."""
    plane = Plane.around(question.patches)
    ground = areas(question, proposal, spots(question, plane))
    features: list[dict[str, object]] = []
    for team, figures in zip(proposal.design.teams, proposal.verdict.teams, strict=True):
        shape = _in_degrees(ground[team.id], plane)
        features.append(
            _feature(
                shape.__geo_interface__,
                kind="team",
                team_id=team.id,
                name=team.name,
                practices=sorted(team.practice_codes),
                amount=round(figures.amount, 1),
                away_from_even=round(figures.away_from_even, 6),
            )
        )
    for patch in question.patches:
        place = {"type": "Point", "coordinates": [patch.location.longitude, patch.location.latitude]}
        team_id = proposal.design.team_by_practice[patch.code].id
        features.append(_feature(place, kind="practice", ods_code=patch.code, name=patch.name, team_id=team_id))
    return {"type": "FeatureCollection", "features": features}


def _in_degrees(ground: BaseGeometry, plane: Plane) -> BaseGeometry:
    def turned(coordinates: Any) -> Any:  # noqa: ANN401 - an array of numpy's, which shapely hands over and takes back
        return [plane.degrees(east, north) for east, north in coordinates]

    # GeoJSON wants outer rings counter-clockwise.
    return shapely.orient_polygons(shapely.transform(ground, turned), exterior_cw=False)


def _feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _buildings(question: DesignQuestion) -> list[set[PracticeCode]]:
    """Practices that share a building, or each a building with a third."""
    found: list[set[PracticeCode]] = []
    for pair in question.same_building_pairs:
        touching = [group for group in found if group & pair]
        found = [group for group in found if not group & pair]
        found.append(set(pair).union(*touching))
    return found
