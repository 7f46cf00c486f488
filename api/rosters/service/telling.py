"""What a published version tells: notices to each affected staff member, and the state of their calendars."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.audit import record as audit
from api.errors import NotFoundError
from api.rosters import repository
from api.rosters.schemas.differences import DifferencePart
from api.rosters.schemas.publishing import NoticeFilter, NoticePart
from api.rosters.service.differing import by_staff
from api.rosters.service.standing import Standing
from api.security import Caller
from api.shapes import Page
from api.sharing import patient_by_visit
from api.tables.rosters import CalendarEntryRecord, RosterNoticeRecord, RosterRecord
from scheduler.io.roster_ical import happenings


def give_notice(session: Session, record: RosterRecord, parts: Iterable[DifferencePart], *, now: datetime) -> None:
    """Tell each staff member what changes for them, and nobody else's changes."""
    session.add_all(
        RosterNoticeRecord(
            roster_id=record.roster_id,
            staff_id=staff_id,
            changes=[part.model_dump(mode="json") for part in own],
            made_at=now,
        )
        for staff_id, own in by_staff(parts).items()
    )


def notices(session: Session, staff_id: str, asked: NoticeFilter) -> tuple[Page[NoticePart], list[str]]:
    """What has changed for somebody, the newest first, and the patients whom it tells of."""
    rows, total = repository.notices(session, staff_id, **asked.model_dump())
    entries = [NoticePart.model_validate(row) for row in rows]
    page = Page[NoticePart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)
    return page, _patients_in(session, entries)


def mark_read(session: Session, caller: Caller, notice_id: str, *, now: datetime) -> NoticePart:
    """Remember that somebody has read a notice of theirs."""
    found = session.get(RosterNoticeRecord, notice_id)
    if found is None:
        raise NotFoundError(f"There is no notice {notice_id}.")
    if found.staff_id != caller.staff_id:
        raise NotFoundError(f"There is no notice {notice_id}.", attempt=("notice", notice_id))
    found.read_at = found.read_at or now
    told = NoticePart.model_validate(found)
    audit(session, caller, "view", "notices", caller.staff_id or "", patient_ids=_patients_in(session, [told]))
    return told


def _patients_in(session: Session, notices: Iterable[NoticePart]) -> list[str]:
    visit_ids = {change.visit_id for notice in notices for change in notice.changes}
    return sorted(set(patient_by_visit(session, visit_ids).values()))


def update_calendars(
    session: Session,
    record: RosterRecord,
    read: Standing,
    earlier: tuple[RosterRecord, Standing] | None,
    *,
    now: datetime,
) -> None:
    """Bring what calendars tell to the new version: a sequence rises whenever an entry is told otherwise.

    What the version before told and this one does not is cancelled, and stays as such: a calendar that has it must learn
    of it. An entry that comes back is the same one, with a higher sequence.
    """
    staff_ids = {*read.roster.by_staff, *(earlier[1].roster.by_staff if earlier else ())}
    held = {entry.uid: entry for entry in repository.calendar_entries(session, staff_ids)}
    told = set[str]()
    for staff_id, itineraries in read.roster.by_staff.items():
        # Whoever makes no visit is available; breaks and events without a visit are told all the same.
        for happening in happenings(itineraries, read.problem):
            told.add(happening.uid)
            entry = held.get(happening.uid)
            new: dict[str, Any] = {
                "summary": happening.summary,
                "starts_at": happening.starts_at,
                "ends_at": happening.ends_at,
            }
            if entry is None:
                session.add(
                    CalendarEntryRecord(
                        uid=happening.uid, staff_id=staff_id, roster_id=record.roster_id, changed_at=now, **new
                    )
                )
                continue
            if entry.is_cancelled or any(getattr(entry, name) != value for name, value in new.items()):
                entry.sequence += 1
                entry.is_cancelled, entry.changed_at = False, now
                entry.summary, entry.starts_at, entry.ends_at = new["summary"], new["starts_at"], new["ends_at"]
            entry.roster_id = record.roster_id
    for entry in held.values():
        is_of_earlier = earlier is not None and entry.roster_id == earlier[0].roster_id
        if is_of_earlier and entry.uid not in told and not entry.is_cancelled:
            entry.sequence += 1
            entry.is_cancelled, entry.changed_at, entry.roster_id = True, now, record.roster_id
