"""Plans judged and measured, and the yardstick that they are measured against."""

from scheduler.kpis.scorecard import Scorecard, score
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.roster.roster import read_roster
from scheduler.solvers.manual.planner import solve_manually
from scheduler.validation.validator import ValidationReport, validate

BASELINE = "manual-like"
"""Staff attached to practices, the named nurse first, morning insulin first, then the nearest."""


def check_plan(problem: Problem, plan: Plan) -> ValidationReport:
    """Judge any plan, ours or one made by hand; raises PlanMismatchError where it does not belong to the problem."""
    return validate(problem, plan)


def scorecard_of(problem: Problem, plan: Plan, verdict: ValidationReport) -> Scorecard:
    """Measure a judged plan."""
    return score(problem, read_roster(problem, plan), amounts=verdict.amounts)


def baseline_of(problem: Problem) -> Scorecard:
    """Measure the plan that coordinators would make by hand."""
    plan = solve_manually(problem)
    return scorecard_of(problem, plan, validate(problem, plan))
