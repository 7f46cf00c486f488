"""Stability: what was pinned or published, and what becomes of it."""

from ortools.sat.python.cp_model import LinearExpr

from scheduler.rules import RuleId
from scheduler.solvers.cpsat.reading import Held, Post, Price, paired
from scheduler.solvers.cpsat.variables import Routes


def pin(routes: Routes) -> None:
    """Pinned attendances are made in their shift, and at their minute where one is given."""
    for pinned in routes.problem.pins:
        _stays(routes, (pinned.visit_id, pinned.attendance), pinned.shift_id, pinned.start)


def freeze(routes: Routes) -> None:
    """What was published to start before the freeze ends stays in its shift, at its minute."""
    problem = routes.problem
    for shift_id, stop in problem.published.stops() if problem.published else ():
        is_known = stop.visit_id in problem.visit_by_id and shift_id in problem.shift_by_id
        if is_known and stop.start < problem.frozen_until:
            _stays(routes, (stop.visit_id, stop.attendance), shift_id, stop.start)


def staff_changed(routes: Routes) -> LinearExpr:
    """Published visits made by somebody else."""
    return paired(routes, RuleId.STAFF_CHANGED)


def start_moved(routes: Routes) -> LinearExpr:
    """Minutes by which starts move from the published ones, beyond the tolerance."""
    tolerance, moves = routes.facts.figures.tolerance, []
    for visit in routes.movable:
        time = routes.time_of(visit)
        for task in routes.tasks_of(visit):
            told = int(routes.facts.tasks.published_start[task])
            if told < 0:
                continue
            most = max((abs(told - edge) for slot in time.slots for edge in (slot.first, slot.last)), default=0)
            if most > tolerance:
                moves.append(routes.model.new_int_var(0, most - tolerance, f"moved[{task}]"))
                for moved in (time.start - told, told - time.start):
                    routes.model.add(moves[-1] >= moved - tolerance).only_enforce_if(time.is_planned)
    return LinearExpr.sum(moves)


def _stays(routes: Routes, attendance: tuple[str, int], shift_id: str, start: int | None) -> None:
    index = routes.encoding.index
    known = {(str(visit_id), number): task for (visit_id, number), task in index.task_by_attendance.items()}
    shifts = {str(known_id): row for known_id, row in index.shift_index.items()}
    if attendance not in known:
        routes.model.add_bool_or([])
        return
    task = known[attendance]
    routes.model.add(routes.takes(shifts[shift_id], task) == 1)
    if start is not None:
        routes.model.add(routes.start_of(task) == start)


HARD: dict[RuleId, Post] = {RuleId.PIN: pin, RuleId.FREEZE: freeze}
SOFT: dict[RuleId, Price] = {RuleId.STAFF_CHANGED: staff_changed, RuleId.START_MOVED: start_moved}
HOLDS_BY_CONSTRUCTION: Held = {}
