"""A plain problem as the arrays that every adapter reads, and ordered visits read back into a plan.

Starts are not taken from the engines: each visit starts as early as its order allows, so that no engine's rounding or
idea of waiting enters. What is lawful is the validator's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.encoding.eligibility import Eligibility
from scheduler.encoding.index import Index
from scheduler.encoding.left_out import leave_out
from scheduler.model.place import LocationId
from scheduler.model.plan import Plan, Route, Stop
from scheduler.model.problem import Problem
from scheduler.model.travel_matrix import TravelLayer
from scheduler.rules import RuleId
from scheduler.units import Minute

Ints = NDArray[np.int64]

COST_OF_A_VISIT_LEFT_OUT = 1_000
"""Minutes of travel that leaving one visit out costs: more than any shift can hold."""


@dataclass(frozen=True, eq=False)
class Question:
    """Visits 0 to n - 1 are the first nodes, the places where shifts start and end the last ones. All times in minutes."""

    problem: Problem

    @property
    def num_visits(self) -> int:
        """Nodes below this number are visits."""
        return len(self.problem.visits)

    @property
    def num_shifts(self) -> int:
        """Shifts, in the order of the problem."""
        return len(self.problem.shifts)

    @cached_property
    def earliest(self) -> Ints:
        """First minute of each visit's window."""
        return np.array([visit.windows[0].earliest_start for visit in self.problem.visits], dtype=np.int64)

    @cached_property
    def latest(self) -> Ints:
        """Last minute at which each visit may start."""
        return np.array([visit.windows[0].latest_start for visit in self.problem.visits], dtype=np.int64)

    @cached_property
    def care(self) -> Ints:
        """Minutes of care of each visit."""
        return np.array([visit.duration_minutes for visit in self.problem.visits], dtype=np.int64)

    @cached_property
    def depots(self) -> tuple[LocationId, ...]:
        """Distinct places at which shifts start or end, in order."""
        places = (place for shift in self.problem.shifts for place in (shift.start_location_id, shift.end_location_id))
        return tuple(dict.fromkeys(places))

    @property
    def num_nodes(self) -> int:
        """Visits and depots."""
        return self.num_visits + len(self.depots)

    def start_node(self, shift: int) -> int:
        """The node at which a shift starts."""
        return self.num_visits + self.depots.index(self.problem.shifts[shift].start_location_id)

    def end_node(self, shift: int) -> int:
        """The node at which a shift ends."""
        return self.num_visits + self.depots.index(self.problem.shifts[shift].end_location_id)

    @cached_property
    def layers(self) -> tuple[TravelLayer, ...]:
        """The distinct travel tables that shifts use."""
        return tuple(dict.fromkeys(self.problem.travel_layer_of(shift) for shift in self.problem.shifts))

    def layer_of(self, shift: int) -> int:
        """Which of the tables a shift uses."""
        return self.layers.index(self.problem.travel_layer_of(self.problem.shifts[shift]))

    @cached_property
    def travel(self) -> tuple[Ints, ...]:
        """By layer: minutes between nodes, shape (num nodes, num nodes); 0 between visits at one place."""
        visited = [self.problem.patient_of(visit.id).location_id for visit in self.problem.visits]
        rows = [self.problem.travel.index_by_location[place] for place in (*visited, *self.depots)]
        return tuple(self.problem.travel.minutes[layer][np.ix_(rows, rows)].astype(np.int64) for layer in self.layers)

    @cached_property
    def may(self) -> NDArray[np.bool_]:
        """Who may make which visit, shape (num visits, num shifts); windows and hours, which engines know, left aside."""
        eligibility = Eligibility(Index(self.problem))
        return np.array(
            [
                [
                    not set(eligibility.why_not(visit.id, 0, shift.id)) - {RuleId.TIME_WINDOW}
                    for shift in self.problem.shifts
                ]
                for visit in self.problem.visits
            ],
            dtype=bool,
        ).reshape(self.num_visits, self.num_shifts)

    def plan_of(self, sequences: Sequence[Sequence[int]]) -> Plan:
        """The plan of ordered visits, each started as early as its order allows."""
        placed = {visit for sequence in sequences for visit in sequence}
        routes = (
            Route(self.problem.shifts[shift].id, self._stops(shift, sequence))
            for shift, sequence in enumerate(sequences)
            if sequence
        )
        missing = (visit for row, visit in enumerate(self.problem.visits) if row not in placed)
        return Plan(tuple(routes), tuple(leave_out(self.problem, visit, "not served") for visit in missing))

    def _stops(self, shift: int, sequence: Sequence[int]) -> tuple[Stop, ...]:
        travel, node, ready = (
            self.travel[self.layer_of(shift)],
            self.start_node(shift),
            self.problem.shifts[shift].start,
        )
        stops = []
        for visit in sequence:
            start = max(int(ready + travel[node, visit]), int(self.earliest[visit]))
            stops.append(Stop(self.problem.visits[visit].id, Minute(start)))
            node, ready = visit, Minute(start + int(self.care[visit]))
        return tuple(stops)
