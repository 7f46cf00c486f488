"""One run of CP-SAT on one model: its limits, how it is stopped, what it found. What is asked stands in `model`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    MODEL_INVALID,
    OPTIMAL,
    CpModel,
    CpSolver,
    CpSolverSolutionCallback,
)
from ortools.sat.python.cp_model_helper import CpSolverStatus

from scheduler.encoding.codec import TaskRoutes
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.decoding import decode
from scheduler.solvers.cpsat.model import PlanModel
from scheduler.solvers.stopping import Stopwatch

_SECONDS_BETWEEN_LOOKS = 0.02
PORTFOLIO_WORKERS = 8
"""CP-SAT's search strategies differ by worker: eight on two cores prove far sooner than two."""

OnImproved = Callable[[int, int], None]
"""Called with cost and bound at every better plan."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one run may take, and how it searches."""

    seed: int
    workers: int
    """1: reproducible under a deterministic limit alone."""
    seconds: float = float("inf")
    deterministic_seconds: float = float("inf")
    """CP-SAT's own count of work, the same on any machine."""
    is_brief: bool = False
    """Whether to leave out preparations that pay only in a search of several seconds."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found."""

    routes: TaskRoutes | None
    """None: no plan in time, or none there is."""
    cost: int
    bound: int
    is_proved: bool
    """Whether nothing is cheaper, or nothing is lawful at all."""
    amounts: dict[RuleId, int] | None = None
    """Of each weighed soft rule."""
    deterministic_seconds: float = 0.0
    """CP-SAT's own count of the work done."""


def run(
    model: CpModel, limits: Limits, watch: Stopwatch, callback: CpSolverSolutionCallback | None = None
) -> tuple[CpSolver, CpSolverStatus]:
    """Solve any model until proved, out of limits, or the watch is stopped: the solver, to be asked, and how it ended."""
    solver = _new_solver()
    solver.parameters.random_seed = limits.seed
    if limits.is_brief:
        _prepare_briefly(solver)
    solver.parameters.num_workers = limits.workers
    if limits.seconds < float("inf"):
        solver.parameters.max_time_in_seconds = limits.seconds
    if limits.deterministic_seconds < float("inf"):
        solver.parameters.max_deterministic_time = limits.deterministic_seconds
    with _stopping(solver, watch):
        status = solver.solve(model, callback)
    if status == MODEL_INVALID:
        raise ValueError(f"the model is not one that CP-SAT takes: {model.validate()}")
    return solver, status


def search(built: PlanModel, limits: Limits, watch: Stopwatch, on_improved: OnImproved | None = None) -> Found:
    """The best plan of a model within the limits."""
    solver, status = run(built.model, limits, watch, _Improvements(on_improved) if on_improved else None)
    return _found(built, solver, status)


def complete_hint(built: PlanModel) -> Found:
    """Extend the model's hint to every variable, so that a search begins with that plan; the plan, none if unlawful.

    A hint of decisions alone leaves CP-SAT to find out what follows from them, often longer than a repair may take.
    """
    solver = _new_solver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    _prepare_briefly(solver)
    hinted = _found(built, solver, solver.solve(built.model))
    if hinted.routes is not None:
        built.model.clear_hints()  # type: ignore[no-untyped-call]
        for number, value in enumerate(solver.response_proto.solution):
            built.model.add_hint(built.model.get_int_var_from_proto_index(number), value)
    return hinted


def _found(built: PlanModel, solver: CpSolver, status: CpSolverStatus) -> Found:
    if status not in (OPTIMAL, FEASIBLE):
        work = solver.deterministic_time
        return Found(None, 0, 0, is_proved=status == INFEASIBLE, deterministic_seconds=work)
    routes = decode(built.routes, solver.boolean_value, solver.value)
    cost, bound = round(solver.objective_value), round(solver.best_objective_bound)
    amounts = {rule: solver.value(term) for rule, term in built.terms.items()}
    return Found(
        routes,
        cost,
        bound,
        is_proved=status == OPTIMAL,
        amounts=amounts,
        deterministic_seconds=solver.deterministic_time,
    )


def _new_solver() -> CpSolver:
    solver = CpSolver()
    # Ctrl-C stops a watch, and with it every solve; caught here it would end one repair and be forgotten.
    solver.parameters.catch_sigint_signal = False
    return solver


def _prepare_briefly(solver: CpSolver) -> None:
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.linearization_level = 0


class _Improvements(CpSolverSolutionCallback):
    def __init__(self, on_improved: OnImproved) -> None:
        super().__init__()
        self._on_improved = on_improved

    def on_solution_callback(self) -> None:
        self._on_improved(round(self.objective_value), round(self.best_objective_bound))


@contextmanager
def _stopping(solver: CpSolver, watch: Stopwatch) -> Iterator[None]:
    """Stop the solver from another thread as soon as the watch is stopped; the solver holds this one."""
    is_done = threading.Event()

    def look() -> None:
        while not is_done.wait(_SECONDS_BETWEEN_LOOKS):
            if watch.cancelled.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=look, name="cpsat-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_done.set()
        watcher.join()
