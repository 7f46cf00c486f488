"""Which part of a plan is to be decided, and which stays. Plain data: how it is decided stands in `model`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding


@dataclass(frozen=True)
class Part:
    """Free tasks go to any open shift or are left out; everything else keeps its shift.

    In an open shift, tasks that are not free keep their order at a place, and their starts may move. Closed shifts stay
    to the minute. A task that is neither free nor in a route stays left out.
    """

    shifts: tuple[int, ...]
    """Open shifts, in order."""
    free: frozenset[int]
    routes: Mapping[int, tuple[tuple[int, int], ...]]
    """Task and start by shift, as they stand before."""

    def kept_in(self, shift: int) -> tuple[int, ...]:
        """Tasks that stay in a shift, in their order."""
        return tuple(task for task, _ in self.routes.get(shift, ()) if task not in self.free)


def whole(encoding: Encoding) -> Part:
    """Everything is to be decided."""
    return Part(tuple(range(len(encoding.problem.shifts))), frozenset(range(encoding.num_attendances)), {})


def part_of(encoding: Encoding, routes: TaskRoutes, *, shifts: Iterable[int], free: Iterable[int]) -> Part:
    """A part of a plan; both attendances of a double-up are free together.

    Other shifts of the same people are opened too where rest or weekly hours could bind: how late one shift ends
    decides whether the next may be worked.
    """
    facts = encoding.facts
    watched = {int(facts.shifts.staff[shift]) for shift in shifts if facts.staff.is_watched[facts.shifts.staff[shift]]}
    opened = {*shifts, *(row for row, staff in enumerate(facts.shifts.staff) if int(staff) in watched)}
    placed_elsewhere = {task for shift, stops in routes.items() if shift not in opened for task, _ in stops}
    rows = facts.tasks_of_visit
    wanted = {int(facts.tasks.visit[task]) for task in free}
    partners = {int(task) for visit in wanted for task in rows.items[rows.start[visit] : rows.start[visit + 1]]}
    kept = {shift: tuple(stops) for shift, stops in routes.items() if stops}
    return Part(tuple(sorted(opened)), frozenset(partners - placed_elsewhere), kept)


def unchanged(encoding: Encoding, routes: TaskRoutes) -> Part:
    """Nothing is to be decided but starts."""
    return part_of(encoding, routes, shifts=range(len(encoding.problem.shifts)), free=())
