"""Rows of rosters and what hangs on them: found, listed, numbered. What is lawful to do with them stands in the service."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, defer

from api.scopes import scope_of, scope_text
from api.security import kept_of
from api.slices import slice_of
from api.tables.accounts import AccountRecord
from api.tables.rosters import (
    CalendarEntryRecord,
    CalendarLinkRecord,
    RosterChangeRecord,
    RosterNoticeRecord,
    RosterOpeningRecord,
    RosterRecord,
    RosterState,
)
from scheduler.io.plan_document import Scope

LONGEST = timedelta(days=31)
"""No roster covers more days."""
_LONG = (
    RosterRecord.plan,
    RosterRecord.pins,
    RosterRecord.pins_given,
    RosterRecord.report,
    RosterRecord.scorecard,
)
IN_FORCE = RosterRecord.state == RosterState.PUBLISHED
DECIDES = ("move", "leave_out")
"""Changes by hand that say where a visit is made, or that it is not."""


def roster(session: Session, roster_id: str, *, to_change: bool = False) -> RosterRecord | None:
    """A roster; to be changed, nobody else changes it until the transaction ends."""
    return session.get(RosterRecord, roster_id, with_for_update=to_change, populate_existing=to_change)


def rosters(
    session: Session, theirs: ColumnElement[bool], *, day: date | None, locality_id: str | None, state: str | None
) -> Sequence[RosterRecord]:
    """Somebody's rosters, the latest days and the newest first; lists do not show what is in a plan, which is long."""
    wanted = select(RosterRecord).where(theirs).options(*map(defer, _LONG))
    if day is not None:
        wanted = wanted.where(RosterRecord.first_date <= day, RosterRecord.first_date > day - LONGEST)
    if locality_id is not None:
        wanted = wanted.where(RosterRecord.locality_id == locality_id)
    if state is not None:
        wanted = wanted.where(RosterRecord.state == state)
    newest_first = wanted.order_by(RosterRecord.first_date.desc(), RosterRecord.made_at.desc(), RosterRecord.roster_id)
    # How long a roster is stands in a column of its own, and databases add days to dates each in their way.
    return [row for row in session.scalars(newest_first) if day is None or covers(row, day)]


def covers(row: RosterRecord, day: date) -> bool:
    """Whether a day is one of a roster's."""
    return row.first_date <= day < row.first_date + timedelta(days=row.num_days)


def in_force_on(session: Session, days: Iterable[date]) -> Sequence[RosterRecord]:
    """Every published roster that covers one of these days; what is in their plans is read when it is asked for."""
    wanted = sorted(days)
    near = select(RosterRecord).where(
        IN_FORCE, RosterRecord.first_date <= wanted[-1], RosterRecord.first_date > wanted[0] - LONGEST
    )
    in_force = session.scalars(near.options(*map(defer, _LONG)))
    return [row for row in in_force if any(covers(row, day) for day in wanted)]


def in_force_for(session: Session, scope: Scope) -> RosterRecord | None:
    """The published roster of a scope and its days."""
    return session.scalars(select(RosterRecord).where(IN_FORCE, *_of(scope))).first()


def last_number(session: Session, scope: Scope) -> int:
    """The highest number given to a scope and its days; 0: none."""
    return session.scalar(select(func.max(RosterRecord.number)).where(*_of(scope))) or 0


def decided_by_hand(session: Session, roster: RosterRecord) -> frozenset[str]:
    """The visits that were moved or left out by hand in a published roster, or in one that it replaced."""
    found = select(RosterChangeRecord.visit_id, RosterChangeRecord.what).join(
        RosterRecord, RosterRecord.roster_id == RosterChangeRecord.roster_id
    )
    up_to_it = found.where(*_of(scope_of(roster)), RosterRecord.number <= roster.number)
    return frozenset(visit_id for visit_id, what in session.execute(up_to_it) if what["action"] in DECIDES)


def changes(session: Session, roster_id: str, *, limit: int, offset: int) -> tuple[Sequence[RosterChangeRecord], int]:
    """What was changed by hand, in order, and how much there is."""
    found = select(RosterChangeRecord).where(RosterChangeRecord.roster_id == roster_id)
    in_order = found.order_by(RosterChangeRecord.made_at, RosterChangeRecord.change_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def notices(
    session: Session, staff_id: str, *, is_unread: bool | None, limit: int, offset: int
) -> tuple[Sequence[RosterNoticeRecord], int]:
    """What has changed for somebody, the newest first, and how much there is."""
    found = select(RosterNoticeRecord).where(RosterNoticeRecord.staff_id == staff_id)
    if is_unread is not None:
        read_at = RosterNoticeRecord.read_at
        found = found.where(read_at.is_(None) if is_unread else read_at.is_not(None))
    in_order = found.order_by(RosterNoticeRecord.made_at.desc(), RosterNoticeRecord.notice_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def openings(session: Session, roster_id: str, *, limit: int, offset: int) -> tuple[Sequence[RosterOpeningRecord], int]:
    """Who has opened a roster, in order, and how often it was opened."""
    found = select(RosterOpeningRecord).where(RosterOpeningRecord.roster_id == roster_id)
    in_order = found.order_by(RosterOpeningRecord.opened_at, RosterOpeningRecord.opening_id)
    return slice_of(session, in_order, limit=limit, offset=offset)


def opened_by(session: Session, opener: str) -> frozenset[str]:
    """The rosters that somebody, or a calendar link, has opened."""
    found = select(RosterOpeningRecord.roster_id).where(RosterOpeningRecord.opened_by == opener)
    return frozenset(session.scalars(found))


def calendar_link(session: Session, token: str) -> CalendarLinkRecord | None:
    """The link with this secret, whether it still opens anything or not."""
    return session.scalars(select(CalendarLinkRecord).where(CalendarLinkRecord.token_hash == kept_of(token))).first()


def opens(session: Session, link: CalendarLinkRecord) -> bool:
    """Whether a link was not revoked and its owner's account is not closed."""
    closed = select(exists().where(AccountRecord.staff_id == link.staff_id, AccountRecord.is_active.is_(False)))
    return link.revoked_at is None and not session.scalar(closed)


def live_links(session: Session, staff_id: str) -> Sequence[CalendarLinkRecord]:
    """A staff member's links that still open."""
    return session.scalars(
        select(CalendarLinkRecord).where(
            CalendarLinkRecord.staff_id == staff_id, CalendarLinkRecord.revoked_at.is_(None)
        )
    ).all()


def calendar_entries(
    session: Session, staff_ids: Iterable[str], *, since: datetime | None = None
) -> Sequence[CalendarEntryRecord]:
    """What somebody's calendars tell, in order of time."""
    found = select(CalendarEntryRecord).where(CalendarEntryRecord.staff_id.in_(sorted(set(staff_ids))))
    if since is not None:
        found = found.where(or_(CalendarEntryRecord.ends_at >= since, CalendarEntryRecord.changed_at >= since))
    return session.scalars(found.order_by(CalendarEntryRecord.starts_at, CalendarEntryRecord.uid)).all()


def _of(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        RosterRecord.scope == scope_text(scope),
        RosterRecord.first_date == scope.first_date,
        RosterRecord.num_days == scope.num_days,
    )
