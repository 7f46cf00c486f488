"""Which tasks lie near which, in place, time and staff: where a local search looks first."""

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Facts
from scheduler.rules import RuleId

_ROWS_AT_ONCE = 64
"""So few that the tables between them and all tasks stay in the processor's cache."""
_FAR = 1 << 40


def near_tasks(facts: Facts, num_attendances: int, *, most: int = 40) -> NDArray[np.int64]:
    """The nearest tasks of each attendance, nearest first, shape (attendances, k); -1 fills up.

    Near means: few minutes of travel and waiting between the two, in whichever order, and a shift that may take both.
    """
    num_tasks = len(facts.tasks.visit)
    near = np.full((num_attendances, min(most, max(1, num_tasks - 1))), -1, dtype=np.int64)
    opens, closes = _span(facts)
    kind_of_task, shares_a_shift = _who_may_take_both(facts)
    for first in range(0, num_attendances, _ROWS_AT_ONCE):
        rows = np.arange(first, min(first + _ROWS_AT_ONCE, num_attendances))
        apart = _travel(facts, rows) + _wait(facts, opens, closes, rows)
        apart[~shares_a_shift[kind_of_task[rows]][:, kind_of_task]] = _FAR
        apart[facts.tasks.group[rows][:, None] == facts.tasks.group[None, :]] = _FAR
        near[rows] = _least(apart, near.shape[1])
    return near


def mean_points_of_a_leg(facts: Facts, near: NDArray[np.int64]) -> float:
    """What travel between near tasks costs on average, in points; 1 where travel costs nothing."""
    rows, columns = np.nonzero(near >= 0)
    places = facts.tasks.place[rows], facts.tasks.place[near[rows, columns]]
    is_way = (places[0] >= 0) & (places[1] >= 0)
    if not is_way.any() or not len(facts.travel):
        return 1.0
    minutes = facts.travel[0][places[0][is_way], places[1][is_way]].mean()
    return max(1.0, float(minutes) * float(facts.price[RuleId.TRAVEL]))


def _span(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First opening and last closing of each task's windows; an event's anchor is both."""
    tasks, windows = facts.tasks, facts.windows
    opens, closes = tasks.anchor.copy(), tasks.anchor.copy()
    first, end = tasks.window_from[:-1], tasks.window_from[1:]
    has_windows = end > first
    opens[has_windows] = windows.opens[first[has_windows]]
    closes[has_windows] = windows.closes[end[has_windows] - 1]
    return opens, closes


def _who_may_take_both(facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The kind of each task by the shifts that may take it, and whether two kinds share one, shape (kinds, kinds)."""
    may = facts.may > 0
    _, examples, kind_of_task = np.unique(np.packbits(may, axis=1), axis=0, return_index=True, return_inverse=True)
    kinds = may[examples].astype(np.float32)
    return kind_of_task.ravel(), kinds @ kinds.T > 0


def _travel(facts: Facts, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Minutes of travel from some tasks to all."""
    if not len(facts.travel):
        return np.zeros((len(rows), len(facts.tasks.place)), dtype=np.int64)
    place = facts.tasks.place
    table = facts.travel[0][np.maximum(place[rows], 0)].astype(np.int64)
    minutes: NDArray[np.int64] = table[:, np.maximum(place, 0)]
    minutes[place[rows] < 0] = 0
    minutes[:, place < 0] = 0
    return minutes


def _wait(
    facts: Facts, opens: NDArray[np.int64], closes: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Least minutes of waiting or lateness between some tasks and all, in the better order of the two."""
    duration = facts.tasks.duration
    ends, ends_latest = opens + duration, closes + duration
    before = np.maximum(0, opens[None, :] - ends_latest[rows, None])
    before += np.maximum(0, ends[rows, None] - closes[None, :])
    after = np.maximum(0, opens[rows, None] - ends_latest[None, :])
    after += np.maximum(0, ends[None, :] - closes[rows, None])
    return np.minimum(before, after)


def _least(apart: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The columns with the least figures of each row, least first and the lower of equals; -1 where all are far."""
    num_columns = apart.shape[1]
    ranked = apart * num_columns + np.arange(num_columns)
    ranked = np.sort(np.partition(ranked, most - 1, axis=1)[:, :most], axis=1)
    return np.where(ranked // num_columns < _FAR, ranked % num_columns, -1)
