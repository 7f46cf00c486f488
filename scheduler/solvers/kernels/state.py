"""A plan under construction, as arrays that kernels edit in place, and the log that takes an edit back.

T tasks, R shifts, C most tasks in a shift, P patients, L links, S staff members. All arrays are int64 unless said.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Facts, Ints
from scheduler.encoding.encode import Encoding

NUM_SETTLED = 9
"""Columns of `State.settled`."""
START, READY, FREE, AT, BROKE, OPENED, LEG_TRAVEL, LEG_WAIT, COST = range(NUM_SETTLED)
"""Columns of `State.settled`, a task as it was last read in time:

START of care; READY: when it ends; FREE: minutes free since the last placed task (for travel); AT: the place then;
BROKE: 0 no break yet, 1 in the leg that is open, 2 before; OPENED: 1 once a placed task was made; minutes of LEG_TRAVEL
to it and LEG_WAIT before it; COST in points, its short travel time included.
"""


class State(NamedTuple):
    """Routes, and everything that was derived from them."""

    route_of: Ints
    """Shift of each task, -1 where it is left out; (T,)."""
    key: NDArray[np.float64]
    """Place of each task in one order of all tasks: links are read along it, so no two routes wait for each other; (T,)."""
    position: Ints
    """Place within the route; (T,)."""
    sequence: Ints
    """Tasks of each shift by key; (R, C)."""
    length: Ints
    """Tasks in each shift; (R,)."""
    settled: Ints
    """How each task was last read in time; (T, NUM_SETTLED)."""
    route_cost: Ints
    finish: Ints
    """When the way back and admin are done; (R,)."""
    overtime: Ints
    num_visits: Ints
    """Attendances in each shift; (R,)."""
    largest_late: Ints
    """Largest lateness in each shift; (R,)."""
    patient_cost: Ints
    staff_cost: Ints
    link_cost: Ints
    total: Ints
    """[cost without largest lateness]; (1,)."""
    log: "Log"


class Log(NamedTuple):
    """What the edit under way has changed, and scratch space; nothing here outlives an edit."""

    count: Ints
    """[tasks settled, routes re-read, patients, links, staff, routes edited, tasks moved, stamp]; (8,)."""
    task: Ints
    settled: Ints
    """Settled tasks before the edit, in order; (cap,) and (cap, NUM_SETTLED)."""
    route: Ints
    route_values: Ints
    """Shift, and its [cost, finish, overtime, visits, largest late] before; (cap,) and (cap, 5)."""
    patient: Ints
    patient_cost: Ints
    link: Ints
    link_cost: Ints
    staff: Ints
    staff_cost: Ints
    edited: Ints
    edited_length: Ints
    edited_sequence: Ints
    """Routes whose tasks were changed, their length and tasks before; (R,), (R,), (EDITS, C)."""
    moved: Ints
    moved_route: Ints
    moved_key: NDArray[np.float64]
    """Tasks taken out or put in, with their shift and key before."""
    total: Ints
    """[total before]; (1,)."""
    cursor: Ints
    """Next position to read in each active route; (R,)."""
    steady_after: Ints
    """Beyond this position a route is as it was, so reading may stop once times agree; (R,)."""
    active: Ints
    is_active: Ints
    num_active: Ints
    patient_stamp: Ints
    link_stamp: Ints
    staff_stamp: Ints


TASKS_LOGGED, ROUTES_LOGGED, PATIENTS_LOGGED, LINKS_LOGGED, STAFF_LOGGED, EDITED, MOVED, STAMP = range(8)
NUM_COUNTS = 8
_TIE = 1e-6
"""Keeps the keys of events that start together apart."""
MOST_EDITED = 8
"""Routes that one edit may change."""


def empty_state(encoding: Encoding) -> State:
    """A plan with nothing but its fixed events."""
    facts = encoding.facts
    num_tasks, num_shifts = facts.may.shape
    num_patients, num_staff, num_links = (
        len(facts.tasks_of_patient.start) - 1,
        len(facts.staff.is_watched),
        len(facts.links.first),
    )
    capacity = min(num_tasks, max(64, int(facts.shifts.visit_limit.max(initial=0)) + 16)) + 1
    state = State(
        route_of=np.full(num_tasks, -1, dtype=np.int64),
        key=np.zeros(num_tasks),
        position=np.zeros(num_tasks, dtype=np.int64),
        sequence=np.full((num_shifts, capacity), -1, dtype=np.int64),
        length=_zeros(num_shifts),
        settled=np.zeros((num_tasks, NUM_SETTLED), dtype=np.int64),
        route_cost=_zeros(num_shifts),
        finish=_zeros(num_shifts),
        overtime=_zeros(num_shifts),
        num_visits=_zeros(num_shifts),
        largest_late=_zeros(num_shifts),
        patient_cost=_zeros(num_patients),
        staff_cost=_zeros(num_staff),
        link_cost=_zeros(num_links),
        total=_zeros(1),
        log=_empty_log(num_tasks, num_shifts, capacity, num_patients, num_links, num_staff),
    )
    state.settled[:, START] = -1
    state.total[0] = int(facts.leaving_out.sum())
    _place_events(facts, state)
    return state


def _zeros(size: int) -> Ints:
    return np.zeros(size, dtype=np.int64)


def _empty_log(tasks: int, shifts: int, capacity: int, patients: int, links: int, staff: int) -> Log:
    entries = 4 * tasks + 64
    return Log(
        count=_zeros(NUM_COUNTS),
        task=_zeros(entries),
        settled=np.zeros((entries, NUM_SETTLED), dtype=np.int64),
        route=_zeros(shifts + 1),
        route_values=np.zeros((shifts + 1, 5), dtype=np.int64),
        patient=_zeros(patients + 1),
        patient_cost=_zeros(patients + 1),
        link=_zeros(links + 1),
        link_cost=_zeros(links + 1),
        staff=_zeros(staff + 1),
        staff_cost=_zeros(staff + 1),
        edited=_zeros(MOST_EDITED + 1),
        edited_length=_zeros(MOST_EDITED + 1),
        edited_sequence=np.zeros((MOST_EDITED + 1, capacity), dtype=np.int64),
        moved=_zeros(2 * tasks + 8),
        moved_route=_zeros(2 * tasks + 8),
        moved_key=np.zeros(2 * tasks + 8),
        total=_zeros(1),
        cursor=_zeros(shifts),
        steady_after=_zeros(shifts),
        active=_zeros(shifts + 1),
        is_active=_zeros(shifts),
        num_active=_zeros(1),
        patient_stamp=_zeros(patients),
        link_stamp=_zeros(links),
        staff_stamp=_zeros(staff),
    )


def _place_events(facts: Facts, state: State) -> None:
    """Fixed events stand in their shifts from the start; a shift with nothing else costs nothing."""
    for task in np.flatnonzero(facts.tasks.own_shift >= 0):
        shift = facts.tasks.own_shift[task]
        state.route_of[task] = shift
        state.key[task] = facts.tasks.anchor[task] + task * _TIE
        state.position[task] = state.length[shift]
        state.sequence[shift, state.length[shift]] = task
        state.settled[task, START] = facts.tasks.anchor[task]
        state.length[shift] += 1
