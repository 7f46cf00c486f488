"""Routes of sharing agreements: administrators keep them, coordinators and auditors read them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from api.accounts.schemas.agreements import AgreementEnd, AgreementFilter, AgreementPart, NewAgreement
from api.accounts.service import agreements
from api.dependencies import Administrator, IfMatch, Now, ReadSession, WriteSession, etag, only
from api.errors import (
    NotFoundError,
    StaleVersionError,
    VersionRequiredError,
)
from api.problems import documented
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.accounts import SharingAgreementRecord

router = APIRouter(prefix="/sharing-agreements", tags=["Sharing agreements"])

Reader = Annotated[Caller, Depends(only(AccountRole.ADMINISTRATOR, AccountRole.COORDINATOR, AccountRole.AUDITOR))]


@router.get("", summary="List sharing agreements")
def listed(asked: Annotated[AgreementFilter, Query()], caller: Reader, session: ReadSession) -> Page[AgreementPart]:
    """Agreements, the latest first. A coordinator's list has those about teams of their localities."""
    return agreements.page(session, caller, asked)


@router.post("", status_code=201, summary="Make a sharing agreement")
def make(
    asked: NewAgreement, caller: Administrator, session: WriteSession, response: Response, now: Now
) -> AgreementPart:
    """Let an organisation see some data of a team's patients, from a day on."""
    return _answer(agreements.make(session, caller, asked, now=now), response)


@router.put(
    "/{agreement_id}/end",
    summary="End a sharing agreement",
    responses=documented(NotFoundError, StaleVersionError, VersionRequiredError),
)
def end(
    agreement_id: Annotated[str, Path(max_length=64, examples=["0b7c5e1f2a3d4c5b6a798877665544aa"])],
    asked: AgreementEnd,
    caller: Administrator,
    session: WriteSession,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> AgreementPart:
    """Set the last day on which an agreement holds, no later than the one it has; yesterday ends it at once."""
    return _answer(agreements.end(session, caller, agreement_id, asked, if_match=if_match, now=now), response)


def _answer(agreement: SharingAgreementRecord, response: Response) -> AgreementPart:
    response.headers["ETag"] = etag(agreement)
    return AgreementPart.model_validate(agreement)
