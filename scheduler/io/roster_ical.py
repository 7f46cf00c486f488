"""Rosters for a calendar: one ``.ics`` a staff member, which tells when and nothing of whom, where or why.

A calendar leaves the service's control (telephones, families, providers): no name, NHS number, address, diagnosis or
visit type is written, and ids go in as digests.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from scheduler.io.roster_words import duration
from scheduler.model.clock import Horizon
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId
from scheduler.roster.items import Attend, Event, Item, RestBreak
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import PlanIdentity, Roster
from scheduler.units import Minute

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as CalendarEvent


class EventStatus(StrEnum):
    """What becomes of every event of a calendar (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


def write_calendar(
    itineraries: Sequence[Itinerary],
    identity: PlanIdentity,
    problem: Problem,
    path: Path,
    *,
    sequence: int = 0,
    status: EventStatus = EventStatus.CONFIRMED,
) -> None:
    """Write one staff member's visits, breaks and fixed events.

    Parameters
    ----------
    sequence
        How often these events have been sent before: a calendar takes a change or a cancellation only with a higher one.
    status
        ``CANCELLED`` to call the events off; their itineraries are those of the plan in which they stood.
    """
    path.write_bytes(_calendar(itineraries, identity, problem, sequence, status).to_ical())


def write_all(
    roster: Roster, identity: PlanIdentity, problem: Problem, folder: Path, *, sequence: int = 0
) -> tuple[Path, ...]:
    """Write every staff member's calendar as ``<staff id>.ics``; the folder is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for staff_id, itineraries in roster.by_staff.items():
        path = folder / file_name(staff_id)
        write_calendar(itineraries, identity, problem, path, sequence=sequence)
        paths.append(path)
    return tuple(paths)


def file_name(staff_id: StaffId) -> str:
    """The file of somebody's calendar; an id that no file may be called is percent-encoded."""
    return f"{quote(staff_id, safe='')}.ics"


def _calendar(
    itineraries: Sequence[Itinerary], identity: PlanIdentity, problem: Problem, sequence: int, status: EventStatus
) -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 - not needed to plan

    calendar = Calendar()
    calendar.add("prodid", "-//CILT//Roster//EN")
    calendar.add("version", "2.0")
    for itinerary in itineraries:
        for key, summary, item in _entries(itinerary):
            event = _event(key, summary, item, problem.horizon)
            event.add("dtstamp", identity.made_at.astimezone(UTC))
            event.add("sequence", sequence)
            event.add("status", status.value)
            event.add("description", f"Plan {identity.number}. Your roster page says where and what.")
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar


def _entries(itinerary: Itinerary) -> Iterator[tuple[str, str, Item]]:
    """What a calendar shows: a key that stays the same from plan to plan, what it says, and when."""
    num_events = 0
    for item in itinerary.items:
        length = duration(item.minutes)
        if isinstance(item, Attend):
            yield f"visit/{item.visit_id}/{item.attendance}", f"Visit {item.number} ({length})", item
        elif isinstance(item, RestBreak):
            yield f"break/{itinerary.shift_id}", f"Break ({length})", item
        elif isinstance(item, Event):
            num_events += 1
            # Its name is free text and may hold a patient's.
            yield f"event/{itinerary.shift_id}/{num_events}", f"Team event ({length})", item


def _event(key: str, summary: str, item: Item, horizon: Horizon) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent  # noqa: PLC0415 - see _calendar

    event = CalendarEvent()
    event.add("uid", f"{sha256(key.encode()).hexdigest()[:32]}@cilt.invalid")
    event.add("summary", summary)
    event.add("dtstart", _moment(horizon, item.start))
    event.add("dtend", _moment(horizon, item.end))
    event.add("class", "PRIVATE")
    return event


def _moment(horizon: Horizon, minute: Minute) -> datetime:
    """Local time; in the hour that the clocks repeat, its second run in UTC, since a calendar reads local time as the first."""
    moment = horizon.datetime_of(minute)
    return moment.astimezone(UTC) if moment.fold else moment
