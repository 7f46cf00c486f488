"""Choose among pooled routes with CP-SAT, and time the plan that comes of it anew."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import OPTIMAL, CpSolverSolutionCallback

from scheduler.encoding.codec import TaskRoutes, plan_of, routes_of
from scheduler.encoding.encode import Encoding
from scheduler.model.plan import Plan
from scheduler.solvers.cpsat.decoding import hint
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import unchanged
from scheduler.solvers.cpsat.search import Limits, complete_hint, run, search
from scheduler.solvers.recombining.choosing import Choice, choice_among
from scheduler.solvers.recombining.pool import Pool, PooledRoute
from scheduler.solvers.stopping import Stopwatch

SHARE_OF_CHOOSING = 0.7
"""[assumption] Of the seconds; timing what was chosen has the rest."""
MOST_TIMED = 3
"""Combinations, the best first, that are timed."""

Chosen = tuple[list[PooledRoute], dict[int, int]]
"""Routes, and when visits start that must be in step."""


@dataclass(frozen=True, slots=True)
class Recombined:
    """The best combination of a pool, timed anew as one plan."""

    plan: Plan
    cost: int
    """By the exact model, whatever routes cost together included."""
    is_proved: bool
    """Whether the choice was solved to its end. What it does not see may still make another combination cheaper."""


def recombine(
    encoding: Encoding, pool: Pool, watch: Stopwatch, *, seed: int, workers: int = 1, start: Plan | None = None
) -> Recombined | None:
    """The cheapest plan found whose routes are all from a pool, other than `start`; None where none was found in time.

    It may cost more than the plans that the pool was filled from: the caller keeps the better. The choice begins with
    `start`, as far as its routes are in the pool, and finds nothing where that is the best combination.
    """
    routes = pool.routes
    choice = choice_among(encoding.facts, routes)
    now = _as_now(encoding, routes, start) if start is not None else frozenset()
    _hint(encoding, choice, routes, now)
    found = _Found(choice, routes)
    _, status = run(choice.model, Limits(seed, workers, SHARE_OF_CHOOSING * watch.seconds_left), watch, found)
    combinations = [chosen for chosen in found.all if frozenset(chosen[0]) != now]
    timed = []
    for number, chosen in enumerate(reversed(combinations[-MOST_TIMED:])):
        limits = Limits(seed, 1, watch.seconds_left / (MOST_TIMED - number), is_brief=True)
        timed.append(_timed(encoding, chosen, limits, watch))
    lawful = [each for each in timed if each is not None]
    if not lawful:
        return None
    cost, made = min(lawful, key=lambda each: each[0])
    return Recombined(plan_of(encoding, made), cost, is_proved=status == OPTIMAL)


class _Found(CpSolverSolutionCallback):
    """Every combination that was the best so far: what the choice does not see may put them in another order."""

    def __init__(self, choice: Choice, routes: tuple[PooledRoute, ...]) -> None:
        super().__init__()
        self._choice, self._routes = choice, routes
        self.all: list[Chosen] = []

    def on_solution_callback(self) -> None:
        pairs = zip(self._routes, self._choice.is_chosen, strict=True)
        taken = [route for route, literal in pairs if self.boolean_value(literal)]
        self.all.append((taken, {visit: self.value(start) for visit, start in self._choice.start_of_visit.items()}))


def _timed(encoding: Encoding, chosen: Chosen, limits: Limits, watch: Stopwatch) -> tuple[int, TaskRoutes] | None:
    """A combination at its best starts, each route in its order, and its cost; None where it cannot be made."""
    routes = _without_repetition(encoding, *chosen)
    built = build(encoding, unchanged(encoding, routes))
    hint(built, routes)
    as_chosen = complete_hint(built)
    found = search(built, limits, watch)
    if found.routes is not None:
        return found.cost, found.routes
    return None if as_chosen.routes is None else (as_chosen.cost, routes)


def _as_now(encoding: Encoding, routes: tuple[PooledRoute, ...], start: Plan) -> frozenset[PooledRoute]:
    """Routes of the pool that stand in a plan, to the minute."""
    now = {shift: tuple(stops) for shift, stops in routes_of(encoding, start).items()}
    return frozenset(
        route
        for route in routes
        if now.get(route.shift) == tuple(stop for stop in route.stops if stop[0] < encoding.num_attendances)
    )


def _hint(encoding: Encoding, choice: Choice, routes: tuple[PooledRoute, ...], now: frozenset[PooledRoute]) -> None:
    made = {int(encoding.facts.tasks.visit[task]) for route in now for task, _ in route.stops}
    for visit, literal in enumerate(choice.is_left_out):
        choice.model.add_hint(literal, visit not in made)
    for route, literal in zip(routes, choice.is_chosen, strict=True):
        choice.model.add_hint(literal, route in now)


def _without_repetition(encoding: Encoding, taken: list[PooledRoute], start_of_visit: dict[int, int]) -> TaskRoutes:
    """Chosen routes with each task once, where it stands in the costlier route first, at starts in their order."""
    tasks, seen = encoding.facts.tasks, set()
    made: dict[int, list[tuple[int, int]]] = {}
    for route in sorted(taken, key=lambda route: route.cost):
        stops, ready = made.setdefault(route.shift, []), 0
        for task, start in route.stops:
            if task < encoding.num_attendances and task not in seen:
                seen.add(task)
                ready = max(ready, start_of_visit.get(int(tasks.visit[task]), start))
                stops.append((task, ready))
                ready += int(tasks.duration[task])
    return made
