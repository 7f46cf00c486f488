"""One shift as a circuit through its places, with what is done wherever the person is in between.

Only who, where and in which order lives here. That there is time for it is a rule: see `constraints/shifts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr
from ortools.sat.python.cp_model_helper import Literal

from scheduler.encoding.encode import Encoding
from scheduler.solvers.cpsat.visit_time import VisitTime

START, END, REST = -1, -2, -3
"""Items of a route that are no task: both ends of the shift, and its break."""

MayTake = Mapping[int, IntVar]
"""Task to the literal that the shift takes it."""


class Way(NamedTuple):
    """From one place of a route straight to the next."""

    tail: int
    head: int
    minutes: int
    is_used: IntVar


class ShiftHours(NamedTuple):
    """The hours of a shift, in minutes of the horizon."""

    start: int
    end: int
    admin: int
    most_overtime: int
    break_minutes: int
    break_from: int
    break_to: int
    may_miss_break: bool

    @property
    def length(self) -> int:
        """Minutes from the start to the latest end."""
        return self.end + self.most_overtime - self.start

    @property
    def desk(self) -> int:
        """When admin begins in a shift without overtime."""
        return self.end - self.admin

    @property
    def latest_return(self) -> int:
        """The last minute at which the way back may end."""
        return self.desk + self.most_overtime


class ShiftRoute:
    """The decisions of one shift. A shift that takes no stop is not worked and costs nothing."""

    def __init__(
        self,
        model: CpModel,
        encoding: Encoding,
        shift: int,
        takes: MayTake,
        times: Mapping[int, VisitTime],
        kept: Sequence[int] = (),
    ) -> None:
        """Take stops from `takes` (task to literal), those of `kept` in their order; `times` are by task."""
        self.shift, self.model, self._facts = shift, model, encoding.facts
        self.name = str(encoding.problem.shifts[shift].id)
        self.hours = hours_of(encoding, shift)
        self._times, self._stops, self._kept = times, takes, kept
        events = np.flatnonzero(self._facts.tasks.own_shift == shift)
        self.events = tuple(int(event) for event in events)
        self.is_worked = self._worked()
        self.placed = tuple(task for task in self._tasks() if self._facts.tasks.place[task] >= 0)
        remote = tuple(task for task in self._tasks() if self._facts.tasks.place[task] < 0)
        self.remote = remote
        self.floating = (*remote, REST) if self.hours.break_minutes else remote
        """Items done wherever the person is: on the way from one place to the next, or at either."""
        self._constants = {event: model.new_constant(int(self._facts.tasks.anchor[event])) for event in self.events}

    def _tasks(self) -> Iterator[int]:
        return iter((*self._stops, *self.events))

    def _worked(self) -> IntVar:
        worked = self.model.new_bool_var(f"worked[{self.name}]")
        for literal in self._stops.values():
            self.model.add_implication(literal, worked)
        self.model.add_bool_or([*self._stops.values(), ~worked])
        return worked

    @property
    def stops(self) -> MayTake:
        """Attendances that this shift may take."""
        return self._stops

    def takes(self, item: int) -> IntVar:
        """Whether an item is part of the route; ends, events and a break that is owed are wherever the shift is worked."""
        return self.rests if item == REST else self._stops.get(item, self.is_worked)

    def start_of(self, item: int) -> LinearExpr:
        """When an item starts."""
        if item == START:
            return LinearExpr.constant(self.hours.start)
        if item == REST:
            return self.rest_start
        return self._constants[item] if item in self._constants else self._times[item].start

    def minutes_of(self, item: int) -> int:
        """How long an item takes."""
        if item == REST:
            return self.hours.break_minutes
        return 0 if item == START else int(self._facts.tasks.duration[item])

    def end_of(self, item: int) -> LinearExpr:
        """When an item is done."""
        return self.start_of(item) + self.minutes_of(item)

    @cached_property
    def rests(self) -> IntVar:
        """Whether the break is taken: wherever the shift is worked, unless it may be missed."""
        if not self.hours.may_miss_break:
            return self.is_worked
        rests = self.model.new_bool_var(f"rests[{self.name}]")
        self.model.add_implication(rests, self.is_worked)
        return rests

    @cached_property
    def rest_start(self) -> IntVar:
        """When the break starts."""
        first = max(self.hours.break_from, self.hours.start)
        return self.model.new_int_var(first, max(first, self.hours.break_to), f"rest[{self.name}]")

    @cached_property
    def overtime(self) -> IntVar:
        """Minutes worked after the end of the shift, never more than agreed."""
        return self.model.new_int_var(0, self.hours.most_overtime, f"overtime[{self.name}]")

    @property
    def event_minutes(self) -> int:
        """Fixed events in this shift, wherever it is worked."""
        return sum(self.minutes_of(event) for event in self.events)

    @property
    def care_minutes(self) -> LinearExpr:
        """Care in this shift."""
        return LinearExpr.sum([self.minutes_of(task) * literal for task, literal in self._stops.items()])

    @property
    def travel_minutes(self) -> LinearExpr:
        """Travel from the start place through every place to the end place."""
        return LinearExpr.sum([way.minutes * way.is_used for way in self.ways])

    @property
    def worked_minutes(self) -> LinearExpr:
        """Care and travel together."""
        return self.care_minutes + self.travel_minutes

    @property
    def counts_first_wait(self) -> bool:
        """Whether a wait before the first stop counts."""
        return bool(self._facts.figures.waits_first)

    @property
    def num_stops(self) -> LinearExpr:
        """Visits in this shift, remote ones included."""
        return LinearExpr.sum(list(self._stops.values()))

    def earliest(self, item: int) -> int:
        """A bound on the start of an item in this shift."""
        if item < 0:
            return self.hours.start if item == START else max(self.hours.break_from, self.hours.start)
        known = int(self._facts.tasks.anchor[item]) if item in self._constants else self._times[item].earliest
        return max(known, self.hours.start)

    def latest(self, item: int) -> int:
        """A bound on the start of an item in this shift."""
        if item < 0:
            return self.hours.start if item == START else self.hours.break_to
        known = int(self._facts.tasks.anchor[item]) if item in self._constants else self._times[item].latest
        return min(known, self.hours.latest_return - self.minutes_of(item))

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every way that time allows, one of which leaves each place of the route. Posts the circuit."""
        found = tuple(
            Way(tail, head, minutes, self.model.new_bool_var(f"way[{self.name},{tail},{head}]"))
            for tail, head, minutes in self._possible_ways()
        )
        node = {START: 0, END: 1} | {task: number for number, task in enumerate(self.placed, start=2)}
        arcs: list[tuple[int, int, Literal]] = [(node[way.tail], node[way.head], way.is_used) for way in found]
        arcs += [(1, 0, self.is_worked), (0, 0, ~self.is_worked), (1, 1, ~self.is_worked)]
        arcs += [(node[task], node[task], ~self.takes(task)) for task in self.placed]
        self.model.add_circuit(arcs)
        return found

    def _possible_ways(self) -> Iterator[tuple[int, int, int]]:
        facts, row = self._facts, self.shift
        places = [int(facts.tasks.place[task]) for task in self.placed]
        tails, heads = (START, *self.placed), (*self.placed, END)
        table = facts.travel[facts.shifts.layer[row]]
        minutes = table[
            np.ix_([int(facts.shifts.start_place[row]), *places], [*places, int(facts.shifts.end_place[row])])
        ]
        leaves = np.array([self.earliest(tail) + self.minutes_of(tail) for tail in tails])
        arrives = np.array([*(self.latest(head) for head in self.placed), self.hours.latest_return])
        possible = leaves[:, None] + minutes <= arrives[None, :]
        order = {task: number for number, task in enumerate(self._kept_places)}
        for i, j in zip(*np.nonzero(possible), strict=True):
            tail, head = tails[i], heads[j]
            keeps_order = tail not in order or head not in order or order[head] == order[tail] + 1
            if tail != head and keeps_order:
                yield tail, head, int(minutes[i, j])

    @property
    def _kept_places(self) -> tuple[int, ...]:
        """What keeps its order, with both ends; other places may come between."""
        return (START, *(task for task in self._kept if self._facts.tasks.place[task] >= 0), END)

    @cached_property
    def follows(self) -> dict[tuple[int, int], IntVar]:
        """By floating item and place (or START): whether the item is done after that place and before the next."""
        literals: dict[tuple[int, int], IntVar] = {}
        for item in self.floating:
            tails = [tail for tail in (START, *self.placed) if self._may_follow(item, tail)]
            for tail in tails:
                literals[item, tail] = self.model.new_bool_var(f"after[{self.name},{item},{tail}]")
                self.model.add_implication(literals[item, tail], self.takes(tail))
            self.model.add_exactly_one([*(literals[item, tail] for tail in tails), ~self.takes(item)])
        return literals

    def _may_follow(self, item: int, tail: int) -> bool:
        return self.earliest(tail) + self.minutes_of(tail) <= self.latest(item)

    def floating_minutes_after(self, tail: int, *, but: Sequence[int] = ()) -> LinearExpr:
        """Minutes of floating items between a place and the next, some items not counted."""
        return LinearExpr.sum(
            [
                self.minutes_of(item) * self.follows[item, tail]
                for item in self.floating
                if item not in but and (item, tail) in self.follows
            ]
        )


def hours_of(encoding: Encoding, shift: int) -> ShiftHours:
    """The hours of one shift."""
    shifts = encoding.facts.shifts
    return ShiftHours(
        int(shifts.start[shift]),
        int(shifts.end[shift]),
        int(shifts.admin[shift]),
        int(shifts.overtime_limit[shift]),
        int(shifts.break_minutes[shift]),
        int(shifts.break_from[shift]),
        int(shifts.break_to[shift]),
        bool(shifts.may_miss_break[shift]),
    )
