"""One noun of a problem replaced by a changed one. What is changed, and why, stands in the other files of this folder."""

from dataclasses import replace

from scheduler.model.demand import Patient, Visit
from scheduler.model.policy import Limits
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift, StaffMember


def with_visit(problem: Problem, visit: Visit) -> Problem:
    """The problem with a visit as given."""
    return replace(problem, visits=tuple(visit if each.id == visit.id else each for each in problem.visits))


def with_shift(problem: Problem, shift: Shift) -> Problem:
    """The problem with a shift as given."""
    return replace(problem, shifts=tuple(shift if each.id == shift.id else each for each in problem.shifts))


def with_staff(problem: Problem, member: StaffMember) -> Problem:
    """The problem with a staff member as given."""
    return replace(problem, staff=tuple(member if each.id == member.id else each for each in problem.staff))


def with_patient(problem: Problem, patient: Patient) -> Problem:
    """The problem with a patient as given."""
    return replace(problem, patients=tuple(patient if each.id == patient.id else each for each in problem.patients))


def with_limits(problem: Problem, limits: Limits) -> Problem:
    """The problem with a policy of these limits."""
    return replace(problem, policy=replace(problem.policy, limits=limits))
