"""Visits put into a plan by the compiled insertion, which knows linked visits and double-ups; the validator judges after."""

from dataclasses import replace
from functools import cached_property

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.model.demand import VisitId
from scheduler.model.plan import Plan, Route
from scheduler.model.problem import Problem
from scheduler.solvers.insertion.solver import insert_all
from scheduler.solvers.kernels.packed import Packed, pack
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch

DEAR = 1000
"""Leaving out costs so many times more here: whether a visit fits is asked before what it costs."""


class Inserter:
    """A problem made ready once for many insertions."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def put_in(self, plan: Plan, *visit_ids: VisitId) -> Plan | None:
        """The plan with the visits inserted anew, one after another, each with those that only make sense with it.

        The other visits keep their shift and order. None where one of the visits finds no place.
        """
        encoding, facts = self._ready
        state = empty_state(facts)
        adopt(encoding, facts, state, plan.without(visit_ids))
        numbers = {visit.id: number for number, visit in enumerate(self.problem.visits)}
        watch = Stopwatch(Budget(iterations=len(visit_ids)))
        insert_all(facts, state, [numbers[visit_id] for visit_id in visit_ids], watch)
        routes = plan_of(encoding, routes_in(state)).routes
        planned = {stop.visit_id for route in routes for stop in route.stops}
        if not planned.issuperset(visit_ids):
            return None
        left_out = tuple(left for left in plan.left_out if left.visit_id not in planned)
        return replace(plan, routes=routes, left_out=left_out)

    @cached_property
    def _ready(self) -> tuple[Encoding, Packed]:
        policy = self.problem.policy
        dear = replace(policy, points_by_level=tuple(DEAR * points for points in policy.points_by_level))
        encoding = encode(replace(self.problem, policy=dear))
        return encoding, pack(encoding.facts)


def calm(plan: Plan, before: Plan) -> Plan:
    """The plan with every route that makes the same visits in the same order at its times from before."""
    known = {route.shift_id: route for route in before.routes}

    def made(route: Route) -> list[tuple[VisitId, int]]:
        return [(stop.visit_id, stop.attendance) for stop in route.stops]

    def kept(route: Route) -> Route:
        old = known.get(route.shift_id)
        return old if old is not None and made(old) == made(route) else route

    return replace(plan, routes=tuple(kept(route) for route in plan.routes))
