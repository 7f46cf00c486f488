"""Edited routes read in time again, along the order of keys, as far as an edit reaches; then what it costs.

Only edited routes and, through links, those that wait for them are read; a route's rest is skipped once its times
agree with what they were. What changed is logged, so that `edits.take_back` can restore it.
"""

from scheduler.encoding.arrays import Facts
from scheduler.rules import RuleId
from scheduler.solvers.kernels.compiled import kernel
from scheduler.solvers.kernels.costs import cost_of_link, cost_of_patient, cost_of_route, cost_of_staff
from scheduler.solvers.kernels.state import (
    AT,
    BROKE,
    FREE,
    LINKS_LOGGED,
    MOVED,
    NUM_SETTLED,
    OPENED,
    PATIENTS_LOGGED,
    READY,
    ROUTES_LOGGED,
    STAFF_LOGGED,
    STAMP,
    START,
    TASKS_LOGGED,
    State,
)
from scheduler.solvers.kernels.timing import settle, start_from

LARGEST_LATENESS = RuleId.LARGEST_LATENESS
UNREADABLE = 1 << 60
"""The cost of an edit whose links go round and round: more than any plan's, so that it is taken back."""


@kernel
def activate(state: State, shift: int, position: int, steady_after: int) -> None:
    """Have a route read from a position on; it is known to be unchanged after another."""
    log = state.log
    if log.is_active[shift] == 0:
        log.is_active[shift] = 1
        log.active[log.num_active[0]] = shift
        log.num_active[0] += 1
        log.cursor[shift] = position
        log.steady_after[shift] = steady_after
        return
    log.cursor[shift] = min(log.cursor[shift], position)
    log.steady_after[shift] = max(log.steady_after[shift], steady_after)


@kernel
def read_again(facts: Facts, state: State) -> int:
    """Cost of the plan after an edit, in points: reads what was activated and what hangs on it."""
    _activate_links_of_moved(facts, state)
    most = len(state.log.task) - len(state.route_of)
    shift = _next_route(facts, state)
    while shift >= 0 and state.log.count[TASKS_LOGGED] < most:
        _read_group(facts, state, state.sequence[shift, state.log.cursor[shift]])
        shift = _next_route(facts, state)
    _price_routes(facts, state)
    _price_patients_and_links(facts, state)
    for number in range(state.log.num_active[0]):
        state.log.is_active[state.log.active[number]] = 0
    state.log.num_active[0] = 0
    if shift >= 0:
        return UNREADABLE
    return total_cost(facts, state)


@kernel
def total_cost(facts: Facts, state: State) -> int:
    """Cost of the plan as it was last read."""
    cost = state.total[0]
    if facts.price[LARGEST_LATENESS] > 0:
        latest = 0
        for shift in range(len(state.length)):
            latest = max(latest, state.largest_late[shift])
        cost += facts.price[LARGEST_LATENESS] * latest
    return cost


@kernel
def _activate_links_of_moved(facts: Facts, state: State) -> None:
    """A task that came or went may bind or free its partners."""
    for number in range(state.log.count[MOVED]):
        task = state.log.moved[number]
        for row in range(facts.links_of_task.start[task], facts.links_of_task.start[task + 1]):
            _activate_partners(facts, state, task, facts.links_of_task.items[row])


@kernel
def _activate_partners(facts: Facts, state: State, task: int, link: int) -> None:
    """Have the other visit of a link read again, wherever it is planned."""
    partner = facts.links.first[link]
    if facts.tasks.visit[partner] == facts.tasks.visit[task]:
        partner = facts.links.second[link]
    visit = facts.tasks.visit[partner]
    for row in range(facts.tasks_of_visit.start[visit], facts.tasks_of_visit.start[visit + 1]):
        other = facts.tasks_of_visit.items[row]
        if state.route_of[other] >= 0:
            activate(state, state.route_of[other], state.position[other], state.position[other])


@kernel
def _next_route(facts: Facts, state: State) -> int:
    """The active route whose next task comes first in the order of all tasks, or -1; at a tie one that starts alone."""
    log, chosen, least = state.log, -1, 0.0
    for number in range(log.num_active[0]):
        shift = log.active[number]
        if log.cursor[shift] < state.length[shift]:
            key = state.key[state.sequence[shift, log.cursor[shift]]]
            if chosen < 0 or key < least or (key == least and _starts_alone(facts, state, shift)):
                chosen, least = shift, key
    return chosen


@kernel
def _starts_alone(facts: Facts, state: State, shift: int) -> bool:
    group = facts.tasks.group[state.sequence[shift, state.log.cursor[shift]]]
    return facts.tasks_of_group.start[group + 1] - facts.tasks_of_group.start[group] == 1


@kernel
def _read_group(facts: Facts, state: State, task: int) -> None:
    """Settle a task, and whatever starts together with it, as early as all of them can."""
    tasks, rows = facts.tasks, facts.tasks_of_group
    first, end = rows.start[tasks.group[task]], rows.start[tasks.group[task] + 1]
    if end - first == 1:
        start = start_from(facts, state, task, state.route_of[task], state.position[task], _bound(facts, state, task))
        _settle(facts, state, task, start)
        return
    start = 0
    for number in range(first, end):
        member = rows.items[number]
        if state.route_of[member] >= 0:
            activate(state, state.route_of[member], state.position[member], state.position[member])
            start = max(start, _bound(facts, state, member))
    for _ in range(end - first + 1):
        for number in range(first, end):
            member = rows.items[number]
            if state.route_of[member] >= 0:
                start = start_from(facts, state, member, state.route_of[member], state.position[member], start)
    for number in range(first, end):
        anchor = tasks.anchor[rows.items[number]]
        if state.route_of[rows.items[number]] >= 0 and anchor >= 0:
            start = anchor
    for number in range(first, end):
        if state.route_of[rows.items[number]] >= 0:
            _settle(facts, state, rows.items[number], start)


