"""Moves of the local search that keep planned what is planned: each edits the plan within `begin` … and says whether it did anything.

A move proposes; the search reads the result and keeps it or takes it back. Every move keeps the two attendances of a
double-up both planned or both left out, with different people, and gives tasks only to shifts that may take them.
What plans a visit or leaves one out stands in `leaving_out_moves.py`.
"""

from numpy.random import Generator

from scheduler.encoding.arrays import Ints
from scheduler.solvers.anneal.choices import (
    Hood,
    a_near_task,
    a_planned_task,
    accepts,
    any_shift,
    below,
    key_beside,
    key_by_time,
    overlaps,
    some_opening,
)
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import (
    has_room,
    key_after,
    put_in,
    take_out,
)
from scheduler.solvers.kernels.packed import Packed, Task
from scheduler.solvers.kernels.reading import num_mates
from scheduler.solvers.kernels.state import Placed, State, Track

MOST_TAIL = 16
"""Longest end of a route that is exchanged."""


@kernel
def relocate(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Move an attendance next to a near one; those that start with it follow in time, some to other people."""
    task = a_planned_task(state, hood, rng)
    other = a_near_task(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or facts.may[task, state.tasks[other, Placed.ROUTE]] == 0:
        return False
    before, first = state.scratch[0], facts.tasks[task, Task.FIRST_MATE]
    for number in range(num_mates(facts, task)):
        mate = facts.lists[first + number]
        before[number] = state.tasks[mate, Placed.ROUTE]
        if before[number] >= 0:
            take_out(facts, state, mate)
    shift = state.tasks[other, Placed.ROUTE]
    if not accepts(facts, state, task, shift):
        return False
    key = key_beside(state, rng, other)
    put_in(facts, state, task, shift, key)
    for number in range(num_mates(facts, task)):
        mate = facts.lists[first + number]
        if mate != task and before[number] >= 0:
            goal = before[number]
            if rng.random() < 0.5 or not accepts(facts, state, mate, goal):
                goal = any_shift(facts, state, hood, rng, mate)
            if goal < 0:
                return False
            put_in(facts, state, mate, goal, key)
    return True


@kernel
def reassign(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Give an attendance to any other shift that may take it, at about the same time."""
    task = a_planned_task(state, hood, rng)
    if task < 0:
        return False
    start, key, old = state.tasks[task, Placed.START], state.keys[task], state.tasks[task, Placed.ROUTE]
    take_out(facts, state, task)
    shift = any_shift(facts, state, hood, rng, task)
    if shift < 0 or shift == old:
        return False
    if num_mates(facts, task) == 1:
        if not overlaps(facts, shift, start):
            start = some_opening(facts, rng, task)
        key = key_by_time(state, rng, shift, start)
    put_in(facts, state, task, shift, key)
    return True


@kernel
def swap(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Exchange the people of two near attendances; alone, each also takes the other's place in time."""
    task = a_planned_task(state, hood, rng)
    other = a_near_task(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0]:
        return False
    mine, theirs = state.tasks[task, Placed.ROUTE], state.tasks[other, Placed.ROUTE]
    if mine == theirs or facts.may[task, theirs] == 0 or facts.may[other, mine] == 0:
        return False
    my_key, their_key = state.keys[task], state.keys[other]
    take_out(facts, state, task)
    take_out(facts, state, other)
    if not (accepts(facts, state, task, theirs) and accepts(facts, state, other, mine)):
        return False
    swaps_time = num_mates(facts, task) == 1 and num_mates(facts, other) == 1
    put_in(facts, state, task, theirs, their_key if swaps_time else my_key)
    put_in(facts, state, other, mine, my_key if swaps_time else their_key)
    return True


@kernel
def move_segment(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Move two or three consecutive attendances next to a near one, in their order."""
    task = a_planned_task(state, hood, rng)
    other = a_near_task(state, hood, rng, task) if task >= 0 else -1
    if other < 0:
        return False
    shift, first = state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION]
    goal, count, segment = state.tasks[other, Placed.ROUTE], 2 + below(rng, 2), state.scratch[0]
    if first + count > state.shifts[shift, Track.LENGTH]:
        return False
    for number in range(count):
        member = state.sequence[shift, first + number]
        is_event = facts.tasks[member, Task.OWN_SHIFT] >= 0
        if is_event or member == other or num_mates(facts, member) > 1 or facts.may[member, goal] == 0:
            return False
        segment[number] = member
    for number in range(count):
        take_out(facts, state, segment[number])
    if not has_room(state, goal) or state.shifts[goal, Track.LENGTH] + count >= state.sequence.shape[1]:
        return False
    position = state.tasks[other, Placed.POSITION] - (1 if rng.random() < 0.5 else 0)
    hint = float(state.tasks[other, Placed.READY])
    for number in range(count):
        put_in(facts, state, segment[number], goal, key_after(state, goal, position + number, hint, 0.5))
        hint += facts.tasks[segment[number], Task.DURATION]
    return True


@kernel
def swap_tails(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Exchange what two people do from some hour on."""
    task = a_planned_task(state, hood, rng)
    other = a_near_task(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or state.tasks[task, Placed.ROUTE] == state.tasks[other, Placed.ROUTE]:
        return False
    mine, theirs = state.tasks[task, Placed.ROUTE], state.tasks[other, Placed.ROUTE]
    my_tail, their_tail = state.scratch[0], state.scratch[1]
    num_mine = _collect_tail(facts, state, mine, state.tasks[task, Placed.POSITION], theirs, my_tail)
    num_theirs = _collect_tail(facts, state, theirs, state.tasks[other, Placed.POSITION] + 1, mine, their_tail)
    if num_mine < 0 or num_theirs < 0 or num_mine + num_theirs == 0:
        return False
    for number in range(num_mine):
        take_out(facts, state, my_tail[number])
    for number in range(num_theirs):
        take_out(facts, state, their_tail[number])
    return _append(facts, state, rng, my_tail[:num_mine], theirs) and _append(
        facts, state, rng, their_tail[:num_theirs], mine
    )


@kernel
def _collect_tail(facts: Packed, state: State, shift: int, first: int, goal: int, tail: Ints) -> int:
    """Write down the attendances of a route from a position on; how many, or -1 where one may not go to the goal."""
    count = 0
    for position in range(first, state.shifts[shift, Track.LENGTH]):
        member = state.sequence[shift, position]
        if facts.tasks[member, Task.OWN_SHIFT] >= 0:
            continue
        if facts.may[member, goal] == 0 or count >= MOST_TAIL:
            return -1
        tail[count] = member
        count += 1
    return count


@kernel
def _append(facts: Packed, state: State, rng: Generator, tail: Ints, shift: int) -> bool:
    """Put tasks into a route at about their times."""
    for number in range(len(tail)):
        task = tail[number]
        if not accepts(facts, state, task, shift):
            return False
        alone = num_mates(facts, task) == 1
        key = key_by_time(state, rng, shift, state.tasks[task, Placed.START]) if alone else state.keys[task]
        put_in(facts, state, task, shift, key)
    return True
