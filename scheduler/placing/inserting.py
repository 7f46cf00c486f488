"""Visits put into a plan by the compiled insertion, which knows linked visits and double-ups; the validator judges after."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scheduler.encoding.codec import plan_of
from scheduler.encoding.eligibility import MAY_NOT
from scheduler.encoding.encode import Encoding, encode
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Route
from scheduler.model.problem import Problem
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import ShiftId
from scheduler.placing.holding import standing
from scheduler.solvers.insertion.solver import insert_all
from scheduler.solvers.kernels.packed import Packed, Task, Visit, Window, pack
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.state import Placed, State
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch

DEAR = 1000
"""Leaving out costs so many times more here: whether a visit fits is asked before what it costs."""


class Way(NamedTuple):
    """A visit put into a plan in tables."""

    cost: int
    """Compares with other ways of the same visit alone."""
    shift: int
    """Of its first attendance."""
    state: State


class Inserter:
    """A problem made ready once for many insertions."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def put_in(self, plan: Plan, *visit_ids: VisitId) -> Plan | None:
        """The plan with the visits inserted anew, one after another, each with those that only make sense with it.

        The other visits keep their shift and order. None where one of the visits finds no place.
        """
        _, facts = self._ready
        state = self.loose(plan.without(visit_ids))
        insert_all(facts, state, [self._numbers[visit_id] for visit_id in visit_ids], _ONCE)
        made = self.plan_in(state, plan)
        planned = {stop.visit_id for _, stop in made.stops()}
        return made if planned.issuperset(visit_ids) else None

    def loose(self, plan: Plan) -> State:
        """The plan with every stop as early as it goes."""
        encoding, facts = self._ready
        state = empty_state(facts)
        adopt(encoding, facts, state, plan)
        return state

    def standing(self, plan: Plan) -> State:
        """The plan with every stop no earlier than it stands there."""
        encoding, facts = self._ready
        return standing(encoding, facts, plan)

    def ways_in(
        self, state: State, visit_id: VisitId, within: TimeWindow | None = None, shift_id: ShiftId | None = None
    ) -> Iterator[Way]:
        """For each shift with room for the visit's first attendance the cheapest way there, perhaps within some minutes.

        Only in one shift where that is asked for. The second attendance, and visits that only make sense with it, go wherever the cost rises least.
        """
        facts, number = self._ready[1], self._numbers[visit_id]
        if within is not None:
            facts = _starting_within(facts, number, within)
        first = facts.visits[number, Visit.FIRST_TASK]
        for shift in np.flatnonzero(facts.may[first]):
            if shift_id not in (None, self.problem.shifts[shift].id):
                continue
            may = facts.may.copy()
            may[first] = MAY_NOT
            may[first, shift] = facts.may[first, shift]
            there, tried = facts._replace(may=may), deepcopy(state)
            insert_all(there, tried, [number], _ONCE)
            if tried.tasks[first, Placed.ROUTE] >= 0:
                yield Way(int(total_cost(there, tried)), int(shift), tried)

    def plan_in(self, state: State, before: Plan) -> Plan:
        """The plan that a state holds; of those that `before` leaves out, it lists the ones still out."""
        encoding, _ = self._ready
        routes = plan_of(encoding, routes_in(state)).routes
        planned = {stop.visit_id for route in routes for stop in route.stops}
        left_out = tuple(left for left in before.left_out if left.visit_id not in planned)
        return replace(before, routes=routes, left_out=left_out)

    @cached_property
    def _numbers(self) -> dict[VisitId, int]:
        return {visit.id: number for number, visit in enumerate(self.problem.visits)}

    @cached_property
    def _ready(self) -> tuple[Encoding, Packed]:
        policy = self.problem.policy
        dear = replace(policy, points_by_level=tuple(DEAR * points for points in policy.points_by_level))
        encoding = encode(replace(self.problem, policy=dear))
        return encoding, pack(encoding.facts)


_ONCE = Stopwatch(Budget(iterations=1))
"""Never over: insertion looks only at whether it is cancelled."""


def _starting_within(facts: Packed, visit: int, within: TimeWindow) -> Packed:
    """The same facts with narrower windows for one visit; starts after them are no longer tolerated there."""
    tasks, windows = facts.tasks.copy(), facts.windows.copy()
    for task in range(facts.visits[visit, Visit.FIRST_TASK], facts.visits[visit, Visit.END_TASK]):
        rows = slice(tasks[task, Task.FIRST_WINDOW], tasks[task, Task.END_WINDOW])
        np.maximum(windows[rows, Window.OPENS], within.earliest_start, out=windows[rows, Window.OPENS])
        np.minimum(windows[rows, Window.CLOSES], within.latest_start, out=windows[rows, Window.CLOSES])
        tasks[task, Task.LATENESS_LIMIT] = 0
    return facts._replace(tasks=tasks, windows=windows)


def calm(plan: Plan, before: Plan) -> Plan:
    """The plan with every route that makes the same visits in the same order at its times from before."""
    known = {route.shift_id: route for route in before.routes}

    def made(route: Route) -> list[tuple[VisitId, int]]:
        return [(stop.visit_id, stop.attendance) for stop in route.stops]

    def kept(route: Route) -> Route:
        old = known.get(route.shift_id)
        return old if old is not None and made(old) == made(route) else route

    return replace(plan, routes=tuple(kept(route) for route in plan.routes))