@kernel
def _bound(facts: Facts, state: State, task: int) -> int:
    """Earliest start that the links to tasks before it in the order allow."""
    tasks, links, rows = facts.tasks, facts.links, facts.links_of_task
    bound = 0
    for number in range(rows.start[task], rows.start[task + 1]):
        link = rows.items[number]
        first, second = links.first[link], links.second[link]
        is_first = tasks.visit[first] == tasks.visit[task]
        other = second if is_first else first
        if state.route_of[other] < 0 or tasks.group[other] == tasks.group[task] or state.key[other] >= state.key[task]:
            continue
        if is_first:
            bound = max(bound, state.settled[other, START] - links.most[link])
        else:
            bound = max(bound, state.settled[other, START] + links.least[link])
    return bound


@kernel
def _settle(facts: Facts, state: State, task: int, start: int) -> None:
    """Settle a task, log what it was, wake those that wait for it, and skip the rest of a route that is as it was."""
    log, shift, position, row = state.log, state.route_of[task], state.position[task], state.settled[task]
    entry = log.count[TASKS_LOGGED]
    log.count[TASKS_LOGGED] = entry + 1
    log.task[entry] = task
    old = log.settled[entry]
    for column in range(NUM_SETTLED):
        old[column] = row[column]
    settle(facts, state, task, shift, position, start)
    log.cursor[shift] = position + 1
    if old[START] != start:
        _wake_later(facts, state, task)
    if (
        position >= log.steady_after[shift]
        and old[START] >= 0
        and old[READY] == row[READY]
        and old[FREE] == row[FREE]
        and old[AT] == row[AT]
        and old[BROKE] == row[BROKE]
        and old[OPENED] == row[OPENED]
    ):
        log.cursor[shift] = state.length[shift]


@kernel
def _wake_later(facts: Facts, state: State, task: int) -> None:
    """Have the linked tasks that come later in the order read again."""
    tasks, links, rows = facts.tasks, facts.links, facts.links_of_task
    for number in range(rows.start[task], rows.start[task + 1]):
        link = rows.items[number]
        other = links.first[link]
        if tasks.visit[other] == tasks.visit[task]:
            other = links.second[link]
        if state.route_of[other] >= 0 and state.key[other] > state.key[task]:
            _activate_partners(facts, state, task, link)


@kernel
def _price_routes(facts: Facts, state: State) -> None:
    """Cost of the routes that were read, and of the people whose hours they touch."""
    log = state.log
    for number in range(log.num_active[0]):
        shift = log.active[number]
        entry = log.count[ROUTES_LOGGED]
        log.count[ROUTES_LOGGED] = entry + 1
        log.route[entry] = shift
        values = log.route_values[entry]
        values[0], values[1], values[2] = state.route_cost[shift], state.finish[shift], state.overtime[shift]
        values[3], values[4] = state.num_visits[shift], state.largest_late[shift]
        cost, finish, overtime, visits, latest = cost_of_route(facts, state, shift)
        state.total[0] += cost - state.route_cost[shift]
        state.route_cost[shift], state.finish[shift], state.overtime[shift] = cost, finish, overtime
        state.num_visits[shift], state.largest_late[shift] = visits, latest
    for number in range(log.num_active[0]):
        shift = log.active[number]
        staff = facts.shifts.staff[shift]
        if facts.staff.is_watched[staff] and log.staff_stamp[staff] != log.count[STAMP]:
            log.staff_stamp[staff] = log.count[STAMP]
            entry = log.count[STAFF_LOGGED]
            log.count[STAFF_LOGGED] = entry + 1
            log.staff[entry], log.staff_cost[entry] = staff, state.staff_cost[staff]
            cost = cost_of_staff(facts, state, shift)
            state.total[0] += cost - state.staff_cost[staff]
            state.staff_cost[staff] = cost


@kernel
def _price_patients_and_links(facts: Facts, state: State) -> None:
    """Cost of every patient and link that a moved or re-read task belongs to."""
    log = state.log
    for number in range(log.count[MOVED]):
        _price_around(facts, state, log.moved[number])
    for number in range(log.count[TASKS_LOGGED]):
        _price_around(facts, state, log.task[number])


@kernel
def _price_around(facts: Facts, state: State, task: int) -> None:
    log, patient = state.log, facts.tasks.patient[task]
    if patient < 0:
        return
    rows = facts.tasks_of_patient
    if rows.start[patient + 1] > rows.start[patient] and log.patient_stamp[patient] != log.count[STAMP]:
        log.patient_stamp[patient] = log.count[STAMP]
        entry = log.count[PATIENTS_LOGGED]
        log.count[PATIENTS_LOGGED] = entry + 1
        log.patient[entry], log.patient_cost[entry] = patient, state.patient_cost[patient]
        cost = cost_of_patient(facts, state, patient)
        state.total[0] += cost - state.patient_cost[patient]
        state.patient_cost[patient] = cost
    for number in range(facts.links_of_task.start[task], facts.links_of_task.start[task + 1]):
        link = facts.links_of_task.items[number]
        if log.link_stamp[link] != log.count[STAMP]:
            log.link_stamp[link] = log.count[STAMP]
            entry = log.count[LINKS_LOGGED]
            log.count[LINKS_LOGGED] = entry + 1
            log.link[entry], log.link_cost[entry] = link, state.link_cost[link]
            cost = cost_of_link(facts, state, link)
            state.total[0] += cost - state.link_cost[link]
            state.link_cost[link] = cost
