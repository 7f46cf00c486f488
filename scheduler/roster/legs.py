"""A shift as legs: the ways between its places, what is done on the way, and where the break lies.

The rules that speak of travel, waiting and breaks count on these legs; the judge has a reading of its own and does not
import this one. Which items a staff member reads stands in `itinerary`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.model.place import LocationId
from scheduler.model.plan import Stop
from scheduler.model.problem import Problem
from scheduler.model.workforce import FixedEvent, Shift
from scheduler.roster.items import RestBreak, Travel, Wait
from scheduler.units import Metres, Minute, Minutes

Stretch = tuple[Minute, Minute]
"""From one minute to another."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A stop or a fixed event, somewhere or (location None) wherever the person is."""

    start: Minute
    end: Minute
    location_id: LocationId | None
    subject: Stop | FixedEvent


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one place to the next, with the calls made on it."""

    origin: LocationId
    destination: LocationId
    ready: Minute
    """When the person is free to go."""
    due: Minute
    """When the next thing begins; for the way back, when admin must begin."""
    calls: tuple[Engagement, ...]
    """What is done from anywhere, between `ready` and `due`."""
    travel_minutes: Minutes
    metres: Metres | None
    """None: not known."""
    is_first: bool
    is_last: bool
    is_outward: bool
    """Whether the person is still where the shift began: time to spare is spent there, not at a door."""

    @property
    def is_between_places(self) -> bool:
        """Whether it is neither the way out nor the way back."""
        return not self.is_first and not self.is_last

    @property
    def gaps(self) -> tuple[Stretch, ...]:
        """The stretches between the calls, in order; one more than there are calls. In an unlawful plan one may end before it starts."""
        starts = (self.ready, *(call.end for call in self.calls))
        ends = (*(call.start for call in self.calls), self.due)
        return tuple(zip(starts, ends, strict=True))

    @property
    def slack_minutes(self) -> Minutes:
        """What is left of the leg after calls and travel; negative where it is too short."""
        return Minutes(self.due - self.ready - sum(call.end - call.start for call in self.calls) - self.travel_minutes)

    @property
    def arrival(self) -> Minute:
        """The earliest arrival, without any break: travel fills the gaps, what remains follows the last call."""
        *between, (last_call_end, _) = self.gaps
        travelled = sum(max(0, end - start) for start, end in between)
        return Minute(last_call_end + max(0, self.travel_minutes - travelled))

    @property
    def overlap_minutes(self) -> Minutes:
        """By how much calls start before the person is free, the end of the leg left aside."""
        *between, _ = self.gaps
        return Minutes(sum(max(0, start - end) for start, end in between))


@dataclass(frozen=True, slots=True)
class BreakRoom:
    """A gap that can hold the break, and when the break may start there."""

    leg: Leg
    gap: Stretch
    earliest: Minute
    latest: Minute
    duration_minutes: Minutes


def agenda_of(problem: Problem, shift: Shift, stops: Sequence[Stop]) -> tuple[Engagement, ...]:
    """Stops and fixed events by start: an event before a stop at the same minute, stops in route order."""
    events = [Engagement(event.start, event.end, event.location_id, event) for event in shift.events]
    visits = [
        Engagement(
            stop.start,
            Minute(stop.start + problem.visit_by_id[stop.visit_id].duration_minutes),
            problem.location_of(stop.visit_id),
            stop,
        )
        for stop in stops
    ]
    return tuple(sorted([*events, *visits], key=lambda engagement: engagement.start))


def legs_of(problem: Problem, shift: Shift, agenda: Sequence[Engagement]) -> tuple[Leg, ...]:
    """The legs of a shift in order: one to each placed engagement, and last the way back."""
    layer = problem.travel_layer_of(shift)
    placed = [(engagement.location_id, engagement.start, engagement.end) for engagement in agenda]
    back = (shift.end_location_id, Minute(shift.end - shift.admin_minutes), shift.end)
    legs = list[Leg]()
    origin, ready, calls = shift.start_location_id, shift.start, list[Engagement]()
    for number, (destination, due, end) in enumerate([*placed, back]):
        if destination is None:
            calls.append(agenda[number])
            continue
        legs.append(
            Leg(
                origin=origin,
                destination=destination,
                ready=ready,
                due=due,
                calls=tuple(calls),
                travel_minutes=problem.travel.minutes_between(layer, origin, destination),
                metres=problem.travel.metres_between(layer.mode, origin, destination),
                is_first=not legs,
                is_last=number == len(agenda),
                is_outward=number < len(agenda) and not any(leg.travel_minutes for leg in legs),
            )
        )
        origin, ready, calls = destination, end, []
    return tuple(legs)


def break_room(shift: Shift, legs: Sequence[Leg], starts: Stretch | None) -> BreakRoom | None:
    """The first gap with room for the shift's break, started at a minute of `starts`; None if none has room."""
    owed = shift.rest_break
    if owed is None or starts is None:
        return None
    for leg in legs:
        if leg.slack_minutes < owed.duration_minutes:
            continue
        for gap in leg.gaps:
            earliest = Minute(max(gap[0], starts[0]))
            latest = Minute(min(gap[1] - owed.duration_minutes, starts[1]))
            if earliest <= latest:
                return BreakRoom(leg, gap, earliest, latest, owed.duration_minutes)
    return None


