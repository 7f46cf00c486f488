"""Which day a time window belongs to: wall-clock dates and the shifts that cover it. No minutes since midnight here."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from scheduler.io.tables.cells import instant_of
from scheduler.io.tables.rows import ShiftRow, VisitWindowRow

LONGEST_SHIFT = timedelta(hours=24)


class RosteredHours:
    """The hours of every shift of a folder, whoever works them."""

    def __init__(self, shifts: Iterable[ShiftRow]) -> None:
        # A county has many shifts and few different ones.
        hours = {(shift.starts_at, shift.ends_at) for shift in shifts}
        self._hours = sorted((instant_of(start), instant_of(end), start.date()) for start, end in hours)
        self._starts = [start for start, _, _ in self._hours]

    def dates_of(self, window: VisitWindowRow) -> frozenset[date]:
        """The days to which a window belongs: those it touches on which a shift starts that covers some of it.

        A window after midnight that only last night's shifts cover belongs to the day on which these start. One that no
        shift at all covers belongs to the days it touches, so that the visit is asked for and left out aloud.
        """
        covering = self._start_dates_covering(window.earliest_start, window.latest_start)
        first, last = window.earliest_start.date(), window.latest_start.date()
        touched = frozenset(first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return covering & touched or covering or touched

    def cover(self, window: VisitWindowRow) -> bool:
        """Whether any shift covers some of a window."""
        return bool(self._start_dates_covering(window.earliest_start, window.latest_start))

    def _start_dates_covering(self, earliest: datetime, latest: datetime) -> frozenset[date]:
        opens, closes = instant_of(earliest), instant_of(latest)
        first, last = bisect_right(self._starts, opens - LONGEST_SHIFT), bisect_right(self._starts, closes)
        return frozenset(day for _, end, day in self._hours[first:last] if end > opens)
