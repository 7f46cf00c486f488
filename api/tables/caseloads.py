"""For whom: patients, their one care plan, referrals, visits, what links them, history. Columns that imports fill are those of data/README.md."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Text, Versioned, new_id


class PatientRecord(Base, Versioned):
    """A person who is visited."""

    __tablename__ = "patients"

    patient_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    nhs_number: Mapped[str] = mapped_column(Code, unique=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"))
    ods_code: Mapped[str] = mapped_column(ForeignKey("practices.ods_code"), index=True)
    telephone: Mapped[str] = mapped_column(Text, default="")
    gender: Mapped[str | None] = mapped_column(Code)
    gender_required: Mapped[str | None] = mapped_column(Code)
    gender_preferred: Mapped[str | None] = mapped_column(Code)
    named_staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.staff_id"))
    preferred_staff_ids: Mapped[list[str]] = mapped_column(default=list)
    excluded_staff_ids: Mapped[list[str]] = mapped_column(default=list)
    risk_flag: Mapped[str] = mapped_column(Code, default="none")


class CarePlanRecord(Base, Versioned):
    """One plan per person, whatever the number of organisations."""

    __tablename__ = "care_plans"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), primary_key=True)
    goals: Mapped[list[str]] = mapped_column(default=list)
    lead_staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.staff_id"))
    review_on: Mapped[date | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(Code)
    changed_at: Mapped[datetime]


class ReferralRecord(Base, Versioned):
    """Somebody asks an organisation to care for a patient."""

    __tablename__ = "referrals"
    __table_args__ = (Index("ix_referrals_organisation_id_patient_id", "organisation_id", "patient_id"),)

    referral_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.organisation_id"))
    service: Mapped[str] = mapped_column(Code)
    level_of_care: Mapped[int]
    received_at: Mapped[datetime]
    respond_by: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Code, default="open", index=True)
    """open, accepted, declined or closed."""
    answered_by: Mapped[str | None] = mapped_column(Code)
    answered_at: Mapped[datetime | None]
    answer_reason: Mapped[str] = mapped_column(Text, default="")


class VisitRecord(Base, Versioned):
    """One planned attendance on one patient."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_organisation_id_patient_id", "organisation_id", "patient_id"),)

    visit_id: Mapped[str] = mapped_column(Code, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.organisation_id"))
    service: Mapped[str] = mapped_column(Code)
    visit_type: Mapped[str] = mapped_column(Code)
    duration_minutes: Mapped[int]
    level_of_care: Mapped[int]
    is_must_serve: Mapped[bool] = mapped_column(default=False)
    is_time_critical: Mapped[bool] = mapped_column(default=False)
    is_remote: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    respond_by: Mapped[datetime | None]
    what_to_do: Mapped[str] = mapped_column(Text, default="")
    kit: Mapped[list[str]] = mapped_column(default=list)
    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referrals.referral_id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(index=True)
    cancelled_by: Mapped[str | None] = mapped_column(Code)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(Text, default="")
    """Why a visit that must be served was called off nevertheless."""
    change_reason: Mapped[str] = mapped_column(Text, default="")
    """Of the latest change by hand; who made it stands in the audit record."""


class VisitWindowRecord(Base):
    """When a visit's care may start, both ends included."""

    __tablename__ = "visit_windows"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True)
    earliest_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    latest_start: Mapped[datetime]


class VisitAttendanceRecord(Base):
    """What the first or second person to attend a visit must bring."""

    __tablename__ = "visit_attendances"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True)
    attendance: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    skill_ids: Mapped[list[str]] = mapped_column(default=list)
    minimum_band: Mapped[int] = mapped_column(default=0)


class VisitLinkRecord(Base, Versioned):
    """Two visits that belong together."""

    __tablename__ = "visit_links"

    first_visit_id: Mapped[str] = mapped_column(ForeignKey("visits.visit_id"), primary_key=True)
    second_visit_id: Mapped[str] = mapped_column(ForeignKey("visits.visit_id"), primary_key=True)
    gap_least_minutes: Mapped[int]
    gap_most_minutes: Mapped[int]
    staff: Mapped[str] = mapped_column(Code, default="any")
    is_both_or_none: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")


class DelegationRecord(Base):
    """A registered task delegated for one patient to one worker."""

    __tablename__ = "delegations"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), primary_key=True)
    skill_id: Mapped[str] = mapped_column(ForeignKey("skills.skill_id"), primary_key=True)
    reviewed_on: Mapped[date]
    visits_since_review: Mapped[int] = mapped_column(default=0)


class CareHistoryRecord(Base):
    """How often a staff member visited a patient in the last 28 days."""

    __tablename__ = "care_history"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.staff_id"), primary_key=True)
    num_visits: Mapped[int]


class PinRecord(Base):
    """A coordinator's decision that every plan must keep."""

    __tablename__ = "pins"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.visit_id", ondelete="CASCADE"), primary_key=True)
    attendance: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    shift_id: Mapped[str] = mapped_column(ForeignKey("shifts.shift_id"))
    starts_at: Mapped[datetime | None]


class PolicyRecord(Base):
    """A weight, a limit or a switch that differs from the default policy."""

    __tablename__ = "policy"

    setting: Mapped[str] = mapped_column(Code, primary_key=True)
    value: Mapped[int]


class ImportRecord(Base):
    """What was imported, by whom, and what it changed."""

    __tablename__ = "imports"

    import_id: Mapped[str] = mapped_column(Code, primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(Code, index=True)
    made_by: Mapped[str] = mapped_column(Code)
    made_at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]
    """For each table: rows read, added, changed, unchanged."""
