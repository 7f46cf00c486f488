"""Sharing agreements: made, read, ended. What follows from them stands in `api/sharing.py`."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.accounts.repository import agreements
from api.accounts.schemas.agreements import AgreementEnd, AgreementFilter, AgreementPart, NewAgreement
from api.audit import record
from api.dependencies import check_version
from api.errors import NotFoundError, RefusedError
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.accounts import SharingAgreementRecord
from scheduler.model.clock import local_day


def page(session: Session, caller: Caller, asked: AgreementFilter) -> Page[AgreementPart]:
    """Agreements, the latest first; a coordinator's are those about teams of their localities."""
    own = caller.locality_ids if caller.role is AccountRole.COORDINATOR else None
    found, total = agreements.page(session, locality_ids=own, **asked.model_dump())
    entries = [AgreementPart.model_validate(agreement) for agreement in found]
    return Page[AgreementPart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)


def make(session: Session, caller: Caller, asked: NewAgreement, *, now: datetime) -> SharingAgreementRecord:
    """A new agreement.

    Raises
    ------
    RefusedError
        It names what is not there, begins in the past or ends before it begins.
    """
    faults = []
    if not agreements.has_organisation(session, asked.organisation_id):
        faults.append({"where": "body.organisation_id", "expected": "an organisation that exists"})
    if not agreements.has_team(session, asked.team_id):
        faults.append({"where": "body.team_id", "expected": "a team that exists"})
    if asked.first_on < local_day(now):
        faults.append({"where": "body.first_on", "expected": "today or later"})
    if asked.last_on is not None and asked.last_on < asked.first_on:
        faults.append({"where": "body.last_on", "expected": "no earlier than first_on"})
    if faults:
        raise RefusedError("The agreement cannot be made.", code="bad-agreement", faults=faults)
    agreement = SharingAgreementRecord(
        **asked.model_dump(exclude={"fields"}),
        fields=sorted(field.value for field in asked.fields),
        made_by=caller.account_id,
        made_at=now,
    )
    session.add(agreement)
    session.flush()
    record(session, caller, "create", "agreement", agreement.agreement_id, details=_told(agreement))
    return agreement


def end(
    session: Session, caller: Caller, agreement_id: str, asked: AgreementEnd, *, if_match: str | None, now: datetime
) -> SharingAgreementRecord:
    """Set the last day of an agreement.

    Raises
    ------
    NotFoundError
        There is none of this id.
    RefusedError
        The day is before yesterday: what was shared then was shared; or after its last day: that takes another agreement.
    """
    agreement = agreements.by_id(session, agreement_id)
    if agreement is None:
        raise NotFoundError(f"There is no agreement {agreement_id}.")
    check_version(agreement, if_match)
    if asked.last_on < local_day(now) - timedelta(days=1):
        faults = [{"where": "body.last_on", "expected": "yesterday or later"}]
        raise RefusedError("The agreement cannot end then.", code="bad-agreement", faults=faults)
    if agreement.last_on is not None and asked.last_on > agreement.last_on:
        faults = [{"where": "body.last_on", "expected": f"no later than {agreement.last_on}, its last day so far"}]
        raise RefusedError("An agreement is not lengthened by its end.", code="bad-agreement", faults=faults)
    agreement.last_on, agreement.end_reason = asked.last_on, asked.reason
    record(session, caller, "end", "agreement", agreement_id, details=_told(agreement))
    return agreement


def _told(agreement: SharingAgreementRecord) -> dict[str, object]:
    return {
        "organisation_id": agreement.organisation_id,
        "team_id": agreement.team_id,
        "fields": agreement.fields,
        "first_on": agreement.first_on.isoformat(),
        "last_on": agreement.last_on and agreement.last_on.isoformat(),
    }
