"""Rows of the record of imports."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.slices import slice_of
from api.tables.caseloads import ImportRecord


def by_id(session: Session, import_id: str, *, made_by: str | None) -> ImportRecord | None:
    """An import, if this account made it; None: whoever did."""
    found = session.get(ImportRecord, import_id)
    return found if found is not None and made_by in (None, found.made_by) else None


def page(session: Session, *, made_by: str | None, limit: int, offset: int) -> tuple[Collection[ImportRecord], int]:
    """Imports, the latest first, and how many there are."""
    wanted = select(ImportRecord)
    if made_by is not None:
        wanted = wanted.where(ImportRecord.made_by == made_by)
    ordered = wanted.order_by(ImportRecord.made_at.desc(), ImportRecord.import_id)
    return slice_of(session, ordered, limit=limit, offset=offset)
