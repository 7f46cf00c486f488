"""Rows of refresh tokens: their hashes alone are kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from api.tables.accounts import RefreshTokenRecord


def by_hash(session: Session, token_hash: str) -> RefreshTokenRecord | None:
    """The token of a hash, to be used: nobody else uses it before this transaction ends."""
    return session.get(RefreshTokenRecord, token_hash, with_for_update=True)


def end_family(session: Session, family_id: str, *, at: datetime) -> None:
    """End one sign-in."""
    _revoke(session, RefreshTokenRecord.family_id == family_id, at)


def end_all(session: Session, account_id: str, *, at: datetime) -> None:
    """End every sign-in of an account."""
    _revoke(session, RefreshTokenRecord.account_id == account_id, at)


def forget(session: Session, account_id: str, *, before: datetime) -> None:
    """Drop what nobody could use since some moment."""
    session.execute(
        delete(RefreshTokenRecord).where(
            RefreshTokenRecord.account_id == account_id, RefreshTokenRecord.good_until < before
        )
    )


def _revoke(session: Session, which: ColumnElement[bool], at: datetime) -> None:
    session.execute(
        update(RefreshTokenRecord).where(which, RefreshTokenRecord.revoked_at.is_(None)).values(revoked_at=at)
    )