def fill(leg: Leg, room: BreakRoom | None) -> list[Travel | RestBreak | Wait]:
    """What happens in a leg besides its calls, in order: travel, the break if it lies here, and waiting between places.

    Travel keeps in one piece where it can. It begins at once, on the way out as late as arrives on time.
    """
    rest = _rest_in(leg, room) if room is not None and room.leg is leg else None
    free = _free_in(leg, rest)
    drives = _drives(leg, free)
    rows: list[Travel | RestBreak | Wait] = [] if rest is None else [rest]
    travelled = 0
    for start, end in drives:
        metres = _metres_of_part(leg, travelled, end - start)
        travelled += end - start
        rows.append(Travel(start, end, metres, leg.origin, leg.destination))
    if leg.is_between_places:
        rows += [Wait(start, end) for start, end in _without(free, drives)]
    return sorted(rows, key=lambda row: row.start)


def _metres_of_part(leg: Leg, minutes_before: int, minutes: int) -> Metres | None:
    """How far a piece of a leg goes; the pieces add up to the leg."""
    if leg.metres is None:
        return None
    metres_before = leg.metres * minutes_before // leg.travel_minutes
    return Metres(leg.metres * (minutes_before + minutes) // leg.travel_minutes - metres_before)


def _rest_in(leg: Leg, room: BreakRoom) -> RestBreak:
    """The break where it tears the way least: at the far end if its window allows, else before leaving, else on the way.

    On the way out it is taken before leaving if it can be.
    """
    at_far_end = Minute(min(max(room.gap[0] + leg.travel_minutes, room.earliest), room.latest))
    starts = (room.earliest, room.latest) if leg.is_outward else (at_far_end, room.earliest, room.latest)
    rests = [RestBreak(start, Minute(start + room.duration_minutes)) for start in starts]
    whole = [rest for rest in rests if any(end - start >= leg.travel_minutes for start, end in _free_in(leg, rest))]
    return (whole or rests)[0]


def _free_in(leg: Leg, rest: RestBreak | None) -> list[Stretch]:
    """The gaps of a leg without the break."""
    return _without(leg.gaps, [] if rest is None else [(rest.start, rest.end)])


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """What is left of each stretch; both in order of start."""
    left = []
    for begin, end in stretches:
        at = begin
        for taken_from, taken_to in taken:
            if begin <= taken_from < end:
                left.append((at, taken_from))
                at = taken_to
        left.append((at, end))
    return [(start, end) for start, end in left if start < end]


def _drives(leg: Leg, free: Sequence[Stretch]) -> list[Stretch]:
    """The pieces of travel in time order; what fits nowhere follows the last call and arrives late."""
    remaining = int(leg.travel_minutes)
    in_order = list(reversed(free)) if leg.is_outward else list(free)
    whole = [(start, end) for start, end in in_order if end - start >= remaining]
    drives = list[Stretch]()
    for start, end in whole[:1] or in_order:
        length = min(remaining, end - start)
        if length:
            drives.append((Minute(end - length), end) if leg.is_outward else (start, Minute(start + length)))
        remaining -= length
    drives.sort()
    if remaining:
        begin = end = max([leg.gaps[-1][0], *(end for _, end in drives)])
        if drives and drives[-1][1] == begin:
            begin = drives.pop()[0]
        drives.append((begin, Minute(end + remaining)))
    return drives
