"""What endpoints ask for: settings, sessions, the caller, the version that a change was made on."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.audit import record
from api.database import Database
from api.errors import ForbiddenError, NotSignedInError, StaleVersionError, VersionRequiredError
from api.security import AccountRole, Caller, Token, read_token
from api.settings import Settings
from api.tables.accounts import AccountRecord, RefreshTokenRecord
from api.tables.base import Versioned
from scheduler.model.clock import local_day

BEARER = HTTPBearer(auto_error=False, description="The access token of `POST /v1/sessions`.")


# What waits for nothing is asked for where the loop is: a thread for it would be waited for, under load.
async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


SettingsDep = Annotated[Settings, Depends(_settings)]
DatabaseDep = Annotated[Database, Depends(_database)]


async def _seat(request: Request) -> AsyncIterator[None]:
    """Whoever will hold a connection waits here for one, with nothing in hand, and no thread."""
    async with request.app.state.seats:
        yield


Seat = Annotated[None, Depends(_seat, scope="function")]


async def _reading(database: DatabaseDep, _: Seat) -> AsyncIterator[Session]:
    session = database.to_read()
    try:
        yield session
    finally:
        if database.is_sqlite:
            session.close()  # asks nobody and waits for nothing: not worth a thread
        else:
            # In a thread of its own: behind requests that wait for its connection it would wait for ever.
            await to_thread.run_sync(session.close, limiter=CapacityLimiter(1))


def _writing(database: DatabaseDep, _: Seat) -> Iterator[Session]:
    with database.writing() as session:
        yield session


# "function": committed before the answer goes out, so that nobody is told of what a failed commit then undoes.
ReadSession = Annotated[Session, Depends(_reading, scope="function")]
"""One transaction that writes nothing."""
WriteSession = Annotated[Session, Depends(_writing, scope="function")]
"""One transaction, committed when the endpoint returns, rolled back when it raises."""


def signed_in(
    request: Request,
    settings: SettingsDep,
    database: DatabaseDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Caller:
    """The caller whom the request's token names, as their account is at this moment.

    Raises
    ------
    NotSignedInError
        There is no token, or none that is good.
    """
    if credentials is None:
        raise NotSignedInError("Sign in first.", headers={"WWW-Authenticate": "Bearer"})
    token = read_token(credentials.credentials, settings)
    with database.reading() as session:
        account = _still_good(session, token)
        if account is None:
            raise NotSignedInError("The access token is no longer good.", code="token-revoked")
        caller = caller_of(account, session_id=token.session_id)
    request.state.caller = caller
    return caller


def _still_good(session: Session, token: Token) -> AccountRecord | None:
    """The account of a token; None where its sign-in is over: signed out of, or ended with all others of the account."""
    is_signed_out = exists().where(
        RefreshTokenRecord.family_id == token.session_id, RefreshTokenRecord.revoked_at.is_not(None)
    )
    account = session.scalar(select(AccountRecord).where(AccountRecord.account_id == token.account_id, ~is_signed_out))
    if account is None or not account.is_active:
        return None
    return None if account.sessions_since and token.made_at < account.sessions_since else account


def caller_of(account: AccountRecord, *, session_id: str | None = None) -> Caller:
    """The caller that an account makes."""
    return Caller(
        account_id=account.account_id,
        role=AccountRole(account.role),
        organisation_id=account.organisation_id,
        staff_id=account.staff_id,
        locality_ids=frozenset(account.locality_ids),
        session_id=session_id,
    )


CallerDep = Annotated[Caller, Depends(signed_in)]


def only(*roles: AccountRole) -> Callable[[Request, DatabaseDep, CallerDep], Awaitable[Caller]]:
    """A dependency that lets these roles pass; anybody else is refused, and the attempt is recorded."""

    async def allowed(request: Request, database: DatabaseDep, caller: CallerDep) -> Caller:
        if caller.role not in roles:
            await run_in_threadpool(refuse, database, caller, f"{request.method} {request.scope['route'].path}")
        return caller

    allowed.roles = roles  # type: ignore[attr-defined] # the access matrix in docs/ACCESS.md reads it
    return allowed


def refuse(database: Database, caller: Caller, subject_id: str, *, kind: str = "endpoint") -> None:
    """Record an attempt at what is not the caller's, and refuse it.

    Raises
    ------
    ForbiddenError
        Always.
    """
    with database.writing() as session:
        record(session, caller, "refused", kind, subject_id)
    raise ForbiddenError(f"Not for the role {caller.role.value}.")


Coordinator = Annotated[Caller, Depends(only(AccountRole.COORDINATOR))]
Planner = Annotated[Caller, Depends(only(AccountRole.PLANNER))]
Auditor = Annotated[Caller, Depends(only(AccountRole.AUDITOR))]
Administrator = Annotated[Caller, Depends(only(AccountRole.ADMINISTRATOR))]
StaffCaller = Annotated[Caller, Depends(only(AccountRole.STAFF))]


def check_version(thing: Versioned, if_match: str | None) -> None:
    """See that a change was made on the latest version, and count it; raises what `see_version` raises."""
    see_version(thing, if_match)
    thing.version += 1


def see_version(thing: Versioned, if_match: str | None) -> None:
    """See that a change is made on the latest version.

    Raises
    ------
    VersionRequiredError, StaleVersionError
        No If-Match was sent, or it names an older version.
    """
    if if_match is None:
        raise VersionRequiredError('Send If-Match with the ETag of what you read, such as "3".')
    if if_match.strip().removeprefix("W/").strip('"') != str(thing.version):
        raise StaleVersionError(
            f"This is version {thing.version} by now; read it again and repeat your change.",
            headers={"ETag": etag(thing)},
        )


def etag(thing: Versioned) -> str:
    """The ETag of a version."""
    return f'"{thing.version}"'


IfMatch = Annotated[str | None, Header(alias="If-Match", description="The ETag of the version that was read.")]
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="A request repeated with the same key asks once."),
]


async def now() -> datetime:
    """The clock of requests; tests set it by overriding this dependency."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(now)]


async def _today(moment: Now) -> date:
    return local_day(moment)


Today = Annotated[date, Depends(_today)]
"""The day that it is here."""
