"""How long encoding, the first plan, moves, a full reading and the exact model take."""

from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.micro.public_day import write_public_day
from scheduler.encoding.codec import plan_of, routes_of
from scheduler.encoding.encode import Encoding, encode
from scheduler.io.hhcrsp import read_instance
from scheduler.model.plan import Plan
from scheduler.model.problem import Problem
from scheduler.solvers.anneal.cooling import rounds_for
from scheduler.solvers.anneal.search import Best, anneal
from scheduler.solvers.anneal.solver import hood_of
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import part_of, whole
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.kernels.edits import read_everything
from scheduler.solvers.kernels.packed import pack
from scheduler.solvers.kernels.tracks import adopt, empty_state
from scheduler.solvers.stopping import Budget, Stopwatch

MOVES = 20_000
"""So many from the same first plan, with the same random numbers: the same work in every round."""


def test_encoding(benchmark: BenchmarkFixture, problem: Problem) -> None:
    assert benchmark(encode, problem).problem is problem


def test_decoding(benchmark: BenchmarkFixture, encoding: Encoding, plan: Plan) -> None:
    assert benchmark(plan_of, encoding, routes_of(encoding, plan)).routes == plan.routes


def test_insertion(benchmark: BenchmarkFixture, encoding: Encoding) -> None:
    assert benchmark(solve_by_insertion, encoding, Stopwatch(Budget(iterations=1))).plan.routes


@pytest.mark.parametrize("share", [0.2, 0.8], ids=["hot", "cold"])
def test_moves(benchmark: BenchmarkFixture, encoding: Encoding, plan: Plan, share: float) -> None:
    facts, hood = pack(encoding.facts), hood_of(encoding)
    state, temperature = empty_state(facts), rounds_for(encoding)[0].at(share)

    def first_plan() -> tuple[tuple[object, ...], dict[str, object]]:
        cost = adopt(encoding, facts, state, plan)
        best = Best(np.array([cost]), state.tasks.copy(), state.keys.copy())
        return (facts, state, best, hood, np.random.default_rng(1), temperature, MOVES), {}

    kept = benchmark.pedantic(anneal, setup=first_plan, rounds=10, warmup_rounds=1)

    benchmark.extra_info["moves_a_second"] = round(MOVES / benchmark.stats.stats.min)
    assert kept


def test_reading_everything(benchmark: BenchmarkFixture, encoding: Encoding, plan: Plan) -> None:
    facts = pack(encoding.facts)
    state = empty_state(facts)
    cost = adopt(encoding, facts, state, plan)

    assert benchmark(read_everything, facts, state) == cost


def test_building_the_exact_model_of_30_patients(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    instance = read_instance(write_public_day(tmp_path / "small.json", num_patients=30, seed=1))
    encoding = encode(instance.problem)

    assert benchmark(lambda: build(encoding, whole(encoding))).terms


def test_building_the_model_of_a_repair(benchmark: BenchmarkFixture, encoding: Encoding, plan: Plan) -> None:
    routes = routes_of(encoding, plan)
    shifts = sorted(routes)[:3]
    free = [task for shift in shifts for task, _ in routes[shift]]

    assert benchmark(lambda: build(encoding, part_of(encoding, routes, shifts=shifts, free=free))).terms
