"""Which shifts are out of reach, told for kinds of shifts at once, is what plain loops find."""

import pytest

from scheduler.encoding.index import Index
from scheduler.encoding.reach import out_of_reach
from scheduler.model.demand import Visit
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_problem, a_shift, a_visit


def is_in_reach(problem: Problem, visit: Visit, shift: Shift) -> bool:
    layer, place = problem.travel_layer_of(shift), problem.location_of(visit.id)
    out = problem.travel.minutes_between(layer, shift.start_location_id, place) if place else 0
    back = problem.travel.minutes_between(layer, place, shift.end_location_id) if place else 0
    late = 0 if visit.is_time_critical else problem.policy.limits.lateness_minutes
    leaves = shift.end + shift.overtime_limit_minutes - shift.admin_minutes - back
    for window in visit.windows:
        start = max(shift.start + out, window.earliest_start)
        if start <= problem.closing_of(visit, window) + late and start + visit.duration_minutes <= leaves:
            return True
    return False


@pytest.mark.parametrize("seed", range(6))
def test_shifts_out_of_reach_are_those_that_plain_loops_find(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=14, num_shifts=5, num_days=2)

    expected = [
        [not is_in_reach(problem, visit, shift) for shift in problem.shifts]
        for visit in problem.visits
        for _ in visit.attendances
    ]

    assert out_of_reach(Index(problem)).tolist() == expected


def test_without_shifts_there_is_nothing_to_reach() -> None:
    assert out_of_reach(Index(a_problem([a_visit("v1")], []))).shape == (1, 0)
    assert out_of_reach(Index(a_problem([], [a_shift("d1")]))).shape == (0, 1)
