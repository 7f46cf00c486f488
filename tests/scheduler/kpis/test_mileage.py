from dataclasses import replace
from datetime import date

import pytest

from scheduler.kpis.comparison import compare
from scheduler.kpis.mileage import Mileage, MileageRate, mileage_of, rate_on
from scheduler.kpis.scorecard import score
from scheduler.model.workforce import StaffId, TravelMode
from scheduler.roster.roster import read_roster
from scheduler.units import METRES_PER_MILE
from scheduler.validation import validate
from tests.builders import a_plan, a_problem, a_shift, a_visit

# In these tests a home lies 1,000 metres and 10 minutes beyond the one before.


def test_travel_is_added_up_with_the_first_and_the_last_way() -> None:
    problem = a_problem([a_visit("v"), a_visit("w")], [a_shift("a"), a_shift("b", travel_mode=TravelMode.BICYCLE)])
    plan = a_plan({"a": [("v", 500)], "b": [("w", 500)]})

    mileage = mileage_of(problem, read_roster(problem, plan))

    assert (mileage.travel_minutes, mileage.metres) == (60, 6000)
    assert mileage.miles == pytest.approx(6000 / METRES_PER_MILE)
    assert mileage.miles_by_mode == pytest.approx(
        {"car": 2000 / METRES_PER_MILE, "bicycle": 4000 / METRES_PER_MILE, "foot": 0}
    )
    assert mileage.mileage_pence == round(2 / 1.609344 * 56)
    assert mileage.co2_grams == 2 * 170


def test_where_the_length_of_a_way_is_not_known_only_minutes_are_reported() -> None:
    problem = a_problem([a_visit("v")], [a_shift("a")])
    problem = replace(problem, travel=replace(problem.travel, metres={}))
    plan = a_plan({"a": [("v", 500)]})

    card = score(problem, read_roster(problem, plan), amounts=validate(problem, plan).amounts)

    assert card.mileage == Mileage(20, None, None, None, None, None)
    missing = [row.measure.id for row in compare(card, card) if row.value is None]
    assert {"miles", "mileage", "co2"} <= set(missing)
    assert "travel" not in missing


@pytest.mark.parametrize(("before", "pence"), [(0.0, 560), (3490.0, 560), (3491.0, 525), (3500.0, 210), (9000.0, 210)])
def test_after_3_500_miles_a_year_a_mile_is_paid_less(before: float, pence: int) -> None:
    ten_miles = [round(5 * METRES_PER_MILE), round(5 * METRES_PER_MILE)]
    problem = a_problem([a_visit("v")], [a_shift("a")])
    problem.travel.metres[TravelMode.CAR][0, 1], problem.travel.metres[TravelMode.CAR][1, 0] = ten_miles

    mileage = mileage_of(
        problem, read_roster(problem, a_plan({"a": [("v", 500)]})), miles_this_year={StaffId("s-a"): before}
    )

    assert mileage.mileage_pence == pence


def test_the_rate_of_a_day_is_the_latest_valid_by_then() -> None:
    old = MileageRate(date(2025, 1, 1), TravelMode.CAR, 50, 20, 3500, "old")
    new = MileageRate(date(2026, 1, 1), TravelMode.CAR, 56, 21, 3500, "new")

    found = [
        rate_on(day, TravelMode.CAR, (new, old)) for day in (date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]

    assert found == [old, old, new]


def test_a_mode_without_an_assumed_rate_costs_nothing() -> None:
    assert rate_on(date(2026, 11, 23), TravelMode.BICYCLE).pence_per_mile == 0
