"""Workload: how much one shift holds."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.variables import Routes

MOST_MINUTES = 1 << 40
"""More than all shifts of a problem hold together."""


def contact_limit(routes: Routes) -> None:
    """No shift holds more visits than its limit."""
    for route in routes.opened:
        limit = int(routes.facts.shifts.visit_limit[route.shift])
        if len(route.stops) > limit:
            routes.model.add(route.num_stops <= limit)


def care_limit(routes: Routes) -> None:
    """No shift holds more minutes of care than the limit."""
    for route in routes.opened:
        routes.model.add(route.care_minutes <= routes.facts.figures.care_limit)


def busy_shift(routes: Routes) -> LinearExpr:
    """Visits from the one on that makes a shift busy."""
    busy = []
    for route in routes.opened:
        most = len(route.stops) - routes.facts.figures.busy_from + 1
        if most > 0:
            busy.append(routes.model.new_int_var(0, most, f"busy[{route.name}]"))
            routes.model.add(busy[-1] >= route.num_stops - routes.facts.figures.busy_from + 1)
    return LinearExpr.sum(busy)


def workload(routes: Routes) -> LinearExpr:
    """Minutes of care and travel beyond the share of working time that keeps slack."""
    beyond = []
    for route in routes.opened:
        fair = int(routes.facts.shifts.fair_minutes[route.shift])
        most = 2 * (route.hours.latest_return - route.hours.start) + abs(fair)
        beyond.append(routes.model.new_int_var(0, most, f"beyond_fair[{route.name}]"))
        routes.model.add(beyond[-1] >= route.worked_minutes - fair * route.is_worked)
    return LinearExpr.sum(beyond)


def worked_minutes(routes: Routes) -> LinearExpr:
    """Minutes of care and travel."""
    return LinearExpr.sum([route.worked_minutes for route in routes.opened]) + sum(routes.settled_work.values())


def workload_balance(routes: Routes) -> LinearExpr:
    """Minutes of care and travel away from the mean of all shifts, each rounded up."""
    model, num_shifts = routes.model, len(routes.problem.shifts)
    held = {shift: LinearExpr.constant(work) for shift, work in routes.settled_work.items()}
    held |= {route.shift: route.worked_minutes for route in routes.opened}
    total = model.new_int_var(0, MOST_MINUTES, "worked")
    model.add(total == LinearExpr.sum(list(held.values())))
    away = []
    for shift, work in held.items():
        away.append(model.new_int_var(0, MOST_MINUTES, f"away[{routes.problem.shifts[shift].id}]"))
        model.add(num_shifts * away[-1] >= num_shifts * work - total)
        model.add(num_shifts * away[-1] >= total - num_shifts * work)
    return LinearExpr.sum(away)


HARD: dict[RuleId, Post] = {RuleId.CONTACT_LIMIT: contact_limit, RuleId.CARE_LIMIT: care_limit}
SOFT: dict[RuleId, Price] = {
    RuleId.BUSY_SHIFT: busy_shift,
    RuleId.WORKLOAD: workload,
    RuleId.WORKED_MINUTES: worked_minutes,
    RuleId.WORKLOAD_BALANCE: workload_balance,
}
HOLDS_BY_CONSTRUCTION: Held = {}
