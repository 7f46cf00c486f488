"""Rows of the record of imports, and the patients of visits that an import touches."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.assembly import rows_with
from api.tables.caseloads import ImportRecord
from scheduler.io.tables.rows import VisitRow


def by_id(session: Session, import_id: str, *, made_by: str | None) -> ImportRecord | None:
    """An import, if this account made it; None: whoever did."""
    found = session.get(ImportRecord, import_id)
    return found if found is not None and made_by in (None, found.made_by) else None


def page(session: Session, *, made_by: str | None, limit: int, offset: int) -> tuple[Collection[ImportRecord], int]:
    """Imports, the latest first, and how many there are."""
    wanted = select(ImportRecord)
    if made_by is not None:
        wanted = wanted.where(ImportRecord.made_by == made_by)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(ImportRecord.made_at.desc(), ImportRecord.import_id)
    return list(session.scalars(ordered.limit(limit).offset(offset))), total


def patients_of(session: Session, visit_ids: Collection[str]) -> set[str]:
    """The patients of some visits."""
    return {visit.patient_id for visit in rows_with(session, VisitRow, "visit_id", visit_ids)}
