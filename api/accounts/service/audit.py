"""Questions to the audit record; each is recorded, too. How the record is kept stands in `api/audit.py`."""

from sqlalchemy.orm import Session

from api.accounts.repository import audit
from api.accounts.schemas.audit import AuditEntryPart, AuditQuestion
from api.audit import record
from api.security import Caller
from api.shapes import Page


def page(session: Session, caller: Caller, asked: AuditQuestion) -> Page[AuditEntryPart]:
    """Entries that answer a question, the latest first; the question itself is the next entry."""
    found, total = audit.page(session, **asked.model_dump())
    entries = [AuditEntryPart.model_validate(entry) for entry in found]
    concerned = [asked.patient_id] if asked.patient_id else []
    question = asked.model_dump(mode="json", exclude_none=True)
    record(session, caller, "view", "audit", "entries", patient_ids=concerned, details=question)
    return Page[AuditEntryPart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)
