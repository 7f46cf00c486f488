"""Large neighbourhood search: from a plan, one repair after another until the budget ends."""

import random
from dataclasses import dataclass

from scheduler.encoding.codec import TaskRoutes, plan_of, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.rules import RuleId
from scheduler.solvers.anneal.search import drop_what_does_not_pay
from scheduler.solvers.contract import Progress, Report, SolveOutcome, SolveStatus, ignore_progress
from scheduler.solvers.cpsat.pinned import points_of
from scheduler.solvers.cpsat.search import Limits
from scheduler.solvers.cpsat.solver import is_exact
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.lns.neighbourhoods import NEIGHBOURHOODS, Ground, Standing
from scheduler.solvers.lns.repair import Repaired, repair
from scheduler.solvers.lns.selection import LEAST_SIZE, Selection
from scheduler.solvers.stopping import Stopwatch

NAME = "lns"
LEAST_PATIENCE = 12
"""[assumption] Repairs in vain before all reach further: some for each neighbourhood, many in a large plan."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long one repair may take: many short ones win more than few long ones."""

    seconds: float = 0.3
    deterministic_seconds: float = 0.15
    """By CP-SAT's own count; about 0.3 s on a busy machine."""
    longest_brief: int = 2
    """From which reach on CP-SAT prepares as for a search of several seconds."""

    def limits(self, watch: Stopwatch, reach: int, draw: random.Random, workers: int) -> Limits:
        """Of one repair, so many times as long as usual."""
        # Only a budget in seconds may cut a repair by the clock, or two machines would answer differently.
        is_timed = watch.budget.seconds is not None
        seconds = min(reach * self.seconds, watch.seconds_left) if is_timed else float("inf")
        is_brief = reach <= self.longest_brief
        return Limits(draw.randrange(1 << 30), workers, seconds, reach * self.deterministic_seconds, is_brief=is_brief)


def improve_by_repair(
    encoding: Encoding,
    watch: Stopwatch,
    *,
    seed: int,
    workers: int = 1,
    start: Plan | None = None,
    report: Report = ignore_progress,
    effort: Effort = Effort(),
) -> SolveOutcome:
    """Improve on `start` until the watch is over; the answer never costs more.

    Where `start` is unlawful, its lawful part stands in for it, with whatever can be inserted. An iteration is one
    repair; where one has decided everything anew to the end, there is nothing left to try. With a budget of iterations alone and one worker the answer is the same on any machine.
    """
    routes, cost = _first(encoding, watch, start)
    draw = random.Random(seed)  # noqa: S311 - a search, no secret
    ground = Ground(encoding)
    selection = Selection(NEIGHBOURHOODS, draw, patience=max(LEAST_PATIENCE, len(ground.may) // LEAST_SIZE))
    repairs, is_exhausted = 0, False
    while not watch.is_over(repairs) and not is_exhausted and len(ground.may):
        name, size = selection.choose()
        freed = NEIGHBOURHOODS[name](Standing(ground, routes), draw, size)
        repairs += 1
        if not freed.tasks or not freed.shifts:
            selection.learn(name, is_better=False, is_proved=True)
            continue
        limits = effort.limits(watch, selection.reach, draw, workers)
        repaired = repair(encoding, routes, freed, limits, watch)
        is_exhausted = repaired.is_proved and ground.is_all(freed)
        changed = _cost_after(encoding, repaired, cost)
        selection.learn(name, is_better=changed < cost, is_proved=repaired.is_proved)
        if changed < cost:
            routes, cost = repaired.routes, changed
            report(Progress(NAME, watch.seconds, repairs, cost))
    stopped = SolveStatus.CANCELLED if watch.cancelled.is_set() else SolveStatus.FEASIBLE
    is_proved = is_exhausted and is_exact(encoding)
    status, bound = (SolveStatus.OPTIMAL, cost) if is_proved else (stopped, None)
    return SolveOutcome(plan_of(encoding, routes), NAME, status, watch.seconds, repairs, cost, bound)


def _cost_after(encoding: Encoding, repaired: Repaired, cost: int) -> int:
    """What the whole plan costs after a repair; the longest wait is the plan's and not the part's, so it is read again."""
    if repaired.gain and encoding.facts.price[RuleId.LARGEST_WAIT]:
        read = points_of(encoding, repaired.routes)
        return cost if read is None else read
    return cost - repaired.gain


def _first(encoding: Encoding, watch: Stopwatch, start: Plan | None) -> tuple[TaskRoutes, int]:
    """Routes to begin with and what they cost: those of `start`, else of its lawful part with the other visits inserted."""
    if start is not None:
        routes = routes_of(encoding, start)
        cost = points_of(encoding, routes)
        if cost is not None:
            return routes, cost
        start = _lawful_part(encoding, start)
    inserted = routes_of(encoding, solve_by_insertion(encoding, watch, start=start).plan)
    cost = points_of(encoding, inserted)
    return (inserted, cost) if cost is not None else ({}, int(encoding.facts.leaving_out.sum()))


def _lawful_part(encoding: Encoding, plan: Plan) -> Plan:
    """A plan without the visits that break a rule, everything as early as it can be."""
    may = encoding.facts.may
    stops = routes_of(encoding, plan).items()
    by_able = {shift: [(task, start) for task, start in made if may[task, shift]] for shift, made in stops}
    facts = pack(encoding.facts)
    state = empty_state(facts)
    adopt(encoding, facts, state, plan_of(encoding, by_able))
    drop_what_does_not_pay(facts, state)
    return plan_of(encoding, routes_in(state))
