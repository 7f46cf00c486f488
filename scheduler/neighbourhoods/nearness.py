"""Which practices count as neighbours where nobody has said: a stated assumption, from positions alone."""

from collections.abc import Sequence

import numpy as np
from scipy.spatial import Delaunay, QhullError

from scheduler.neighbourhoods.question import Pair, Patch

ASSUMPTION = (
    "no borders of catchments are known: two practices count as neighbours where the circle between them holds no third "
    "(Gabriel graph)"
)
_METRES_PER_DEGREE = 111_195


def neighbours_by_distance(patches: Sequence[Patch]) -> frozenset[Pair]:
    """The Gabriel graph of the practices: connected, with few crossings, and every practice borders its nearest.

    Gabriel and Sokal 1969. Candidates are the edges of Delaunay's triangulation, which contains it; where there is none
    (fewer than three places, or all in a line), every pair is.
    """
    points = _on_the_plane(patches)
    pairs = _triangulated(points)
    return frozenset(
        frozenset((patches[one].code, patches[other].code))
        for one, other in pairs
        if _holds_no_third(points, one, other)
    )


def _on_the_plane(patches: Sequence[Patch]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    north = np.array([patch.location.latitude for patch in patches]) * _METRES_PER_DEGREE
    narrowing = np.cos(np.radians(np.mean([patch.location.latitude for patch in patches])))
    east = np.array([patch.location.longitude for patch in patches]) * _METRES_PER_DEGREE * narrowing
    return np.stack([east, north], axis=1)


def _triangulated(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> set[tuple[int, int]]:
    every = {(one, other) for other in range(len(points)) for one in range(other)}
    if len(np.unique(points, axis=0)) < len(points):
        return every  # Practices of one address have no triangle of their own.
    try:
        triangles = Delaunay(points).simplices
    except (QhullError, ValueError):
        return every
    edges = {
        tuple(sorted((int(corners[a]), int(corners[b])))) for corners in triangles for a, b in ((0, 1), (1, 2), (0, 2))
    }
    return {(one, other) for one, other in edges}


def _holds_no_third(points: np.ndarray[tuple[int, int], np.dtype[np.float64]], one: int, other: int) -> bool:
    middle = (points[one] + points[other]) / 2
    radius = np.linalg.norm(points[one] - points[other]) / 2
    inside = np.linalg.norm(points - middle, axis=1) < radius * (1 - 1e-9)
    inside[[one, other]] = False
    return not bool(inside.any())
