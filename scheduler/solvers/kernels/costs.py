"""What routes, patients, links and people cost in points, once their tasks are settled."""

from scheduler.encoding.arrays import NEVER, Facts
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.state import AT, BROKE, COST, FREE, LEG_TRAVEL, LEG_WAIT, READY, START, State
from scheduler.solvers.kernels.timing import cost_of_start

SHIFT_HOURS, BREAK, OVERTIME, TRAVEL, WAITING = (
    RuleId.SHIFT_HOURS,
    RuleId.BREAK,
    RuleId.OVERTIME,
    RuleId.TRAVEL,
    RuleId.WAITING,
)
CONTACT_LIMIT, CARE_LIMIT, BUSY_SHIFT, WORKLOAD = (
    RuleId.CONTACT_LIMIT,
    RuleId.CARE_LIMIT,
    RuleId.BUSY_SHIFT,
    RuleId.WORKLOAD,
)
DISTINCT_STAFF, DOOR_KNOCKS, DELEGATION = RuleId.DISTINCT_STAFF, RuleId.DOOR_KNOCKS, RuleId.DELEGATION
GAP, SAME_STAFF, DIFFERENT_STAFF, BOTH_OR_NONE = (
    RuleId.GAP,
    RuleId.SAME_STAFF,
    RuleId.DIFFERENT_STAFF,
    RuleId.BOTH_OR_NONE,
)
REST, WEEKLY_HOURS = RuleId.REST, RuleId.WEEKLY_HOURS
MAY = 255


@kernel
def misses_last_break(facts: Facts, shift: int, ready: int, spare: int) -> bool:
    """Whether no break fits between the last task and the shift's end; spare: free minutes less the way back."""
    shifts = facts.shifts
    length, ends = shifts.break_minutes[shift], shifts.end[shift] - shifts.admin[shift]
    gap = ends - ready
    begins = max(ready, shifts.break_from[shift])
    return gap < length or gap + spare < length or begins > min(shifts.break_to[shift], ends - length)


@kernel
def cost_of_route(facts: Facts, state: State, shift: int) -> tuple[int, int, int, int, int]:
    """Cost of a settled route (its tasks' included), its finish, overtime, number of visits and largest lateness."""
    shifts, price, length = facts.shifts, facts.price, state.length[shift]
    cost = visits = care = travel = wait = latest = 0
    for position in range(length):
        task = state.sequence[shift, position]
        row = state.settled[task]
        cost += row[COST]
        travel += row[LEG_TRAVEL]
        wait += row[LEG_WAIT]
        if facts.tasks.visit[task] >= 0:
            visits += 1
            care += facts.tasks.duration[task]
            latest = max(latest, cost_of_start(facts, task, shift, row[START])[1])
    if visits == 0:
        return 0, 0, 0, 0, 0
    last = state.settled[state.sequence[shift, length - 1]]
    home = facts.travel[shifts.layer[shift], last[AT], shifts.end_place[shift]]
    finish = last[READY] + max(0, home - last[FREE]) + shifts.admin[shift]
    overtime = max(0, finish - shifts.end[shift])
    travel += home
    cost += price[TRAVEL] * travel + price[WAITING] * wait + price[OVERTIME] * overtime
    cost += price[SHIFT_HOURS] * max(0, overtime - shifts.overtime_limit[shift])
    owes_break = shifts.break_minutes[shift] > 0 and last[BROKE] == 0
    if owes_break and misses_last_break(facts, shift, last[READY], last[FREE] - home):
        cost += price[BREAK] * shifts.break_minutes[shift]
    cost += price[CONTACT_LIMIT] * max(0, visits - shifts.visit_limit[shift])
    cost += price[CARE_LIMIT] * max(0, care - facts.figures.care_limit)
    cost += price[BUSY_SHIFT] * max(0, visits - facts.figures.busy_from + 1)
    cost += price[WORKLOAD] * max(0, care + travel - shifts.fair_minutes[shift])
    return cost, finish, overtime, visits, latest


@kernel
def cost_of_patient(facts: Facts, state: State, patient: int) -> int:
    """Points for different professionals, knocks at the door, and visits beyond a delegation's review."""
    rows = facts.tasks_of_patient
    first, end = rows.start[patient], rows.start[patient + 1]
    cost = 0
    for number in range(first, end):
        task = rows.items[number]
        shift = state.route_of[task]
        if shift >= 0:
            cost += _cost_beside_earlier(facts, state, first, end, task, facts.shifts.staff[shift])
    return cost


