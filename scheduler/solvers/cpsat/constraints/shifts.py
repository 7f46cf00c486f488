"""Shifts: time for everything in a route, the break, the way back. The route itself is made in `route`.

The break is one more item that is done wherever the person is, so it takes its time on the way from one place to the
next as a remote visit does. Two things are its own: in the last leg it ends before admin begins, and time that it
fills counts as waiting where the leg before the first place had room for it.
"""

from ortools.sat.python.cp_model import IntVar, LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.first_leg import has_no_room_for_the_break
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.route import END, REST, START, ShiftRoute, Way, hours_of
from scheduler.solvers.cpsat.variables import Routes


def travel_time(routes: Routes) -> None:
    """Nothing starts before the item before is done and the way is made."""
    for route in routes.opened:
        for way in route.ways:
            if way.head != END:
                ready = route.end_of(way.tail) + way.minutes + route.floating_minutes_after(way.tail)
                routes.model.add(route.start_of(way.head) >= ready).only_enforce_if(way.is_used)
        _stops_lie_in_the_shift(route)
        _floating_items_fit_between_places(route)
        _events_come_first(route)


def _stops_lie_in_the_shift(route: ShiftRoute) -> None:
    """The bounds from which the other constraints of this family are pruned."""
    for task, takes in route.stops.items():
        start, hours = route.start_of(task), (route.hours.start, route.hours.latest_return - route.minutes_of(task))
        route.model.add_linear_constraint(start, *hours).only_enforce_if(takes)


def _floating_items_fit_between_places(route: ShiftRoute) -> None:
    model, heads = route.model, _ways_from(route)
    for (item, tail), follows in route.follows.items():
        if route.earliest(item) < route.latest(tail) + route.minutes_of(tail):
            model.add(route.start_of(item) >= route.end_of(tail)).only_enforce_if(follows)
        for way in heads[tail]:
            if way.head != END and route.latest(item) + route.minutes_of(item) > route.earliest(way.head):
                fits = route.end_of(item) <= route.start_of(way.head)
                model.add(fits).only_enforce_if(way.is_used, follows)
    if len(route.floating) > 1:
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(
                route.start_of(item), route.minutes_of(item), route.takes(item), f"floating[{route.name},{item}]"
            )
            for item in route.floating
        )


def _events_come_first(route: ShiftRoute) -> None:
    """A stop of no duration that starts with an event stands after it in the agenda, so it is too early."""
    for task, takes in route.stops.items():
        for event in route.events:
            if route.minutes_of(task) == 0:
                route.model.add(route.start_of(task) != route.start_of(event)).only_enforce_if(takes)


def rest_break(routes: Routes) -> None:
    """A break in the last leg ends, and leaves time for the way back, before admin begins."""
    for route in routes.opened:
        if REST not in route.floating:
            continue
        if route.hours.break_to < route.hours.start:
            routes.model.add(route.rests == 0)
        for way in route.ways:
            if way.head != END or (REST, way.tail) not in route.follows:
                continue
            is_last = (way.is_used, route.follows[REST, way.tail])
            back = route.end_of(way.tail) + way.minutes + route.floating_minutes_after(way.tail)
            routes.model.add(back <= route.hours.desk).only_enforce_if(*is_last)
            routes.model.add_bool_or(_ends_of_the_last_gap(route, way.tail)).only_enforce_if(*is_last)


def _ends_of_the_last_gap(route: ShiftRoute, tail: int) -> list[IntVar]:
    """Literals that the break ends before admin, or before a remote item of the last leg."""
    model = route.model
    before_desk = model.new_bool_var(f"rest_before[{route.name},{tail},desk]")
    model.add(route.end_of(REST) <= route.hours.desk).only_enforce_if(before_desk)
    ends = [before_desk]
    for item in route.remote:
        if (item, tail) in route.follows and route.latest(item) > route.hours.desk:
            before_item = model.new_bool_var(f"rest_before[{route.name},{tail},{item}]")
            model.add_implication(before_item, route.follows[item, tail])
            model.add(route.end_of(REST) <= route.start_of(item)).only_enforce_if(before_item)
            ends.append(before_item)
    return ends


def shift_hours(routes: Routes) -> None:
    """The way back and admin end with the shift, or within the overtime that was agreed."""
    for route in routes.opened:
        over = route.hours.desk + route.overtime
        for way in route.ways:
            if way.head == END:
                back = route.end_of(way.tail) + way.minutes + route.floating_minutes_after(way.tail, but=(REST,))
                routes.model.add(back <= over).only_enforce_if(way.is_used)
        for item in route.remote:
            routes.model.add(route.end_of(item) <= over).only_enforce_if(route.takes(item))


def missed_break(routes: Routes) -> LinearExpr:
    """Breaks that are wished for and not taken."""
    wished = [route for route in routes.opened if REST in route.floating and route.hours.may_miss_break]
    return LinearExpr.sum([route.is_worked - route.rests for route in wished])


def overtime(routes: Routes) -> LinearExpr:
    """Minutes after the end of the shift."""
    return LinearExpr.sum([route.overtime for route in routes.opened])


