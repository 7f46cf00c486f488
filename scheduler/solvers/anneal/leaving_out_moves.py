"""Moves that plan a visit which was left out, or leave one out; those that keep both as they are stand in `moves.py`."""

from numpy.random import Generator

from scheduler.solvers.anneal.choices import (
    Hood,
    a_left_out_task,
    a_near_task,
    a_planned_task,
    accepts,
    any_shift,
    key_beside,
    key_by_time,
    some_opening,
)
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import NO_KEY, key_of_mate, put_in, take_out_visit
from scheduler.solvers.kernels.packed import Link, Packed, Shift, Task, Visit
from scheduler.solvers.kernels.reading import num_mates, partner_of
from scheduler.solvers.kernels.state import Placed, State

SHARE_ANEW, SHARE_BACK = 0.3, 0.7
"""[assumption] How often what is linked to an inserted visit is taken out for it, and how often it is then planned anew."""


@kernel
def insert(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a visit that is left out, with those that only make sense together with it; now and then move its partners.

    A partner may stand where it leaves the visit no place: with the one person who may make it, or in another window.
    """
    task = a_left_out_task(state, hood, rng)
    if task < 0:
        return False
    is_anew = rng.random() < SHARE_ANEW
    if is_anew:
        _take_out_partners(facts, state, task)
    key = _plan_visit(facts, state, hood, rng, task, key_of_mate(facts, state, task))
    if key == NO_KEY:
        return False
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        link = facts.lists[number]
        partner, is_bound = partner_of(facts, link, task), facts.links[link, Link.IS_BOTH_OR_NONE] != 0
        if state.tasks[partner, Placed.ROUTE] < 0 and (is_bound or (is_anew and rng.random() < SHARE_BACK)):
            least, most = facts.links[link, Link.LEAST], facts.links[link, Link.MOST]
            apart = least + rng.random() * (most - least)
            near = key + apart if partner == facts.links[link, Link.SECOND] else key - apart
            if _plan_visit(facts, state, hood, rng, partner, near) == NO_KEY:
                return False
    return True


@kernel
def _take_out_partners(facts: Packed, state: State, task: int) -> None:
    """Leave out every visit that a link ties to a task."""
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        partner = partner_of(facts, facts.lists[number], task)
        if state.tasks[partner, Placed.ROUTE] >= 0:
            take_out_visit(facts, state, facts.tasks[partner, Task.VISIT])


@kernel
def _plan_visit(facts: Packed, state: State, hood: Hood, rng: Generator, task: int, key: float) -> float:
    """Give every attendance of a task's visit to a shift, at a key or (NO_KEY) anywhere; the key, NO_KEY if none may."""
    visit = facts.tasks[task, Task.VISIT]
    first = facts.visits[visit, Visit.FIRST_TASK]
    for member in range(first, facts.visits[visit, Visit.END_TASK]):
        other = a_near_task(state, hood, rng, member)
        if member == first and key == NO_KEY and other >= 0 and rng.random() < 0.7:
            if not accepts(facts, state, member, state.tasks[other, Placed.ROUTE]):
                return NO_KEY
            key = key_beside(state, rng, other)
            put_in(facts, state, member, state.tasks[other, Placed.ROUTE], key)
            continue
        shift = any_shift(facts, state, hood, rng, member)
        if shift < 0:
            return NO_KEY
        if key == NO_KEY:
            key = key_by_time(state, rng, shift, max(facts.shifts[shift, Shift.START], some_opening(facts, rng, task)))
        put_in(facts, state, member, shift, key)
    return key


@kernel
def remove(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Leave a planned visit out."""
    task = a_planned_task(state, hood, rng)
    if task < 0:
        return False
    take_out_visit(facts, state, facts.tasks[task, Task.VISIT])
    return True


@kernel
def replace(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a left-out visit instead of a near planned one: in its place, or wherever there is room now."""
    task = a_left_out_task(state, hood, rng)
    other = a_near_task(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0]:
        return False
    shift, key = state.tasks[other, Placed.ROUTE], state.keys[other]
    take_out_visit(facts, state, facts.tasks[other, Task.VISIT])
    if num_mates(facts, task) > 1 or rng.random() < 0.5:
        return _plan_visit(facts, state, hood, rng, task, NO_KEY) != NO_KEY
    if not accepts(facts, state, task, shift):
        return False
    put_in(facts, state, task, shift, key)
    return True
