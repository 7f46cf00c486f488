"""A problem holds together, and the same question has the same digest."""

from dataclasses import replace

import pytest

from scheduler.errors import InvalidProblemError
from scheduler.model.demand import VisitLink
from tests.builders import a_problem, a_shift, a_visit


def test_the_same_question_has_the_same_digest_and_any_change_another() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    assert problem.digest == a_problem([a_visit("v1")], [a_shift("d1")]).digest
    assert problem.digest != a_problem([a_visit("v1", minutes=31)], [a_shift("d1")]).digest
    assert problem.digest != a_problem([a_visit("v1")], [a_shift("d1")], minutes_per_unit=11).digest


def test_every_reference_that_leads_nowhere_is_named() -> None:
    problem = a_problem([a_visit("v1")], [a_shift("d1")])

    with pytest.raises(InvalidProblemError) as caught:
        replace(problem, links=(VisitLink("v1", "v9", 0, 5),), staff=())

    assert caught.value.faults == (
        "shift d1 names staff member s-d1, expected one that exists",
        "a link names visit v9, expected one that exists",
    )
