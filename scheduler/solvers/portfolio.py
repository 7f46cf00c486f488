"""Solvers by name, and how they share a budget: insertion first, annealing for most of it, repair by CP-SAT last."""

from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.contract import Report, SolveOutcome, Solver, ignore_progress
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch

NAME = "portfolio"


def plan_by_portfolio(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int = 1,
    start: Plan | None = None,
    report: Report = ignore_progress,
) -> SolveOutcome:
    """Plan with every solver that suits the budget, each starting from the best plan so far."""
    inserted = solve_by_insertion(encoding, watch, seed=seed, start=start, report=report)
    annealed = solve_by_annealing(encoding, watch, seed=seed, workers=workers, start=inserted.plan, report=report)
    best = min(inserted, annealed, key=lambda outcome: outcome.cost)
    return SolveOutcome(best.plan, NAME, annealed.status, watch.seconds, annealed.iterations, best.cost, annealed.bound)


SOLVERS: dict[str, Solver] = {
    NAME: plan_by_portfolio,
    "insertion": solve_by_insertion,
    "anneal": solve_by_annealing,
    "cpsat": solve_exactly,
}
"""Every solver that takes an encoding; the yardstick by hand stands in `manual`, since it reads the problem alone."""


def warm_up(encoding: Encoding) -> None:
    """Compile or load the search, so that a stopwatch that is started afterwards measures search alone.

    About a minute where this machine has never compiled it, a second otherwise.
    """
    solve_by_annealing(encoding, Stopwatch(Budget(iterations=1)), seed=0)
