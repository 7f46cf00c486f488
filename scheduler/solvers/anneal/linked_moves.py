"""Moves of visits that a link keeps so far apart in time: both go at once, for one alone would break its gap."""

from numpy.random import Generator

from scheduler.solvers.anneal.choices import Hood, a_near_task, accepts, any_shift, below, key_beside
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import put_in, take_out
from scheduler.solvers.kernels.packed import Link, Packed
from scheduler.solvers.kernels.reading import num_mates
from scheduler.solvers.kernels.state import Placed, State

WIDEST_GAP = 240.0
"""[assumption] Beyond the least gap, in minutes: further apart, a partner's place says little."""


@kernel
def relocate_linked(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Move one of two linked visits next to a near one, and the other to where their gap then wants it."""
    if len(facts.links) == 0:
        return False
    link = below(rng, len(facts.links))
    task, partner, sign = facts.links[link, Link.FIRST], facts.links[link, Link.SECOND], 1.0
    if rng.random() < 0.5:
        task, partner, sign = partner, task, -1.0
    old = state.tasks[partner, Placed.ROUTE]
    if state.tasks[task, Placed.ROUTE] < 0 or old < 0 or num_mates(facts, task) > 1 or num_mates(facts, partner) > 1:
        return False
    other = a_near_task(state, hood, rng, task)
    if other < 0 or other == partner:
        return False
    take_out(facts, state, task)
    take_out(facts, state, partner)
    shift = state.tasks[other, Placed.ROUTE]
    if not accepts(facts, state, task, shift):
        return False
    key, share = key_beside(state, rng, other), rng.random()
    put_in(facts, state, task, shift, key)
    width = min(WIDEST_GAP, float(facts.links[link, Link.MOST] - facts.links[link, Link.LEAST]))
    goal = (
        old
        if rng.random() < 0.5 and accepts(facts, state, partner, old)
        else any_shift(facts, state, hood, rng, partner)
    )
    if goal < 0:
        return False
    put_in(facts, state, partner, goal, key + sign * (facts.links[link, Link.LEAST] + share * share * width))
    return True
