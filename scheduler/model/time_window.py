"""When care may start."""

from dataclasses import dataclass

from scheduler.errors import InvalidNounError
from scheduler.units import Minute


@dataclass(frozen=True, slots=True, order=True)
class TimeWindow:
    """The minutes at which care may **start**, both ends included."""

    earliest_start: Minute
    latest_start: Minute

    def __post_init__(self) -> None:
        if self.latest_start < self.earliest_start:
            raise InvalidNounError(
                f"time window latest_start is {self.latest_start}, expected {self.earliest_start} (its earliest_start) or later"
            )

    def __contains__(self, minute: Minute) -> bool:
        return self.earliest_start <= minute <= self.latest_start
