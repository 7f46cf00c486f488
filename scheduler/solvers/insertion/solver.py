"""A first plan at once: visits in order of how little room they leave, each at its cheapest place."""

import numpy as np

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.insertion.kernels import insert_cheapest
from scheduler.solvers.kernels.packed import Packed, Visit, pack
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.state import Placed, State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Stopwatch

NAME = "insertion"
PLACES_TRIED = 6
"""Places of a double-up's first attendance that are tried with every place of the second."""


def solve_by_insertion(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int = 0,  # noqa: ARG001 - the same for every seed
    workers: int = 1,  # noqa: ARG001 - one is enough
    start: Plan | None = None,
    report: Report = ignore_progress,
) -> SolveOutcome:
    """Insert every visit that is not in `start`; the same problem gives the same plan."""
    facts = pack(encoding.facts)
    state = empty_state(facts)
    if start is not None:
        adopt(encoding, facts, state, start)
    tried = insert_all(facts, state, hardest_first(encoding), watch)
    cost = int(total_cost(facts, state))
    report(Progress(NAME, watch.seconds, tried, cost))
    status = SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE
    return SolveOutcome(plan_of(encoding, routes_in(state)), NAME, status, watch.seconds, tried, cost)


def insert_all(facts: Packed, state: State, visits: list[int], watch: Stopwatch) -> int:
    """Insert visits one after another unless somebody cancels; how many were tried.

    The budget is not looked at: a first plan is worth what it takes (the county study says how long).
    """
    places, keys = np.zeros((PLACES_TRIED, 2), dtype=np.int64), np.zeros(PLACES_TRIED)
    tried = 0
    for visit in visits:
        if watch.cancelled.is_set():
            break
        if state.tasks[facts.visits[visit, Visit.FIRST_TASK], Placed.ROUTE] < 0:
            insert_cheapest(facts, state, visit, places, keys)
            tried += 1
    return tried


def hardest_first(encoding: Encoding) -> list[int]:
    """Visits by what leaving them out costs, then two people before one, then few shifts, then a narrow window."""
    facts = encoding.facts
    num_able = (facts.may > 0).sum(axis=1)

    def hardness(visit: int) -> tuple[int, int, int, int]:
        task = int(facts.tasks_of_visit.items[facts.tasks_of_visit.start[visit]])
        num_tasks = int(facts.tasks_of_visit.start[visit + 1] - facts.tasks_of_visit.start[visit])
        rows = range(int(facts.tasks.window_from[task]), int(facts.tasks.window_from[task + 1]))
        width = sum(int(facts.windows.closes[row] - facts.windows.opens[row]) for row in rows)
        return -int(facts.leaving_out[visit]), -num_tasks, int(num_able[task]), width

    return sorted(range(len(facts.leaving_out)), key=hardness)
