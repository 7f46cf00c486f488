"""Each organisation's plan made on its own, and all of them judged and measured together as one."""

import threading
from dataclasses import dataclass

from scheduler.kpis.scorecard import Scorecard
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.model.workforce import OrganisationId
from scheduler.planning import JudgedPlan, lawful_part, plan_and_judge, scorecard_of
from scheduler.scenarios.editing import without_shifts, without_visits
from scheduler.solvers.stopping import Budget
from scheduler.validation.validator import ValidationReport


@dataclass(frozen=True, slots=True)
class Planned:
    """What a comparison keeps of a plan."""

    plan: Plan
    report: ValidationReport
    scorecard: Scorecard
    seconds: float
    iterations: int


def plan_together(problem: Problem, *, budget: Budget, seed: int, cancelled: threading.Event) -> Planned:
    """One plan for all."""
    judged = plan_and_judge(problem, budget=budget, seed=seed, cancelled=cancelled)
    return Planned(
        judged.plan, judged.report, judged.scorecard, judged.provenance.seconds, judged.provenance.iterations
    )


def plan_apart(problem: Problem, *, budget: Budget, seed: int, cancelled: threading.Event) -> Planned:
    """A plan for each organisation's visits with its own staff; the budget is shared by visits."""
    holders = dict.fromkeys(visit.organisation_id for visit in problem.visits)
    parts = [_plan_of(problem, holder, budget, seed, cancelled) for holder in holders]
    routes = tuple(route for part in parts for route in part.plan.routes)
    left_out = tuple(left for part in parts for left in part.plan.left_out)
    plan, report, _ = lawful_part(problem, Plan(routes, left_out))
    return Planned(
        plan,
        report,
        scorecard_of(problem, plan, report),
        sum(part.provenance.seconds for part in parts),
        sum(part.provenance.iterations for part in parts),
    )


def _plan_of(
    problem: Problem, holder: OrganisationId, budget: Budget, seed: int, cancelled: threading.Event
) -> JudgedPlan:
    others = {visit.id for visit in problem.visits if visit.organisation_id != holder}
    strangers = {shift.id for shift in problem.shifts if problem.staff_of(shift.id).organisation_id != holder}
    own = without_shifts(without_visits(problem, others), strangers)
    share = _share_of(budget, 1 - len(others) / len(problem.visits))
    return plan_and_judge(own, budget=share, seed=seed, cancelled=cancelled)


def _share_of(budget: Budget, share: float) -> Budget:
    return Budget(
        seconds=None if budget.seconds is None else budget.seconds * share,
        iterations=None if budget.iterations is None else round(budget.iterations * share),
        stops_on_plateau=budget.stops_on_plateau,
    )
