"""Points of pairing, told by arrays, are those that plain loops over visits, shifts and rules add up."""

import pytest

from scheduler.encoding.affinity import points_of_pairing
from scheduler.encoding.index import Index
from scheduler.model.demand import Attendance, Visit
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffMember
from scheduler.rules import RuleId
from tests.agreement.random_problems import a_random_problem


def points(problem: Problem, visit: Visit, need: Attendance, member: StaffMember) -> int:
    patient, weights = problem.patient_by_id[visit.patient_id], problem.policy.weights
    held = {holding.skill_id for holding in member.skills}
    amounts = {RuleId.WISHED_SKILL: len(set(need.wished_skill_ids) - held)}
    if need.minimum_band:
        amounts[RuleId.ABOVE_BAND] = max(0, member.band - need.minimum_band) * visit.duration_minutes
    if problem.history.has_any(patient.id):
        is_known = member.id == patient.named_staff_id or problem.history.num_visits(patient.id, member.id) > 0
        amounts[RuleId.CONTINUITY] = int(not is_known)
    if patient.named_staff_id is not None:
        named = problem.staff_by_id[patient.named_staff_id]
        could = {holding.skill_id for holding in named.skills} >= set(need.skill_ids)
        could = could and named.band >= need.minimum_band
        amounts[RuleId.NAMED_STAFF] = int(could and member.id != named.id)
    amounts[RuleId.UNWELCOME] = int(member.id in patient.unwelcome_staff_ids)
    amounts[RuleId.PREFERENCE] = int(bool(patient.preferred_staff_ids) and member.id not in patient.preferred_staff_ids)
    amounts[RuleId.PREFERENCE] += int(patient.gender_preferred not in (None, member.gender))
    told = [stop for stop in problem.published.stops() if stop[1].visit_id == visit.id] if problem.published else []
    kept = {problem.staff_of(shift_id).id for shift_id, _ in told}
    amounts[RuleId.STAFF_CHANGED] = int(bool(told) and member.id not in kept)
    return sum(amount * weights[rule] for rule, amount in amounts.items())


@pytest.mark.parametrize("seed", range(6))
def test_points_of_pairing_are_what_plain_loops_add_up(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=14, num_shifts=5)

    expected = [
        [points(problem, visit, need, problem.staff_of(shift.id)) for shift in problem.shifts]
        for visit in problem.visits
        for need in visit.attendances
    ]

    told = points_of_pairing(Index(problem))
    assert told[: len(expected)].tolist() == expected
    assert not told[len(expected) :].any()  # fixed events
