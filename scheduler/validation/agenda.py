"""A worked shift walked through in time: its stops and fixed events, the legs between places, the break, the way back.

This is the judge's own walk, from the problem and the plan alone; it shares nothing with `roster` or the solvers.
What the rules make of it stands in `checks`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduler.model.demand import VisitId
from scheduler.model.place import LocationId
from scheduler.model.workforce import Break, Shift
from scheduler.units import Minute, Minutes

Stretch = tuple[Minute, Minute]
MinutesBetween = Callable[[LocationId, LocationId], Minutes]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do at a set time: a stop or a fixed event."""

    label: str
    start: Minute
    end: Minute
    place: LocationId | None
    """None: remote, done wherever the person is."""
    visit_id: VisitId | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to the next, with the remote items done between the two."""

    travel_minutes: Minutes
    slack_minutes: int
    """Time between the two places that neither travel nor remote items need; negative where time is short."""
    gaps: tuple[Stretch, ...]
    """The free stretches of time between consecutive items, in order."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A shift with at least one stop, read in time."""

    items: tuple[Item, ...]
    short_minutes: tuple[Minutes, ...]
    """By item: how much too early it starts for whoever comes from the item before."""
    legs: tuple[Leg, ...]
    """From the shift's start place to its end place, at least one."""
    break_leg: int | None
    """Which leg the rest break lies in; None where the shift has none or none fits."""
    finish: Minute
    """When the way back and admin are done."""


def walk(shift: Shift, stops: Sequence[Item], minutes_between: MinutesBetween, rest_starts: Stretch | None) -> Agenda:
    """Read a shift in time; `stops` in route order, the break at a minute of `rest_starts`, both ends included."""
    events = [Item("a fixed event", event.start, event.end, event.location_id) for event in shift.events]
    # The sort is stable: events stand first, so an event comes before a stop that starts with it.
    items = tuple(sorted((*events, *stops), key=lambda item: item.start))
    desk = Minute(shift.end - shift.admin_minutes)
    the_end = Item("the end", desk, desk, shift.end_location_id)
    arrivals = _arrivals(shift, (*items, the_end), minutes_between)
    legs = _legs(shift, (*items, the_end), minutes_between)
    return Agenda(
        items,
        tuple(Minutes(max(0, arrival - item.start)) for arrival, item in zip(arrivals[:-1], items, strict=True)),
        legs,
        _break_leg(legs, shift.rest_break, rest_starts),
        Minute(arrivals[-1] + shift.admin_minutes),
    )


def _arrivals(shift: Shift, items: Sequence[Item], minutes_between: MinutesBetween) -> list[Minute]:
    """When a person is ready to start each item, each item before having started at its planned minute."""
    arrivals = []
    place, ready, free = shift.start_location_id, shift.start, 0
    for item in items:
        if item.place is None:
            arrivals.append(ready)
            # Time that passes before a remote item may already be spent on the way to the next place.
            free += max(0, item.start - ready)
        else:
            arrivals.append(Minute(ready + max(0, minutes_between(place, item.place) - free)))
            place, free = item.place, 0
        ready = item.end
    return arrivals


def _legs(shift: Shift, items: Sequence[Item], minutes_between: MinutesBetween) -> tuple[Leg, ...]:
    legs, gaps = [], []
    place, left_at, remote_minutes = shift.start_location_id, shift.start, 0
    last_end = shift.start
    for item in items:
        gaps.append((last_end, item.start))
        last_end = item.end
        if item.place is None:
            remote_minutes += item.end - item.start
            continue
        travel = minutes_between(place, item.place)
        legs.append(Leg(travel, item.start - left_at - remote_minutes - travel, tuple(gaps)))
        place, left_at, remote_minutes, gaps = item.place, item.end, 0, []
    return tuple(legs)


def _break_leg(legs: Sequence[Leg], rest_break: Break | None, starts: Stretch | None) -> int | None:
    """The leg of the first gap that has room for the break, at either place or on the way."""
    if rest_break is None or starts is None:
        return None
    for index, leg in enumerate(legs):
        if leg.slack_minutes < rest_break.duration_minutes:
            continue
        for gap_start, gap_end in leg.gaps:
            earliest = max(gap_start, starts[0])
            latest = min(gap_end - rest_break.duration_minutes, starts[1])
            if earliest <= latest:
                return index
    return None
