"""What planning hands on: a judged plan with its figures, and where it comes from."""

from dataclasses import dataclass

from scheduler import __version__
from scheduler.kpis.scorecard import Scorecard
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.contract import SolveOutcome, SolveStatus
from scheduler.solvers.stopping import Budget
from scheduler.validation.validator import ValidationReport


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


@dataclass(frozen=True, kw_only=True)
class JudgedPlan:
    """A plan, what the judge says of it, its figures, and where it comes from."""

    plan: Plan
    report: ValidationReport
    scorecard: Scorecard
    provenance: Provenance
    taken_out: tuple[VisitId, ...] = ()
    """Visits that the solver had planned against a rule and that were left out in the end: a fault of the solver."""


@dataclass(frozen=True, kw_only=True)
class PlanningResult(JudgedPlan):
    """A judged plan with the figures of the baseline beside its own."""

    baseline: Scorecard
    """Of the same problem planned by hand (`BASELINE`); of a repair, what was left of the standing plan before it."""


def provenance_of(problem: Problem, outcome: SolveOutcome, *, budget: Budget, seed: int, workers: int) -> Provenance:
    """Where a solver's plan comes from."""
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
