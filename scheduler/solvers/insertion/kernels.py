"""The cheapest place for one visit in a plan in tables."""

from scheduler.encoding.arrays import Ints
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.edits import (
    NO_KEY,
    Keys,
    begin,
    clashes,
    has_room,
    key_after,
    key_of_mate,
    put_in,
    take_back,
    take_out_visit,
)
from scheduler.solvers.kernels.packed import Link, Packed, Shift, Task, Visit
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.reading import UNREADABLE, partner_of, read_again
from scheduler.solvers.kernels.rehearsal import rehearsed_cost
from scheduler.solvers.kernels.state import Placed, State, Track
from scheduler.solvers.kernels.timing import arrival, opening, stand_before

TIE = 1e-6
"""Keeps the keys of tasks with one start apart."""


@kernel
def insert_cheapest(facts: Packed, state: State, visit: int, places: Ints, keys: Keys) -> int:
    """Put a visit, and those that only make sense with it, where the cost rises least; the cost then.

    What costs more to plan than to leave out, or lacks its partner, stays out. `places` and `keys`: see `_insert_one`.
    """
    before, first = total_cost(facts, state), facts.visits[visit, Visit.FIRST_TASK]
    num_missing = 0
    for number in range(facts.tasks[first, Task.FIRST_LINK], facts.tasks[first, Task.END_LINK]):
        partner = partner_of(facts, facts.lists[number], first)
        is_missing = state.tasks[partner, Placed.ROUTE] < 0
        num_missing += int(is_missing and facts.links[facts.lists[number], Link.IS_BOTH_OR_NONE])
    cost = _insert_one(facts, state, visit, places, keys, num_missing)
    if num_missing == 0 or state.tasks[first, Placed.ROUTE] < 0:
        return cost
    for number in range(facts.tasks[first, Task.FIRST_LINK], facts.tasks[first, Task.END_LINK]):
        partner = partner_of(facts, facts.lists[number], first)
        is_missing = state.tasks[partner, Placed.ROUTE] < 0
        if is_missing and facts.links[facts.lists[number], Link.IS_BOTH_OR_NONE]:
            cost = _insert_one(facts, state, facts.tasks[partner, Task.VISIT], places, keys, 0)
    if cost >= before:
        begin(state)
        take_out_visit(facts, state, visit)
        cost = read_again(facts, state)
    return cost


@kernel
def _insert_one(facts: Packed, state: State, visit: int, places: Ints, keys: Keys, num_missing: int) -> int:
    """Put one visit where the plan's cost rises least, if planning it is cheaper than leaving it out; the cost then.

    A rise by the price of partners that are still missing is borne: they are to follow. `places` is scratch space of
    shape (k, 2), `keys` of shape (k,): the k cheapest places of a double-up's first attendance are tried with every
    place of the second.
    """
    first = facts.visits[visit, Visit.FIRST_TASK]
    is_double_up = facts.visits[visit, Visit.END_TASK] - first == 2
    least = total_cost(facts, state) + num_missing * facts.numbers[RuleId.BOTH_OR_NONE]
    num_places = len(keys) if is_double_up else 1
    _find_places(facts, state, first, places[:num_places], keys, UNREADABLE if is_double_up else least)
    best_shift, best_key, best_mate = -1, 0.0, -1
    for number in range(num_places):
        shift, cost, mate = places[number, 0], places[number, 1], -1
        if shift < 0:
            break
        if is_double_up:
            mate, cost = _find_mate(facts, state, first, shift, keys[number])
        if cost < least:
            least, best_shift, best_key, best_mate = cost, shift, keys[number], mate
    if best_shift < 0:
        return total_cost(facts, state)
    begin(state)
    put_in(facts, state, first, best_shift, best_key)
    if is_double_up:
        put_in(facts, state, first + 1, best_mate, best_key)
    return read_again(facts, state)


@kernel
def _find_places(facts: Packed, state: State, task: int, places: Ints, keys: Keys, most: int) -> None:
    """Fill in the cheapest places of one task alone, cheapest first: shift (-1 fills up) and cost of the plan, key.

    What costs `most` or more is no place. Most places show in their own route that they are dearer than those known.
    """
    for number in range(len(places)):
        places[number, 0], places[number, 1] = -1, most
    bound = key_of_mate(facts, state, task)
    for shift in range(len(state.shifts)):
        if facts.may[task, shift] == 0 or clashes(facts, state, task, shift) or not has_room(state, shift):
            continue
        best_cost, best_key = places[len(places) - 1, 1], NO_KEY
        for position in range(-1, 0 if bound != NO_KEY else state.shifts[shift, Track.LENGTH]):
            key = bound
            if bound == NO_KEY:
                key = key_after(state, shift, position, _hint(facts, state, task, shift, position), 0.5)
            begin(state)
            put_in(facts, state, task, shift, key)
            cost = rehearsed_cost(facts, state)
            if cost < best_cost:
                cost = read_again(facts, state)
            take_back(state)
            if cost < best_cost:
                best_cost, best_key = cost, key
        if best_key != NO_KEY:
            _keep(places, keys, shift, best_key, best_cost)


@kernel
def _hint(facts: Packed, state: State, task: int, shift: int, position: int) -> float:
    """About when a task after a position of a route would start."""
    stand = stand_before(facts, state, shift, position + 1)
    return float(opening(facts, task, arrival(facts, task, shift, stand))) + (task + 1) * TIE


@kernel
def _keep(places: Ints, keys: Keys, shift: int, key: float, cost: int) -> None:
    """Keep a place among the cheapest, sorted."""
    number = len(places)
    while number > 0 and places[number - 1, 1] > cost:
        number -= 1
    for later in range(len(places) - 1, number, -1):
        places[later, 0], places[later, 1], keys[later] = places[later - 1, 0], places[later - 1, 1], keys[later - 1]
    if number < len(places):
        places[number, 0], places[number, 1], keys[number] = shift, cost, key


@kernel
def _find_mate(facts: Packed, state: State, first: int, shift: int, key: float) -> tuple[int, int]:
    """The cheapest shift for a double-up's second attendance beside its first, and the cost then; -1 if none may."""
    best, least = -1, UNREADABLE
    for mate in range(len(state.shifts)):
        is_same = facts.shifts[mate, Shift.STAFF] == facts.shifts[shift, Shift.STAFF]
        if facts.may[first + 1, mate] == 0 or is_same or clashes(facts, state, first + 1, mate):
            continue
        begin(state)
        if has_room(state, shift) and has_room(state, mate):
            put_in(facts, state, first, shift, key)
            put_in(facts, state, first + 1, mate, key)
            cost = read_again(facts, state)
            if cost < least:
                best, least = mate, cost
        take_back(state)
    return best, least
