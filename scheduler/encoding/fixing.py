"""What is no longer to be decided: pins, and published stops before the freeze horizon."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.encoding.index import Index
from scheduler.model.problem import Problem
from scheduler.model.workforce import ShiftId
from scheduler.rules import RuleId
from scheduler.units import Minute


class Fixing(NamedTuple):
    """An attendance that stays in one shift, and at one minute where that is given."""

    shift_id: ShiftId
    start: Minute | None

    def includes(self, other: "Fixing") -> bool:
        """Whether whoever keeps the other keeps this one."""
        return self.shift_id == other.shift_id and self.start in (None, other.start)


class Asked(NamedTuple):
    """A stop that is asked for, by a pin or because it was published and is frozen."""

    rule: RuleId
    task: int | None
    """None: the visit has no such attendance."""
    fixing: Fixing


def stops_asked(problem: Problem) -> Iterator[Asked]:
    """Every pin, then every frozen stop."""
    task_of = Index(problem).task_by_attendance
    for pin in problem.pins:
        yield Asked(RuleId.PIN, task_of.get((pin.visit_id, pin.attendance)), Fixing(pin.shift_id, pin.start))
    for shift_id, stop in problem.published.stops() if problem.published else ():
        is_known = stop.visit_id in problem.visit_by_id and shift_id in problem.shift_by_id
        if is_known and stop.start < problem.frozen_until:
            task = task_of.get((stop.visit_id, stop.attendance))
            yield Asked(RuleId.FREEZE, task, Fixing(shift_id, stop.start))


def fixings(problem: Problem) -> dict[int, Fixing]:
    """Fixed tasks; a frozen stop wins over a pin on the same attendance."""
    return {asked.task: asked.fixing for asked in stops_asked(problem) if asked.task is not None}


def num_asked_by_task(problem: Problem) -> Counter[int]:
    """How many pins and frozen stops are kept if a task is planned as it is fixed, and missed if it is left out."""
    fixed = fixings(problem)
    asked = ((each.task, each.fixing) for each in stops_asked(problem))
    return Counter(task for task, fixing in asked if task is not None and fixing.includes(fixed[task]))
