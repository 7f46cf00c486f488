"""Moves of the local search: each edits the plan within `begin` … and says whether it did anything.

A move proposes; the search reads the result and keeps it or takes it back. Every move keeps the two attendances of a
double-up both planned or both left out, with different people, and gives tasks only to shifts that may take them.
"""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from scheduler.encoding.arrays import Facts, Ints, Rows
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import can_edit, clashes, key_after, position_at, put_in, take_out
from scheduler.solvers.kernels.state import READY, START, State

MOST_TAIL = 16
"""Longest end of a route that is exchanged."""


class Hood(NamedTuple):
    """Where moves look: facts that only a local search needs."""

    near: Ints
    """Near tasks of each attendance, nearest first, -1 fills up; (A, k)."""
    eligible: Rows
    """Shifts that may take each attendance."""


@kernel
def below(rng: Generator, count: int) -> int:
    """A random number from 0 to below a count."""
    return min(int(rng.random() * count), count - 1)


@kernel
def group_size(facts: Facts, task: int) -> int:
    """How many tasks start together with this one, itself included."""
    group = facts.tasks.group[task]
    return facts.tasks_of_group.start[group + 1] - facts.tasks_of_group.start[group]


@kernel
def _planned(facts: Facts, state: State, hood: Hood, rng: Generator) -> int:
    """A random planned attendance, or -1 after some tries."""
    for _ in range(8):
        task = below(rng, hood.near.shape[0])
        if state.route_of[task] >= 0:
            return task
    return -1


