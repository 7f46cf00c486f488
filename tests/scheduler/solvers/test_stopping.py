"""A solver stops by the clock, by count, or because somebody asked."""

import pytest

from scheduler.errors import InvalidNounError
from scheduler.solvers.stopping import Budget, Stopwatch


def test_a_budget_names_seconds_or_iterations_or_both() -> None:
    with pytest.raises(InvalidNounError, match="neither seconds nor iterations"):
        Budget()
    with pytest.raises(InvalidNounError, match="expected 0 or more"):
        Budget(seconds=-1)
    assert Budget(seconds=0).seconds == 0


def test_a_watch_that_counts_is_over_with_the_last_iteration_and_not_before() -> None:
    watch = Stopwatch(Budget(iterations=10))

    assert not watch.is_over(9)
    assert watch.is_over(10)
    assert watch.seconds_left == float("inf")
    assert watch.share_used(5) == 0.5


def test_a_watch_without_time_is_over_at_once() -> None:
    assert Stopwatch(Budget(seconds=0)).is_over()
    assert Stopwatch(Budget(iterations=0)).is_over()


def test_a_watch_that_is_stopped_is_over_whatever_is_left() -> None:
    watch = Stopwatch(Budget(seconds=1000))
    assert not watch.is_over()

    watch.stop()

    assert watch.is_over()
