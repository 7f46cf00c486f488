"""What one cell may hold, and how it is written: ids, text, counts, days, moments, NHS numbers.

Every `ValueError` raised here, and every `Expects`, is the phrase that follows "expected" in a fault. Which columns
there are stands in `rows.py`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Annotated

from nhs_number.standardise import standardise_format
from nhs_number.validate import is_valid
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from scheduler.model.clock import LONDON

PLAIN_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
"""No control characters but tab and line break: they have no place on a roster and may deceive its reader."""
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Outside these a date is a slip of the pen."""

DIFFERENT_MOMENTS = 50_000
"""A county's tables name each quarter of an hour many times; converting it once is enough."""

A_DAY = f"a date such as 2026-11-23, from {FIRST_YEAR} to {LAST_YEAR}"
A_MOMENT = f"a local time such as 2026-11-23T08:00, whole minutes, from {FIRST_YEAR} to {LAST_YEAR}"
AN_NHS_NUMBER = "an NHS number: ten digits, the last the right check digit, alone or spaced 3-3-4"


@dataclass(frozen=True, slots=True)
class Expects:
    """Says in words what cells of an annotated type hold."""

    words: str


def _list_of_cell(value: object) -> object:
    return tuple(item.strip() for item in value.split(";") if item.strip()) if isinstance(value, str) else value


def _day_of_cell(value: object) -> object:
    if isinstance(value, str):
        # Stricter than pydantic, which reads 20261123 as seconds since 1970.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
            raise ValueError(A_DAY)
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(A_DAY) from None
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(A_DAY)
    return value


_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00)?(Z|[+-][0-9]{2}:[0-9]{2})?")


def _moment_of_cell(value: object) -> datetime:
    return _moment_of_text(value.strip()) if isinstance(value, str) else _checked_moment(value)


@lru_cache(maxsize=DIFFERENT_MOMENTS)
def _moment_of_text(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError(A_MOMENT)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(A_MOMENT) from None
    return _checked_moment(moment)


def _checked_moment(value: object) -> datetime:
    if not isinstance(value, datetime) or not FIRST_YEAR <= value.year <= LAST_YEAR or value.second:
        raise ValueError(A_MOMENT)
    if value.tzinfo is not None:
        return value.astimezone(LONDON).replace(tzinfo=None)
    if instant_of(value).astimezone(LONDON).replace(tzinfo=None) != value:
        raise ValueError("a time that exists: the clocks go forward from 01:00 to 02:00 in that night")
    return value


def _ten_digits(value: str) -> str:
    if not is_valid(value):
        raise ValueError(AN_NHS_NUMBER)
    return str(standardise_format(value))


def _no_band_1(value: int) -> int:
    if value == 1:
        raise ValueError("a band: 0 (outside the scale) or 2 to 8")
    return value


Item = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^;\x00-\x1f\x7f-\x9f]*$")]
Ids = Annotated[
    tuple[Item, ...],
    BeforeValidator(_list_of_cell),
    PlainSerializer(";".join),
    Expects("items of up to 64 characters, between semicolons"),
]
"""A list of ids in one cell, between semicolons."""
Id = Annotated[
    str,
    Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$"),
    Expects("an id of up to 64 letters, digits and . _ : -"),
]
Text = Annotated[
    str,
    Field(max_length=500, pattern=PLAIN_TEXT),
    Expects("text of up to 500 characters, none of them control characters"),
]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
BandNumber = Annotated[
    int, Field(ge=0, le=8), AfterValidator(_no_band_1), Expects("a band: 0 (outside the scale) or 2 to 8")
]
Day = Annotated[date, BeforeValidator(_day_of_cell), Expects(A_DAY)]
Moment = Annotated[datetime, BeforeValidator(_moment_of_cell), Expects(A_MOMENT)]
"""Local wall-clock time without a zone; `fold` 1 is the second of two where the clocks go back."""
NhsNumber = Annotated[str, Field(min_length=10, max_length=12), AfterValidator(_ten_digits), Expects(AN_NHS_NUMBER)]


def instant_of(moment: datetime) -> datetime:
    """The local moment of a cell on the line of elapsed time, in UTC: compare and subtract these, never wall clocks."""
    return _instant_of(moment, moment.fold)


@lru_cache(maxsize=DIFFERENT_MOMENTS)
def _instant_of(moment: datetime, fold: int) -> datetime:
    # Equal wall-clock times count as one key whatever their fold, so it stands beside them.
    return moment.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Elapsed minutes from one local moment to another; negative where `later` comes first."""
    return int((instant_of(later) - instant_of(earlier)).total_seconds() // 60)


def cell_of(value: object) -> str:
    """A typed value as the text of a cell, the same on every machine; reading it gives the value again."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case Enum():
            text = str(value.value)
        case datetime():
            # Only the second of two equal wall-clock times needs its offset.
            text = (value.replace(tzinfo=LONDON) if value.fold else value).isoformat(timespec="minutes")
        case date():
            text = value.isoformat()
        case tuple():
            text = ";".join(map(str, value))
        case _:
            text = str(value)
    return text
