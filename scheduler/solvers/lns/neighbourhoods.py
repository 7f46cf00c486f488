"""Parts of a plan that belong together: an area, a day of one person or two, an hour, a patient, visits left out.

Each neighbourhood draws the tasks to free and the shifts to open. How they are decided anew stands in `repair`, which
neighbourhood comes next in `selection`.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding
from scheduler.encoding.left_out import points_of_leaving_out

MOST_SHIFTS = 6
"""Open shifts of a small part: more give CP-SAT more ways than it can try in a second."""
TASKS_A_SHIFT = 3
"""A large part opens a shift more for so many tasks."""
_MINUTES_OF_AN_HOUR = 75


def most_shifts(size: int) -> int:
    """How many shifts a part of so many tasks may open."""
    return max(MOST_SHIFTS, size // TASKS_A_SHIFT)


@dataclass(frozen=True, slots=True)
class Freed:
    """What a neighbourhood frees."""

    shifts: frozenset[int]
    tasks: frozenset[int]


class Ground:
    """What does not change from one repair to the next."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding, self.facts = encoding, encoding.facts
        self.may: NDArray[np.bool_] = encoding.facts.may[: encoding.num_attendances] > 0

    def cost_of_leaving_out(self, task: int) -> int:
        """Points for leaving out the visit of an attendance, pinned or not, and one, so that none is forgotten."""
        problem = self.encoding.problem
        return points_of_leaving_out(problem, problem.visits[self.facts.tasks.visit[task]]) + 1

    def is_all(self, freed: Freed) -> bool:
        """Whether nothing that anybody may make is left as it is."""
        return len(freed.shifts) == self.may.shape[1] and freed.tasks.issuperset(self.makeable)

    @cached_property
    def makeable(self) -> list[int]:
        """The tasks that somebody may make."""
        return [int(task) for task in np.flatnonzero(self.may.any(axis=1))]

    @cached_property
    def patients_with_several(self) -> list[NDArray[np.int64]]:
        """The tasks of each patient who has more than one."""
        rows = self.facts.tasks_of_patient
        tasks = (rows.items[first:end] for first, end in zip(rows.start, rows.start[1:], strict=False))
        return [several for several in tasks if len(several) > 1]


class Standing:
    """A plan as neighbourhoods look at it: who makes what, and when."""

    def __init__(self, ground: Ground, routes: TaskRoutes) -> None:
        self.ground, self.routes = ground, routes
        self.shift_of = {task: shift for shift, stops in routes.items() for task, _ in stops}
        self.start_of = {task: start for stops in routes.values() for task, start in stops}
        self.placed = sorted(self.shift_of)
        self.left_out = [task for task in ground.makeable if task not in self.shift_of]
        """Those that somebody may make."""

    def near(self, task: int) -> list[int]:
        """Attendances near a task, nearest first."""
        return [
            int(other) for other in self.ground.encoding.near[task] if 0 <= other < self.ground.encoding.num_attendances
        ]

    def freed(self, tasks: Iterable[int], size: int, *, opened: Iterable[int] = ()) -> Freed:
        """The first tasks, in order, that lie in few shifts, and those shifts."""
        shifts: dict[int, None] = dict.fromkeys(opened)
        chosen: dict[int, None] = {}
        for task in tasks:
            shift = self.shift_of.get(task)
            if shift is not None and shift not in shifts:
                if len(shifts) >= most_shifts(size):
                    continue
                shifts[shift] = None
            chosen[task] = None
            if len(chosen) >= size:
                break
        return Freed(frozenset(shifts), frozenset(chosen))


Neighbourhood = Callable[[Standing, random.Random, int], Freed]
"""Draws about `size` tasks to free; none where there is nothing of its kind."""


def area(standing: Standing, draw: random.Random, size: int) -> Freed:
    """A visit, and those nearest in place, time and staff."""
    if not standing.placed:
        return standing.freed((), size)
    centre = draw.choice(standing.placed)
    return standing.freed([centre, *standing.near(centre)], size)


