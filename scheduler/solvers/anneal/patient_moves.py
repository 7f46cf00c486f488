"""Moves of all that one patient is due: one person instead of several, which no single visit would bring about."""

from numpy.random import Generator

from scheduler.solvers.anneal.choices import Hood, a_planned_task, accepts, any_shift, key_by_time, overlaps
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import put_in, take_out
from scheduler.solvers.kernels.packed import Packed, Patient, Task
from scheduler.solvers.kernels.reading import num_mates
from scheduler.solvers.kernels.state import Placed, State


@kernel
def move_patient(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Give the visits of one patient during some shift to that shift, each at about its time."""
    chosen = a_planned_task(state, hood, rng)
    patient = facts.tasks[chosen, Task.PATIENT] if chosen >= 0 else -1
    if patient < 0:
        return False
    first, end = facts.patients[patient, Patient.FIRST], facts.patients[patient, Patient.END]
    goal = any_shift(facts, state, hood, rng, chosen) if end - first > 1 else -1
    if goal < 0:
        return False
    num_moved = 0
    for number in range(first, end):
        task = facts.lists[number]
        shift, start = state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.START]
        if shift >= 0 and shift != goal and num_mates(facts, task) == 1 and overlaps(facts, goal, start):
            take_out(facts, state, task)
            if not accepts(facts, state, task, goal):
                return False
            put_in(facts, state, task, goal, key_by_time(state, rng, goal, start))
            num_moved += 1
    return num_moved > 1
