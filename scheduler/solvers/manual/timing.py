"""Reading a list of bookings in time: everything as early as it goes, with travel, fixed events and the break.

A list that does not work gives None. Nobody is planned into overtime.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from scheduler.model.demand import Visit
from scheduler.model.place import LocationId
from scheduler.model.problem import Problem
from scheduler.model.workforce import Shift
from scheduler.solvers.manual.openings import Openings, exactly
from scheduler.units import Minute, Minutes


class Item(NamedTuple):
    """Something with a place (None: done wherever the person is), a length and stretches of starts."""

    place: LocationId | None
    duration_minutes: Minutes
    openings: Openings


class Booking(NamedTuple):
    """An attendance written into a shift."""

    visit: Visit
    attendance: int
    item: Item


class _Clock(NamedTuple):
    """Where the person is and since when they are ready to go on."""

    place: LocationId
    ready: Minute
    spare: int = 0
    """Minutes waited since leaving the last place, already used for the way to the next one."""
    owes_break: bool = False
    started: Minute = Minute(0)
    """When the last item started."""


class ShiftDay:
    """One shift of a problem, ready to have lists of bookings tried on it."""

    def __init__(self, problem: Problem, shift: Shift) -> None:
        self.shift = shift
        self._table = problem.travel.minutes[problem.travel_layer_of(shift)]
        self._rows = problem.travel.index_by_location

    def travel_minutes(self, origin: LocationId, destination: LocationId) -> int:
        """Minutes from door to door in this shift's layer of the matrix."""
        return int(self._table[self._rows[origin], self._rows[destination]])

    def starts(self, bookings: Sequence[Booking]) -> tuple[Minute, ...] | None:
        """The start of each booking made in this order, as early as possible; None where the list does not work."""
        rest_break = self.shift.rest_break
        clock: _Clock | None = _Clock(self.shift.start_location_id, self.shift.start, owes_break=rest_break is not None)
        events = list(self._events)
        starts = []
        for booking in bookings:
            while events and clock is not None and not self._fits_before(clock, booking.item, events[0]):
                clock = self._after(clock, events.pop(0))
            clock = clock and self._after(clock, booking.item)
            if clock is None:
                return None
            starts.append(clock.started)
        for event in events:
            clock = clock and self._after(clock, event)
        return tuple(starts) if clock is not None and self._may_go_home(clock) else None

    @cached_property
    def _events(self) -> tuple[Item, ...]:
        return tuple(
            Item(event.location_id, Minutes(event.end - event.start), exactly(event.start))
            for event in self.shift.events
        )

    def _fits_before(self, clock: _Clock, item: Item, event: Item) -> bool:
        then = self._after(clock, item)
        if then is None or then.started >= event.openings[0].earliest_start:
            return False
        return self._after(then, event) is not None

    def _way(self, clock: _Clock, place: LocationId | None) -> int:
        """Minutes still to travel after what was travelled while waiting."""
        return 0 if place is None else max(0, self.travel_minutes(clock.place, place) - clock.spare)

    def _after(self, clock: _Clock, item: Item) -> _Clock | None:
        """The clock when an item is done; None if it cannot start in time. A break is taken first if free or due."""
        way = self._way(clock, item.place)
        start = _first_start(item.openings, clock.ready + way)
        pause = 0
        if clock.owes_break and (rest_break := self.shift.rest_break) is not None:
            break_start = max(clock.ready, rest_break.earliest_start)
            duration = rest_break.duration_minutes
            rested = _first_start(item.openings, max(clock.ready + way, break_start) + duration)
            is_last_chance = start is None or start + item.duration_minutes > rest_break.latest_start
            if break_start <= rest_break.latest_start and (rested == start or is_last_chance):
                start, pause = rested, duration
        if start is None:
            return None
        ready = Minute(start + item.duration_minutes)
        owes_break = clock.owes_break and not pause
        if item.place is None:
            return _Clock(clock.place, ready, clock.spare + start - clock.ready - pause, owes_break, start)
        return _Clock(item.place, ready, 0, owes_break, start)

    def _may_go_home(self, clock: _Clock) -> bool:
        """Whether the way back, a break still owed and admin lie inside the shift."""
        shift, rest_break = self.shift, self.shift.rest_break
        latest = shift.end - shift.admin_minutes
        way = self._way(clock, shift.end_location_id)
        if rest_break is None or not clock.owes_break:
            return clock.ready + way <= latest
        break_start = max(clock.ready, rest_break.earliest_start)
        is_in_window = break_start <= rest_break.latest_start
        return is_in_window and max(clock.ready + way, break_start) + rest_break.duration_minutes <= latest


def _first_start(openings: Openings, ready: int) -> Minute | None:
    for opening in openings:
        if ready <= opening.latest_start:
            return max(Minute(ready), opening.earliest_start)
    return None
