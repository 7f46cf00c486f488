"""Moves of the local search: each edits the plan within `begin` … and says whether it did anything.

A move proposes; the search reads the result and keeps it or takes it back. Every move keeps the two attendances of a
double-up both planned or both left out, with different people, and gives tasks only to shifts that may take them.
"""

from typing import NamedTuple

from numpy.random import Generator

from scheduler.encoding.arrays import Ints
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import can_edit, clashes, key_after, position_at, put_in, take_out
from scheduler.solvers.kernels.packed import Packed, Shift, Task, Visit, Window
from scheduler.solvers.kernels.reading import num_mates
from scheduler.solvers.kernels.state import Placed, State, Track

MOST_TAIL = 16
"""Longest end of a route that is exchanged."""


class Hood(NamedTuple):
    """Where moves look: facts that only a local search needs."""

    near: Ints
    """Near tasks of each attendance, nearest first, -1 fills up; (A, k)."""
    eligible: Ints
    """Shifts that may take each attendance, one list after another."""
    first_eligible: Ints
    """Where each attendance's list starts; (A + 1,)."""


@kernel
def below(rng: Generator, count: int) -> int:
    """A random number from 0 to below a count."""
    return min(int(rng.random() * count), count - 1)


@kernel
def _planned(state: State, hood: Hood, rng: Generator) -> int:
    """A random planned attendance, or -1 after some tries."""
    for _ in range(8):
        task = below(rng, hood.near.shape[0])
        if state.tasks[task, Placed.ROUTE] >= 0:
            return task
    return -1


