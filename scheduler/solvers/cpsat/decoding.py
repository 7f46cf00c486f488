"""Between integer routes and the variables of a model: a plan as a hint, and a solved model as routes."""

from collections.abc import Callable, Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr

from scheduler.encoding.codec import TaskRoutes
from scheduler.solvers.cpsat.model import PlanModel
from scheduler.solvers.cpsat.route import END, START, ShiftRoute
from scheduler.solvers.cpsat.variables import Routes

IsTrue = Callable[[IntVar], bool]
ValueOf = Callable[[LinearExpr], int]


def decode(routes: Routes, is_true: IsTrue, value_of: ValueOf) -> TaskRoutes:
    """Stops and starts by shift; closed shifts as they were."""
    decided = {shift: list(stops) for shift, stops in routes.part.routes.items() if shift not in routes.part.shifts}
    for route in routes.opened:
        if is_true(route.is_worked):
            items = _items_in_order(route, is_true, value_of)
            decided[route.shift] = [(item, value_of(route.start_of(item))) for item in items if item in route.stops]
    return decided


def _items_in_order(route: ShiftRoute, is_true: IsTrue, value_of: ValueOf) -> Iterator[int]:
    following = {way.tail: way.head for way in route.ways if is_true(way.is_used)}
    place = START
    while place != END:
        yield place
        after = [item for item in route.remote if (item, place) in route.follows]
        here = [item for item in after if is_true(route.follows[item, place])]
        # Of two that start together, the one that takes no time comes first.
        yield from sorted(here, key=lambda item: (value_of(route.start_of(item)), route.minutes_of(item)))
        place = following[place]


def hint(built: PlanModel, routes: TaskRoutes) -> None:
    """Tell the solver where to begin; tasks that are in no route are hinted to be left out."""
    model = built.model
    starts = {task: start for stops in routes.values() for task, start in stops}
    for visit in built.routes.movable:
        tasks = built.routes.tasks_of(visit)
        time = built.routes.time_of(visit)
        if built.routes.part.free.issuperset(tasks):
            model.add_hint(time.is_planned, int(tasks[0] in starts))
        if tasks[0] in starts:
            model.add_hint(time.start, starts[tasks[0]])
    for route in built.routes.opened:
        _hint_route(built, route, dict(routes.get(route.shift, ())))


def _hint_route(built: PlanModel, route: ShiftRoute, starts: dict[int, int]) -> None:
    model = built.model
    for task, literal in route.stops.items():
        if task in built.routes.part.free:
            model.add_hint(literal, int(task in starts))
    model.add_hint(route.is_worked, int(bool(starts)))
    used, follows = _agenda(built, route, starts) if starts else (set(), set())
    for way in route.ways:
        model.add_hint(way.is_used, int((way.tail, way.head) in used))
    for (item, tail), literal in route.follows.items():
        if item in route.remote:
            model.add_hint(literal, int((item, tail) in follows))


def _agenda(
    built: PlanModel, route: ShiftRoute, starts: dict[int, int]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Ways used, and which place each remote item comes after."""
    anchor = built.routes.facts.tasks.anchor
    # The sort is stable and events stand first: an event comes before a stop that starts with it.
    items = sorted(
        [*((event, int(anchor[event])) for event in route.events), *starts.items()], key=lambda item: item[1]
    )
    used, follows, place = set(), set(), START
    for item, _ in items:
        if item in route.remote:
            follows.add((item, place))
        else:
            used.add((place, item))
            place = item
    return used | {(place, END)}, follows
