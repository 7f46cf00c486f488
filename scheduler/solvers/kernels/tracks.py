"""A state read out as integer routes, and a plan read into a state."""

import numpy as np

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.kernels.edits import rebuild
from scheduler.solvers.kernels.state import START, State


def routes_in(state: State) -> dict[int, list[tuple[int, int]]]:
    """Tasks and starts of every shift that has any, events included."""
    return {
        shift: [(int(task), int(state.settled[task, START])) for task in state.sequence[shift, :length]]
        for shift, length in enumerate(state.length)
        if length
    }


def adopt(encoding: Encoding, state: State, plan: Plan) -> int:
    """Make a state hold a plan's routes, as early as they can be made; its cost in points.

    Keys follow the plan's starts, so linked visits keep their order; those that start together share a key.
    """
    route_of = np.full(len(state.route_of), -1, dtype=np.int64)
    key = state.key.copy()
    group = encoding.facts.tasks.group
    for shift, stops in routes_of(encoding, plan).items():
        for number, (task, start) in enumerate(stops):
            route_of[task] = shift
            shares_key = (group == group[task]).sum() > 1
            key[task] = start + (group[task] + 1) * _TIE if shares_key else start + (number + 1) * _WITHIN + task * _TIE
    return int(rebuild(encoding.facts, state, route_of, key))


_TIE, _WITHIN = 1e-7, 1e-3
"""Small steps that keep the keys of tasks with one start apart."""