@kernel
def _near(state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random planned task near another, the nearer the likelier; or -1."""
    share = rng.random()
    other = hood.near[task, min(int(share * share * hood.near.shape[1]), hood.near.shape[1] - 1)]
    return other if other >= 0 and state.route_of[other] >= 0 else -1


@kernel
def _beside(state: State, rng: Generator, other: int) -> float:
    """A key just before or just after a planned task."""
    shift, position = state.route_of[other], state.position[other]
    if rng.random() < 0.5:
        return key_after(state, shift, position, float(state.settled[other, READY]) + rng.random(), rng.random())
    return key_after(state, shift, position - 1, float(state.settled[other, START]) - rng.random(), rng.random())


@kernel
def _by_time(state: State, rng: Generator, shift: int, start: int) -> float:
    """A key at which a task that starts then would stand in a route."""
    return key_after(state, shift, position_at(state, shift, start), start + rng.random(), rng.random())


@kernel
def _accepts(facts: Facts, state: State, task: int, shift: int) -> bool:
    return facts.may[task, shift] != 0 and can_edit(state, shift) and not clashes(facts, state, task, shift)


@kernel
def _any_shift(facts: Facts, state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random shift that accepts a task now, or -1 after some tries."""
    first = hood.eligible.start[task]
    count = hood.eligible.start[task + 1] - first
    for _ in range(4):
        if count > 0:
            shift = hood.eligible.items[first + below(rng, count)]
            if _accepts(facts, state, task, shift):
                return shift
    return -1


@kernel
def relocate(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Move an attendance next to a near one; those that start with it follow in time, some to other people."""
    task = _planned(facts, state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or facts.may[task, state.route_of[other]] == 0:
        return False
    rows, group = facts.tasks_of_group, facts.tasks.group[task]
    before = np.full(group_size(facts, task), -1, dtype=np.int64)
    for number in range(len(before)):
        member = rows.items[rows.start[group] + number]
        if state.route_of[member] >= 0:
            before[number] = state.route_of[member]
            take_out(facts, state, member)
    shift = state.route_of[other]
    if not _accepts(facts, state, task, shift):
        return False
    key = _beside(state, rng, other)
    put_in(facts, state, task, shift, key)
    for number in range(len(before)):
        member = rows.items[rows.start[group] + number]
        if member != task and before[number] >= 0:
            goal = before[number]
            if rng.random() < 0.5 or not _accepts(facts, state, member, goal):
                goal = _any_shift(facts, state, hood, rng, member)
            if goal < 0:
                return False
            put_in(facts, state, member, goal, key)
    return True


@kernel
def reassign(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Give an attendance to any other shift that may take it, at about the same time."""
    task = _planned(facts, state, hood, rng)
    if task < 0:
        return False
    start, key, old = state.settled[task, START], state.key[task], state.route_of[task]
    take_out(facts, state, task)
    shift = _any_shift(facts, state, hood, rng, task)
    if shift < 0 or shift == old:
        return False
    if group_size(facts, task) == 1:
        if not _overlaps(facts, shift, start):
            start = _some_opening(facts, rng, task)
        key = _by_time(state, rng, shift, start)
    put_in(facts, state, task, shift, key)
    return True


@kernel
def _overlaps(facts: Facts, shift: int, start: int) -> bool:
    return facts.shifts.start[shift] <= start < facts.shifts.end[shift]


@kernel
def swap(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Exchange the people of two near attendances; alone, each also takes the other's place in time."""
    task = _planned(facts, state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0]:
        return False
    mine, theirs = state.route_of[task], state.route_of[other]
    if mine == theirs or facts.may[task, theirs] == 0 or facts.may[other, mine] == 0:
        return False
    my_key, their_key = state.key[task], state.key[other]
    take_out(facts, state, task)
    take_out(facts, state, other)
    if not (_accepts(facts, state, task, theirs) and _accepts(facts, state, other, mine)):
        return False
    swaps_time = group_size(facts, task) == 1 and group_size(facts, other) == 1
    put_in(facts, state, task, theirs, their_key if swaps_time else my_key)
    put_in(facts, state, other, mine, my_key if swaps_time else their_key)
    return True


@kernel
def move_segment(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Move two or three consecutive attendances next to a near one, in their order."""
    task = _planned(facts, state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0:
        return False
    shift, first = state.route_of[task], state.position[task]
    count = 2 + below(rng, 2)
    if first + count > state.length[shift]:
        return False
    goal = state.route_of[other]
    segment = np.empty(count, dtype=np.int64)
    for number in range(count):
        member = state.sequence[shift, first + number]
        if member == other or group_size(facts, member) > 1 or facts.may[member, goal] == 0:
            return False
        if facts.tasks.own_shift[member] >= 0:
            return False
        segment[number] = member
    for number in range(count):
        take_out(facts, state, segment[number])
    if not can_edit(state, goal) or state.length[goal] + count >= state.sequence.shape[1]:
        return False
    position = state.position[other] - (1 if rng.random() < 0.5 else 0)
    hint = float(state.settled[other, READY])
    for number in range(count):
        put_in(facts, state, segment[number], goal, key_after(state, goal, position + number, hint, 0.5))
        hint += facts.tasks.duration[segment[number]]
    return True


@kernel
def swap_tails(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Exchange what two people do from some hour on."""
    task = _planned(facts, state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or state.route_of[task] == state.route_of[other]:
        return False
    mine, theirs = state.route_of[task], state.route_of[other]
    my_tail = _tail(facts, state, mine, state.position[task], theirs)
    their_tail = _tail(facts, state, theirs, state.position[other] + 1, mine)
    if len(my_tail) + len(their_tail) == 0 or my_tail[:1].sum() < 0 or their_tail[:1].sum() < 0:
        return False
    for number in range(len(my_tail)):
        take_out(facts, state, my_tail[number])
    for number in range(len(their_tail)):
        take_out(facts, state, their_tail[number])
    room = state.sequence.shape[1] - 1
    if state.length[mine] + len(their_tail) >= room or state.length[theirs] + len(my_tail) >= room:
        return False
    return _append(facts, state, rng, my_tail, theirs) and _append(facts, state, rng, their_tail, mine)


@kernel
def _tail(facts: Facts, state: State, shift: int, first: int, goal: int) -> Ints:
    """Attendances of a route from a position on; [-1] where one of them may not go to the other shift."""
    tail = np.empty(state.length[shift] - first, dtype=np.int64)
    count = 0
    for position in range(first, state.length[shift]):
        member = state.sequence[shift, position]
        if facts.tasks.own_shift[member] >= 0:
            continue
        if facts.may[member, goal] == 0 or count >= MOST_TAIL:
            return np.full(1, -1, dtype=np.int64)
        tail[count] = member
        count += 1
    return tail[:count]


@kernel
def _append(facts: Facts, state: State, rng: Generator, tail: Ints, shift: int) -> bool:
    """Put tasks into a route at about their times."""
    for number in range(len(tail)):
        task = tail[number]
        if not _accepts(facts, state, task, shift):
            return False
        alone = group_size(facts, task) == 1
        key = _by_time(state, rng, shift, state.settled[task, START]) if alone else state.key[task]
        put_in(facts, state, task, shift, key)
    return True


@kernel
def insert(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a visit that is left out, both its attendances if it has two."""
    task = _left_out(state, hood, rng)
    if task < 0:
        return False
    rows, visit = facts.tasks_of_visit, facts.tasks.visit[task]
    key = _key_of_partner(facts, state, task)
    for number in range(rows.start[visit], rows.start[visit + 1]):
        member = rows.items[number]
        other = _near(state, hood, rng, member)
        if number == rows.start[visit] and key < 0.0 and other >= 0 and rng.random() < 0.7:
            if not _accepts(facts, state, member, state.route_of[other]):
                return False
            key = _beside(state, rng, other)
            put_in(facts, state, member, state.route_of[other], key)
            continue
        shift = _any_shift(facts, state, hood, rng, member)
        if shift < 0:
            return False
        if key < 0.0:
            key = _by_time(state, rng, shift, max(facts.shifts.start[shift], _some_opening(facts, rng, task)))
        put_in(facts, state, member, shift, key)
    return True


@kernel
def _left_out(state: State, hood: Hood, rng: Generator) -> int:
    """The first attendance that is left out, from a random one on; -1 where all are planned."""
    count = hood.near.shape[0]
    first = below(rng, count)
    for step in range(count):
        task = (first + step) % count
        if state.route_of[task] < 0 and hood.eligible.start[task + 1] > hood.eligible.start[task]:
            return task
    return -1


@kernel
def _key_of_partner(facts: Facts, state: State, task: int) -> float:
    """The key of a planned task of another visit that starts together with this one, or -1."""
    rows, group = facts.tasks_of_group, facts.tasks.group[task]
    for number in range(rows.start[group], rows.start[group + 1]):
        if state.route_of[rows.items[number]] >= 0:
            return state.key[rows.items[number]]
    return -1.0


@kernel
def _some_opening(facts: Facts, rng: Generator, task: int) -> int:
    """A random start inside a random window of a task."""
    first, end = facts.tasks.window_from[task], facts.tasks.window_from[task + 1]
    window = first + below(rng, end - first)
    width = max(0, facts.windows.closes[window] - facts.windows.opens[window])
    return facts.windows.opens[window] + below(rng, width + 1)


@kernel
def remove(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Leave a planned visit out."""
    task = _planned(facts, state, hood, rng)
    if task < 0:
        return False
    take_out_visit(facts, state, facts.tasks.visit[task])
    return True


@kernel
def take_out_visit(facts: Facts, state: State, visit: int) -> None:
    """Remove both attendances of a visit, or its one."""
    rows = facts.tasks_of_visit
    for number in range(rows.start[visit], rows.start[visit + 1]):
        if state.route_of[rows.items[number]] >= 0:
            take_out(facts, state, rows.items[number])


@kernel
def replace(facts: Facts, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a left-out visit in the place of a planned one."""
    task = _left_out(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0] or group_size(facts, task) > 1:
        return False
    shift, key = state.route_of[other], state.key[other]
    take_out_visit(facts, state, facts.tasks.visit[other])
    if not _accepts(facts, state, task, shift):
        return False
    put_in(facts, state, task, shift, key)
    return True
