"""Which shifts can make a visit in time, on the way out from their start and back to their end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.index import Index
from scheduler.model.demand import Visit
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer

BoolRows = NDArray[np.bool_]
Ints = NDArray[np.int64]


def out_of_reach(index: Index) -> BoolRows:
    """Shifts that cannot reach the visit before its last window (with tolerance) closes, or return from it in time.

    Shape (num attendances, num shifts). Shifts of the same hours and ways are looked at once.
    """
    problem = index.problem
    starts, ends = hours_of(problem)
    ways, way_of_shift = _ways(index)
    kinds, kind_of_shift = np.unique(np.stack([starts, ends, way_of_shift], axis=1), axis=0, return_inverse=True)
    barred = np.zeros((len(index.attendances), len(kinds)), dtype=bool)
    for task, (visit_id, _) in enumerate(index.attendances):
        visit = problem.visit_by_id[visit_id]
        location = problem.location_of(visit_id)
        out, back = (0, 0) if location is None else ways.to(index.place_index(location), kinds[:, 2])
        barred[task] = ~_can_make(problem, visit, kinds[:, 0] + out, kinds[:, 1] - back)
    return barred[:, kind_of_shift.ravel()]


def hours_of(problem: Problem) -> tuple[Ints, Ints]:
    """First and last minute at which each shift may work: its start, and its end with overtime and without admin."""
    starts = np.array([shift.start for shift in problem.shifts], dtype=np.int64)
    ends = np.array([s.end + s.overtime_limit_minutes - s.admin_minutes for s in problem.shifts], dtype=np.int64)
    return starts, ends


def _can_make(problem: Problem, visit: Visit, arrives: Ints, leaves: Ints) -> BoolRows:
    """Whether care fits between the first arrival and the last leaving, in any window."""
    late = 0 if visit.is_time_critical else problem.policy.limits.lateness_minutes
    can = np.zeros(len(arrives), dtype=bool)
    for window in visit.windows:
        earliest = np.maximum(arrives, window.earliest_start)
        latest = problem.closing_of(visit, window) + late
        if visit.respond_by is not None:
            latest = min(latest, visit.respond_by)
        can |= (earliest <= latest) & (earliest + visit.duration_minutes <= leaves)
    return can


@dataclass(frozen=True)
class _Ways:
    """Minutes from start places to every place, and from every place to end places; each of shape (ways, places)."""

    out: NDArray[np.int32]
    back: NDArray[np.int32]

    def to(self, place: int, which: Ints) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Minutes to a place and from it, by some of the ways."""
        return self.out[which, place], self.back[which, place]


def _ways(index: Index) -> tuple[_Ways, Ints]:
    """The different ways that shifts go (table, start place and end place), and the way of each shift."""
    problem, rows = index.problem, index.place_index
    number: dict[tuple[TravelLayer, int, int], int] = {}
    of_shift = [
        number.setdefault(
            (problem.travel_layer_of(shift), rows(shift.start_location_id), rows(shift.end_location_id)), len(number)
        )
        for shift in problem.shifts
    ]
    tables, size = problem.travel.minutes, len(problem.travel.location_ids)
    out = np.array([tables[layer][start] for layer, start, _ in number], dtype=np.int32).reshape(-1, size)
    back = np.array([tables[layer][:, end] for layer, _, end in number], dtype=np.int32).reshape(-1, size)
    return _Ways(out, back), np.array(of_shift, dtype=np.int64)
