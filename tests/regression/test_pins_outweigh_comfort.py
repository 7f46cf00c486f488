"""A pinned or frozen visit was left out like any other, unpunished, where that was cheaper: the search let go of pins."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import encode
from scheduler.model.problem import Pin, Problem
from scheduler.rules import RuleId
from scheduler.solvers.bounding.bound import lower_bound
from scheduler.solvers.portfolio import SOLVERS
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import ValidationReport, validate
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit

FAR_AWAY = 60
"""Minutes of driving that cost more than to defer a routine visit."""
_CALL = a_visit("v1", level_of_care=1)
_FAR = a_problem([_CALL], [a_shift("d1")], patients=[a_patient("p-v1", at=FAR_AWAY)], minutes_per_unit=1)
_AS_PUBLISHED = a_plan({"d1": [("v1", 600)]})
_ASKED = [
    replace(_FAR, pins=(Pin("v1", "d1"),)),
    replace(_FAR, pins=(Pin("v1", "d1", start=600),)),
    replace(_FAR, published=_AS_PUBLISHED, frozen_until=601),
]
_TWO_AT_ONCE = a_problem(
    [a_visit("v1"), a_visit("v2"), a_visit("v3")],
    [a_shift("d1")],
    pins=(Pin("v1", "d1", start=600), Pin("v2", "d1", start=601)),
)


def solved(problem: Problem, solver: str) -> tuple[int, ValidationReport]:
    watch = Stopwatch(Budget(iterations=2_000))
    outcome = SOLVERS[solver](encode(problem), watch, seed=1, workers=1)
    return outcome.cost, validate(problem, outcome.plan)


@pytest.mark.parametrize("solver", SOLVERS)
def test_what_nobody_asked_for_is_left_out_where_it_does_not_pay(solver: str) -> None:
    _, verdict = solved(_FAR, solver)

    assert verdict.amount_of(RuleId.DEFERRED) == 1


@pytest.mark.parametrize("problem", _ASKED, ids=["pinned", "pinned to a minute", "frozen"])
@pytest.mark.parametrize("solver", SOLVERS)
def test_what_was_asked_for_is_made_though_it_does_not_pay(solver: str, problem: Problem) -> None:
    cost, verdict = solved(problem, solver)

    assert verdict.is_lawful
    assert cost == verdict.cost


@pytest.mark.parametrize("solver", SOLVERS)
def test_where_two_pins_exclude_each_other_one_is_missed_and_no_other_rule_is_broken(solver: str) -> None:
    _, verdict = solved(_TWO_AT_ONCE, solver)

    assert [violation.rule for violation in verdict.hard_violations] == [RuleId.PIN]
    assert verdict.amount_of(RuleId.DEFERRED) == 1


def test_the_bound_holds_for_a_plan_that_misses_only_pins() -> None:
    encoding = encode(_TWO_AT_ONCE)

    outcome = SOLVERS["portfolio"](encoding, Stopwatch(Budget(seconds=2)), seed=1, workers=1)

    cost = validate(_TWO_AT_ONCE, outcome.plan).cost
    assert 0 < lower_bound(encoding) <= cost
    assert outcome.bound is None or outcome.bound <= cost


@pytest.mark.parametrize("problem", [*_ASKED, _TWO_AT_ONCE])
def test_leaving_everything_out_costs_what_the_judge_finds_at_the_prices_of_the_search(problem: Problem) -> None:
    encoding = encode(problem)

    amounts = validate(problem, plan_of(encoding, {})).amounts

    assert encoding.facts.leaving_out.sum() == np.dot(encoding.facts.price, amounts)
