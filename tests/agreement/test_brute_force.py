"""Brute force finds the best plan of problems solved by hand."""

import pytest

from scheduler.model.demand import LevelOfCare, VisitLink
from scheduler.model.time_window import TimeWindow
from scheduler.model.workforce import Break, FixedEvent
from scheduler.validation import validate
from tests.agreement.brute_force import EARLY_IS_BEST, best_by_brute_force
from tests.builders import BASE_PLACE, a_double_up, a_plan, a_problem, a_shift, a_visit, deferred, escalated


def test_where_only_one_of_two_visits_fits_the_one_of_higher_level_is_planned() -> None:
    # Both take 100 minutes with travel, the shift has 80. Home 2 alone: 40 minutes of travel, one level point deferred,
    # and 70 minutes of work where 85 per cent of 80 are 68. Home 1 alone: 20 minutes, two points, no more.
    visits = [a_visit("v1"), a_visit("v2", level_of_care=LevelOfCare.MANAGED)]
    problem = a_problem(visits, [a_shift("d1", hours=(480, 560))])

    plan, cost = best_by_brute_force(problem)

    assert cost == 40 * 10 + 600 + 2 * 3
    assert plan == a_plan({"d1": [("v2", 500)]}, [deferred("v1", until=plan.left_out[0].new_latest_on)])


def test_a_double_up_starts_when_the_later_person_is_there_and_its_linked_visit_after_the_gap() -> None:
    # Shift d2 starts at 08:20 and is at home 1 at 08:30. Somebody then goes on to home 2: 40 and 20 minutes of travel
    # in all, and patient p-v1 meets a second person.
    problem = a_problem(
        [a_double_up("v1"), a_visit("v2")],
        [a_shift("d1"), a_shift("d2", hours=(500, 960))],
        links=(VisitLink("v1", "v2", 60, 120),),
        policy=EARLY_IS_BEST,
    )

    plan, cost = best_by_brute_force(problem)

    assert cost == 60 * 10 + 60
    assert {(stop.visit_id, stop.start) for _, stop in plan.stops()} == {("v1", 510), ("v2", 570)}


def test_the_break_is_given_its_place_between_two_visits() -> None:
    # The break starts at 08:40 at the earliest, when the first visit ends, and cannot wait until after the second.
    problem = a_problem(
        [
            a_visit("v1", window=(490, 490), is_time_critical=True),
            a_visit("v2", is_time_critical=True, window=(530, 560)),
        ],
        [a_shift("d1", rest_break=Break(30, 500, 540))],
        policy=EARLY_IS_BEST,
    )

    plan, cost = best_by_brute_force(problem)

    assert plan == a_plan({"d1": [("v1", 490), ("v2", 560)]})
    assert cost == 40 * 10


def test_an_event_and_a_second_window_are_worked_around() -> None:
    # The meeting at the base takes the first window; the way there and back costs nothing that the visit does not.
    visit = a_visit("v1", windows=(TimeWindow(480, 540), TimeWindow(700, 720)), is_time_critical=True)
    problem = a_problem(
        [visit], [a_shift("d1", events=(FixedEvent("meeting", 485, 600, BASE_PLACE),))], policy=EARLY_IS_BEST
    )

    plan, cost = best_by_brute_force(problem)

    assert plan == a_plan({"d1": [("v1", 700)]})
    assert cost == 20 * 10


def test_a_must_serve_visit_that_fits_nowhere_is_escalated() -> None:
    problem = a_problem([a_visit("v1", is_must_serve=True)], [a_shift("d1", hours=(480, 500))])

    plan, cost = best_by_brute_force(problem)

    assert plan == a_plan({}, [escalated("v1")])
    assert cost == 3000
    assert validate(problem, plan).is_lawful


def test_what_is_too_large_to_try_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at most 4"):
        best_by_brute_force(a_problem([a_visit(f"v{number}") for number in range(5)], [a_shift("d1")]))
