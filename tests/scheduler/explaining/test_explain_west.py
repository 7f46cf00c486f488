"""What is said of the pressed day of West is true by the validator, word for word."""

import pytest

from scheduler.explaining.explain import explain
from scheduler.explaining.explanation import Explanation
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.validation.validator import validate

NUM_LEFT_OUT = 10
Pressed = tuple[Problem, Plan]


@pytest.fixture(scope="module")
def left_out(pressed: Pressed) -> list[Explanation]:
    problem, plan = pressed
    step = len(plan.left_out) // NUM_LEFT_OUT
    return [explain(problem, plan, left.visit_id) for left in plan.left_out[::step][:NUM_LEFT_OUT]]


def test_the_day_leaves_enough_out_to_explain_both_what_fits_and_what_does_not(left_out: list[Explanation]) -> None:
    assert len(left_out) == NUM_LEFT_OUT
    assert any(each.alternatives for each in left_out)
    assert any(each.relaxations for each in left_out)


def test_every_rule_that_stands_in_the_way_is_one_the_validator_finds_broken(
    pressed: Pressed, left_out: list[Explanation]
) -> None:
    problem, _ = pressed

    for each in left_out:
        for obstacle in each.obstacles:
            broken = validate(problem, obstacle.plan).hard_violations
            assert broken == obstacle.violations
            assert {found.rule for found in broken} == set(obstacle.rules)
            assert each.visit_id in {
                stop.visit_id for shift, stop in obstacle.plan.stops() if shift == obstacle.shift_id
            }


def test_every_shift_on_duty_is_an_obstacle_or_can_take_the_visit(
    pressed: Pressed, left_out: list[Explanation]
) -> None:
    problem, _ = pressed

    for each in left_out:
        in_the_way = {obstacle.shift_id for obstacle in each.obstacles}
        lawful = {place.shift_id for place in each.alternatives}
        assert not in_the_way & lawful
        # Only the cheapest lawful places are listed.
        assert len(lawful) == min(5, len(problem.shifts) - len(in_the_way))


def test_each_relaxation_alone_makes_the_visit_fit(pressed: Pressed, left_out: list[Explanation]) -> None:
    problem, _ = pressed

    for each in left_out:
        for relaxation in each.relaxations:
            relaxed = relaxation.apply(problem)
            assert validate(relaxed, relaxation.plan).is_lawful
            assert each.visit_id in {stop.visit_id for _, stop in relaxation.plan.stops()}


def test_relaxations_are_offered_only_for_what_fits_nowhere(left_out: list[Explanation]) -> None:
    assert not any(each.relaxations and each.alternatives for each in left_out)


def test_a_place_that_the_search_missed_is_lawful_and_costs_what_is_said(
    pressed: Pressed, left_out: list[Explanation]
) -> None:
    problem, plan = pressed
    cost = validate(problem, plan).cost

    for each in left_out:
        for place in each.alternatives:
            report = validate(problem, place.plan)
            assert report.is_lawful
            assert report.num_planned == validate(problem, plan).num_planned + 1
            assert place.points == report.cost - cost == sum(points for _, points in place.costs)


def test_places_are_ranked_by_what_they_cost_and_relaxations_by_what_they_ask(left_out: list[Explanation]) -> None:
    for each in left_out:
        points = [place.points for place in each.alternatives]
        ranks = [relaxation.change.rank for relaxation in each.relaxations]
        assert points == sorted(points)
        assert ranks == sorted(ranks)


def test_planned_visits_name_only_lawful_alternatives_and_true_obstacles(pressed: Pressed) -> None:
    problem, plan = pressed
    planned = list(dict.fromkeys(stop.visit_id for _, stop in plan.stops()))
    double_up = next(visit_id for visit_id in planned if problem.visit_by_id[visit_id].is_double_up)

    for visit_id in (planned[100], double_up):
        each = explain(problem, plan, visit_id)

        assert len(each.placements) == len(problem.visit_by_id[visit_id].attendances)
        assert all(validate(problem, place.plan).is_lawful for place in each.alternatives)
        assert all(validate(problem, o.plan).hard_violations == o.violations for o in each.obstacles)


def test_nobody_is_named(pressed: Pressed, left_out: list[Explanation]) -> None:
    problem, _ = pressed
    names = {patient.name for patient in problem.patients} | {member.name for member in problem.staff}

    for each in left_out:
        said = str(each.as_dict())
        assert not [name for name in names if name in said]
