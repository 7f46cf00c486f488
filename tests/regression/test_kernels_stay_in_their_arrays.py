"""Edits of many routes, very long routes and starts after the horizon once reached past the ends of arrays.

Compiled code does not look: these run with the compiler switched off, too, where Python does.
"""

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.demand import VisitLink
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.solver import solve_by_annealing
from scheduler.solvers.contract import SolveOutcome
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_staff_member, a_visit

pytestmark = pytest.mark.kernel


def annealed(problem: Problem) -> SolveOutcome:
    return solve_by_annealing(encode(problem), Stopwatch(Budget(iterations=400)), seed=1)


@pytest.mark.parametrize("is_both_or_none", [False, True])
def test_a_dozen_visits_that_start_together_move_together(is_both_or_none: bool) -> None:
    visits = [a_visit(f"v{number}", patient="p") for number in range(12)]
    links = tuple(VisitLink("v0", visit.id, 0, 0, is_both_or_none=is_both_or_none) for visit in visits[1:])
    problem = a_problem(visits, [a_shift(f"d{number}") for number in range(13)], links=links)

    report = validate(problem, annealed(problem).plan)

    assert report.is_lawful
    assert report.num_planned == 12


def test_a_hub_of_visits_that_only_make_sense_together_is_left_out_whole() -> None:
    visits = [a_visit(f"v{number}", patient="p", window=(500, 900)) for number in range(12)]
    links = tuple(VisitLink("v0", visit.id, -400, 400, is_both_or_none=True) for visit in visits[1:])
    problem = a_problem(visits, [a_shift(f"d{number}") for number in range(12)], links=links)

    assert validate(problem, annealed(problem).plan).is_lawful


def test_a_plan_with_more_stops_in_a_shift_than_anybody_makes_is_read_as_far_as_it_fits() -> None:
    visits = [a_visit(f"v{number}", patient="p", minutes=1) for number in range(100)]
    problem = a_problem(visits, [a_shift("d1")], patients=[a_patient("p", at=1)])
    crowded = a_plan({"d1": [(visit.id, 490 + number) for number, visit in enumerate(visits)]})

    outcome = solve_by_insertion(encode(problem), Stopwatch(Budget(seconds=60)), seed=1, start=crowded)

    assert outcome.cost > 0


def test_a_start_that_a_gap_pushes_past_the_horizon_is_unsupervised_and_no_more() -> None:
    visits = [a_visit("v1", window=(1100, 1200)), a_visit("v2", window=(1100, 1300))]
    worker = a_staff_member("w", is_registered=False)
    shifts = [a_shift("d1", staff="w", hours=(1080, 1440))]
    problem = a_problem(visits, shifts, staff=[worker], links=(VisitLink("v1", "v2", 500, 900),))

    assert validate(problem, annealed(problem).plan).is_lawful
