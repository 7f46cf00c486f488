"""Solvers by name, and how they share a budget: each starts from the best plan of those before it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.encoding.encode import Encoding, encode
from scheduler.model.plan import Plan
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.bounding.bound import lower_bound
from scheduler.solvers.contract import Progress, Report, SolveOutcome, Solver, SolveStatus, ignore_progress
from scheduler.solvers.cpsat.retiming import retimed
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.lns.solver import improve_by_repair
from scheduler.solvers.stopping import Budget, Stopwatch

NAME = "portfolio"
SECONDS_WORTH_REPAIRING = 8
"""[assumption] In less time, annealing is left to itself."""
MOST_TO_PROVE, MOST_TO_BOUND = 20, 45
"""[assumption] Attendances that CP-SAT mostly solves to the end, and those of which it still says something."""
PLATEAU = 0.002
"""[assumption] A stage that gains less than this share of the cost was the last one, where a budget asks for it."""
LEAST_SECONDS_OF_RETIMING, SHARE_OF_RETIMING = 0.3, 0.02
"""[assumption] What a last look at the starts may take beyond the rest of the budget."""
FEW_VISITS = 3
SECONDS_A_BOUND_MAY_TAKE = 5
"""[assumption] In less time no bound is told beyond the ones that stages find: a county's day takes two seconds."""


def plan_by_portfolio(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int = 1,
    start: Plan | None = None,
    report: Report = ignore_progress,
) -> SolveOutcome:
    """Insert every visit, then search until the watch is over; the cheapest plan of all stages."""
    relay = _Relay(watch, report)
    # Not to be cancelled: it takes less than a moment, and a plan of that much is worth more than none.
    outcomes = [solve_by_insertion(encoding, Stopwatch(watch.budget), start=start, report=relay.pass_on)]
    relay.bound = _quick_bound(encoding, watch)
    for solver, until_share in _stages(encoding, watch.budget):
        if watch.cancelled.is_set() or watch.seconds_left == 0:
            break
        best = min(outcomes, key=lambda outcome: outcome.cost)
        stage = _until(until_share, watch)
        relay.next_stage()
        outcomes.append(solver(encoding, stage, seed=seed, workers=workers, start=best.plan, report=relay.pass_on))
        is_level = best.cost - outcomes[-1].cost <= PLATEAU * best.cost
        may_stop = watch.budget.stops_on_plateau and encoding.num_attendances > MOST_TO_BOUND
        if outcomes[-1].status is SolveStatus.OPTIMAL or (may_stop and is_level):
            break
    best = _retimed(encoding, min(outcomes, key=lambda outcome: outcome.cost), watch, seed)
    return SolveOutcome(
        plan=best.plan,
        solver=NAME,
        status=_status(best, outcomes, watch),
        seconds=watch.seconds,
        iterations=sum(outcome.iterations for outcome in outcomes),
        cost=best.cost,
        bound=_best([relay.bound, *(outcome.bound for outcome in outcomes)]),
    )


SOLVERS: dict[str, Solver] = {
    NAME: plan_by_portfolio,
    "insertion": solve_by_insertion,
    "anneal": solve_by_annealing,
    "lns": improve_by_repair,
    "cpsat": solve_exactly,
}
"""Every solver that takes an encoding; the yardstick by hand stands in `manual`, since it reads the problem alone."""


def warm_up(encoding: Encoding) -> None:
    """Compile or load the search, so that a stopwatch that is started afterwards measures search alone.

    About a minute where this machine has never compiled it, a tenth of a second otherwise, however large the problem: a
    few of its visits are enough.
    """
    few = replace(encoding.problem, visits=encoding.problem.visits[:FEW_VISITS], links=(), pins=(), published=None)
    solve_by_annealing(encode(few), Stopwatch(Budget(iterations=1)), seed=0)


