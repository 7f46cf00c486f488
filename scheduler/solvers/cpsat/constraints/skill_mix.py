"""Skill mix: care at the band it needs, and a registered colleague behind every support worker."""

from ortools.sat.python.cp_model import Domain, IntVar, LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price, paired
from scheduler.solvers.cpsat.starts import unsupervised_in
from scheduler.solvers.cpsat.variables import Routes


def above_band(routes: Routes) -> LinearExpr:
    """Bands above the one asked for, times minutes of care."""
    return paired(routes, RuleId.ABOVE_BAND)


def supervision(routes: Routes) -> LinearExpr:
    """Attendances of support workers that start while no registered colleague is on duty."""
    alone: list[IntVar] = []
    for route in routes.opened:
        row = int(routes.facts.shifts.supervision[route.shift])
        if row >= 0:
            alone += [
                literal for task in route.stops if (literal := _alone(routes, row, route.shift, task)) is not None
            ]
    return LinearExpr.sum(alone)


def _alone(routes: Routes, row: int, shift: int, task: int) -> IntVar | None:
    """Whether a task starts without supervision, where a shift makes it; None where that cannot be."""
    time, takes = routes.time_of(int(routes.facts.tasks.visit[task])), routes.takes(shift, task)
    stretches = [stretch for slot in time.slots for stretch in unsupervised_in(routes.encoding, row, slot)]
    if not stretches:
        return None
    starts = Domain.from_intervals([[slot.first, slot.last] for slot in time.slots])
    supervised = starts.intersection_with(Domain.from_intervals([list(each) for each in stretches]).complement())
    if supervised.is_empty():
        return takes
    alone = routes.model.new_bool_var(f"alone[{shift},{task}]")
    routes.model.add_linear_expression_in_domain(time.start, supervised).only_enforce_if(takes, ~alone)
    return alone


HARD: dict[RuleId, Post] = {}
SOFT: dict[RuleId, Price] = {RuleId.ABOVE_BAND: above_band, RuleId.SUPERVISION: supervision}
HOLDS_BY_CONSTRUCTION: Held = {}
