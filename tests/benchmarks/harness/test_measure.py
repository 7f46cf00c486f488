"""A solve is judged by its solution file alone."""

from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.harness.measure import judge, solve_and_judge
from scheduler.errors import InputError
from scheduler.io.public_instances import PublicInstance, read_public_instance
from scheduler.rules import RuleId
from scheduler.solvers.stopping import Budget
from tests.benchmarks.harness.folders import a_random_instance
from tests.scheduler.io.hhcrsp_files import a_solution, an_instance, written
from tests.scheduler.io.uhhc_files import a_solution as a_unified_solution
from tests.scheduler.io.uhhc_files import an_instance as a_unified_instance

WHOLE = a_solution(c1=[("p2", "wash", 20), ("p1", "wash", 60.25)], c2=[("p2", "lift", 20)])


@pytest.fixture
def tiny(tmp_path: Path) -> PublicInstance:
    return read_public_instance(written(tmp_path, an_instance()))


def test_the_cost_is_the_fields_own_and_the_rules_add_up_to_it(tmp_path: Path, tiny: PublicInstance) -> None:
    late = a_solution(c1=[("p2", "wash", 50), ("p1", "wash", 90.25)], c2=[("p2", "lift", 50)])

    judged = judge(tiny, written(tmp_path, late, name="late"))

    assert judged.report.is_lawful
    assert float(judged.cost) == pytest.approx((20 + 30.25 + 10 + 40 + 40 + 20) / 3)
    assert sum(judged.cost_by_rule().values()) == judged.cost
    assert float(judged.cost_by_rule()[RuleId.LATENESS]) == pytest.approx(40 / 3)


def test_a_visit_that_a_solution_leaves_out_breaks_a_rule(tmp_path: Path, tiny: PublicInstance) -> None:
    without = a_solution(c1=[("p2", "wash", 20)], c2=[("p2", "lift", 20)])

    whole = judge(tiny, written(tmp_path, WHOLE, name="whole")).report
    partial = judge(tiny, written(tmp_path, without, name="without")).report

    assert whole.hard_violations == ()
    assert {found.rule for found in partial.hard_violations} == {RuleId.ACCOUNTED_FOR}


def test_a_plan_without_cost_has_no_rule_that_adds_to_it(tmp_path: Path) -> None:
    instance = read_public_instance(written(tmp_path, an_instance(distances=[[0] * 3] * 3)))
    solution = a_solution(c1=[("p2", "wash", 20), ("p1", "wash", 60)], c2=[("p2", "lift", 20)])

    judged = judge(instance, written(tmp_path, solution, name="whole"))

    assert (judged.cost, judged.cost_by_rule()) == (0, {})


def test_a_component_that_is_only_weighed_though_hard_does_not_change_what_a_point_costs(tmp_path: Path) -> None:
    components = {"travel_time": 0.5, "total_waiting_time": "HARD", "optional_patients": 1}
    instance = read_public_instance(written(tmp_path, a_unified_instance(components=components)))
    waiting = a_unified_solution(c1=[("p1", "wash", 60, 80), ("p2", "wash", 100, 112)], c2=[("p2", "lift", 100, 115)])

    judged = judge(instance, written(tmp_path, waiting, name="waiting"))

    assert instance.cost_of_a_point == Fraction(1, 10)
    assert judged.cost_by_rule() == {RuleId.TRAVEL: Fraction(50, 2), RuleId.WAITING: 10}
    assert sum(judged.cost_by_rule().values()) == judged.cost


def test_a_solution_of_another_instance_is_said_in_two_lines(tmp_path: Path, tiny: PublicInstance) -> None:
    other = a_solution(c1=[(f"other{number}", "wash", number) for number in range(9)])

    with pytest.raises(InputError) as raised:
        judge(tiny, written(tmp_path, other, name="other"))

    assert "other.json is no solution of tiny: 9 of its entries do not belong there. The first: " in str(raised.value)


def test_a_solve_writes_the_file_that_is_judged_and_its_curve_falls_to_the_judges_cost(tmp_path: Path) -> None:
    instance, solution = read_public_instance(written(tmp_path, a_random_instance(8))), tmp_path / "solution.json"

    measured = solve_and_judge(
        instance, solution, budget=Budget(iterations=2_000), solver="portfolio", seed=1, workers=1
    )

    assert measured.judged.report.is_lawful
    assert judge(instance, solution).cost == measured.judged.cost
    seconds, costs = zip(*measured.curve, strict=True)
    assert list(seconds) == sorted(seconds)
    assert list(costs) == sorted(costs, reverse=True)
    assert costs[-1] == float(measured.judged.cost)


def test_a_proof_gives_a_bound_in_the_fields_own_cost(tmp_path: Path) -> None:
    instance = read_public_instance(written(tmp_path, an_instance()))

    measured = solve_and_judge(
        instance, tmp_path / "solution.json", budget=Budget(20.0), solver="cpsat", seed=1, workers=1
    )

    assert measured.bound is not None
    assert float(measured.bound) == pytest.approx(float(measured.judged.cost))
