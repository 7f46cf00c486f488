"""The one bridge between minutes and dates: clock changes live here and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.errors import InvalidNounError
from scheduler.units import Minute

LONDON = ZoneInfo("Europe/London")


def midnight_of(day: date) -> datetime:
    """The local midnight with which a day begins."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def local_day(moment: datetime) -> date:
    """The day that a moment with a zone lies in, here."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True)
class Horizon:
    """One or more whole local days. A `Minute` counts elapsed minutes since the first midnight.

    On the night the clocks change a day has 1,380 or 1,500 minutes; elapsed time never repeats or skips.
    """

    first_date: date
    num_days: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.num_days <= 366:
            raise InvalidNounError(f"horizon num_days is {self.num_days}, expected 1 to 366")

    @property
    def last_date(self) -> date:
        """The horizon's last day, included."""
        return self.first_date + timedelta(days=self.num_days - 1)

    def dates(self) -> Iterator[date]:
        """Every day of the horizon, in order."""
        return (self.first_date + timedelta(days=offset) for offset in range(self.num_days))

    @cached_property
    def _origin(self) -> datetime:
        return midnight_of(self.first_date).astimezone(UTC)

    @cached_property
    def day_starts(self) -> tuple[Minute, ...]:
        """The midnight at which each day starts, and last the one that ends the horizon; length `num_days` + 1."""
        days = (self.first_date + timedelta(days=offset) for offset in range(self.num_days + 1))
        return tuple(self.minute_of(midnight_of(day)) for day in days)

    @property
    def end(self) -> Minute:
        """The midnight after the last day."""
        return self.day_starts[-1]

    def minute_of(self, moment: datetime) -> Minute:
        """The minute of an aware datetime, rounded down; may be negative or past the end. A naive one raises."""
        if moment.tzinfo is None:
            raise InvalidNounError(f"moment {moment.isoformat()} has no time zone, expected one with an offset")
        return Minute((moment.astimezone(UTC) - self._origin) // timedelta(minutes=1))

    def minute_at(self, day: date, wall_clock: time) -> Minute:
        """The minute of a local wall-clock time (the first of two where the clocks go back)."""
        return self.minute_of(datetime.combine(day, wall_clock, tzinfo=LONDON))

    def datetime_of(self, minute: Minute) -> datetime:
        """The local, aware datetime of a minute."""
        return (self._origin + timedelta(minutes=minute)).astimezone(LONDON)

    def date_of(self, minute: Minute) -> date:
        """The local day of a minute."""
        return self.datetime_of(minute).date()

    def day_index_of(self, minute: Minute) -> int:
        """Which day of the horizon a minute lies in; negative before it, `num_days` or more after it."""
        return (self.date_of(minute) - self.first_date).days

    def minute_of_day(self, minute: Minute) -> int:
        """Local wall-clock minutes since midnight, 0 to 1,439."""
        moment = self.datetime_of(minute)
        return moment.hour * 60 + moment.minute
