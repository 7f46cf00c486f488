"""Routes of signing in and out."""

from fastapi import APIRouter, Depends

from api.accounts.schemas.accounts import AccountPart, PasswordChange
from api.accounts.schemas.sessions import Refresh, SessionPart, SignIn
from api.accounts.service import accounts, sessions
from api.dependencies import CallerDep, DatabaseDep, Now, ReadSession, SettingsDep, WriteSession
from api.errors import ConflictError
from api.problems import documented
from api.rates import within_sign_in_rate

router = APIRouter(tags=["Signing in"])


@router.post(
    "/sessions",
    status_code=201,
    summary="Sign in with a name and a password",
    dependencies=[Depends(within_sign_in_rate)],
)
def sign_in(asked: SignIn, database: DatabaseDep, settings: SettingsDep, now: Now) -> SessionPart:
    """Begin a session. A one-time password needs `new_password` beside it.

    The refusal is the same for an unknown name, a wrong password and a locked account.
    """
    return sessions.sign_in(database, settings, asked, now=now)


@router.post("/sessions/refresh", status_code=201, summary="Prolong a sign-in")
def refresh(asked: Refresh, database: DatabaseDep, settings: SettingsDep, now: Now) -> SessionPart:
    """Change a refresh token for the next pair of tokens. Each is good once; a second use ends the sign-in."""
    return sessions.prolong(database, settings, asked.refresh_token, now=now)


@router.delete("/sessions/current", status_code=204, summary="Sign out")
def sign_out(caller: CallerDep, session: WriteSession, now: Now) -> None:
    """End the sign-in that the access token comes from; both of its tokens stop being good."""
    sessions.sign_out(session, caller, now=now)


@router.get("/me", summary="Who I am")
def me(caller: CallerDep, session: ReadSession) -> AccountPart:
    """The account of the caller."""
    return AccountPart.model_validate(accounts.of(session, caller.account_id))


@router.post(
    "/me/password",
    status_code=201,
    summary="Change my password",
    dependencies=[Depends(within_sign_in_rate)],
    responses=documented(ConflictError),
)
def change_password(
    asked: PasswordChange, caller: CallerDep, database: DatabaseDep, settings: SettingsDep, now: Now
) -> SessionPart:
    """Choose another password. Every sign-in of the account ends, and the answer is a new one."""
    return sessions.change_password(database, settings, caller, asked, now=now)
