"""The problem as arrays that compiled kernels read: what each array holds, its shape and unit. Built in `encode.py`.

T tasks, A of them attendances (events follow), R shifts, V visits, P patients, W windows, L links, M places.
A minute that is not given is `NEVER`; an index that is not given is -1. All arrays are int64 unless said otherwise.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NEVER = 1 << 40
"""A minute after every horizon."""

Ints = NDArray[np.int64]


class Tasks(NamedTuple):
    """What can be placed in a shift; each array has shape (T,) unless said."""

    visit: Ints
    """Visit of an attendance, -1 for an event."""
    patient: Ints
    place: Ints
    """Row of the travel tables; -1 for a remote task, done wherever the person is."""
    duration: Ints
    anchor: Ints
    """The only start allowed (an event, a pinned or frozen start), or -1."""
    window_from: Ints
    """Shape (T + 1,): windows of task t are rows window_from[t] to window_from[t + 1] of `Windows`."""
    lateness_limit: Ints
    """Minutes by which a start may pass its window; 0 where time-critical."""
    is_critical: Ints
    """1 where lateness is no soft cost but a broken window."""
    respond_by: Ints
    published_start: Ints
    """Start in the published plan, or -1."""
    group: Ints
    """Tasks that start together share a group."""
    own_shift: Ints
    """The only shift of an event, else -1."""


class Windows(NamedTuple):
    """Time windows in the order of tasks, then of opening; by daylight, one for each day of a window; shape (W,)."""

    opens: Ints
    """First start allowed: the window's, or daylight where the address needs it."""
    earliest: Ints
    """The window's own earliest start, or the dark before its day: what decides which window a start is judged by."""
    closes: Ints
    dark_from: Ints
    """First start that would end after dark at an address that needs daylight, else NEVER."""


class Shifts(NamedTuple):
    """Routes to fill; shape (R,)."""

    staff: Ints
    start: Ints
    end: Ints
    admin: Ints
    overtime_limit: Ints
    start_place: Ints
    end_place: Ints
    layer: Ints
    """Row of `travel`."""
    break_minutes: Ints
    """0 where no break is owed."""
    break_from: Ints
    break_to: Ints
    may_miss_break: Ints
    """1 where a break that has no room costs and breaks no rule."""
    visit_limit: Ints
    fair_minutes: Ints
    """Care and travel that leave the shift its slack."""
    paid_minutes: Ints
    supervision: Ints
    """Row of `unsupervised`, or -1 for staff who need no registered colleague."""
    next_of_staff: Ints
    """The same person's next shift, or -1."""
    first_of_staff: Ints
    """The same person's first shift."""
    week: Ints


class Staff(NamedTuple):
    """Per staff member."""

    worked_minutes: Ints
    rested_from: Ints
    """End of the last shift before the horizon, or -NEVER."""
    is_watched: Ints
    """1 where rest or weekly hours could be broken by what is planned."""


class Links(NamedTuple):
    """Two visits that belong together; shape (L,)."""

    first: Ints
    """Lowest task of the first visit."""
    second: Ints
    least: Ints
    most: Ints
    wants_same: Ints
    wants_different: Ints
    is_both_or_none: Ints


class Rows(NamedTuple):
    """Several lists in one: items of row i are items[start[i] : start[i + 1]]."""

    start: Ints
    items: Ints


class Figures(NamedTuple):
    """Limits, in the units of the policy."""

    care_limit: int
    busy_from: int
    rest: int
    week: int
    knock: int
    tolerance: int
    waits_first: int
    """1 where the wait before the first stop counts."""


class Facts(NamedTuple):
    """Everything a kernel may read."""

    tasks: Tasks
    windows: Windows
    shifts: Shifts
    staff: Staff
    links: Links
    travel: NDArray[np.int32]
    """Minutes, shape (layers, M, M)."""
    may: NDArray[np.uint8]
    """Shape (T, R): 0 may not, 255 may, between: visits left under a delegation."""
    dislike: NDArray[np.int32]
    """Points for a task in a shift that depend on nothing else, shape (T, R)."""
    leaving_out: Ints
    """Points for leaving a visit out, shape (V,)."""
    tasks_of_visit: Rows
    tasks_of_patient: Rows
    """Only patients whose visits cost something together; others have empty rows."""
    tasks_of_group: Rows
    links_of_task: Rows
    day_starts: Ints
    """Midnights, shape (days + 1,)."""
    unsupervised: NDArray[np.uint8]
    """1 at minutes without a registered colleague, shape (teams that need one, minutes of the horizon)."""
    price: Ints
    """Points per unit of each rule: the policy's weight, or a solver's penalty for a hard rule; shape (rules,)."""
    figures: Figures
