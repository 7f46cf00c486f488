"""What is no longer to be decided: pins, and published stops before the freeze horizon."""

from typing import NamedTuple

from scheduler.encoding.index import Index
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.units import Minute


class Fixing(NamedTuple):
    """An attendance that stays in one shift, and at one minute where that is given."""

    shift_id: ShiftId
    start: Minute | None


def fixings(problem: Problem) -> dict[int, Fixing]:
    """Fixed tasks; a frozen stop wins over a pin on the same attendance."""
    task_of = Index(problem).task_by_attendance
    fixed = {
        task_of[pin.visit_id, pin.attendance]: Fixing(pin.shift_id, pin.start)
        for pin in problem.pins
        if (pin.visit_id, pin.attendance) in task_of
    }
    for shift_id, stop in problem.published.stops() if problem.published else ():
        task = task_of.get((stop.visit_id, stop.attendance))
        if task is not None and stop.start < problem.frozen_until and shift_id in problem.shift_by_id:
            fixed[task] = Fixing(shift_id, stop.start)
    return fixed
