"""Which tasks lie near which, in place, time and staff: where a local search looks first."""

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Facts
from scheduler.rules import RuleId

_CHUNK = 512
_FAR = 1 << 40


def near_tasks(facts: Facts, num_attendances: int, *, most: int = 40) -> NDArray[np.int64]:
    """The nearest tasks of each attendance, nearest first, shape (attendances, k); -1 fills up.

    Near means: few minutes of travel and waiting between the two, in whichever order, and a shift that may take both.
    """
    num_tasks = len(facts.tasks.visit)
    opens, closes = _span(facts)
    may = (facts.may > 0).astype(np.float32)
    near = np.full((num_attendances, min(most, max(1, num_tasks - 1))), -1, dtype=np.int64)
    for first in range(0, num_attendances, _CHUNK):
        rows = np.arange(first, min(first + _CHUNK, num_attendances))
        apart = _travel(facts, rows) + np.minimum(
            _wait(facts, opens, closes, rows, None), _wait(facts, opens, closes, None, rows).T
        )
        apart[may[rows] @ may.T == 0] = _FAR
        apart[facts.tasks.group[rows][:, None] == facts.tasks.group[None, :]] = _FAR
        order = np.argsort(apart, axis=1, kind="stable")[:, : near.shape[1]]
        found = np.take_along_axis(apart, order, axis=1) < _FAR
        near[rows] = np.where(found, order, -1)
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
    for task in np.flatnonzero(tasks.window_from[1:] > tasks.window_from[:-1]):
        opens[task] = windows.opens[tasks.window_from[task]]
        closes[task] = windows.closes[tasks.window_from[task + 1] - 1]
    return opens, closes


def _travel(facts: Facts, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(facts.travel):
        return np.zeros((len(rows), len(facts.tasks.place)), dtype=np.int64)
    table = facts.travel[0]
    place = facts.tasks.place
    minutes: NDArray[np.int64] = table[np.maximum(place[rows], 0)][:, np.maximum(place, 0)].astype(np.int64)
    remote: NDArray[np.bool_] = (place[rows][:, None] < 0) | (place[None, :] < 0)
    minutes[remote] = 0
    return minutes


def _wait(
    facts: Facts,
    opens: NDArray[np.int64],
    closes: NDArray[np.int64],
    first: NDArray[np.int64] | None,
    second: NDArray[np.int64] | None,
) -> NDArray[np.int64]:
    """Least minutes of waiting or lateness when the second task follows the first; None means all tasks."""
    one = slice(None) if first is None else first
    other = slice(None) if second is None else second
    ends = closes[one] + facts.tasks.duration[one]
    idle = np.maximum(0, opens[other][None, :] - ends[:, None])
    late: NDArray[np.int64] = np.maximum(0, (opens[one] + facts.tasks.duration[one])[:, None] - closes[other][None, :])
    late += idle
    return late
