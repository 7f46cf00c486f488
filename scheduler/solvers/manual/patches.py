"""Which practice each staff member is attached to, as staff are today. Who gets which visit stands in `planner.py`."""

from collections import Counter, defaultdict

from scheduler.model.geography import Practice, PracticeCode
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId, StaffMember


def attach_to_practices(problem: Problem) -> dict[StaffId, PracticeCode | None]:
    """One practice for each staff member: where most of their named patients and past visits are.

    Those whom no patient knows are spread evenly over the practices of their teams, each role by itself, larger
    lists first. None for staff whose teams have no practice.
    """
    ties = _ties(problem)
    attached: dict[StaffId, PracticeCode | None] = {
        staff_id: min(counts, key=lambda code: (-counts[code], code)) for staff_id, counts in ties.items()
    }
    colleagues = Counter((problem.staff_by_id[staff_id].role, code) for staff_id, code in attached.items())
    for member in problem.staff:
        if member.id in attached:
            continue
        codes = [practice.code for practice in _practices_of(problem, member)]
        # The first of equals is the largest: `_practices_of` is in that order.
        code = min(codes, key=lambda each: colleagues[member.role, each], default=None)
        colleagues[member.role, code] += 1
        attached[member.id] = code
    return attached


def _ties(problem: Problem) -> dict[StaffId, Counter[PracticeCode]]:
    """How many named patients and past visits tie staff to practices; nobody without any."""
    ties: dict[StaffId, Counter[PracticeCode]] = defaultdict(Counter)
    for patient in problem.patients:
        if patient.named_staff_id is not None:
            ties[patient.named_staff_id][patient.practice_code] += 1
    for record in problem.history.records:
        ties[record.staff_id][problem.patient_by_id[record.patient_id].practice_code] += record.num_visits
    return ties


def _practices_of(problem: Problem, member: StaffMember) -> list[Practice]:
    practices = [practice for practice in problem.practices if practice.team_id in member.team_ids]
    return sorted(practices, key=lambda practice: (-practice.list_size, practice.code))
