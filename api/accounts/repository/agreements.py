"""Rows of sharing agreements."""

from collections.abc import Set
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.slices import slice_of
from api.tables.accounts import SharingAgreementRecord
from api.tables.geography import TeamRecord
from api.tables.workforce import OrganisationRecord


def by_id(session: Session, agreement_id: str) -> SharingAgreementRecord | None:
    """The agreement of an id, to be changed."""
    return session.get(SharingAgreementRecord, agreement_id, with_for_update=True)


def page(
    session: Session,
    *,
    locality_ids: Set[str] | None,
    limit: int,
    offset: int,
    organisation_id: str | None = None,
    team_id: str | None = None,
    on: date | None = None,
) -> tuple[list[SharingAgreementRecord], int]:
    """Agreements, the latest first, and how many there are; those about teams of some localities, or all."""
    wanted = select(SharingAgreementRecord)
    if locality_ids is not None:
        teams = select(TeamRecord.team_id).where(TeamRecord.locality_id.in_(locality_ids))
        wanted = wanted.where(SharingAgreementRecord.team_id.in_(teams))
    if organisation_id is not None:
        wanted = wanted.where(SharingAgreementRecord.organisation_id == organisation_id)
    if team_id is not None:
        wanted = wanted.where(SharingAgreementRecord.team_id == team_id)
    if on is not None:
        wanted = wanted.where(
            SharingAgreementRecord.first_on <= on,
            or_(SharingAgreementRecord.last_on.is_(None), SharingAgreementRecord.last_on >= on),
        )
    ordered = wanted.order_by(SharingAgreementRecord.made_at.desc(), SharingAgreementRecord.agreement_id)
    return slice_of(session, ordered, limit=limit, offset=offset)


def has_organisation(session: Session, organisation_id: str) -> bool:
    """Whether there is such an employer."""
    return session.get(OrganisationRecord, organisation_id) is not None


def has_team(session: Session, team_id: str) -> bool:
    """Whether there is such a team."""
    return session.get(TeamRecord, team_id) is not None
