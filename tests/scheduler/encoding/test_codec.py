"""Plans to integer routes and back; what is not wholly planned is left out with a reason and an outcome."""

from datetime import date

import pytest

from scheduler.encoding.codec import plan_of, routes_of
from scheduler.encoding.encode import encode
from scheduler.encoding.left_out import leave_out, points_of_leaving_out
from scheduler.model.demand import LevelOfCare
from scheduler.model.plan import Outcome
from scheduler.model.workforce import FixedEvent
from scheduler.units import MINUTES_PER_DAY, Minute
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_visit

MONDAY_ITSELF, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)


def test_routes_come_back_as_the_plan_they_came_from() -> None:
    problem = a_problem([a_visit("v1"), a_double_up("v2")], [a_shift("d1"), a_shift("d2")])
    plan = a_plan({"d1": [("v1", 490), ("v2", 600)], "d2": [("v2", 600, 1)]})
    encoding = encode(problem)

    assert plan_of(encoding, routes_of(encoding, plan)) == plan


def test_half_a_double_up_is_left_out_whole() -> None:
    problem = a_problem([a_double_up("v1")], [a_shift("d1"), a_shift("d2")])

    plan = plan_of(encode(problem), {0: [(0, 600)]})

    assert plan.routes == ()
    assert [left.visit_id for left in plan.left_out] == ["v1"]


def test_fixed_events_are_no_stops() -> None:
    problem = a_problem([], [a_shift("d1", events=(FixedEvent("handover", 500, 530),))])

    assert plan_of(encode(problem), {0: [(0, 500)]}).routes == ()


def test_a_stop_that_the_problem_does_not_know_raises() -> None:
    with pytest.raises(KeyError):
        routes_of(encode(a_problem([], [a_shift("d1")])), a_plan({"d1": [("v9", 500)]}))


@pytest.mark.parametrize(
    ("changes", "outcome", "new_latest_on"),
    [
        ({}, Outcome.DEFERRED, date(2026, 11, 30)),
        ({"level_of_care": LevelOfCare.URGENT}, Outcome.DEFERRED, TUESDAY),
        ({"latest_on": THURSDAY}, Outcome.DEFERRED, THURSDAY),
        ({"latest_on": TUESDAY}, Outcome.DEFERRED, TUESDAY),
        ({"latest_on": MONDAY_ITSELF}, Outcome.ESCALATED, None),
        ({"is_must_serve": True, "latest_on": THURSDAY}, Outcome.ESCALATED, None),
        ({"respond_by": Minute(MINUTES_PER_DAY - 1)}, Outcome.ESCALATED, None),
        ({"respond_by": Minute(MINUTES_PER_DAY)}, Outcome.DEFERRED, date(2026, 11, 30)),
    ],
)
def test_what_can_wait_is_deferred_to_a_date_and_the_rest_escalated(
    changes: dict[str, object], outcome: Outcome, new_latest_on: date | None
) -> None:
    problem = a_problem([a_visit("v1", **changes)])

    left = leave_out(problem, problem.visits[0], "no room")

    assert (left.outcome, left.new_latest_on) == (outcome, new_latest_on)


def test_leaving_out_costs_more_the_higher_the_level_and_most_where_it_must_be_served() -> None:
    visits = [a_visit("v1"), a_visit("v2", level_of_care=LevelOfCare.URGENT), a_visit("v3", is_must_serve=True)]
    problem = a_problem(visits)

    routine, urgent, must_serve = (points_of_leaving_out(problem, visit) for visit in problem.visits)

    assert (urgent, must_serve) == (8 * routine, 5 * routine)
