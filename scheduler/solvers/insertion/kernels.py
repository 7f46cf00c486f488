"""The cheapest place for one visit in a plan in arrays."""

import numpy as np

from scheduler.encoding.arrays import Facts, Ints
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import Keys, begin, can_edit, clashes, key_after, put_in, take_back
from scheduler.solvers.kernels.reading import UNREADABLE, read_again
from scheduler.solvers.kernels.state import State
from scheduler.solvers.kernels.timing import arrival, before, opening

TIE = 1e-6
"""Keeps the keys of tasks with one start apart."""
BEST_FIRST = 6
"""How many places of a double-up's first attendance are tried with every place of the second."""


@kernel
def insert_cheapest(facts: Facts, state: State, visit: int) -> int:
    """Put a visit where the plan's cost rises least, if planning it is cheaper than leaving it out; the cost then."""
    rows = facts.tasks_of_visit
    first, num_tasks = rows.items[rows.start[visit]], rows.start[visit + 1] - rows.start[visit]
    begin(state)
    least = read_again(facts, state)
    shifts, keys, costs = _places(facts, state, first)
    best_shift, best_key, best_mate = -1, 0.0, -1
    for number in range(1 if num_tasks == 1 else len(shifts)):
        if shifts[number] < 0:
            break
        if num_tasks == 1:
            if costs[number] < least:
                least, best_shift, best_key = costs[number], shifts[number], keys[number]
            continue
        mate, cost = _mate(facts, state, first, shifts[number], keys[number], rows.items[rows.start[visit] + 1])
        if mate >= 0 and cost < least:
            least, best_shift, best_key, best_mate = cost, shifts[number], keys[number], mate
    if best_shift < 0:
        return least
    begin(state)
    put_in(facts, state, first, best_shift, best_key)
    if best_mate >= 0:
        put_in(facts, state, rows.items[rows.start[visit] + 1], best_mate, best_key)
    return read_again(facts, state)


@kernel
def _places(facts: Facts, state: State, task: int) -> tuple[Ints, Keys, Ints]:
    """The cheapest places of one task alone, cheapest first: shift (-1 fills up), key and cost of the plan."""
    shifts, keys = np.full(BEST_FIRST, -1, dtype=np.int64), np.zeros(BEST_FIRST)
    costs = np.full(BEST_FIRST, UNREADABLE, dtype=np.int64)
    bound = _key_of_group(facts, state, task)
    for shift in range(len(state.length)):
        if facts.may[task, shift] == 0 or clashes(facts, state, task, shift):
            continue
        best_cost, best_key = UNREADABLE, 0.0
        for position in range(-1, 0 if bound >= 0.0 else state.length[shift]):
            key = (
                bound
                if bound >= 0.0
                else key_after(state, shift, position, _hint(facts, state, task, shift, position), 0.5)
            )
            begin(state)
            if not can_edit(state, shift):
                break
            put_in(facts, state, task, shift, key)
            cost = read_again(facts, state)
            take_back(state)
            if cost < best_cost:
                best_cost, best_key = cost, key
        _keep(shifts, keys, costs, shift, best_key, best_cost)
    return shifts, keys, costs


@kernel
def _hint(facts: Facts, state: State, task: int, shift: int, position: int) -> float:
    """About when a task after a position of a route would start."""
    ready, free, at, _, _ = before(facts, state, shift, position + 1)
    return float(opening(facts, task, arrival(facts, task, shift, ready, free, at))) + (task + 1) * TIE


@kernel
def _key_of_group(facts: Facts, state: State, task: int) -> float:
    """The key of a planned task that this one must start with, or -1."""
    rows, group = facts.tasks_of_group, facts.tasks.group[task]
    for number in range(rows.start[group], rows.start[group + 1]):
        if state.route_of[rows.items[number]] >= 0:
            return state.key[rows.items[number]]
    return -1.0


@kernel
def _keep(shifts: Ints, keys: Keys, costs: Ints, shift: int, key: float, cost: int) -> None:
    """Keep a place among the cheapest, sorted."""
    place = len(costs)
    while place > 0 and costs[place - 1] > cost:
        place -= 1
    for number in range(len(costs) - 1, place, -1):
        shifts[number], keys[number], costs[number] = shifts[number - 1], keys[number - 1], costs[number - 1]
    if place < len(costs):
        shifts[place], keys[place], costs[place] = shift, key, cost


@kernel
def _mate(facts: Facts, state: State, first: int, shift: int, key: float, second: int) -> tuple[int, int]:
    """The cheapest shift for the second attendance once the first is placed, and the cost then; -1 if there is none."""
    best, least = -1, UNREADABLE
    for mate in range(len(state.length)):
        if facts.may[second, mate] == 0 or facts.shifts.staff[mate] == facts.shifts.staff[shift]:
            continue
        begin(state)
        if can_edit(state, shift) and can_edit(state, mate):
            put_in(facts, state, first, shift, key)
            if not clashes(facts, state, second, mate):
                put_in(facts, state, second, mate, key)
                cost = read_again(facts, state)
                if cost < least:
                    best, least = mate, cost
        take_back(state)
    return best, least
