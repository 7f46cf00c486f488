"""Who: organisations, skills, staff, shifts, absence. But for `AbsenceRecord`, columns are those of data/README.md."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Text, Versioned, new_id


class OrganisationRecord(Base):
    """An employer."""

    __tablename__ = "organisations"

    organisation_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Code)


class SkillRecord(Base):
    """A competence."""

    __tablename__ = "skills"

    skill_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_registered: Mapped[bool] = mapped_column(default=False)
    is_delegable: Mapped[bool] = mapped_column(default=False)


class StaffRecord(Base, Versioned):
    """Anyone who makes visits."""

    __tablename__ = "staff"

    staff_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.organisation_id"), index=True)
    role: Mapped[str] = mapped_column(Code)
    band: Mapped[int]
    is_registered: Mapped[bool]
    team_ids: Mapped[list[str]] = mapped_column(default=list)
    gender: Mapped[str | None] = mapped_column(Code)
    telephone: Mapped[str] = mapped_column(Text, default="")
    minutes_worked_this_week: Mapped[int] = mapped_column(default=0)
    last_shift_ended_at: Mapped[datetime | None]


class StaffSkillRecord(Base):
    """A skill that a staff member holds, until when."""

    __tablename__ = "staff_skills"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[str] = mapped_column(ForeignKey("skills.skill_id"), primary_key=True)
    expires_on: Mapped[date | None]


class ShiftRecord(Base, Versioned):
    """A staff member's working period."""

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_staff_id_starts_at", "staff_id", "starts_at"),)

    shift_id: Mapped[str] = mapped_column(Code, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    start_location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"))
    end_location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"))
    travel_mode: Mapped[str] = mapped_column(Code, default="car")
    break_minutes: Mapped[int] = mapped_column(default=0)
    break_from: Mapped[datetime | None]
    break_to: Mapped[datetime | None]
    break_may_be_missed: Mapped[bool] = mapped_column(default=False)
    admin_minutes: Mapped[int] = mapped_column(default=0)
    overtime_limit_minutes: Mapped[int] = mapped_column(default=0)
    visit_limit: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(Code)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")


class EventRecord(Base):
    """A fixed event inside a shift."""

    __tablename__ = "events"

    shift_id: Mapped[str] = mapped_column(ForeignKey("shifts.shift_id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    ends_at: Mapped[datetime]
    location_id: Mapped[str | None] = mapped_column(ForeignKey("locations.location_id"))


class AbsenceRecord(Base):
    """A staff member is away; the reason is a kind, never a diagnosis. Shifts that it touches are not planned."""

    __tablename__ = "absences"
    __table_args__ = (UniqueConstraint("staff_id", "starts_at", "ends_at"),)

    absence_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Code)
    recorded_by: Mapped[str] = mapped_column(Code)
    recorded_at: Mapped[datetime]
