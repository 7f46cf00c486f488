"""Recombining: routes of several plans become one plan that is better than each."""

from collections.abc import Mapping

import pytest

from scheduler.encoding.encode import Encoding, encode
from scheduler.model.demand import LevelOfCare, LinkedStaff, VisitLink
from scheduler.model.plan import Plan
from scheduler.model.workforce import FixedEvent
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.recombining.pool import Pool
from scheduler.solvers.recombining.solver import recombine
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.random_problems import a_random_problem
from tests.builders import BASE_PLACE, a_double_up, a_plan, a_problem, a_shift, a_visit

GOOD_1, BAD_1 = [("v1", 490), ("v2", 530)], [("v1", 490), ("v4", 550)]
GOOD_2, BAD_2 = [("v3", 510), ("v4", 550)], [("v3", 510), ("v2", 550)]


def four_homes_in_a_line() -> Encoding:
    """Two shifts; homes 1 and 2 for one and homes 3 and 4 for the other cost 40 and 80 minutes of travel."""
    visits = [a_visit(f"v{number}", level_of_care=LevelOfCare.COMPLEX) for number in range(1, 5)]
    return encode(a_problem(visits, [a_shift("d1"), a_shift("d2", hours=(480, 900))]))


def pool_of(encoding: Encoding, *plans: Mapping[str, list[tuple[str, int]]]) -> Pool:
    pool = Pool(encoding)
    for routes in plans:
        pool.add_plan(a_plan(dict(routes)))
    return pool


def recombined(encoding: Encoding, pool: Pool, *, start: Plan | None = None) -> Plan | None:
    found = recombine(encoding, pool, Stopwatch(Budget(seconds=20)), seed=1, start=start)
    return None if found is None else found.plan


def test_the_good_routes_of_two_plans_become_one_plan() -> None:
    encoding = four_homes_in_a_line()
    pool = pool_of(encoding, {"d1": GOOD_1, "d2": BAD_2}, {"d1": BAD_1, "d2": GOOD_2})

    found = recombine(encoding, pool, Stopwatch(Budget(seconds=20)), seed=1)

    assert found is not None
    assert found.is_proved
    assert found.plan == a_plan({"d1": GOOD_1, "d2": GOOD_2})
    assert found.cost == validate(encoding.problem, found.plan).cost


def test_where_nothing_beats_the_plan_it_begins_with_nothing_is_found() -> None:
    encoding = four_homes_in_a_line()
    best = a_plan({"d1": GOOD_1, "d2": GOOD_2})
    pool = pool_of(encoding, {"d1": GOOD_1, "d2": GOOD_2}, {"d1": BAD_1, "d2": BAD_2})

    assert recombined(encoding, pool, start=best) is None


def test_a_visit_that_stands_in_both_chosen_routes_is_made_once() -> None:
    encoding = four_homes_in_a_line()
    pool = pool_of(encoding, {"d1": [*GOOD_1, ("v3", 570)]}, {"d2": GOOD_2})

    plan = recombined(encoding, pool)

    assert plan is not None
    assert validate(encoding.problem, plan).is_lawful
    assert sorted(stop.visit_id for _, stop in plan.stops()) == ["v1", "v2", "v3", "v4"]


@pytest.mark.parametrize(("begins", "num_made"), [(530, 2), (531, 0)])
def test_the_routes_of_a_double_up_meet_where_neither_is_made_late_by_the_other(begins: int, num_made: int) -> None:
    # The window closes at 09:00; the second shift is at home 1 ten minutes after it begins.
    visit = a_double_up("v1", window=(490, 540))
    encoding = encode(a_problem([visit], [a_shift("d1"), a_shift("d2", hours=(begins, 960))]))
    pool = Pool(encoding)
    pool.add({0: [(0, 490)]})
    pool.add({1: [(1, begins + 10)]})

    plan = recombined(encoding, pool)

    starts = [stop.start for _, stop in plan.stops()] if plan else []
    assert starts == [540] * num_made


def test_linked_visits_of_two_plans_keep_their_gap_or_are_left_out() -> None:
    visits = [a_visit("v1", window=(490, 500)), a_visit("v2", window=(500, 700))]
    link = VisitLink("v1", "v2", 60, 90, LinkedStaff.DIFFERENT, is_both_or_none=True)
    encoding = encode(a_problem(visits, [a_shift("d1"), a_shift("d2")], links=(link,)))
    pool = pool_of(encoding, {"d1": [("v1", 490)]}, {"d2": [("v2", 500)]})

    plan = recombined(encoding, pool)

    assert plan is not None
    assert validate(encoding.problem, plan).is_lawful
    starts = {stop.visit_id: stop.start for _, stop in plan.stops()}
    assert 60 <= starts["v2"] - starts["v1"] <= 90


def test_a_pool_keeps_a_route_once_and_drops_what_was_last_seen_longest_ago() -> None:
    pool = Pool(four_homes_in_a_line(), most=2)

    pool.add_plan(a_plan({"d1": GOOD_1, "d2": GOOD_2}))
    pool.add_plan(a_plan({"d1": GOOD_1}))
    assert len(pool) == 2

    pool.add_plan(a_plan({"d1": BAD_1}))
    assert [route.shift for route in pool.routes] == [0, 0]


def test_a_pooled_route_costs_what_the_judge_says_of_a_plan_with_that_route_alone() -> None:
    meeting = FixedEvent("meeting", 600, 630, BASE_PLACE)
    problem = a_problem([a_visit("v1", window=(490, 500))], [a_shift("d1", events=(meeting,))])
    plan = a_plan({"d1": [("v1", 510)]})
    pool = Pool(encode(problem))

    pool.add_plan(plan)

    report = validate(problem, plan)
    assert [(route.cost + 10 * route.latest, route.latest) for route in pool.routes] == [(report.cost, 10)]


def test_what_comes_of_random_problems_is_lawful_and_never_below_the_optimum() -> None:
    for seed in range(6):
        encoding = encode(a_random_problem(seed, num_visits=7))
        best = solve_exactly(encoding, Stopwatch(Budget(seconds=30)), seed=1, workers=2)
        pool = Pool(encoding)
        pool.add_plan(best.plan)
        pool.add_plan(solve_by_insertion(encoding, Stopwatch(Budget(iterations=1000))).plan)

        found = recombine(encoding, pool, Stopwatch(Budget(seconds=20)), seed=1)

        assert found is not None
        assert found.cost >= best.cost
        assert validate(encoding.problem, found.plan).is_lawful
