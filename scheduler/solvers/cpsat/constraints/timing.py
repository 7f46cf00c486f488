"""Timing: when care starts. What is never allowed lies outside the domain of a start (`starts.slots_of`)."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.variables import Routes


def lateness(routes: Routes) -> LinearExpr:
    """Minutes late, of both people where two attend."""
    movable = [len(routes.tasks_of(visit)) * routes.time_of(visit).lateness for visit in _may_be_late(routes)]
    settled = sum(len(routes.tasks_of(visit)) * routes.time_of(visit).most_late for visit in routes.settled)
    return LinearExpr.sum(movable) + settled


def largest_lateness(routes: Routes) -> LinearExpr:
    """The largest lateness of any visit."""
    settled = max((routes.time_of(visit).most_late for visit in routes.settled), default=0)
    movable = [routes.time_of(visit) for visit in _may_be_late(routes)]
    most = max([settled, *(time.most_late for time in movable)])
    largest = routes.model.new_int_var(settled, most, "largest_lateness")
    for time in movable:
        if time.most_late > settled:
            routes.model.add(largest >= time.lateness)
    return largest


def _may_be_late(routes: Routes) -> list[int]:
    return [visit for visit in routes.movable if routes.time_of(visit).most_late]


_DOMAIN = "no start variable holds a minute that breaks it"

HARD: dict[RuleId, Post] = {}
SOFT: dict[RuleId, Price] = {RuleId.LATENESS: lateness, RuleId.LARGEST_LATENESS: largest_lateness}
HOLDS_BY_CONSTRUCTION: Held = {
    RuleId.TIME_WINDOW: _DOMAIN,
    RuleId.URGENT_RESPONSE: _DOMAIN,
    RuleId.LONE_WORKING: f"{_DOMAIN}; `encoding.eligibility` bars single visits where two are needed",
}
