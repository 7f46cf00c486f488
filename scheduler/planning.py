"""The one place that composes: a problem is encoded, solved, judged and measured beside a plan made by hand.

Files and screens are not known here. What a solver does stands in `solvers`, what is lawful in `validation`.
"""

import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace

from scheduler import __version__
from scheduler.encoding.encode import encode
from scheduler.encoding.left_out import leave_out
from scheduler.kpis.scorecard import Scorecard, score
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.roster.roster import read_roster
from scheduler.rules import RuleId
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.manual.planner import solve_manually
from scheduler.solvers.portfolio import NAME, SOLVERS, warm_up
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation.validator import ValidationReport, validate
from scheduler.validation.violation import Violation

_log = logging.getLogger(__name__)

BASELINE = "manual-like"
"""Staff attached to practices, the named nurse first, morning insulin first, then the nearest."""

_TAKEN_OUT = "Taken out after planning: the check found {rules}. A fault of the planning software, please report it."
LEAST_SECONDS_BETWEEN_JUDGINGS, VISITS_JUDGED_A_SECOND = 2.0, 100
"""[assumption] So that judging takes a few hundredths of a search: the judge reads some 5,000 visits a second."""
_ASKS_FOR_A_STOP = {RuleId.PIN, RuleId.FREEZE}
"""Rules that miss a stop: to take the visit out would not mend them."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a plan comes from: enough to make it again."""

    problem_digest: str
    travel_source: str
    solver: str
    status: SolveStatus
    seed: int
    budget: Budget
    workers: int
    version: str
    seconds: float
    """The search alone, without reading and compiling."""
    iterations: int
    bound: int | None
    """No lawful plan costs less, in points; None where nothing was proved."""


@dataclass(frozen=True)
class PlanningResult:
    """A plan, what the judge says of it, its figures beside those of the baseline, and where it comes from."""

    plan: Plan
    report: ValidationReport
    scorecard: Scorecard
    baseline: Scorecard
    """Of the same problem planned by hand (`BASELINE`)."""
    provenance: Provenance
    taken_out: tuple[VisitId, ...] = ()
    """Visits that the solver had planned against a rule and that were left out in the end: a fault of the solver."""


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
    encoding = encode(problem)
    warm_up(encoding)
    watch = Stopwatch(budget, cancelled or threading.Event())
    told = _RuleByRule(problem, report)
    outcome = SOLVERS[solver](encoding, watch, seed=seed, workers=workers, report=told.report)
    plan, verdict, taken_out = lawful_part(problem, outcome.plan)
    return PlanningResult(
        plan=plan,
        report=verdict,
        scorecard=scorecard_of(problem, plan, verdict),
        baseline=baseline_of(problem),
        provenance=_provenance(problem, outcome, budget=budget, seed=seed, workers=workers),
        taken_out=taken_out,
    )


class _RuleByRule:
    """Adds to what a search tells what its best plan costs rule by rule, as seldom as judging it is slow."""

    def __init__(self, problem: Problem, report: Report) -> None:
        self._problem, self._report = problem, report
        self._pause_seconds = max(LEAST_SECONDS_BETWEEN_JUDGINGS, len(problem.visits) / VISITS_JUDGED_A_SECOND)
        self._next_at = 0.0
        self._cost_by_rule: dict[RuleId, int] | None = None

    def report(self, progress: Progress) -> None:
        """Hand on how the search stands."""
        if progress.best_plan is not None and progress.seconds >= self._next_at:
            self._next_at = progress.seconds + self._pause_seconds
            amounts = validate(self._problem, progress.best_plan()).amounts
            weights = self._problem.policy.weights
            self._cost_by_rule = {
                rule: weights[rule] * amounts[rule] for rule in RuleId if weights[rule] * amounts[rule]
            }
        self._report(replace(progress, cost_by_rule=self._cost_by_rule))


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


def lawful_part(problem: Problem, plan: Plan) -> tuple[Plan, ValidationReport, tuple[VisitId, ...]]:
    """Take out the visits of hard violations until none is left that taking out could mend.

    Pins and published stops that cannot be kept remain: they are what was asked, and the report names them.
    """
    taken_out: list[VisitId] = []
    verdict = validate(problem, plan)
    while rules_by_visit := _to_take_out(problem, plan, verdict, taken_out):
        for visit_id, rules in rules_by_visit.items():
            _log.error("visit %s was planned against %s and is taken out", visit_id, rules)
        now = [
            leave_out(problem, problem.visit_by_id[visit_id], _TAKEN_OUT.format(rules=rules))
            for visit_id, rules in rules_by_visit.items()
        ]
        plan = plan.without(rules_by_visit)
        plan = replace(plan, left_out=(*plan.left_out, *now))
        taken_out += rules_by_visit
        verdict = validate(problem, plan)
    return plan, verdict, tuple(taken_out)


def _to_take_out(
    problem: Problem, plan: Plan, verdict: ValidationReport, taken_out: Collection[VisitId]
) -> dict[VisitId, str]:
    """The visits that hard violations speak of, each with the rules it breaks."""
    rules_by_visit: dict[VisitId, list[str]] = {}
    for violation in verdict.hard_violations:
        visit_id = _visit_of(problem, plan, violation)
        if visit_id is not None and visit_id not in taken_out and violation.rule not in _ASKS_FOR_A_STOP:
            rules_by_visit.setdefault(visit_id, []).append(violation.rule.code)
    return {visit_id: ", ".join(dict.fromkeys(rules)) for visit_id, rules in rules_by_visit.items()}


def _visit_of(problem: Problem, plan: Plan, violation: Violation) -> VisitId | None:
    """The visit that a violation names; else the last of the shift that it names, or of the staff member."""
    if violation.visit_id is not None:
        return violation.visit_id
    stops = [
        stop
        for shift_id, stop in plan.stops()
        if (violation.shift_id or shift_id) == shift_id and problem.staff_of(shift_id).id == violation.staff_id
    ]
    return max(stops, key=lambda stop: stop.start).visit_id if stops else None


def _provenance(problem: Problem, outcome: SolveOutcome, *, budget: Budget, seed: int, workers: int) -> Provenance:
    return Provenance(
        problem_digest=problem.digest,
        travel_source=problem.travel.source,
        solver=outcome.solver,
        status=outcome.status,
        seed=seed,
        budget=budget,
        workers=workers,
        version=__version__,
        seconds=outcome.seconds,
        iterations=outcome.iterations,
        bound=outcome.bound,
    )
