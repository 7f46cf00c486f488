"""A plan in tables that keeps its times: the compiled reading starts a stop no earlier than it is held."""

from scheduler.encoding.codec import TaskRoutes, plan_of, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.kernels.edits import read_everything
from scheduler.solvers.kernels.packed import Packed
from scheduler.solvers.kernels.state import Placed, State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in


def standing(encoding: Encoding, facts: Packed, plan: Plan) -> State:
    """A plan with every stop held where it stands, so that whatever is added moves stops later only as it must."""
    state = empty_state(facts)
    adopt(encoding, facts, state, plan)
    for stops in routes_of(encoding, plan).values():
        for task, start in stops:
            state.tasks[task, Placed.HOLD] = start
    read_everything(facts, state)
    return state


def steadied(encoding: Encoding, facts: Packed, plan: Plan, told: Plan) -> Plan:
    """The same routes, each with its stops no earlier than they were told, where that costs no more.

    Routes that make the same as they were told come first and together, so that linked visits keep their times too.
    """
    state = empty_state(facts)
    cost = adopt(encoding, facts, state, plan)
    starts = {task: start for stops in routes_of(encoding, told).values() for task, start in stops}
    now, before = routes_of(encoding, plan), routes_of(encoding, told)
    same = [shift for shift in now if _tasks(now, shift) == _tasks(before, shift)]
    for shifts in (same, *([shift] for shift in now)):
        holds = state.tasks[:, Placed.HOLD].copy()
        for task in (task for shift in shifts for task in _tasks(now, shift)):
            state.tasks[task, Placed.HOLD] = starts.get(task, 0)
        held = int(read_everything(facts, state))
        if held <= cost:
            cost = held
        else:
            state.tasks[:, Placed.HOLD] = holds
            read_everything(facts, state)
    return plan_of(encoding, routes_in(state), overrides=plan.overrides)


def _tasks(routes: TaskRoutes, shift: int) -> list[int]:
    return [task for task, _ in routes.get(shift, ())]