def travel(routes: Routes) -> LinearExpr:
    """Minutes of travel, the way out and the way back included."""
    return LinearExpr.sum([route.travel_minutes for route in routes.opened])


def waiting(routes: Routes) -> LinearExpr:
    """Minutes between first and last place that neither travel, care, events nor the break fill."""
    return LinearExpr.sum([_waiting_of(route) for route in routes.opened])


def _waiting_of(route: ShiftRoute) -> IntVar:
    model, last_minute = route.model, route.hours.latest_return
    first = model.new_int_var(route.hours.start, last_minute, f"first[{route.name}]")
    last = model.new_int_var(route.hours.start, last_minute, f"last[{route.name}]")
    waits = model.new_int_var(0, last_minute - route.hours.start, f"waits[{route.name}]")
    if route.counts_first_wait:
        model.add(first == route.hours.start)
    counted = [way for way in route.ways if way.head != END and (way.tail != START or route.counts_first_wait)]
    inner_travel = LinearExpr.sum([way.minutes * way.is_used for way in counted])
    for way in route.ways:
        if way.tail == START and way.head != END and not route.counts_first_wait:
            model.add(first == route.start_of(way.head)).only_enforce_if(way.is_used)
        if way.head == END and way.tail != START:
            model.add(last == route.end_of(way.tail)).only_enforce_if(way.is_used)
    at_places = LinearExpr.sum([route.minutes_of(task) * route.takes(task) for task in route.placed])
    floating = LinearExpr.sum([route.minutes_of(item) * _is_inner(route, item, first) for item in route.floating])
    model.add(waits >= last - first - at_places - inner_travel - floating)
    model.add(last >= first)
    return waits


def largest_wait(routes: Routes) -> LinearExpr:
    """The largest wait of any leg: a bound from below where a break could be taken in several of them."""
    longest = max((route.hours.latest_return - route.hours.start for route in routes.opened), default=0)
    largest = routes.model.new_int_var(0, longest, "largest_wait")
    for route in routes.opened:
        for way in route.ways:
            if way.head != END and (way.tail != START or route.counts_first_wait):
                ready = route.end_of(way.tail) + way.minutes + route.floating_minutes_after(way.tail)
                routes.model.add(largest >= route.start_of(way.head) - ready).only_enforce_if(way.is_used)
    return largest


def largest_idle(routes: Routes) -> LinearExpr:
    """The idle minutes of the idlest shift; of a closed one a bound from below, as if its break were taken on time."""
    hours = [hours_of(routes.encoding, shift) for shift in range(len(routes.problem.shifts))]
    largest = routes.model.new_int_var(0, max((each.length for each in hours), default=0), "largest_idle")
    for shift, work in routes.settled_work.items():
        events = sum(event.end - event.start for event in routes.problem.shifts[shift].events)
        busy = work + events + hours[shift].admin + hours[shift].break_minutes if work else 0
        routes.model.add(largest >= hours[shift].end - hours[shift].start - busy)
    for route in routes.opened:
        routes.model.add(largest >= route.hours.end + route.overtime - route.hours.start - _busy_minutes(route))
    return largest


def _busy_minutes(route: ShiftRoute) -> LinearExpr:
    busy = route.worked_minutes + (route.event_minutes + route.hours.admin) * route.is_worked
    return busy + route.hours.break_minutes * route.rests if REST in route.floating else busy


def _is_inner(route: ShiftRoute, item: int, first: IntVar) -> IntVar:
    """Whether a floating item lies between the first and the last place, or before them, so that it fills time there."""
    model, counts_first = route.model, route.counts_first_wait
    inner = model.new_bool_var(f"inner[{route.name},{item}]")
    tails = (START, *route.placed) if counts_first else route.placed
    after = {tail: route.follows[item, tail] for tail in tails if (item, tail) in route.follows}
    model.add_bool_or([*after.values(), ~inner])
    for way in route.ways:
        if way.head == END and way.tail in after:
            model.add_bool_or([~inner, ~way.is_used, ~after[way.tail]])
    if item == REST and not counts_first:
        has_no_room_for_the_break(route, first, only_if=inner)
    return inner


def _ways_from(route: ShiftRoute) -> dict[int, list[Way]]:
    ways: dict[int, list[Way]] = {tail: [] for tail in (START, *route.placed)}
    for way in route.ways:
        ways[way.tail].append(way)
    return ways


HARD: dict[RuleId, Post] = {
    RuleId.TRAVEL_TIME: travel_time,
    RuleId.SHIFT_HOURS: shift_hours,
    RuleId.BREAK: rest_break,
}
SOFT: dict[RuleId, Price] = {
    RuleId.MISSED_BREAK: missed_break,
    RuleId.OVERTIME: overtime,
    RuleId.TRAVEL: travel,
    RuleId.WAITING: waiting,
    RuleId.LARGEST_WAIT: largest_wait,
    RuleId.LARGEST_IDLE: largest_idle,
}
HOLDS_BY_CONSTRUCTION: Held = {}
