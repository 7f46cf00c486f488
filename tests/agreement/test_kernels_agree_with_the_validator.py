"""What kernels say a plan costs is what the judge says, after any move; and a move taken back leaves no trace."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from scheduler.encoding.codec import plan_of
from scheduler.encoding.encode import LEAST_PENALTY, Encoding, encode
from scheduler.model.plan import Plan
from scheduler.model.policy import Policy
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift
from scheduler.rules import RuleId
from scheduler.solvers.anneal.search import propose
from scheduler.solvers.anneal.solver import hood_of
from scheduler.solvers.insertion.solver import hardest_first, insert_all
from scheduler.solvers.kernels.edits import begin, read_everything, take_back
from scheduler.solvers.kernels.packed import Packed, pack
from scheduler.solvers.kernels.pricing import total_cost
from scheduler.solvers.kernels.reading import read_again
from scheduler.solvers.kernels.rehearsal import rehearsed_cost
from scheduler.solvers.kernels.state import Count, Placed, State, Track
from scheduler.solvers.kernels.tracks import adopt, empty_state, routes_in
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.agreement.kernel_plans import is_in_order
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_plan, a_problem, a_shift, a_visit

pytestmark = pytest.mark.kernel
SEEDS = range(12)
MOVES, FEWEST_CHECKED = 250, 10
NEAR_LAWFUL = LEAST_PENALTY // 2
"""Moves that cost more are taken back, so that plans stay near lawful: there faults show."""
FAR_FROM_LAWFUL = 300 * LEAST_PENALTY
"""Hours late, into the next day, kernels take the daylight of the day that was meant."""


class Search(NamedTuple):
    encoding: Encoding
    facts: Packed
    state: State


def a_search(problem: Problem) -> Search:
    encoding = encode(problem)
    facts = pack(encoding.facts)
    state = empty_state(facts)
    insert_all(facts, state, hardest_first(encoding), Stopwatch(Budget(iterations=1)))
    return Search(encoding, facts, state)


def judged(search: Search) -> tuple[int, bool]:
    """The judge's amounts at the prices that kernels use, and whether everybody reaches every stop in time."""
    report = validate(search.encoding.problem, plan_of(search.encoding, routes_in(search.state)))
    return int(np.dot(search.encoding.facts.price, report.amounts)), not report.amount_of(RuleId.TRAVEL_TIME)


@pytest.mark.parametrize("num_days", [1, 2])
@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_move_the_cost_is_what_the_judge_says(seed: int, num_days: int) -> None:
    """Where a fixed event is reached late, the gaps around it may be read another way: both call it unlawful."""
    search = a_search(a_random_problem(seed, num_visits=14, num_shifts=4, num_days=num_days))
    hood, rng = hood_of(search.encoding), np.random.default_rng(seed)
    checked, kept = 0, total_cost(search.facts, search.state)

    for _ in range(MOVES):
        begin(search.state)
        if not propose(search.facts, search.state, hood, rng, rng.random()):
            take_back(search.state)
            continue
        cost = read_again(search.facts, search.state)
        if is_in_order(search.encoding, search.state) and cost < FAR_FROM_LAWFUL:
            at_prices, is_in_time = judged(search)
            checked += 1
            assert cost == at_prices if is_in_time else min(cost, at_prices) >= LEAST_PENALTY
        if cost > kept + NEAR_LAWFUL:
            take_back(search.state)
        else:
            kept = cost

    assert checked >= FEWEST_CHECKED


@pytest.mark.parametrize("seed", SEEDS)
def test_reading_what_a_move_touches_gives_what_reading_everything_gives(seed: int) -> None:
    search = a_search(a_random_problem(seed, num_visits=18, num_shifts=4, num_days=2))
    hood, rng = hood_of(search.encoding), np.random.default_rng(seed)
    kept = total_cost(search.facts, search.state)

    for _ in range(MOVES):
        begin(search.state)
        if not propose(search.facts, search.state, hood, rng, rng.random()):
            take_back(search.state)
            continue
        cost = read_again(search.facts, search.state)
        if cost > kept + NEAR_LAWFUL:
            take_back(search.state)
            continue

        kept = cost
        assert read_everything(search.facts, search.state) == cost


