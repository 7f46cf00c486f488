"""A standing plan mended the same day: somebody is absent, a shift is shorter, a visit is new.

The problem has changed already; how it changes is for `scenarios` and whoever asks.
"""

import threading
from dataclasses import replace

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import encode
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.placing.holding import steadied
from scheduler.planning.lawful import lawful_part
from scheduler.planning.measuring import scorecard_of
from scheduler.planning.result import PlanningResult, provenance_of
from scheduler.solvers.anneal.cooling import COLD_LEGS, Cooling
from scheduler.solvers.anneal.search import drop_what_does_not_pay
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.contract import Report, ignore_progress
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation.validator import validate

NAME = "repair"
BRIEF = Budget(seconds=0.3)
"""[assumption] For a locality's day a few hundred thousand moves around what was lost."""
HOT_LEGS = 0.15
"""[assumption] Cool enough that the standing plan is not forgotten, in legs of travel."""


def repair(
    problem: Problem,
    plan: Plan,
    *,
    budget: Budget = BRIEF,
    seed: int = 1,
    cancelled: threading.Event | None = None,
    report: Report = ignore_progress,
) -> PlanningResult:
    """Mend a standing plan after its problem has changed, and judge what comes of it.

    Stops of shifts and visits that are gone, and those that are lawful no more, are lifted and placed anew; everything
    else is where the search starts from. Where the problem has no published plan the standing one stands in for it, so
    that changed staff and times have their price in the search; the judge reads the problem as it is. What finds no place
    is left out with its reason, as in any plan.
    """
    told = _known_part(problem, plan)
    encoding = encode(problem if problem.published is not None else replace(problem, published=told))
    facts = pack(encoding.facts)
    state = empty_state(facts)
    watch = Stopwatch(budget, cancelled or threading.Event())
    adopt(encoding, facts, state, told)
    drop_what_does_not_pay(facts, state)
    kept = plan_of(encoding, routes_in(state), overrides=told.overrides)
    rounds = [Cooling(HOT_LEGS * encoding.points_of_a_leg, COLD_LEGS * encoding.points_of_a_leg)]
    outcome = solve_by_annealing(encoding, watch, seed=seed, start=kept, report=report, rounds=rounds)
    found = replace(outcome.plan, overrides=told.overrides)
    outcome = replace(outcome, solver=NAME, plan=steadied(encoding, facts, found, told))
    mended, verdict, taken_out = lawful_part(problem, outcome.plan)
    return PlanningResult(
        plan=mended,
        report=verdict,
        scorecard=scorecard_of(problem, mended, verdict),
        baseline=_scorecard(problem, kept),
        provenance=provenance_of(problem, outcome, budget=budget, seed=seed, workers=1),
        taken_out=taken_out,
    )


def _known_part(problem: Problem, plan: Plan) -> Plan:
    """The stops whose shift and attendance the problem still has; nothing else of them is looked at."""

    def is_known(stop: Stop) -> bool:
        visit = problem.visit_by_id.get(stop.visit_id)
        return visit is not None and stop.attendance < len(visit.attendances)

    routes = (
        Route(route.shift_id, tuple(stop for stop in route.stops if is_known(stop)))
        for route in plan.routes
        if route.shift_id in problem.shift_by_id
    )
    overrides = tuple(given for given in plan.overrides if given.shift_id in problem.shift_by_id)
    return Plan(tuple(route for route in routes if route.stops), (), overrides)


def _scorecard(problem: Problem, plan: Plan) -> Scorecard:
    return scorecard_of(problem, plan, validate(problem, plan))
