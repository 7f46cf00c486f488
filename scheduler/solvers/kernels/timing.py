"""When one task of a route starts: windows, breaks, links, and what the start costs. Whole routes stand in `reading.py`."""

from scheduler.encoding.arrays import NEVER, Facts
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.state import AT, BROKE, COST, FREE, LEG_TRAVEL, LEG_WAIT, OPENED, READY, START, State

TIME_WINDOW, URGENT_RESPONSE, LONE_WORKING = RuleId.TIME_WINDOW, RuleId.URGENT_RESPONSE, RuleId.LONE_WORKING
LATENESS, START_MOVED, SUPERVISION, TRAVEL_TIME = (
    RuleId.LATENESS,
    RuleId.START_MOVED,
    RuleId.SUPERVISION,
    RuleId.TRAVEL_TIME,
)


@kernel
def before(facts: Facts, state: State, shift: int, position: int) -> tuple[int, int, int, int, int]:
    """Ready, free, place, break and opened just before a position of a route."""
    if position == 0:
        return facts.shifts.start[shift], 0, facts.shifts.start_place[shift], 0, 0
    row = state.settled[state.sequence[shift, position - 1]]
    return row[READY], row[FREE], row[AT], row[BROKE], row[OPENED]


@kernel
def opening(facts: Facts, task: int, earliest: int) -> int:
    """First start from a minute on: inside a window, or late where that is allowed and sooner than the next window."""
    tasks, windows = facts.tasks, facts.windows
    first, last = tasks.window_from[task], tasks.window_from[task + 1] - 1
    start = earliest
    for window in range(first, last + 1):
        start = max(earliest, windows.opens[window])
        late = start - windows.closes[window]
        if late <= 0 or window == last:
            return start
        wait = windows.opens[window + 1] - earliest
        if tasks.is_critical[task] == 0 and late <= tasks.lateness_limit[task] and wait >= late:
            return start
    return start


@kernel
def arrival(facts: Facts, task: int, shift: int, ready: int, free: int, at: int) -> int:
    """When a task could start if nothing but the way there counted."""
    place = facts.tasks.place[task]
    if place < 0:
        return ready
    return ready + max(0, facts.travel[facts.shifts.layer[shift], at, place] - free)


@kernel
def has_room_for_break(facts: Facts, task: int, shift: int, ready: int, free: int, at: int, start: int) -> bool:
    """Whether the gap before a task that starts then holds the shift's break."""
    shifts, place = facts.shifts, facts.tasks.place[task]
    length = shifts.break_minutes[shift]
    gap = start - ready
    slack = gap if place < 0 else gap + free - facts.travel[shifts.layer[shift], at, place]
    begins = max(ready, shifts.break_from[shift])
    return gap >= length and slack >= length and begins <= min(shifts.break_to[shift], start - length)


@kernel
def start_from(facts: Facts, state: State, task: int, shift: int, position: int, earliest: int) -> int:
    """First start of a task at a position of a route, not before a minute, with the break taken first if it must be."""
    if facts.tasks.anchor[task] >= 0:
        return facts.tasks.anchor[task]
    ready, free, at, broke, _ = before(facts, state, shift, position)
    start = opening(facts, task, max(earliest, arrival(facts, task, shift, ready, free, at)))
    length = facts.shifts.break_minutes[shift]
    if broke != 0 or length == 0 or start + facts.tasks.duration[task] <= facts.shifts.break_to[shift]:
        return start
    if has_room_for_break(facts, task, shift, ready, free, at, start):
        return start
    begins = max(ready, facts.shifts.break_from[shift])
    if begins > facts.shifts.break_to[shift]:
        return start
    rested = begins + length
    place = facts.tasks.place[task]
    if place >= 0:
        rested = max(rested, ready + length + facts.travel[facts.shifts.layer[shift], at, place] - free)
    return opening(facts, task, max(start, rested))


@kernel
def cost_of_start(facts: Facts, task: int, shift: int, start: int) -> tuple[int, int]:
    """Points for a task that starts then in a shift, and its minutes of tolerated lateness."""
    tasks, windows, price = facts.tasks, facts.windows, facts.price
    first, end = tasks.window_from[task], tasks.window_from[task + 1]
    window = first
    for later in range(first + 1, end):
        if windows.earliest[later] <= start:
            window = later
    early = max(0, windows.earliest[window] - start)
    late = max(0, start - windows.closes[window])
    counted = 0 if tasks.is_critical[task] else late
    cost = facts.dislike[task, shift] + price[LATENESS] * counted
    cost += price[TIME_WINDOW] * (early + max(0, late - tasks.lateness_limit[task]))
    if tasks.respond_by[task] != NEVER:
        cost += price[URGENT_RESPONSE] * max(0, start - tasks.respond_by[task])
    if windows.dark_from[window] != NEVER and (start >= windows.dark_from[window] or start < windows.opens[window]):
        cost += price[LONE_WORKING]
    if tasks.published_start[task] >= 0:
        moved = abs(start - tasks.published_start[task]) - facts.figures.tolerance
        cost += price[START_MOVED] * max(0, moved)
    team = facts.shifts.supervision[shift]
    if team >= 0 and facts.unsupervised[team, start]:
        cost += price[SUPERVISION]
    return cost, counted


@kernel
def settle(facts: Facts, state: State, task: int, shift: int, position: int, start: int) -> None:
    """Write down a task that starts then at a position of its route; the one before it is settled."""
    ready, free, at, broke, opened = before(facts, state, shift, position)
    row, place = state.settled[task], facts.tasks.place[task]
    short = max(0, arrival(facts, task, shift, ready, free, at) - start)
    cost = facts.price[TRAVEL_TIME] * short
    if facts.tasks.visit[task] >= 0:
        cost += cost_of_start(facts, task, shift, start)[0]
    rests_here = (
        broke == 0
        and facts.shifts.break_minutes[shift] > 0
        and has_room_for_break(facts, task, shift, ready, free, at, start)
    )
    spare = free + max(0, start - ready) - (facts.shifts.break_minutes[shift] if rests_here else 0)
    row[START], row[READY], row[COST] = start, start + facts.tasks.duration[task], cost
    row[LEG_TRAVEL] = row[LEG_WAIT] = 0
    if place < 0:
        row[FREE], row[AT], row[OPENED] = spare, at, opened
        row[BROKE] = 1 if rests_here else broke
        return
    row[LEG_TRAVEL] = facts.travel[facts.shifts.layer[shift], at, place]
    row[LEG_WAIT] = max(0, spare - row[LEG_TRAVEL]) if opened else 0
    row[FREE], row[AT], row[OPENED] = 0, place, 1
    row[BROKE] = 2 if rests_here or broke else 0
