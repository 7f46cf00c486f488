"""Nouns are frozen and check themselves: a noun that cannot be is refused with its value and what was expected."""

import pickle
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from scheduler.errors import InvalidNounError
from scheduler.model.demand import VisitLink
from scheduler.model.plan import Override, Plan, Route, Stop
from scheduler.model.policy import DEFAULT_WEIGHTS, Policy
from scheduler.model.time_window import TimeWindow
from scheduler.model.travel_matrix import TrafficPeriod, TravelLayer
from scheduler.model.workforce import Break, FixedEvent
from scheduler.rules import HARD_RULES, SOFT_RULES, RuleId
from tests.builders import a_problem, a_shift, a_visit


def test_a_window_includes_both_its_ends_and_may_be_one_minute_long() -> None:
    window = TimeWindow(480, 540)

    assert 480 in window
    assert 540 in window
    assert 479 not in window
    assert 541 not in window
    assert 480 in TimeWindow(480, 480)


@pytest.mark.parametrize(
    ("impossible", "says"),
    [
        (lambda: TimeWindow(600, 480), "latest_start is 480, expected 600"),
        (lambda: a_visit("v1", windows=()), "v1 has no time window"),
        (lambda: a_visit("v1", windows=(TimeWindow(600, 700), TimeWindow(650, 720))), "out of order"),
        (lambda: a_visit("v1", minutes=-1), "duration_minutes is -1"),
        (lambda: a_visit("v1", attendances=()), "0 attendances, expected 1 or 2"),
        (lambda: a_shift("d1", hours=(960, 960)), "d1 end is 960"),
        (lambda: a_shift("d1", events=(FixedEvent("talk", 950, 970),)), "expected inside 480 to 960"),
        (lambda: a_shift("d1", events=(FixedEvent("a", 500, 530), FixedEvent("b", 520, 540))), "from 520"),
        (lambda: Break(0, 600, 700), "duration_minutes is 0"),
        (lambda: Break(30, 700, 600), "latest_start is 600"),
        (lambda: VisitLink("v1", "v1", 0, 0), "joins visit v1 to itself"),
        (lambda: VisitLink("v1", "v2", 60, 30), "gap_most_minutes is 30"),
        (lambda: Route("d1", (Stop("v1", 600), Stop("v2", 500))), "v2 starts at 500"),
        (lambda: Plan((Route("d1"), Route("d1"))), "two routes for one shift"),
        (lambda: Override(RuleId.CONTACT_LIMIT, "d1", "", "busy"), "lacks a person or a reason"),
        (lambda: Policy().with_weights({RuleId.TRAVEL: -1}), "weight of travel is -1"),
        (lambda: Policy().with_weights({RuleId.SKILL: 5}), "no weight on a hard rule"),
    ],
)
def test_a_noun_that_cannot_be_is_refused_by_name(impossible: object, says: str) -> None:
    with pytest.raises(InvalidNounError, match=says):
        impossible()  # type: ignore[operator]


def test_nouns_cannot_be_changed_but_replaced() -> None:
    visit = a_visit("v1")

    with pytest.raises(FrozenInstanceError):
        visit.duration_minutes = 5  # type: ignore[misc]
    assert replace(visit, duration_minutes=5).duration_minutes == 5


def test_a_start_is_judged_by_the_last_window_that_has_opened_else_the_first() -> None:
    visit = a_visit("v1", windows=(TimeWindow(480, 500), TimeWindow(600, 620)))

    starts = (470, 480, 599, 600, 900)

    assert [visit.window_at(start).earliest_start for start in starts] == [480, 480, 480, 600, 600]


def test_a_break_is_not_paid() -> None:
    assert a_shift("d1", rest_break=Break(30, 700, 800)).paid_minutes == a_shift("d1").paid_minutes - 30


def test_a_problem_survives_a_journey_to_another_process() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    assert pickle.loads(pickle.dumps(problem)).digest == problem.digest  # noqa: S301 - our own bytes


def test_a_travel_matrix_with_a_way_to_itself_is_refused() -> None:
    travel = a_problem([a_visit("v1")], [a_shift("d1")]).travel
    layer = next(iter(travel.minutes))

    with pytest.raises(InvalidNounError, match="expected 0 or more and 0"):
        replace(travel, minutes={layer: np.ones((2, 2), dtype=np.int32)})


def test_a_shift_is_planned_with_the_traffic_at_its_midpoint() -> None:
    day, late = a_shift("d1", hours=(480, 960)), a_shift("d2", hours=(1050, 1410))
    problem = a_problem([], [day, late])

    assert problem.travel_layer_of(day) == TravelLayer(day.travel_mode, TrafficPeriod.DAY)
    assert problem.travel_layer_of(late) == TravelLayer(late.travel_mode, TrafficPeriod.EVENING)


def test_only_soft_rules_are_weighed_and_all_that_a_service_weighs_are() -> None:
    assert set(DEFAULT_WEIGHTS) == set(SOFT_RULES)
    assert all(Policy().weight_of(rule) == 0 for rule in HARD_RULES)


def test_the_cost_is_the_weighted_sum_of_soft_amounts() -> None:
    policy = Policy().with_weights({RuleId.TRAVEL: 10, RuleId.WAITING: 1})

    assert policy.cost_of({RuleId.TRAVEL: 7, RuleId.WAITING: 3, RuleId.SKILL: 99}) == 73
