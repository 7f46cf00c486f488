"""Edited routes read in time again, along the order of keys, as far as an edit reaches. `pricing` says what they cost.

Only edited routes and, through links, those that wait for them are read; a route's rest is skipped once its times
agree with what they were. What changed is logged, so that `edits.take_back` can restore it.
"""

from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.packed import Link, Packed, Task, Visit
from scheduler.solvers.kernels.pricing import new_entry, price, total_cost
from scheduler.solvers.kernels.state import Count, Entry, Placed, State, Track
from scheduler.solvers.kernels.timing import settle, stand_before, start_after

UNREADABLE = 1 << 60
"""The cost of an edit whose links go round and round: more than any plan's, so that it is taken back."""


MOST_HOLDS = 8
"""Holds that one edit may set."""


@kernel
def hold(state: State, task: int, minute: int) -> None:
    """Keep a task from starting before a minute, and log what held it before."""
    if state.tasks[task, Placed.HOLD] != minute:
        state.log[new_entry(state, Entry.HELD, task), 2] = state.tasks[task, Placed.HOLD]
        state.tasks[task, Placed.HOLD] = minute


@inlined
def activate(state: State, shift: int, position: int, steady_after: int) -> None:
    """Have a route read from a position on; it is known to be unchanged after another."""
    track = state.shifts[shift]
    if track[Track.IS_ACTIVE] == 0:
        track[Track.IS_ACTIVE] = 1
        state.active[state.counts[Count.NUM_ACTIVE]] = shift
        state.counts[Count.NUM_ACTIVE] += 1
        track[Track.CURSOR] = position
        track[Track.STEADY_AFTER] = steady_after
        return
    if position < track[Track.CURSOR] < track[Track.LENGTH]:  # what comes next has not been read since the one before
        steady_after = max(steady_after, track[Track.CURSOR])
    track[Track.CURSOR] = min(track[Track.CURSOR], position)
    track[Track.STEADY_AFTER] = max(track[Track.STEADY_AFTER], steady_after)


@kernel
def read_again(facts: Packed, state: State) -> int:
    """Cost of the plan after an edit, in points: reads what was activated and what hangs on it."""
    for entry in range(state.counts[Count.NUM_LOGGED]):
        _wake_partners(facts, state, state.log[entry, 1])
    most = len(state.log) - len(state.tasks) - len(state.shifts) - len(state.parties)
    shift = _next_route(facts, state)
    while shift >= 0 and state.counts[Count.NUM_LOGGED] < most:
        _read_group(facts, state, state.sequence[shift, state.shifts[shift, Track.CURSOR]])
        shift = _next_route(facts, state)
    price(facts, state)
    stand_down(state)
    if shift >= 0:
        return UNREADABLE
    return total_cost(facts, state)


@inlined
def stand_down(state: State) -> None:
    """No route is to be read any more."""
    for number in range(state.counts[Count.NUM_ACTIVE]):
        state.shifts[state.active[number], Track.IS_ACTIVE] = 0
    state.counts[Count.NUM_ACTIVE] = 0


@inlined
def partner_of(facts: Packed, link: int, task: int) -> int:
    """The lowest task of the visit at the other end of a link."""
    first = facts.links[link, Link.FIRST]
    if facts.tasks[first, Task.VISIT] != facts.tasks[task, Task.VISIT]:
        return first
    return facts.links[link, Link.SECOND]


@inlined
def _wake_partners(facts: Packed, state: State, task: int) -> None:
    """A task that came or went may bind or free whatever is linked to it."""
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        _wake(facts, state, partner_of(facts, facts.lists[number], task))


@inlined
def _wake(facts: Packed, state: State, partner: int) -> None:
    """Have every attendance of a linked visit read again."""
    visit = facts.tasks[partner, Task.VISIT]
    for other in range(facts.visits[visit, Visit.FIRST_TASK], facts.visits[visit, Visit.END_TASK]):
        placed = state.tasks[other]
        if placed[Placed.ROUTE] >= 0:
            activate(state, placed[Placed.ROUTE], placed[Placed.POSITION], placed[Placed.POSITION])


@inlined
def _next_route(facts: Packed, state: State) -> int:
    """The active route whose next task comes first in the order of all tasks, or -1; at a tie one that starts alone."""
    chosen, least = -1, 0.0
    for number in range(state.counts[Count.NUM_ACTIVE]):
        shift = state.active[number]
        cursor = state.shifts[shift, Track.CURSOR]
        if cursor < state.shifts[shift, Track.LENGTH]:
            task = state.sequence[shift, cursor]
            key = state.keys[task]
            if chosen < 0 or key < least or (key == least and num_mates(facts, task) == 1):
                chosen, least = shift, key
    return chosen


@inlined
def num_mates(facts: Packed, task: int) -> int:
    """How many tasks start together with this one, itself included."""
    return facts.tasks[task, Task.END_MATE] - facts.tasks[task, Task.FIRST_MATE]