@kernel
def _near(state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random planned task near another, the nearer the likelier; or -1."""
    share = rng.random()
    other = hood.near[task, min(int(share * share * hood.near.shape[1]), hood.near.shape[1] - 1)]
    return other if other >= 0 and state.tasks[other, Placed.ROUTE] >= 0 else -1


@kernel
def _beside(state: State, rng: Generator, other: int) -> float:
    """A key just before or just after a planned task."""
    shift, position = state.tasks[other, Placed.ROUTE], state.tasks[other, Placed.POSITION]
    if rng.random() < 0.5:
        return key_after(state, shift, position, float(state.tasks[other, Placed.READY]) + rng.random(), rng.random())
    return key_after(state, shift, position - 1, float(state.tasks[other, Placed.START]) - rng.random(), rng.random())


@kernel
def _by_time(state: State, rng: Generator, shift: int, start: int) -> float:
    """A key at which a task that starts then would stand in a route."""
    return key_after(state, shift, position_at(state, shift, start), start + rng.random(), rng.random())


@kernel
def _accepts(facts: Packed, state: State, task: int, shift: int) -> bool:
    return facts.may[task, shift] != 0 and can_edit(state, shift) and not clashes(facts, state, task, shift)


@kernel
def _any_shift(facts: Packed, state: State, hood: Hood, rng: Generator, task: int) -> int:
    """A random shift that accepts a task now, or -1 after some tries."""
    first = hood.first_eligible[task]
    count = hood.first_eligible[task + 1] - first
    for _ in range(4):
        if count > 0:
            shift = hood.eligible[first + below(rng, count)]
            if _accepts(facts, state, task, shift):
                return shift
    return -1


@kernel
def relocate(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Move an attendance next to a near one; those that start with it follow in time, some to other people."""
    task = _planned(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or facts.may[task, state.tasks[other, Placed.ROUTE]] == 0:
        return False
    before, first = state.scratch[0], facts.tasks[task, Task.FIRST_MATE]
    for number in range(num_mates(facts, task)):
        mate = facts.lists[first + number]
        before[number] = state.tasks[mate, Placed.ROUTE]
        if before[number] >= 0:
            take_out(facts, state, mate)
    shift = state.tasks[other, Placed.ROUTE]
    if not _accepts(facts, state, task, shift):
        return False
    key = _beside(state, rng, other)
    put_in(facts, state, task, shift, key)
    for number in range(num_mates(facts, task)):
        mate = facts.lists[first + number]
        if mate != task and before[number] >= 0:
            goal = before[number]
            if rng.random() < 0.5 or not _accepts(facts, state, mate, goal):
                goal = _any_shift(facts, state, hood, rng, mate)
            if goal < 0:
                return False
            put_in(facts, state, mate, goal, key)
    return True


@kernel
def reassign(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Give an attendance to any other shift that may take it, at about the same time."""
    task = _planned(state, hood, rng)
    if task < 0:
        return False
    start, key, old = state.tasks[task, Placed.START], state.keys[task], state.tasks[task, Placed.ROUTE]
    take_out(facts, state, task)
    shift = _any_shift(facts, state, hood, rng, task)
    if shift < 0 or shift == old:
        return False
    if num_mates(facts, task) == 1:
        if not _overlaps(facts, shift, start):
            start = _some_opening(facts, rng, task)
        key = _by_time(state, rng, shift, start)
    put_in(facts, state, task, shift, key)
    return True


@kernel
def _overlaps(facts: Packed, shift: int, start: int) -> bool:
    return facts.shifts[shift, Shift.START] <= start < facts.shifts[shift, Shift.END]


@kernel
def swap(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Exchange the people of two near attendances; alone, each also takes the other's place in time."""
    task = _planned(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0]:
        return False
    mine, theirs = state.tasks[task, Placed.ROUTE], state.tasks[other, Placed.ROUTE]
    if mine == theirs or facts.may[task, theirs] == 0 or facts.may[other, mine] == 0:
        return False
    my_key, their_key = state.keys[task], state.keys[other]
    take_out(facts, state, task)
    take_out(facts, state, other)
    if not (_accepts(facts, state, task, theirs) and _accepts(facts, state, other, mine)):
        return False
    swaps_time = num_mates(facts, task) == 1 and num_mates(facts, other) == 1
    put_in(facts, state, task, theirs, their_key if swaps_time else my_key)
    put_in(facts, state, other, mine, my_key if swaps_time else their_key)
    return True


@kernel
def move_segment(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Move two or three consecutive attendances next to a near one, in their order."""
    task = _planned(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
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
    if not can_edit(state, goal) or state.shifts[goal, Track.LENGTH] + count >= state.sequence.shape[1]:
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
    task = _planned(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
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
        if not _accepts(facts, state, task, shift):
            return False
        alone = num_mates(facts, task) == 1
        key = _by_time(state, rng, shift, state.tasks[task, Placed.START]) if alone else state.keys[task]
        put_in(facts, state, task, shift, key)
    return True


@kernel
def insert(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a visit that is left out, both its attendances if it has two."""
    task = _left_out(state, hood, rng)
    if task < 0:
        return False
    visit = facts.tasks[task, Task.VISIT]
    first, key = facts.visits[visit, Visit.FIRST_TASK], _key_of_partner(facts, state, task)
    for member in range(first, facts.visits[visit, Visit.END_TASK]):
        other = _near(state, hood, rng, member)
        if member == first and key < 0.0 and other >= 0 and rng.random() < 0.7:
            if not _accepts(facts, state, member, state.tasks[other, Placed.ROUTE]):
                return False
            key = _beside(state, rng, other)
            put_in(facts, state, member, state.tasks[other, Placed.ROUTE], key)
            continue
        shift = _any_shift(facts, state, hood, rng, member)
        if shift < 0:
            return False
        if key < 0.0:
            key = _by_time(state, rng, shift, max(facts.shifts[shift, Shift.START], _some_opening(facts, rng, task)))
        put_in(facts, state, member, shift, key)
    return True


@kernel
def _left_out(state: State, hood: Hood, rng: Generator) -> int:
    """The first attendance that is left out, from a random one on; -1 where all are planned."""
    count = hood.near.shape[0]
    first = below(rng, count)
    for step in range(count):
        task = (first + step) % count
        if state.tasks[task, Placed.ROUTE] < 0 and hood.first_eligible[task + 1] > hood.first_eligible[task]:
            return task
    return -1


@kernel
def _key_of_partner(facts: Packed, state: State, task: int) -> float:
    """The key of a planned task of another visit that starts together with this one, or -1."""
    for number in range(facts.tasks[task, Task.FIRST_MATE], facts.tasks[task, Task.END_MATE]):
        if state.tasks[facts.lists[number], Placed.ROUTE] >= 0:
            return state.keys[facts.lists[number]]
    return -1.0


@kernel
def _some_opening(facts: Packed, rng: Generator, task: int) -> int:
    """A random start inside a random window of a task."""
    first, end = facts.tasks[task, Task.FIRST_WINDOW], facts.tasks[task, Task.END_WINDOW]
    window = first + below(rng, end - first)
    width = max(0, facts.windows[window, Window.CLOSES] - facts.windows[window, Window.OPENS])
    return facts.windows[window, Window.OPENS] + below(rng, width + 1)


@kernel
def remove(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Leave a planned visit out."""
    task = _planned(state, hood, rng)
    if task < 0:
        return False
    take_out_visit(facts, state, facts.tasks[task, Task.VISIT])
    return True


@kernel
def take_out_visit(facts: Packed, state: State, visit: int) -> None:
    """Remove both attendances of a visit, or its one."""
    for task in range(facts.visits[visit, Visit.FIRST_TASK], facts.visits[visit, Visit.END_TASK]):
        if state.tasks[task, Placed.ROUTE] >= 0:
            take_out(facts, state, task)


@kernel
def replace(facts: Packed, state: State, hood: Hood, rng: Generator) -> bool:
    """Plan a left-out visit in the place of a planned one."""
    task = _left_out(state, hood, rng)
    other = _near(state, hood, rng, task) if task >= 0 else -1
    if other < 0 or other >= hood.near.shape[0] or num_mates(facts, task) > 1:
        return False
    shift, key = state.tasks[other, Placed.ROUTE], state.keys[other]
    take_out_visit(facts, state, facts.tasks[other, Task.VISIT])
    if not _accepts(facts, state, task, shift):
        return False
    put_in(facts, state, task, shift, key)
    return True
