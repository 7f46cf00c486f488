"""Large neighbourhood search never loses what it was given, and its figures are the judge's."""

import threading
from dataclasses import replace

import pytest

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import encode
from scheduler.model.demand import Attendance
from scheduler.model.problem import Pin, Problem
from scheduler.rules import RuleId
from scheduler.solvers.contract import Progress, SolveStatus
from scheduler.solvers.cpsat.search import Limits
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.lns.neighbourhoods import Freed
from scheduler.solvers.lns.repair import repair
from scheduler.solvers.lns.solver import improve_by_repair
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit


def _a_detour() -> Problem:
    """Two shifts and homes at 1, 2 and 9 along a line."""
    patients = [a_patient(f"p{units}", at=units) for units in (1, 2, 9)]
    visits = [a_visit(f"v{units}", patient=f"p{units}") for units in (1, 2, 9)]
    return a_problem(visits, [a_shift("d1"), a_shift("d2")], patients=patients, minutes_per_unit=5)


_DETOUR = a_plan({"d1": [("v1", 500), ("v9", 600), ("v2", 700)]})


def test_a_part_that_is_wholly_free_is_repaired_to_its_optimum() -> None:
    problem = _a_detour()
    encoding = encode(problem)
    routes = {0: [(0, 500), (2, 600), (1, 700)]}
    everything = Freed(frozenset({0, 1}), frozenset({0, 1, 2}))

    repaired = repair(encoding, routes, everything, Limits(seed=1, workers=1), Stopwatch(Budget(seconds=20)))

    optimum = solve_exactly(encoding, Stopwatch(Budget(seconds=20)), seed=1, workers=2)
    assert repaired.is_proved
    assert repaired.gain == validate(problem, plan_of(encoding, routes)).cost - optimum.cost > 0


def test_an_unlawful_part_is_left_as_it_is() -> None:
    encoding = encode(_a_detour())
    too_tight = {0: [(0, 500), (2, 501)]}

    repaired = repair(
        encoding, too_tight, Freed(frozenset({0}), frozenset({1})), Limits(seed=1, workers=1), Stopwatch(Budget(1.0))
    )

    assert (repaired.routes, repaired.gain) == (too_tight, 0)


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_is_lawful_costs_what_the_judge_says_and_never_more_than_the_start(seed: int) -> None:
    problem = a_random_problem(seed, num_visits=12, num_shifts=4)
    encoding = encode(problem)
    start = solve_exactly(encoding, Stopwatch(Budget(iterations=20)), seed=1, workers=1)
    reports: list[Progress] = []

    improved = improve_by_repair(
        encoding, Stopwatch(Budget(iterations=6)), seed=seed, start=start.plan, report=reports.append
    )

    verdict = validate(problem, improved.plan)
    assert verdict.is_lawful
    assert improved.cost == verdict.cost <= validate(problem, start.plan).cost
    assert [report.cost for report in reports] == sorted((report.cost for report in reports), reverse=True)


def test_a_detour_is_straightened_within_few_repairs() -> None:
    problem = _a_detour()

    improved = improve_by_repair(encode(problem), Stopwatch(Budget(iterations=10)), seed=1, start=_DETOUR)

    assert improved.cost < validate(problem, _DETOUR).cost


def test_where_everything_was_decided_anew_to_the_end_the_search_is_over_and_the_plan_proved() -> None:
    problem = _a_detour()

    improved = improve_by_repair(encode(problem), Stopwatch(Budget(iterations=1000)), seed=1, start=_DETOUR)

    assert improved.status is SolveStatus.OPTIMAL
    assert improved.iterations < 100
    assert improved.bound == improved.cost == validate(problem, improved.plan).cost


def test_the_same_problem_seed_and_iterations_give_the_same_plan() -> None:
    encoding = encode(a_random_problem(4, num_visits=16, num_shifts=4))

    first, second = (
        improve_by_repair(encoding, Stopwatch(Budget(iterations=8)), seed=3, start=a_plan({})) for _ in range(2)
    )

    assert first.plan == second.plan
    assert first.iterations == second.iterations == 8


def test_of_an_unlawful_start_the_lawful_part_is_kept() -> None:
    problem = _a_detour()
    unlawful = a_plan({"d2": [("v1", 500)], "d1": [("v9", 600), ("v2", 601)]})

    improved = improve_by_repair(encode(problem), Stopwatch(Budget(iterations=0)), seed=1, start=unlawful)

    assert validate(problem, improved.plan).is_lawful
    assert ("d2", "v1") in {(shift_id, stop.visit_id) for shift_id, stop in improved.plan.stops()}


def test_stops_by_people_who_may_not_make_them_are_no_part_of_a_lawful_plan() -> None:
    problem = a_problem([a_visit("v1", attendances=(Attendance(("insulin",)),))], [a_shift("d1")])

    improved = improve_by_repair(
        encode(problem), Stopwatch(Budget(iterations=0)), seed=1, start=a_plan({"d1": [("v1", 600)]})
    )

    assert not improved.plan.routes


def test_a_pin_that_nobody_can_keep_does_not_stop_the_search() -> None:
    problem = replace(_a_detour(), pins=(Pin("v1", "d1", start=600), Pin("v2", "d1", start=601)))
    encoding = encode(problem)

    improved = improve_by_repair(encoding, Stopwatch(Budget(iterations=10)), seed=1, start=a_plan({}))

    verdict = validate(problem, improved.plan)
    assert [violation.rule for violation in verdict.hard_violations] == [RuleId.PIN]
    assert improved.cost == solve_exactly(encoding, Stopwatch(Budget(seconds=20)), seed=1, workers=1).cost


def test_whoever_stops_the_watch_gets_the_best_plan_so_far() -> None:
    problem = a_random_problem(3, num_visits=30, num_shifts=5)
    watch = Stopwatch(Budget(seconds=60))
    threading.Timer(1.0, watch.stop).start()

    improved = improve_by_repair(encode(problem), watch, seed=1, start=a_plan({}))

    assert improved.status is SolveStatus.CANCELLED
    assert improved.seconds < 20
    assert validate(problem, improved.plan).is_lawful


def test_an_empty_problem_has_an_empty_answer() -> None:
    improved = improve_by_repair(encode(a_problem()), Stopwatch(Budget(iterations=3)), seed=1)

    assert not improved.plan.routes
    assert improved.cost == 0