@kernel
def _read_group(facts: Packed, state: State, task: int) -> None:
    """Settle a task, and whatever starts together with it, as early as all of them can."""
    first, end = facts.tasks[task, Task.FIRST_MATE], facts.tasks[task, Task.END_MATE]
    if end - first == 1:
        _settle(facts, state, task, start_from(facts, state, task, _bound(facts, state, task)))
        _hold_earlier(facts, state, task)
        return
    start = 0
    for number in range(first, end):
        placed = state.tasks[facts.lists[number]]
        if placed[Placed.ROUTE] >= 0:
            activate(state, placed[Placed.ROUTE], placed[Placed.POSITION], placed[Placed.POSITION])
            start = max(start, _bound(facts, state, facts.lists[number]))
    for _ in range(end - first + 1):
        for number in range(first, end):
            if state.tasks[facts.lists[number], Placed.ROUTE] >= 0:
                start = start_from(facts, state, facts.lists[number], start)
    for number in range(first, end):
        anchor = facts.tasks[facts.lists[number], Task.ANCHOR]
        if state.tasks[facts.lists[number], Placed.ROUTE] >= 0 and anchor >= 0:
            start = anchor
    for number in range(first, end):
        if state.tasks[facts.lists[number], Placed.ROUTE] >= 0:
            _settle(facts, state, facts.lists[number], start)
    for number in range(first, end):
        if state.tasks[facts.lists[number], Placed.ROUTE] >= 0:
            _hold_earlier(facts, state, facts.lists[number])


@kernel
def _hold_earlier(facts: Packed, state: State, task: int) -> None:
    """Hold linked tasks that come earlier in the order and started too early for this one; they are read once more.

    In a plan that cannot be kept so, holds would go up for ever: then the broken gap is left to be priced.
    """
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        link = facts.lists[number]
        other = partner_of(facts, link, task)
        placed, start = state.tasks[other], state.tasks[task, Placed.START]
        is_mate = facts.tasks[other, Task.GROUP] == facts.tasks[task, Task.GROUP]
        is_fixed = facts.tasks[other, Task.ANCHOR] >= 0
        if placed[Placed.ROUTE] < 0 or is_mate or is_fixed or state.keys[other] >= state.keys[task]:
            continue
        earliest = earliest_after(facts, link, task, start)
        if placed[Placed.START] < earliest and state.counts[Count.NUM_HELD] < MOST_HOLDS:
            state.counts[Count.NUM_HELD] += 1
            hold(state, other, earliest)
            _wake(facts, state, other)


@inlined
def start_from(facts: Packed, state: State, task: int, earliest: int) -> int:
    """First start of a placed task, not before a minute; the one before it in its route is settled."""
    shift = state.tasks[task, Placed.ROUTE]
    return start_after(
        facts, task, shift, stand_before(facts, state, shift, state.tasks[task, Placed.POSITION]), earliest
    )


@inlined
def earliest_after(facts: Packed, link: int, task: int, start: int) -> int:
    """Earliest start that a link leaves to the visit at its other end, where this one starts at a minute."""
    is_first = facts.tasks[facts.links[link, Link.FIRST], Task.VISIT] == facts.tasks[task, Task.VISIT]
    return start + facts.links[link, Link.LEAST] if is_first else start - facts.links[link, Link.MOST]


@inlined
def _bound(facts: Packed, state: State, task: int) -> int:
    """Earliest start that the links to tasks before it in the order allow."""
    bound = state.tasks[task, Placed.HOLD]
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        link = facts.lists[number]
        other = partner_of(facts, link, task)
        is_mate = facts.tasks[other, Task.GROUP] == facts.tasks[task, Task.GROUP]
        if state.tasks[other, Placed.ROUTE] < 0 or is_mate or state.keys[other] >= state.keys[task]:
            continue
        bound = max(bound, earliest_after(facts, link, other, state.tasks[other, Placed.START]))
    return bound


@inlined
def _settle(facts: Packed, state: State, task: int, start: int) -> None:
    """Settle a task, log what it was, wake those that wait for it, and skip the rest of a route that is as it was."""
    placed = state.tasks[task]
    track, position = state.shifts[placed[Placed.ROUTE]], placed[Placed.POSITION]
    old = state.log[new_entry(state, Entry.SETTLED, task)]
    for column in range(Placed.START, Placed.COST + 1):
        old[2 + column - Placed.START] = placed[column]
    settle(facts, state, task, start)
    track[Track.CURSOR] = position + 1
    was_start = old[2]
    if was_start != start:
        _wake_later(facts, state, task)
    is_steady = position >= track[Track.STEADY_AFTER] and was_start >= 0
    for column in range(Placed.READY, Placed.OPENED + 1):
        is_steady = is_steady and old[2 + column - Placed.START] == placed[column]
    if is_steady:
        track[Track.CURSOR] = track[Track.LENGTH]


@inlined
def _wake_later(facts: Packed, state: State, task: int) -> None:
    """Have the linked tasks that come later in the order read again."""
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        other = partner_of(facts, facts.lists[number], task)
        if state.tasks[other, Placed.ROUTE] >= 0 and state.keys[other] > state.keys[task]:
            _wake(facts, state, other)