@pytest.mark.parametrize("seed", SEEDS)
def test_a_move_rehearsed_seldom_looks_worse_than_it_is(seed: int) -> None:
    """Only where links let a route gain that was not edited. Breaks that may be missed, and care that ends in its window, are left aside: there a later start can be the better."""
    problem = a_random_problem(seed, num_visits=18, num_shifts=4, num_days=2)
    search = a_search(
        replace(
            problem,
            shifts=tuple(with_its_break_owed(shift) for shift in problem.shifts),
            policy=Policy(limits=problem.policy.limits),
        )
    )
    hood, rng, state = hood_of(search.encoding), np.random.default_rng(seed), search.state
    checked = exact = worse = 0
    kept = total_cost(search.facts, state)

    for _ in range(MOVES):
        begin(state)
        if not propose(search.facts, state, hood, rng, rng.random()):
            take_back(state)
            continue
        rehearsed = rehearsed_cost(search.facts, state)
        cost = read_again(search.facts, state)
        if cost <= kept + NEAR_LAWFUL:
            checked += 1
            exact += rehearsed == cost
            worse += rehearsed > cost
        if cost > kept + NEAR_LAWFUL:
            take_back(state)
        else:
            kept = cost

    assert checked >= FEWEST_CHECKED
    assert exact
    assert worse <= checked / 5


def with_its_break_owed(shift: Shift) -> Shift:
    return replace(shift, rest_break=replace(shift.rest_break, may_be_missed=False)) if shift.rest_break else shift


@pytest.mark.parametrize("seed", SEEDS)
def test_a_move_taken_back_leaves_no_trace(seed: int) -> None:
    search = a_search(a_random_problem(seed, num_visits=14, num_shifts=4, num_days=2))
    hood, rng = hood_of(search.encoding), np.random.default_rng(seed)

    for _ in range(MOVES):
        before = what_counts(search)
        begin(search.state)
        if propose(search.facts, search.state, hood, rng, rng.random()):
            read_again(search.facts, search.state)
        take_back(search.state)
        assert what_counts(search) == before
        begin(search.state)
        if propose(search.facts, search.state, hood, rng, rng.random()):
            read_again(search.facts, search.state)
        else:
            take_back(search.state)


def what_counts(search: Search) -> tuple[object, ...]:
    state = search.state
    is_placed = state.tasks[:, Placed.ROUTE] >= 0
    lengths = state.shifts[:, Track.LENGTH]
    return (
        total_cost(search.facts, state),
        int(state.counts[Count.TOTAL]),
        state.tasks[is_placed].tolist(),
        state.tasks[:, Placed.ROUTE].tolist(),
        state.keys.tolist(),
        [state.sequence[shift, :length].tolist() for shift, length in enumerate(lengths)],
        state.shifts[:, : Track.WORK + 1].tolist(),
        state.shifts[:, Track.IS_ACTIVE].tolist(),
        state.parties[:, 0].tolist(),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_read_into_arrays_and_back_is_the_same_plan(seed: int) -> None:
    search = a_search(a_random_problem(seed, num_visits=14, num_shifts=4, num_days=2))
    plan = plan_of(search.encoding, routes_in(search.state))
    other = empty_state(search.facts)

    adopt(search.encoding, search.facts, other, plan)

    assert visits_by_route(plan_of(search.encoding, routes_in(other))) == visits_by_route(plan)


def visits_by_route(plan: Plan) -> dict[str, list[tuple[str, int]]]:
    return {route.shift_id: [(stop.visit_id, stop.attendance) for stop in route.stops] for route in plan.routes}


def test_a_stop_is_read_as_early_as_the_one_before_and_its_window_allow() -> None:
    search = a_search(a_problem([a_visit("v1", window=(500, 520)), a_visit("v2", window=(480, 960))], [a_shift("d1")]))
    adopt(search.encoding, search.facts, search.state, a_plan({"d1": [("v1", 520), ("v2", 700)]}))

    assert routes_in(search.state) == {0: [(0, 500), (1, 540)]}
