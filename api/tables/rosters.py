"""Rosters: drafts, unchangeable published snapshots, and who has been given what."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from api.tables.base import Base, Code, Document, Text, Versioned, new_id


class RosterState(StrEnum):
    """What a roster is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    """Published once, and replaced by a later number."""
    DISCARDED = "discarded"


class RosterRecord(Base, Versioned):
    """A plan in the hands of coordinators: a draft, then a numbered snapshot that the database itself refuses to change."""

    __tablename__ = "rosters"
    __table_args__ = (
        UniqueConstraint("scope", "first_date", "num_days", "number"),
        Index("ix_rosters_first_date_state", "first_date", "state"),
    )

    roster_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    state: Mapped[str] = mapped_column(Code, default=RosterState.DRAFT.value)
    number: Mapped[int | None]
    """1, 2, … of its scope and days, given at publishing."""
    scope: Mapped[str] = mapped_column(Text)
    """The locality or teams in one text, so that numbers of the same scope follow each other."""
    locality_id: Mapped[str | None] = mapped_column(ForeignKey("localities.locality_id"), index=True)
    team_ids: Mapped[list[str]] = mapped_column(default=list)
    first_date: Mapped[date]
    num_days: Mapped[int] = mapped_column(default=1)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.run_id"))
    based_on_id: Mapped[str | None] = mapped_column(ForeignKey("rosters.roster_id"))
    """The published roster that was in force when this draft began."""
    plan: Mapped[dict[str, Any]] = mapped_column(Document)
    """A `cilt-plan` document."""
    pins: Mapped[list[Any]] = mapped_column(Document, default=list)
    pins_given: Mapped[list[Any]] = mapped_column(Document, default=list)
    """What the tables pinned when it began: what they pin since is added to the next."""
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(Code)
    published_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(Document)
    scorecard: Mapped[dict[str, Any] | None] = mapped_column(Document)
    tables_zip: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """Of a published roster: the data tables it was judged on, so that it reads the same for ever."""


class RosterChangeRecord(Base):
    """What a person changed by hand in a draft, and why."""

    __tablename__ = "roster_changes"

    change_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    roster_id: Mapped[str] = mapped_column(ForeignKey("rosters.roster_id"), index=True)
    visit_id: Mapped[str] = mapped_column(Code)
    what: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(Text, default="")
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime]


class RosterNoticeRecord(Base):
    """What a newly published version changes for one staff member, and whether it has been read."""

    __tablename__ = "roster_notices"

    notice_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    roster_id: Mapped[str] = mapped_column(ForeignKey("rosters.roster_id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    changes: Mapped[list[Any]]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class RosterOpeningRecord(Base):
    """Somebody opened a version, and in which form."""

    __tablename__ = "roster_openings"

    opening_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    roster_id: Mapped[str] = mapped_column(ForeignKey("rosters.roster_id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(Code, index=True)
    opened_by: Mapped[str] = mapped_column(Code)
    form: Mapped[str] = mapped_column(Code)
    """json, html, pdf, csv, xlsx, ics or fhir."""
    opened_at: Mapped[datetime]


class CalendarLinkRecord(Base):
    """The secret link of a staff member's calendar; its hash alone is kept."""

    __tablename__ = "calendar_links"

    link_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    token_hash: Mapped[str] = mapped_column(Code, unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class CalendarEntryRecord(Base):
    """The state of one calendar event as it was last told: its sequence only ever rises."""

    __tablename__ = "calendar_entries"

    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    roster_id: Mapped[str] = mapped_column(ForeignKey("rosters.roster_id"))
    changed_at: Mapped[datetime]
