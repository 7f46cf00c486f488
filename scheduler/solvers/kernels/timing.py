"""When one task of a route starts: windows, breaks, and what the start costs. Whole routes stand in `reading.py`."""

from typing import NamedTuple

import numpy as np

from scheduler.encoding.arrays import NEVER
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import inlined
from scheduler.solvers.kernels.packed import Figure, Packed, Shift, Task, Window
from scheduler.solvers.kernels.state import Placed, State


class Stand(NamedTuple):
    """Where a person stands between two tasks of a route."""

    ready: int
    """When the last care ended."""
    free: int
    """Minutes free since the last task at a place, for travel."""
    at: int
    """Place."""
    broke: int
    """Break: 0 not yet, 1 in the leg that is still open, 2 before."""
    opened: int
    """1 once a task at a place was made."""


class Step(NamedTuple):
    """What following one task adds to a route."""

    travel: int
    wait: int
    late: int
    """Minutes of tolerated lateness."""
    timed: int
    """Points that another start might save."""


@inlined
def stand_at_start(facts: Packed, shift: int) -> Stand:
    """How a shift begins."""
    return Stand(facts.shifts[shift, Shift.START], 0, facts.shifts[shift, Shift.START_PLACE], 0, 0)


@inlined
def stand_before(facts: Packed, state: State, shift: int, position: int) -> Stand:
    """How a person stands just before a position of a route; the tasks before it are settled."""
    if position == 0:
        return stand_at_start(facts, shift)
    row = state.tasks[state.sequence[shift, position - 1]]
    return Stand(row[Placed.READY], row[Placed.FREE], row[Placed.AT], row[Placed.BROKE], row[Placed.OPENED])


@inlined
def opening(facts: Packed, task: int, earliest: int) -> int:
    """First start from a minute on: inside a window, or late where that is allowed and sooner than the next window."""
    tasks, windows = facts.tasks, facts.windows
    first, last = tasks[task, Task.FIRST_WINDOW], tasks[task, Task.END_WINDOW] - 1
    start = earliest
    for window in range(first, last + 1):
        start = max(earliest, windows[window, Window.OPENS])
        late = start - windows[window, Window.CLOSES]
        if late <= 0 or window == last:
            return start
        wait = windows[window + 1, Window.OPENS] - earliest
        if tasks[task, Task.IS_CRITICAL] == 0 and late <= tasks[task, Task.LATENESS_LIMIT] and wait >= late:
            return start
    return start


@inlined
def way(facts: Packed, shift: int, origin: int, goal: int) -> int:
    """Minutes from place to place as this shift travels."""
    return int(np.int64(facts.travel[facts.shifts[shift, Shift.LAYER], origin, goal]))  # tables are 32-bit


@inlined
def arrival(facts: Packed, task: int, shift: int, stand: Stand) -> int:
    """When a task could start if nothing but the way there counted."""
    place = facts.tasks[task, Task.PLACE]
    if place < 0:
        return stand.ready
    return stand.ready + max(0, way(facts, shift, stand.at, place) - stand.free)


@inlined
def has_room_for_break(facts: Packed, task: int, shift: int, stand: Stand, start: int) -> bool:
    """Whether the gap before a task that starts then holds the shift's break."""
    shifts, place = facts.shifts, facts.tasks[task, Task.PLACE]
    length = shifts[shift, Shift.BREAK_MINUTES]
    gap = start - stand.ready
    slack = gap if place < 0 else gap + stand.free - way(facts, shift, stand.at, place)
    begins = max(stand.ready, shifts[shift, Shift.BREAK_FROM])
    return gap >= length and slack >= length and begins <= min(shifts[shift, Shift.BREAK_TO], start - length)


