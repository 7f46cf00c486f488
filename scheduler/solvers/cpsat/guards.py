"""Hours and times that could give way, each behind a literal that it holds as asked.

The constraints are those of `constraints`, posted for a problem with longer hours and wider windows; a guard brings back
what is asked. Everything else is asked without a guard. How a guarded model is searched stands in `easing`.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.sat.python.cp_model import IntVar

from scheduler.encoding.arrays import NEVER, Facts
from scheduler.encoding.encode import Encoding
from scheduler.model.demand import VisitId
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.model import PlanModel
from scheduler.solvers.cpsat.variables import Routes


class Guard(NamedTuple):
    """What holds or gives way: a rule, of one visit or of one shift."""

    rule: RuleId
    visit_id: VisitId | None = None
    shift_id: ShiftId | None = None


@dataclass(frozen=True, eq=False)
class Guarded:
    """A model with guards."""

    built: PlanModel
    holds: dict[Guard, IntVar] = field(default_factory=dict)
    """Where the literal is true nothing gives way."""
    minutes: dict[Guard, IntVar] = field(default_factory=dict)
    """By how much: a bound from above, reached where it is made small."""

    def guard(self, guard: Guard, most_minutes: int) -> IntVar:
        """The minutes by which something may give way: none where its guard holds."""
        model = self.built.model
        minutes = self.minutes[guard] = model.new_int_var(0, most_minutes, f"gives[{guard}]")
        holds = self.holds[guard] = model.new_bool_var(f"holds[{guard}]")
        model.add(minutes == 0).only_enforce_if(holds)
        return minutes


def guarded(built: PlanModel, asked: Encoding) -> Guarded:
    """Guard whatever a model allows beyond what is asked; both are of the same visits and shifts."""
    model = Guarded(built)
    _ends_of_shifts(model, asked.facts)
    for visit in built.routes.movable:
        if built.routes.time_of(visit).slots:
            _windows(model, asked.facts, visit)
            _response(model, asked.facts, visit)
    return model


def _ends_of_shifts(model: Guarded, asked: Facts) -> None:
    routes = model.built.routes
    for route in routes.opened:
        agreed = int(asked.shifts.overtime_limit[route.shift])
        if route.hours.most_overtime > agreed:
            guard = Guard(RuleId.SHIFT_HOURS, shift_id=routes.problem.shifts[route.shift].id)
            beyond = model.guard(guard, route.hours.most_overtime - agreed)
            model.built.model.add(route.overtime <= agreed + beyond)


def _windows(model: Guarded, asked: Facts, visit: int) -> None:
    """A start is judged by the last window that has opened by then, else by the first."""
    routes, cp = model.built.routes, model.built.model
    time, tasks = routes.time_of(visit), asked.tasks
    task = routes.tasks_of(visit)[0]
    rows = range(tasks.window_from[task], tasks.window_from[task + 1])
    opens = [int(asked.windows.earliest[row]) for row in rows]
    closes = [int(asked.windows.closes[row] + tasks.lateness_limit[task]) for row in rows]
    until = [*(later - 1 for later in opens[1:]), NEVER]
    late = [min(time.latest, last) - close for last, close in zip(until, closes, strict=True)]
    most = max(0, opens[0] - time.earliest, *late)
    if not most:
        return
    minutes = model.guard(Guard(RuleId.TIME_WINDOW, visit_id=routes.problem.visits[visit].id), most)
    cp.add(minutes >= opens[0] - time.start)
    judges = [cp.new_bool_var(f"judges[{visit},{row}]") for row in rows]
    cp.add_exactly_one(judges)
    since = [0, *opens[1:]]
    for is_judge, first, last, close in zip(judges, since, until, closes, strict=True):
        cp.add_linear_constraint(time.start, first, last).only_enforce_if(is_judge)
        cp.add(minutes >= time.start - close).only_enforce_if(is_judge)


def _response(model: Guarded, asked: Facts, visit: int) -> None:
    routes = model.built.routes
    time, due = routes.time_of(visit), int(asked.tasks.respond_by[routes.tasks_of(visit)[0]])
    if time.latest > due:
        guard = Guard(RuleId.URGENT_RESPONSE, visit_id=routes.problem.visits[visit].id)
        model.built.model.add(time.start <= due + model.guard(guard, time.latest - due))


def seat(routes: Routes, task: int, shift: int) -> None:
    """Post that a shift makes an attendance; nothing is lawful then where it may not."""
    routes.model.add(routes.takes(shift, task) == 1)
