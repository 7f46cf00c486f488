"""Times and figures in plain words, in every hour of every day."""

from datetime import date

from scheduler.model.clock import Horizon
from scheduler.validation.wording import calendar_day, clock, count, duration
from tests.builders import MONDAY


def test_a_time_on_the_only_day_is_said_without_the_day() -> None:
    assert clock(Horizon(MONDAY), 0) == "00:00"
    assert clock(Horizon(MONDAY), 1439) == "23:59"


def test_a_time_outside_the_only_day_or_on_one_of_several_is_said_with_the_day() -> None:
    assert clock(Horizon(MONDAY), -1) == "Sun 22 Nov 23:59"
    assert clock(Horizon(MONDAY), 1440) == "Tue 24 Nov 00:00"
    assert clock(Horizon(MONDAY, 2), 680) == "Mon 23 Nov 11:20"


def test_the_hour_that_comes_twice_is_said_with_its_zone_and_the_hours_around_it_without() -> None:
    day_of_25_hours = Horizon(date(2026, 10, 25))

    assert [clock(day_of_25_hours, minute) for minute in (59, 60, 119, 120, 179, 180)] == [
        "00:59",
        "01:00 BST",
        "01:59 BST",
        "01:00 GMT",
        "01:59 GMT",
        "02:00",
    ]
    assert clock(day_of_25_hours, 1499) == "23:59"


def test_the_hour_that_is_skipped_is_never_said() -> None:
    day_of_23_hours = Horizon(date(2027, 3, 28))

    assert [clock(day_of_23_hours, minute) for minute in (59, 60)] == ["00:59", "02:00"]
    assert clock(day_of_23_hours, 1380) == "Mon 29 Mar 00:00"


def test_one_is_singular_and_long_times_are_said_in_hours() -> None:
    assert (count(1, "visit"), count(2, "visit")) == ("1 visit", "2 visits")
    assert [duration(minutes) for minutes in (1, 119, 120, 630)] == ["1 minute", "119 minutes", "2 h", "10 h 30 min"]


def test_a_day_is_said_with_its_weekday() -> None:
    assert calendar_day(date(2026, 11, 2)) == "Mon 2 Nov 2026"
