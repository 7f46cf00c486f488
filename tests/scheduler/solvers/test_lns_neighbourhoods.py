"""What each neighbourhood frees, and which comes next."""

import random

import pytest

from scheduler.encoding.codec import routes_of
from scheduler.encoding.encode import encode
from scheduler.solvers.cpsat.solver import solve_exactly
from scheduler.solvers.lns.neighbourhoods import MOST_SHIFTS, NEIGHBOURHOODS, Ground, Standing, left_out, stand_ins
from scheduler.solvers.lns.selection import LEAST_SIZE, MOST_REACH, MOST_SIZE, Selection
from scheduler.solvers.stopping import Budget, Stopwatch
from tests.agreement.random_problems import a_random_problem
from tests.builders import a_plan, a_problem, a_shift, a_visit


@pytest.fixture(scope="module")
def standing() -> Standing:
    """A plan of several shifts that leaves visits out."""
    encoding = encode(a_random_problem(4, num_visits=16, num_shifts=4))
    solved = solve_exactly(encoding, Stopwatch(Budget(iterations=300)), seed=1, workers=1)
    return Standing(Ground(encoding), routes_of(encoding, solved.plan))


@pytest.mark.parametrize("name", NEIGHBOURHOODS)
def test_whatever_is_freed_lies_in_an_open_shift_or_is_left_out(standing: Standing, name: str) -> None:
    for seed in range(30):
        freed = NEIGHBOURHOODS[name](standing, random.Random(seed), 5)

        placed = {standing.shift_of[task] for task in freed.tasks if task in standing.shift_of}
        assert freed.tasks
        assert placed <= freed.shifts
        assert len(freed.shifts) <= MOST_SHIFTS


@pytest.mark.parametrize("name", NEIGHBOURHOODS)
def test_an_empty_problem_has_nothing_to_free(name: str) -> None:
    empty = Standing(Ground(encode(a_problem())), {})

    assert not NEIGHBOURHOODS[name](empty, random.Random(1), 5).tasks


@pytest.mark.parametrize("name", NEIGHBOURHOODS)
def test_the_same_draw_frees_the_same(standing: Standing, name: str) -> None:
    first, second = (NEIGHBOURHOODS[name](standing, random.Random(5), 6) for _ in range(2))

    assert first == second


def test_a_visit_left_out_is_freed_with_a_shift_that_may_make_it_even_an_idle_one() -> None:
    encoding = encode(a_problem([a_visit("v1"), a_visit("v2")], [a_shift("d1"), a_shift("idle")]))
    standing = Standing(Ground(encoding), routes_of(encoding, a_plan({"d1": [("v1", 600)]})))

    freed = left_out(standing, random.Random(1), 5)

    assert freed.tasks == {0, 1}
    assert freed.shifts == {0, 1}


def test_what_pays_comes_more_often_and_what_does_not_is_never_given_up() -> None:
    selection = Selection(["pays", "fails"], random.Random(1), patience=1000)

    for _ in range(200):
        selection.learn("pays", is_better=True, is_proved=False)
        selection.learn("fails", is_better=False, is_proved=False)

    drawn = [selection.choose()[0] for _ in range(200)]
    assert selection.weight_of("fails") > 0
    assert drawn.count("pays") > drawn.count("fails") > 0


def test_parts_grow_while_they_are_solved_to_the_end_and_shrink_while_they_are_not() -> None:
    selection = Selection(["quick", "slow"], random.Random(1), patience=1000)

    for _ in range(100):
        selection.learn("quick", is_better=False, is_proved=True)
        selection.learn("slow", is_better=False, is_proved=False)

    assert (selection.size_of("slow"), selection.size_of("quick")) == (LEAST_SIZE, MOST_SIZE)


def test_where_nothing_pays_any_more_parts_reach_further_and_after_a_gain_less_far() -> None:
    selection = Selection(["only"], random.Random(1), patience=3)

    def fail(times: int) -> None:
        for _ in range(times):
            selection.learn("only", is_better=False, is_proved=False)

    fail(2)
    assert selection.reach == 1
    fail(1)
    assert selection.reach == 2
    fail(3)
    assert selection.reach == 4
    assert selection.size_of("only") > 2 * MOST_SIZE // 3
    selection.learn("only", is_better=True, is_proved=False)
    assert selection.reach == 2
    fail(100)
    assert selection.reach == MOST_REACH


def test_a_large_part_of_whole_shifts_is_everything_that_anybody_may_make(standing: Standing) -> None:
    freed = stand_ins(standing, random.Random(1), 100)

    assert standing.ground.is_all(freed)
    assert not standing.ground.is_all(stand_ins(standing, random.Random(1), 3))
