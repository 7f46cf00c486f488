from datetime import date

import pytest

from scheduler.kpis.pay import PAY_RATES, Pay, PayRate, pay_of, rate_of
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.model.skills import Band
from scheduler.model.workforce import Role
from scheduler.roster.roster import read_roster
from tests.builders import MONDAY, a_plan, a_problem, a_shift, a_staff_member, a_visit

RATES = (PayRate(date(2026, 4, 1), Band.BAND_5, 1200, 30, 60, 150, "test"),)
SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)


def pay(problem: Problem, routes: dict[str, list[tuple[str, int]]] | None = None) -> Pay:
    return pay_of(problem, read_roster(problem, a_plan(routes or {})), rates=RATES)


@pytest.mark.parametrize(
    ("day", "hours", "unsocial"),
    [
        (MONDAY, (480, 960), 0),
        (MONDAY, (1140, 1260), 360),
        (SATURDAY, (480, 960), 2880),
        (SUNDAY, (480, 960), 5760),
        (date(2026, 12, 25), (480, 960), 5760),
    ],
)
def test_nights_weekends_and_bank_holidays_cost_more(day: date, hours: tuple[int, int], unsocial: int) -> None:
    problem = a_problem(shifts=[a_shift("a", hours=hours)], horizon=Horizon(day))

    # £12 an hour; an hour after eight in the evening and Saturdays are 30 % more, Sundays 60 %.
    assert pay(problem) == Pay(basic_pence=(hours[1] - hours[0]) * 20, unsocial_pence=unsocial, overtime_pence=0)


def test_overtime_is_paid_beyond_the_end_of_the_shift() -> None:
    problem = a_problem([a_visit("v", minutes=40)], [a_shift("a", overtime_limit_minutes=30)])

    # Given care that ends at 16:00, and a way back of ten minutes: at £18 an hour, £3.
    assert pay(problem, {"a": [("v", 920)]}).overtime_pence == 300


def test_volunteers_are_not_paid_and_later_rates_count_from_their_day() -> None:
    rates = (*RATES, PayRate(date(2027, 4, 1), Band.BAND_5, 1300, 30, 60, 150, "test"))
    nurse, volunteer = a_staff_member("n"), a_staff_member("v", role=Role.VOLUNTEER)

    assert rate_of(volunteer, MONDAY, rates) is None
    assert [rate_of(nurse, day, rates) for day in (date(2020, 1, 1), date(2027, 3, 31), date(2027, 4, 1))] == [
        rates[0],
        rates[0],
        rates[1],
    ]


def test_every_band_has_a_rate_with_its_source() -> None:
    assert {rate.band for rate in PAY_RATES} == set(Band)
    assert all(rate.source for rate in PAY_RATES)
