"""The exact solver: the whole problem in one model, solved until it is proved or the budget ends."""

from math import inf

from ortools.sat.python.cp_model import LinearExpr

from scheduler.encoding.codec import TaskRoutes, plan_of, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.encoding.fixing import fixings
from scheduler.model.plan import Plan
from scheduler.rules import RuleId
from scheduler.solvers.bounding.bound import Relaxation, relaxation
from scheduler.solvers.bounding.narrowing import narrowed
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.cpsat.decoding import hint
from scheduler.solvers.cpsat.model import PlanModel, build
from scheduler.solvers.cpsat.part import whole
from scheduler.solvers.cpsat.pinned import cost_of, points_of
from scheduler.solvers.cpsat.search import PORTFOLIO_WORKERS, Limits, OnImproved, complete_hint, search
from scheduler.solvers.stopping import Stopwatch

NAME = "cpsat"
ITERATIONS_PER_DETERMINISTIC_SECOND = 1_000
"""An iteration is a thousandth of CP-SAT's own second of work, so that a budget in iterations is reproducible."""


def solve_exactly(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int,
    start: Plan | None = None,
    report: Report = ignore_progress,
) -> SolveOutcome:
    """Solve the whole problem, with proof where the budget allows: a team's afternoon, not a county's day.

    The answer never costs more than a lawful `start`. Where nothing lawful is found it is the empty plan, and where not
    every pin can be kept the one that misses fewest.
    """
    first = routes_of(encoding, start) if start is not None else {}
    first_cost = points_of(encoding, first)
    # What a better plan cannot do need not be searched.
    within = encoding if first_cost is None else narrowed(encoding, first_cost)
    relaxed = relaxation(within)
    bound = relaxed.bound
    built = build(within, whole(within))
    _add_what_is_known(built, relaxed, first_cost)
    hint(built, first)
    complete_hint(built)

    found = search(built, _limits(watch, seed, workers), watch, _reporter(encoding, watch, report, bound))
    routes: TaskRoutes = {} if first_cost is None else first
    if found.routes is not None and (first_cost is None or found.cost <= first_cost):
        routes = found.routes
    # Short of a proof a soft term may stand above its amount, so the plan is read once more.
    cost = cost_of(encoding, routes)
    is_proved = found.is_proved and found.routes is not None and cost is not None and is_exact(encoding)
    return SolveOutcome(
        plan=plan_of(encoding, routes),
        solver=NAME,
        status=SolveStatus.OPTIMAL if is_proved else _unproved(watch),
        seconds=watch.seconds,
        iterations=int(found.deterministic_seconds * ITERATIONS_PER_DETERMINISTIC_SECOND),
        cost=cost if cost is not None else points_of(encoding, routes) or int(encoding.facts.leaving_out.sum()),
        bound=max(bound, found.bound) if cost is not None else None,
    )


def _reporter(encoding: Encoding, watch: Stopwatch, report: Report, bound: int) -> OnImproved:
    """Tells of every better plan."""
    # A plan of so many points may miss a pin: they hold a penalty, and a bound on them is none on the cost.
    least_unsure = encoding.facts.price[RuleId.PIN] if fixings(encoding.problem) else inf

    def improved(cost: int, proved: int) -> None:
        report(Progress(NAME, watch.seconds, 0, cost, max(bound, proved) if cost < least_unsure else None))

    return improved


def _add_what_is_known(built: PlanModel, relaxed: Relaxation, most_points: int | None) -> None:
    """Post the bound, and that no way is used by which a plan costs more than it may."""
    model, num_tasks = built.model, len(built.routes.facts.tasks.visit)
    points = built.routes.facts.price.tolist()
    model.add(LinearExpr.sum([points[rule] * amount for rule, amount in built.terms.items()]) >= relaxed.bound)
    spare = inf if most_points is None else most_points - relaxed.bound
    for route in built.routes.opened:
        at_end = num_tasks + route.shift
        for way in route.ways:
            tail, head = (at_end if item < 0 else item for item in (way.tail, way.head))
            if tail != head and relaxed.above[tail, head] > spare:
                model.add(way.is_used == 0)


def is_exact(encoding: Encoding) -> bool:
    """Whether the model prices as the judge does; the longest wait beside a break it knows from below alone."""
    owes_a_break = bool((encoding.facts.shifts.break_minutes > 0).any())
    return not (encoding.problem.policy.weights[RuleId.LARGEST_WAIT] and owes_a_break)


def _limits(watch: Stopwatch, seed: int, workers: int) -> Limits:
    iterations = watch.budget.iterations
    work = float("inf") if iterations is None else iterations / ITERATIONS_PER_DETERMINISTIC_SECOND
    portfolio = max(workers, PORTFOLIO_WORKERS) if workers > 1 else 1
    return Limits(seed, portfolio, watch.seconds_left, work)


def _unproved(watch: Stopwatch) -> SolveStatus:
    return SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE
