"""What moves choose at random: tasks, places beside them, shifts that accept them."""

from typing import NamedTuple

from numpy.random import Generator

from scheduler.encoding.arrays import Ints
from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.edits import clashes, has_room, key_after, position_at
from scheduler.solvers.kernels.packed import Packed, Shift, Task, Window
from scheduler.solvers.kernels.state import Placed, State


class Hood(NamedTuple):
    """Where moves look: facts that only a local search needs."""

    near: Ints
    """Near tasks of each attendance, nearest first, -1 fills up; (A, k)."""
    eligible: Ints
    """Shifts that may take each attendance, one list after another."""
    first_eligible: Ints
    """Where each attendance's list starts; (A + 1,)."""


@inlined
def below(rng: Generator, count: int) -> int:
    """A random number from 0 to below a count."""
    return min(int(rng.random() * count), count - 1)


@inlined
def a_planned_task(state: State, hood: Hood, rng: Generator) -> int:
    """A random planned attendance, or -1 after some tries."""
    for _ in range(8):
        task = below(rng, hood.near.shape[0])
        if state.tasks[task, Placed.ROUTE] >= 0:
            return task
    return -1


@inlined
def a_near_task(state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random planned task near another, the nearer the likelier; or -1."""
    share = rng.random()
    other = hood.near[task, min(int(share * share * hood.near.shape[1]), hood.near.shape[1] - 1)]
    return other if other >= 0 and state.tasks[other, Placed.ROUTE] >= 0 else -1


@kernel
def key_beside(state: State, rng: Generator, other: int) -> float:
    """A key just before or just after a planned task."""
    shift, position = state.tasks[other, Placed.ROUTE], state.tasks[other, Placed.POSITION]
    if rng.random() < 0.5:
        return key_after(state, shift, position, float(state.tasks[other, Placed.READY]) + rng.random(), rng.random())
    return key_after(state, shift, position - 1, float(state.tasks[other, Placed.START]) - rng.random(), rng.random())


@kernel
def key_by_time(state: State, rng: Generator, shift: int, start: int) -> float:
    """A key at which a task that starts then would stand in a route."""
    return key_after(state, shift, position_at(state, shift, start), start + rng.random(), rng.random())


@inlined
def accepts(facts: Packed, state: State, task: int, shift: int) -> bool:
    """Whether a shift may take a task now, and its route has room for it."""
    return facts.may[task, shift] != 0 and has_room(state, shift) and not clashes(facts, state, task, shift)


@kernel
def any_shift(facts: Packed, state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random shift that accepts a task now, or -1 after some tries."""
    first = hood.first_eligible[task]
    count = hood.first_eligible[task + 1] - first
    for _ in range(4):
        if count > 0:
            shift = hood.eligible[first + below(rng, count)]
            if accepts(facts, state, task, shift):
                return shift
    return -1


@inlined
def overlaps(facts: Packed, shift: int, start: int) -> bool:
    """Whether a minute lies in a shift."""
    return facts.shifts[shift, Shift.START] <= start < facts.shifts[shift, Shift.END]


@kernel
def a_left_out_task(state: State, hood: Hood, rng: Generator) -> int:
    """The first attendance that is left out, from a random one on; -1 where all are planned."""
    count = hood.near.shape[0]
    first = below(rng, count)
    for step in range(count):
        task = (first + step) % count
        if state.tasks[task, Placed.ROUTE] < 0 and hood.first_eligible[task + 1] > hood.first_eligible[task]:
            return task
    return -1


@inlined
def some_opening(facts: Packed, rng: Generator, task: int) -> int:
    """A random start inside a random window of a task."""
    first, end = facts.tasks[task, Task.FIRST_WINDOW], facts.tasks[task, Task.END_WINDOW]
    window = first + below(rng, end - first)
    width = max(0, facts.windows[window, Window.CLOSES] - facts.windows[window, Window.OPENS])
    return facts.windows[window, Window.OPENS] + below(rng, width + 1)
