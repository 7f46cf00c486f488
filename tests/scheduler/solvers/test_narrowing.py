"""What a plan of known cost rules out: never a better plan, nor anything that a better plan does."""

from itertools import pairwise

import pytest

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.model.plan import Plan
from scheduler.solvers.bounding.bound import lower_bound, relaxation
from scheduler.solvers.bounding.narrowing import narrowed
from scheduler.solvers.contract import SolveOutcome, SolveStatus
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_problem, a_shift, a_visit


def solved(encoding: Encoding, *, start: Plan | None = None) -> SolveOutcome:
    return solve_exactly(encoding, Stopwatch(Budget(seconds=30)), seed=1, workers=2, start=start)


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_to_begin_with_changes_neither_the_best_cost_nor_the_proof(seed: int) -> None:
    encoding = encode(a_random_problem(seed, num_visits=6 + seed % 3, num_days=1 + seed % 2))
    first = solve_by_insertion(encoding, Stopwatch(Budget(iterations=1000)))

    from_nothing, from_a_plan = solved(encoding), solved(encoding, start=first.plan)

    assert from_nothing.status is from_a_plan.status is SolveStatus.OPTIMAL
    assert from_a_plan.cost == from_a_plan.bound == from_nothing.cost


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_best_plan_does_one_after_the_other_is_within_its_cost(seed: int) -> None:
    encoding = encode(a_random_problem(seed, num_visits=6 + seed % 3, num_days=1 + seed % 2))

    best = solved(encoding)
    relaxed = relaxation(encoding)

    assert relaxed.bound == lower_bound(encoding)
    for tail, head in ways_in(encoding, best.plan):
        assert relaxed.bound + relaxed.above[tail, head] <= best.cost


def ways_in(encoding: Encoding, plan: Plan) -> list[tuple[int, int]]:
    """Places in order in every worked shift, with its ends, as rows of `Relaxation.above`."""
    tasks, found = encoding.facts.tasks, []
    for shift, stops in routes_of(encoding, plan).items():
        events = [(int(event), int(tasks.anchor[event])) for event in (tasks.own_shift == shift).nonzero()[0]]
        in_order = [task for task, _ in sorted([*events, *stops], key=lambda item: item[1]) if tasks.place[task] >= 0]
        end = len(tasks.visit) + shift
        found += pairwise([end, *in_order, end]) if in_order else []
    return found


def test_points_above_the_bound_buy_minutes_of_lateness_and_no_more_is_tolerated() -> None:
    # Travel costs 200; a minute late costs 20 and, as the largest, 10 more.
    encoding = encode(a_problem([a_visit("v1")], [a_shift("d1")]))

    def limit_within(points: int) -> int:
        return int(narrowed(encoding, points).facts.tasks.lateness_limit[0])

    assert limit_within(200 + 5 * 30) == 5
    assert limit_within(200 + 5 * 30 - 1) == 4
    assert limit_within(200) == 0
    assert limit_within(100_000) == encoding.facts.tasks.lateness_limit[0]
