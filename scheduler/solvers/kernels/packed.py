"""The encoding's arrays packed into a few tables, one column a fact: what kernels are handed.

A compiled call passes every array it is given by value, so a dozen tables with named columns cost a tenth of a
hundred arrays, in time to compile and to run.
"""

from enum import IntEnum, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.arrays import Facts, Figures, Ints
from scheduler.rules import RuleId


class Task(IntEnum):
    """Columns of `Packed.tasks`; see `scheduler.encoding.arrays.Tasks`."""

    VISIT = 0
    PATIENT = auto()
    PLACE = auto()
    DURATION = auto()
    ANCHOR = auto()
    FIRST_WINDOW = auto()
    END_WINDOW = auto()
    LATENESS_LIMIT = auto()
    IS_CRITICAL = auto()
    RESPOND_BY = auto()
    PUBLISHED_START = auto()
    OWN_SHIFT = auto()
    GROUP = auto()
    FIRST_MATE = auto()
    """Rows of `lists` with the tasks that start together with this one, itself included."""
    END_MATE = auto()
    FIRST_LINK = auto()
    """Rows of `lists` with the links of the task's visit."""
    END_LINK = auto()


class Window(IntEnum):
    """Columns of `Packed.windows`; see `scheduler.encoding.arrays.Windows`."""

    OPENS = 0
    EARLIEST = auto()
    CLOSES = auto()
    DARK_FROM = auto()


class Shift(IntEnum):
    """Columns of `Packed.shifts`, in the order of `scheduler.encoding.arrays.Shifts`."""

    STAFF = 0
    START = auto()
    END = auto()
    ADMIN = auto()
    OVERTIME_LIMIT = auto()
    START_PLACE = auto()
    END_PLACE = auto()
    LAYER = auto()
    BREAK_MINUTES = auto()
    BREAK_FROM = auto()
    BREAK_TO = auto()
    MAY_MISS_BREAK = auto()
    VISIT_LIMIT = auto()
    FAIR_MINUTES = auto()
    PAID_MINUTES = auto()
    SUPERVISION = auto()
    NEXT_OF_STAFF = auto()
    FIRST_OF_STAFF = auto()
    WEEK = auto()


class Staff(IntEnum):
    """Columns of `Packed.staff`; see `scheduler.encoding.arrays.Staff`."""

    WORKED_MINUTES = 0
    RESTED_FROM = auto()
    IS_WATCHED = auto()


class Link(IntEnum):
    """Columns of `Packed.links`; see `scheduler.encoding.arrays.Links`."""

    FIRST = 0
    SECOND = auto()
    LEAST = auto()
    MOST = auto()
    WANTS_SAME = auto()
    WANTS_DIFFERENT = auto()
    IS_BOTH_OR_NONE = auto()


class Visit(IntEnum):
    """Columns of `Packed.visits`: its tasks are consecutive."""

    FIRST_TASK = 0
    END_TASK = auto()
    LEAVING_OUT = auto()


class Patient(IntEnum):
    """Columns of `Packed.patients`: rows of `lists` with the tasks that cost something together."""

    FIRST = 0
    END = auto()


NUM_RULES = len(RuleId)


class Figure(IntEnum):
    """Rows of `Packed.numbers` after the price of each rule; after them the midnights of the horizon."""

    CARE_LIMIT = NUM_RULES
    BUSY_FROM = auto()
    REST = auto()
    WEEK = auto()
    KNOCK = auto()
    TOLERANCE = auto()
    WAITS_FIRST = auto()
    NUM_DAYS = auto()
    FIRST_MIDNIGHT = auto()


class Packed(NamedTuple):
    """Everything a kernel may read; tables are int64, one row a thing, one column a fact."""

    tasks: Ints
    windows: Ints
    shifts: Ints
    staff: Ints
    links: Ints
    visits: Ints
    patients: Ints
    lists: Ints
    """Items of all lists, one after another; (n,)."""
    numbers: Ints
    """Price in points of each rule, then `Figure`, then midnights; (n,)."""
    travel: NDArray[np.int32]
    may: NDArray[np.uint8]
    dislike: NDArray[np.int32]
    unsupervised: NDArray[np.uint8]


def pack(facts: Facts) -> Packed:
    """The same facts in tables; arrays of pairs and travel are shared, not copied."""
    mates = facts.tasks_of_group.start + len(facts.tasks_of_patient.items)
    links = facts.links_of_task.start + mates[-1]
    tasks, group = facts.tasks, facts.tasks.group
    columns = [
        *(tasks.visit, tasks.patient, tasks.place, tasks.duration, tasks.anchor),
        *(tasks.window_from[:-1], tasks.window_from[1:], tasks.lateness_limit, tasks.is_critical),
        *(tasks.respond_by, tasks.published_start, tasks.own_shift, group),
        *(mates[:-1][group], mates[1:][group], links[:-1], links[1:]),
    ]
    visits = facts.tasks_of_visit.start
    return Packed(
        tasks=_table(*columns),
        windows=_table(*facts.windows),
        shifts=_table(*facts.shifts),
        staff=_table(*facts.staff),
        links=_table(*facts.links),
        visits=_table(visits[:-1], visits[1:], facts.leaving_out),
        patients=_table(facts.tasks_of_patient.start[:-1], facts.tasks_of_patient.start[1:]),
        lists=np.concatenate([facts.tasks_of_patient.items, facts.tasks_of_group.items, facts.links_of_task.items]),
        numbers=_numbers(facts.price, facts.figures, facts.day_starts),
        travel=facts.travel,
        may=facts.may,
        dislike=facts.dislike,
        unsupervised=facts.unsupervised,
    )


def _table(*columns: Ints) -> Ints:
    return np.ascontiguousarray(np.stack(columns, axis=1), dtype=np.int64)


def _numbers(price: Ints, figures: Figures, day_starts: Ints) -> Ints:
    middle = np.array([*figures, len(day_starts) - 1], dtype=np.int64)
    return np.concatenate([price, middle, day_starts]).astype(np.int64)
