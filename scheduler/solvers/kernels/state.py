"""A plan under construction, as tables that kernels edit in place, and the log that takes an edit back."""

from enum import IntEnum, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Ints
from scheduler.solvers.kernels.packed import Packed, Shift, Task, Visit


class Placed(IntEnum):
    """Columns of `State.tasks`: where a task stands, and how it was last read in time."""

    ROUTE = 0
    """Shift, -1 where the task is left out."""
    POSITION = auto()
    HOLD = auto()
    """Not to start before this minute: a linked visit waits for one that is read after it; 0 where it need not."""
    START = auto()
    """Start of care; -1 before the first reading."""
    READY = auto()
    """When care ends."""
    FREE = auto()
    """Minutes free since the last task at a place, for travel."""
    AT = auto()
    """The place after the task."""
    BROKE = auto()
    """Break: 0 not yet, 1 in the leg that is still open, 2 before."""
    OPENED = auto()
    """1 once a task at a place was made."""
    LEG_TRAVEL = auto()
    LEG_WAIT = auto()
    LATE = auto()
    """Minutes of tolerated lateness."""
    COST = auto()
    """Points of this start in this shift."""


class Track(IntEnum):
    """Columns of `State.shifts`: a route as it was last read, and how far a reading has come."""

    LENGTH = 0
    COST = auto()
    FINISH = auto()
    """When the way back and admin are done."""
    OVERTIME = auto()
    VISITS = auto()
    """Attendances."""
    LATEST = auto()
    """Largest lateness."""
    WAITS = auto()
    """Longest wait."""
    IDLE = auto()
    """Minutes without anything to do; of a shift without visits all."""
    WORK = auto()
    """Minutes of care and travel."""
    CURSOR = auto()
    """Next position to read."""
    STEADY_AFTER = auto()
    """Beyond this position the route is as it was, so reading may stop once times agree."""
    IS_ACTIVE = auto()
    REHEARSED_LATEST = auto()
    """From here on LATEST to WORK of an active route as an edit was rehearsed."""
    REHEARSED_WAITS = auto()
    REHEARSED_IDLE = auto()
    REHEARSED_WORK = auto()


class Count(IntEnum):
    """Rows of `State.counts`."""

    TOTAL = 0
    """Cost without what depends on all routes: the largest lateness, wait and idle time, and the balance of work."""
    TOTAL_BEFORE = auto()
    LEFT_OUT = auto()
    """Visits left out that somebody may make."""
    LEFT_OUT_BEFORE = auto()
    NUM_LOGGED = auto()
    NUM_HELD = auto()
    """Holds set by the edit under way."""
    NUM_EDITED = auto()
    NUM_ACTIVE = auto()
    STAMP = auto()
    """Number of the edit under way."""
    FIRST_LINK = auto()
    """Row of `parties` of the first link; patients come before, staff after."""
    FIRST_STAFF = auto()


class Entry(IntEnum):
    """Kinds of log entries: column 0 of `State.log`; column 1 says which, the others what was there before."""

    SETTLED = 0
    """A task's columns from START on."""
    MOVED = auto()
    """A task's route; its key stands in `log_keys`."""
    HELD = auto()
    """A task's hold."""
    ROUTE = auto()
    """A route's columns from COST to WORK."""
    PARTY = auto()
    """A party's cost."""


class State(NamedTuple):
    """Routes, and everything derived from them. Tables are int64."""

    tasks: Ints
    """(tasks, Placed)."""
    keys: NDArray[np.float64]
    """Place of each task in one order of all: links are read along it, so no two routes wait for each other."""
    sequence: Ints
    """Tasks of each shift by key; (shifts, most tasks in a shift)."""
    shifts: Ints
    """(shifts, Track)."""
    parties: Ints
    """Patients, links and staff: cost in points, and the edit that last priced it; (parties, 2)."""
    counts: Ints
    """(Count,)."""
    active: Ints
    """Shifts to be read."""
    log: Ints
    log_keys: NDArray[np.float64]
    edited: Ints
    """Shifts whose tasks were changed: shift, length before, tasks before; (shifts, 2 + most tasks)."""
    scratch: Ints
    """Lists of tasks that a move collects; (2, most tasks)."""


LOG_WIDTH = 2 + len(Placed) - Placed.START
_SPARE_ROWS = 16
_TIE = 1e-6
"""Keeps the keys of events that start together apart."""


def unread_state(facts: Packed) -> State:
    """A plan with nothing but its fixed events, not yet read in time; `tracks.empty_state` reads it."""
    num_tasks, num_shifts = facts.may.shape
    most_visits = int(facts.shifts[:, Shift.VISIT_LIMIT].max(initial=0))
    capacity = min(num_tasks, max(64, most_visits + _SPARE_ROWS)) + 1
    num_patients, num_links = len(facts.patients), len(facts.links)
    entries = 4 * num_tasks + 4 * num_shifts + 256
    state = State(
        tasks=np.zeros((num_tasks, len(Placed)), dtype=np.int64),
        keys=np.zeros(num_tasks),
        sequence=np.full((num_shifts, capacity), -1, dtype=np.int64),
        shifts=np.zeros((num_shifts, len(Track)), dtype=np.int64),
        parties=np.zeros((num_patients + num_links + len(facts.staff), 2), dtype=np.int64),
        counts=np.zeros(len(Count), dtype=np.int64),
        active=np.zeros(num_shifts + 1, dtype=np.int64),
        log=np.zeros((entries + len(facts.staff) + num_patients + num_links, LOG_WIDTH), dtype=np.int64),
        log_keys=np.zeros(entries + len(facts.staff) + num_patients + num_links),
        edited=np.zeros((num_shifts, 2 + capacity), dtype=np.int64),
        scratch=np.zeros((2, max(capacity, num_tasks)), dtype=np.int64),
    )
    state.tasks[:, Placed.ROUTE] = state.tasks[:, Placed.START] = -1
    state.shifts[:, Track.IDLE] = facts.shifts[:, Shift.END] - facts.shifts[:, Shift.START]
    state.counts[Count.TOTAL] = facts.visits[:, Visit.LEAVING_OUT].sum()
    is_able = facts.may.max(axis=1, initial=0) > 0
    state.counts[Count.LEFT_OUT] = sum(bool(is_able[first:end].all()) for first, end, _ in facts.visits)
    state.counts[Count.FIRST_LINK] = num_patients
    state.counts[Count.FIRST_STAFF] = num_patients + num_links
    _place_events(facts, state)
    return state


def _place_events(facts: Packed, state: State) -> None:
    for task in np.flatnonzero(facts.tasks[:, Task.OWN_SHIFT] >= 0):
        shift, anchor = facts.tasks[task, Task.OWN_SHIFT], facts.tasks[task, Task.ANCHOR]
        state.tasks[task, Placed.ROUTE] = shift
        state.tasks[task, Placed.POSITION] = state.shifts[shift, Track.LENGTH]
        state.tasks[task, Placed.START] = anchor
        state.keys[task] = anchor + task * _TIE
        state.sequence[shift, state.shifts[shift, Track.LENGTH]] = task
        state.shifts[shift, Track.LENGTH] += 1
