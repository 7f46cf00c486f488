"""Edits of a plan in arrays: take a task out, put one in, read the result, or take it all back."""

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Facts, Ints
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.reading import activate, read_again
from scheduler.solvers.kernels.state import (
    EDITED,
    LINKS_LOGGED,
    MOST_EDITED,
    MOVED,
    NUM_COUNTS,
    NUM_SETTLED,
    PATIENTS_LOGGED,
    ROUTES_LOGGED,
    STAFF_LOGGED,
    STAMP,
    START,
    TASKS_LOGGED,
    State,
)

Keys = NDArray[np.float64]
STEP = 1.0
"""Distance of keys at a route's end; anything above 0 does."""


@kernel
def begin(state: State) -> None:
    """Start an edit: from here on everything can be taken back."""
    count = state.log.count
    for number in range(NUM_COUNTS - 1):
        count[number] = 0
    count[STAMP] += 1
    state.log.total[0] = state.total[0]


@kernel
def can_edit(state: State, shift: int) -> bool:
    """Whether the edit under way may still change this route: so many routes, and one more task in it."""
    is_known = False
    for number in range(state.log.count[EDITED]):
        is_known = is_known or state.log.edited[number] == shift
    has_room = state.length[shift] + 1 < state.sequence.shape[1]
    return has_room and (is_known or state.log.count[EDITED] < MOST_EDITED)


@kernel
def _remember_route(state: State, shift: int) -> None:
    log = state.log
    for number in range(log.count[EDITED]):
        if log.edited[number] == shift:
            return
    entry = log.count[EDITED]
    log.count[EDITED] = entry + 1
    log.edited[entry], log.edited_length[entry] = shift, state.length[shift]
    for position in range(state.length[shift]):
        log.edited_sequence[entry, position] = state.sequence[shift, position]


@kernel
def _remember_task(state: State, task: int) -> None:
    log, entry = state.log, state.log.count[MOVED]
    log.count[MOVED] = entry + 1
    log.moved[entry], log.moved_route[entry], log.moved_key[entry] = task, state.route_of[task], state.key[task]


@kernel
def take_out(facts: Facts, state: State, task: int) -> None:
    """Remove a planned task from its route; its visit counts as left out once its lowest task is gone."""
    shift, place = state.route_of[task], state.position[task]
    _remember_route(state, shift)
    _remember_task(state, task)
    state.length[shift] -= 1
    for position in range(place, state.length[shift]):
        moved = state.sequence[shift, position + 1]
        state.sequence[shift, position] = moved
        state.position[moved] = position
    state.route_of[task] = -1
    _count_left_out(facts, state, task, 1)
    _mark(state, shift, place)


@kernel
def put_in(facts: Facts, state: State, task: int, shift: int, key: float) -> None:
    """Add a task that is not planned to a route, where its key belongs."""
    _remember_route(state, shift)
    _remember_task(state, task)
    place = state.length[shift]
    while place > 0 and state.key[state.sequence[shift, place - 1]] > key:
        moved = state.sequence[shift, place - 1]
        state.sequence[shift, place] = moved
        state.position[moved] = place
        place -= 1
    state.sequence[shift, place] = task
    state.position[task] = place
    state.length[shift] += 1
    state.route_of[task] = shift
    state.key[task] = key
    _count_left_out(facts, state, task, -1)
    _mark(state, shift, place)


@kernel
def _mark(state: State, shift: int, place: int) -> None:
    """Have a route read from a place on, and its last change known even as places move under it."""
    log = state.log
    if log.is_active[shift]:
        log.steady_after[shift] += 1
    activate(state, shift, place, place + 1)


@kernel
def _count_left_out(facts: Facts, state: State, task: int, change: int) -> None:
    visit = facts.tasks.visit[task]
    if visit >= 0 and facts.tasks_of_visit.items[facts.tasks_of_visit.start[visit]] == task:
        state.total[0] += change * facts.leaving_out[visit]


