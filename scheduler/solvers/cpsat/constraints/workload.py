"""Workload: how much one shift holds."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.variables import Routes


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
        routes.model.add(beyond[-1] >= route.care_minutes + route.travel_minutes - fair * route.is_worked)
    return LinearExpr.sum(beyond)


HARD: dict[RuleId, Post] = {RuleId.CONTACT_LIMIT: contact_limit, RuleId.CARE_LIMIT: care_limit}
SOFT: dict[RuleId, Price] = {RuleId.BUSY_SHIFT: busy_shift, RuleId.WORKLOAD: workload}
HOLDS_BY_CONSTRUCTION: Held = {}
