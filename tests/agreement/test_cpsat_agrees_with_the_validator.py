"""CP-SAT reads the rules as the judge does: every decision pinned, the model is feasible exactly when the plan is lawful."""

import pytest

from scheduler.encoding.codec import plan_of, routes_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.solvers.contract import SolveStatus
from scheduler.solvers.cpsat.constraints import FAMILIES
from scheduler.solvers.cpsat.model import HOLDS_BY_CONSTRUCTION, TRANSLATES
from scheduler.solvers.cpsat.pinned import amounts_of
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from scheduler.validation.checks import CHECKS
from tests.agreement.brute_force import EARLY_IS_BEST, best_by_brute_force
from tests.agreement.random_problems import a_random_problem, small_steps
from tests.agreement.spoilers import SPOILERS, Spoiler
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_visit

SAID_OF_WHAT_IS_LEFT_OUT = {RuleId.ACCOUNTED_FOR, RuleId.MUST_SERVE, RuleId.DEFERRAL_REASON}
"""A model decides what is left out; what is said of it is written by the encoding."""


def test_every_rule_is_translated_or_holds_by_construction_and_none_is_both() -> None:
    assert TRANSLATES | HOLDS_BY_CONSTRUCTION.keys() == set(RuleId)
    assert not TRANSLATES & HOLDS_BY_CONSTRUCTION.keys()


def test_each_rule_stands_in_the_file_of_the_same_name_as_its_check() -> None:
    for family in FAMILIES:
        name = family.__name__.rpartition(".")[2]
        rules = {*family.HARD, *family.SOFT, *family.HOLDS_BY_CONSTRUCTION}

        assert {CHECKS[rule].__module__.rpartition(".")[2] for rule in rules} == {name}


@pytest.mark.parametrize("spoiler", [each for each in SPOILERS if each.rule not in SAID_OF_WHAT_IS_LEFT_OUT], ids=str)
def test_the_model_tells_a_spoiled_plan_from_a_lawful_one(spoiler: Spoiler) -> None:
    encoding = encode(spoiler.problem)

    for plan in (spoiler.lawful, spoiler.spoiled):
        _assert_agreement(encoding, plan)


@pytest.mark.parametrize("seed", range(25))
def test_near_a_lawful_plan_the_model_is_feasible_exactly_when_the_judge_finds_nothing_hard(seed: int) -> None:
    problem = a_random_problem(seed, num_days=1 + seed // 20)
    encoding = encode(problem)
    solved = solve_exactly(encoding, Stopwatch(Budget(seconds=3)), seed=1, workers=2)

    verdicts = [_assert_agreement(encoding, plan) for plan in small_steps(solved.plan, seed, count=8)]

    assert validate(problem, solved.plan).is_lawful
    assert len(verdicts) == 8 or not list(solved.plan.stops())


def test_the_plans_near_lawful_ones_are_of_both_kinds() -> None:
    verdicts = []
    for seed in range(3, 6):
        encoding = encode(a_random_problem(seed))
        solved = solve_exactly(encoding, Stopwatch(Budget(seconds=3)), seed=1, workers=2)
        verdicts += [_assert_agreement(encoding, plan) for plan in small_steps(solved.plan, seed, count=10)]

    assert verdicts.count(True) >= 5
    assert verdicts.count(False) >= 5


@pytest.mark.parametrize(
    "problem",
    [
        a_problem(
            [a_visit("v1", window=(480, 500)), a_visit("v2", window=(480, 520)), a_double_up("v3", window=(540, 560))],
            [a_shift("d1"), a_shift("d2")],
            policy=EARLY_IS_BEST,
        ),
        a_problem(
            [a_visit(f"v{units}", patient=f"p{units}", window=(480, 540), minutes=45) for units in (1, 4, 7)],
            [a_shift("d1", hours=(480, 600)), a_shift("d2", hours=(480, 640), overtime_limit_minutes=30)],
            patients=[a_patient(f"p{units}", at=units) for units in (1, 4, 7)],
            policy=EARLY_IS_BEST,
        ),
        a_problem(
            [a_visit("v1", is_remote=True), a_visit("v2", window=(500, 510), is_time_critical=True), a_visit("v3")],
            [a_shift("d1", hours=(480, 580), visit_limit=2), a_shift("d2", hours=(560, 660))],
            policy=EARLY_IS_BEST,
        ),
    ],
    ids=["a double-up", "short shifts", "a remote visit"],
)
def test_the_proved_optimum_is_the_cost_of_the_best_plan_of_all(problem: Problem) -> None:
    _, least = best_by_brute_force(problem)

    solved = solve_exactly(encode(problem), Stopwatch(Budget(seconds=20)), seed=1, workers=2)

    assert solved.status is SolveStatus.OPTIMAL
    assert (solved.cost, solved.bound) == (least, least)
    assert validate(problem, solved.plan).cost == least


def _assert_agreement(encoding: Encoding, plan: Plan) -> bool:
    """Compare the model's reading of the stops of a plan with the judge's; whether the plan is lawful."""
    routes = routes_of(encoding, plan)
    planned = {stop.visit_id for _, stop in plan.stops()}
    left_out = [each for each in plan_of(encoding, {}).left_out if each.visit_id not in planned]
    verdict = validate(encoding.problem, Plan(plan.routes, tuple(left_out)))

    amounts = amounts_of(encoding, routes)

    assert (amounts is not None) == verdict.is_lawful, verdict.hard_violations
    assert amounts is None or amounts == {rule: verdict.amount_of(rule) for rule in amounts}
    return verdict.is_lawful
