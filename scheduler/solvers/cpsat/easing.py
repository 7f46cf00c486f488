"""What has to give way in a guarded model: the least of it, and which guards cannot hold together.

What guards stand for is posted in `guards`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL, LinearExpr

from scheduler.encoding.codec import TaskRoutes
from scheduler.solvers.cpsat.decoding import decode
from scheduler.solvers.cpsat.guards import Guard, Guarded
from scheduler.solvers.cpsat.search import Limits, run
from scheduler.solvers.stopping import Stopwatch

PriceOf = Callable[[Guard], int]
"""Points for letting a guard go; each minute by which it gives way is one point more."""


FOUND = (OPTIMAL, FEASIBLE)


@dataclass(frozen=True, slots=True)
class Easing:
    """What came of a search."""

    routes: TaskRoutes | None
    """None: nothing in time, or nothing there is."""
    points: int
    deterministic_seconds: float
    """CP-SAT's own count of the work done."""


def ease(
    model: Guarded, price_of: PriceOf, *, below: int, most_guards: int, limits: Limits, watch: Stopwatch
) -> Easing:
    """The plan for which least gives way, for fewer points and by no more guards than given, if there is one.

    Of what is found within the limits the least; then, as far as they go, the one that moves others least.
    """
    cp = model.built.model
    let_go = {guard: 1 - holds for guard, holds in model.holds.items()}
    points = LinearExpr.sum([price_of(guard) * is_let_go for guard, is_let_go in let_go.items()])
    points += LinearExpr.sum(list(model.minutes.values()))
    cp.add(points <= below - 1)
    cp.add(LinearExpr.sum(list(let_go.values())) <= most_guards)
    cp.minimize(points)
    solver, status = run(cp, limits, watch)
    if status not in FOUND:
        return Easing(None, 0, solver.deterministic_time)
    least, work = solver.value(points), solver.deterministic_time
    routes = decode(model.built.routes, solver.boolean_value, solver.value)
    cp.add(points <= least)
    cp.minimize(_moves(model))
    for number, value in enumerate(solver.response_proto.solution):
        cp.add_hint(cp.get_int_var_from_proto_index(number), value)
    solver, status = run(cp, limits, watch)
    if status in FOUND:
        routes = decode(model.built.routes, solver.boolean_value, solver.value)
    return Easing(routes, least, work + solver.deterministic_time)


def _moves(model: Guarded) -> LinearExpr:
    """Minutes by which starts move from where they stand in the part, and starts of what stands nowhere yet."""
    routes, cp = model.built.routes, model.built.model
    now = {task: start for stops in routes.part.routes.values() for task, start in stops}
    moves = [routes.start_of(task) for task in sorted(routes.part.free - now.keys())]
    for task in sorted(routes.part.free & now.keys()):
        start = now[task]
        slots = routes.time_of(int(routes.facts.tasks.visit[task])).slots
        most = max((abs(edge - start) for slot in slots for edge in (slot.first, slot.last)), default=0)
        moved = cp.new_int_var(0, most, f"moved[{task}]")
        cp.add_abs_equality(moved, routes.start_of(task) - start)
        moves.append(moved)
    return LinearExpr.sum(moves)


def conflict(model: Guarded, guards: Iterable[Guard], limits: Limits, watch: Stopwatch) -> tuple[Guard, ...]:
    """Of some guards those that cannot hold together, as few as were found to suffice for that; none where all can.

    CP-SAT names assumptions that its proof rests on; those that another proof can do without are then dropped.
    """
    found = _not_together(model, tuple(guards), limits, watch)
    for guard in found:
        fewer = tuple(each for each in found if each != guard)
        if fewer != found:
            found = _not_together(model, fewer, limits, watch) or found
    return found


def _not_together(model: Guarded, guards: tuple[Guard, ...], limits: Limits, watch: Stopwatch) -> tuple[Guard, ...]:
    """Those of some guards that suffice to leave no plan; none where there is one, or none was ruled out in time."""
    model.built.model.clear_assumptions()
    model.built.model.add_assumptions([model.holds[guard] for guard in guards])
    solver, status = run(model.built.model, limits, watch)
    named = set(solver.sufficient_assumptions_for_infeasibility()) if status == INFEASIBLE else set()
    return tuple(guard for guard in guards if model.holds[guard].index in named)
