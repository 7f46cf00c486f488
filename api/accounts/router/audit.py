"""The route of questions to the audit record, for auditors."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.accounts.schemas.audit import AuditEntryPart, AuditQuestion
from api.accounts.service import audit
from api.dependencies import Auditor, WriteSession
from api.shapes import Page

router = APIRouter(prefix="/audit", tags=["Audit"])


@router.get("", summary="Search the audit record")
def search(asked: Annotated[AuditQuestion, Query()], caller: Auditor, session: WriteSession) -> Page[AuditEntryPart]:
    """Who has seen a person's record, what an account did, what was refused: the latest first.

    The question is itself recorded.
    """
    return audit.page(session, caller, asked)
