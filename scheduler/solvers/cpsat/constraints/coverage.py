"""Coverage: every visit is made whole, or left out at its price."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.encoding.left_out import outcome_of
from scheduler.model.plan import Outcome
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price
from scheduler.solvers.cpsat.variables import Routes


def accounted_for(routes: Routes) -> None:
    """Each attendance is made once where its visit is planned, else not at all."""
    for visit in routes.movable:
        for task in routes.tasks_of(visit):
            routes.model.add_exactly_one([*routes.takers_of(task).values(), ~routes.is_planned(visit)])


def escalated(routes: Routes) -> LinearExpr:
    """Level points of visits left out that can only be escalated."""
    return _points(routes, Outcome.ESCALATED)


def deferred(routes: Routes) -> LinearExpr:
    """Level points of visits left out that can wait."""
    return _points(routes, Outcome.DEFERRED)


def _points(routes: Routes, outcome: Outcome) -> LinearExpr:
    problem = routes.problem
    left_out = [
        problem.policy.points_by_level[visit.level_of_care] * (1 - routes.is_planned(number))
        for number, visit in enumerate(problem.visits)
        if outcome_of(problem, visit) is outcome
    ]
    return LinearExpr.sum(left_out)


HARD: dict[RuleId, Post] = {RuleId.ACCOUNTED_FOR: accounted_for}
SOFT: dict[RuleId, Price] = {RuleId.ESCALATED: escalated, RuleId.DEFERRED: deferred}
HOLDS_BY_CONSTRUCTION: Held = {
    RuleId.MUST_SERVE: "what is left out, and as what, is written by `encoding.left_out`",
    RuleId.DEFERRAL_REASON: "what is left out, and why, is written by `encoding.left_out` and `codec`",
    RuleId.DOUBLE_UP: "both attendances share the literal that their visit is planned",
}
