"""What an edit makes of the plan's cost: the routes that were read, and whoever is touched by what moved in them.

How routes are read in time stands in `reading`, what each thing costs in `route_costs`, `costs` and `across`.
"""

from scheduler.solvers.kernels.across import cost_across
from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.costs import cost_of_link, cost_of_patient, cost_of_staff
from scheduler.solvers.kernels.packed import Packed, Patient, Shift, Staff, Task
from scheduler.solvers.kernels.route_costs import cost_of_route
from scheduler.solvers.kernels.state import Count, Entry, State, Track


@kernel
def total_cost(facts: Packed, state: State) -> int:
    """Cost of the plan as it was last read."""
    return state.counts[Count.TOTAL] + cost_across(facts, state)


@kernel
def price(facts: Packed, state: State) -> None:
    """Cost of the routes that were read, of the people whose hours they touch, and of the patients and links in them."""
    num_logged = state.counts[Count.NUM_LOGGED]
    for number in range(state.counts[Count.NUM_ACTIVE]):
        shift = state.active[number]
        old, track = state.log[new_entry(state, Entry.ROUTE, shift)], state.shifts[shift]
        for column in range(Track.COST, Track.WORK + 1):
            old[2 + column - Track.COST] = track[column]
        route = cost_of_route(facts, state, shift)
        state.counts[Count.TOTAL] += route.cost - track[Track.COST]
        track[Track.COST], track[Track.FINISH], track[Track.OVERTIME] = route.cost, route.finish, route.overtime
        track[Track.VISITS], track[Track.LATEST], track[Track.WAITS] = route.visits, route.latest, route.waits
        track[Track.IDLE], track[Track.WORK] = route.idle, route.work
    for number in range(state.counts[Count.NUM_ACTIVE]):
        shift = state.active[number]
        staff = facts.shifts[shift, Shift.STAFF]
        party = state.counts[Count.FIRST_STAFF] + staff
        if facts.staff[staff, Staff.IS_WATCHED] and _is_stale(state, party):
            _charge(state, party, cost_of_staff(facts, state, shift))
    for entry in range(num_logged):
        _price_around(facts, state, state.log[entry, 1])


@inlined
def _is_stale(state: State, party: int) -> bool:
    return state.parties[party, 1] != state.counts[Count.STAMP]


@inlined
def _charge(state: State, party: int, cost: int) -> None:
    """Write down what a party costs now."""
    state.log[new_entry(state, Entry.PARTY, party), 2] = state.parties[party, 0]
    state.counts[Count.TOTAL] += cost - state.parties[party, 0]
    state.parties[party, 0] = cost
    state.parties[party, 1] = state.counts[Count.STAMP]


@inlined
def _price_around(facts: Packed, state: State, task: int) -> None:
    """Cost of the patient and the links that a moved or re-read task belongs to."""
    patient = facts.tasks[task, Task.PATIENT]
    if patient < 0:
        return
    if facts.patients[patient, Patient.END] > facts.patients[patient, Patient.FIRST] and _is_stale(state, patient):
        _charge(state, patient, cost_of_patient(facts, state, patient))
    for number in range(facts.tasks[task, Task.FIRST_LINK], facts.tasks[task, Task.END_LINK]):
        link = facts.lists[number]
        if _is_stale(state, state.counts[Count.FIRST_LINK] + link):
            _charge(state, state.counts[Count.FIRST_LINK] + link, cost_of_link(facts, state, link))


@inlined
def new_entry(state: State, kind: int, which: int) -> int:
    """A new row of the log."""
    entry = state.counts[Count.NUM_LOGGED]
    state.counts[Count.NUM_LOGGED] = entry + 1
    state.log[entry, 0] = kind
    state.log[entry, 1] = which
    return entry
