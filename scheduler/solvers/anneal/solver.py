"""Simulated annealing by budget: from a first plan, hot to cold, on one thread for each worker."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding
from scheduler.encoding.neighbours import mean_points_of_a_leg, near_tasks
from scheduler.model.plan import Plan
from scheduler.solvers.anneal.choices import Hood
from scheduler.solvers.anneal.search import Best, anneal, drop_what_does_not_pay, remember
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.insertion.solver import hardest_first, insert_all
from scheduler.solvers.kernels.edits import rebuild
from scheduler.solvers.kernels.packed import Packed, pack
from scheduler.solvers.kernels.reading import total_cost
from scheduler.solvers.kernels.state import State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Stopwatch

NAME = "anneal"
MOVES_A_BATCH = 5_000
"""Moves in one compiled call: a few milliseconds, after which the clock and the cancel flag are read."""
HOT_LEGS, COLD_LEGS = 3.0, 0.02
"""[assumption] Temperatures at the start and the end, in legs."""
SECONDS_BETWEEN_REPORTS = 0.25


@dataclass(frozen=True, slots=True)
class Cooling:
    """Temperatures in points, geometric from hot to cold over the budget."""

    hot: float
    cold: float

    def at(self, share_used: float) -> float:
        """Temperature after a share of the budget, 0 to 1."""
        return self.hot * math.pow(self.cold / self.hot, share_used)


def cooling_for(encoding: Encoding, hood: Hood) -> Cooling:
    """Temperatures in proportion to what one ordinary leg of travel costs in this problem."""
    leg = mean_points_of_a_leg(encoding.facts, hood.near)
    return Cooling(HOT_LEGS * leg, COLD_LEGS * leg)


def solve_by_annealing(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int = 1,
    start: Plan | None = None,
    report: Report = ignore_progress,
    cooling: Cooling | None = None,
) -> SolveOutcome:
    """Anneal from `start` (or an insertion plan) until the watch is over; the best of all workers.

    Worker w draws from its own stream of the seed, so with a budget of iterations (shared evenly) the answer depends
    on problem, seed and number of workers alone.
    """
    if not len(encoding.facts.tasks.visit) or not encoding.problem.shifts:
        plan, cost = plan_of(encoding, {}), int(encoding.facts.leaving_out.sum())
        return SolveOutcome(plan, NAME, SolveStatus.OPTIMAL, watch.seconds, 0, cost, cost)
    facts, hood = pack(encoding.facts), hood_of(encoding)
    first = _first_plan(encoding, facts, watch, start)
    temperatures = cooling or cooling_for(encoding, hood)
    streams = np.random.SeedSequence(seed).spawn(workers)
    generators = [np.random.Generator(np.random.PCG64(stream)) for stream in streams]
    runs = [_Run(facts, hood, watch, temperatures, first, generator) for generator in generators]
    _go_together(runs, watch, report)
    chosen = min(runs, key=lambda run: int(run.best.cost[0]))
    cost = chosen.finish()
    status = SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE
    moves = sum(run.moves for run in runs)
    return SolveOutcome(plan_of(encoding, routes_in(chosen.state)), NAME, status, watch.seconds, moves, cost)


def _go_together(runs: list["_Run"], watch: Stopwatch, report: Report) -> None:
    """Let every run anneal on a thread of its own; the first one reports."""
    share = None if watch.budget.iterations is None else watch.budget.iterations // len(runs)
    with ThreadPoolExecutor(len(runs)) as pool:
        reports = [report, *[ignore_progress] * (len(runs) - 1)]
        for job in [pool.submit(run.go, tell, share) for run, tell in zip(runs, reports, strict=True)]:
            job.result()


def hood_of(encoding: Encoding) -> Hood:
    """Near tasks and eligible shifts of every attendance."""
    able = encoding.facts.may[: encoding.num_attendances] > 0
    return Hood(
        near=near_tasks(encoding.facts, encoding.num_attendances),
        eligible=np.nonzero(able)[1].astype(np.int64),
        first_eligible=np.concatenate([[0], np.cumsum(able.sum(axis=1))]).astype(np.int64),
    )


def _first_plan(encoding: Encoding, facts: Packed, watch: Stopwatch, start: Plan | None) -> State:
    state = empty_state(facts)
    if start is not None:
        adopt(encoding, facts, state, start)
    insert_all(facts, state, hardest_first(encoding), watch)
    return state


class _Run:
    """One worker: its own plan, its own random stream."""

    def __init__(
        self, facts: Packed, hood: Hood, watch: Stopwatch, cooling: Cooling, first: State, rng: np.random.Generator
    ) -> None:
        self.facts, self.hood, self.watch, self.rng = facts, hood, watch, rng
        self.state = empty_state(facts)
        cost = rebuild(self.facts, self.state, first.tasks, first.keys)
        self.best = Best(np.zeros(1, dtype=np.int64), self.state.tasks.copy(), self.state.keys.copy())
        remember(self.state, self.best, cost)
        self.moves = 0
        self.cooling = cooling

    def go(self, report: Report, most_moves: int | None) -> None:
        """Anneal until the watch is over or this worker's moves are used up."""
        reported = -1.0
        while not self.watch.is_over(0):
            used = self.watch.share_used(0)
            if most_moves is not None:
                used = max(used, self.moves / most_moves if most_moves else 1.0)
            if used >= 1.0:
                break
            batch = MOVES_A_BATCH if most_moves is None else min(MOVES_A_BATCH, most_moves - self.moves)
            anneal(self.facts, self.state, self.best, self.hood, self.rng, self.cooling.at(used), batch)
            self.moves += batch
            if self.watch.seconds - reported > SECONDS_BETWEEN_REPORTS:
                reported = self.watch.seconds
                report(Progress(NAME, reported, self.moves, int(self.best.cost[0])))

    def finish(self) -> int:
        """Return to the best plan, without what breaks a rule; its cost."""
        rebuild(self.facts, self.state, self.best.tasks, self.best.keys)
        drop_what_does_not_pay(self.facts, self.state)
        return int(total_cost(self.facts, self.state))
