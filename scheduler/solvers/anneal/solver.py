"""Simulated annealing by budget: from a first plan, hot to cold, on one thread for each worker."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.anneal.choices import Hood
from scheduler.solvers.anneal.cooling import Cooling, rounds_for
from scheduler.solvers.anneal.worker import NAME, Worker
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.insertion.solver import hardest_first, insert_all
from scheduler.solvers.kernels.packed import Packed, pack
from scheduler.solvers.kernels.state import State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Stopwatch


def solve_by_annealing(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int = 1,
    start: Plan | None = None,
    report: Report = ignore_progress,
    rounds: list[Cooling] | None = None,
) -> SolveOutcome:
    """Anneal from `start` (or an insertion plan) until the watch is over; after each round all go on from the best.

    Worker w draws from its own stream of the seed, and workers wait for each other between rounds, so with a budget of
    iterations (shared evenly) the answer depends on problem, seed and number of workers alone.
    """
    if not len(encoding.facts.tasks.visit) or not encoding.problem.shifts:
        plan, cost = plan_of(encoding, {}), int(encoding.facts.leaving_out.sum())
        return SolveOutcome(plan, NAME, SolveStatus.OPTIMAL, watch.seconds, 0, cost, cost)
    facts, hood = pack(encoding.facts), hood_of(encoding)
    first = _first_plan(encoding, facts, watch, start)
    share = None if watch.budget.iterations is None else watch.budget.iterations // workers
    team = [
        Worker(encoding, facts, hood, watch, first, np.random.Generator(np.random.PCG64(stream)), share)
        for stream in np.random.SeedSequence(seed).spawn(workers)
    ]
    for cooling in rounds or rounds_for(encoding):
        _go_together(team, cooling, report)
    leader = min(team, key=lambda worker: worker.cost)
    cost = leader.finish()
    status = SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE
    moves = sum(worker.moves for worker in team)
    return SolveOutcome(plan_of(encoding, routes_in(leader.state)), NAME, status, watch.seconds, moves, cost)


def _go_together(team: list[Worker], cooling: Cooling, report: Report) -> None:
    """Let every worker anneal one round on a thread of its own, from the best plan of all; the first one reports."""
    leader = min(team, key=lambda worker: worker.cost)
    if cooling.since > 0:
        for worker in team:
            worker.go_on_from(leader.best)

    def tell(progress: Progress) -> None:
        """The first worker speaks for all: the moves of every one, the best cost, and the plan of whoever has it."""
        best = min(team, key=lambda worker: worker.cost)
        moves = sum(worker.moves for worker in team)
        # Another worker's plan may change while it is read; its cost is a figure alone.
        best_plan = progress.best_plan if best is team[0] else None
        report(replace(progress, iterations=moves, cost=best.cost, best_plan=best_plan))

    with ThreadPoolExecutor(len(team)) as pool:
        reports = [tell, *[ignore_progress] * (len(team) - 1)]
        for job in [pool.submit(worker.go, cooling, each) for worker, each in zip(team, reports, strict=True)]:
            job.result()


def hood_of(encoding: Encoding) -> Hood:
    """Near tasks and eligible shifts of every attendance."""
    able = encoding.facts.may[: encoding.num_attendances] > 0
    return Hood(
        near=encoding.near,
        eligible=np.nonzero(able)[1].astype(np.int64),
        first_eligible=np.concatenate([[0], np.cumsum(able.sum(axis=1))]).astype(np.int64),
    )


def _first_plan(encoding: Encoding, facts: Packed, watch: Stopwatch, start: Plan | None) -> State:
    state = empty_state(facts)
    if start is not None:
        adopt(encoding, facts, state, start)
    insert_all(facts, state, hardest_first(encoding), watch)
    return state