def staff_day(standing: Standing, draw: random.Random, size: int) -> Freed:
    """All visits of one shift, and of another that could make some of them."""
    if not standing.placed:
        return standing.freed((), size)
    first = standing.shift_of[draw.choice(standing.placed)]
    tasks = [task for task, _ in standing.routes[first]]
    others = standing.ground.may[tasks].sum(axis=0)
    others[first] = 0
    able = [int(shift) for shift in np.argsort(-others, kind="stable")[:MOST_SHIFTS] if others[shift]]
    second = draw.choice(able) if able else first
    both = [*tasks, *(task for task, _ in standing.routes.get(second, ()))]
    return standing.freed(both, max(size, len(tasks)), opened=(first, second))


def hour(standing: Standing, draw: random.Random, size: int) -> Freed:
    """Visits that start at about the same time and that the same people could make."""
    if not standing.placed:
        return standing.freed((), size)
    centre = draw.choice(standing.placed)
    able = standing.ground.may[centre]

    def is_beside(task: int) -> bool:
        apart = abs(standing.start_of[task] - standing.start_of[centre])
        return apart <= _MINUTES_OF_AN_HOUR and bool((standing.ground.may[task] & able).any())

    beside = [task for task in standing.placed if task != centre and is_beside(task)]
    draw.shuffle(beside)
    return standing.freed([centre, *beside], size)


def patient(standing: Standing, draw: random.Random, size: int) -> Freed:
    """All visits of one patient, with what lies near them."""
    several = standing.ground.patients_with_several
    if not several:
        return standing.freed((), size)
    tasks = [int(task) for task in draw.choice(several)]
    near = [standing.near(task) for task in tasks]
    around = [other for rank in zip(*near, strict=False) for other in rank if other in standing.shift_of]
    return standing.freed([*tasks, *around], size)


def left_out(standing: Standing, draw: random.Random, size: int) -> Freed:
    """A visit that is left out, with what lies near it in shifts that may make it, and others left out nearby."""
    if not standing.left_out:
        return standing.freed((), size)
    costs = [standing.ground.cost_of_leaving_out(task) for task in standing.left_out]
    centre = draw.choices(standing.left_out, costs)[0]
    able = standing.ground.may[centre]
    near = [
        other for other in standing.near(centre) if other not in standing.shift_of or able[standing.shift_of[other]]
    ]
    idle = [int(shift) for shift in np.flatnonzero(able) if not standing.routes.get(int(shift))]
    return standing.freed([centre, *near], size, opened=draw.sample(idle, min(1, len(idle))))


def stand_ins(standing: Standing, draw: random.Random, size: int) -> Freed:
    """Whole shifts that could stand in for one another, idle ones too, with all that is left out and that they may make."""
    if not standing.ground.may.any():
        return standing.freed((), size)
    centre = draw.randrange(standing.ground.may.shape[1])
    alike = (standing.ground.may & standing.ground.may[:, [centre]]).sum(axis=0)
    alike[centre] = len(standing.ground.may) + 1
    opened, tasks = list[int](), list[int]()
    for shift in sorted(range(len(alike)), key=lambda shift: (-int(alike[shift]), draw.random()))[: most_shifts(size)]:
        made = [task for task, _ in standing.routes.get(shift, ())]
        if not opened or len(tasks) + len(made) <= size - min(size // 2, len(standing.left_out)):
            opened.append(shift)
            tasks.extend(made)
    unmade = [task for task in standing.left_out if standing.ground.may[task, opened].any()]
    draw.shuffle(unmade)
    tasks.extend(unmade[: max(0, size - len(tasks))])
    return Freed(frozenset(opened), frozenset(tasks))


NEIGHBOURHOODS: dict[str, Neighbourhood] = {
    "area": area,
    "staff_day": staff_day,
    "hour": hour,
    "patient": patient,
    "left_out": left_out,
    "stand_ins": stand_ins,
}
