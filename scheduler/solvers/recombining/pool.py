"""Good routes, gathered while others search. Which of them go together is decided in `choosing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from scheduler.encoding.codec import TaskRoutes, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.route_costs import cost_of_route
from scheduler.solvers.kernels.state import Placed, Track
from scheduler.solvers.kernels.timing import settle
from scheduler.solvers.kernels.tracks import empty_state

MOST_ROUTES = 20_000
"""[assumption] What a set partitioning of a few seconds can still look through."""

Stops = tuple[tuple[int, int], ...]
"""Task and start, in the order made; events are among the tasks."""


@dataclass(frozen=True, slots=True)
class PooledRoute:
    """What one shift could do, and what that costs by itself."""

    shift: int
    stops: Stops
    cost: int
    """Points of the route alone: without what its patients, links and people cost together with other routes."""
    latest: int
    """The largest lateness in it, in minutes."""


class Pool:
    """Routes without repetition; when it is full, those that were last seen longest ago make room."""

    def __init__(self, encoding: Encoding, *, most: int = MOST_ROUTES) -> None:
        self.encoding, self.most = encoding, most
        self._facts = pack(encoding.facts)
        self._state = empty_state(self._facts)
        self._routes: dict[tuple[int, Stops], PooledRoute] = {}

    def __len__(self) -> int:
        return len(self._routes)

    @property
    def routes(self) -> tuple[PooledRoute, ...]:
        """Every route, the last seen last."""
        return tuple(self._routes.values())

    def add_plan(self, plan: Plan) -> None:
        """Add every route of a plan."""
        self.add(routes_of(self.encoding, plan))

    def add(self, routes: TaskRoutes) -> None:
        """Add every route that has a stop, at its starts; events may be among the tasks."""
        for shift, tasks in routes.items():
            stops = self._with_events(shift, tasks)
            if any(task < self.encoding.num_attendances for task, _ in stops):
                known = self._routes.pop((shift, stops), None)
                self._routes[shift, stops] = known or self._priced(shift, stops)
        for key in list(islice(self._routes, max(0, len(self._routes) - self.most))):
            del self._routes[key]

    def _with_events(self, shift: int, tasks: Sequence[tuple[int, int]]) -> Stops:
        anchor = self.encoding.facts.tasks.anchor
        events = [int(event) for event in (self.encoding.facts.tasks.own_shift == shift).nonzero()[0]]
        stops = [stop for stop in tasks if stop[0] < self.encoding.num_attendances]
        # The sort is stable and events stand first: an event comes before a stop that starts with it.
        return tuple(sorted([*((event, int(anchor[event])) for event in events), *stops], key=lambda stop: stop[1]))

    def _priced(self, shift: int, stops: Stops) -> PooledRoute:
        """Price a route as it stands, to the minute: nothing in it is started sooner."""
        facts, state = self._facts, self._state
        state.shifts[shift, Track.LENGTH] = len(stops)
        for position, (task, start) in enumerate(stops):
            state.sequence[shift, position] = task
            state.tasks[task, Placed.ROUTE], state.tasks[task, Placed.POSITION] = shift, position
            settle(facts, state, task, start)
        priced = cost_of_route(facts, state, shift)
        return PooledRoute(shift, stops, int(priced.cost), int(priced.latest))
