from datetime import date

import pytest

from scheduler.kpis.fairness import fairness_of, spread_of, unsocial_hours
from scheduler.model.clock import Horizon
from scheduler.roster.roster import read_roster
from scheduler.units import Minute
from tests.builders import MONDAY, a_plan, a_problem, a_shift, a_visit


@pytest.mark.parametrize(("figures", "gini"), [([5, 5, 5], 0.0), ([0, 0, 0, 8], 0.75), ([0, 0], 0.0), ([1, 3], 0.25)])
def test_gini_is_nought_for_equals_and_grows_as_one_has_it_all(figures: list[float], gini: float) -> None:
    spread = spread_of(figures)

    assert spread is not None
    assert spread.gini == pytest.approx(gini)


def test_a_spread_names_least_most_mean_and_deviation() -> None:
    spread = spread_of([1, 3])

    assert spread is not None
    assert (spread.least, spread.most, spread.mean, spread.standard_deviation) == (1, 3, 2, 1)
    assert spread_of([]) is None


def test_workload_is_care_and_travel_of_everybody_on_duty_idle_ones_too() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a"), a_shift("idle")])

    workload = fairness_of(problem, read_roster(problem, a_plan({"a": [("v", 500)]}))).workload_minutes

    assert workload is not None
    assert (workload.least, workload.most, workload.gini) == (0, 30 + 20, 0.5)


@pytest.mark.parametrize(
    ("day", "start", "end", "expected"),
    [
        (MONDAY, 360, 1200, (0, 0)),
        (MONDAY, 359, 1201, (2, 0)),
        (MONDAY, 1320, 1440 + 480, (480, 0)),
        (date(2026, 11, 28), 480, 960, (480, 0)),  # Saturday
        (date(2026, 11, 28), 1320, 1440 + 480, (120, 480)),  # Saturday night into Sunday
        (date(2026, 12, 25), 480, 960, (0, 480)),  # Christmas, a Friday
        (date(2026, 10, 24), 1320, 1440 + 540, (120, 540)),  # the clocks go back: elapsed minutes count
    ],
)
def test_nights_and_saturdays_sundays_and_bank_holidays_are_told_apart(
    day: date, start: int, end: int, expected: tuple[int, int]
) -> None:
    assert unsocial_hours(Horizon(day), Minute(start), Minute(end)) == expected


def test_only_worked_shifts_have_unsocial_hours() -> None:
    problem = a_problem(
        [a_visit("v", window=(1200, 1300))], [a_shift("a", hours=(1080, 1380)), a_shift("b", hours=(1080, 1380))]
    )

    fairness = fairness_of(problem, read_roster(problem, a_plan({"a": [("v", 1200)]})))

    assert (fairness.unsocial_minutes, fairness.sunday_minutes) == (180, 0)
