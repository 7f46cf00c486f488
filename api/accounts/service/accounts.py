"""Accounts as administrators keep them: made, changed, unlocked, ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.accounts import passwords
from api.accounts.repository import accounts
from api.accounts.schemas.accounts import AccountAndPassword, AccountChange, AccountFilter, AccountPart, NewAccount
from api.accounts.service import sessions
from api.audit import record
from api.dependencies import check_version
from api.errors import ConflictError, NotFoundError, RefusedError
from api.security import AccountRole, Caller
from api.shapes import Page
from api.tables.accounts import AccountRecord
from api.tables.base import new_id

ONE_TIME_HOURS = 72
"""How long a one-time password waits for its owner."""


def page(session: Session, asked: AccountFilter) -> Page[AccountPart]:
    """Accounts in order of their names."""
    found, total = accounts.page(session, **asked.model_dump())
    entries = [AccountPart.model_validate(account) for account in found]
    return Page[AccountPart](entries=entries, total=total, limit=asked.limit, offset=asked.offset)


def of(session: Session, account_id: str, *, to_change: bool = False) -> AccountRecord:
    """The account of an id, perhaps to be changed.

    Raises
    ------
    NotFoundError
        There is none.
    """
    account = accounts.by_id(session, account_id, to_change=to_change)
    if account is None:
        raise NotFoundError(f"There is no account {account_id}.")
    return account


def make(session: Session, caller: Caller | None, asked: NewAccount, *, now: datetime) -> AccountAndPassword:
    """A new account, and its one-time password.

    Raises
    ------
    RefusedError
        What is asked does not fit together.
    ConflictError
        The name, the staff member or the provider's subject has an account.
    """
    account = AccountRecord(
        account_id=new_id(), sign_in_name=asked.sign_in_name, is_active=True, num_failures=0, version=1
    )
    if accounts.by_name(session, asked.sign_in_name):
        raise ConflictError(f"There is an account {asked.sign_in_name} already.", code="name-taken")
    _set(session, account, asked)
    session.add(account)
    password = _give_password(account, now=now) if asked.has_password else None
    session.flush()
    record(session, caller, "create", "account", account.account_id, details=_told(account))
    return AccountAndPassword(account=AccountPart.model_validate(account), one_time_password=password)


def change(
    session: Session, caller: Caller, account_id: str, asked: AccountChange, *, if_match: str | None
) -> AccountRecord:
    """Change what an account is; from its next request on, its owner is that."""
    account = of(session, account_id, to_change=True)
    check_version(account, if_match)
    if asked.role != account.role:
        _must_be_another(caller, account)
    _set(session, account, asked)
    record(session, caller, "change", "account", account_id, details=_told(account))
    return account


def deactivate(session: Session, caller: Caller, account_id: str, *, now: datetime) -> AccountRecord:
    """Let nobody in by this account any more, from this moment."""
    account = of(session, account_id, to_change=True)
    _must_be_another(caller, account)
    account.is_active = False
    account.version += 1
    sessions.end_all(session, account, now=now)
    record(session, caller, "deactivate", "account", account_id)
    return account


def reactivate(session: Session, caller: Caller, account_id: str) -> AccountRecord:
    """Let its owner in again."""
    account = of(session, account_id, to_change=True)
    account.is_active = True
    account.version += 1
    record(session, caller, "reactivate", "account", account_id)
    return account


def unlock(session: Session, caller: Caller, account_id: str) -> AccountRecord:
    """Forget wrong passwords."""
    account = of(session, account_id, to_change=True)
    account.num_failures, account.locked_until = 0, None
    record(session, caller, "unlock", "account", account_id)
    return account


def reset_password(session: Session, caller: Caller, account_id: str, *, now: datetime) -> AccountAndPassword:
    """A new one-time password in place of what there was; every sign-in ends."""
    account = of(session, account_id, to_change=True)
    password = _give_password(account, now=now)
    account.num_failures, account.locked_until = 0, None
    sessions.end_all(session, account, now=now)
    record(session, caller, "reset", "password", account_id)
    return AccountAndPassword(account=AccountPart.model_validate(account), one_time_password=password)


def _give_password(account: AccountRecord, *, now: datetime) -> str:
    password = passwords.one_time_password()
    account.password_hash = passwords.hash_of(password)
    account.one_time_until = now + timedelta(hours=ONE_TIME_HOURS)
    return password


def _must_be_another(caller: Caller, account: AccountRecord) -> None:
    if caller.account_id == account.account_id:
        raise ConflictError("Another administrator must do this to your own account.", code="own-account")


def _set(session: Session, account: AccountRecord, asked: AccountChange) -> None:
    faults = list(_faults(session, asked))
    if faults:
        raise RefusedError("The account does not fit together.", code="bad-account", faults=faults)
    for other, what in (
        (asked.staff_id and accounts.by_staff(session, asked.staff_id), "staff member"),
        (asked.oidc_subject and accounts.by_subject(session, asked.oidc_subject), "subject of the identity provider"),
    ):
        if other and other.account_id != account.account_id:
            raise ConflictError(f"This {what} has an account already.", code="link-taken")
    account.display_name, account.role = asked.display_name, asked.role.value
    account.organisation_id, account.staff_id = asked.organisation_id, asked.staff_id
    account.locality_ids, account.oidc_subject = sorted(set(asked.locality_ids)), asked.oidc_subject


def _faults(session: Session, asked: AccountChange) -> Iterator[dict[str, str]]:
    """What does not fit: each role has what its reach is made of, and nothing else."""
    is_staff, is_coordinator = asked.role is AccountRole.STAFF, asked.role is AccountRole.COORDINATOR
    staff = accounts.staff_member(session, asked.staff_id) if asked.staff_id else None
    if asked.organisation_id and accounts.organisation(session, asked.organisation_id) is None:
        yield {"where": "body.organisation_id", "expected": "an organisation that exists"}
    if not asked.organisation_id and (is_staff or is_coordinator):
        yield {"where": "body.organisation_id", "expected": f"an organisation for a {asked.role.value}"}
    if is_staff != (staff is not None) or (asked.staff_id and staff is None):
        yield {"where": "body.staff_id", "expected": "a staff member that exists for staff, none for others"}
    elif staff is not None and staff.organisation_id != asked.organisation_id:
        yield {"where": "body.organisation_id", "expected": "the organisation that employs the staff member"}
    if asked.locality_ids and not is_coordinator:
        yield {"where": "body.locality_ids", "expected": "localities for a coordinator alone"}
    elif set(asked.locality_ids) - accounts.known_localities(session, asked.locality_ids):
        yield {"where": "body.locality_ids", "expected": "localities that exist"}


def _told(account: AccountRecord) -> dict[str, object]:
    """What the audit record keeps of an account: what it may do."""
    return {
        "role": account.role,
        "organisation_id": account.organisation_id,
        "staff_id": account.staff_id,
        "locality_ids": account.locality_ids,
    }
