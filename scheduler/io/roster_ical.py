"""Rosters for a calendar: one ``.ics`` a staff member, which tells when and nothing of whom, where or why.

A calendar leaves the service's control (telephones, families, providers): no name, NHS number, address, diagnosis or
visit type is written, and ids go in as digests.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from scheduler.io.roster_words import duration
from scheduler.model.clock import LONDON
from scheduler.model.problem import Problem
from scheduler.model.workforce import StaffId
from scheduler.roster.items import Attend, Event, Item, RestBreak
from scheduler.roster.itinerary import Itinerary
from scheduler.roster.roster import PlanIdentity, Roster

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent


_LONDON = Path(__file__).parent / "templates" / "london.ics"


class EventStatus(StrEnum):
    """What becomes of an event of a calendar (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Happening:
    """What a calendar tells of one item of a shift."""

    uid: str
    """The same from plan to plan for the same person and the same attendance of a visit, break or event of a shift."""
    summary: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A happening as it is told this time."""

    happening: Happening
    sequence: int
    """How often it has been told otherwise before: a calendar takes a change or a cancellation only with a higher one."""
    status: EventStatus
    stamped_at: datetime
    description: str = "Your roster page says where and what."


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
        Of every event; see `Entry`.
    status
        ``CANCELLED`` to call the events off; their itineraries are those of the plan in which they stood.
    """
    description = f"Plan {identity.number}. Your roster page says where and what."
    entries = [
        Entry(happening, sequence, status, identity.made_at, description)
        for happening in happenings(itineraries, problem)
    ]
    path.write_bytes(calendar_bytes(entries))


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


def happenings(itineraries: Sequence[Itinerary], problem: Problem) -> Iterator[Happening]:
    """What a calendar shows of some itineraries, in order."""
    for itinerary in itineraries:
        for key, summary, item in _told(itinerary):
            # The person is part of it: who takes over a visit has another event than whoever had it before.
            digest = sha256(f"{key}/{itinerary.staff_id}".encode()).hexdigest()
            starts_at, ends_at = (problem.horizon.datetime_of(minute) for minute in (item.start, item.end))
            yield Happening(f"{digest[:32]}@cilt.invalid", summary, starts_at, ends_at)


def calendar_bytes(entries: Iterable[Entry]) -> bytes:
    """A calendar of some entries, with its time zone; the same entries, the same bytes."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - not needed to plan

    calendar = Calendar()
    calendar.add("prodid", "-//CILT//Roster//EN")
    calendar.add("version", "2.0")
    # Two rules. The list of every change since 1970 that icalendar would write is read an hour wrong by vobject.
    calendar.add_component(Timezone.from_ical(_LONDON.read_bytes()))
    for entry in entries:
        calendar.add_component(_event(entry))
    return cast("bytes", calendar.to_ical())


def _told(itinerary: Itinerary) -> Iterator[tuple[str, str, Item]]:
    """Of each item that a calendar shows a key that stays the same from plan to plan, and what is said."""
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


def _event(entry: Entry) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent  # noqa: PLC0415 - see calendar_bytes

    event = CalendarEvent()
    event.add("uid", entry.happening.uid)
    event.add("summary", entry.happening.summary)
    event.add("dtstart", _moment(entry.happening.starts_at))
    event.add("dtend", _moment(entry.happening.ends_at))
    event.add("class", "PRIVATE")
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status.value)
    event.add("description", entry.description)
    return event


def _moment(moment: datetime) -> datetime:
    """Local time; in the hour that the clocks repeat, its second run in UTC, since a calendar reads local time as the first."""
    local = moment.astimezone(LONDON)
    return local.astimezone(UTC) if local.fold else local
