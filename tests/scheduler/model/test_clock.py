"""Minutes and dates agree on every night of the year, those of the clock changes included."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import InvalidNounError
from scheduler.model.clock import Horizon
from scheduler.units import Minute

SPRING_FORWARD, FALL_BACK = date(2027, 3, 28), date(2026, 10, 25)


@pytest.mark.parametrize(("day", "minutes"), [(SPRING_FORWARD, 1380), (date(2026, 11, 23), 1440), (FALL_BACK, 1500)])
def test_a_day_is_as_long_as_it_really_is(day: date, minutes: int) -> None:
    assert Horizon(day).end == minutes


def test_a_night_shift_on_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    horizon = Horizon(date(2027, 3, 27), 2)

    start = horizon.minute_at(date(2027, 3, 27), time(22))
    end = horizon.minute_at(SPRING_FORWARD, time(8))

    assert end - start == 9 * 60


def test_a_wall_clock_time_that_comes_twice_is_read_as_the_first() -> None:
    horizon = Horizon(FALL_BACK)

    first = horizon.minute_at(FALL_BACK, time(1, 30))

    assert first == 90
    assert horizon.minute_of_day(first) == horizon.minute_of_day(Minute(first + 60)) == 90


def test_the_last_minute_before_midnight_belongs_to_the_old_day_and_midnight_to_the_new() -> None:
    horizon = Horizon(FALL_BACK, 2)

    assert horizon.day_index_of(Minute(1499)) == 0
    assert horizon.day_index_of(Minute(1500)) == 1


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidNounError, match="no time zone"):
        Horizon(FALL_BACK).minute_of(datetime(2026, 10, 25, 8))  # noqa: DTZ001 - the fault under test


@given(day=st.dates(date(2026, 1, 1), date(2030, 12, 31)), num_days=st.integers(1, 14), minute=st.integers(0, 20_000))
def test_a_minute_survives_the_way_to_a_date_and_back(day: date, num_days: int, minute: int) -> None:
    horizon = Horizon(day, num_days)

    moment = horizon.datetime_of(Minute(minute))

    assert horizon.minute_of(moment) == horizon.minute_of(moment.astimezone(UTC)) == minute
    assert horizon.date_of(Minute(minute)) == moment.date()


@pytest.mark.parametrize("num_days", [1, 366])
def test_a_horizon_may_be_a_day_or_a_year_long(num_days: int) -> None:
    horizon = Horizon(FALL_BACK, num_days)

    assert len(horizon.day_starts) == num_days + 1


@pytest.mark.parametrize("num_days", [0, 367])
def test_a_horizon_is_no_shorter_and_no_longer(num_days: int) -> None:
    with pytest.raises(InvalidNounError, match="num_days"):
        Horizon(FALL_BACK, num_days)
