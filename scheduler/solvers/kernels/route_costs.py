"""What a route costs in points: summed up task by task, then closed with the way back. Not what its patients cost."""

from typing import NamedTuple

from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import inlined, kernel
from scheduler.solvers.kernels.packed import Figure, Packed, Shift, Task
from scheduler.solvers.kernels.state import Placed, State, Track
from scheduler.solvers.kernels.timing import Stand, Step, stand_before, way


class Sums(NamedTuple):
    """What the tasks of a route add up to."""

    cost: int
    """Points of each start in this shift."""
    travel: int
    wait: int
    care: int
    visits: int
    """Attendances."""
    latest: int
    """Largest lateness."""
    waits: int
    """Longest wait."""
    events: int
    """Minutes of fixed events."""


class RouteCost(NamedTuple):
    """A whole route."""

    cost: int
    finish: int
    """When the way back and admin are done."""
    overtime: int
    visits: int
    latest: int
    waits: int
    idle: int
    """Minutes without anything to do; all of a shift without visits."""
    work: int
    """Minutes of care and travel."""


@inlined
def sums_until(facts: Packed, state: State, shift: int, position: int) -> Sums:
    """What the settled tasks before a position add up to."""
    sums = Sums(0, 0, 0, 0, 0, 0, 0, 0)
    for number in range(position):
        task = state.sequence[shift, number]
        row = state.tasks[task]
        step = Step(row[Placed.LEG_TRAVEL], row[Placed.LEG_WAIT], row[Placed.LATE], 0)
        sums = added(facts, sums, task, step, row[Placed.COST])
    return sums


@inlined
def added(facts: Packed, sums: Sums, task: int, step: Step, cost: int) -> Sums:
    """The sums with one more task, at the points of its start in this shift."""
    is_visit, duration = facts.tasks[task, Task.VISIT] >= 0, facts.tasks[task, Task.DURATION]
    return Sums(
        sums.cost + cost,
        sums.travel + step.travel,
        sums.wait + step.wait,
        sums.care + (duration if is_visit else 0),
        sums.visits + int(is_visit),
        max(sums.latest, step.late),
        max(sums.waits, step.wait),
        sums.events + (0 if is_visit else duration),
    )


@kernel
def cost_of_route(facts: Packed, state: State, shift: int) -> RouteCost:
    """What a settled route costs, its tasks included."""
    length = state.shifts[shift, Track.LENGTH]
    return closed(facts, shift, stand_before(facts, state, shift, length), sums_until(facts, state, shift, length))


@inlined
def closed(facts: Packed, shift: int, stand: Stand, sums: Sums) -> RouteCost:
    """What a route costs whose last task is done; nothing at all if it makes no visit."""
    shifts, price = facts.shifts, facts.numbers
    on_duty = shifts[shift, Shift.END] - shifts[shift, Shift.START]
    if sums.visits == 0:
        return RouteCost(0, 0, 0, 0, 0, 0, on_duty, 0)
    home = way(facts, shift, stand.at, shifts[shift, Shift.END_PLACE])
    cost, free, rest = sums.cost, stand.free, shifts[shift, Shift.BREAK_MINUTES]
    if misses_break(facts, shift, stand, free - home):
        cost += price[RuleId.MISSED_BREAK] if shifts[shift, Shift.MAY_MISS_BREAK] else price[RuleId.BREAK] * rest
        free += rest if stand.broke == 1 else 0
        rest = 0
    finish = stand.ready + max(0, home - free) + shifts[shift, Shift.ADMIN]
    overtime = max(0, finish - shifts[shift, Shift.END])
    travel = sums.travel + home
    work = sums.care + travel
    cost += price[RuleId.TRAVEL] * travel + price[RuleId.WAITING] * sums.wait + price[RuleId.OVERTIME] * overtime
    cost += price[RuleId.SHIFT_HOURS] * max(0, overtime - shifts[shift, Shift.OVERTIME_LIMIT])
    cost += price[RuleId.CONTACT_LIMIT] * max(0, sums.visits - shifts[shift, Shift.VISIT_LIMIT])
    cost += price[RuleId.CARE_LIMIT] * max(0, sums.care - facts.numbers[Figure.CARE_LIMIT])
    cost += price[RuleId.BUSY_SHIFT] * max(0, sums.visits - facts.numbers[Figure.BUSY_FROM] + 1)
    cost += price[RuleId.WORKLOAD] * max(0, work - shifts[shift, Shift.FAIR_MINUTES])
    cost += price[RuleId.WORKED_MINUTES] * work
    idle = max(0, on_duty + overtime - work - sums.events - rest - shifts[shift, Shift.ADMIN])
    return RouteCost(cost, finish, overtime, sums.visits, sums.latest, sums.waits, idle, work)


@inlined
def misses_break(facts: Packed, shift: int, stand: Stand, spare: int) -> bool:
    """Whether a route has no room for the break it owes; spare: free minutes of its last leg less the way back."""
    shifts = facts.shifts
    length, ends = shifts[shift, Shift.BREAK_MINUTES], shifts[shift, Shift.END] - shifts[shift, Shift.ADMIN]
    if length == 0 or stand.broke == 2:
        return False
    gap = ends - stand.ready
    if stand.broke == 1:  # taken before a remote task of the last leg: true only if the whole leg has room for it
        return gap + spare < 0
    begins = max(stand.ready, shifts[shift, Shift.BREAK_FROM])
    return gap < length or gap + spare < length or begins > min(shifts[shift, Shift.BREAK_TO], ends - length)
