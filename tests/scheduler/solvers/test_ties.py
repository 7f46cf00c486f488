"""Shifts hang together in time where a start in one may move, or price, a start in another."""

from typing import Any

import pytest

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import encode
from scheduler.model.demand import VisitId, VisitLink
from scheduler.model.plan import Plan
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.rules import SOFT_RULES, RuleId
from scheduler.solvers.cpsat.ties import tied_shifts
from scheduler.units import Minutes
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_staff_member, a_visit

PLAN = a_plan({"d1": [("v1", 500)], "d2": [("v2", 500)], "d3": [("v3", 500)]})


def _weighing(*rules: RuleId) -> Policy:
    return Policy().with_weights({rule: int(rule in rules) for rule in SOFT_RULES})


def _three_shifts(*rules: RuleId, **more: Any) -> Problem:
    shifts = [a_shift("d1"), a_shift("d2"), a_shift("d3")]
    return a_problem([a_visit("v1"), a_visit("v2"), a_visit("v3")], shifts, policy=_weighing(*rules), **more)


def _groups(problem: Problem, plan: Plan = PLAN) -> set[frozenset[int]]:
    encoding = encode(problem)
    return {frozenset(group) for group in tied_shifts(encoding, routes_of(encoding, plan))}


APART = {frozenset({0}), frozenset({1}), frozenset({2})}
FIRST_TWO = {frozenset({0, 1}), frozenset({2})}


def test_shifts_that_share_nothing_stand_alone() -> None:
    assert _groups(_three_shifts(RuleId.WAITING, RuleId.LARGEST_LATENESS, RuleId.DOOR_KNOCKS)) == APART


def test_a_double_up_ties_both_shifts() -> None:
    shifts = [a_shift("d1"), a_shift("d2"), a_shift("d3")]
    problem = a_problem([a_double_up("v1"), a_visit("v3")], shifts, policy=_weighing(RuleId.WAITING))

    assert _groups(problem, a_plan({"d1": [("v1", 500, 0)], "d2": [("v1", 500, 1)], "d3": [("v3", 500)]})) == FIRST_TWO


def test_a_link_ties_the_shifts_of_its_visits() -> None:
    link = VisitLink(VisitId("v1"), VisitId("v2"), Minutes(0), Minutes(60))

    assert _groups(_three_shifts(links=(link,))) == FIRST_TWO


@pytest.mark.parametrize(
    ("rule", "is_tied"), [(RuleId.DOOR_KNOCKS, True), (RuleId.DISTINCT_STAFF, True), (RuleId.CONTINUITY, False)]
)
def test_a_patient_ties_the_shifts_of_a_day_where_a_rule_looks_at_the_whole_day(rule: RuleId, *, is_tied: bool) -> None:
    visits = [a_visit("v1", patient="p"), a_visit("v2", patient="p"), a_visit("v3")]
    problem = a_problem(visits, [a_shift("d1"), a_shift("d2"), a_shift("d3")], policy=_weighing(rule))

    assert _groups(problem) == (FIRST_TWO if is_tied else APART)


@pytest.mark.parametrize(("ends", "is_tied"), [(1439, False), (1440, True)])
def test_a_patient_ties_shifts_of_two_days_only_if_one_reaches_into_the_next(ends: int, *, is_tied: bool) -> None:
    late, next_day = (1380, 1400), (1440 + 480, 1440 + 600)
    visits = [a_visit("v1", patient="p", window=late), a_visit("v2", patient="p", window=next_day)]
    shifts = [a_shift("d1", hours=(1000, ends)), a_shift("d2", hours=(1440 + 480, 1440 + 960))]
    problem = a_problem(visits, shifts, num_days=2, policy=_weighing(RuleId.DOOR_KNOCKS))

    tied = _groups(problem, a_plan({"d1": [("v1", 1380)], "d2": [("v2", 1440 + 500)]}))

    assert (len(tied) == 1) == is_tied


@pytest.mark.parametrize(("overtime", "is_tied"), [(0, False), (60, True)])
def test_a_person_ties_two_shifts_only_if_overtime_could_shorten_the_rest_between(
    overtime: int, *, is_tied: bool
) -> None:
    next_morning = 960 + 11 * 60
    shifts = [
        a_shift("d1", staff="s", overtime_limit_minutes=overtime),
        a_shift("d2", staff="s", hours=(next_morning, next_morning + 480)),
    ]
    visits = [a_visit("v1"), a_visit("v2", window=(next_morning, next_morning + 480))]
    problem = a_problem(visits, shifts, staff=[a_staff_member("s")], num_days=2, policy=_weighing(RuleId.WAITING))

    tied = _groups(problem, a_plan({"d1": [("v1", 500)], "d2": [("v2", next_morning + 100)]}))

    assert (len(tied) == 1) == is_tied


@pytest.mark.parametrize("rule", [RuleId.LARGEST_WAIT, RuleId.LARGEST_IDLE])
def test_the_largest_of_all_shifts_ties_them_all(rule: RuleId) -> None:
    assert _groups(_three_shifts(rule)) == {frozenset({0, 1, 2})}