def _stages(encoding: Encoding, budget: Budget) -> Iterator[tuple[Solver, float]]:
    """The solvers after insertion, each with the share of the budget's seconds at which it ends.

    What can be proved is proved as soon as annealing has a plan to beat; repairs follow where there is time for some
    hundreds of them. An iteration of one solver is not one of another, so a budget that counts them goes to annealing
    whole.
    """
    is_timed = budget.iterations is None and budget.seconds is not None
    is_long = budget.seconds is not None and budget.seconds >= SECONDS_WORTH_REPAIRING
    if is_timed and encoding.num_attendances <= MOST_TO_PROVE:
        yield solve_by_annealing, 0.15
        yield solve_exactly, 1.0
    elif is_timed and is_long and encoding.num_attendances <= MOST_TO_BOUND:
        yield solve_by_annealing, 0.4
        yield improve_by_repair, 0.6
        yield solve_exactly, 1.0
    elif is_timed and is_long:
        if budget.stops_on_plateau:
            yield solve_by_annealing, 0.1
            yield solve_by_annealing, 0.35
        yield solve_by_annealing, 0.85
        yield improve_by_repair, 1.0
    else:
        yield solve_by_annealing, 1.0


def _retimed(encoding: Encoding, best: SolveOutcome, watch: Stopwatch, seed: int) -> SolveOutcome:
    """The same routes with later starts where those cost less: compiled searches start everything as early as they can.

    A moment beyond the budget, and only where it counts seconds: repairs leave most plans well timed already.
    """
    if watch.budget.seconds is None or watch.cancelled.is_set() or best.status is SolveStatus.OPTIMAL:
        return best
    seconds = max(LEAST_SECONDS_OF_RETIMING, SHARE_OF_RETIMING * watch.budget.seconds)
    better = retimed(encoding, best.plan, Stopwatch(Budget(seconds=seconds), watch.cancelled), seed=seed)
    return best if better is None else replace(best, plan=better.plan, cost=best.cost - better.gain)


def _until(share: float, watch: Stopwatch) -> Stopwatch:
    """A stopwatch that is over when a share of another's seconds is, or when that one is stopped."""
    seconds = None if watch.budget.seconds is None else max(0.0, share * watch.budget.seconds - watch.seconds)
    return Stopwatch(Budget(seconds, watch.budget.iterations), watch.cancelled)


def _status(best: SolveOutcome, outcomes: list[SolveOutcome], watch: Stopwatch) -> SolveStatus:
    if any(outcome.status is SolveStatus.OPTIMAL and outcome.cost == best.cost for outcome in outcomes):
        return SolveStatus.OPTIMAL
    return SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE


def _quick_bound(encoding: Encoding, watch: Stopwatch) -> int | None:
    """A bound that is told in a moment, if the budget leaves one."""
    is_timed = watch.budget.seconds is not None and watch.budget.seconds >= SECONDS_A_BOUND_MAY_TAKE
    return lower_bound(encoding) if is_timed and not watch.is_over() else None


def _best(bounds: Iterable[int | None]) -> int | None:
    return max((bound for bound in bounds if bound is not None), default=None)


class _Relay:
    """Hands on how a stage stands as how the whole stands: all seconds, all iterations, the best cost."""

    def __init__(self, watch: Stopwatch, report: Report) -> None:
        self._watch, self._report = watch, report
        self._iterations_before = self._iterations = 0
        self._cost: int | None = None
        self.bound: int | None = None

    def next_stage(self) -> None:
        """Count on from the stage that has ended."""
        self._iterations_before += self._iterations
        self._iterations = 0

    def pass_on(self, progress: Progress) -> None:
        """Report as the portfolio; a stage that starts afresh may stand worse than what is kept."""
        self._iterations = progress.iterations
        self._cost = progress.cost if self._cost is None else min(progress.cost, self._cost)
        iterations = self._iterations_before + self._iterations
        self.bound = _best([self.bound, progress.bound])
        is_best = progress.cost == self._cost
        self._report(
            replace(
                progress,
                seconds=self._watch.seconds,
                iterations=iterations,
                cost=self._cost,
                bound=self.bound,
                best_plan=progress.best_plan if is_best else None,
            )
        )
