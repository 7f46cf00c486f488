"""The annealing loop: propose, read, keep or take back, remember the best."""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scheduler.encoding.arrays import Ints
from scheduler.solvers.anneal.choices import Hood
from scheduler.solvers.anneal.leaving_out_moves import insert, remove, replace
from scheduler.solvers.anneal.linked_moves import relocate_linked
from scheduler.solvers.anneal.moves import move_segment, reassign, relocate, swap, swap_tails
from scheduler.solvers.anneal.patient_moves import move_patient
from scheduler.solvers.anneal.start_moves import let_go, wait_or_go
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import begin, take_back, take_out_visit
from scheduler.solvers.kernels.packed import Packed, Visit
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.reading import read_again
from scheduler.solvers.kernels.rehearsal import rehearsed_cost
from scheduler.solvers.kernels.state import Count, Placed, State


class Best(NamedTuple):
    """The best plan met so far."""

    cost: Ints
    """(1,)."""
    tasks: Ints
    """Columns of `State.tasks`; only ROUTE and HOLD count."""
    keys: NDArray[np.float64]


@kernel
def remember(state: State, best: Best, cost: int) -> None:
    """Keep the plan as it is now."""
    best.cost[0] = cost
    for task in range(len(state.tasks)):
        best.tasks[task, Placed.ROUTE] = state.tasks[task, Placed.ROUTE]
        best.tasks[task, Placed.HOLD] = state.tasks[task, Placed.HOLD]
        best.keys[task] = state.keys[task]


@kernel
def propose(facts: Packed, state: State, hood: Hood, rng: Generator, draw: float) -> bool:
    """One random move; mostly those that keep every visit planned."""
    if state.counts[Count.LEFT_OUT] == 0:
        draw *= SHARE_WITHOUT_INSERTING
    if draw < 0.08 and len(facts.links) > 0:
        return relocate_linked(facts, state, hood, rng)
    if draw < 0.10 and len(facts.patients) > 0:
        return move_patient(facts, state, hood, rng)
    if draw < 0.40:
        return relocate(facts, state, hood, rng)
    if draw < 0.58:
        return swap(facts, state, hood, rng)
    if draw < 0.70:
        return reassign(facts, state, hood, rng)
    if draw < 0.80:
        return move_segment(facts, state, hood, rng)
    if draw < 0.88:
        return swap_tails(facts, state, hood, rng)
    if draw < 0.89:
        return wait_or_go(facts, state, hood, rng)
    if draw < 0.90:
        return let_go(facts, state, rng)
    if draw < SHARE_WITHOUT_INSERTING:
        return remove(facts, state, hood, rng)
    if draw < 0.96:
        return insert(facts, state, hood, rng)
    return replace(facts, state, hood, rng)


SHARE_WITHOUT_INSERTING = 0.92
"""Where every visit is planned that can be, the other draws would find nothing to do."""


@kernel
def anneal(
    facts: Packed, state: State, best: Best, hood: Hood, rng: Generator, temperature: float, num_moves: int
) -> int:
    """Try so many moves at one temperature (points); how many were kept."""
    cost = total_cost(facts, state)
    kept = 0
    for _ in range(num_moves):
        begin(state)
        if not propose(facts, state, hood, rng, rng.random()):
            take_back(state)
            continue
        allowance = -temperature * np.log(rng.random() + 1e-300)
        if rehearsed_cost(facts, state) - cost > allowance:
            take_back(state)
            continue
        changed = read_again(facts, state)
        if changed - cost > allowance:
            take_back(state)
            continue
        cost = changed
        kept += 1
        if cost < best.cost[0]:
            remember(state, best, cost)
    return kept


@kernel
def drop_what_does_not_pay(facts: Packed, state: State) -> int:
    """Leave out every visit without which the plan costs less, broken rules above all; the cost then."""
    cost = total_cost(facts, state)
    improved = True
    while improved:
        improved = False
        for visit in range(len(facts.visits)):
            if state.tasks[facts.visits[visit, Visit.FIRST_TASK], Placed.ROUTE] < 0:
                continue
            begin(state)
            take_out_visit(facts, state, visit)
            without = read_again(facts, state)
            if without < cost:
                cost, improved = without, True
            else:
                take_back(state)
    return cost
