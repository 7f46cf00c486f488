"""Working time: a person's shifts seen together. A shift is over at its end, or after its overtime."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.encoding.arrays import NEVER
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.route import ShiftRoute
from scheduler.solvers.cpsat.variables import Routes


def rest(routes: Routes) -> None:
    """Enough rest lies between any two worked shifts of a person, and before the first."""
    asked = routes.facts.figures.rest
    for staff, shifts in _watched(routes):
        rested_from = int(routes.facts.staff.rested_from[staff])
        for number, later in enumerate(shifts):
            if rested_from > -NEVER and later.hours.start - rested_from < asked:
                routes.model.add(later.is_worked == 0)
            for earlier in shifts[:number]:
                spare = later.hours.start - earlier.hours.end - asked
                if spare < earlier.hours.most_overtime:
                    both = (earlier.is_worked, later.is_worked)
                    routes.model.add(earlier.overtime <= spare).only_enforce_if(*both)


def weekly_hours(routes: Routes) -> None:
    """Paid time and overtime of a week, with what was worked before, stay below the limit."""
    facts = routes.facts
    for staff, shifts in _watched(routes):
        for week in sorted({int(facts.shifts.week[route.shift]) for route in shifts}):
            in_week = [route for route in shifts if facts.shifts.week[route.shift] == week]
            before = int(facts.staff.worked_minutes[staff]) if week == 0 else 0
            worked = [int(facts.shifts.paid_minutes[route.shift]) * route.is_worked for route in in_week]
            worked += [route.overtime for route in in_week]
            allowed = facts.figures.week - before
            # Nobody who works nothing is over the limit, whatever was worked before.
            routes.model.add(LinearExpr.sum(worked) <= max(0, allowed))


def _watched(routes: Routes) -> list[tuple[int, list[ShiftRoute]]]:
    """People whose rest or weekly hours could be too short, with their shifts in order of start."""
    by_staff: dict[int, list[ShiftRoute]] = {}
    for route in sorted(routes.opened, key=lambda route: route.hours.start):
        by_staff.setdefault(int(routes.facts.shifts.staff[route.shift]), []).append(route)
    return [(staff, shifts) for staff, shifts in by_staff.items() if routes.facts.staff.is_watched[staff]]


HARD: dict[RuleId, Post] = {RuleId.REST: rest, RuleId.WEEKLY_HOURS: weekly_hours}
SOFT: dict[RuleId, Price] = {}
HOLDS_BY_CONSTRUCTION: Held = {}
