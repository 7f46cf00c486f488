"""Edits of a plan in tables: take a task out, put one in, read the result, or take it all back."""

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Ints
from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.packed import Link, Packed, Shift, Task, Visit
from scheduler.solvers.kernels.pricing import new_entry
from scheduler.solvers.kernels.reading import MOST_HOLDS, activate, hold, partner_of, read_again, stand_down
from scheduler.solvers.kernels.state import Count, Entry, Placed, State, Track

Keys = NDArray[np.float64]
NO_KEY = -1e18
"""No task has this key."""
STEP = 1.0
"""Distance of keys at a route's end; anything above 0 does."""


@inlined
def begin(state: State) -> None:
    """Start an edit: from here on everything can be taken back."""
    state.counts[Count.NUM_LOGGED] = 0
    state.counts[Count.NUM_EDITED] = 0
    state.counts[Count.NUM_HELD] = 0
    state.counts[Count.STAMP] += 1
    state.counts[Count.TOTAL_BEFORE] = state.counts[Count.TOTAL]
    state.counts[Count.LEFT_OUT_BEFORE] = state.counts[Count.LEFT_OUT]


@inlined
def has_room(state: State, shift: int) -> bool:
    """Whether a route can hold one more task."""
    return state.shifts[shift, Track.LENGTH] + 1 < state.sequence.shape[1]


@inlined
def _is_edited(state: State, shift: int) -> bool:
    for number in range(state.counts[Count.NUM_EDITED]):
        if state.edited[number, 0] == shift:
            return True
    return False


@inlined
def _remember(state: State, shift: int, task: int) -> None:
    """Log a route as it stands, once an edit, and a task before it moves."""
    if not _is_edited(state, shift):
        row, length = state.edited[state.counts[Count.NUM_EDITED]], state.shifts[shift, Track.LENGTH]
        state.counts[Count.NUM_EDITED] += 1
        row[0], row[1] = shift, length
        for position in range(length):
            row[2 + position] = state.sequence[shift, position]
    entry = new_entry(state, Entry.MOVED, task)
    state.log[entry, 2] = state.tasks[task, Placed.ROUTE]
    state.log_keys[entry] = state.keys[task]


@kernel
def take_out(facts: Packed, state: State, task: int) -> None:
    """Remove a planned task from its route; its visit counts as left out once its lowest task is gone."""
    shift, place = state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION]
    _remember(state, shift, task)
    _release_around(facts, state, task)
    state.shifts[shift, Track.LENGTH] -= 1
    for position in range(place, state.shifts[shift, Track.LENGTH]):
        moved = state.sequence[shift, position + 1]
        state.sequence[shift, position] = moved
        state.tasks[moved, Placed.POSITION] = position
    state.tasks[task, Placed.ROUTE] = -1
    _count_left_out(facts, state, task, 1)
    _mark(state, shift, place)


@kernel
def put_in(facts: Packed, state: State, task: int, shift: int, key: float) -> None:
    """Add a task that is not planned to a route, where its key belongs."""
    _remember(state, shift, task)
    place = state.shifts[shift, Track.LENGTH]
    while place > 0 and state.keys[state.sequence[shift, place - 1]] > key:
        moved = state.sequence[shift, place - 1]
        state.sequence[shift, place] = moved
        state.tasks[moved, Placed.POSITION] = place
        place -= 1
    state.sequence[shift, place] = task
    state.shifts[shift, Track.LENGTH] += 1
    state.tasks[task, Placed.ROUTE] = shift
    state.tasks[task, Placed.POSITION] = place
    state.keys[task] = key
    _count_left_out(facts, state, task, -1)
    _mark(state, shift, place)


@kernel
def take_out_visit(facts: Packed, state: State, visit: int) -> None:
    """Remove a visit, both its attendances if it has two, and the visits that only make sense together with it."""
    first = facts.visits[visit, Visit.FIRST_TASK]
    _take_out_attendances(facts, state, visit)
    for number in range(facts.tasks[first, Task.FIRST_LINK], facts.tasks[first, Task.END_LINK]):
        if facts.links[facts.lists[number], Link.IS_BOTH_OR_NONE]:
            _take_out_attendances(facts, state, facts.tasks[partner_of(facts, facts.lists[number], first), Task.VISIT])


@kernel
def _take_out_attendances(facts: Packed, state: State, visit: int) -> None:
    for task in range(facts.visits[visit, Visit.FIRST_TASK], facts.visits[visit, Visit.END_TASK]):
        if state.tasks[task, Placed.ROUTE] >= 0:
            take_out(facts, state, task)


@kernel
def _release_around(facts: Packed, state: State, task: int) -> None:
    """A task that moves is held no longer, nor is what is linked to it; the reading holds them anew where it must."""
    hold(state, task, 0)
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        hold(state, partner_of(facts, facts.lists[number], task), 0)


@kernel
def release(state: State, task: int) -> None:
    """Let a planned task start as early as it can again."""
    put_off(state, task, 0)


@kernel
def put_off(state: State, task: int, minute: int) -> None:
    """Keep a planned task from starting before a minute."""
    hold(state, task, minute)
    activate(
        state, state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION], state.tasks[task, Placed.POSITION]
    )


@inlined
def _mark(state: State, shift: int, place: int) -> None:
    """Have a route read from a place on; its last change stays known even as places move under it."""
    if state.shifts[shift, Track.IS_ACTIVE]:
        state.shifts[shift, Track.STEADY_AFTER] += 1
    activate(state, shift, place, place + 1)


