"""A part of a plan is decided anew; the rest keeps its shift, its order or its minute."""

from scheduler.encoding.codec import TaskRoutes
from scheduler.encoding.encode import Encoding, encode
from scheduler.solvers.cpsat.model import build
from scheduler.solvers.cpsat.part import Part, part_of, unchanged, whole
from scheduler.solvers.cpsat.search import Limits, search
from scheduler.solvers.stopping import Budget, Stopwatch
from tests.builders import a_double_up, a_patient, a_problem, a_shift, a_staff_member, a_visit


def _decided(encoding: Encoding, part: Part) -> TaskRoutes:
    found = search(build(encoding, part), Limits(seed=1, workers=1), Stopwatch(Budget(seconds=10)))
    assert found.routes is not None
    assert found.is_proved
    return found.routes


def _a_line(*, num_shifts: int = 1) -> Encoding:
    """Homes 1 to 4 along a line, to be visited at any time; the shortest way is 1, 2, 3, 4 or back."""
    patients = [a_patient(f"p{units}", at=units) for units in range(1, 5)]
    visits = [a_visit(f"v{units}", patient=f"p{units}") for units in range(1, 5)]
    return encode(a_problem(visits, [a_shift(f"d{row}") for row in range(num_shifts)], patients=patients))


def test_a_free_task_finds_its_best_place_while_the_others_keep_their_order() -> None:
    encoding = _a_line()
    detour = {0: [(0, 500), (3, 600), (1, 700), (2, 800)]}

    decided = _decided(encoding, part_of(encoding, detour, shifts=[0], free=[3]))

    order = [task for task, _ in decided[0]]
    assert [task for task in order if task != 3] == [0, 1, 2]
    assert order != [0, 3, 1, 2]


def test_nothing_free_keeps_every_order_even_a_bad_one() -> None:
    encoding = _a_line()
    detour = {0: [(0, 500), (3, 600), (1, 700), (2, 800)]}

    decided = _decided(encoding, unchanged(encoding, detour))

    assert [task for task, _ in decided[0]] == [0, 3, 1, 2]


def test_a_closed_shift_stays_to_the_minute() -> None:
    encoding = _a_line(num_shifts=2)
    before = {0: [(0, 500), (3, 600)], 1: [(1, 655), (2, 777)]}

    decided = _decided(encoding, part_of(encoding, before, shifts=[0], free=[0, 3]))

    assert decided[1] == [(1, 655), (2, 777)]


def test_a_task_that_is_neither_free_nor_placed_stays_left_out() -> None:
    encoding = _a_line()

    decided = _decided(encoding, part_of(encoding, {0: [(0, 500)]}, shifts=[0], free=[1]))

    assert sorted(task for task, _ in decided[0]) == [0, 1]


def test_half_a_double_up_in_a_closed_shift_holds_the_start_of_the_other_half() -> None:
    encoding = encode(a_problem([a_double_up("v1"), a_visit("v2")], [a_shift("d1"), a_shift("d2")]))
    before = {0: [(0, 600)], 1: [(1, 600), (2, 700)]}

    decided = _decided(encoding, part_of(encoding, before, shifts=[1], free=[1, 2]))

    assert dict(decided[1])[1] == 600


def test_freeing_half_a_double_up_frees_the_other_half_that_is_left_out_with_it() -> None:
    encoding = encode(a_problem([a_double_up("v1")], [a_shift("d1"), a_shift("d2")]))

    assert part_of(encoding, {}, shifts=[0, 1], free=[0]).free == {0, 1}


def test_all_shifts_of_a_person_are_open_together_where_rest_could_bind() -> None:
    shifts = [a_shift("early", staff="s1"), a_shift("late", staff="s1", hours=(1000, 1300)), a_shift("other")]
    encoding = encode(a_problem([a_visit("v1")], shifts, staff=[a_staff_member("s1")]))

    assert part_of(encoding, {}, shifts=[0], free=[]).shifts == (0, 1)
    assert part_of(encoding, {}, shifts=[2], free=[]).shifts == (2,)


def test_the_whole_problem_is_a_part_in_which_everything_is_free() -> None:
    encoding = _a_line(num_shifts=2)

    assert whole(encoding) == Part((0, 1), frozenset(range(4)), {})
