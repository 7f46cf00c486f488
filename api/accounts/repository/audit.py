"""Rows of the audit record, asked."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.slices import slice_of
from api.tables.audit import AuditedPatientRecord, AuditEntryRecord


def page(
    session: Session,
    *,
    limit: int,
    offset: int,
    patient_id: str | None = None,
    account_id: str | None = None,
    action: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[list[AuditEntryRecord], int]:
    """Entries that answer a question, the latest first, and how many there are."""
    wanted = select(AuditEntryRecord)
    if patient_id is not None:
        concerned = select(AuditedPatientRecord.number).where(AuditedPatientRecord.patient_id == patient_id)
        wanted = wanted.where(AuditEntryRecord.number.in_(concerned))
    for column, value in (
        (AuditEntryRecord.account_id, account_id),
        (AuditEntryRecord.action, action),
        (AuditEntryRecord.kind, kind),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if since is not None:
        wanted = wanted.where(AuditEntryRecord.at >= since)
    if until is not None:
        wanted = wanted.where(AuditEntryRecord.at <= until)
    return slice_of(session, wanted.order_by(AuditEntryRecord.number.desc()), limit=limit, offset=offset)
