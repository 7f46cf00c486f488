"""Nights on which the clocks change: rest and gaps are elapsed time, daylight and days are wall-clock time."""

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.model.clock import Horizon
from scheduler.model.demand import RiskFlag, VisitLink
from scheduler.rules import RuleId
from scheduler.validation import validate
from tests.builders import a_patient, a_plan, a_problem, a_shift, a_visit

AUTUMN = Horizon(date(2026, 10, 24), 2)
SPRING = Horizon(date(2027, 3, 27), 2)


@pytest.mark.parametrize(
    ("horizon", "first_lawful_start"), [(AUTUMN, time(8, 0)), (SPRING, time(10, 0))], ids=["autumn", "spring"]
)
def test_eleven_hours_of_rest_are_slept_and_not_read_off_the_clock(horizon: Horizon, first_lawful_start: time) -> None:
    ends_at = horizon.minute_at(horizon.first_date, time(22, 0))
    starts_at = horizon.minute_at(horizon.last_date, first_lawful_start)
    visits = [
        a_visit("v1", window=(0, horizon.end), is_remote=True),
        a_visit("v2", window=(0, horizon.end), is_remote=True),
    ]

    def rest_missing(start: int) -> int:
        shifts = [
            a_shift("d1", staff="s1", hours=(800, ends_at)),
            a_shift("d2", staff="s1", hours=(start, start + 400)),
        ]
        problem = replace(a_problem(visits, shifts, num_days=2), horizon=horizon)
        return validate(problem, a_plan({"d1": [("v1", 900)], "d2": [("v2", start + 60)]})).amount_of(RuleId.REST)

    assert rest_missing(starts_at) == 0
    assert rest_missing(starts_at - 1) == 1


def test_a_syringe_driver_is_renewed_after_24_hours_of_elapsed_time() -> None:
    visits = [a_visit(name, window=(0, AUTUMN.end), is_remote=True) for name in ("v1", "v2")]
    shifts = [a_shift("d1", hours=(400, 1200)), a_shift("d2", hours=(1800, 2700))]
    problem = replace(a_problem(visits, shifts, links=(VisitLink("v1", "v2", 1440, 1440),)), horizon=AUTUMN)
    ten_on_saturday = AUTUMN.minute_at(AUTUMN.first_date, time(10, 0))

    def gap_missed(on_sunday: time) -> int:
        second = AUTUMN.minute_at(AUTUMN.last_date, on_sunday)
        return validate(problem, a_plan({"d1": [("v1", ten_on_saturday)], "d2": [("v2", second)]})).amount_of(
            RuleId.GAP
        )

    assert gap_missed(time(9, 0)) == 0
    assert gap_missed(time(10, 0)) == 60


def test_daylight_is_read_off_the_clock() -> None:
    visit = a_visit("v1", window=(0, AUTUMN.end))
    patient = a_patient("p-v1", risk_flag=RiskFlag.DAYLIGHT_ONLY)
    problem = replace(a_problem([visit], [a_shift("d1", hours=(1500, 2800))], patients=[patient]), horizon=AUTUMN)

    def alone(start: int) -> int:
        return validate(problem, a_plan({"d1": [("v1", start)]})).amount_of(RuleId.LONE_WORKING)

    eight = AUTUMN.minute_at(AUTUMN.last_date, time(8, 0))
    assert eight == 1440 + 540
    assert (alone(eight - 1), alone(eight)) == (1, 0)
