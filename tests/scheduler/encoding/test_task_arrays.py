"""Windows as arrays: at an address that needs daylight, one for each day of a window."""

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.encoding.encode import encode
from scheduler.model.clock import Horizon
from scheduler.model.demand import RiskFlag
from scheduler.model.problem import Problem
from scheduler.rules import RuleId
from scheduler.solvers.insertion.solver import solve_by_insertion
from scheduler.solvers.stopping import Budget, Stopwatch
from scheduler.validation import validate
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit

DAY = 24 * 60
LIGHT, DARK = 8 * 60, 16 * 60 - 30 + 1
"""First start by daylight, and first that ends (after 30 minutes) when it is over."""


def by_daylight(window: tuple[int, int], hours: tuple[int, int] = (480, 960), num_days: int = 3) -> Problem:
    patient = a_patient("p-v1", risk_flag=RiskFlag.DAYLIGHT_ONLY)
    return a_problem(
        [a_visit("v1", window=window)], [a_shift("d1", hours=hours)], patients=[patient], num_days=num_days
    )


def rows_of(problem: Problem) -> list[tuple[int, ...]]:
    windows = encode(problem).facts.windows
    return list(zip(*(column.tolist() for column in windows), strict=True))


@pytest.mark.parametrize("window", [(400, 900), (500, 1200), (1000, 1100)])
def test_a_window_within_one_day_stays_one(window: tuple[int, int]) -> None:
    earliest, closes = window

    assert rows_of(by_daylight(window)) == [(max(earliest, LIGHT), earliest, closes, DARK)]


def test_a_window_of_several_days_is_split_by_the_dark() -> None:
    problem = by_daylight((600, 2 * DAY + 600))

    assert rows_of(problem) == [
        (600, 600, DARK - 1, DARK),
        (DAY + LIGHT, DARK, DAY + DARK - 1, DAY + DARK),
        (2 * DAY + LIGHT, DAY + DARK, 2 * DAY + 600, 2 * DAY + DARK),
    ]


def test_a_day_without_light_in_the_window_is_passed_over() -> None:
    problem = by_daylight((1000, DAY + 600))

    assert rows_of(problem) == [(DAY + LIGHT, 1000, DAY + 600, DAY + DARK)]


def test_daylight_is_read_off_the_clock_on_the_day_it_changes() -> None:
    autumn = Horizon(date(2026, 10, 24), 2)
    problem = replace(by_daylight((600, DAY + 700), num_days=2), horizon=autumn)

    assert [opens for opens, *_ in rows_of(problem)] == [600, autumn.minute_at(autumn.last_date, time(8, 0))]


@pytest.mark.kernel
@pytest.mark.parametrize(("begins", "starts"), [(10 * 60, 10 * 60 + 10), (7 * 60, LIGHT)])
def test_a_window_from_monday_to_wednesday_is_served_on_tuesday_by_daylight(begins: int, starts: int) -> None:
    problem = by_daylight((480, 2 * DAY + 600), hours=(DAY + begins, DAY + begins + 240))

    plan = solve_by_insertion(encode(problem), Stopwatch(Budget(seconds=60))).plan

    assert plan.routes == a_plan({"d1": [("v1", DAY + starts)]}).routes
    report = validate(problem, plan)
    assert report.is_lawful
    assert report.amount_of(RuleId.LATENESS) == 0
