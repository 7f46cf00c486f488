"""The record of what was seen and done: rows are added, never changed. How they are chained stands in `api/audit.py`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Text


class AuditEntryRecord(Base):
    """One thing that somebody did; `entry_hash` covers all of it and the entry before."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, … without a gap."""
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[str | None] = mapped_column(Code, index=True)
    organisation_id: Mapped[str | None] = mapped_column(Code)
    action: Mapped[str] = mapped_column(Code, index=True)
    kind: Mapped[str] = mapped_column(Code)
    """Of what: roster, run, visit, account, …"""
    subject_id: Mapped[str] = mapped_column(Text)
    patient_ids: Mapped[list[str]] = mapped_column(default=list)
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str | None] = mapped_column(Code)
    previous_hash: Mapped[str] = mapped_column(Code)
    entry_hash: Mapped[str] = mapped_column(Code)


class AuditedPatientRecord(Base):
    """Which entries concern a patient: an index of `patient_ids`, which alone is covered by the hash."""

    __tablename__ = "audited_patients"

    patient_id: Mapped[str] = mapped_column(Code, primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("audit_entries.number"), primary_key=True, autoincrement=False)