@kernel
def take_back(state: State) -> None:
    """Undo everything since `begin`."""
    log, count = state.log, state.log.count
    for entry in range(count[TASKS_LOGGED] - 1, -1, -1):
        row = state.settled[log.task[entry]]
        for column in range(NUM_SETTLED):
            row[column] = log.settled[entry, column]
    for entry in range(count[MOVED] - 1, -1, -1):
        state.route_of[log.moved[entry]] = log.moved_route[entry]
        state.key[log.moved[entry]] = log.moved_key[entry]
    for entry in range(count[EDITED]):
        shift = log.edited[entry]
        state.length[shift] = log.edited_length[entry]
        for position in range(state.length[shift]):
            task = log.edited_sequence[entry, position]
            state.sequence[shift, position] = task
            state.position[task] = position
    for entry in range(count[ROUTES_LOGGED]):
        shift, values = log.route[entry], log.route_values[entry]
        state.route_cost[shift], state.finish[shift], state.overtime[shift] = values[0], values[1], values[2]
        state.num_visits[shift], state.largest_late[shift] = values[3], values[4]
    for entry in range(count[PATIENTS_LOGGED]):
        state.patient_cost[log.patient[entry]] = log.patient_cost[entry]
    for entry in range(count[LINKS_LOGGED]):
        state.link_cost[log.link[entry]] = log.link_cost[entry]
    for entry in range(count[STAFF_LOGGED]):
        state.staff_cost[log.staff[entry]] = log.staff_cost[entry]
    for number in range(log.num_active[0]):
        log.is_active[log.active[number]] = 0
    log.num_active[0] = 0
    state.total[0] = log.total[0]


@kernel
def key_after(state: State, shift: int, position: int, hint: float, share: float) -> float:
    """A key between a position of a route (-1: its start) and the next: the hint, a minute, where it lies between.

    Keys so stay close to starts, and keys of different routes can be compared. Else `share` (0 to 1, both excluded)
    says how far on the way from the one to the other.
    """
    is_first, is_last = position < 0, position + 1 >= state.length[shift]
    low = hint - STEP if is_first else state.key[state.sequence[shift, position]]
    high = max(low, hint) + STEP if is_last else state.key[state.sequence[shift, position + 1]]
    if is_first and not is_last:
        low = min(low, high - STEP)
    return hint if low < hint < high else low + (high - low) * share


@kernel
def position_at(state: State, shift: int, start: int) -> int:
    """The last position of a route whose task starts before a minute, or -1."""
    position = state.length[shift] - 1
    while position >= 0 and state.settled[state.sequence[shift, position], START] >= start:
        position -= 1
    return position


@kernel
def clashes(facts: Facts, state: State, task: int, shift: int) -> bool:
    """Whether the shift's staff member already makes a task that starts together with this one."""
    rows, group = facts.tasks_of_group, facts.tasks.group[task]
    for number in range(rows.start[group], rows.start[group + 1]):
        other = state.route_of[rows.items[number]]
        if other >= 0 and rows.items[number] != task and facts.shifts.staff[other] == facts.shifts.staff[shift]:
            return True
    return False


@kernel
def read_everything(facts: Facts, state: State) -> int:
    """Read every route from its start, whatever is known of it; the cost of the plan."""
    begin(state)
    for shift in range(len(state.length)):
        if state.length[shift] > 0:
            activate(state, shift, 0, state.length[shift])
    return read_again(facts, state)


@kernel
def rebuild(facts: Facts, state: State, route_of: Ints, key: Keys) -> int:
    """Make the plan that has each task in a given shift with a given key (-1: left out); its cost."""
    for task in range(len(state.route_of)):
        if state.route_of[task] >= 0 and facts.tasks.own_shift[task] < 0:
            begin(state)
            take_out(facts, state, task)
            read_again(facts, state)
    for task in range(len(state.route_of)):
        if route_of[task] >= 0 and facts.tasks.own_shift[task] < 0:
            begin(state)
            put_in(facts, state, task, route_of[task], key[task])
            read_again(facts, state)
    return read_everything(facts, state)
