"""A problem planned from nothing, or as far as pins and published stops allow: encoded, searched, judged, measured."""

import threading

from scheduler.encoding.encode import encode
from scheduler.model.problem import Problem
from scheduler.planning.lawful import lawful_part
from scheduler.planning.measuring import baseline_of, scorecard_of
from scheduler.planning.result import JudgedPlan, PlanningResult, provenance_of
from scheduler.planning.telling import RuleByRule
from scheduler.solvers.contract import Report, ignore_progress
from scheduler.solvers.portfolio import NAME, SOLVERS, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch


def plan_visits(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    workers: int = 1,
    solver: str = NAME,
    cancelled: threading.Event | None = None,
    report: Report = ignore_progress,
) -> PlanningResult:
    """Plan a problem and judge the plan.

    With a budget of iterations alone, the same problem, seed and number of workers give the same plan. What the judge
    finds unlawful is taken out, so that no unlawful stop is ever handed on.

    Parameters
    ----------
    cancelled
        Set it from any thread to end the search early; the best plan so far is kept.
    report
        Told how the search stands, several times a second, from whatever thread searches.
    """
    judged = plan_and_judge(
        problem, budget=budget, seed=seed, workers=workers, solver=solver, cancelled=cancelled, report=report
    )
    return PlanningResult(**vars(judged), baseline=baseline_of(problem))


def plan_and_judge(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    workers: int = 1,
    solver: str = NAME,
    cancelled: threading.Event | None = None,
    report: Report = ignore_progress,
) -> JudgedPlan:
    """The same without the plan by hand beside it, which for small budgets takes longer than the search."""
    encoding = encode(problem)
    warm_up(encoding)
    watch = Stopwatch(budget, cancelled or threading.Event())
    told = RuleByRule(problem, report)
    outcome = SOLVERS[solver](encoding, watch, seed=seed, workers=workers, report=told.report)
    plan, verdict, taken_out = lawful_part(problem, outcome.plan)
    return JudgedPlan(
        plan=plan,
        report=verdict,
        scorecard=scorecard_of(problem, plan, verdict),
        provenance=provenance_of(problem, outcome, budget=budget, seed=seed, workers=workers),
        taken_out=taken_out,
    )
