"""What an edit would cost, told from the edited routes alone, before anything is written down.

Most moves of a local search are bad, and most of those show it in the routes they touch: following these once costs
far less than reading them with all that links pull along. Links between two edited routes are taken to allow whatever is
best, other routes to stay as they are. So the figure is nearly a lower bound: what is not seen is a gain that reaches
another route through links, that a later start brings (room for a break, the next window), or that tasks of an edited
route bring at their patient's door when they shift in time without being moved.
"""

from scheduler.solvers.kernels.across import note_rehearsed, rehearsed_across
from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.packed import Packed, Shift, Staff, Task
from scheduler.solvers.kernels.reading import earliest_after, num_mates, partner_of, start_from
from scheduler.solvers.kernels.route_costs import RouteCost, added, closed, sums_until
from scheduler.solvers.kernels.state import Count, Entry, Placed, State, Track
from scheduler.solvers.kernels.timing import follow, stand_before, start_after


@kernel
def rehearsed_cost(facts: Packed, state: State) -> int:
    """Cost of the plan with the edit under way, in points, as far as its routes tell."""
    counts = state.counts
    cost = counts[Count.TOTAL]
    for number in range(counts[Count.NUM_ACTIVE]):
        shift = state.active[number]
        route, given_back = _rehearse(facts, state, shift)
        cost += route.cost - state.shifts[shift, Track.COST] - given_back
        note_rehearsed(state, shift, route)
        staff = facts.shifts[shift, Shift.STAFF]
        if facts.staff[staff, Staff.IS_WATCHED]:
            cost -= state.parties[counts[Count.FIRST_STAFF] + staff, 0]
    for entry in range(counts[Count.NUM_LOGGED]):
        if state.log[entry, 0] == Entry.MOVED:
            cost -= _cost_around(facts, state, state.log[entry, 1])
    return cost + rehearsed_across(facts, state)


@inlined
def _rehearse(facts: Packed, state: State, shift: int) -> tuple[RouteCost, int]:
    """Follow an edited route from its first edited position on; and what links of tasks that shift might give back."""
    first = state.shifts[shift, Track.CURSOR]
    stand, sums = stand_before(facts, state, shift, first), sums_until(facts, state, shift, first)
    given_back = 0
    for position in range(first, state.shifts[shift, Track.LENGTH]):
        task = state.sequence[shift, position]
        start = start_after(facts, task, shift, stand, _bound_by_others(facts, state, task))
        stand, step = follow(facts, task, shift, stand, start)
        dislike = facts.dislike[task, shift] if facts.tasks[task, Task.VISIT] >= 0 else 0
        if start != state.tasks[task, Placed.START]:
            given_back += _cost_of_links(facts, state, task)
        sums = added(facts, sums, task, step, step.timed + dislike)
    return closed(facts, shift, stand, sums), given_back


@inlined
def _bound_by_others(facts: Packed, state: State, task: int) -> int:
    """Earliest start that linked tasks in routes that are not edited allow."""
    bound = state.tasks[task, Placed.HOLD]
    if num_mates(facts, task) > 1:
        for number in range(facts.tasks[task, Task.FIRST_MATE], facts.tasks[task, Task.END_MATE]):
            mate = facts.lists[number]
            if _stays(state, mate):
                bound = max(bound, start_from(facts, state, mate, 0))
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        link = facts.lists[number]
        other = partner_of(facts, link, task)
        is_mate = facts.tasks[other, Task.GROUP] == facts.tasks[task, Task.GROUP]
        if not is_mate and _stays(state, other):
            # As its own route alone would have it: the edit may let go of what it waits for.
            bound = max(bound, earliest_after(facts, link, other, start_from(facts, state, other, 0)))
    return bound


@inlined
def _stays(state: State, task: int) -> bool:
    """Whether a task stands in a route that is not edited."""
    shift = state.tasks[task, Placed.ROUTE]
    return shift >= 0 and state.shifts[shift, Track.IS_ACTIVE] == 0


@inlined
def _cost_around(facts: Packed, state: State, task: int) -> int:
    """What a task's patient and its links cost as last read: no edit saves more of them."""
    patient = facts.tasks[task, Task.PATIENT]
    return _cost_of_links(facts, state, task) + (state.parties[patient, 0] if patient >= 0 else 0)


@inlined
def _cost_of_links(facts: Packed, state: State, task: int) -> int:
    cost = 0
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        cost += state.parties[state.counts[Count.FIRST_LINK] + facts.lists[number], 0]
    return cost
