"""Every decision of a part of a plan, behind spoken queries: `routes.of(shift).takes(task)`, `routes.start_of(task)`.

What must hold between decisions is a rule, and stands in `constraints`.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.encoding.encode import Encoding
from scheduler.solvers.cpsat.part import Part
from scheduler.solvers.cpsat.route import ShiftRoute, hours_of
from scheduler.solvers.cpsat.starts import Slot, slots_of
from scheduler.solvers.cpsat.visit_time import VisitTime


class Routes:
    """All routes of a plan; what the part leaves as it is appears as constants."""

    def __init__(self, model: CpModel, encoding: Encoding, part: Part) -> None:
        self.model, self.encoding, self.part = model, encoding, part
        self.facts, self.problem = encoding.facts, encoding.problem
        self._yes, self._no = model.new_constant(1), model.new_constant(0)
        self._times: dict[int, VisitTime] = {}
        self._shift_now = {task: shift for shift, stops in part.routes.items() for task, _ in stops}
        self._start_now = {task: start for stops in part.routes.values() for task, start in stops}
        self._takes: dict[int, dict[int, IntVar]] = {}
        self._open = set(part.shifts)
        self._by_shift = {shift: self._route(shift) for shift in part.shifts}
        self.opened = tuple(route for route in self._by_shift.values() if route.stops)
        """Routes that may hold a stop."""

    def of(self, shift: int) -> ShiftRoute:
        """The route of an open shift; raises KeyError for another."""
        return self._by_shift[shift]

    def time_of(self, visit: int) -> VisitTime:
        """When a visit is made, and whether."""
        if visit not in self._times:
            name = self.problem.visits[visit].id
            self._times[visit] = VisitTime(
                self.model, name, self._slots(visit), is_planned=self._is_planned(visit, name)
            )
        return self._times[visit]

    def start_of(self, task: int) -> IntVar:
        """When an attendance starts: both of a double-up share one start."""
        return self.time_of(int(self.facts.tasks.visit[task])).start

    def is_planned(self, visit: int) -> IntVar:
        """Whether a visit is made."""
        return self.time_of(visit).is_planned

    def takes(self, shift: int, task: int) -> IntVar:
        """Whether a shift makes an attendance, open or not."""
        return self.takers_of(task).get(shift, self._no)

    def takers_of(self, task: int) -> dict[int, IntVar]:
        """Shifts that may make an attendance, with the literal that they do."""
        if task not in self._takes and self._shift_now.get(task) not in self._open and task in self._shift_now:
            self._takes[task] = {self._shift_now[task]: self._yes}
        return self._takes.get(task, {})

    def attends(self, staff: int, task: int) -> LinearExpr:
        """1 where a person makes an attendance, in whichever shift, else 0."""
        of_staff = self.facts.shifts.staff
        return LinearExpr.sum([has for shift, has in self.takers_of(task).items() if of_staff[shift] == staff])

    def staff_for(self, task: int) -> set[int]:
        """Everybody who may make an attendance."""
        return {int(self.facts.shifts.staff[shift]) for shift in self.takers_of(task)}

    def tasks_of(self, visit: int) -> tuple[int, ...]:
        """The attendances of a visit."""
        rows = self.facts.tasks_of_visit
        return tuple(int(task) for task in rows.items[rows.start[visit] : rows.start[visit + 1]])

    @cached_property
    def movable(self) -> tuple[int, ...]:
        """Visits that the part may change, if only in their start."""
        return tuple(
            visit
            for visit in range(len(self.problem.visits))
            if any(task in self.part.free or self._shift_now.get(task) in self._open for task in self.tasks_of(visit))
        )

    @cached_property
    def settled(self) -> tuple[int, ...]:
        """Visits that are made and that the part may not change."""
        movable = set(self.movable)
        return tuple(
            visit
            for visit in range(len(self.problem.visits))
            if visit not in movable and self.tasks_of(visit)[0] in self._shift_now
        )

    @cached_property
    def settled_work(self) -> dict[int, int]:
        """Care and travel, in minutes, of each shift that is closed or can take nothing; 0 where it makes no stop."""
        opened = {route.shift for route in self.opened}
        closed = [shift for shift in range(len(self.problem.shifts)) if shift not in opened]
        return {shift: self._work_in(shift, self.part.routes.get(shift, ())) for shift in closed}

    def _work_in(self, shift: int, stops: Sequence[tuple[int, int]]) -> int:
        """Care and travel of a route, minutes; 0 without stops."""
        if not stops:
            return 0
        tasks, shifts = self.facts.tasks, self.facts.shifts
        events = [(int(event), int(tasks.anchor[event])) for event in np.flatnonzero(tasks.own_shift == shift)]
        in_order = sorted([*events, *stops], key=lambda item: item[1])
        places = [int(tasks.place[task]) for task, _ in in_order if tasks.place[task] >= 0]
        way = [int(shifts.start_place[shift]), *places, int(shifts.end_place[shift])]
        table = self.facts.travel[shifts.layer[shift]]
        return sum(int(tasks.duration[task]) for task, _ in stops) + sum(int(table[leg]) for leg in pairwise(way))

    def _route(self, shift: int) -> ShiftRoute:
        kept = self.part.kept_in(shift)
        wanted = [task for task in sorted(self.part.free) if self.facts.may[task, shift] and self._fits(task, shift)]
        name = self.problem.shifts[shift].id
        takes = {task: self.model.new_bool_var(f"takes[{name},{self._name(task)}]") for task in wanted}
        takes |= dict.fromkeys(kept, self._yes)
        for task, literal in takes.items():
            self._takes.setdefault(task, {})[shift] = literal
        times = {task: self.time_of(int(self.facts.tasks.visit[task])) for task in takes}
        return ShiftRoute(self.model, self.encoding, shift, takes, times, kept)

    def _fits(self, task: int, shift: int) -> bool:
        """Whether any lawful start of an attendance lies in the hours of a shift."""
        hours = hours_of(self.encoding, shift)
        last = hours.latest_return - int(self.facts.tasks.duration[task])
        slots = self.time_of(int(self.facts.tasks.visit[task])).slots
        return any(max(slot.first, hours.start) <= min(slot.last, last) for slot in slots)

    def _slots(self, visit: int) -> tuple[Slot, ...]:
        slots = slots_of(self.encoding, visit)
        fixed = [
            self._start_now[task]
            for task in self.tasks_of(visit)
            if task in self._shift_now and self._shift_now[task] not in self._open
        ]
        if not fixed:
            return slots
        closes = next((slot.closes for slot in slots if slot.first <= fixed[0] <= slot.last), fixed[0])
        return (Slot(fixed[0], fixed[0], closes),)

    def _is_planned(self, visit: int, name: str) -> IntVar:
        tasks = self.tasks_of(visit)
        if any(task in self._shift_now and task not in self.part.free for task in tasks):
            return self._yes
        if not self.part.free.issuperset(tasks):
            return self._no
        return self.model.new_bool_var(f"planned[{name}]")

    def _name(self, task: int) -> str:
        visit_id, attendance = self.encoding.index.attendances[task]
        return f"{visit_id}#{attendance}"
