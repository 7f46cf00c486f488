"""Routes of referrals: for coordinators. Every view is recorded."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.audit import record_view
from api.caseloads.router.asking import ChangingSight, ReadingSight
from api.caseloads.schemas.referrals import Acceptance, NewReferral, ReferralFilter, ReferralPart, Refusal
from api.caseloads.service import referrals
from api.caseloads.service.sight import Sight
from api.dependencies import DatabaseDep, IfMatch, Now, etag
from api.errors import NotFoundError
from api.problems import CHANGES, documented
from api.shapes import Page
from api.tables.caseloads import ReferralRecord

router = APIRouter(prefix="/referrals", tags=["Caseloads"])

ReferralId = Annotated[str, Path(max_length=64, examples=["3f2e1d0c9b8a47568493a2b1c0d9e8f7"])]


@router.get("", summary="List referrals")
def listed(asked: Annotated[ReferralFilter, Query()], sight: ReadingSight, database: DatabaseDep) -> Page[ReferralPart]:
    """Referrals of patients of the coordinator's localities, the latest first."""
    page, shown = referrals.page(sight, asked)
    record_view(database, sight.caller, "referrals", asked.state or "list", patient_ids=shown)
    return page


@router.post("", status_code=201, summary="Make a referral", responses=documented(NotFoundError))
def make(asked: NewReferral, sight: ChangingSight, response: Response, now: Now) -> ReferralPart:
    """Ask an organisation to care for a patient: that opens the patient to it."""
    return _answer(sight, referrals.make(sight, asked, now=now), response)


@router.get("/{referral_id}", summary="Read a referral", responses=documented(NotFoundError))
def one(referral_id: ReferralId, sight: ReadingSight, database: DatabaseDep, response: Response) -> ReferralPart:
    """A referral and the visits that it made."""
    referral = referrals.one(sight, referral_id)
    record_view(database, sight.caller, "referral", referral_id, patient_ids=[referral.patient_id])
    return _answer(sight, referral, response)


@router.post("/{referral_id}/acceptance", summary="Accept a referral", responses=CHANGES)
def accept(
    referral_id: ReferralId,
    asked: Acceptance,
    sight: ChangingSight,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> ReferralPart:
    """The organisation that is asked will care, with these visits: all are made, or none."""
    return _answer(sight, referrals.accept(sight, referral_id, asked, if_match=if_match, now=now), response)


@router.post("/{referral_id}/refusal", summary="Decline a referral", responses=CHANGES)
def decline(
    referral_id: ReferralId,
    asked: Refusal,
    sight: ChangingSight,
    response: Response,
    now: Now,
    if_match: IfMatch = None,
) -> ReferralPart:
    """The organisation that is asked cannot care, and says why."""
    return _answer(sight, referrals.decline(sight, referral_id, asked, if_match=if_match, now=now), response)


def _answer(sight: Sight, referral: ReferralRecord, response: Response) -> ReferralPart:
    response.headers["ETag"] = etag(referral)
    return referrals.parts(sight, [referral])[0]
