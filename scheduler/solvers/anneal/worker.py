"""One worker of an annealing: its own plan, its own random stream, batch after batch of compiled moves."""

import numpy as np

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.anneal.choices import Hood
from scheduler.solvers.anneal.cooling import Cooling
from scheduler.solvers.anneal.search import Best, anneal, drop_what_does_not_pay, remember
from scheduler.solvers.contract import Progress, Report
from scheduler.solvers.kernels.edits import rebuild
from scheduler.solvers.kernels.packed import Packed
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.state import State
from scheduler.solvers.kernels.tracks import empty_state, routes_in
from scheduler.solvers.stopping import Stopwatch

NAME = "anneal"
MOVES_A_BATCH = 5_000
"""Moves in one compiled call: a few milliseconds, after which the clock and the cancel flag are read."""
SECONDS_BETWEEN_REPORTS = 0.25


class Worker:
    """Anneals from a plan that it is given, round by round."""

    def __init__(
        self,
        encoding: Encoding,
        facts: Packed,
        hood: Hood,
        watch: Stopwatch,
        first: State,
        rng: np.random.Generator,
        most_moves: int | None,
    ) -> None:
        self._encoding = encoding
        self.state = empty_state(facts)
        self.moves = 0
        self._facts, self._hood, self._watch, self._rng, self._most_moves = facts, hood, watch, rng, most_moves
        cost = rebuild(facts, self.state, first.tasks, first.keys)
        self.best = Best(np.zeros(1, dtype=np.int64), self.state.tasks.copy(), self.state.keys.copy())
        remember(self.state, self.best, cost)

    @property
    def cost(self) -> int:
        """Points of the best plan so far."""
        return int(self.best.cost[0])

    def go(self, cooling: Cooling, report: Report) -> None:
        """Anneal one round: until its share of the seconds, or of this worker's moves, is used up."""
        reported = -1.0
        while not self._watch.cancelled.is_set():
            share_used = self._share_used()
            if share_used >= cooling.until:
                break
            batch = MOVES_A_BATCH
            if self._most_moves is not None:
                batch = min(batch, max(1, int(cooling.until * self._most_moves) - self.moves))
            anneal(self._facts, self.state, self.best, self._hood, self._rng, cooling.at(share_used), batch)
            self.moves += batch
            if self._watch.seconds - reported > SECONDS_BETWEEN_REPORTS:
                reported = self._watch.seconds
                report(Progress(NAME, reported, self.moves, self.cost, best_plan=self.best_plan))

    def _share_used(self) -> float:
        by_clock = self._watch.share_used(0)
        if self._most_moves is None:
            return by_clock
        return max(by_clock, self.moves / self._most_moves if self._most_moves else 1.0)

    def go_on_from(self, best: Best) -> None:
        """Take over a plan; as the best one, too, if it costs no more."""
        cost = rebuild(self._facts, self.state, best.tasks, best.keys)
        if cost <= self.cost:
            remember(self.state, self.best, cost)

    def best_plan(self) -> Plan:
        """The best plan so far; the one under way is left alone."""
        state = empty_state(self._facts)
        rebuild(self._facts, state, self.best.tasks, self.best.keys)
        return plan_of(self._encoding, routes_in(state))

    def finish(self) -> int:
        """Return to the best plan, without what breaks a rule; its cost."""
        rebuild(self._facts, self.state, self.best.tasks, self.best.keys)
        drop_what_does_not_pay(self._facts, self.state)
        return int(total_cost(self._facts, self.state))
