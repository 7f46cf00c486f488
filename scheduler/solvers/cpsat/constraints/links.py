"""Links: attendances and visits that belong together, in time and by person."""

from collections.abc import Iterator

from ortools.sat.python.cp_model import LinearExpr

from scheduler.model.demand import LinkedStaff, VisitLink
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.variables import Routes


def different_staff(routes: Routes) -> None:
    """Nobody fills both attendances of a double-up, nor both visits of a link that asks for different people."""
    for visit in routes.movable:
        tasks = routes.tasks_of(visit)
        if len(tasks) == 2:
            _nobody_makes_both(routes, *tasks)
    for link, first, second in _movable_links(routes):
        if link.staff is LinkedStaff.DIFFERENT:
            for one in routes.tasks_of(first):
                for other in routes.tasks_of(second):
                    _nobody_makes_both(routes, one, other)


def same_staff(routes: Routes) -> None:
    """Somebody makes both visits of a link that asks for the same person, where both are made."""
    model = routes.model
    for link, first, second in _movable_links(routes):
        if link.staff is not LinkedStaff.SAME:
            continue
        makes_both = []
        for staff in _able(routes, first) & _able(routes, second):
            makes_both.append(model.new_bool_var(f"both[{link.first},{link.second},{staff}]"))
            for visit in (first, second):
                attends = [routes.attends(staff, task) for task in routes.tasks_of(visit)]
                model.add(LinearExpr.sum(attends) >= 1).only_enforce_if(makes_both[-1])
        model.add_bool_or([*makes_both, ~routes.is_planned(first), ~routes.is_planned(second)])


def gap(routes: Routes) -> None:
    """The starts of two linked visits lie as far apart as the link says, where both are made."""
    for link, first, second in _movable_links(routes):
        apart = routes.time_of(second).start - routes.time_of(first).start
        both = (routes.is_planned(first), routes.is_planned(second))
        routes.model.add_linear_constraint(apart, link.gap_least_minutes, link.gap_most_minutes).only_enforce_if(*both)


def both_or_none(routes: Routes) -> None:
    """Visits that only make sense together are both made or both left out."""
    for link, first, second in _movable_links(routes):
        if link.is_both_or_none:
            routes.model.add(routes.is_planned(first) == routes.is_planned(second))


def _movable_links(routes: Routes) -> Iterator[tuple[VisitLink, int, int]]:
    """Links of which the part may change a visit, with both visits."""
    movable, index = set(routes.movable), routes.encoding.index.visit_index
    for link in routes.problem.links:
        first, second = index[link.first], index[link.second]
        if first in movable or second in movable:
            yield link, first, second


def _able(routes: Routes, visit: int) -> set[int]:
    return {staff for task in routes.tasks_of(visit) for staff in routes.staff_for(task)}


def _nobody_makes_both(routes: Routes, one: int, other: int) -> None:
    for staff in routes.staff_for(one) & routes.staff_for(other):
        routes.model.add(routes.attends(staff, one) + routes.attends(staff, other) <= 1)


HARD: dict[RuleId, Post] = {
    RuleId.DIFFERENT_STAFF: different_staff,
    RuleId.SAME_STAFF: same_staff,
    RuleId.GAP: gap,
    RuleId.BOTH_OR_NONE: both_or_none,
}
SOFT: dict[RuleId, Price] = {}
HOLDS_BY_CONSTRUCTION: Held = {RuleId.SAME_START: "both attendances of a double-up share one start variable"}
