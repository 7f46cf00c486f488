"""A state read out as integer routes, and a plan read into a state."""

import numpy as np

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.kernels.edits import read_everything, rebuild
from scheduler.solvers.kernels.packed import Packed
from scheduler.solvers.kernels.state import Placed, State, Track, unread_state


def empty_state(facts: Packed) -> State:
    """A plan with nothing but its fixed events, which cost nothing while their shift makes no visit."""
    state = unread_state(facts)
    read_everything(facts, state)
    return state


def routes_in(state: State) -> dict[int, list[tuple[int, int]]]:
    """Tasks and starts of every shift that has any, events included."""
    return {
        shift: [(int(task), int(state.tasks[task, Placed.START])) for task in state.sequence[shift, :length]]
        for shift, length in enumerate(state.shifts[:, Track.LENGTH])
        if length
    }


def adopt(encoding: Encoding, facts: Packed, state: State, plan: Plan) -> int:
    """Make a state hold a plan's routes, as early as they can be made; its cost in points.

    Keys follow the plan's starts, so linked visits keep their order; those that start together share a key.
    """
    tasks, keys = np.full_like(state.tasks, -1), state.keys.copy()
    group = encoding.facts.tasks.group
    for shift, stops in routes_of(encoding, plan).items():
        for number, (task, start) in enumerate(stops):
            tasks[task, Placed.ROUTE] = shift
            shares_key = (group == group[task]).sum() > 1
            keys[task] = (
                start + (group[task] + 1) * _TIE if shares_key else start + (number + 1) * _WITHIN + task * _TIE
            )
    return int(rebuild(facts, state, tasks, keys))


_TIE, _WITHIN = 1e-7, 1e-3
"""Small steps that keep the keys of tasks with one start apart."""