@kernel
def _cost_beside_earlier(facts: Facts, state: State, first: int, end: int, task: int, staff: int) -> int:
    """What one attendance adds to those of its patient that are read before it (an earlier start, or a lower task)."""
    items, shifts, start = facts.tasks_of_patient.items, facts.shifts, state.settled[task, START]
    day = day_of(facts, start)
    latest_end = -NEVER
    is_first, is_new_face = True, True
    num_delegated = 0
    is_placed = facts.tasks.place[task] >= 0
    for number in range(first, end):
        other = items[number]
        if other == task or state.route_of[other] < 0:
            continue
        other_start = state.settled[other, START]
        if other_start > start or (other_start == start and other > task):
            continue
        same_staff = shifts.staff[state.route_of[other]] == staff
        if same_staff and 0 < facts.may[other, state.route_of[other]] < MAY:
            num_delegated += 1
        if day_of(facts, other_start) != day:
            continue
        is_first = False
        is_new_face = is_new_face and not same_staff
        if facts.tasks.place[other] >= 0:
            latest_end = max(latest_end, other_start + facts.tasks.duration[other])
    cost = 0
    if not is_first and is_new_face:
        cost += facts.price[DISTINCT_STAFF]
    if is_placed and latest_end > -NEVER and start > latest_end + facts.figures.knock:
        cost += facts.price[DOOR_KNOCKS]
    visits_left = facts.may[task, state.route_of[task]]
    if 0 < visits_left < MAY and num_delegated >= visits_left:
        cost += facts.price[DELEGATION]
    return cost


@kernel
def day_of(facts: Facts, minute: int) -> int:
    """The horizon's day of a minute; the last one for what runs past the end."""
    day = 0
    while day + 2 < len(facts.day_starts) and minute >= facts.day_starts[day + 1]:
        day += 1
    if minute >= facts.day_starts[len(facts.day_starts) - 1]:
        return len(facts.day_starts) - 1
    return day


@kernel
def cost_of_link(facts: Facts, state: State, link: int) -> int:
    """Points for a gap that is broken, staff that should or should not be the same, and half of a pair."""
    links, price, tasks = facts.links, facts.price, facts.tasks
    first, second = links.first[link], links.second[link]
    num_planned = int(state.route_of[first] >= 0) + int(state.route_of[second] >= 0)
    if num_planned < 2:
        return price[BOTH_OR_NONE] if num_planned == 1 and links.is_both_or_none[link] else 0
    apart = state.settled[second, START] - state.settled[first, START]
    cost = price[GAP] * max(0, links.least[link] - apart, apart - links.most[link])
    if links.wants_same[link] or links.wants_different[link]:
        common = _num_common_staff(facts, state, tasks.visit[first], tasks.visit[second])
        cost += price[DIFFERENT_STAFF] * common * links.wants_different[link]
        if links.wants_same[link] and common == 0:
            cost += price[SAME_STAFF]
    return cost


@kernel
def _num_common_staff(facts: Facts, state: State, one: int, other: int) -> int:
    rows = facts.tasks_of_visit
    common = 0
    for number in range(rows.start[one], rows.start[one + 1]):
        shift = state.route_of[rows.items[number]]
        for candidate in range(rows.start[other], rows.start[other + 1]):
            match = state.route_of[rows.items[candidate]]
            if shift >= 0 and match >= 0 and facts.shifts.staff[shift] == facts.shifts.staff[match]:
                common += 1
    return common


@kernel
def cost_of_staff(facts: Facts, state: State, shift: int) -> int:
    """Points for broken rest and weekly hours of whoever works a shift."""
    shifts, figures, price = facts.shifts, facts.figures, facts.price
    staff = shifts.staff[shift]
    rested_from, short, over = facts.staff.rested_from[staff], 0, 0
    week, worked = -1, 0
    each = shifts.first_of_staff[shift]
    while each >= 0:
        if state.num_visits[each] > 0:
            if shifts.week[each] != week:
                over += max(0, worked - figures.week)
                week = shifts.week[each]
                worked = facts.staff.worked_minutes[staff] if week == 0 else 0
            short += max(0, figures.rest - (shifts.start[each] - rested_from))
            rested_from = max(shifts.end[each], state.finish[each])
            worked += shifts.paid_minutes[each] + state.overtime[each]
        each = shifts.next_of_staff[each]
    over += max(0, worked - figures.week)
    return price[REST] * short + price[WEEKLY_HOURS] * over
