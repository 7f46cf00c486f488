"""Plans to integer routes and back."""

from collections.abc import Mapping, Sequence

from scheduler.encoding.encode import Encoding
from scheduler.encoding.left_out import leave_out
from scheduler.encoding.reasons import why_left_out
from scheduler.model.plan import Override, Plan, Route, Stop
from scheduler.units import Minute

TaskRoutes = Mapping[int, Sequence[tuple[int, int]]]
"""By shift index: (task, start) in the order made. Events may be among the tasks; they are no stops."""


def plan_of(encoding: Encoding, routes: TaskRoutes, *, overrides: tuple[Override, ...] = ()) -> Plan:
    """The plan that integer routes stand for; every visit without a complete set of tasks is left out with a reason."""
    problem, index = encoding.problem, encoding.index
    placed = {task for tasks in routes.values() for task, _ in tasks if task < encoding.num_attendances}
    complete = {visit.id for visit in problem.visits if placed.issuperset(index.tasks_by_visit[visit.id])}
    stops_by_shift: dict[int, tuple[Stop, ...]] = {}
    for shift, tasks in routes.items():
        attended = [(*index.attendances[task], start) for task, start in tasks if task < encoding.num_attendances]
        stops = [Stop(visit_id, Minute(start), number) for visit_id, number, start in attended if visit_id in complete]
        if stops:
            stops_by_shift[shift] = tuple(stops)
    made = tuple(Route(problem.shifts[shift].id, stops_by_shift[shift]) for shift in sorted(stops_by_shift))
    missing = [visit for visit in problem.visits if visit.id not in complete]
    return Plan(made, tuple(leave_out(problem, visit, why_left_out(encoding, visit)) for visit in missing), overrides)


def routes_of(encoding: Encoding, plan: Plan) -> dict[int, list[tuple[int, int]]]:
    """Integer routes of a plan, without events; a stop the problem does not know raises KeyError."""
    index = encoding.index
    return {
        index.shift_index[route.shift_id]: [
            (index.task_by_attendance[stop.visit_id, stop.attendance], int(stop.start)) for stop in route.stops
        ]
        for route in plan.routes
    }
