"""Rows of accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.slices import slice_of
from api.tables.accounts import AccountRecord
from api.tables.geography import LocalityRecord
from api.tables.workforce import OrganisationRecord, StaffRecord


def by_id(session: Session, account_id: str, *, to_change: bool = False) -> AccountRecord | None:
    """The account of an id; to be changed, nobody else changes it before this transaction ends."""
    return session.get(AccountRecord, account_id, with_for_update=to_change)


def by_name(session: Session, sign_in_name: str, *, to_change: bool = False) -> AccountRecord | None:
    """The account that signs in by a name."""
    found = select(AccountRecord).where(AccountRecord.sign_in_name == sign_in_name.strip().lower())
    return session.scalars(found.with_for_update() if to_change else found).one_or_none()


def by_subject(session: Session, oidc_subject: str) -> AccountRecord | None:
    """The account of somebody whom the identity provider names."""
    return session.scalars(select(AccountRecord).where(AccountRecord.oidc_subject == oidc_subject)).one_or_none()


def by_staff(session: Session, staff_id: str) -> AccountRecord | None:
    """The account of a staff member."""
    return session.scalars(select(AccountRecord).where(AccountRecord.staff_id == staff_id)).one_or_none()


def page(
    session: Session,
    *,
    limit: int,
    offset: int,
    role: str | None = None,
    organisation_id: str | None = None,
    is_active: bool | None = None,
) -> tuple[list[AccountRecord], int]:
    """Accounts in order of their names, and how many there are."""
    wanted = select(AccountRecord)
    for column, value in (
        (AccountRecord.role, role),
        (AccountRecord.organisation_id, organisation_id),
        (AccountRecord.is_active, is_active),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    return slice_of(session, wanted.order_by(AccountRecord.sign_in_name), limit=limit, offset=offset)


def organisation(session: Session, organisation_id: str) -> OrganisationRecord | None:
    """An employer."""
    return session.get(OrganisationRecord, organisation_id)


def staff_member(session: Session, staff_id: str) -> StaffRecord | None:
    """A staff member."""
    return session.get(StaffRecord, staff_id)


def known_localities(session: Session, locality_ids: tuple[str, ...]) -> set[str]:
    """Those of some localities that exist."""
    return set(session.scalars(select(LocalityRecord.locality_id).where(LocalityRecord.locality_id.in_(locality_ids))))
