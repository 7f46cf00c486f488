"""How far the start of a stop can be moved in its route at no cost, so that linked visits of two routes can meet."""

from typing import NamedTuple

import numpy as np

from scheduler.encoding.arrays import Facts
from scheduler.solvers.bounding.starts import Starts
from scheduler.solvers.recombining.pool import PooledRoute


class Play(NamedTuple):
    """From the earliest start that the stops before allow to the last one that makes nothing after it late."""

    first: int
    last: int


def play_of(facts: Facts, starts: Starts, route: PooledRoute) -> tuple[Play, ...]:
    """The play of every stop of a route, each taken by itself; a break is not looked at."""
    waits, home = _waits(facts, route)
    shifts, row = facts.shifts, route.shift
    spare = max(0, int(shifts.end[row] - shifts.admin[row]) - _end_of_last(facts, route) - home)
    last = []
    for (task, start), wait in zip(reversed(route.stops), reversed(waits), strict=True):
        spare = min(spare, max(0, _slot(starts, task, start)[1] - start))
        last.append(start + spare)
        spare += wait
    first, gained = [], 0
    for (task, start), wait in zip(route.stops, waits, strict=True):
        gained = min(gained + wait, max(0, start - _slot(starts, task, start)[0]))
        first.append(start - gained)
    return tuple(Play(*ends) for ends in zip(first, reversed(last), strict=True))


def _waits(facts: Facts, route: PooledRoute) -> tuple[list[int], int]:
    """Minutes without travel or care before each stop, and the way back."""
    table, tasks = facts.travel[facts.shifts.layer[route.shift]], facts.tasks
    ready, at, waits = int(facts.shifts.start[route.shift]), facts.shifts.start_place[route.shift], []
    for task, start in route.stops:
        place = at if tasks.place[task] < 0 else tasks.place[task]
        waits.append(max(0, start - ready - int(table[at, place])))
        ready, at = start + int(tasks.duration[task]), place
    return waits, int(table[at, facts.shifts.end_place[route.shift]])


def _end_of_last(facts: Facts, route: PooledRoute) -> int:
    task, start = route.stops[-1]
    return start + int(facts.tasks.duration[task])


def _slot(starts: Starts, task: int, start: int) -> tuple[int, int]:
    """Where the slot of a start begins and from when on it is late; the start itself where no slot holds it."""
    slots = np.flatnonzero((starts.first[:, task] <= start) & (start <= starts.last[:, task]))
    if not len(slots) or starts.first[slots[0], task] == starts.last[slots[0], task]:
        return start, start
    return int(starts.first[slots[0], task]), int(starts.closes[slots[0], task])