@inlined
def cost_of_start(facts: Packed, task: int, shift: int, start: int) -> tuple[int, int]:
    """Points for a start in a shift, whoever's it is, and its minutes of tolerated lateness."""
    tasks, windows, price = facts.tasks, facts.windows, facts.numbers
    first, end = tasks[task, Task.FIRST_WINDOW], tasks[task, Task.END_WINDOW]
    window = first
    for later in range(first + 1, end):
        if windows[later, Window.EARLIEST] <= start:
            window = later
    early = max(0, windows[window, Window.EARLIEST] - start)
    late = max(0, start - windows[window, Window.CLOSES])
    counted = 0 if tasks[task, Task.IS_CRITICAL] else late
    cost = price[RuleId.LATENESS] * counted
    cost += price[RuleId.TIME_WINDOW] * (early + max(0, late - tasks[task, Task.LATENESS_LIMIT]))
    if tasks[task, Task.RESPOND_BY] != NEVER:
        cost += price[RuleId.URGENT_RESPONSE] * max(0, start - tasks[task, Task.RESPOND_BY])
    if windows[window, Window.DARK_FROM] != NEVER and (
        start >= windows[window, Window.DARK_FROM] or start < windows[window, Window.OPENS]
    ):
        cost += price[RuleId.LONE_WORKING]
    if tasks[task, Task.PUBLISHED_START] >= 0:
        moved = abs(start - tasks[task, Task.PUBLISHED_START]) - facts.numbers[Figure.TOLERANCE]
        cost += price[RuleId.START_MOVED] * max(0, moved)
    team = facts.shifts[shift, Shift.SUPERVISION]
    if team >= 0 and (start >= facts.unsupervised.shape[1] or facts.unsupervised[team, start]):
        cost += price[RuleId.SUPERVISION]
    return cost, counted


@inlined
def start_after(facts: Packed, task: int, shift: int, stand: Stand, earliest: int) -> int:
    """First start of a task for a person who stands so, not before a minute, with the break first if it must be.

    A break that may be missed is, where this task alone would pay more for waiting.
    """
    if facts.tasks[task, Task.ANCHOR] >= 0:
        return facts.tasks[task, Task.ANCHOR]
    start = opening(facts, task, max(earliest, arrival(facts, task, shift, stand)))
    length, until = facts.shifts[shift, Shift.BREAK_MINUTES], facts.shifts[shift, Shift.BREAK_TO]
    if stand.broke != 0 or length == 0 or start + facts.tasks[task, Task.DURATION] <= until:
        return start
    if has_room_for_break(facts, task, shift, stand, start):
        return start
    begins = max(stand.ready, facts.shifts[shift, Shift.BREAK_FROM])
    if begins > until:
        return start
    rested = begins + length
    place = facts.tasks[task, Task.PLACE]
    if place >= 0:
        rested = max(rested, stand.ready + length + way(facts, shift, stand.at, place) - stand.free)
    later = opening(facts, task, max(start, rested))
    if facts.shifts[shift, Shift.MAY_MISS_BREAK] and facts.tasks[task, Task.VISIT] >= 0:
        dearer = cost_of_start(facts, task, shift, later)[0] - cost_of_start(facts, task, shift, start)[0]
        if dearer > facts.numbers[RuleId.MISSED_BREAK]:
            return start
    return later


@inlined
def follow(facts: Packed, task: int, shift: int, stand: Stand, start: int) -> tuple[Stand, Step]:
    """How a person stands after a task that starts then, and what the task adds to the route."""
    timed, late = facts.numbers[RuleId.TRAVEL_TIME] * max(0, arrival(facts, task, shift, stand) - start), 0
    if facts.tasks[task, Task.VISIT] >= 0:
        of_start, late = cost_of_start(facts, task, shift, start)
        timed += of_start
    length = facts.shifts[shift, Shift.BREAK_MINUTES]
    rests_here = stand.broke == 0 and length > 0 and has_room_for_break(facts, task, shift, stand, start)
    spare = stand.free + max(0, start - stand.ready) - (length if rests_here else 0)
    ready, place = start + facts.tasks[task, Task.DURATION], facts.tasks[task, Task.PLACE]
    if place < 0:
        return Stand(ready, spare, stand.at, 1 if rests_here else stand.broke, stand.opened), Step(0, 0, late, timed)
    travel = way(facts, shift, stand.at, place)
    wait = max(0, spare - travel) if stand.opened or facts.numbers[Figure.WAITS_FIRST] else 0
    return Stand(ready, 0, place, 2 if rests_here or stand.broke else 0, 1), Step(travel, wait, late, timed)


@inlined
def settle(facts: Packed, state: State, task: int, start: int) -> None:
    """Write down a task that starts then; the one before it in its route is settled."""
    row = state.tasks[task]
    shift = row[Placed.ROUTE]
    stand, step = follow(facts, task, shift, stand_before(facts, state, shift, row[Placed.POSITION]), start)
    row[Placed.START], row[Placed.READY], row[Placed.FREE], row[Placed.AT] = start, stand.ready, stand.free, stand.at
    row[Placed.BROKE], row[Placed.OPENED] = stand.broke, stand.opened
    row[Placed.LEG_TRAVEL], row[Placed.LEG_WAIT], row[Placed.LATE] = step.travel, step.wait, step.late
    row[Placed.COST] = step.timed
    if facts.tasks[task, Task.VISIT] >= 0:
        row[Placed.COST] += facts.dislike[task, shift]
