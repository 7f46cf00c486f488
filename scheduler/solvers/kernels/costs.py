"""What patients, links and people cost in points, once their tasks are settled. Routes stand in `route_costs.py`."""

from scheduler.encoding.arrays import NEVER
from scheduler.encoding.eligibility import MAY
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.packed import Figure, Link, Packed, Patient, Shift, Staff, Task, Visit
from scheduler.solvers.kernels.state import Placed, State, Track


@kernel
def cost_of_patient(facts: Packed, state: State, patient: int) -> int:
    """Points for different professionals, knocks at the door, and visits beyond a delegation's review."""
    first, end = facts.patients[patient, Patient.FIRST], facts.patients[patient, Patient.END]
    cost = 0
    for number in range(first, end):
        task = facts.lists[number]
        shift = state.tasks[task, Placed.ROUTE]
        if shift >= 0:
            cost += _cost_beside_earlier(facts, state, first, end, task, facts.shifts[shift, Shift.STAFF])
    return cost


@kernel
def _cost_beside_earlier(facts: Packed, state: State, first: int, end: int, task: int, staff: int) -> int:
    """What one attendance adds to those of its patient that are read before it (an earlier start, or a lower task)."""
    items, shifts, start = facts.lists, facts.shifts, state.tasks[task, Placed.START]
    day = day_of(facts, start)
    latest_end = -NEVER
    is_first, is_new_face = True, True
    num_delegated = 0
    is_placed = facts.tasks[task, Task.PLACE] >= 0
    for number in range(first, end):
        other = items[number]
        if other == task or state.tasks[other, Placed.ROUTE] < 0:
            continue
        other_start = state.tasks[other, Placed.START]
        if other_start > start or (other_start == start and other > task):
            continue
        same_staff = shifts[state.tasks[other, Placed.ROUTE], Shift.STAFF] == staff
        if same_staff and 0 < facts.may[other, state.tasks[other, Placed.ROUTE]] < MAY:
            num_delegated += 1
        if day_of(facts, other_start) != day:
            continue
        is_first = False
        is_new_face = is_new_face and not same_staff
        if facts.tasks[other, Task.PLACE] >= 0:
            latest_end = max(latest_end, other_start + facts.tasks[other, Task.DURATION])
    cost = 0
    if not is_first and is_new_face:
        cost += facts.numbers[RuleId.DISTINCT_STAFF]
    if is_placed and latest_end > -NEVER and start > latest_end + facts.numbers[Figure.KNOCK]:
        cost += facts.numbers[RuleId.DOOR_KNOCKS]
    visits_left = facts.may[task, state.tasks[task, Placed.ROUTE]]
    if 0 < visits_left < MAY and num_delegated >= visits_left:
        cost += facts.numbers[RuleId.DELEGATION]
    return cost


@kernel
def day_of(facts: Packed, minute: int) -> int:
    """The horizon's day of a minute; the number of days for what runs past the end."""
    day, num_days = 0, facts.numbers[Figure.NUM_DAYS]
    while day < num_days and minute >= facts.numbers[Figure.FIRST_MIDNIGHT + day + 1]:
        day += 1
    return day


@kernel
def cost_of_link(facts: Packed, state: State, link: int) -> int:
    """Points for a gap that is broken, staff that should or should not be the same, and half of a pair."""
    links, price, tasks = facts.links, facts.numbers, facts.tasks
    first, second = links[link, Link.FIRST], links[link, Link.SECOND]
    num_planned = int(state.tasks[first, Placed.ROUTE] >= 0) + int(state.tasks[second, Placed.ROUTE] >= 0)
    if num_planned < 2:
        return price[RuleId.BOTH_OR_NONE] if num_planned == 1 and links[link, Link.IS_BOTH_OR_NONE] else 0
    apart = state.tasks[second, Placed.START] - state.tasks[first, Placed.START]
    cost = price[RuleId.GAP] * max(0, links[link, Link.LEAST] - apart, apart - links[link, Link.MOST])
    if links[link, Link.WANTS_SAME] or links[link, Link.WANTS_DIFFERENT]:
        common = _num_common_staff(facts, state, tasks[first, Task.VISIT], tasks[second, Task.VISIT])
        cost += price[RuleId.DIFFERENT_STAFF] * common * links[link, Link.WANTS_DIFFERENT]
        if links[link, Link.WANTS_SAME] and common == 0:
            cost += price[RuleId.SAME_STAFF]
    return cost


@kernel
def _num_common_staff(facts: Packed, state: State, one: int, other: int) -> int:
    common = 0
    for task in range(facts.visits[one, Visit.FIRST_TASK], facts.visits[one, Visit.END_TASK]):
        shift = state.tasks[task, Placed.ROUTE]
        for match in range(facts.visits[other, Visit.FIRST_TASK], facts.visits[other, Visit.END_TASK]):
            with_other = state.tasks[match, Placed.ROUTE]
            same = facts.shifts[shift, Shift.STAFF] == facts.shifts[with_other, Shift.STAFF]
            if shift >= 0 and with_other >= 0 and same:
                common += 1
    return common


@kernel
def cost_of_staff(facts: Packed, state: State, shift: int) -> int:
    """Points for broken rest and weekly hours of whoever works a shift."""
    shifts, price = facts.shifts, facts.numbers
    staff = shifts[shift, Shift.STAFF]
    rested_from, short, over = facts.staff[staff, Staff.RESTED_FROM], 0, 0
    week, worked = -1, 0
    each = shifts[shift, Shift.FIRST_OF_STAFF]
    while each >= 0:
        if state.shifts[each, Track.VISITS] > 0:
            if shifts[each, Shift.WEEK] != week:
                over += max(0, worked - facts.numbers[Figure.WEEK])
                week = shifts[each, Shift.WEEK]
                worked = facts.staff[staff, Staff.WORKED_MINUTES] if week == 0 else 0
            short += max(0, facts.numbers[Figure.REST] - (shifts[each, Shift.START] - rested_from))
            rested_from = max(shifts[each, Shift.END], state.shifts[each, Track.FINISH])
            worked += shifts[each, Shift.PAID_MINUTES] + state.shifts[each, Track.OVERTIME]
        each = shifts[each, Shift.NEXT_OF_STAFF]
    over += max(0, worked - facts.numbers[Figure.WEEK])
    return price[RuleId.REST] * short + price[RuleId.WEEKLY_HOURS] * over
