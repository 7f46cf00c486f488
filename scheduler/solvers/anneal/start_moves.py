"""Moves that change when a visit starts and nothing else: compiled plans start everything as early as they can."""

from numpy.random import Generator

from scheduler.solvers.anneal.choices import Hood, a_planned_task, below
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import put_off, release
from scheduler.solvers.kernels.packed import Figure, Link, Packed, Shift, Task
from scheduler.solvers.kernels.state import Placed, State


@kernel
def wait_or_go(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Let a visit wait for the time that was told, or for a break before it; or let one that waits go."""
    task = a_planned_task(state, hood, rng)
    if task < 0:
        return False
    if state.tasks[task, Placed.HOLD] > 0:
        release(state, task)
        return True
    start, told = state.tasks[task, Placed.START], facts.tasks[task, Task.PUBLISHED_START]
    length = facts.shifts[state.tasks[task, Placed.ROUTE], Shift.BREAK_MINUTES]
    if told > start and (length == 0 or rng.random() < 0.5):
        put_off(state, task, max(start + 1, told - below(rng, facts.numbers[Figure.TOLERANCE] + 1)))
        return True
    if length > 0:
        put_off(state, task, start + 1 + below(rng, length))
        return True
    return False


@kernel
def let_go(facts: Packed, state: State, rng: Generator) -> bool:
    """Let linked visits start as early as they can again, whatever they once waited for."""
    if len(facts.links) == 0:
        return False
    link = below(rng, len(facts.links))
    released = False
    for task in (facts.links[link, Link.FIRST], facts.links[link, Link.SECOND]):
        if state.tasks[task, Placed.ROUTE] >= 0 and state.tasks[task, Placed.HOLD] > 0:
            release(state, task)
            released = True
    return released
