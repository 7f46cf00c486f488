"""What a cell may hold: the last that is allowed, the first that is not."""

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from scheduler.io.tables.cells import BandNumber, Day, Id, Ids, Moment, NhsNumber, Text, cell_of, minutes_between


@pytest.mark.parametrize(
    ("cell_type", "allowed", "forbidden"),
    [
        (Id, "a" * 64, "a" * 65),
        (Id, "p.1_a:b-2", "p 1"),
        (Text, "x" * 500, "x" * 501),
        (Text, "one\ntwo\tthree é", "bell \x07"),
        (Text, "plain", "next line \x85"),
        (Ids, "a;" * 3 + "b" * 64, "b" * 65),
        (BandNumber, "8", "9"),
        (BandNumber, "2", "1"),
        (BandNumber, "0", "-1"),
        (Day, "2026-02-28", "2026-02-29"),
        (Day, "2000-01-01", "1999-12-31"),
        (Day, "2026-11-23", "20261123"),
        (Moment, "2026-11-23T23:59", "2026-11-23T24:00"),
        (Moment, "2026-11-23 08:00:00", "2026-11-23T08:00:01"),
        (Moment, "2099-12-31T23:59", "2100-01-01T00:00"),
        (Moment, "2026-11-23T08:00+01:00", "2026-11-23"),
        (Moment, "2027-03-28T00:59", "2027-03-28T01:00"),
        (Moment, "2027-03-28T02:00", "2027-03-28T01:59"),
        (NhsNumber, "999 000 0018", "999 000 0019"),
        (NhsNumber, "9990000018", "999000001"),
    ],
)
def test_a_cell_holds_the_last_that_is_allowed_and_not_the_first_that_is_forbidden(
    cell_type: Any, allowed: str, forbidden: str
) -> None:
    adapter = TypeAdapter(cell_type)

    adapter.validate_python(allowed)

    with pytest.raises(ValidationError):
        adapter.validate_python(forbidden)


def test_an_nhs_number_is_kept_as_ten_digits() -> None:
    assert TypeAdapter(NhsNumber).validate_python("999 000 0018") == "9990000018"


def test_a_moment_with_an_offset_becomes_wall_clock_time_in_london() -> None:
    moments = TypeAdapter(Moment)

    assert moments.validate_python("2026-07-01T08:00+00:00") == datetime(2026, 7, 1, 9)  # noqa: DTZ001
    assert moments.validate_python("2026-11-23T08:00+00:00") == datetime(2026, 11, 23, 8)  # noqa: DTZ001


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset_alone() -> None:
    moments = TypeAdapter(Moment)
    first, second = (moments.validate_python(f"2026-10-25T01:30{offset}") for offset in ("", "+00:00"))

    assert minutes_between(first, second) == 60
    assert [cell_of(first), cell_of(second)] == ["2026-10-25T01:30", "2026-10-25T01:30+00:00"]
    assert moments.validate_python(cell_of(second)).fold == 1


def test_minutes_between_moments_are_elapsed_across_a_clock_change() -> None:
    evening, morning = datetime(2027, 3, 27, 22), datetime(2027, 3, 28, 8)  # noqa: DTZ001

    assert minutes_between(evening, morning) == 9 * 60


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0.25, "0.25"),
        (date(2026, 1, 2), "2026-01-02"),
        (("a", "b"), "a;b"),
    ],
)
def test_a_value_is_written_as_it_would_be_read(value: object, text: str) -> None:
    assert cell_of(value) == text
