"""Routes of accounts, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.accounts.schemas.accounts import AccountAndPassword, AccountChange, AccountFilter, AccountPart, NewAccount
from api.accounts.service import accounts
from api.dependencies import Administrator, IfMatch, Now, ReadSession, WriteSession, etag
from api.errors import (
    ConflictError,
    NotFoundError,
)
from api.problems import CHANGES, documented
from api.shapes import Page
from api.tables.accounts import AccountRecord

router = APIRouter(prefix="/accounts", tags=["Accounts"])

AccountId = Annotated[str, Path(max_length=64, examples=["5f0c2f6c9d3e4b7f8a1b2c3d4e5f6a7b"])]


@router.get("", summary="List accounts")
def listed(asked: Annotated[AccountFilter, Query()], _: Administrator, session: ReadSession) -> Page[AccountPart]:
    """Accounts in order of their sign-in names."""
    return accounts.page(session, asked)


@router.post(
    "",
    status_code=201,
    summary="Make an account",
    responses=documented(ConflictError),
)
def make(
    asked: NewAccount, caller: Administrator, session: WriteSession, response: Response, now: Now
) -> AccountAndPassword:
    """Make an account; its one-time password is in this answer and nowhere else."""
    made = accounts.make(session, caller, asked, now=now)
    response.headers["Location"] = f"/v1/accounts/{made.account.account_id}"
    return made


@router.get("/{account_id}", summary="Read an account", responses=documented(NotFoundError))
def read(account_id: AccountId, _: Administrator, session: ReadSession, response: Response) -> AccountPart:
    """One account, with its version as ETag."""
    return _answer(accounts.of(session, account_id), response)


@router.put(
    "/{account_id}",
    summary="Change an account",
    responses=CHANGES,
)
def change(
    account_id: AccountId,
    asked: AccountChange,
    caller: Administrator,
    session: WriteSession,
    response: Response,
    if_match: IfMatch = None,
) -> AccountPart:
    """Set role, organisation, localities and links, from the owner's next request on."""
    return _answer(accounts.change(session, caller, account_id, asked, if_match=if_match), response)


@router.post(
    "/{account_id}/deactivate", summary="Deactivate an account", responses=documented(NotFoundError, ConflictError)
)
def deactivate(
    account_id: AccountId, caller: Administrator, session: WriteSession, response: Response, now: Now
) -> AccountPart:
    """Let nobody in by this account any more; every sign-in of it ends at once."""
    return _answer(accounts.deactivate(session, caller, account_id, now=now), response)


@router.post("/{account_id}/reactivate", summary="Reactivate an account", responses=documented(NotFoundError))
def reactivate(account_id: AccountId, caller: Administrator, session: WriteSession, response: Response) -> AccountPart:
    """Let the owner of a deactivated account in again."""
    return _answer(accounts.reactivate(session, caller, account_id), response)


@router.post("/{account_id}/unlock", summary="Unlock an account", responses=documented(NotFoundError))
def unlock(account_id: AccountId, caller: Administrator, session: WriteSession, response: Response) -> AccountPart:
    """Open an account that wrong passwords have locked."""
    return _answer(accounts.unlock(session, caller, account_id), response)


@router.post("/{account_id}/password", status_code=201, summary="Reset a password", responses=documented(NotFoundError))
def reset_password(account_id: AccountId, caller: Administrator, session: WriteSession, now: Now) -> AccountAndPassword:
    """Replace the password by a one-time one; every sign-in of the account ends at once."""
    return accounts.reset_password(session, caller, account_id, now=now)


def _answer(account: AccountRecord, response: Response) -> AccountPart:
    response.headers["ETag"] = etag(account)
    return AccountPart.model_validate(account)
