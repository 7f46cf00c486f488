"""The calendar that a staff member subscribes to: its secret link, and what it tells. It knows when, and nothing of whom."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from api.audit import record as audit
from api.database import Database
from api.errors import ForbiddenError, NotFoundError
from api.rosters import repository
from api.rosters.schemas.publishing import CalendarLinkPart
from api.security import Caller, kept_of
from api.settings import Settings
from api.tables.rosters import CalendarEntryRecord, CalendarLinkRecord, RosterOpeningRecord
from scheduler.io.roster_ical import Entry, EventStatus, Happening, calendar_bytes

TOLD_FOR = timedelta(days=28)
"""[assumption] What ended, or was last changed, longer ago is told no more."""


def make_link(session: Session, caller: Caller, settings: Settings, *, now: datetime) -> CalendarLinkPart:
    """A new secret link for the caller; the one before opens nothing any more.

    Raises
    ------
    ForbiddenError
        The account is nobody's who makes visits.
    """
    if caller.staff_id is None:
        raise ForbiddenError("No member of staff stands behind this account.")
    _revoke(session, caller.staff_id, now=now)
    token = secrets.token_urlsafe(32)
    link = CalendarLinkRecord(staff_id=caller.staff_id, token_hash=kept_of(token), made_at=now)
    session.add(link)
    session.flush()
    audit(session, caller, "create", "calendar_link", link.link_id)
    return CalendarLinkPart(url=f"{settings.public_url.rstrip('/')}/v1/calendars/{token}.ics", made_at=now)


def revoke_link(session: Session, caller: Caller, *, now: datetime) -> None:
    """Close the caller's link.

    Raises
    ------
    NotFoundError
        There is none.
    """
    closed = _revoke(session, caller.staff_id or "", now=now)
    if not closed:
        raise NotFoundError("You have no calendar link.")
    for link_id in closed:
        audit(session, caller, "revoke", "calendar_link", link_id)


def feed(database: Database, token: str, *, now: datetime) -> tuple[bytes, str]:
    """The calendar behind a link, and its ETag.

    Raises
    ------
    NotFoundError
        There is no such link, or it was revoked; the attempt is on record, the secret is not.
    """
    with database.reading() as session:
        link = repository.calendar_link(session, token)
        if link is None or not repository.opens(session, link):
            tried = "unknown" if link is None else link.link_id
            raise NotFoundError("There is no such calendar.", attempt=("calendar_link", tried))
        told = repository.calendar_entries(session, [link.staff_id], since=now - TOLD_FOR)
        body = calendar_bytes(map(_entry, told))
        unseen = {entry.roster_id for entry in told} - repository.opened_by(session, link.link_id)
        link_id, staff_id = link.link_id, link.staff_id
    if unseen:
        _note_first_opening(database, link_id, staff_id, sorted(unseen), now=now)
    return body, f'"{sha256(body).hexdigest()[:32]}"'


def _entry(row: CalendarEntryRecord) -> Entry:
    happening = Happening(row.uid, row.summary, row.starts_at, row.ends_at)
    status = EventStatus.CANCELLED if row.is_cancelled else EventStatus.CONFIRMED
    return Entry(happening, row.sequence, status, row.changed_at)


def _note_first_opening(
    database: Database, link_id: str, staff_id: str, roster_ids: list[str], *, now: datetime
) -> None:
    """That a calendar has fetched a version is noted once: it asks every few minutes."""
    with database.writing() as session:
        for roster_id in roster_ids:
            session.add(
                RosterOpeningRecord(
                    roster_id=roster_id, staff_id=staff_id, opened_by=link_id, form="ics", opened_at=now
                )
            )
            audit(session, None, "export", "calendar", roster_id, details={"link_id": link_id, "staff_id": staff_id})


def _revoke(session: Session, staff_id: str, *, now: datetime) -> list[str]:
    links = repository.live_links(session, staff_id)
    for link in links:
        link.revoked_at = now
    return [link.link_id for link in links]
