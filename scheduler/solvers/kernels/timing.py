"""When one task of a route starts: windows, breaks, links, and what the start costs. Whole routes stand in `reading.py`."""

from scheduler.encoding.arrays import NEVER
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.packed import Figure, Packed, Shift, Task, Window
from scheduler.solvers.kernels.state import Placed, State


@kernel
def before(facts: Packed, state: State, shift: int, position: int) -> tuple[int, int, int, int, int]:
    """Ready, free, place, break and opened just before a position of a route."""
    if position == 0:
        return facts.shifts[shift, Shift.START], 0, facts.shifts[shift, Shift.START_PLACE], 0, 0
    row = state.tasks[state.sequence[shift, position - 1]]
    return row[Placed.READY], row[Placed.FREE], row[Placed.AT], row[Placed.BROKE], row[Placed.OPENED]


@kernel
def opening(facts: Packed, task: int, earliest: int) -> int:
    """First start from a minute on: inside a window, or late where that is allowed and sooner than the next window."""
    tasks, windows = facts.tasks, facts.windows
    first, last = tasks[task, Task.FIRST_WINDOW], tasks[task, Task.END_WINDOW] - 1
    start = earliest
    for window in range(first, last + 1):
        start = max(earliest, windows[window, Window.OPENS])
        late = start - windows[window, Window.CLOSES]
        if late <= 0 or window == last:
            return start
        wait = windows[window + 1, Window.OPENS] - earliest
        if tasks[task, Task.IS_CRITICAL] == 0 and late <= tasks[task, Task.LATENESS_LIMIT] and wait >= late:
            return start
    return start


@kernel
def arrival(facts: Packed, task: int, shift: int, ready: int, free: int, at: int) -> int:
    """When a task could start if nothing but the way there counted."""
    place = facts.tasks[task, Task.PLACE]
    if place < 0:
        return ready
    return ready + max(0, facts.travel[facts.shifts[shift, Shift.LAYER], at, place] - free)


@kernel
def has_room_for_break(facts: Packed, task: int, shift: int, ready: int, free: int, at: int, start: int) -> bool:
    """Whether the gap before a task that starts then holds the shift's break."""
    shifts, place = facts.shifts, facts.tasks[task, Task.PLACE]
    length = shifts[shift, Shift.BREAK_MINUTES]
    gap = start - ready
    slack = gap if place < 0 else gap + free - facts.travel[shifts[shift, Shift.LAYER], at, place]
    begins = max(ready, shifts[shift, Shift.BREAK_FROM])
    return gap >= length and slack >= length and begins <= min(shifts[shift, Shift.BREAK_TO], start - length)


@kernel
def start_from(facts: Packed, state: State, task: int, earliest: int) -> int:
    """First start of a placed task, not before a minute, with the break taken first if it must be."""
    shift, position = state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION]
    if facts.tasks[task, Task.ANCHOR] >= 0:
        return facts.tasks[task, Task.ANCHOR]
    ready, free, at, broke, _ = before(facts, state, shift, position)
    start = opening(facts, task, max(earliest, arrival(facts, task, shift, ready, free, at)))
    length = facts.shifts[shift, Shift.BREAK_MINUTES]
    if broke != 0 or length == 0 or start + facts.tasks[task, Task.DURATION] <= facts.shifts[shift, Shift.BREAK_TO]:
        return start
    if has_room_for_break(facts, task, shift, ready, free, at, start):
        return start
    begins = max(ready, facts.shifts[shift, Shift.BREAK_FROM])
    if begins > facts.shifts[shift, Shift.BREAK_TO]:
        return start
    rested = begins + length
    place = facts.tasks[task, Task.PLACE]
    if place >= 0:
        rested = max(rested, ready + length + facts.travel[facts.shifts[shift, Shift.LAYER], at, place] - free)
    return opening(facts, task, max(start, rested))


@kernel
def cost_of_start(facts: Packed, task: int, shift: int, start: int) -> tuple[int, int]:
    """Points for a task that starts then in a shift, and its minutes of tolerated lateness."""
    tasks, windows, price = facts.tasks, facts.windows, facts.numbers
    first, end = tasks[task, Task.FIRST_WINDOW], tasks[task, Task.END_WINDOW]
    window = first
    for later in range(first + 1, end):
        if windows[later, Window.EARLIEST] <= start:
            window = later
    early = max(0, windows[window, Window.EARLIEST] - start)
    late = max(0, start - windows[window, Window.CLOSES])
    counted = 0 if tasks[task, Task.IS_CRITICAL] else late
    cost = facts.dislike[task, shift] + price[RuleId.LATENESS] * counted
    cost += price[RuleId.TIME_WINDOW] * (early + max(0, late - tasks[task, Task.LATENESS_LIMIT]))
    if tasks[task, Task.RESPOND_BY] != NEVER:
        cost += price[RuleId.URGENT_RESPONSE] * max(0, start - tasks[task, Task.RESPOND_BY])
    if windows[window, Window.DARK_FROM] != NEVER and (
        start >= windows[window, Window.DARK_FROM] or start < windows[window, Window.OPENS]
    ):
        cost += price[RuleId.LONE_WORKING]
    if tasks[task, Task.PUBLISHED_START] >= 0:
        moved = abs(start - tasks[task, Task.PUBLISHED_START]) - facts.numbers[Figure.TOLERANCE]
        cost += price[RuleId.START_MOVED] * max(0, moved)
    team = facts.shifts[shift, Shift.SUPERVISION]
    if team >= 0 and (start >= facts.unsupervised.shape[1] or facts.unsupervised[team, start]):
        cost += price[RuleId.SUPERVISION]
    return cost, counted


@kernel
def settle(facts: Packed, state: State, task: int, start: int) -> None:
    """Write down a task that starts then; the one before it in its route is settled."""
    shift, position = state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION]
    ready, free, at, broke, opened = before(facts, state, shift, position)
    row, place = state.tasks[task], facts.tasks[task, Task.PLACE]
    short = max(0, arrival(facts, task, shift, ready, free, at) - start)
    cost = facts.numbers[RuleId.TRAVEL_TIME] * short
    if facts.tasks[task, Task.VISIT] >= 0:
        cost += cost_of_start(facts, task, shift, start)[0]
    rests_here = (
        broke == 0
        and facts.shifts[shift, Shift.BREAK_MINUTES] > 0
        and has_room_for_break(facts, task, shift, ready, free, at, start)
    )
    spare = free + max(0, start - ready) - (facts.shifts[shift, Shift.BREAK_MINUTES] if rests_here else 0)
    row[Placed.START], row[Placed.READY], row[Placed.COST] = start, start + facts.tasks[task, Task.DURATION], cost
    row[Placed.LEG_TRAVEL] = row[Placed.LEG_WAIT] = 0
    if place < 0:
        row[Placed.FREE], row[Placed.AT], row[Placed.OPENED] = spare, at, opened
        row[Placed.BROKE] = 1 if rests_here else broke
        return
    row[Placed.LEG_TRAVEL] = facts.travel[facts.shifts[shift, Shift.LAYER], at, place]
    row[Placed.LEG_WAIT] = max(0, spare - row[Placed.LEG_TRAVEL]) if opened else 0
    row[Placed.FREE], row[Placed.AT], row[Placed.OPENED] = 0, place, 1
    row[Placed.BROKE] = 2 if rests_here or broke else 0
