"""Referrals: made by those who may see a patient's care, answered by the organisation that is asked; accepting makes visits."""

from collections.abc import Sequence
from datetime import datetime

from api.audit import record
from api.caseloads.repository import patients, visits
from api.caseloads.schemas.referrals import (
    Acceptance,
    NewReferral,
    ReferralFilter,
    ReferralPart,
    ReferralState,
    Refusal,
)
from api.caseloads.service.sight import Sight
from api.caseloads.service.visits import add
from api.dependencies import check_version
from api.errors import ConflictError, ForbiddenError, NotFoundError, RefusedError
from api.shapes import Page
from api.sharing import DataClass
from api.tables.caseloads import ReferralRecord

GROUPS = {DataClass.CARE: ("service", "level_of_care", "reason", "answer_reason")}


def page(sight: Sight, asked: ReferralFilter) -> tuple[Page[ReferralPart], list[str]]:
    """Referrals of the caller's localities, the latest first, and the ids of the patients whom the page shows."""
    found, total = visits.referrals(
        sight.session,
        locality_ids=sight.caller.locality_ids,
        state=None if asked.state is None else asked.state.value,
        organisation_id=asked.organisation_id,
        patient_id=asked.patient_id,
        limit=asked.limit,
        offset=asked.offset,
    )
    page = Page[ReferralPart](entries=parts(sight, found), total=total, limit=asked.limit, offset=asked.offset)
    return page, sorted({referral.patient_id for referral in found})


def one(sight: Sight, referral_id: str, *, to_change: bool = False) -> ReferralRecord:
    """A referral of a patient of the caller's localities.

    Raises
    ------
    NotFoundError
        There is none, or not for the caller.
    """
    referral = visits.referral(sight.session, referral_id, to_change=to_change)
    found = None if referral is None else patients.one(sight.session, referral.patient_id)
    if referral is None or found is None or found.locality_id not in sight.caller.locality_ids:
        attempt = ("referral", referral_id) if referral else None
        raise NotFoundError(f"There is no referral {referral_id}.", attempt=attempt)
    return referral


def make(sight: Sight, asked: NewReferral, *, now: datetime) -> ReferralRecord:
    """Ask an organisation to care for a patient.

    A referral opens the patient to the organisation, so only who may see all of the patient makes one.
    """
    sight.require(sight.patient(asked.patient_id))
    if not patients.has_organisation(sight.session, asked.organisation_id):
        faults = [{"where": "body.organisation_id", "expected": "an organisation"}]
        raise RefusedError("The referral cannot be made.", code="bad-input", faults=faults)
    referral = ReferralRecord(**asked.model_dump(mode="python"), received_at=now)
    referral.service = asked.service.value
    sight.session.add(referral)
    sight.session.flush()
    _record(sight, "create", referral)
    return referral


def accept(sight: Sight, referral_id: str, asked: Acceptance, *, if_match: str | None, now: datetime) -> ReferralRecord:
    """Accept a referral, with the visits that it takes."""
    referral = _open(sight, referral_id, if_match)
    for wanted in asked.visits:
        add(
            sight,
            wanted,
            patient_id=referral.patient_id,
            organisation_id=referral.organisation_id,
            referral_id=referral_id,
        )
    _answer(sight, referral, ReferralState.ACCEPTED, asked.reason, now)
    return referral


def decline(sight: Sight, referral_id: str, asked: Refusal, *, if_match: str | None, now: datetime) -> ReferralRecord:
    """Decline a referral, with the reason."""
    referral = _open(sight, referral_id, if_match)
    _answer(sight, referral, ReferralState.DECLINED, asked.reason, now)
    return referral


def parts(sight: Sight, found: Sequence[ReferralRecord]) -> list[ReferralPart]:
    """Referrals as the caller sees them."""
    people = {one.patient.patient_id: one for one in patients.by_ids(sight.session, {row.patient_id for row in found})}
    classes = sight.classes(people.values())
    made = visits.visits_of_referrals(sight.session, [referral.referral_id for referral in found])
    columns = set(ReferralPart.model_fields) - {"visit_ids", "withheld"}
    return [
        ReferralPart(
            visit_ids=tuple(made[referral.referral_id]),
            **sight.cut({name: getattr(referral, name) for name in columns}, GROUPS, classes[referral.patient_id]),
        )
        for referral in found
    ]


def _open(sight: Sight, referral_id: str, if_match: str | None) -> ReferralRecord:
    referral = one(sight, referral_id, to_change=True)
    if referral.organisation_id != sight.caller.organisation_id:
        raise ForbiddenError(
            "The referral is to another organisation.", code="not-asked", attempt=("referral", referral_id)
        )
    check_version(referral, if_match)
    if referral.state != ReferralState.OPEN:
        raise ConflictError(f"The referral is {referral.state} already.", code="answered")
    return referral


def _answer(sight: Sight, referral: ReferralRecord, state: ReferralState, reason: str, now: datetime) -> None:
    referral.state, referral.answer_reason = state.value, reason
    referral.answered_by, referral.answered_at = sight.caller.account_id, now
    _record(sight, state.value, referral)


def _record(sight: Sight, action: str, referral: ReferralRecord) -> None:
    details = {"organisation_id": referral.organisation_id}
    patient_ids = [referral.patient_id]
    record(
        sight.session, sight.caller, action, "referral", referral.referral_id, patient_ids=patient_ids, details=details
    )
