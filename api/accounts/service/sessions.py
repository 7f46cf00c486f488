"""Signing in by name and password, prolonging, ending. Signing in through an identity provider stands in `oidc.py`."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.accounts import passwords
from api.accounts.repository import accounts, sessions
from api.accounts.schemas.accounts import AccountPart, PasswordChange
from api.accounts.schemas.sessions import SessionPart, SignIn
from api.audit import record
from api.database import Database
from api.dependencies import caller_of
from api.errors import ConflictError, NotSignedInError
from api.security import Caller, access_token, kept_of
from api.settings import Settings
from api.tables.accounts import AccountRecord, RefreshTokenRecord
from api.tables.base import new_id


def sign_in(database: Database, settings: Settings, asked: SignIn, *, now: datetime) -> SessionPart:
    """Begin a session, or refuse in the same words and with the same work whatever the reason is.

    Raises
    ------
    NotSignedInError
        Unknown name, wrong password, locked, not active; or the password is good once alone and no new one came.
    RefusedError
        The new password cannot be chosen.
    """
    proof = _proof(database, asked.name, asked.password)
    with database.writing() as session:
        account = _accepted(session, settings, asked.name, proof, now=now)
        if account is not None and account.one_time_until is not None:
            if asked.new_password is None:
                raise NotSignedInError(
                    "This password is good once: send another one with it as new_password.", code="new-password-needed"
                )
            _choose(session, account, asked.new_password, so_far=asked.password, now=now)
        if account is not None:
            return begin(session, settings, account, now=now, by="password")
    raise _refusal()


def begin(session: Session, settings: Settings, account: AccountRecord, *, now: datetime, by: str) -> SessionPart:
    """Begin a session of an account that has shown who it is."""
    family_id = new_id()
    # A revoked token is kept for as long as an access token of its sign-in could live.
    sessions.forget(session, account.account_id, before=now - timedelta(days=1))
    record(
        session, caller_of(account), "sign-in", "account", account.account_id, details={"by": by, "session": family_id}
    )
    return _pair(session, settings, account, family_id, now=now)


def prolong(database: Database, settings: Settings, refresh_token: str, *, now: datetime) -> SessionPart:
    """The next pair of tokens; a token that was used before ends its sign-in, for somebody has copied it.

    Raises
    ------
    NotSignedInError
        The token is unknown, used, revoked or too old, or its account may not sign in any more.
    """
    with database.writing() as session:
        token = sessions.by_hash(session, kept_of(refresh_token))
        account = None if token is None else accounts.by_id(session, token.account_id, to_change=True)
        if token is None or account is None:
            pass
        elif token.used_at is not None:
            sessions.end_family(session, token.family_id, at=now)
            about = {"why": "refresh-token-reused", "session": token.family_id}
            record(session, caller_of(account), "refused", "session", token.family_id, details=about)
        elif account.is_active and token.revoked_at is None and now < token.good_until:
            token.used_at = now
            return _pair(session, settings, account, token.family_id, now=now)
    raise NotSignedInError("This refresh token is not good, or no longer; sign in again.", code="refresh-refused")


def sign_out(session: Session, caller: Caller, *, now: datetime) -> None:
    """End the caller's sign-in: neither of its tokens is good from now on."""
    if caller.session_id is not None:
        sessions.end_family(session, caller.session_id, at=now)
    record(session, caller, "sign-out", "account", caller.account_id, details={"session": caller.session_id})


