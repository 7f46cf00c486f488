"""When each task could start at all, by its windows alone. What shifts and ways leave of that stands in `ways`."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import NEVER, Facts, Ints
from scheduler.rules import RuleId

Points = NDArray[np.float64]
"""Whole points, infinite where something cannot be: floats hold whole numbers exactly up to 2 ** 53."""


class Starts(NamedTuple):
    """Lawful starts of tasks, slot by slot; each array has shape (slots, tasks), unused slots are empty."""

    first: Ints
    last: Ints
    closes: Ints
    """Starts after this minute are late."""
    points_a_minute: int
    """Cost of a minute late."""

    def of(self, tasks: Ints) -> Self:
        """The starts of some of the tasks."""
        return self._replace(first=self.first[:, tasks], last=self.last[:, tasks], closes=self.closes[:, tasks])

    def earliest(self, since: Ints) -> Ints:
        """First lawful start of each task from a minute on, NEVER where there is none; `since` ends in a tasks' axis."""
        starts = np.full(since.shape, NEVER)
        for first, last, _ in self._slots():
            np.minimum(starts, np.where(since <= last, np.maximum(since, first), NEVER), out=starts)
        return starts

    def latest(self, until: Ints) -> Ints:
        """Last lawful start of each task up to a minute, -NEVER where there is none."""
        starts = np.full(until.shape, -NEVER)
        for first, last, _ in self._slots():
            np.maximum(starts, np.where(until >= first, np.minimum(until, last), -NEVER), out=starts)
        return starts

    def least_lateness(self, since: Ints) -> Points:
        """Points for lateness that a start from a minute on costs at least; infinite where there is no such start."""
        points = np.full(since.shape, np.inf)
        for first, last, closes in self._slots():
            late = np.maximum(np.maximum(since, first) - closes, 0) * self.points_a_minute
            np.minimum(points, np.where(since <= last, late, np.inf), out=points)
        return points

    def _slots(self) -> "zip[tuple[Ints, Ints, Ints]]":
        return zip(self.first, self.last, self.closes, strict=True)


def starts_of(facts: Facts) -> Starts:
    """Lawful starts of every task: inside its windows and tolerance, by daylight, when due, at its anchor."""
    tasks, windows = facts.tasks, facts.windows
    counts = np.diff(tasks.window_from)
    shape = (max(1, int(counts.max(initial=1))), len(tasks.visit))
    first, last, closes = (np.full(shape, figure, dtype=np.int64) for figure in (NEVER, -NEVER, NEVER))
    is_event = counts == 0
    first[0, is_event] = last[0, is_event] = tasks.anchor[is_event]
    for slot in range(shape[0]):
        has = np.flatnonzero(counts > slot)
        row = tasks.window_from[has] + slot
        is_last = counts[has] == slot + 1
        next_opens = np.where(is_last, NEVER, windows.earliest[np.where(is_last, row, row + 1)])
        limits = (windows.closes[row] + tasks.lateness_limit[has], windows.dark_from[row] - 1, tasks.respond_by[has])
        first[slot, has] = np.maximum(windows.opens[row], tasks.anchor[has])
        last[slot, has] = np.minimum(np.minimum.reduce(limits), next_opens - 1)
        closes[slot, has] = windows.closes[row]
    is_anchored = (tasks.anchor >= 0) & ~is_event
    last[:, is_anchored] = np.minimum(last[:, is_anchored], tasks.anchor[is_anchored])
    last[first > last] = -NEVER
    return Starts(first, last, closes, int(facts.price[RuleId.LATENESS]))
