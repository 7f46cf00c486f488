import pytest

from scheduler.errors import InvalidNounError
from scheduler.kpis.coverage import Counts, coverage_of
from scheduler.model.demand import LevelOfCare
from scheduler.roster.roster import read_roster
from tests.builders import a_double_up, a_plan, a_problem, a_shift, a_visit, deferred, escalated


def test_visits_are_counted_by_outcome_in_all_and_by_kind() -> None:
    visits = [
        a_visit("v", level_of_care=LevelOfCare.URGENT, is_must_serve=True),
        a_visit("w", level_of_care=LevelOfCare.URGENT, is_must_serve=True),
        a_visit("x"),
        a_double_up("d"),
    ]
    problem = a_problem(visits, [a_shift("a"), a_shift("b")])
    plan = a_plan({"a": [("v", 500), ("d", 600)], "b": [("d", 600, 1)]}, [escalated("w"), deferred("x")])

    coverage = coverage_of(problem, read_roster(problem, plan))

    assert coverage.all == Counts(4, planned=2, deferred=1, escalated=1)
    assert coverage.all.planned_share == 0.5
    assert coverage.must_serve == Counts(2, planned=1, deferred=0, escalated=1)
    assert coverage.double_ups == Counts(1, planned=1, deferred=0, escalated=0)
    assert coverage.by_level[4] == Counts(2, planned=1, deferred=0, escalated=1)
    assert list(coverage.by_level) == [5, 4, 3, 2, 1]


def test_a_lost_visit_and_one_both_planned_and_left_are_refused() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])

    for plan in (a_plan({}), a_plan({"a": [("v", 500)]}, [deferred("v")])):
        with pytest.raises(InvalidNounError, match="add up"):
            coverage_of(problem, read_roster(problem, plan))


def test_no_visits_have_no_share() -> None:
    assert Counts(0, planned=0, deferred=0, escalated=0).planned_share is None
