"""Ids to dense integers and back: tasks, shifts, staff, patients, places.

A *task* is what a solver places in a shift: one attendance of a visit, or a fixed event of one shift.
"""

from dataclasses import dataclass
from functools import cached_property

from scheduler.model.demand import VisitId
from scheduler.model.place import LocationId
from scheduler.model.problem import Problem
from scheduler.model.workforce import FixedEvent, PatientId, ShiftId, StaffId


@dataclass(frozen=True)
class Index:
    """The order of everything in a problem. Tasks: attendances in the order of visits, then events in the order of shifts."""

    problem: Problem

    @cached_property
    def attendances(self) -> tuple[tuple[VisitId, int], ...]:
        """Visit and attendance of each task that is not an event."""
        return tuple((visit.id, number) for visit in self.problem.visits for number in range(len(visit.attendances)))

    @cached_property
    def events(self) -> tuple[tuple[ShiftId, FixedEvent], ...]:
        """Shift and event of each task after the attendances."""
        return tuple((shift.id, event) for shift in self.problem.shifts for event in shift.events)

    @property
    def num_tasks(self) -> int:
        """Attendances and events together."""
        return len(self.attendances) + len(self.events)

    @cached_property
    def task_by_attendance(self) -> dict[tuple[VisitId, int], int]:
        """The task of each attendance."""
        return {attendance: task for task, attendance in enumerate(self.attendances)}

    @cached_property
    def tasks_by_visit(self) -> dict[VisitId, tuple[int, ...]]:
        """One or two tasks of each visit, in the order of its attendances."""
        return {
            visit.id: tuple(self.task_by_attendance[visit.id, number] for number in range(len(visit.attendances)))
            for visit in self.problem.visits
        }

    @cached_property
    def shift_index(self) -> dict[ShiftId, int]:
        """Row of each shift."""
        return {shift.id: index for index, shift in enumerate(self.problem.shifts)}

    @cached_property
    def staff_index(self) -> dict[StaffId, int]:
        """Row of each staff member."""
        return {member.id: index for index, member in enumerate(self.problem.staff)}

    @cached_property
    def patient_index(self) -> dict[PatientId, int]:
        """Row of each patient."""
        return {patient.id: index for index, patient in enumerate(self.problem.patients)}

    @cached_property
    def visit_index(self) -> dict[VisitId, int]:
        """Row of each visit."""
        return {visit.id: index for index, visit in enumerate(self.problem.visits)}

    def place_index(self, location_id: LocationId) -> int:
        """Row of a location in the travel matrix."""
        return self.problem.travel.index_by_location[location_id]