@inlined
def _count_left_out(facts: Packed, state: State, task: int, change: int) -> None:
    visit = facts.tasks[task, Task.VISIT]
    if facts.visits[visit, Visit.FIRST_TASK] == task:
        state.counts[Count.TOTAL] += change * facts.visits[visit, Visit.LEAVING_OUT]
        state.counts[Count.LEFT_OUT] += change


@kernel
def take_back(state: State) -> None:
    """Undo everything since `begin`."""
    for entry in range(state.counts[Count.NUM_LOGGED] - 1, -1, -1):
        old, which = state.log[entry], state.log[entry, 1]
        if old[0] == Entry.SETTLED:
            for column in range(Placed.START, Placed.COST + 1):
                state.tasks[which, column] = old[2 + column - Placed.START]
        elif old[0] == Entry.MOVED:
            state.tasks[which, Placed.ROUTE] = old[2]
            state.keys[which] = state.log_keys[entry]
        elif old[0] == Entry.HELD:
            state.tasks[which, Placed.HOLD] = old[2]
        elif old[0] == Entry.ROUTE:
            for column in range(Track.COST, Track.WORK + 1):
                state.shifts[which, column] = old[2 + column - Track.COST]
        else:
            state.parties[which, 0] = old[2]
    for number in range(state.counts[Count.NUM_EDITED]):
        row = state.edited[number]
        state.shifts[row[0], Track.LENGTH] = row[1]
        for position in range(row[1]):
            state.sequence[row[0], position] = row[2 + position]
            state.tasks[row[2 + position], Placed.POSITION] = position
    stand_down(state)
    state.counts[Count.TOTAL] = state.counts[Count.TOTAL_BEFORE]
    state.counts[Count.LEFT_OUT] = state.counts[Count.LEFT_OUT_BEFORE]


@kernel
def key_after(state: State, shift: int, position: int, hint: float, share: float) -> float:
    """A key between a position of a route (-1: its start) and the next: the hint, a minute, where it lies between.

    Keys so stay close to starts, and keys of different routes can be compared. Else `share` (0 to 1, both excluded)
    says how far on the way from the one to the other.
    """
    is_first, is_last = position < 0, position + 1 >= state.shifts[shift, Track.LENGTH]
    low = hint - STEP if is_first else state.keys[state.sequence[shift, position]]
    high = max(low, hint) + STEP if is_last else state.keys[state.sequence[shift, position + 1]]
    if is_first and not is_last:
        low = min(low, high - STEP)
    return hint if low < hint < high else low + (high - low) * share


@inlined
def position_at(state: State, shift: int, start: int) -> int:
    """The last position of a route whose task starts before a minute, or -1."""
    position = state.shifts[shift, Track.LENGTH] - 1
    while position >= 0 and state.tasks[state.sequence[shift, position], Placed.START] >= start:
        position -= 1
    return position


@inlined
def clashes(facts: Packed, state: State, task: int, shift: int) -> bool:
    """Whether the shift's staff member already makes a task that starts together with this one."""
    for number in range(facts.tasks[task, Task.FIRST_MATE], facts.tasks[task, Task.END_MATE]):
        mate = facts.lists[number]
        other = state.tasks[mate, Placed.ROUTE]
        if other >= 0 and mate != task and facts.shifts[other, Shift.STAFF] == facts.shifts[shift, Shift.STAFF]:
            return True
    return False


@inlined
def key_of_mate(facts: Packed, state: State, task: int) -> float:
    """The key of a planned task that this one must start with, or NO_KEY."""
    for number in range(facts.tasks[task, Task.FIRST_MATE], facts.tasks[task, Task.END_MATE]):
        if state.tasks[facts.lists[number], Placed.ROUTE] >= 0:
            return state.keys[facts.lists[number]]
    return NO_KEY


@kernel
def read_everything(facts: Packed, state: State) -> int:
    """Read every route from its start, whatever is known of it; the cost of the plan."""
    begin(state)
    for shift in range(len(state.shifts)):
        if state.shifts[shift, Track.LENGTH] > 0:
            activate(state, shift, 0, state.shifts[shift, Track.LENGTH])
    return read_again(facts, state)


@kernel
def rebuild(facts: Packed, state: State, tasks: Ints, keys: Keys) -> int:
    """Make the plan that has each task in the shift of `tasks[:, ROUTE]` (-1: left out) with a given key; its cost.

    What a route has no room for, far beyond any limit of visits, is left out.
    """
    for task in range(len(state.tasks)):
        if state.tasks[task, Placed.ROUTE] >= 0 and facts.tasks[task, Task.OWN_SHIFT] < 0:
            begin(state)
            take_out(facts, state, task)
            read_again(facts, state)
    for task in range(len(state.tasks)):
        goal = tasks[task, Placed.ROUTE]
        if goal >= 0 and facts.tasks[task, Task.OWN_SHIFT] < 0 and has_room(state, goal):
            begin(state)
            put_in(facts, state, task, goal, keys[task])
    for task in range(len(state.tasks)):
        state.tasks[task, Placed.HOLD] = max(0, tasks[task, Placed.HOLD])
    cost = read_everything(facts, state)
    for _ in range(len(facts.links)):  # an edit sets a few holds alone, and a plan may need many
        if state.counts[Count.NUM_HELD] < MOST_HOLDS:
            break
        cost = read_everything(facts, state)
    return cost
