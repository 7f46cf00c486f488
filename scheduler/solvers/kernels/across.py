"""What all routes cost together: the largest lateness, wait and idle time of any, and how evenly work is shared.

Routes of an edit that was only rehearsed count as they would be: `rehearsal` writes their figures down beside those that
were read. What one route costs stands in `route_costs`.
"""

from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.packed import Packed
from scheduler.solvers.kernels.route_costs import RouteCost
from scheduler.solvers.kernels.state import State, Track

_AS_READ, _AS_REHEARSED = 0, Track.REHEARSED_LATEST - Track.LATEST


@kernel
def cost_across(facts: Packed, state: State) -> int:
    """Points for what depends on all routes, as they were last read."""
    return _cost(facts, state, _AS_READ)


@kernel
def rehearsed_across(facts: Packed, state: State) -> int:
    """The same with the routes of the edit under way as they were rehearsed."""
    return _cost(facts, state, _AS_REHEARSED)


@kernel
def note_rehearsed(state: State, shift: int, route: RouteCost) -> None:
    """Write down what a route of the edit under way would be."""
    track = state.shifts[shift]
    track[Track.REHEARSED_LATEST], track[Track.REHEARSED_WAITS] = route.latest, route.waits
    track[Track.REHEARSED_IDLE], track[Track.REHEARSED_WORK] = route.idle, route.work


@kernel
def _cost(facts: Packed, state: State, of_active: int) -> int:
    """Points, with the figures of active routes so many columns further on."""
    price, cost = facts.numbers, 0
    if price[RuleId.LARGEST_LATENESS] > 0:
        cost += price[RuleId.LARGEST_LATENESS] * _largest(state, Track.LATEST, of_active)
    if price[RuleId.LARGEST_WAIT] > 0:
        cost += price[RuleId.LARGEST_WAIT] * _largest(state, Track.WAITS, of_active)
    if price[RuleId.LARGEST_IDLE] > 0:
        cost += price[RuleId.LARGEST_IDLE] * _largest(state, Track.IDLE, of_active)
    if price[RuleId.WORKLOAD_BALANCE] > 0:
        cost += price[RuleId.WORKLOAD_BALANCE] * _imbalance(state, of_active)
    return cost


@kernel
def _figure(state: State, shift: int, column: int, of_active: int) -> int:
    return state.shifts[shift, column + of_active * state.shifts[shift, Track.IS_ACTIVE]]


@kernel
def _largest(state: State, column: int, of_active: int) -> int:
    """The largest figure of any route, or 0."""
    largest = 0
    for shift in range(len(state.shifts)):
        largest = max(largest, _figure(state, shift, column, of_active))
    return largest


@kernel
def _imbalance(state: State, of_active: int) -> int:
    """Minutes of care and travel of all shifts away from their mean, each rounded up."""
    num_shifts, total, away = len(state.shifts), 0, 0
    for shift in range(num_shifts):
        total += _figure(state, shift, Track.WORK, of_active)
    for shift in range(num_shifts):
        work = _figure(state, shift, Track.WORK, of_active)
        away += (abs(num_shifts * work - total) + num_shifts - 1) // num_shifts
    return away