def change_password(
    database: Database, settings: Settings, caller: Caller, asked: PasswordChange, *, now: datetime
) -> SessionPart:
    """Change the caller's own password; every sign-in ends and a new one begins.

    Raises
    ------
    NotSignedInError
        The password so far is wrong, which counts as a failed sign-in.
    RefusedError
        The new one cannot be chosen.
    """
    with database.reading() as session:
        account = accounts.by_id(session, caller.account_id)
        name = "" if account is None or account.password_hash is None else account.sign_in_name
    if not name:
        raise ConflictError("This account has no password; it signs in elsewhere.", code="no-password")
    proof = _proof(database, name, asked.password)
    with database.writing() as session:
        account = _accepted(session, settings, name, proof, now=now)
        if account is not None:
            _choose(session, account, asked.new_password, so_far=asked.password, now=now)
            return begin(session, settings, account, now=now, by="password")
    raise _refusal()


def end_all(session: Session, account: AccountRecord, *, now: datetime) -> None:
    """End every sign-in of an account, at once."""
    account.sessions_since = now
    sessions.end_all(session, account.account_id, at=now)


@dataclass(frozen=True, slots=True)
class _Proof:
    """What came of comparing a password."""

    kept: str | None
    """What it was compared with."""
    is_right: bool


def _proof(database: Database, name: str, password: str) -> _Proof:
    """Compare a password, outside any transaction that writes: it is slow on purpose, and others would wait."""
    with database.reading() as session:
        account = accounts.by_name(session, name)
        kept = None if account is None else account.password_hash
    return _Proof(kept, passwords.is_right(password, kept))


def _accepted(session: Session, settings: Settings, name: str, proof: _Proof, *, now: datetime) -> AccountRecord | None:
    """The account that may go on; none, with the failure counted and recorded, where it may not.

    A right password counts only if the account is open at this moment: of many guesses made at once, none passes after
    the last failure that is allowed.
    """
    account = accounts.by_name(session, name, to_change=True)
    why = _why_not(account, proof, now=now)
    if account is not None and why is None:
        account.num_failures, account.locked_until = 0, None
        return account
    if account is not None and why == "wrong-password":
        account.num_failures += 1
        if account.num_failures >= settings.sign_in_failures:
            account.num_failures, account.locked_until = 0, now + timedelta(minutes=settings.lock_out_minutes)
    # What was typed as a name is not kept: it may be a password in the wrong field.
    record(
        session, None, "refused", "sign-in", "unknown" if account is None else account.account_id, details={"why": why}
    )
    return None


def _why_not(account: AccountRecord | None, proof: _Proof, *, now: datetime) -> str | None:
    if account is None:
        return "unknown-name"
    if not account.is_active:
        return "not-active"
    if account.locked_until is not None and now < account.locked_until:
        return "locked"
    if not proof.is_right or proof.kept != account.password_hash:
        return "wrong-password"
    if account.one_time_until is not None and now >= account.one_time_until:
        return "one-time-password-too-old"
    return None


def _choose(session: Session, account: AccountRecord, password: str, *, so_far: str, now: datetime) -> None:
    passwords.check_choice(password, sign_in_name=account.sign_in_name, so_far=so_far)
    account.password_hash, account.one_time_until = passwords.hash_of(password), None
    end_all(session, account, now=now)
    record(session, caller_of(account), "change", "password", account.account_id)


def _pair(
    session: Session, settings: Settings, account: AccountRecord, family_id: str, *, now: datetime
) -> SessionPart:
    refresh_token = secrets.token_urlsafe(32)
    refresh_until = now + timedelta(hours=settings.refresh_token_hours)
    session.add(
        RefreshTokenRecord(
            token_hash=kept_of(refresh_token),
            family_id=family_id,
            account_id=account.account_id,
            made_at=now,
            good_until=refresh_until,
        )
    )
    return SessionPart(
        access_token=access_token(account.account_id, settings, now=now, session_id=family_id),
        expires_at=now + timedelta(minutes=settings.access_token_minutes),
        refresh_token=refresh_token,
        refresh_until=refresh_until,
        account=AccountPart.model_validate(account),
    )


def _refusal() -> NotSignedInError:
    return NotSignedInError(
        "Name or password is wrong, or the account is locked for a while; an administrator can help.",
        code="sign-in-refused",
    )
