"""Visits that can start at no lawful minute once ended the exact solver, which asks on which day each visit is made."""

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.plan import Plan
from scheduler.model.policy import Policy
from scheduler.model.problem import Pin, Problem
from scheduler.rules import RuleId
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.units import Minute
from scheduler.validation import validate
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_visit

ENDS_IN_WINDOW = Policy(care_ends_in_window=True)


def solved(problem: Problem) -> Plan:
    return solve_exactly(encode(problem), Stopwatch(Budget(seconds=10)), seed=1, workers=1).plan


@pytest.mark.parametrize(("closes", "num_planned"), [(530, 2), (529, 1)])
def test_care_that_does_not_fit_its_window_is_left_out_and_the_patients_other_visit_made(
    closes: int, num_planned: int
) -> None:
    tight = a_visit("v1", patient="p", window=(500, closes), minutes=30, is_time_critical=True)
    other = a_visit("v2", patient="p")
    problem = a_problem([tight, other], [a_shift("d1")], patients=[a_patient("p")], policy=ENDS_IN_WINDOW)

    report = validate(problem, solved(problem))

    assert report.is_lawful
    assert report.num_planned == num_planned


def test_two_pins_of_one_visit_that_contradict_each_other_end_no_search() -> None:
    visits = [a_double_up("v1", patient="p"), a_visit("v2", patient="p")]
    shifts = [a_shift("d1"), a_shift("d2")]
    pins = [Pin(visits[0].id, shift.id, number, Minute(500 + 60 * number)) for number, shift in enumerate(shifts)]
    problem = a_problem(visits, shifts, patients=[a_patient("p")], pins=tuple(pins))

    report = validate(problem, solved(problem))

    assert {violation.rule for violation in report.hard_violations} == {RuleId.PIN}
